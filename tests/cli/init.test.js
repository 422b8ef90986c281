// `init` and `user`: an edition and its accounts from files, alone and while the service runs.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passwordOf, program, sample, server } from '../http/lib.js';

const folder = mkdtempSync(join(tmpdir(), 'init-'));
after(() => rmSync(folder, { recursive: true }));
const db = join(folder, 'award.db');
const run = (args, { input = '', lang = 'en', to = db } = {}) =>
	spawnSync(program, [...args.slice(0, args[0] === 'user' ? 2 : 1), '--db', to, ...args.slice(args[0] === 'user' ? 2 : 1)],
		{ input, encoding: 'utf8', env: { ...process.env, LC_ALL: lang } });
const file = (name, text) => {
	writeFileSync(join(folder, name), text);
	return join(folder, name);
};
const rows = (text, to = db) => {
	const done = spawnSync('sqlite3', ['-json', to, text], { encoding: 'utf8' });
	assert.equal(done.stderr, '');
	return done.stdout ? JSON.parse(done.stdout) : [];
};
const scheme = file('scheme.yaml', sample.scheme);
const all = ['init', '--scheme', scheme, '--settings', file('settings.yaml', sample.settings), '--nominees',
	file('nominees.csv', sample.nominees), '--jurors', file('jurors.csv', sample.jurors), '--evidence', file('evidence.csv', sample.evidence)];

test('bad rows are all listed with file and line, and leave no file behind', () => {
	const bad = file('bad.csv', 'nominee,name,category,region\nmelati,Melati,desa,X\nMELATI,Y,desa,X\nmelati,Z,kota,X\n');
	const done = run(['init', '--scheme', scheme, '--nominees', bad]);
	assert.equal(done.status, 1);
	assert.equal(done.stdout, '');
	assert.deepEqual(done.stderr.trim().split('\n').map((line) => /bad\.csv:(\d+): ./.exec(line)?.[1]), ['3', '4']);
	assert.ok(!existsSync(db));
});

test('a bad row of one file does not hide those of another', () => {
	const done = run(['init', '--scheme', scheme, '--nominees', join(folder, 'nominees.csv'),
		'--settings', file('bad-settings.yaml', 'time_zone: GMT\n'),
		'--jurors', file('bad-jurors.csv', 'juror,name,role,element,institution\nj1,A,ketua,X,Y\n'),
		'--evidence', file('bad-evidence.csv', 'nominee,evidence,value\nmelati,lain,1\ntiada,lain,1\n')]);
	assert.equal(done.status, 1);
	assert.deepEqual(done.stderr.trim().split('\n').map((line) => /(bad-\w+\.\w+:\d+):/.exec(line)?.[1]),
		['bad-evidence.csv:3', 'bad-jurors.csv:2', 'bad-settings.yaml:1']);
	assert.ok(!existsSync(db));
});

test('a scheme with mistakes is told with line and column', () => {
	const done = run(['init', '--scheme', file('bad.yaml', sample.scheme.replace('quorum: 2', 'quorum: 0'))]);
	assert.equal(done.status, 1);
	assert.match(done.stderr, /bad\.yaml:8:\d+: /);
	assert.ok(!existsSync(db));
});

test('all files make an edition in its first phase', () => {
	const done = run(all);
	assert.equal(done.stderr, '');
	assert.equal(done.status, 0);
	assert.match(done.stdout, /nominees: 5 added/);
	assert.match(done.stdout, /evidence: 10 added/);
	assert.deepEqual(rows('SELECT key, phase, sample FROM edition'), [{ key: 'contoh', phase: 'setup', sample: 1 }]);
	assert.equal(rows('SELECT count(*) AS n FROM juror')[0].n, 3);
	assert.deepEqual(rows('SELECT profile FROM nominee WHERE key = \'melati\''), [{ profile: '{"kode":"01"}' }]);
});

test('the same files again change nothing, and write nothing to the log', () => {
	const before = rows('SELECT count(*) AS n FROM act');
	const done = run(all);
	assert.equal(done.status, 0);
	assert.match(done.stdout, /nominees: 0 added, 0 changed, 0 removed, 5 as before/);
	assert.deepEqual(rows('SELECT count(*) AS n FROM act'), before);
	assert.equal(rows('SELECT count(*) AS n FROM rule_version')[0].n, 1);
});

