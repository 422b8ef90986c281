/* How often a password may be guessed: per account, not per address, because nine jurors sit behind
 * one. After FREE failures each further one doubles the wait, up to a minute; a quarter of an hour
 * without a failure forgives. Kept in memory. Private to app. */
#ifndef BUDGET_H
#define BUDGET_H

#include "base/base.h"

#define BUDGET_FREE 5u
#define BUDGET_WAIT_MAX 60u /* seconds */

struct budgets;

struct budgets *budgets_new(void);
void budgets_free(struct budgets *budgets);

/* Whose failures are counted together. A device that has signed in to the account before has a
 * budget of its own, so that a neighbour cannot lock a juror out. Names that do not exist share
 * some thousand of budgets, so that they take no memory and look like names that do. */
uint64_t budget_of_account(int64_t account);
uint64_t budget_of_session(int64_t session);
uint64_t budget_of_device(const uint8_t digest[SHA256_SIZE]);
uint64_t budget_of_stranger(const struct budgets *budgets, const char *username);
/* Codes on paper that do not open: all that are unknown share one, 0, and each access card that is
 * over has its own. A code that opens never asks, so that no guesser keeps its holder waiting. */
uint64_t budget_of_code(int64_t card);

/* Takes an attempt; 0: go on, then budget_settle must follow; else the seconds to wait. What is
 * under way counts as a failure, so that many attempts at once gain nothing. `now`: time_mono_ms.
 */
unsigned budget_take(struct budgets *budgets, uint64_t key, int64_t now);
void budget_settle(struct budgets *budgets, uint64_t key, bool right, int64_t now);

#endif
