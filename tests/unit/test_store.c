#include "store/store.h"

#include "unit.h"

struct world {
	struct arena arena;
	struct db *db;
	int64_t edition, juror, nominee;
};

static int open_world(void **state)
{
	struct world *world = test_calloc(1, sizeof(*world));
	struct juror juror = { .key = "j1", .name = "Unsur Contoh" };
	struct candidate nominee = { .key = "belu",
				     .name = "Belu (CONTOH)",
				     .category = "kabkota" };
	int64_t number;
	struct err err;

	assert_true(db_open(":memory:", DB_WRITE, &world->db, &err));
	assert_true(store_migrate(world->db, NULL, &err));
	assert_true(edition_add(world->db, "contoh", true, 1000, &world->edition, &err));
	assert_true(rule_add(world->db, world->edition, "edition: contoh\n", 16, true, 1000,
			     &number, &err));
	assert_true(juror_put(world->db, world->edition, &juror, &world->juror, &err));
	assert_true(nominee_put(world->db, world->edition, &nominee, &world->nominee, &err));
	*state = world;
	return 0;
}

static int close_world(void **state)
{
	struct world *world = *state;

	db_close(world->db);
	arena_release(&world->arena);
	test_free(world);
	return 0;
}

static struct sheet_event event_of(const struct world *world, int64_t version,
				   struct sheet_mark *marks, size_t count)
{
	return (struct sheet_event){
		.edition = world->edition,
		.juror = world->juror,
		.nominee = world->nominee,
		.edition_key = "contoh",
		.juror_key = "j1",
		.nominee_key = "belu",
		.version = version,
		.kind = SHEET_SAVE,
		.state = SHEET_DRAFT,
		.rule_sha256 = "00",
		.marks = marks,
		.mark_count = count,
		.actor = "juri1",
		.at = 1750000000,
	};
}

static void a_sheet_comes_back_as_it_was_written(void **state)
{
	struct world *world = *state;
	struct sheet_mark marks[] = { { "d2", 8550 }, { "d3", -25 } };
	struct sheet_note notes[] = { { "d2", "baris satu\nbaris \\dua\\n" } };
	struct sheet_event event = event_of(world, 1, marks, COUNT(marks)), back;
	struct err err;

	event.notes = notes;
	event.note_count = 1;
	event.feedback = "Terima kasih";
	assert_true(sheet_append(world->db, &event, &err));
	assert_true(
		sheet_find(world->db, world->juror, world->nominee, &world->arena, &back, &err));
	assert_int_equal(back.seq, 1);
	assert_int_equal(back.version, 1);
	assert_int_equal(back.mark_count, 2);
	assert_int_equal(back.marks[1].mark_c, -25);
	assert_string_equal(back.notes[0].text, notes[0].text);
	assert_string_equal(back.feedback, "Terima kasih");
	assert_null(back.reason);
	assert_memory_equal(back.leaf, event.leaf, SHA256_SIZE);
}

