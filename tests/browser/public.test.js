// The public's way: from the front page to a score and a certificate, on a telephone and on a wide
// screen, in a real browser: no policy violation, no page wider than its window, no complaint of axe,
// sound HTML. Pictures go to build/test/look.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { HtmlValidate } from 'html-validate';
import { pleno, scored, published } from '../http/pleno.js';

const out = join(dirname(fileURLToPath(import.meta.url)), '../../build/test/look');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const validator = new HtmlValidate({ extends: ['html-validate:recommended'], rules: {
	'no-trailing-whitespace': 'off', 'void-style': 'off', 'doctype-style': 'off', 'long-title': 'off',
} });
let s, browser;

before(async () => {
	mkdirSync(out, { recursive: true });
	s = await pleno();
	await scored(s);
	await s.must('ketua', 'deliberation');
	await published(s);
	browser = await chromium.launch({
		executablePath: '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
			'--disable-component-update', '--disable-sync'],
	});
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

async function inOrder(page, name) {
	await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wide <= 0, `${name}: wider than the window by ${wide} px`);
	await page.evaluate(axe); // through the debugger: the policy stays on
	const found = await page.evaluate(async () => (await window.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ; ')}`));
	assert.deepEqual(found, [], name);
	const source = await (await fetch(page.url())).text();
	const report = await validator.validateString(source);
	assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => `${name}:${m.line}: ${m.ruleId}: ${m.message}`)), []);
}

for (const width of [390, 1440])
	test(`from the front page to a certificate at ${width} px`, async () => {
		const context = await browser.newContext({ viewport: { width, height: 900 } });
		const page = await context.newPage();
		page.setDefaultTimeout(10000);
		const said = [];
		page.on('console', (message) => message.text().startsWith('[DOM]') || said.push(message.text()));
		page.on('pageerror', (error) => said.push(String(error)));
		const look = (name) => inOrder(page, `public-${name}-${width}`);

		await page.goto(s.url);
		await look('front');
		await page.getByRole('link', { name: 'Penghargaan Contoh', exact: true }).click();
		await look('edition');
		await page.getByRole('link', { name: /Lihat hasil/ }).click();
		await look('results');
		await page.getByRole('navigation', { name: 'Daftar' }).getByRole('link', { name: 'Badan usaha' }).click();
		assert.match(page.url(), /#usaha$/);
		await page.getByRole('link', { name: 'Desa Kenanga (CONTOH)' }).first().click();
		await page.getByText('Lihat pecahan tepat').click();
		assert.ok(await page.getByText('Pembulatan setengah ke atas').isVisible());
		await look('score');
		await page.getByRole('link', { name: 'Bagaimana nilai disusun' }).click();
		await look('how');
		await page.getByRole('link', { name: 'Periksa piagam' }).click();
		await look('certificate-ask');
		await page.getByLabel(/^Nomor piagam/).fill('0000-0000-0000-0000-0000-0000-0000');
		await page.getByRole('button', { name: 'Periksa' }).click();
		assert.ok(await page.getByText('Tidak dikenal', { exact: true }).isVisible());
		const clerk = s.browser();
		await clerk.signIn('sekretariat');
		await clerk.get('/editions/contoh/certificates');
		await page.getByLabel(/^Nomor piagam/).fill(/certificates\/([0-9a-z-]+)"/.exec(clerk.text)[1].toUpperCase());
		await page.getByRole('button', { name: 'Periksa' }).click();
		assert.ok(await page.getByText('Berlaku', { exact: true }).isVisible());
		await look('certificate');
		await page.getByRole('link', { name: 'Periksa tanda terima' }).click();
		await look('receipt');
		await page.getByRole('link', { name: 'English' }).click();
		assert.equal(await page.locator('html').getAttribute('lang'), 'en');
		assert.deepEqual(said.filter((text) => !text.includes('404')), []);
		await context.close();
	});

test('results that are printed while they are being corrected say so on paper', async () => {
	await s.must('ketua', 'deliberation', { reason: 'Satu angka keliru dibaca.' });
	const page = await browser.newPage();
	await page.goto(`${s.url}/editions/contoh/results`);
	await page.emulateMedia({ media: 'print' });
	assert.ok(await page.getByText('Hasil ini sedang diralat').isVisible());
	await page.close();
});
