// A juror at the table while the network does what it wants: nothing typed is lost, nothing is called
// sent before the service said so, nothing of one juror is readable to the next on the same device.
// Where it is said that a harness catches a broken build, one is served and must be caught.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { passwordOf } from '../http/lib.js';
import { E, FULL, scoring } from '../http/scoring.js';
import { launch, launchIn } from './chromium.js';
import { device as aDevice, mark, sheet, signIn, state, until } from './device.js';

const out = join(dirname(fileURLToPath(import.meta.url)), '../../build/test/offline');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
let s, browser;

before(async () => {
	mkdirSync(out, { recursive: true });
	s = await scoring();
	browser = await launch();
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

const device = (t, given) => aDevice(t, { service: s, browser, ...given });
const stored = async (who, nominee, service = s) => (({ version, state: at, marks }) => ({ version, state: at, marks }))(await service.sheet(who, nominee));

// ---- Without a network ----

test('after one visit to the list every page of the juror opens without the service', async (t) => {
	const service = await scoring(), folder = mkdtempSync(join(tmpdir(), 'paritrana-device-'));
	t.after(() => rmSync(folder, { recursive: true, force: true }));
	const here = await device(t, { service, folder });
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	await service.halt();
	for (const path of ['', '/melati', '/kenanga', '/cempaka']) {
		await page.goto(`${here.url}${E}/sheets${path}`);
		assert.match(await page.textContent('#kept'), /Salinan dari \d\d[.:]\d\d/);
		assert.equal(await page.locator('main h1').count(), 1);
		assert.ok(await page.evaluate(() => [...document.styleSheets].some((sheet) => sheet.cssRules.length > 50)), 'with its style');
	}
	for (const button of await page.locator('form[method=post]:not([data-sheet]):not([action="/sign-out"]) button').all())
		assert.ok(await button.isDisabled(), 'what needs the service is not offered');
	await page.waitForSelector('form[data-ready]');
	await mark(page, 'w1', '87,5');
	await page.fill('[name="note.overall"]', 'Catatan tanpa jaringan');
	await state(page, 'device');
	// The browser dies: what it called kept is there when it comes back, still without a network.
	await here.context.close();
	const again = await launchIn(folder, { viewport: { width: 390, height: 844 } });
	t.after(() => again.close());
	const back = await again.newPage();
	await back.goto(`${here.url}${E}/sheets/cempaka`);
	await back.waitForSelector('form[data-ready]');
	assert.equal(await back.inputValue('[name="mark.w1"]'), '87,5');
	assert.equal(await back.inputValue('[name="note.overall"]'), 'Catatan tanpa jaringan');
	await state(back, 'device');
	await back.goto(`${here.url}${E}/sheets`);
	await state(back, 'device', '.own-sheets');
	await back.goto(`${here.url}/editions/contoh/own`);
	assert.match(await back.textContent('h1'), /Tidak ada jaringan/);
	await service.start();
	await back.goto(`${here.url}${E}/sheets`);
	await state(back, 'sent', '.own-sheets');
	assert.deepEqual(await stored('juri-2', 'cempaka', service), { version: 1, state: 'draft', marks: { w1: 87.5 } });
	await again.close();
	await service.stop();
});

test('a sheet that is submitted without a network is submitted when there is one, and not called so before', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'juri-3');
	here.portal.mode = 'dead';
	await sheet(page, here.url, 'melati');
	await mark(page, 'w1', '80,5');
	await page.click('button[value=review]');
	assert.match(await page.textContent('dialog[open]'), /Penguasaan/, 'what is missing is named');
	await page.click('dialog[open] button');
	await mark(page, 'w2', '8');
	await page.click('button[value=review]');
	assert.match(await page.textContent('dialog[open]'), /Desa Melati[^]*80,5[^]*Penguasaan: 8/);
	await page.click('dialog[open] button[value=final]');
	await page.waitForFunction(() => /Akan dikirim sebagai lembar final[^]*Belum terkirim/
		.test(document.querySelector('form .keep-state[data-state="device"]')?.textContent));
	assert.equal(await page.getAttribute('[name="mark.w1"]', 'readonly'), '');
	assert.equal((await stored('juri-3', 'melati')).version, 0);
	here.portal.mode = 'pass';
	assert.match(await (await state(page, 'sent')).textContent(), /lembar final/);
	const { state: at, marks } = await stored('juri-3', 'melati');
	assert.deepEqual([at, marks], ['submitted', FULL]);
	await page.click('form .keep-state a');
	await page.waitForURL('**/receipt');
});

