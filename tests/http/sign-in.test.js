// Signing in as a page, without script: where it leads, what it carries, how it asks again.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { passwordOf, server } from './lib.js';

const s = await server();
after(() => s.stop());
const signedIn = async (username) => {
	const page = s.browser();
	await page.signIn(username);
	assert.equal(page.status, 303);
	return page;
};
// Puts the clock of the newest session back, behind the program's back.
const age = async (column, seconds) => {
	await s.halt();
	s.sql(`UPDATE session SET ${column} = ${column} - ${seconds} WHERE id = (SELECT max(id) FROM session)`);
	await s.start();
};
const hidden = (text) => Object.fromEntries([...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
	.map(([, name, value]) => [name, value]));

test('a page that needs an account leads to the sign-in and back', async () => {
	const page = s.browser();
	await page.send('GET', '/account');
	assert.equal(page.status, 303);
	assert.equal(page.location, '/sign-in?next=/account');
	await page.get(page.location);
	assert.equal(page.status, 200);
	await page.post('/sign-in', { ...hidden(page.text), username: 'juri-2', password: passwordOf('juri-2') });
	assert.equal(page.status, 303);
	assert.equal(page.location, '/account');
	await page.get('/account');
	assert.equal(page.status, 200);
	assert.match(page.text, /Juri Dua \(CONTOH\)/);
});

test('the pages of signing in are sound HTML', async () => {
	const page = await s.browser().get('/sign-in?next=/account');
	assert.deepEqual(await page.sound(), []);
	await page.post('/sign-in', { username: '', password: '' });
	assert.deepEqual(await page.sound(), []);
	await page.post('/account/password', { old: 'a' });
	assert.deepEqual(await page.sound(), []);
	await page.signIn('juri-2');
	await page.get('/account');
	assert.deepEqual(await page.sound(), []);
	await page.post('/account/password', { old: 'a' });
	assert.deepEqual(await page.sound(), []);
});

test('the button of the sign-in form is its first, and submits', async () => {
	const { text } = await s.browser().get('/sign-in');
	const form = /<form[^>]*action="\/sign-in"[^]*?<\/form>/.exec(text)[0];
	assert.match(/<button[^>]*>/.exec(form)[0], /type="submit"/);
});

test('nobody is led elsewhere', async () => {
	for (const next of ['//elsewhere.example/', 'https://elsewhere.example/', '/\\elsewhere.example', 'x', '/a b']) {
		const page = s.browser();
		await page.get('/sign-in');
		await page.post('/sign-in', { username: 'juri-2', password: passwordOf('juri-2'), next });
		assert.equal(page.status, 303);
		assert.match(page.location, /^\/[a-z]/);
		assert.doesNotMatch(page.location, /elsewhere/);
	}
});

test('a wrong password shows the form again, with the name and not the password', async () => {
	const page = s.browser();
	await page.get('/sign-in');
	await page.post('/sign-in', { username: 'juri-2', password: 'bukan-ini-sandinya' });
	assert.equal(page.status, 401);
	assert.match(page.text, /Nama pengguna atau kata sandi salah/);
	assert.match(page.text, /value="juri-2"/);
	assert.doesNotMatch(page.text, /bukan-ini-sandinya/);
	await page.post('/sign-in', { username: '', password: '' });
	assert.equal(page.status, 422);
	assert.match(page.text, /Wajib diisi/);
});

test('a sign-in from another site is refused', async () => {
	const page = s.browser();
	await page.post('/sign-in', { username: 'juri-2', password: passwordOf('juri-2') }, { 'Sec-Fetch-Site': 'cross-site' });
	assert.equal(page.status, 403);
});

test('signing out ends the session', async () => {
	const page = await signedIn('juri-2');
	const cookie = `session=${page.cookies.get('session')}`;
	await page.get('/account');
	await page.post('/sign-out');
	assert.equal(page.status, 303);
	assert.ok(!page.cookies.has('session'));
	assert.equal((await fetch(`${s.url}/account`, { headers: { Cookie: cookie }, redirect: 'manual' })).status, 303);
});

test('signing out twice is no trouble', async () => {
	const page = s.browser();
	await page.post('/sign-out');
	assert.equal(page.status, 303);
	assert.equal(page.location, '/sign-in');
});

test('a form without its token is refused', async () => {
	const page = await signedIn('juri-2');
	await page.get('/account');
	await page.post('/account/sessions/end', { _token: '' });
	assert.equal(page.status, 403);
	await page.get('/account');
	assert.equal(page.status, 200);
});

test('what was typed outlives the session', async () => {
	const page = await signedIn('juri-2');
	await page.get('/account');
	await age('seen_at', 13 * 3600);
	await page.post('/account/note?x=1', { words: 'baris satu\nbaris "dua" <b>' });
	assert.equal(page.status, 404);
	await page.post('/account/password', { old: 'a', new: 'b', again: 'c' });
	assert.equal(page.status, 401);
	assert.match(page.text, /Sesi Anda sudah berakhir/);
	let fields = hidden(page.text);
	assert.deepEqual(fields, { carry_to: '/account/password' }, 'secrets are not carried');
	await page.post('/sign-in', { ...fields, 'c.words': 'baris satu\nbaris "dua" <b>', username: 'juri-2', password: 'salah sekali' });
	assert.equal(page.status, 401);
	fields = hidden(page.text);
	assert.equal(fields['c.words'], 'baris satu\nbaris &quot;dua&quot; &lt;b&gt;');
	await page.post('/sign-in', { carry_to: '/account/password', 'c.words': 'baris satu', username: 'juri-2', password: passwordOf('juri-2') });
	assert.equal(page.status, 200);
	assert.match(page.text, /action="\/account\/password"/);
	assert.deepEqual(await page.sound(), []);
	fields = hidden(page.text);
	assert.equal(fields.words, 'baris satu');
	assert.match(page.token(), /^[0-9a-f]{64}$/);
});

test('fields are carried to our own pages only', async () => {
	const page = s.browser();
	await page.get('/sign-in');
	await page.post('/sign-in', { carry_to: 'https://elsewhere.example/', 'c.x': '1', username: 'juri-2', password: passwordOf('juri-2') });
	assert.equal(page.status, 303);
	assert.match(page.location, /^\/[a-z]/);
});

test('a sensitive act asks for the password in place, once it is chosen', async () => {
	const other = await s.login('juri-3');
	const page = await signedIn('juri-3');
	await age('password_at', 601);
	await page.get('/account');
	assert.doesNotMatch(page.text, /name="password"/);
	await page.post('/account/sessions/end');
	assert.equal(page.status, 401);
	assert.match(page.text, /action="\/account\/sessions\/end"/);
	assert.deepEqual(await page.sound(), []);
	assert.match(page.text, /Mengakhiri sesi lain memerlukan kata sandi Anda/);
	await page.post('/account/sessions/end', { password: 'bukan ini' });
	assert.equal(page.status, 401);
	assert.match(page.text, /Kata sandi salah/);
	await page.post('/account/sessions/end', { password: passwordOf('juri-3') });
	assert.equal(page.status, 303);
	assert.equal((await s.api('DELETE', '/session', undefined, { token: other.token })).status, 401);
	await page.get('/account');
	await page.post('/account/sessions/end');
	assert.equal(page.status, 303, 'not asked again within ten minutes');
});

test('a new password ends the other sessions and lets in alone', async () => {
	const other = await s.login('pengawas');
	const page = await signedIn('pengawas');
	await page.get('/account');
	for (const [fields, wrong] of [
		[{ old: passwordOf('pengawas'), new: 'pendek', again: 'pendek' }, /Diharapkan 8 sampai 128 karakter/],
		[{ old: passwordOf('pengawas'), new: 'sandi yang baru', again: 'sandi yang lain' }, /Tidak sama/],
		[{ old: 'bukan ini', new: 'sandi yang baru', again: 'sandi yang baru' }, /Kata sandi salah/],
	]) {
		await page.post('/account/password', fields);
		assert.equal(page.status, 422);
		assert.match(page.text, wrong);
	}
	await page.post('/account/password', { old: passwordOf('pengawas'), new: 'sandi yang baru', again: 'sandi yang baru' });
	assert.equal(page.status, 303);
	await page.get('/account?done=1');
	assert.equal(page.status, 200);
	assert.equal((await s.api('DELETE', '/session', undefined, { token: other.token })).status, 401);
	assert.equal((await s.api('POST', '/session', { username: 'pengawas', password: passwordOf('pengawas') })).status, 401);
	await s.login('pengawas', 'sandi yang baru');
});

test('the language chosen stays', async () => {
	const page = s.browser();
	await page.get('/sign-in?lang=en');
	assert.match(page.text, /<h1>Sign in<\/h1>/);
	await page.get('/sign-in');
	assert.match(page.text, /<h1>Sign in<\/h1>/);
	await page.get('/sign-in?lang=id');
	assert.match(page.text, /<h1>Masuk<\/h1>/);
});
