// `backup`, `restore`, `serve` and `demo`: what they refuse, and what they leave behind.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program, server } from '../http/lib.js';

const s = await server();
const folder = mkdtempSync(join(tmpdir(), 'copies-'));
after(async () => {
	await s.stop();
	rmSync(folder, { recursive: true });
});
const here = (name) => join(folder, name);
const run = (...args) => spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'en' } });

test('a copy is made while the service runs, and overwrites nothing', () => {
	assert.equal(run('backup', '--db', s.db, '--to', here('copy.db')).status, 0);
	const again = run('backup', '--db', s.db, '--to', here('copy.db'));
	assert.equal(again.status, 1);
	assert.match(again.stderr, /exists already/);
	assert.equal(run('backup', '--db', here('none.db'), '--to', here('x.db')).status, 1);
	assert.equal(run('backup', '--db', s.db, '--to', join(folder, 'none', 'x.db')).status, 1);
});

test('a copy is restored, and can be served', async () => {
	assert.equal(run('restore', '--from', here('copy.db'), '--to', here('back.db')).status, 0);
	const list = run('user', 'list', '--db', here('back.db'), '--format', 'json');
	assert.equal(JSON.parse(list.stdout).length, 5);
	assert.equal(run('restore', '--from', here('copy.db'), '--to', here('back.db')).status, 1);
});

test('whoever was signed in when the copy was made signs in again after it is restored', async () => {
	const { token } = await s.login('ketua');
	assert.equal((await s.api('GET', '/editions/contoh/nominees', undefined, { token })).status, 200);
	assert.equal(run('backup', '--db', s.db, '--to', here('signed.db')).status, 0);
	assert.equal(run('restore', '--from', here('signed.db'), '--to', here('out.db')).status, 0);
	const sessions = (file) => Number(spawnSync('sqlite3', [here(file), 'SELECT count(*) FROM session'], { encoding: 'utf8' }).stdout);
	assert.ok(sessions('signed.db') > 0);
	assert.equal(sessions('out.db'), 0);
	assert.equal(run('verify', '--db', here('out.db')).status, 0);
});

test('nothing is restored under a service that runs', () => {
	const moved = `${s.db}.aside`;
	spawnSync('cp', [s.db, moved]);
	const done = run('restore', '--from', here('copy.db'), '--to', s.db);
	assert.equal(done.status, 1);
	assert.match(done.stderr, /in use by another process/);
	rmSync(moved);
});

test('what is no sound database of ours is not restored', () => {
	writeFileSync(here('text.db'), 'hello\n'.repeat(2000));
	spawnSync('sqlite3', [here('other.db'), 'CREATE TABLE x (y)']);
	spawnSync('cp', [here('copy.db'), here('changed.db')]);
	spawnSync('sqlite3', [here('changed.db'), `DROP TRIGGER act_keeps_rows; UPDATE act SET actor = 'lain' WHERE seq = 1`]);
	spawnSync('cp', [here('copy.db'), here('torn.db')]);
	const torn = openSync(here('torn.db'), 'r+');
	writeSync(torn, Buffer.alloc(4096, 0x5a), 0, 4096, 8192);
	closeSync(torn);
	writeFileSync(here('empty.db'), '');
	for (const name of ['text.db', 'other.db', 'changed.db', 'torn.db', 'none.db', 'empty.db']) {
		const done = run('restore', '--from', here(name), '--to', here('fresh.db'));
		assert.equal(done.status, 1, name);
		assert.notEqual(done.stderr, '', name);
		assert.ok(!existsSync(here('fresh.db')), name);
	}
});

test('what is no database of ours is told as that by every command that reads, and not copied', () => {
	for (const name of ['text.db', 'other.db', 'empty.db'])
		for (const command of [['backup', '--to', here('nothing.db')], ['verify'], ['user', 'list'], ['certificate-key'],
			...['bundle', 'certificates', 'documents'].map((word) => [word, '--edition', 'contoh', '--out', here('nothing')])]) {
			const done = run(...command, '--db', here(name));
			assert.equal(done.status, 1, `${command} ${name}`);
			assert.equal(done.stderr, `${here(name)}: this file is not a Paritrana database\n`);
			assert.equal(done.stdout, '');
		}
	assert.ok(!existsSync(here('nothing.db')) && !existsSync(here('nothing')));
});

test('a database of an older program is copied, and otherwise told as that', () => {
	spawnSync('cp', [here('copy.db'), here('old.db')]);
	spawnSync('sqlite3', [here('old.db'), 'PRAGMA user_version = 3']);
	assert.equal(run('backup', '--db', here('old.db'), '--to', here('old-copy.db')).status, 0);
	assert.match(run('user', 'list', '--db', here('old.db')).stderr, /older program \(schema 3\); run the service/);
	spawnSync('sqlite3', [here('old.db'), 'PRAGMA user_version = 999']);
	assert.match(run('backup', '--db', here('old.db'), '--to', here('new-copy.db')).stderr, /made by a newer program/);
});

test('a service says why it does not start', async () => {
	const missing = run('serve', '--db', here('none.db'));
	assert.equal(missing.status, 1);
	assert.match(missing.stderr, /no such file/);
	assert.ok(!existsSync(here('none.db')));
	const second = run('serve', '--db', s.db, '--listen', '127.0.0.1:0');
	assert.equal(second.status, 1);
	assert.match(second.stderr, /in use by another process/);
	const taken = run('serve', '--db', here('back.db'), '--listen', s.url.replace('http://', ''));
	assert.equal(taken.status, 1);
	assert.match(taken.stderr, /choose another with --listen/);
	assert.equal(run('serve', '--db', here('back.db'), '--listen', 'x').status, 1);
	assert.equal(run('serve', '--db', here('back.db'), '--tls-cert', 'x').status, 2);
});