// ---- Unclear outcomes ----

/* Types a mark, loses three answers after the service stored it. */
async function lostAnswers(t, build, who, nominee) {
	const here = await device(t, { build });
	const page = await here.page();
	await signIn(page, here.url, who);
	await sheet(page, here.url, nominee);
	let lost = 0;
	here.portal.mode = ({ method }) => (method === 'PUT' && lost++ < 3 ? 'swallow' : 'pass');
	await mark(page, 'w1', '77');
	await state(page, 'sent');
	return here.portal.puts();
}

test('an answer that is lost after the service stored the sheet: one event, the same key and body until it is certain', async (t) => {
	const puts = await lostAnswers(t, undefined, 'juri-2', 'melati');
	assert.equal(puts.length, 4);
	assert.equal(new Set(puts.map(({ key, body }) => `${key}\n${body}`)).size, 1);
	assert.deepEqual(await stored('juri-2', 'melati'), { version: 1, state: 'draft', marks: { w1: 77 } });
});

test('… and a build that makes a new key for each try is caught', async (t) => {
	const build = { 'outbox.js': (text) => text.replace("'Idempotency-Key': fixed.key", "'Idempotency-Key': crypto.randomUUID()") };
	const puts = await lostAnswers(t, build, 'juri-2', 'kenanga');
	assert.notEqual(new Set(puts.map(({ key, body }) => `${key}\n${body}`)).size, 1);
});

test('beside a connection that stays silent the same request goes out on another, before the first is given up', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'ketua');
	await sheet(page, here.url, 'kenanga');
	let silent = 0, open;
	here.portal.mode = ({ method }) => {
		if (method !== 'PUT')
			return 'pass';
		if (!silent++)
			return 'hang';
		open ??= !here.portal.puts()[0].socket.destroyed;
		return 'pass';
	};
	await mark(page, 'w1', '66');
	await state(page, 'sent');
	assert.ok(open, 'the first was still waited for');
	const puts = here.portal.puts();
	assert.equal(new Set(puts.map(({ key, body }) => `${key}\n${body}`)).size, 1);
	assert.deepEqual((await stored('ketua', 'kenanga')).marks, { w1: 66 });
});

const LOOKALIKE = JSON.stringify({ version: 1, state: 'draft', receipt: 'ab'.repeat(32) });
const PORTALS = {
	'a sign-in page as 200': { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<h1>Selamat datang di Wi-Fi hotel</h1>' },
	'an empty object': { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{}' },
	'what looks like the answer': { status: 200, headers: { 'Content-Type': 'application/json' }, body: LOOKALIKE },
	'a redirect': { status: 302, headers: { Location: '/masuk' } },
	'404': { status: 404, headers: { 'Content-Type': 'application/problem+json' }, body: '{"code":"not_found"}' },
	'503': { status: 503, headers: { 'Content-Type': 'text/plain' }, body: 'x' },
	'429': { status: 429, headers: { 'Retry-After': '1' } },
};

test('what a network answers by itself is never taken for success, and the same request goes out again', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'juri-3');
	await sheet(page, here.url, 'kenanga');
	let n = 60;
	for (const [name, mode] of Object.entries(PORTALS)) {
		here.portal.mode = ({ method, path }) => (method === 'PUT' || path.startsWith('/api') ? mode : 'pass');
		const before = here.portal.puts().length;
		await mark(page, 'w1', String(++n));
		await until(`${name}: tried twice`, () => here.portal.puts().length >= before + 2);
		assert.ok(['device', 'sending'].includes(await page.getAttribute('form .keep-state', 'data-state')), name);
		const [one, two] = here.portal.puts().slice(before);
		assert.deepEqual([one.key, one.body], [two.key, two.body], name);
		here.portal.mode = 'pass';
		await state(page, 'sent');
		assert.equal((await s.sheet('juri-3', 'kenanga')).marks.w1, n, name);
	}
});

