// Access cards: made, opened, used once; late, replaced, guessed; who is told.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { passwordOf, server } from './lib.js';

const E = '/editions/contoh';
const s = await server();
after(() => s.stop());
const desk = s.browser();
await desk.signIn('sekretariat');

async function rows(sql) {
	await s.halt();
	const found = s.sql(sql);
	await s.start();
	return found;
}

const words = (text) => text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const codes = (text) => [...text.matchAll(/class="code">((?:[0-9A-Z]{4}-){6}[0-9A-Z]{4})</g)].map((m) => m[1]);

async function idOf(username, d = desk) {
	await d.get(`${E}/cards`);
	for (const [, field, name] of d.text.matchAll(/name="(account\.\d+)"(?:(?!<tr>)[^])*?class="note">([^<]+)</g))
		if (name === username)
			return field;
	return undefined;
}

async function card(username, d = desk) {
	const field = await idOf(username, d);
	await d.post(`${E}/cards`, { [field]: 'on' });
	assert.equal(d.status, 200, d.text);
	return codes(d.text)[0];
}

async function choose(code, password, browser = s.browser()) {
	await browser.get('/card');
	await browser.post('/card', { code });
	assert.equal(browser.status, 200, words(browser.text));
	return browser.post('/card/password', { code, new: password, again: password });
}

test('a card is printed once, and its code stands in no other page, log or table', async () => {
	const code = await card('juri-2');
	assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
	assert.ok(desk.text.includes('<svg class="qr"') && desk.text.includes('http://localhost:8080/card'));
	assert.ok(desk.text.includes('CONTOH'), 'a cut card says CONTOH itself');
	assert.deepEqual(await desk.sound(), []);
	await desk.get(`${E}/cards`);
	assert.ok(!desk.text.includes(code));
	assert.match(words(desk.text), /Belum dipakai/);
	assert.deepEqual(await desk.sound(), []);
	await s.halt();
	const dump = JSON.stringify([s.sql('SELECT hex(code_sha256) h, * FROM card'), s.sql('SELECT * FROM act'), s.log]);
	await s.start();
	assert.ok(!dump.toLowerCase().includes(code.toLowerCase()));
	assert.ok(!dump.toLowerCase().includes(code.replaceAll('-', '').toLowerCase()));
});

test('opening the address takes the code off it, tells nothing and uses nothing up', async () => {
	const code = await card('juri-3');
	const phone = s.browser();
	for (let i = 0; i < 3; i++) { // a messenger that looks ahead
		await phone.send('GET', `/card?c=${code}`);
		assert.equal(phone.status, 303);
		assert.equal(phone.location, '/card');
		assert.match(phone.headers.get('set-cookie'), /code=.*HttpOnly; SameSite=Lax/);
	}
	await phone.get('/card');
	assert.ok(!phone.text.includes('juri-3') && !phone.text.includes('Juri Tiga'));
	assert.ok(phone.text.includes(code.toLowerCase()), 'it need not be typed');
	assert.deepEqual(await phone.sound(), []);
	await phone.post('/card', { code });
	assert.equal(phone.status, 200);
	assert.ok(words(phone.text).includes('Juri Tiga (CONTOH)'));
	assert.deepEqual(await phone.sound(), []);
	const { token } = await s.login('juri-3');
	assert.ok(token, 'the old password works until the card is used');
	await phone.send('GET', '/card?c=tidak-ada');
	assert.equal(phone.location, '/card');
	assert.equal(phone.cookies.get('code'), undefined);
});

