// Signing in over the API: sessions, their cookies and their end, and the budget of wrong passwords.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { get } from 'node:https';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passwordOf, sample, server } from './lib.js';

const s = await server({
	jurors: `${sample.jurors}j9,Juri Sembilan (CONTOH),member,Serikat,Serikat Contoh,\n`,
	users: [...sample.users, { username: 'juri-9', role: 'juror', juror: 'j9' }],
});
after(() => s.stop());
const signIn = (username, password, headers) => s.api('POST', '/session', { username, password }, { headers });
// Any call that needs an account tells whether a session lives.
const lives = async (options) => (await s.api('GET', `/editions/${s.edition}/nominees/melati/sheet`, undefined, options)).status !== 401;
const cookiesOf = ({ headers }) => Object.fromEntries(headers.getSetCookie().map((cookie) => [/^[^=]+/.exec(cookie)[0], cookie]));
const pairs = (cookies) => Object.values(cookies).map((cookie) => cookie.split(';')[0]).join('; ');

test('a sign-in answers token, role and name', async () => {
	for (const [username, role, name] of [['ketua', 'chair', 'Juri Satu (CONTOH)'], ['juri-2', 'juror', 'Juri Dua (CONTOH)'],
		['pengawas', 'keeper', 'pengawas'], ['sekretariat', 'secretariat', 'sekretariat']]) {
		const { status, body } = await signIn(username, passwordOf(username));
		assert.equal(status, 200);
		assert.deepEqual({ role: body.role, name: body.name }, { role, name });
		assert.ok(await lives({ token: body.token }));
	}
});

test('the session cookie is HttpOnly and Lax, and says the same as the token', async () => {
	const answer = await signIn('juri-2', passwordOf('juri-2'));
	const { session } = cookiesOf(answer);
	assert.equal(session.split(';')[0], `session=${answer.body.token}`);
	assert.match(session, /; HttpOnly/);
	assert.match(session, /; SameSite=Lax/);
	assert.match(session, /; Path=\/(;|$)/);
	assert.doesNotMatch(session, /Secure/);
	assert.ok(await lives({ headers: { Cookie: session.split(';')[0] } }));
});

test('a wrong password and an unknown name are answered alike', async () => {
	const answers = [await signIn('sekretariat', 'bukan ini'), await signIn('tidak-ada', 'bukan ini'), await signIn('', '')];
	for (const { status, body } of answers) {
		assert.equal(status, 401);
		assert.equal(body.code, 'wrong_password');
		assert.deepEqual(body, answers[0].body);
	}
	assert.equal(answers[0].headers.getSetCookie().length, 0);
});

test('what is no sign-in is 400', async () => {
	for (const body of ['', '{', '[]', '{"username":"ketua"}', '{"username":1,"password":2}'])
		assert.equal((await s.api('POST', '/session', body)).status, 400, body);
});

test('a token is a token however its scheme is written, and asks for no type of the body', async () => {
	const { token } = await s.login('juri-2');
	for (const scheme of ['Bearer', 'bearer', 'BEARER'])
		assert.ok(await lives({ headers: { Authorization: `${scheme} ${token}` } }), scheme);
	const sheet = `/editions/${s.edition}/nominees/melati/sheet`;
	for (const type of ['text/plain;charset=UTF-8', 'application/x-www-form-urlencoded']) {
		const body = JSON.stringify({ version: 0, marks: {}, action: 'save' });
		assert.equal((await s.api('PUT', sheet, body, { token, key: type, headers: { 'Content-Type': type } })).status, 423, type);
		assert.equal((await s.api('POST', '/session', body, { headers: { 'Content-Type': type } })).status, 415, type);
	}
});

test('a session ends by DELETE', async () => {
	const { token } = await s.login('juri-2');
	assert.equal((await s.api('DELETE', '/session', undefined, { token })).status, 204);
	assert.ok(!await lives({ token }));
	assert.equal((await s.api('DELETE', '/session', undefined, { token })).status, 401);
});

test('what ends a session or an account holds from the next save on', async () => {
	const user = (verb, ...args) => s.cli(['user', verb, '--db', s.db, '--username', 'juri-9', ...args],
		{ input: `${passwordOf('juri-9')}\n` });
	const save = async (token) => (await s.api('PUT', `/editions/${s.edition}/nominees/melati/sheet`,
		{ version: 0, marks: {}, action: 'save' }, { token, key: `${Math.random()}` })).status;
	for (const end of [
		(token) => s.api('DELETE', '/session', undefined, { token }),
		() => user('reset', '--password-stdin'),
		() => user('disable'),
	]) {
		const { token } = await s.login('juri-9');
		for (let i = 0; i < 3; i++)
			assert.equal(await save(token), 423); // scoring has not begun: he is known
		await end(token);
		assert.equal(await save(token), 401, `${end}`);
	}
});

test('a call by cookie that changes something must come from our own pages', async () => {
	const { cookie } = await s.login('juri-2');
	const host = s.url.replace('http://', '');
	for (const [headers, status] of [
		[{}, 403],
		[{ 'Sec-Fetch-Site': 'cross-site' }, 403],
		[{ 'Sec-Fetch-Site': 'same-site' }, 403],
		[{ Origin: 'http://elsewhere.example' }, 403],
		[{ Origin: `http://${host}` }, 204],
	])
		assert.equal((await s.api('DELETE', '/session', undefined, { headers: { Cookie: cookie, ...headers } })).status, status);
	const again = await s.login('juri-2');
	assert.equal((await s.api('DELETE', '/session', undefined,
		{ headers: { Cookie: again.cookie, 'Sec-Fetch-Site': 'same-origin' } })).status, 204);
});