test('… and a build that believes whoever answers is caught', async (t) => {
	const build = { 'keep.js': (text) => text.replace(/answer\.headers\.get\('Request-Nonce'\) !== nonce/, 'false') };
	const here = await device(t, { build });
	const page = await here.page();
	await signIn(page, here.url, 'juri-3');
	await sheet(page, here.url, 'cempaka');
	here.portal.mode = ({ method }) => (method === 'PUT' ? PORTALS['what looks like the answer'] : 'pass');
	await mark(page, 'w1', '50');
	await state(page, 'sent');
	assert.equal((await s.sheet('juri-3', 'cempaka')).version, 0, 'it said sent, and nothing is stored');
});

test('a portal\'s page never takes the place of a kept one', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'juri-3');
	here.portal.mode = PORTALS['a sign-in page as 200'];
	await page.goto(`${here.url}${E}/sheets/melati`);
	assert.match(await page.textContent('h1'), /Desa Melati/);
	await page.waitForSelector('#kept:not([hidden])');
});

test('a session that has ended: kept, asked to sign in, then sent', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'ketua');
	await sheet(page, here.url, 'melati');
	const cookies = await here.context.cookies();
	await here.context.clearCookies({ name: 'session' });
	await mark(page, 'w2', '4');
	await page.waitForSelector('form .keep-state a[href^="/sign-in"]');
	assert.match(await page.textContent('form .keep-state'), /Belum terkirim. Masuk lagi/);
	assert.ok(cookies.length);
	await page.click('form .keep-state a');
	await page.fill('input[name=username]', 'ketua');
	await page.fill('input[name=password]', passwordOf('ketua'));
	await page.click('main button');
	await page.waitForURL('**/sheets/melati');
	await state(page, 'sent');
	assert.equal(await page.inputValue('[name="mark.w2"]'), '4');
	assert.deepEqual((await s.sheet('ketua', 'melati')).marks, { w2: 4 });
});

// ---- Two versions, two windows ----

test('changed elsewhere: both versions side by side, the juror chooses field by field', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'ketua');
	await sheet(page, here.url, 'kenanga');
	here.portal.mode = 'dead';
	await mark(page, 'w1', '70');
	await page.fill('[name="note.overall"]', 'Dari telepon.');
	await state(page, 'device');
	await s.act('ketua', 'kenanga', 'save', { marks: { w1: 60, w2: 6 }, notes: { overall: 'Dari laptop.' } });
	here.portal.mode = 'pass';
	await state(page, 'conflict');
	assert.deepEqual((await s.sheet('ketua', 'kenanga')).marks, { w1: 60, w2: 6 }, 'nothing is overwritten');
	const panel = page.locator('.keep-conflict');
	assert.match(await panel.textContent(), /Inovasi[^]*70[^]*60[^]*Penguasaan[^]*6[^]*Catatan umum[^]*Dari telepon[^]*Dari laptop/);
	await page.reload();
	await state(page, 'conflict');
	await page.goto(`${here.url}${E}/sheets`);
	await state(page, 'conflict', '.own-sheets');
	await sheet(page, here.url, 'kenanga');
	assert.ok(await panel.locator('button[value=picked]').isDisabled(), 'nothing is chosen for him');
	await panel.locator('fieldset', { hasText: 'Inovasi' }).locator('input[value=mine]').check();
	await panel.locator('fieldset', { hasText: 'Penguasaan' }).locator('input[value=theirs]').check();
	await panel.locator('fieldset', { hasText: 'umum' }).locator('input[value=mine]').check();
	await panel.locator('button[value=picked]').click();
	await state(page, 'sent');
	const now = await s.sheet('ketua', 'kenanga');
	assert.deepEqual([now.marks, now.notes.overall], [{ w1: 70, w2: 6 }, 'Dari telepon.']);
});

test('the same change on two devices resolves itself', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'ketua');
	await sheet(page, here.url, 'cempaka');
	here.portal.mode = 'dead';
	await mark(page, 'w1', '65');
	await state(page, 'device');
	await s.act('ketua', 'cempaka', 'save', { marks: { w1: 65 } });
	here.portal.mode = 'pass';
	assert.match(await (await state(page, 'sent')).textContent(), /isi yang sama sudah tersimpan/);
	assert.equal((await s.sheet('ketua', 'cempaka')).version, 1);
});