static void a_version_is_used_once(void **state)
{
	struct world *world = *state;
	struct sheet_event event = event_of(world, 1, NULL, 0);
	struct err err;

	assert_true(sheet_append(world->db, &event, &err));
	assert_false(sheet_append(world->db, &event, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
}

static void events_acts_and_rules_cannot_be_changed_or_removed(void **state)
{
	static const char *const TRIES[] = {
		"UPDATE score_event SET body = 'x'",  "DELETE FROM score_event",
		"UPDATE act SET deed = 'x'",	      "DELETE FROM act",
		"UPDATE rule_version SET number = 7", "DELETE FROM rule_version",
	};
	struct world *world = *state;
	struct actor actor = { 0, "cli", "cli" };
	struct sheet_event event = event_of(world, 1, NULL, 0);
	struct err err;

	assert_true(sheet_append(world->db, &event, &err));
	assert_true(act_add(world->db, world->edition, &actor, "init", "{}", 1000, &err));
	for (size_t i = 0; i < COUNT(TRIES); i++)
		assert_false(db_exec(world->db, TRIES[i], NO_ARGS, NULL, &err));
}

static void each_leaf_hangs_on_the_one_before(void **state)
{
	struct world *world = *state;
	uint8_t head[SHA256_SIZE], link[SHA256_SIZE] = { 0 };
	struct chain_leaf *leaves;
	size_t count;
	struct err err;

	for (int64_t version = 1; version <= 3; version++) {
		struct sheet_event event = event_of(world, version, NULL, 0);

		assert_true(sheet_append(world->db, &event, &err));
	}
	assert_true(chain_leaves(world->db, world->edition, &world->arena, &leaves, &count, head,
				 &err));
	assert_int_equal(count, 3);
	for (size_t i = 0; i < count; i++)
		sha256_two(link, SHA256_SIZE, leaves[i].leaf, SHA256_SIZE, link);
	assert_memory_equal(link, head, SHA256_SIZE);
}

static void the_past_of_a_sheet_can_be_asked_for(void **state)
{
	struct world *world = *state;
	struct sheet_mark first[] = { { "d2", 100 } }, second[] = { { "d2", 200 } };
	struct sheet_event one = event_of(world, 1, first, 1), two = event_of(world, 2, second, 1);
	struct sheet_event back, *list;
	size_t count;
	struct err err;

	assert_true(sheet_append(world->db, &one, &err));
	assert_true(sheet_append(world->db, &two, &err));
	assert_true(sheet_find_at(world->db, world->juror, world->nominee, one.seq, &world->arena,
				  &back, &err));
	assert_int_equal(back.marks[0].mark_c, 100);
	assert_true(sheet_list(world->db, world->edition, INT64_MAX, &world->arena, &list, &count,
			       &err));
	assert_int_equal(count, 1);
	assert_int_equal(list[0].marks[0].mark_c, 200);
}

static void an_edition_has_one_active_chair(void **state)
{
	struct world *world = *state;
	int64_t id;
	struct juror other = { .key = "j2", .name = "Unsur Lain" };
	int64_t second;
	struct err err;

	assert_true(juror_put(world->db, world->edition, &other, &second, &err));
	assert_true(account_add(world->db, world->edition, "ketua", ROLE_CHAIR, world->juror, "K",
				"h", 1, &id, &err));
	assert_false(account_add(world->db, world->edition, "ketua2", ROLE_CHAIR, second, "K", "h",
				 1, &id, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
}

static void sessions_are_found_by_their_token_alone(void **state)
{
	struct world *world = *state;
	struct session session;
	char token[TOKEN_SIZE], other[TOKEN_SIZE];
	int64_t id;
	struct err err;

	random_token(token);
	random_token(other);
	assert_true(account_add(world->db, world->edition, "juri1", ROLE_JUROR, world->juror, "J",
				"h", 1, &id, &err));
	assert_true(session_add(world->db, token, id, 5000, &err));
	assert_true(session_find(world->db, token, &session, &err));
	assert_int_equal(session.account, id);
	assert_true(session_find(world->db, other, &session, &err));
	assert_int_equal(session.id, 0);
}

static bool stands(struct db *db, const struct session *session, enum role role)
{
	struct err err;
	bool ret;

	assert_true(session_stands(db, session->id, session->account, role, &ret, &err));
	return ret;
}

static void a_session_stands_with_its_account_and_role(void **state)
{
	struct world *world = *state;
	struct session session;
	char token[TOKEN_SIZE];
	int64_t id;
	struct err err;

	random_token(token);
	assert_true(account_add(world->db, world->edition, "juri1", ROLE_JUROR, world->juror, "J",
				"h", 1, &id, &err));
	assert_true(session_add(world->db, token, id, 5000, &err));
	assert_true(session_find(world->db, token, &session, &err));
	assert_true(stands(world->db, &session, ROLE_JUROR));
	assert_false(stands(world->db, &session, ROLE_CHAIR));
	assert_true(account_put_active(world->db, id, false, &err));
	assert_false(stands(world->db, &session, ROLE_JUROR));
	assert_true(account_put_active(world->db, id, true, &err));
	assert_true(session_remove(world->db, session.id, &err));
	assert_false(stands(world->db, &session, ROLE_JUROR));
}

static void the_schema_is_the_same_in_every_file(void **state)
{
	struct world *world = *state;
	char here[SHA256_HEX_SIZE], expected[SHA256_HEX_SIZE];
	struct err err;

	assert_true(store_schema_digest(world->db, here, &err));
	assert_true(store_schema_expected(expected, &err));
	assert_string_equal(here, expected);
	assert_true(db_script(world->db, "CREATE VIEW planted AS SELECT 1", &err));
	assert_true(store_schema_digest(world->db, here, &err));
	assert_string_not_equal(here, expected);
}

/* What somebody with the file and a database tool could do. */
static void a_change_behind_our_back_is_named(void **state)
{
	static const struct {
		const char *sql, *named;
	} DEEDS[] = {
		{ "UPDATE score_event SET body = replace(body, 'mark d2 3', 'mark d2 4') WHERE seq = 3",
		  "score_event row 3" },
		{ "UPDATE score_event SET salt = zeroblob(16) WHERE seq = 2", "score_event row 2" },
		{ "UPDATE score_event SET leaf = zeroblob(32) WHERE seq = 2", "score_event row 2" },
		{ "UPDATE score_event SET link = zeroblob(32) WHERE seq = 1", "score_event row 1" },
		{ "UPDATE score_event SET state = 'submitted' WHERE seq = 2", "score_event row 2" },
		{ "UPDATE score_event SET kind = 'submit' WHERE seq = 2", "score_event row 2" },
		{ "UPDATE score_event SET version = 9 WHERE seq = 3", "score_event row 3" },
		{ "UPDATE score_event SET seq = 9 WHERE seq = 3", "score_event row 9" },
		{ "DELETE FROM score_event WHERE seq = 2", "score_event row 3" },
		{ "DELETE FROM score_event WHERE seq = 3", "chain of edition contoh" },
		{ "DELETE FROM chain", "chain of edition contoh" },
		{ "UPDATE act SET deed = 'x' WHERE seq = 1", "act row 1" },
		{ "UPDATE act SET at = 7 WHERE seq = 2", "act row 2" },
		{ "UPDATE act SET body = body || ' ' WHERE seq = 2", "act row 2" },
		{ "DELETE FROM act WHERE seq = 1", "act row 2" },
		{ "UPDATE rule_version SET file = x'00'", "rule_version row 1" },
		{ "UPDATE rule_version SET sha256 = replace(hex(zeroblob(32)), '0', 'a')",
		  "rule_version row 1" },
		{ "CREATE VIEW planted AS SELECT 1", "schema: view planted" },
		{ "PRAGMA user_version = 3", "schema: the file says step 3" },
	};
	struct world *world = *state;
	struct actor actor = { 0, "cli", "cli" };
	struct err err;

	for (int64_t version = 1; version <= 3; version++) {
		struct sheet_mark mark = { "d2", version * 100 };
		struct sheet_event event = event_of(world, version, &mark, 1);

		assert_true(sheet_append(world->db, &event, &err));
		assert_true(act_add(world->db, world->edition, &actor, "try", "{}", version, &err));
	}
	for (size_t i = 0; i < COUNT(DEEDS); i++) {
		struct complaints complaints;
		struct db_tx tx DB_TX = { 0 };
		struct buf text;

		complaints_init(&complaints, &world->arena);
		buf_init(&text, &world->arena);
		assert_true(store_check(world->db, &complaints, NULL, &err));
		assert_int_equal(complaints.total, 0);
		assert_true(db_begin(world->db, &tx, &err));
		assert_true(db_script(
			world->db,
			"DROP TRIGGER score_event_keeps_rows; DROP TRIGGER score_event_loses_none;"
			"DROP TRIGGER act_keeps_rows; DROP TRIGGER act_loses_none;"
			"DROP TRIGGER rule_version_keeps_rows;",
			&err));
		assert_true(db_script(world->db, DEEDS[i].sql, &err));
		assert_true(store_check(world->db, &complaints, NULL, &err));
		complaints_print(&complaints, LANG_EN, &text);
		if (!strstr(text.data, DEEDS[i].named))
			fail_msg("%s\n%s", DEEDS[i].sql, text.data);
	}
}

static void the_check_names_the_end_of_each_chain(void **state)
{
	struct world *world = *state;
	struct actor actor = { 0, "cli", "cli" };
	struct sheet_mark mark = { "d2", 8500 };
	struct sheet_event event = event_of(world, 1, &mark, 1);
	struct chain_leaf *leaves;
	size_t count;
	uint8_t head[SHA256_SIZE];
	char hex[SHA256_HEX_SIZE];
	struct complaints complaints;
	struct buf summary;
	struct err err;

	complaints_init(&complaints, &world->arena);
	buf_init(&summary, &world->arena);
	assert_true(store_check(world->db, &complaints, &summary, &err));
	assert_null(strstr(summary.data, "contoh"));
	assert_true(sheet_append(world->db, &event, &err));
	assert_true(act_add(world->db, world->edition, &actor, "try", "{}", 1, &err));
	assert_true(chain_leaves(world->db, world->edition, &world->arena, &leaves, &count, head,
				 &err));
	hex_encode(head, sizeof(head), hex);
	buf_init(&summary, &world->arena);
	assert_true(store_check(world->db, &complaints, &summary, &err));
	assert_non_null(strstr(summary.data, arena_printf(&world->arena, "\ncontoh 1 %s\n", hex)));
	assert_non_null(strstr(summary.data, "\nact 1 "));
}

static void a_document_goes_only_with_its_nominee(void **state)
{
	static const char HASH[] =
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	struct world *world = *state;
	struct attachment added = { .nominee = world->nominee,
				    .evidence = "",
				    .title = "Surat contoh",
				    .kind = "pdf",
				    .sha256 = HASH,
				    .size = 5,
				    .sent_sha256 = HASH,
				    .by = "sekretariat",
				    .at = 7 };
	struct attached_file *files;
	struct attachment *list;
	struct err err;
	size_t count;
	int64_t id;

	assert_true(attachment_add(world->db, world->edition, &added, &id, &err));
	assert_true(attachment_add(world->db, world->edition, &added, &id, &err));
	assert_true(attachment_withdraw(world->db, id, "salah", "sekretariat", 8, &err));
	assert_false(attachment_withdraw(world->db, id, "lagi", "sekretariat", 9, &err));
	assert_false(db_exec(world->db, "DELETE FROM attachment", NO_ARGS, NULL, &err));
	assert_false(db_exec(world->db, "DELETE FROM attachment_withdrawal", NO_ARGS, NULL, &err));
	assert_false(db_exec(world->db, "UPDATE attachment SET title = 'x'", NO_ARGS, NULL, &err));
	assert_true(attachment_list(world->db, world->edition, world->nominee, &world->arena, &list,
				    &count, &err));
	assert_int_equal(count, 2);
	assert_null(list[0].withdrawn_reason);
	assert_string_equal(list[1].withdrawn_reason, "salah");
	assert_true(attachment_files(world->db, &world->arena, &files, &count, &err));
	assert_int_equal(count, 1);
	assert_string_equal(files[0].nominee, "belu");
	assert_true(nominee_delete(world->db, world->nominee, &err));
	assert_true(attachment_files(world->db, &world->arena, &files, &count, &err));
	assert_int_equal(count, 0);
	added.kind = "html";
	assert_false(attachment_add(world->db, world->edition, &added, &id, &err));
}

static void a_juror_judges_his_categories(void **state)
{
	struct juror all = { .categories = "" }, some = { .categories = "desa kabkota" };

	(void)state;
	assert_true(juror_judges(&all, "kabkota"));
	assert_true(juror_judges(&some, "kabkota"));
	assert_true(juror_judges(&some, "desa"));
	assert_false(juror_judges(&some, "kab"));
	assert_false(juror_judges(&some, "kota"));
}

#define WITH_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		WITH_WORLD(a_sheet_comes_back_as_it_was_written),
		WITH_WORLD(a_version_is_used_once),
		WITH_WORLD(events_acts_and_rules_cannot_be_changed_or_removed),
		WITH_WORLD(each_leaf_hangs_on_the_one_before),
		WITH_WORLD(the_past_of_a_sheet_can_be_asked_for),
		WITH_WORLD(an_edition_has_one_active_chair),
		WITH_WORLD(sessions_are_found_by_their_token_alone),
		WITH_WORLD(a_session_stands_with_its_account_and_role),
		WITH_WORLD(the_schema_is_the_same_in_every_file),
		WITH_WORLD(a_change_behind_our_back_is_named),
		WITH_WORLD(the_check_names_the_end_of_each_chain),
		WITH_WORLD(a_document_goes_only_with_its_nominee),
		cmocka_unit_test(a_juror_judges_his_categories),
	};

	crypto_init();
	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
