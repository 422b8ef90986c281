// The pleno on a projector and on a phone: the winners come by keyboard, from the last to the first,
// the page follows what the pleno decides, and no page has complaints of axe. Pictures go to
// build/test/board.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { passwordOf, sample } from '../http/lib.js';
import { E, pleno, scored } from '../http/pleno.js';

const out = join(dirname(fileURLToPath(import.meta.url)), '../../build/test/board');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
let s, browser;

before(async () => {
	mkdirSync(out, { recursive: true });
	s = await pleno({ scheme: sample.scheme.replace('winners: 1', 'winners: 3') });
	await scored(s);
	await s.must('ketua', 'deliberation');
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu',
		'--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

async function open(options) {
	const page = await (await browser.newContext({ reducedMotion: 'reduce', ...options })).newPage();
	page.setDefaultTimeout(10000);
	await page.goto(`${s.url}/sign-in`);
	await page.fill('input[name=username]', 'ketua');
	await page.fill('input[name=password]', passwordOf('ketua'));
	await page.click('main button');
	return page;
}
async function look(page, name) {
	await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wide <= 0, `${name} is wider than the window by ${wide} px`);
	await page.evaluate(axe);
	const found = await page.evaluate(async () => (await window.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ; ')}`));
	assert.deepEqual(found, [], name);
}
const names = (page) => page.locator('.rank-name').allInnerTexts();
const step = async (page, key, url) => {
	await page.keyboard.press(key);
	await page.waitForURL(url);
};

for (const [where, viewport] of [['hall', { width: 1280, height: 720 }], ['phone', { width: 390, height: 844 }]])
	test(`winners come by keyboard, from the third to the first (${where})`, async () => {
		const page = await open({ viewport });
		await page.goto(`${s.url}${E}/board/desa/hall`);
		await look(page, `${where}-0`);
		assert.deepEqual(await names(page), []);
		await step(page, 'ArrowRight', /step=1$/);
		assert.equal((await names(page)).length, 1);
		assert.match((await names(page))[0], /Desa Cempaka/);
		await step(page, 'PageDown', /step=2$/);
		await step(page, ' ', /step=3$/);
		await look(page, `${where}-3`);
		assert.match((await names(page))[0], /Desa Kenanga/);
		await step(page, 'ArrowLeft', /step=2$/);
		assert.equal((await names(page)).length, 2);
		await step(page, 'Enter', /step=3$/);
		await step(page, 'ArrowRight', /step=4$/);
		await step(page, 'ArrowRight', /board\/usaha\/hall\?step=0$/);
		await page.context().close();
	});

test('without script the same steps are links', async () => {
	const page = await open({ viewport: { width: 1280, height: 720 }, javaScriptEnabled: false });
	await page.goto(`${s.url}${E}/board/desa/hall`);
	await page.click('a[rel=next]');
	assert.match(page.url(), /step=1$/);
	assert.equal((await names(page)).length, 1);
	await page.context().close();
});

test('the board reads on a projector and on a phone, and loads anew when the pleno decides', async () => {
	for (const [where, viewport] of [['wide', { width: 1280, height: 720 }], ['narrow', { width: 390, height: 844 }]])
		for (const colorScheme of ['light', 'dark']) {
			const page = await open({ viewport, colorScheme });
			for (const path of ['/board', '/board/desa', '/own']) {
				await page.goto(s.url + E + path);
				await look(page, `board-${where}-${colorScheme}-${path.split('/').at(-1)}`);
			}
			await page.context().close();
		}
	const page = await open({ viewport: { width: 1280, height: 720 } });
	const told = page.waitForResponse(/board\/events/);
	await page.goto(`${s.url}${E}/board/desa`);
	await told;
	await page.evaluate(() => { window.before = true; });
	await s.as.ketua('POST', '/proposals', { kind: 'reopen_sheet', about: { nominee: 'melati', juror: 'j2' }, reason: 'salah ketik' });
	await page.waitForFunction(() => !window.before);
	await page.context().close();
});