test('a card chooses a password, signs in, ends the other sessions and is used up', async () => {
	const old = await s.login('juri-2');
	const code = await card('juri-2');
	const phone = await choose(code.toLowerCase().replaceAll('-', ' '), 'sandi pilihan sendiri');
	assert.equal(phone.status, 303);
	assert.equal(phone.location, `${E}/sheets`);
	assert.equal((await phone.get(`${E}/sheets`)).status, 200);
	assert.equal((await s.api('GET', `${E}/nominees`, undefined, { token: old.token })).status, 401);
	assert.equal((await s.api('POST', '/session', { username: 'juri-2', password: passwordOf('juri-2') })).status, 401);
	await s.login('juri-2', 'sandi pilihan sendiri');
	const again = s.browser();
	await again.get('/card');
	await again.post('/card', { code });
	assert.equal(again.status, 410);
	assert.match(words(again.text), /sudah dipakai/);
	await again.post('/card/password', { code, new: 'sandi orang lain', again: 'sandi orang lain' });
	assert.equal(again.status, 410);
	await s.login('juri-2', 'sandi pilihan sendiri');
	const deeds = (await rows("SELECT deed, actor, body FROM act WHERE deed LIKE 'card_%' ORDER BY seq"));
	assert.deepEqual([...new Set(deeds.map((d) => d.deed))], ['card_made', 'card_used', 'card_refused']);
	assert.match(deeds.find((d) => d.deed === 'card_refused').body, /"why":"used"/);
});

test('of two who use a card at once one wins', async () => {
	const code = await card('juri-2');
	const both = await Promise.all(['sandi pertama', 'sandi kedua'].map((password) => choose(code, password)));
	assert.deepEqual(both.map((b) => b.status).sort(), [303, 410]);
	const won = both[0].status === 303 ? 'sandi pertama' : 'sandi kedua';
	await s.login('juri-2', won);
});

test('a new card replaces the old, and a reset or a shut account ends it', async () => {
	const first = await card('juri-3'), second = await card('juri-3');
	const phone = s.browser();
	await phone.post('/card', { code: first });
	assert.equal(phone.status, 410);
	assert.match(words(phone.text), /tidak berlaku lagi/);
	await phone.post('/card', { code: second });
	assert.equal(phone.status, 200);
	const id = (await idOf('juri-3')).slice('account.'.length);
	for (const act of ['reset', 'disable']) {
		const code = act === 'reset' ? second : await card('juri-3');
		await desk.get(`${E}/accounts`);
		await desk.act(`${E}/accounts/${id}/${act}`);
		assert.equal(desk.status, act === 'reset' ? 200 : 303, desk.text);
		await phone.post('/card', { code });
		assert.equal(phone.status, 410, act);
	}
	await desk.get(`${E}/cards`);
	assert.equal(await idOf('juri-3'), undefined, 'a shut account gets none');
	await desk.post(`${E}/cards`, { [`account.${id}`]: 'on' });
	assert.equal(desk.status, 422);
});

test('a card that is late does not open', async () => {
	const t = await server();
	after(() => t.stop());
	const d = t.browser();
	await d.signIn('sekretariat');
	const code = await card('juri-2', d);
	await t.halt();
	t.tampered = true; // time goes by
	const [trigger] = t.sql("SELECT sql FROM sqlite_schema WHERE name = 'card_keeps_facts'");
	t.sql(`DROP TRIGGER card_keeps_facts; UPDATE card SET made_at = made_at - 259201, expires_at = expires_at - 259201; ${trigger.sql}`);
	await t.start();
	const phone = t.browser();
	await phone.post('/card', { code });
	assert.equal(phone.status, 410);
	assert.match(words(phone.text), /kedaluwarsa/);
	await phone.post('/card/password', { code, new: 'sandi terlambat', again: 'sandi terlambat' });
	assert.equal(phone.status, 410);
	await t.login('juri-2');
});

test('who guesses must wait, and keeps nobody else waiting', async () => {
	const code = await card('juri-2');
	const thief = s.browser();
	const seen = [];
	for (let i = 0; i < 8; i++) {
		const guess = code.slice(0, -1) + '0123456789abcdef'[i];
		await thief.post('/card', { code: guess.toUpperCase() === code ? `${code.slice(0, -1)}z` : guess });
		seen.push(thief.status);
		if (thief.status === 429)
			assert.ok(Number(thief.headers.get('Retry-After')) > 0);
	}
	assert.deepEqual([...new Set(seen)], [404, 429]);
	const phone = await choose(code, 'sandi si pemilik');
	assert.equal(phone.status, 303);
	await s.login('juri-2', 'sandi si pemilik');
});