test('two windows of one browser work on one sheet', async (t) => {
	const here = await device(t);
	const [one, two] = [await here.page(), await here.page()];
	await signIn(one, here.url, 'juri-2');
	await sheet(one, here.url, 'cempaka');
	await sheet(two, here.url, 'cempaka');
	await mark(one, 'w1', '90');
	await until('the other window shows it', async () => await two.inputValue('[name="mark.w1"]') === '90');
	await mark(two, 'w2', '9');
	await until('both are stored', async () => JSON.stringify((await s.sheet('juri-2', 'cempaka')).marks) === '{"w1":90,"w2":9}');
	await state(one, 'sent');
	await state(two, 'sent');
});

test('what is no mark stays on the device, is said, and does not take the stored mark away', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	await sheet(page, here.url, 'kenanga');
	await mark(page, 'w1', '66');
	await state(page, 'sent');
	await mark(page, 'w1', '8;5');
	assert.match(await (await state(page, 'incomplete')).textContent(), /1 isian belum berupa nilai/);
	await page.fill('[name="feedback"]', 'Lengkapi data.');
	await until('the rest is sent', async () => (await s.sheet('juri-2', 'kenanga')).feedback === 'Lengkapi data.');
	assert.equal((await s.sheet('juri-2', 'kenanga')).marks.w1, 66);
	await page.reload();
	await state(page, 'incomplete');
	assert.equal(await page.inputValue('[name="mark.w1"]'), '8;5');
});

// ---- After the lock ----

test('what arrives after the lock is held for the chair, once, and said so', async (t) => {
	const service = await scoring(), here = await device(t, { service });
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	await sheet(page, here.url, 'melati');
	here.portal.mode = 'dead';
	await mark(page, 'w2', '3');
	await state(page, 'device');
	await service.lock();
	let lost = 0;
	here.portal.mode = ({ method }) => (method === 'PUT' && lost++ < 1 ? 'swallow' : 'pass');
	assert.match(await (await state(page, 'held')).textContent(), /Ditahan \(karantina\)[^]*ketua/);
	await page.reload();
	assert.match(await page.textContent('.keep-state[data-state=held]'), /Ditahan/);
	assert.deepEqual((await service.sheet('juri-2', 'melati')).marks, FULL);
	await service.halt();
	assert.deepEqual(service.sql('SELECT count(*) AS n FROM quarantine'), [{ n: 1 }]);
	await service.start();
	await service.stop();
});

// ---- One device, two jurors ----

/* Which of these words stand readable anywhere in the folder. */
function readable(folder, words) {
	return words.filter((word) => ['utf8', 'utf16le'].some((coding) => {
		const hex = Buffer.from(word, coding).toString('hex').match(/../g).map((pair) => `\\x${pair}`).join('');
		return spawnSync('grep', ['-raqP', hex, folder], { env: { LC_ALL: 'C' } }).status === 0;
	}));
}
const SECRETS = ['Rahasia juri pertama', '61,5', 'Hanya untuk saya'];

async function shared(t, build) {
	const service = await scoring(), folder = mkdtempSync(join(tmpdir(), 'paritrana-device-'));
	t.after(() => rmSync(folder, { recursive: true, force: true }));
	const here = await device(t, { service, folder, build });
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	await sheet(page, here.url, 'melati');
	here.portal.mode = ({ method, path }) => (method === 'PUT' && path.includes('sheet') ? 'dead' : 'pass');
	await mark(page, 'w1', '61,5');
	await page.fill('[name="note.overall"]', 'Rahasia juri pertama');
	await page.fill('[data-private] textarea', 'Hanya untuk saya');
	await page.waitForSelector('[data-private][data-state=kept]');
	await state(page, 'device');
	return { service, folder, here, page };
}

