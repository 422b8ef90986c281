// The schedule in a real browser: a juror in a corridor sees now and next at a glance on a phone; sound HTML, no complaint
// of axe, nothing wider than the window; the secretariat's day by hand, without script; the running order on paper.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { passwordOf } from '../http/lib.js';
import { S, clock, scheduled } from '../http/scheduled.js';

const out = join(dirname(fileURLToPath(import.meta.url)), '../../build/test/schedule');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const late = /T(22|23|00)/.test(clock(0)) && 'too near to midnight';
let s, browser;

const open = async (who, width, options = {}) => {
	const context = await browser.newContext({ viewport: { width, height: 844 }, locale: 'id', ...options });
	const page = await context.newPage();
	await page.goto(`${s.url}/sign-in?lang=id`);
	await page.fill('input[name=username]', who);
	await page.fill('input[name=password]', passwordOf(who));
	await page.click('form[action="/sign-in"] button');
	return { page, close: () => context.close() };
};

before(async () => {
	mkdirSync(out, { recursive: true });
	s = await scheduled();
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
		'--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

test('by hand and without script: a session, its order, a delay and its undoing', async () => {
	const { page, close } = await open('sekretariat', 390, { javaScriptEnabled: false });
	const press = (words) => Promise.all([page.waitForNavigation(), page.click(`button:text("${words}")`, { force: true })]);
	await page.goto(s.url + S);
	await page.fill('input[name=day]', '4 Maret 2031');
	await page.fill('input[name=room]', 'Ruang Contoh');
	await press('Tambah sesi');
	assert.match(page.url(), /sessions\/1/);
	await page.selectOption('select[name=category]', 'desa');
	await press('Isi sesi');
	assert.match(await page.textContent('main'), /3 nominee dijadwalkan/);
	await page.selectOption('select[name=from]', 'kenanga');
	await page.fill('input[name=by]', '15');
	await press('Lihat waktu yang baru');
	assert.match(await page.textContent('main'), /08\.25–08\.45\s*08\.40–09\.00/);
	await press('Geser sekarang');
	assert.match(await page.textContent('main'), /Tersimpan\.[^]*08\.40–09\.00/);
	await press('Batalkan');
	assert.match(await page.textContent('main'), /08\.25–08\.45/);
	assert.doesNotMatch(await page.textContent('main'), /Ditunda 15 menit/);
	await close();
});

test('every page holds at both widths', async () => {
	const pages = { order: S, session: `${S}/sessions/1`, interview: `${S}/interviews/melati`, delay: `${S}/delay?from=melati&by=15` };
	for (const [who, names] of [['sekretariat', Object.keys(pages)], ['ketua', ['order', 'session']], ['juri-2', ['order']], ['pengawas', ['order', 'session']]])
		for (const width of [390, 1440]) {
			const { page, close } = await open(who, width);
			for (const name of names) {
				await page.goto(s.url + pages[name]);
				await page.screenshot({ path: join(out, `${name}-${who}-${width}.png`), fullPage: true });
				assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} ${who} ${width}`);
				await page.evaluate(axe);
				const found = await page.evaluate(async () => (await window.axe.run(document, {
					runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
				})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ; ')}`));
				assert.deepEqual(found, [], `${name} ${who} ${width}`);
			}
			await close();
		}
});

test('on paper the running order has its times and names and nothing to press', async () => {
	const { page, close } = await open('sekretariat', 1440);
	await page.goto(s.url + S);
	await page.emulateMedia({ media: 'print' });
	assert.ok(await page.isVisible('text=Desa Kenanga'));
	for (const gone of ['.site-nav', '.btn', '.now-next'])
		for (const element of await page.$$(gone))
			assert.ok(!await element.isVisible(), gone);
	await page.screenshot({ path: join(out, 'print.png'), fullPage: true });
	await close();
});

test('a juror in a corridor sees now and next without scrolling', { skip: late }, async () => {
	const [day] = clock(0).split('T');
	const session = await s.session('Ruang Daring', day);
	await s.fill(session, 'usaha', { first: clock(-5).slice(11, 16), minutes: '30', pause: '5', until: '24.00', order: 'import', link: 'https://rapat.example/ruang' });
	assert.equal(s.page.sekretariat.status, 303, s.page.sekretariat.text);
	const { page, close } = await open('juri-2', 390);
	assert.match(page.url(), /sheets$/);
	await page.screenshot({ path: join(out, 'corridor.png') });
	for (const words of ['CV Tani Makmur', 'PT Laut Biru']) {
		const box = await page.locator('.now-next', { hasText: words }).getByText(words, { exact: false }).first().boundingBox();
		assert.ok(box.y > 0 && box.y + box.height < 844, `${words} at ${box.y}`);
	}
	assert.equal(await page.getAttribute('.now-next .is-now a[href^="https"]', 'href'), 'https://rapat.example/ruang');
	await page.screenshot({ path: join(out, 'corridor.png') });
	await close();
});