test('only the failures of one account use up its budget', async () => {
	for (let i = 0; i < 5; i++)
		assert.equal((await signIn('juri-3', `salah ${i}`)).status, 401);
	const later = await signIn('juri-3', passwordOf('juri-3'));
	assert.equal(later.status, 429);
	assert.equal(later.body.code, 'too_many');
	const wait = Number(later.headers.get('Retry-After'));
	assert.ok(wait >= 1 && wait <= 60, `${wait}`);
	assert.equal((await signIn('juri-2', passwordOf('juri-2'))).status, 200);
});

test('a name that does not exist has a budget, too', async () => {
	const statuses = [];
	for (let i = 0; i < 6; i++)
		statuses.push((await signIn('juri-99', `salah ${i}`)).status);
	assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429]);
});

test('a neighbour who guesses does not lock out the device that is known', async () => {
	const cookies = cookiesOf(await signIn('pengawas', passwordOf('pengawas')));
	delete cookies.session;
	assert.match(Object.values(cookies)[0], /^device-\d+=[0-9a-f]{96}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
	// Until the wait is longer than a slow machine takes for the questions below.
	const waits = async () => Number((await signIn('pengawas', 'salah')).headers.get('Retry-After') ?? 0);
	for (let wait = await waits(); wait < 10; wait = await waits())
		await new Promise((done) => { setTimeout(done, 1000 * wait); });
	assert.equal((await signIn('pengawas', passwordOf('pengawas'))).status, 429);
	assert.equal((await signIn('pengawas', passwordOf('pengawas'), { Cookie: pairs(cookies) })).status, 200);
	const forged = pairs(cookies).replace(/.$/, (c) => (c === '0' ? '1' : '0'));
	assert.equal((await signIn('pengawas', passwordOf('pengawas'), { Cookie: forged })).status, 429);
});

test('attempts are in the log with account and outcome, passwords are not', async () => {
	await s.halt();
	const acts = s.sql(`SELECT actor, deed, body FROM act WHERE deed IN ('signed_in', 'sign_in_failed')`);
	await s.start();
	assert.ok(acts.some((act) => act.actor === 'ketua' && act.deed === 'signed_in'));
	assert.ok(acts.some((act) => act.actor === 'juri-3' && act.deed === 'sign_in_failed'));
	assert.ok(!JSON.stringify(acts).includes('salah'));
	assert.ok(!s.log.includes('salah'));
	assert.ok(!s.log.includes(passwordOf('ketua')));
});

test('sessions survive a restart and a kill', async () => {
	const { token } = await s.login('ketua');
	await s.halt();
	await s.start();
	assert.ok(await lives({ token }));
	await s.halt('SIGKILL');
	await s.start();
	assert.ok(await lives({ token }));
});

test('sessions end by idleness and by age, sooner for those at desks', async () => {
	const hours = (n) => Math.round(n * 3600);
	for (const [username, seen, created, alive] of [
		['juri-2', hours(11.9), hours(95.9), true],
		['juri-2', hours(12.1), hours(13), false],
		['juri-2', 10, hours(96.1), false],
		['sekretariat', hours(0.4), hours(11.9), true],
		['sekretariat', hours(0.6), hours(1), false],
		['sekretariat', 10, hours(12.1), false],
	]) {
		const { token } = await s.login(username);
		await s.halt();
		s.sql(`UPDATE session SET seen_at = strftime('%s', 'now') - ${seen}, created_at = strftime('%s', 'now') - ${created}
			WHERE id = (SELECT max(id) FROM session)`);
		await s.start();
		assert.equal(await lives({ token }), alive, `${username} ${seen} ${created}`);
	}
});

test('a new sign-in gives the old session a fresh password, too', async () => {
	const { token } = await s.login('ketua');
	await s.halt();
	s.sql('UPDATE session SET password_at = password_at - 601');
	await s.start();
	await s.api('POST', '/session', { username: 'ketua', password: passwordOf('ketua') }, { token });
	await s.halt();
	const [{ n }] = s.sql(`SELECT count(*) AS n FROM session WHERE password_at > strftime('%s', 'now') - 60`);
	await s.start();
	assert.equal(n, 2);
});

test('a new password and a disabled account end the sessions', async () => {
	const { token } = await s.login('juri-2');
	await s.halt();
	s.cli(['user', 'reset', '--db', s.db, '--username', 'juri-2', '--password-stdin'], { input: 'sandi yang baru\n' });
	await s.start();
	assert.ok(!await lives({ token }));
	assert.equal((await signIn('juri-2', passwordOf('juri-2'))).status, 401);
	const again = await s.login('juri-2', 'sandi yang baru');
	await s.halt();
	s.cli(['user', 'disable', '--db', s.db, '--username', 'juri-2']);
	await s.start();
	assert.ok(!await lives({ token: again.token }));
	assert.equal((await signIn('juri-2', 'sandi yang baru')).status, 401);
});

test('under TLS the cookies are Secure', async (t) => {
	const folder = mkdtempSync(join(tmpdir(), 'tls-'));
	t.after(() => rmSync(folder, { recursive: true }));
	const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
		'-subj', '/CN=localhost', '-keyout', key, '-out', cert], { stdio: 'ignore' });
	const own = await server({ users: [], serve: ['--tls-cert', cert, '--tls-key', key] });
	t.after(() => own.stop());
	assert.match(own.url, /^https:/);
	const cookies = await new Promise((done, failed) => {
		get(`${own.url}/sign-in?lang=en`, { rejectUnauthorized: false, agent: false }, (answer) => {
			answer.resume();
			done(answer.headers['set-cookie']);
		}).on('error', failed);
	});
	assert.match(cookies[0], /^lang=en; .*; Secure$/);
});