test('evidence is verified, rejected or entered as its file says; a decision is not taken back', () => {
	const evidence = (text) => run(['init', '--scheme', scheme, '--evidence', file('more.csv', text)]);
	const kept = (name) => rows(`SELECT value, status FROM evidence e JOIN nominee n ON n.id = e.nominee_id
		WHERE n.key = 'melati' AND e.name = '${name}'`)[0];
	assert.equal(evidence('nominee,evidence,value,status\nmelati,a,1,verified\nmelati,b,1,rejected\nmelati,c,1,ditolak\nmelati,d,1,\n').status, 0);
	assert.deepEqual(['a', 'b', 'c', 'd'].map((name) => kept(name).status), ['verified', 'rejected', 'rejected', 'entered']);
	assert.equal(evidence('nominee,evidence,value,status\nmelati,a,1,\nmelati,b,2,\nmelati,d,1,verified\nmelati,c,,\n').status, 0);
	assert.deepEqual(kept('a'), { value: '1', status: 'verified' });
	assert.deepEqual(kept('b'), { value: '2', status: 'entered' });
	assert.deepEqual(kept('d'), { value: '1', status: 'verified' });
	assert.equal(kept('c'), undefined);
	const [{ body }] = rows(`SELECT body FROM act WHERE deed = 'evidence_imported' ORDER BY seq DESC LIMIT 1`);
	assert.match(body, /"evidence":"b","old":"1","old_status":"rejected","new":"2","new_status":"entered"/);
});

test('verified evidence that no rule can read is a bad row', () => {
	const done = run(['init', '--scheme', scheme, '--evidence',
		file('more.csv', 'nominee,evidence,value,status\nlaut-biru,k1,ngawur,verified\n')]);
	assert.equal(done.status, 1);
	assert.match(done.stderr, /more\.csv:2: /);
});

test('another scheme is a new version in setup, and refused afterwards', () => {
	const other = file('other.yaml', sample.scheme.replace('weight: 35', 'weight: 30').replace('weight: 25', 'weight: 30'));
	assert.equal(run(['init', '--scheme', other]).status, 0);
	assert.equal(rows('SELECT count(*) AS n FROM rule_version')[0].n, 2);
	rows(`UPDATE edition SET phase = 'scoring'`);
	const done = run(['init', '--scheme', scheme], { lang: 'id' });
	assert.equal(done.status, 1);
	assert.match(done.stderr, /tidak dapat diubah lagi/);
	assert.equal(run(['init', '--scheme', other, '--nominees', join(folder, 'nominees.csv')]).status, 0, 'nothing new is no change');
	assert.equal(run(['init', '--scheme', other, '--nominees', file('more.csv', 'nominee,name,category,region\nbaru,Baru,desa,X\n')]).status, 1);
	rows(`UPDATE edition SET phase = 'setup'`);
	assert.equal(run(['init', '--scheme', scheme]).status, 0);
});

const add = (username, role, more = [], options) => run(['user', 'add', '--edition', 'contoh', '--username', username, '--role', role, ...more], options);

test('a scheme that leaves a nominee without its category is refused', () => {
	const to = join(folder, 'categories.db');
	assert.equal(run(all, { to }).status, 0);
	const gone = file('gone.yaml', sample.scheme.replace('key: usaha', 'key: perusahaan'));
	const done = run(['init', '--scheme', gone], { to });
	assert.equal(done.status, 1);
	assert.match(done.stderr, /gone\.yaml: category usaha is gone, but nominee laut-biru is in it/);
	assert.equal(rows('SELECT count(*) n FROM rule_version', to)[0].n, 1);
	const moved = file('moved.csv', sample.nominees.replaceAll(',usaha,', ',perusahaan,'));
	assert.equal(run(['init', '--scheme', gone, '--nominees', moved], { to }).status, 0);
});