test('signing out with something unsent asks first; the next juror on the device finds nothing of it; it is sent when its owner is back', async (t) => {
	const { service, folder, here, page } = await shared(t);
	await page.click('text=Keluar');
	assert.match(await page.textContent('dialog[open]'), /1 lembar belum terkirim[^]*Desa Melati/);
	await page.click('dialog[open] button[value=stay]');
	assert.equal(await page.inputValue('[name="mark.w1"]'), '61,5');
	await page.click('text=Keluar');
	await page.click('dialog[open] button[value=leave]');
	await page.waitForURL('**/sign-in');
	// Nobody is signed in: no page of his, with or without a network.
	here.portal.mode = 'dead';
	await page.goto(`${here.url}${E}/sheets/melati`);
	assert.match(await page.textContent('h1'), /Tidak ada jaringan/);
	here.portal.mode = 'pass';
	await signIn(page, here.url, 'juri-3');
	await sheet(page, here.url, 'melati');
	assert.equal(await page.inputValue('[name="mark.w1"]'), '');
	assert.equal(await page.inputValue('[data-private] textarea'), '');
	const found = await page.evaluate(async () => {
		const base = await new Promise((done) => { indexedDB.open('paritrana').onsuccess = ({ target }) => done(target.result); });
		const rows = await Promise.all([...base.objectStoreNames].map((name) => new Promise((done) => {
			base.transaction(name).objectStore(name).getAll().onsuccess = ({ target }) => done(target.result);
		})));
		const bytes = (value) => (value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder('latin1').decode(value) : value);
		const files = await (await caches.open('files')).keys();
		return JSON.stringify(rows, (_, value) => bytes(value)) + JSON.stringify(files.map(({ url }) => url)) + JSON.stringify({ ...localStorage, ...sessionStorage });
	});
	for (const word of [...SECRETS, 'melati', 'Melati'])
		assert.ok(!found.includes(word), word);
	assert.deepEqual(await stored('juri-3', 'melati', service), { version: 0, state: 'empty', marks: {} });
	// Back again.
	await page.click('text=Keluar');
	await page.waitForURL('**/sign-in');
	await signIn(page, here.url, 'juri-2');
	await state(page, 'sent', '.own-sheets');
	assert.deepEqual((await service.sheet('juri-2', 'melati')).marks, { w1: 61.5 });
	await here.context.close();
	assert.deepEqual(readable(folder, SECRETS), [], 'nowhere in the profile');
	for (const store of ['IndexedDB', 'Service Worker', 'Cache'])
		assert.deepEqual(readable(join(folder, 'Default', store), ['Desa Melati', 'Melati (CONTOH)']), [], store);
	await service.stop();
});

test('… and a build that seals nothing is caught', async (t) => {
	const build = { 'keep.js': (text) => text.replace(/data: await crypto\.subtle\.encrypt\([^;]*?who\.seal, data\)/, 'data: data.buffer ?? data')
		.replace(/crypto\.subtle\.decrypt\([^;]*?who\.seal, data\)/, 'Promise.resolve(data)') };
	const { service, folder, here } = await shared(t, build);
	await here.context.close();
	assert.ok(readable(folder, SECRETS).includes(SECRETS[0]));
	await service.stop();
});

test('a window that outlived its session sends nothing in the name of the next person', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	await sheet(page, here.url, 'melati');
	const before = await stored('juri-3', 'melati');
	// The next one signs in without this window hearing of it.
	await here.context.clearCookies({ name: 'session' });
	await here.context.addCookies([{ name: 'session', value: s.token['juri-3'], url: here.url }]);
	await mark(page, 'w1', '12');
	await until('refused', async () => /Akun lain sedang masuk/.test(await page.textContent('form .keep-state')));
	assert.deepEqual(await stored('juri-3', 'melati'), before);
	const next = await here.page();
	await next.goto(`${here.url}${E}/sheets/kenanga`);
	await page.waitForURL('**/sign-in');
});

test('signing out without a network: nothing is left open here, and the service is told first of all', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	const [{ value }] = (await here.context.cookies()).filter(({ name }) => name === 'session');
	here.portal.mode = 'dead';
	await page.click('text=Keluar');
	await until('signed out', async () => /Tidak ada jaringan/.test(await page.textContent('h1')));
	here.portal.mode = 'pass';
	await page.goto(`${here.url}${E}/sheets`);
	assert.match(page.url(), /\/sign-in/);
	assert.equal((await s.api('GET', `${E}/nominees`, undefined, { token: value })).status, 401);
});

// ---- Private notes, documents ----

test('private notes stay on the device and are never on the wire', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	await sheet(page, here.url, 'melati');
	await page.fill('[data-private] textarea', 'Kesan pertama: ragu');
	await page.waitForSelector('[data-private][data-state=kept]');
	await mark(page, 'w1', '78');
	await state(page, 'sent');
	await page.reload();
	await page.waitForSelector('[data-private][data-state=kept]');
	assert.equal(await page.inputValue('[data-private] textarea'), 'Kesan pertama: ragu');
	assert.ok(here.portal.asked.some(({ body }) => body.includes('78')), 'the harness sees what is sent');
	assert.ok(!here.portal.asked.some(({ body, path }) => `${body}${decodeURIComponent(path)}`.includes('ragu')));
});