test('a missing public address is told at start', { timeout: 10000 }, async () => {
	while (!s.log.includes('\n')) // what it says comes by a pipe
		await new Promise((done) => setTimeout(done, 10));
	assert.match(s.log, /warning: edition contoh has no public address/);
});

// ---- The demonstration ----

const demo = async (t, args, env = {}) => {
	const child = spawn(program, ['demo', ...args], { env: { ...process.env, LC_ALL: 'en', TMPDIR: folder, ...env } });
	let out = '', log = '';
	child.stdout.on('data', (data) => { out += data; });
	child.stderr.on('data', (data) => { log += data; });
	const ended = new Promise((done) => child.on('exit', (code) => done(code)));
	t.after(() => child.kill('SIGKILL'));
	const going = () => child.exitCode === null && child.signalCode === null;
	while (!/\n/.test(out) && going())
		await new Promise((done) => setTimeout(done, 20));
	return { child, ended, going, out: () => out, log: () => log };
};
const signIn = (url, { username, password }) => fetch(`${url}/api/v1/session`, {
	method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username, password }),
});

test('the demonstration prints one line of JSON, lets everybody in, and leaves nothing behind', async (t) => {
	const before = readdirSync(folder);
	const run = await demo(t, ['--format', 'json', '--listen', '127.0.0.1:0']);
	const { url, edition, accounts } = JSON.parse(run.out());
	assert.equal(run.out().split('\n').length, 2);
	assert.equal(edition, 'ntt-2024');
	assert.deepEqual(accounts.map(({ role }) => role).sort(), ['chair', ...Array(8).fill('juror'), 'keeper', 'secretariat']);
	assert.deepEqual(accounts.filter(({ juror }) => juror).map(({ juror }) => juror), [...Array(9).keys()].map((i) => `j${i + 1}`));
	assert.equal(new Set(accounts.map(({ password }) => password)).size, accounts.length);
	for (const role of ['chair', 'juror', 'keeper', 'secretariat']) {
		const answer = await signIn(url, accounts.find((account) => account.role === role));
		assert.equal(answer.status, 200);
		assert.equal((await answer.json()).role, role);
	}
	run.child.kill('SIGTERM');
	assert.equal(await run.ended, 0);
	assert.equal(run.log(), '');
	assert.deepEqual(readdirSync(folder), before);
});

test('scoring is under way in it: sheets submitted, begun and recused', async (t) => {
	const run = await demo(t, ['--db', here('demo.db'), '--listen', '127.0.0.1:0', '--format', 'json']);
	const first = JSON.parse(run.out());
	run.child.kill('SIGTERM');
	assert.equal(await run.ended, 0);
	const { stdout } = spawnSync('sqlite3', ['-json', here('demo.db'), `SELECT phase, (SELECT count(*) FROM score_event WHERE state = 'submitted') AS submitted,
		(SELECT count(*) FROM score_event WHERE state = 'draft') AS draft, (SELECT count(*) FROM score_event WHERE state = 'recused') AS recused,
		(SELECT count(DISTINCT pseudonym) FROM juror) AS pseudonyms FROM edition`], { encoding: 'utf8' });
	assert.deepEqual(JSON.parse(stdout), [{ phase: 'scoring', submitted: 407, draft: 8, recused: 3, pseudonyms: 9 }]);
	assert.equal(spawnSync(program, ['verify', '--db', here('demo.db')]).status, 0);
	// Again with the same file: the same people, other passwords.
	const again = await demo(t, ['--db', here('demo.db'), '--listen', '127.0.0.1:0', '--format', 'json']);
	const second = JSON.parse(again.out());
	assert.deepEqual(second.accounts.map((a) => [a.username, a.role, a.juror]).sort(), first.accounts.map((a) => [a.username, a.role, a.juror]).sort());
	assert.equal((await signIn(second.url, first.accounts[0])).status, 401);
	assert.equal((await signIn(second.url, second.accounts.find((a) => a.username === first.accounts[0].username))).status, 200);
	again.child.kill('SIGTERM');
	assert.equal(await again.ended, 0);
});

test('the table is for people; a port that is taken is not insisted upon unless it was asked for', async (t) => {
	const other = createServer();
	await new Promise((done) => { other.on('error', done); other.listen(8080, '127.0.0.1', done); }); // or somebody else has it
	t.after(() => other.close());
	const run = await demo(t, [], { LC_ALL: 'id' });
	while (!/sekretariat .*\n/.test(run.out()) && run.going())
		await new Promise((done) => setTimeout(done, 20));
	const url = /Masuk di (http:\S+)\/sign-in/.exec(run.out())[1];
	assert.doesNotMatch(url, /:8080$/);
	assert.match(run.out(), /\n {2}ketua +[a-z0-9-]{17} +ketua +j1\n/);
	assert.equal((await fetch(`${url}/healthz`)).status, 200);
	run.child.kill('SIGINT');
	assert.equal(await run.ended, 0);
	const asked = await demo(t, ['--listen', '127.0.0.1:8080']);
	assert.equal(await asked.ended, 1);
	assert.match(asked.log(), /choose another with --listen/);
});

test('a database that is no demonstration stays as it is', async (t) => {
	const real = here('real.db');
	writeFileSync(here('real.yaml'), (await import('../http/lib.js')).sample.scheme.replace('sample: true\n', ''));
	assert.equal(run('init', '--db', real, '--scheme', here('real.yaml')).status, 0);
	const refused = await demo(t, ['--db', real]);
	assert.equal(await refused.ended, 1);
	assert.match(refused.log(), /no sample: contoh/);
});
