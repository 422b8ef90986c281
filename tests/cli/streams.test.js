// What every command does with its streams, and what it says when it is called by half a name.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = process.env.PARITRANA ?? 'build/paritrana';
const edition = new URL('../../criteria/contoh-desa/', import.meta.url).pathname;
const shell = (command, lang = 'en') => spawnSync('bash', ['-c', command, 'bash', program, edition], {
	encoding: 'utf8', env: { ...process.env, LC_ALL: '', LC_MESSAGES: '', LANG: lang },
});
const TALLY = '"$1" tally --scheme "$2"scheme.yaml --nominees "$2"nominees.csv';

test('what cannot be printed was not done, and is said', () => {
	for (const command of ['"$1" --help', '"$1" version', '"$1" check "$2"scheme.yaml', TALLY, `${TALLY} --format json`])
		for (const stream of ['>/dev/full', '>&-']) {
			const { status, stderr } = shell(`${command} ${stream}`);
			assert.equal(status, 1, `${command} ${stream}`);
			assert.equal(stderr, 'paritrana: standard output cannot be written\n');
		}
	assert.match(shell('"$1" version >/dev/full', 'id').stderr, /keluaran standar tidak dapat ditulis/);
});

test('a refusal stays one when it cannot be said', () => {
	for (const stream of ['2>&-', '2>/dev/full', '<&- >&- 2>&-'])
		assert.equal(shell(`"$1" check /nowhere ${stream}`).status, 1, stream);
});

test('words do not land in the file that is written while standard output is closed', (t) => {
	const folder = mkdtempSync(join(tmpdir(), 'streams-'));
	t.after(() => rmSync(folder, { recursive: true }));
	const db = join(folder, 'e.db');
	assert.equal(shell(`"$1" init --db ${db} --scheme "$2"scheme.yaml >&-`).status, 1);
	assert.equal(readFileSync(db).subarray(0, 15).toString(), 'SQLite format 3');
	assert.equal(shell(`"$1" verify --db ${db}`).status, 0);
});

test('half the name of a command lists the commands that begin so', () => {
	const whole = shell('"$1" --help').stdout;
	const { status, stdout } = shell('"$1" user --help');
	assert.equal(status, 0);
	for (const verb of ['add', 'reset', 'disable', 'list'])
		assert.match(stdout, new RegExp(`^ {2}user ${verb} `, 'm'));
	assert.ok(whole.length > stdout.length && !stdout.includes('tally'));
	for (const call of ['user', 'user quatsch', 'quatsch', 'quatsch --help', 'user --nothing']) {
		const wrong = shell(`"$1" ${call}`);
		assert.equal(wrong.status, 2, call);
		assert.equal(wrong.stdout, '');
		assert.match(wrong.stderr, /^paritrana: no command /);
	}
});