// ---- Where the browser keeps nothing ----

test('no room: it is said that nothing is kept, and what is typed goes out at once', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'juri-3');
	await sheet(page, here.url, 'cempaka');
	await page.evaluate(() => { // as a browser does it: the transaction ends, and why is known afterwards
		const put = IDBObjectStore.prototype.put;
		IDBObjectStore.prototype.put = function (...given) {
			const request = put.apply(this, given);
			Object.defineProperty(this.transaction, 'error', { value: new DOMException('full', 'QuotaExceededError') });
			this.transaction.abort();
			return request;
		};
	});
	here.portal.mode = ({ method }) => (method === 'PUT' ? 'dead' : 'pass');
	await page.fill('[name="feedback"]', 'x'.repeat(3000));
	assert.match(await (await state(page, 'unkept')).textContent(), /Tidak tersimpan di perangkat[^]*Jangan tutup/);
	let asked = 0;
	page.on('dialog', (dialog) => { asked++; dialog.dismiss(); });
	await page.evaluate(() => { location.href = '/'; });
	await until('leaving asks first', () => asked === 1);
	here.portal.mode = 'pass';
	await state(page, 'sent');
	assert.equal((await s.sheet('juri-3', 'cempaka')).feedback, 'x'.repeat(3000));
});

test('without HTTPS, and where storage is refused: said in words, and everything works online', async (t) => {
	const plain = await launch({ args: ['--host-resolver-rules=MAP contoh.test 127.0.0.1'] });
	t.after(() => plain.close());
	const page = await plain.newPage();
	const url = s.url.replace('127.0.0.1', 'contoh.test');
	const fill = async (text) => {
		await page.goto(`${url}${E}/sheets/cempaka`);
		assert.match(await page.textContent('.keep-state[data-state=unavailable]'), /Mode luring tidak tersedia/);
		assert.equal(await page.locator('[data-private]').count(), 0);
		await mark(page, 'w2', text);
		await page.click('button[value=save]');
		await page.waitForURL('**?saved=1');
		assert.equal((await s.sheet('juri-2', 'cempaka')).marks.w2, Number(text));
	};
	await page.goto(`${url}/sign-in`);
	await page.fill('input[name=username]', 'juri-2');
	await page.fill('input[name=password]', passwordOf('juri-2'));
	await page.click('main button');
	await page.waitForURL((to) => !to.pathname.startsWith('/sign-in'));
	await fill('5');
	const refused = await browser.newContext();
	t.after(() => refused.close());
	const other = await refused.newPage();
	await refused.addInitScript(() => { Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('refused', 'SecurityError'); } }); });
	await refused.addCookies([{ name: 'session', value: s.token['juri-2'], url: s.url }]);
	await other.goto(`${s.url}${E}/sheets/cempaka`);
	await other.waitForSelector('.keep-state[data-state=unavailable]');
	await other.fill('[name="mark.w2"]', '6');
	await other.click('button[value=save]');
	await other.waitForURL('**?saved=1');
	assert.equal((await s.sheet('juri-2', 'cempaka')).marks.w2, 6);
});

test('documents are kept by a button that says how large they are, and open without a network', async (t) => {
	const service = await scoring(), here = await device(t, { service });
	const desk = await here.page();
	await desk.goto(`${here.url}/sign-in`);
	const picture = await desk.screenshot({ clip: { x: 0, y: 0, width: 200, height: 100 } });
	await desk.fill('input[name=username]', 'sekretariat');
	await desk.fill('input[name=password]', passwordOf('sekretariat'));
	await desk.click('main button');
	await desk.goto(`${here.url}${E}/nominees/melati`);
	await desk.click('#documents summary');
	await desk.setInputFiles('#documents input[type=file]', { name: 'foto.png', mimeType: 'image/png', buffer: picture });
	await desk.fill('#documents input[name=title]', 'Foto kegiatan');
	await desk.click('#documents button[type=submit]');
	await desk.waitForURL(/attached=1/);
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	await sheet(page, here.url, 'melati');
	assert.match(await page.textContent('[data-documents]'), /Simpan 1 dokumen di perangkat ini \(\d+ KB\)/);
	await page.click('[data-documents]');
	await page.waitForSelector('[data-documents-said][data-state=kept]');
	here.portal.mode = 'dead';
	const link = await page.getAttribute('li[data-file] a', 'href');
	await page.goto(here.url + link);
	await page.waitForSelector('#kept:not([hidden])');
	assert.ok(await page.evaluate(async () => {
		const picture = document.querySelector('main img.img-fluid');
		await picture.decode();
		return picture.naturalWidth > 0;
	}));
	await service.stop();
});

