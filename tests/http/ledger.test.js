// What was changed behind the program's back: `verify --db` names it, and the second key stays shut.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { program } from './lib.js';
import { equal, pleno, scored, tied } from './pleno.js';

const s = await pleno(tied);
after(() => s.stop());

await scored(s, equal);
await s.must('ketua', 'deliberation');
const desk = s.browser();
await desk.signIn('sekretariat');
await desk.get('/editions/contoh/cards');
await desk.post('/editions/contoh/cards', { [/name="(account\.\d+)"/.exec(desk.text)[1]]: 'on' });
assert.equal(desk.status, 200, desk.text);
const vote = await s.as.ketua('PUT', '/votes', {
	category: 'desa', order: ['melati', 'kenanga'], ballots: { for: 3, against: 0, abstained: 0 }, reason: 'pleno',
});
assert.equal(vote.status, 200, vote.text);

const verify = (file) => spawnSync(program, ['verify', '--db', file], {
	encoding: 'utf8', env: { ...process.env, LC_ALL: 'en' },
});

/* A copy with rows changed; triggers that forbid it are taken away and put back. */
function tampered(sql) {
	const file = join(s.folder, 'copy.db');
	const run = (text) => {
		const done = spawnSync('sqlite3', [file, text], { encoding: 'utf8' });
		assert.equal(done.status, 0, done.stderr);
		return done.stdout;
	};
	copyFileSync(s.db, file);
	const triggers = run("SELECT group_concat(sql, ';') FROM sqlite_schema WHERE type = 'trigger'");
	const names = run("SELECT name FROM sqlite_schema WHERE type = 'trigger'").split('\n').filter(Boolean);
	run([...names.map((name) => `DROP TRIGGER ${name}`), sql].join(';'));
	run(triggers.trim().replace(/END;(?=CREATE)/g, 'END;\n'));
	return verify(file);
}

/* Each with the words that name its table, row and column. */
const TAMPERINGS = [
	['UPDATE card SET code_sha256 = zeroblob(32)', 'card 1: column code'],
	['UPDATE card SET expires_at = expires_at - 60', 'card 1: column expires_at'],
	['UPDATE card SET used_at = made_at', 'card 1: column used_at'],
	['DELETE FROM card', 'card 1 is missing'],
	["UPDATE nominee SET name = 'Desa Palsu' WHERE key = 'melati'", 'nominee melati: column name holds "Desa Palsu"'],
	["UPDATE nominee SET category = 'usaha' WHERE key = 'melati'", 'nominee melati: column category'],
	["UPDATE nominee SET region = 'Lain' WHERE key = 'melati'", 'nominee melati: column region'],
	["UPDATE nominee SET profile = '{}' WHERE key = 'melati'", 'nominee melati: column profile'],
	["UPDATE nominee SET key = 'mawar' WHERE key = 'tani-makmur'", 'nominee tani-makmur is missing'],
	["UPDATE nominee SET key = 'mawar' WHERE key = 'tani-makmur'", 'nominee mawar is not in the log'],
	["UPDATE setting SET value = 'winners' WHERE name = 'publish'", 'setting publish: column value holds "winners", but the log of acts says "all"'],
	["INSERT INTO setting VALUES (1, 'public_address', 'https://palsu.contoh')", 'setting public_address is not in the log'],
	["DELETE FROM setting WHERE name = 'legal_basis'", 'setting legal_basis is missing'],
	["UPDATE juror SET categories = 'usaha' WHERE key = 'j3'", 'juror j3: column categories'],
	["UPDATE juror SET removed = 1 WHERE key = 'j2'", 'juror j2: column removed'],
	["UPDATE juror SET added = 1 WHERE key = 'j2'", 'juror j2: column added'],
	["UPDATE juror SET name = 'Orang Lain' WHERE key = 'j2'", 'juror j2: column name'],
	["UPDATE juror SET pseudonym = pseudonym + 10", 'juror j2: column pseudonym is not what the log'],
	["UPDATE account SET active = 0 WHERE username = 'juri-2'", 'account juri-2: column active'],
	["UPDATE account SET role = 'secretariat' WHERE role = 'keeper'", 'account pengawas: column role'],
	["UPDATE account SET active = 0 WHERE username = 'juri-3';"
		+ "UPDATE account SET juror_id = (SELECT id FROM juror WHERE key = 'j3') WHERE username = 'juri-2'", 'account juri-2: column juror'],
	["UPDATE account SET password_hash = (SELECT password_hash FROM account WHERE username = 'juri-3')"
		+ " WHERE username = 'ketua'", 'account ketua: column password is not what the log'],
	["INSERT INTO account (edition_id, username, role, name, password_hash, created_at)"
		+ " VALUES (1, 'hantu', 'secretariat', 'Hantu', '!', 0)", 'account hantu is not in the log'],
	["UPDATE evidence SET value = '999' WHERE name = 'terlindungi' AND nominee_id = 1", 'evidence melati/terlindungi: column value'],
	["UPDATE evidence SET status = 'rejected' WHERE name = 'pekerja' AND nominee_id = 2", 'evidence kenanga/pekerja: column status'],
	["UPDATE evidence SET reopened = 1 WHERE name = 'pekerja' AND nominee_id = 2", 'evidence kenanga/pekerja: column reopened'],
	["UPDATE evidence SET source = 'entah' WHERE name = 'pekerja' AND nominee_id = 2", 'evidence kenanga/pekerja: column source'],
	['DELETE FROM evidence WHERE nominee_id = 3', 'evidence cempaka/pekerja is missing'],
	["UPDATE ballot SET placing = '[[\"kenanga\"],[\"melati\"]]'", 'ballot 1: column placing'],
	['UPDATE ballot SET votes_for = 9', 'ballot 1: column for'],
	['UPDATE ballot SET withdrawn_at = 1', 'ballot 1: column withdrawn_at'],
	['DELETE FROM ballot', 'ballot 1 is missing'],
	["INSERT INTO ballot (edition_id, list, placing, votes_for, votes_against, abstained, reason, by, at)"
		+ " SELECT edition_id, list, placing, 1, 0, 0, reason, by, at FROM ballot", 'ballot 2 is not in the log'],
	["INSERT INTO proposal (edition_id, kind, about, reason, by, by_role, at, state)"
		+ " VALUES (1, 'reopen_sheet', '{}', 'x', 'ketua', 'chair', 0, 'confirmed')", 'proposal 1 is not in the log'],
	["UPDATE edition SET phase = 'scoring'", 'edition contoh: column phase holds "scoring"'],
	['UPDATE edition SET locked_seq = locked_seq - 1', 'edition contoh: column locked_seq'],
	['UPDATE edition SET mended = 1', 'edition contoh: column mended'],
	["UPDATE rule_version SET sha256 = replace(sha256, substr(sha256, 1, 4), '0000')", 'rule_version 1: column sha256'],
	["INSERT INTO rule_version (edition_id, number, sha256, file, at)"
		+ " SELECT edition_id, 2, sha256, file, at FROM rule_version", 'rule_version 2 is not in the log'],
	["INSERT INTO release (edition_id, number, bundle, sha256, state, approved_by, approved_at)"
		+ ` VALUES (1, 1, x'00', '${'0'.repeat(64)}', 'published', 1, 0)`, 'release 1 is not in the log'],
	["INSERT INTO gap SELECT id, 'pekerja' FROM nominee WHERE key = 'melati'", 'gap melati/pekerja is not in the log'],
	["INSERT INTO quarantine (edition_id, account_id, juror_id, nominee_id, key, body, at)"
		+ " SELECT 1, a.id, a.juror_id, 1, 'k', '{}', 0 FROM account a WHERE username = 'juri-2'", 'quarantine 1 is not in the log'],
	['UPDATE act_salt SET salt = zeroblob(32)', 'juror j1: column pseudonym'],
];

