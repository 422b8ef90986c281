#include "budget.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define FORGIVEN_MS INT64_C(900000)
#define FIRST_WAIT 4u /* seconds */
#define STRANGERS 4096

struct budget {
	uint64_t key;
	unsigned failures;
	int64_t last, retry_at;
};

struct budgets {
	pthread_mutex_t lock;
	struct arena arena;
	struct budget *items;
	size_t count, cap;
	uint8_t secret[32]; /* nobody can choose names that fall together */
};

/* What kind of key it is stands in the upper bits. */
#define KIND(n) ((uint64_t)(n) << 61)
#define REST (((uint64_t)1 << 61) - 1)

struct budgets *budgets_new(void)
{
	struct budgets *budgets = calloc(1, sizeof(*budgets));

	if (!budgets)
		abort();
	(void)pthread_mutex_init(&budgets->lock, NULL);
	random_bytes(budgets->secret, sizeof(budgets->secret));
	return budgets;
}

void budgets_free(struct budgets *budgets)
{
	if (!budgets)
		return;
	(void)pthread_mutex_destroy(&budgets->lock);
	arena_release(&budgets->arena);
	free(budgets);
}

uint64_t budget_of_account(int64_t account)
{
	return KIND(1) | ((uint64_t)account & REST);
}

uint64_t budget_of_session(int64_t session)
{
	return KIND(2) | ((uint64_t)session & REST);
}

uint64_t budget_of_code(int64_t card)
{
	return KIND(5) | ((uint64_t)card & REST);
}

static uint64_t first_bits(const uint8_t digest[SHA256_SIZE])
{
	uint64_t ret;

	memcpy(&ret, digest, sizeof(ret));
	return ret;
}

uint64_t budget_of_device(const uint8_t digest[SHA256_SIZE])
{
	return KIND(3) | (first_bits(digest) & REST);
}

uint64_t budget_of_stranger(const struct budgets *budgets, const char *username)
{
	uint8_t digest[SHA256_SIZE];

	hmac_sha256(budgets->secret, sizeof(budgets->secret), username, strlen(username), digest);
	return KIND(4) | first_bits(digest) % STRANGERS;
}

static int64_t wait_ms(unsigned failures)
{
	unsigned over = failures < BUDGET_FREE ? 0 : failures - BUDGET_FREE;

	if (failures < BUDGET_FREE)
		return 0;
	return INT64_C(1000) * (over < 4 ? FIRST_WAIT << over : BUDGET_WAIT_MAX);
}

static void sweep(struct budgets *budgets, int64_t now)
{
	size_t kept = 0;

	for (size_t i = 0; i < budgets->count; i++)
		if (now - budgets->items[i].last < FORGIVEN_MS)
			budgets->items[kept++] = budgets->items[i];
	budgets->count = kept;
}

static struct budget *find(struct budgets *budgets, uint64_t key)
{
	for (size_t i = 0; i < budgets->count; i++)
		if (budgets->items[i].key == key)
			return &budgets->items[i];
	return NULL;
}

static struct budget *make(struct budgets *budgets, uint64_t key, int64_t now)
{
	if (budgets->count == budgets->cap)
		sweep(budgets, now);
	GROW(&budgets->arena, budgets->items, budgets->count, &budgets->cap);
	budgets->items[budgets->count] = (struct budget){ .key = key, .last = now };
	return &budgets->items[budgets->count++];
}

unsigned budget_take(struct budgets *budgets, uint64_t key, int64_t now)
{
	struct budget *budget;
	unsigned wait = 0;

	(void)pthread_mutex_lock(&budgets->lock);
	budget = find(budgets, key);
	if (!budget)
		budget = make(budgets, key, now);
	if (now - budget->last >= FORGIVEN_MS)
		budget->failures = 0;
	if (budget->failures >= BUDGET_FREE && now < budget->retry_at) {
		wait = (unsigned)((budget->retry_at - now + 999) / 1000);
	} else {
		budget->failures++;
		budget->last = now;
		budget->retry_at = now + wait_ms(budget->failures);
	}
	(void)pthread_mutex_unlock(&budgets->lock);
	return wait;
}

void budget_settle(struct budgets *budgets, uint64_t key, bool right, int64_t now)
{
	struct budget *budget;

	(void)pthread_mutex_lock(&budgets->lock);
	budget = find(budgets, key);
	if (budget && right)
		*budget = (struct budget){ .key = key, .last = now };
	else if (budget)
		budget->retry_at = now + wait_ms(budget->failures);
	(void)pthread_mutex_unlock(&budgets->lock);
}