// ---- What it looks like ----

/* Looks at the page as it stands, light and dark, narrow and wide. */
async function look(page, name) {
	for (const [width, scheme] of [[390, 'light'], [390, 'dark'], [1440, 'light'], [1440, 'dark']]) {
		await page.setViewportSize({ width, height: 844 });
		await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
		await page.screenshot({ path: join(out, `${name}-${width}-${scheme}.png`) });
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		assert.ok(wide <= 0, `${name} is wider than ${width} by ${wide} px`);
		if ((width === 390) === (scheme === 'dark'))
			continue; // each width and each scheme once
		await page.evaluate(axe);
		assert.deepEqual(await page.evaluate(async (size) => (await window.axe.run(document, {
			runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
			rules: { 'target-size': { enabled: size } },
		})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ; ')}`),
		name !== 'conflict'), [] /* what lies below a bar that stays in view scrolls */, `${name} ${width} ${scheme}`);
	}
	await page.setViewportSize({ width: 390, height: 844 });
}

test('every state can be read, by eye and by machine, and the questions work by keyboard alone', async (t) => {
	const service = await scoring(), here = await device(t, { service });
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	await sheet(page, here.url, 'melati');
	await mark(page, 'w1', '70');
	await state(page, 'sent');
	await look(page, 'sent');
	await mark(page, 'w2', '12');
	await state(page, 'incomplete');
	await look(page, 'incomplete');
	here.portal.mode = 'dead';
	await mark(page, 'w2', '7');
	await state(page, 'device');
	await look(page, 'device');
	await page.locator('button[value=review]').focus();
	await page.keyboard.press('Enter');
	await page.waitForSelector('dialog[open]');
	await look(page, 'review');
	await page.keyboard.press('Escape');
	await page.goto(`${here.url}${E}/sheets`);
	await state(page, 'device', '.own-sheets');
	await look(page, 'list');
	await page.getByRole('button', { name: 'Keluar' }).focus();
	await page.keyboard.press('Enter');
	await page.waitForSelector('dialog[open]');
	await look(page, 'sign-out');
	for (let i = 0; i < 3; i++)
		await page.keyboard.press('Tab');
	await page.keyboard.press('Escape');
	await until('closed', async () => await page.locator('dialog[open]').count() === 0);
	await page.goto(`${here.url}${E}/pleno`);
	await look(page, 'offline');
	await service.act('juri-2', 'melati', 'save', { marks: { w1: 60, w2: 6 }, notes: { w1: 'Dari laptop, dengan catatan yang cukup panjang untuk dua baris di telepon.' } });
	await sheet(page, here.url, 'melati');
	here.portal.mode = 'pass';
	await state(page, 'conflict');
	await page.locator('.keep-conflict').scrollIntoViewIfNeeded();
	await look(page, 'conflict');
	await page.locator('.keep-conflict input[value=mine]').first().focus();
	for (let i = 0; i < 3; i++) {
		await page.keyboard.press('Space');
		await page.keyboard.press('Tab');
	}
	await page.keyboard.press('Enter');
	await state(page, 'sent');
	assert.deepEqual((await service.sheet('juri-2', 'melati')).marks, { w1: 70, w2: 7 });
	here.portal.mode = 'dead';
	await mark(page, 'w1', '71');
	await state(page, 'device');
	await service.lock();
	here.portal.mode = 'pass';
	await state(page, 'held');
	await look(page, 'held');
	await page.goto(`${here.url}${E}/sheets`);
	await state(page, 'held', '.own-sheets');
	await look(page, 'list-held');
	await service.stop();
});
