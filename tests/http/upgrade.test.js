// A database of the first schema, opened by this program: kept as it was beside it, then brought up to date.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { program } from './lib.js';
import { pleno, published, scored } from './pleno.js';

const schema = readFileSync(new URL('../../src/store/schema.c', import.meta.url), 'utf8');
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const literals = (text) => [...text.replace(/\/\*[^]*?\*\//g, '').matchAll(/"((?:[^"\\]|\\.)*)"/g)]
	.map(([, inner]) => JSON.parse(`"${inner}"`)).join('');

/* What the first step made, out of the program's source. */
function firstStep() {
	const [, check] = /#define KEY_CHECK (.*)/.exec(schema);
	const [, body] = /static const char STEP_1\[\] =\n([^]*?");\n/.exec(schema);
	return literals(body.replaceAll('KEY_CHECK', check));
}

const sqlite = (file, text) => {
	const done = spawnSync('sqlite3', [file], { input: text, encoding: 'utf8', maxBuffer: 64 << 20 });
	assert.equal(done.status, 0, done.stderr);
	return done.stdout;
};
const verify = (file) => spawnSync(program, ['verify', '--db', file], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'en' } });

/* The file of a halted service as the program of the first schema would have left it: its tables and columns only, and acts that
 * tell no rows, in a chain of their own. */
function madeOld(s) {
	const file = join(s.folder, 'old.db');
	sqlite(file, firstStep());
	const tables = sqlite(file, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid").trim().split('\n');
	const triggers = sqlite(file, "SELECT group_concat(sql || ';', char(10)) FROM sqlite_schema WHERE type = 'trigger'");
	const names = sqlite(file, "SELECT name FROM sqlite_schema WHERE type = 'trigger'").trim().split('\n');
	const copies = tables.filter((table) => table !== 'act').map((table) => {
		const columns = sqlite(file, `SELECT group_concat(name) FROM pragma_table_info('${table}')`).trim();
		return `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM new.${table};`;
	});
	let link = Buffer.alloc(32);
	const acts = s.sql('SELECT seq, edition_id, at, actor, role, deed, body FROM act ORDER BY seq').map((act) => {
		const body = act.body.replace(/^about (.*)$/m, (_, about) => {
			const { rows, ...facts } = JSON.parse(about);
			return `about ${JSON.stringify(facts)}`;
		});
		link = sha256(link, sha256(body));
		const texts = [act.actor, act.role, act.deed, body].map((text) => `'${text.replaceAll("'", "''")}'`);
		return `INSERT INTO act VALUES (${act.seq}, ${act.edition_id}, ${act.at}, ${texts.join(', ')}, x'${link.toString('hex')}');`;
	});
	sqlite(file, [...names.map((name) => `DROP TRIGGER ${name};`), `ATTACH '${s.db}' AS new;`, 'BEGIN;', ...copies, ...acts, 'COMMIT;', triggers,
		'PRAGMA application_id = 0x50415249; PRAGMA user_version = 1; PRAGMA journal_mode = WAL;'].join('\n'));
	return file;
}

const s = await pleno();
after(() => s.stop());
await scored(s);
await s.must('ketua', 'deliberation');
await s.halt();
const old = madeOld(s);
const bytes = readFileSync(old);
const before = `${s.db}.before-2`;

test('the first step is what it was when it landed', () => {
	assert.equal(sha256(firstStep()).toString('hex'), '8473467f55a8f110097e3b5154b528ef93718ebd09f69f3dc35fddb156affb78');
});

test('a database of the first schema is upgraded, and a copy of it is kept', async () => {
	for (const end of ['', '-wal', '-shm'])
		rmSync(s.db + end, { force: true });
	renameSync(old, s.db);
	await s.start();
	assert.ok(existsSync(before));
	const [{ now }] = JSON.parse(sqlite(s.db, '.mode json\nSELECT user_version AS now FROM pragma_user_version;'));
	assert.ok(now > 1);
	assert.equal(sqlite(before, 'PRAGMA user_version;').trim(), '1');
	const dump = (file) => sqlite(file, '.dump').replace(/^PRAGMA.*$/gm, '');
	const copy = join(s.folder, 'untouched.db');
	writeFileSync(copy, bytes);
	assert.equal(dump(before), dump(copy), 'row for row what it was');
});

test('the upgraded database is sound, its log tells all rows, and both keys turn', async () => {
	assert.equal(verify(s.db).status, 0, verify(s.db).stderr);
	const { body } = await s.as['juri-2']('GET', '/nominees/melati/sheet');
	assert.deepEqual(body.marks, { w1: 80, w2: 8 }, 'the session and the marks are there');
	await published(s);
	await s.halt();
	assert.equal(s.sql("SELECT count(*) AS n FROM act WHERE deed = 'ledger_adopted'")[0].n, 1);
	const file = join(s.folder, 'changed.db');
	spawnSync('cp', [s.db, file]);
	sqlite(file, "UPDATE nominee SET name = 'Desa Palsu' WHERE key = 'melati';");
	assert.match(verify(file).stderr, /nominee melati: column name/);
	await s.start();
	await s.halt();
	assert.equal(s.sql("SELECT count(*) AS n FROM act WHERE deed = 'ledger_adopted'")[0].n, 1, 'once');
	await s.start();
});

test('the copy that was kept can be restored, and is upgraded by it', async () => {
	const back = join(s.folder, 'back.db');
	const done = spawnSync(program, ['restore', '--from', before, '--to', back], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'en' } });
	assert.equal(done.status, 0, done.stderr);
	assert.equal(verify(back).status, 0, verify(back).stderr);
});

test('the tables are not taken as they stand a second time', async () => {
	const file = join(s.folder, 'again.db');
	await s.halt();
	spawnSync('cp', [s.db, file]);
	await s.start();
	sqlite(file, "DROP TRIGGER act_salt_loses_none; DELETE FROM act_salt; UPDATE nominee SET name = 'Desa Palsu' WHERE key = 'melati';");
	spawnSync(program, ['user', 'disable', '--db', file, '--username', 'juri-3']); // opens it for writing
	assert.match(verify(file).stderr, /the tables were taken as they stood amid the log/);
});
