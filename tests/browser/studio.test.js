// The paper beside the layout, live, by its button, and without script; a long batch that is waited for.
// Pictures go to build/test/studio.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { passwordOf, server } from '../http/lib.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const out = join(root, 'build/test/studio');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const ONE = '/editions/contoh/layouts/certificate-formal';
let s, browser;

const open = async (width, options = {}) => {
	const context = await browser.newContext({ viewport: { width, height: 900 }, acceptDownloads: true, ...options });
	const page = await context.newPage();
	page.failed = [];
	page.on('pageerror', (error) => page.failed.push(error.message));
	page.on('console', (said) => said.type() === 'error' && page.failed.push(said.text()));
	await page.goto(`${s.url}/sign-in`);
	await page.fill('input[name=username]', 'sekretariat');
	await page.fill('input[name=password]', passwordOf('sekretariat'));
	await page.click('form[action="/sign-in"] button');
	return page;
};
const inOrder = async (page, name) => {
	await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
	assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is too wide`);
	await page.evaluate(axe);
	assert.deepEqual(await page.evaluate(async () => (await window.axe.run({ exclude: ['object'] }, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ; ')}`)), [], name);
};

before(async () => {
	mkdirSync(out, { recursive: true });
	s = await server();
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
		'--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

test('typing changes the paper when it stops, a mistake says its line, and nothing is kept', async () => {
	const page = await open(1440);
	await page.goto(s.url + ONE);
	const text = page.locator('textarea[name=text]'), shipped = await text.inputValue();
	const data = () => page.getAttribute('object.studio-view', 'data');
	const first = await data();
	await text.fill(shipped.replace('diberikan kepada', 'dianugerahkan kepada'));
	await page.waitForFunction((was) => document.querySelector('object.studio-view').getAttribute('data') !== was, first);
	const second = await data();
	const paper = await page.request.get(new URL(second, s.url).href);
	assert.equal(paper.headers()['content-type'], 'application/pdf');
	await text.fill(shipped.replace('font: sans', 'font: sens'));
	await page.waitForSelector('.studio-mistakes:not([hidden]) li button');
	assert.match(await page.textContent('.studio-mistakes'), /Baris \d+, kolom \d+:.*sens/s);
	assert.equal(await data(), second, 'the last paper that could be printed stays');
	await page.click('.studio-mistakes button');
	assert.match(await text.evaluate((box) => box.value.slice(box.selectionStart, box.selectionEnd)), /font: sens/);
	await inOrder(page, 'mistake-1440');
	await text.fill(shipped);
	await page.waitForSelector('.studio-mistakes[hidden]', { state: 'attached' });
	await page.reload();
	assert.equal(await text.inputValue(), shipped);
	assert.deepEqual(page.failed, []);
	await page.context().close();
});

test('in order at both widths and in both languages; saved by hand, taken back by hand', async () => {
	for (const width of [1440, 390])
		for (const lang of ['id', 'en']) {
			const page = await open(width);
			await page.goto(`${s.url}/editions/contoh/layouts?lang=${lang}`);
			await inOrder(page, `layouts-${width}-${lang}`);
			await page.goto(`${s.url}${ONE}?lang=${lang}`);
			await inOrder(page, `one-${width}-${lang}`);
			await page.context().close();
		}
	const page = await open(390);
	await page.goto(s.url + ONE);
	const text = page.locator('textarea[name=text]'), shipped = await text.inputValue();
	await text.fill(shipped.replace('diberikan kepada', 'dianugerahkan kepada'));
	await page.click('form.studio-text .btn-primary');
	await page.waitForURL(/done=saved/);
	assert.match(await page.textContent('main'), /Riwayat/);
	await inOrder(page, 'history-390');
	await page.click('button[name=version][value="0"]');
	await page.waitForURL(/done=saved/);
	assert.equal(await text.inputValue(), shipped);
	await page.context().close();
});

test('without script the button shows the draft, and what was typed stays', async () => {
	const page = await open(1440, { javaScriptEnabled: false });
	await page.goto(s.url + ONE);
	const text = page.locator('textarea[name=text]');
	const mine = (await text.inputValue()).replace('diberikan kepada', 'dianugerahkan kepada');
	await text.fill(mine);
	await page.fill('input[name=name]', 'Penerima dari Tanpa Skrip');
	await page.focus('button[formaction$="/preview"]');
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/preview$/);
	assert.match(await page.getAttribute('object.studio-view', 'data'), /draft=/);
	assert.equal((await text.inputValue()).trimEnd(), mine.trimEnd());
	assert.equal(await page.inputValue('input[name=name]'), 'Penerima dari Tanpa Skrip');
	await page.context().close();
});

test('a long batch is waited for, with and without script', async () => {
	for (const javaScriptEnabled of [true, false]) {
		const page = await open(390, { javaScriptEnabled });
		await page.goto(`${s.url}/editions/contoh/documents`);
		await page.click('form[action$="/jobs"] button[value=zip]');
		await page.waitForURL(/\/jobs\//);
		for (let i = 0; i < 100 && !await page.locator('a[href$=".zip"]').count(); i++)
			if (javaScriptEnabled)
				await page.waitForTimeout(100);
			else
				await page.reload();
		const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[href$=".zip"]')]);
		assert.ok(statSync(await download.path()).size > 1000);
		if (javaScriptEnabled)
			await inOrder(page, 'job-390');
		assert.deepEqual(page.failed, []);
		await page.context().close();
	}
});
