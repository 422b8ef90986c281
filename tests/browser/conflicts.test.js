// A juror declares his conflicts on a phone, without script and by keyboard; chair and keeper read the matrix, on paper
// too. No page has complaints of axe or is wider than the window; pictures go to build/test/conflicts.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { passwordOf } from '../http/lib.js';
import { scoring } from '../http/scoring.js';

const out = join(dirname(fileURLToPath(import.meta.url)), '../../build/test/conflicts');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
let s, browser;

before(async () => {
	mkdirSync(out, { recursive: true });
	s = await scoring();
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu',
		'--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

async function person(who, options = {}) {
	const context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce', ...options });
	const page = await context.newPage();
	page.setDefaultTimeout(10000);
	await page.goto(`${s.url}/sign-in`);
	await page.fill('input[name=username]', who);
	await page.fill('input[name=password]', passwordOf(who));
	await page.click('main button');
	return page;
}

async function look(page, name) {
	await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wide <= 0, `${name} is wider than the window by ${wide} px`);
	await page.evaluate(axe); // through the debugger: the policy stays on
	const found = await page.evaluate(async () => (await window.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ; ')}`));
	assert.deepEqual(found, [], name);
}

test('a juror follows the reminder, declares one conflict by keyboard, and no other', async () => {
	const page = await person('juri-2');
	await page.getByRole('link', { name: 'Nyatakan sekarang' }).click();
	await look(page, 'own');
	await page.locator('summary', { hasText: 'Nyatakan konflik dengan seorang nominee' }).focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await page.keyboard.type('Desa Melati');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Space'); // the first kind: family
	await page.keyboard.press('Tab');
	await page.keyboard.type('Ipar kepala desa');
	await look(page, 'typed');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.getByText('Anda langsung tercatat berhalangan').waitFor();
	await look(page, 'sure');
	await page.getByRole('button', { name: 'Ya, nyatakan' }).click();
	await page.getByText('Nominee itu sekarang tertutup bagi Anda').waitFor();
	await look(page, 'done');
	await page.getByRole('link', { name: 'Nominee saya' }).first().click();
	assert.equal(await page.getByText('Anda belum menyatakan').count(), 0);
	assert.equal(await page.getByRole('link', { name: /Desa Melati/ }).count(), 0);
	await page.context().close();
});

test('without script "no conflict" is one tap', async () => {
	const page = await person('juri-3', { javaScriptEnabled: false });
	await page.goto(`${s.url}/editions/contoh/conflicts`);
	await page.getByRole('button', { name: /^Tidak ada konflik di kategori ini/ }).click();
	await page.getByText('Anda menyatakan tidak ada konflik lain').waitFor();
	await page.context().close();
});

test('chair and keeper read who declared what, on a phone, on a desk and on paper', async () => {
	for (const [who, width] of [['pengawas', 390], ['ketua', 1440], ['sekretariat', 390]]) {
		const page = await person(who, { viewport: { width, height: 900 } });
		await page.goto(`${s.url}/editions/contoh/declarations`);
		await look(page, `matrix-${who}`);
		assert.equal(await page.getByText('Ipar kepala desa').count(), who === 'sekretariat' ? 0 : 1);
		await page.emulateMedia({ media: 'print' });
		assert.equal(await page.locator('.site-nav').first().isVisible(), false);
		assert.equal(await page.locator('.btn:visible').count(), 0);
		await page.context().close();
	}
});