test('a password is made and printed once', () => {
	const done = add('juri-2', 'juror', ['--juror', 'j2']);
	assert.equal(done.status, 0);
	assert.match(done.stdout, /^username: juri-2\npassword: [a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{5}\n$/);
	const password = /password: (\S+)/.exec(done.stdout)[1];
	assert.ok(!JSON.stringify(rows('SELECT * FROM account')).includes(password));
});

test('a password of one\'s own is not printed', () => {
	const done = add('ketua', 'chair', ['--juror', 'j1', '--password-stdin'], { input: 'sandi ketua sendiri\n' });
	assert.equal(done.status, 0);
	assert.doesNotMatch(done.stdout, /sandi ketua sendiri/);
});

test('what an account may not be is refused', () => {
	assert.equal(add('pengawas', 'keeper').status, 0);
	for (const [args, why] of [
		[['ketua-2', 'chair', ['--juror', 'j3']], /already has a chair: ketua/],
		[['pengawas-2', 'keeper'], /already has a keeper: pengawas/],
		[['juri-2', 'secretariat'], /exists already/],
		[['juri-2b', 'juror', ['--juror', 'j2']], /juror j2 already has an account/],
		[['juri-9', 'juror', ['--juror', 'j9']], /no juror j9/],
		[['juri-3', 'juror'], /need --juror/],
		[['kantor', 'secretariat', ['--juror', 'j3']], /--juror is for/],
		[['a\nb', 'secretariat'], /username/],
		[['', 'secretariat'], /username/],
		[['x'.repeat(65), 'secretariat'], /username/],
	]) {
		const done = add(...args);
		assert.equal(done.status, 1, args[0]);
		assert.match(done.stderr, why);
	}
	assert.equal(add('y', 'boss').status, 2);
	for (const input of ['pendek7\n', '', `${'x'.repeat(129)}\n`, 'a\nb\nc\nd\ne\n'])
		assert.equal(add('kantor', 'secretariat', ['--password-stdin'], { input }).status, 1, input);
	for (const input of ['delapan8\n', `${'é'.repeat(128)}\r\n`])
		assert.equal(add(`kantor ${input.length}`, 'secretariat', ['--password-stdin'], { input }).status, 0);
	assert.equal(run(['user', 'add', '--edition', 'lain', '--username', 'z', '--role', 'secretariat']).status, 1);
	assert.equal(add('z', 'secretariat', [], { to: join(folder, 'none.db') }).status, 1);
	assert.ok(!existsSync(join(folder, 'none.db')));
});

test('accounts are listed, disabled and given a new password', () => {
	const list = () => JSON.parse(run(['user', 'list', '--edition', 'contoh', '--format', 'json']).stdout);
	assert.deepEqual(list().find((a) => a.username === 'ketua'),
		{ username: 'ketua', edition: 'contoh', role: 'chair', juror: 'j1', name: 'Juri Satu (CONTOH)', active: true });
	assert.equal(list().find((a) => a.username === 'pengawas').name, 'pengawas');
	assert.equal(run(['user', 'disable', '--edition', 'contoh', '--username', 'ketua']).status, 0);
	assert.equal(list().find((a) => a.username === 'ketua').active, false);
	assert.equal(add('ketua-2', 'chair', ['--juror', 'j1']).status, 0, 'there may be another chair now');
	assert.equal(run(['user', 'reset', '--username', 'ketua']).status, 1);
	assert.equal(run(['user', 'disable', '--username', 'ketua-2']).status, 0);
	assert.match(run(['user', 'reset', '--username', 'ketua']).stdout, /password: /);
	assert.equal(run(['user', 'reset', '--username', 'tidak-ada']).status, 1);
	assert.equal(run(['user', 'reset', '--edition', 'lain', '--username', 'ketua']).status, 1);
	assert.match(run(['user', 'list', '--format', 'csv']).stdout, /^username,edition,role,juror,name,active\n/);
	assert.match(run(['user', 'list']).stdout, /ketua-2 .*disabled/);
});

test('while the service runs, commands hand their change to it', async (t) => {
	const s = await server();
	t.after(() => s.stop());
	assert.equal(statSync(`${s.db}.sock`).mode & 0o777, 0o600);
	const more = file('more.csv', 'nominee,name,category,region\nbaru,Desa Baru (CONTOH),desa,X\n');
	const done = s.cli(['init', '--db', s.db, '--scheme', join(s.folder, 'scheme.yaml'), '--nominees', more]);
	assert.match(done.stdout, /nominees: 1 added/);
	s.addUser({ username: 'kantor', role: 'secretariat' });
	await s.login('kantor');
	s.cli(['user', 'disable', '--db', s.db, '--username', 'kantor']);
	assert.equal((await s.api('POST', '/session', { username: 'kantor', password: passwordOf('kantor') })).status, 401);
	const bad = file('bad.csv', 'nominee,name,category,region\nx,Y,kota,X\n');
	const refused = s.cli(['init', '--db', s.db, '--scheme', join(s.folder, 'scheme.yaml'), '--nominees', bad], { expect: 1 });
	assert.match(refused.stderr, /bad\.csv:2: no category "kota"/);
	await s.halt('SIGKILL');
	assert.ok(existsSync(`${s.db}.sock`));
	s.addUser({ username: 'kantor-2', role: 'secretariat' });
	await s.start();
	s.addUser({ username: 'kantor-3', role: 'secretariat' });
	await s.halt();
	assert.ok(!existsSync(`${s.db}.sock`));
	await s.start();
});