test('a password that will not do leaves the card as it is', async () => {
	const code = await card('juri-2');
	const phone = s.browser();
	for (const [one, two] of [['pendek', 'pendek'], ['cukup panjang', 'tetapi lain'], ['', ''], ['x'.repeat(129), 'x'.repeat(129)]]) {
		await phone.post('/card/password', { code, new: one, again: two });
		assert.equal(phone.status, 422, one);
		assert.deepEqual(await phone.sound(), []);
	}
	for (const typed of ['', 'abc', 'x'.repeat(61), 'ç'.repeat(28)]) {
		await phone.post('/card', { code: typed });
		assert.equal(phone.status, 422, typed);
		assert.deepEqual(await phone.sound(), []);
	}
	assert.equal((await phone.send('POST', '/card', new URLSearchParams([['code', code], ['code', code]]))).status, 400);
	await phone.send('POST', '/card', new URLSearchParams({ code }), { 'Sec-Fetch-Site': 'cross-site' });
	assert.equal(phone.status, 403);
	await choose(code, 'sandi yang baik');
});

test('an owner is told at the next sign-in, once, and may look it up later', async () => {
	const owner = s.browser();
	await owner.signIn('juri-2', 'sandi yang baik');
	assert.match(owner.location, /^\/account\/notices\?next=%?.*sheets/);
	await owner.get(owner.location);
	assert.match(words(owner.text), /dibuat oleh sekretariat/);
	assert.match(words(owner.text), /dipakai; kata sandi baru dipilih/);
	assert.deepEqual(await owner.sound(), []);
	await owner.post('/account/notices', { next: `${E}/sheets` });
	assert.equal(owner.location, `${E}/sheets`);
	await owner.post('/account/notices', { next: 'https://jahat.example' });
	await owner.signIn('juri-2', 'sandi yang baik');
	assert.equal(owner.location, `${E}/sheets`);
	await owner.get('/account');
	assert.match(words(owner.text), /Kartu akses untuk akun ini dibuat oleh sekretariat/);
	s.cli(['user', 'reset', '--db', s.db, '--username', 'juri-2', '--password-stdin'], { input: 'sandi dari server\n' });
	await owner.signIn('juri-2', 'sandi dari server');
	await owner.get(owner.location);
	assert.match(words(owner.text), /dibuat ulang oleh pengelola server/);
});

test('only the secretariat makes cards, and from scoring on none of the keys', async () => {
	for (const who of ['ketua', 'pengawas']) {
		const other = s.browser();
		await other.signIn(who);
		assert.equal((await other.send('GET', `${E}/cards`)).status, 403, who);
		await other.get('/account');
		assert.equal((await other.post(`${E}/cards`, {})).status, 403, who);
	}
	const field = await idOf('ketua'), code = await card('ketua');
	const { token } = await s.login('sekretariat');
	for (const to of ['verification', 'scoring'])
		assert.equal((await s.api('POST', `${E}/phase`, { to }, { token })).status, 200);
	const phone = s.browser();
	await phone.post('/card', { code });
	assert.equal(phone.status, 410, 'a card of the chair ends where the secretariat loses the key');
	assert.equal(await idOf('ketua'), undefined);
	await desk.post(`${E}/cards`, { [field]: 'on' });
	assert.equal(desk.status, 422);
	assert.equal(await idOf('sekretariat'), undefined, 'not of itself');
});

test('making cards asks an old session for the password', async () => {
	const field = await idOf('juri-2');
	await s.halt();
	s.sql('UPDATE session SET password_at = password_at - 601');
	await s.start();
	await desk.post(`${E}/cards`, { [field]: 'on' });
	assert.equal(desk.status, 401);
	assert.deepEqual(codes(desk.text), []);
	await desk.post(`${E}/cards`, { [field]: 'on', password: passwordOf('sekretariat') });
	assert.equal(desk.status, 200);
	assert.equal(codes(desk.text).length, 1);
});
