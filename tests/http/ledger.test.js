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

const TAMPERINGS = [
	["UPDATE evidence SET value = '999' WHERE name = 'terlindungi' AND nominee_id = 1", 'evidence'],
	["UPDATE evidence SET status = 'rejected' WHERE name = 'pekerja' AND nominee_id = 2", 'evidence'],
	['DELETE FROM evidence WHERE nominee_id = 3', 'evidence'],
	["UPDATE ballot SET placing = '[[\"kenanga\"],[\"melati\"]]'", 'vote 1'],
	['UPDATE ballot SET votes_for = 9', 'vote 1'],
	['UPDATE ballot SET withdrawn_at = 1', 'vote 1'],
	['DELETE FROM ballot', 'vote 1'],
	["INSERT INTO ballot (edition_id, list, placing, votes_for, votes_against, abstained, reason, by, at)"
		+ " SELECT edition_id, list, placing, 1, 0, 0, reason, by, at FROM ballot", 'vote 2'],
	["UPDATE edition SET phase = 'scoring'", 'phase scoring'],
	["UPDATE account SET role = 'secretariat' WHERE role = 'keeper'", 'account pengawas'],
	["INSERT INTO account (edition_id, username, role, name, password_hash, created_at)"
		+ " VALUES (1, 'hantu', 'secretariat', 'Hantu', '!', 0)", 'account hantu'],
	["UPDATE rule_version SET sha256 = replace(sha256, substr(sha256, 1, 4), '0000')", 'rule version 1'],
	["INSERT INTO rule_version (edition_id, number, sha256, file, at)"
		+ " SELECT edition_id, 2, sha256, file, at FROM rule_version", 'rule version 2'],
	["INSERT INTO release (edition_id, number, bundle, sha256, state, approved_by, approved_at)"
		+ ` VALUES (1, 1, x'00', '${'0'.repeat(64)}', 'published', 1, 0)`, 'release 1'],
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