test('an untouched database is sound, and each row that decides a result is checked', async () => {
	await s.halt();
	assert.equal(verify(s.db).status, 0, verify(s.db).stderr);
	for (const [sql, named] of TAMPERINGS) {
		const { status, stderr } = tampered(sql);
		assert.equal(status, 1, sql);
		assert.ok(stderr.includes(named), `${sql}\n${stderr}`);
	}
	await s.start();
});

test('pseudonyms and passwords cannot be read from the log', async () => {
	await s.halt();
	const rows = s.sql('SELECT body FROM act').flatMap(({ body }) => JSON.parse(/^about (.*)$/m.exec(body)[1]).rows ?? []);
	const told = (table, column) => rows.filter((row) => row.table === table).map((row) => row.new?.[column]).filter(Boolean);
	assert.equal(told('juror', 'pseudonym').length, 3);
	assert.equal(told('account', 'password').length, 5);
	for (const value of [...told('juror', 'pseudonym'), ...told('account', 'password')])
		assert.match(value, /^[0-9a-f]{64}$/);
	const [{ dump }] = s.sql('SELECT group_concat(body) AS dump FROM act');
	for (const { password_hash } of s.sql('SELECT password_hash FROM account'))
		assert.ok(!dump.includes(password_hash));
	await s.start();
});

let honest;

test('evidence that was changed in the file before the first key stops the second', async () => {
	await s.halt();
	[{ value: honest }] = s.sql("SELECT value FROM evidence WHERE name = 'terlindungi' AND nominee_id = 2");
	s.sql("UPDATE evidence SET value = '999' WHERE name = 'terlindungi' AND nominee_id = 2");
	await s.start();
	const { bundle_sha256 } = await s.must('ketua', 'approved');
	const refused = await s.move('pengawas', 'published', { bundle_sha256 });
	assert.equal(refused.status, 409, refused.text);
	assert.deepEqual(refused.body.blockers.map(({ code }) => code), ['chain_broken']);
});

test('a certificate that was forged, changed, revoked or taken away in the file is named', async () => {
	await s.halt();
	s.sql(`UPDATE evidence SET value = '${honest}' WHERE name = 'terlindungi' AND nominee_id = 2`);
	await s.start();
	await s.must('pengawas', 'deliberation', { reason: 'bukti dipulihkan' });
	const { bundle_sha256 } = await s.must('ketua', 'approved');
	await s.must('pengawas', 'published', { bundle_sha256 });
	await s.halt();
	assert.equal(verify(s.db).status, 0, verify(s.db).stderr);
	for (const sql of [
		"UPDATE certificate SET facts = replace(facts, 'Desa', 'Kota')",
		'UPDATE certificate SET revoked_by = 7',
		'DELETE FROM certificate WHERE serial = (SELECT min(serial) FROM certificate)',
		"INSERT INTO certificate (serial, edition_id, release_id, nominee, list, rank, facts, issued_at)"
			+ " SELECT 'palsu-palsu-palsu-palsu', edition_id, release_id, nominee, list, rank, facts, 0 FROM certificate LIMIT 1",
	]) {
		const { status, stderr } = tampered(sql);
		assert.equal(status, 1, sql);
		assert.match(stderr, /certificate /, sql);
	}
	await s.start();
});
