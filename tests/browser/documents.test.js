// Documents in a real browser: attached by hand, looked at, downloaded, withdrawn; and what a juror has
// typed stays while he reads. Pictures go to build/test/documents.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { passwordOf, server } from '../http/lib.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const out = join(root, 'build/test/documents');
const corpus = join(root, 'tests/fuzz/corpus/sent');
const pdf = readFileSync(join(root, 'criteria/ntt-2024/documents/perbup-contoh.pdf'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
let s, browser;

const open = async (username, width, lang = 'id') => {
	const context = await browser.newContext({ viewport: { width, height: 900 }, acceptDownloads: true });
	const page = await context.newPage();
	await page.goto(`${s.url}/sign-in?lang=${lang}`);
	await page.fill('input[name=username]', username);
	await page.fill('input[name=password]', passwordOf(username));
	await page.click('form[action="/sign-in"] button');
	return page;
};
const inOrder = async (page, name) => {
	await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
	assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is too wide`);
	await page.evaluate(axe);
	assert.deepEqual(await page.evaluate(async () => (await window.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ; ')}`)), [], name);
};
const at = (path) => `${s.url}/editions/contoh/${path}`;

before(async () => {
	mkdirSync(out, { recursive: true });
	s = await server();
	const { token } = await s.login('sekretariat');
	for (const to of ['verification', 'scoring'])
		await s.api('POST', '/editions/contoh/phase', { to }, { token });
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
		'--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

test('the secretariat attaches a document on a phone, and is told what was wrong with another', async () => {
	const page = await open('sekretariat', 390);
	await page.goto(at('nominees/melati'));
	await page.click('#documents summary');
	await inOrder(page, 'form');
	await page.setInputFiles('#documents input[type=file]', { name: 'surat.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>bukan</html>') });
	await page.fill('#documents input[name=title]', 'Peraturan bupati');
	await page.click('#documents button[type=submit]');
	await page.waitForSelector('.has-error');
	assert.equal(await page.inputValue('#documents input[name=title]'), 'Peraturan bupati');
	await inOrder(page, 'refused');
	await page.setInputFiles('#documents input[type=file]', { name: 'surat.pdf', mimeType: 'application/pdf', buffer: pdf });
	await page.selectOption('#documents select', 'terlindungi');
	await page.click('#documents button[type=submit]');
	await page.waitForURL(/attached=1/);
	await page.click('#documents summary');
	await page.setInputFiles('#documents input[type=file]', join(corpus, 'exif.jpg'));
	await page.click('#documents button[type=submit]');
	await page.waitForURL(/attached=1/);
	await page.click('text=exif');
	assert.deepEqual(await page.$eval('main img.img-fluid', (img) => [img.complete && img.naturalWidth, img.naturalHeight]), [8, 16]);
	await inOrder(page, 'picture');
	await page.context().close();
});

test('a PDF is downloaded under its title, and a document withdrawn', async () => {
	const page = await open('sekretariat', 1440, 'en');
	await page.goto(at('nominees/melati'));
	await page.click('#documents a:has-text("Peraturan bupati")');
	await inOrder(page, 'pdf');
	const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[href$=".pdf"]')]);
	assert.equal(download.suggestedFilename(), 'Peraturan_bupati.pdf');
	assert.deepEqual(readFileSync(await download.path()), pdf);
	await page.goto(at('nominees/melati'));
	await page.click('#documents a:has-text("exif")');
	await page.click('summary:has-text("Withdraw")');
	await inOrder(page, 'withdraw');
	await page.fill('textarea[name=reason]', 'wrong nominee');
	await page.click('button:has-text("Withdraw")');
	await page.waitForURL(/withdrawn=1/);
	await inOrder(page, 'withdrawn');
	await page.context().close();
});

test('a juror reads a document and keeps what he has typed', async () => {
	const page = await open('juri-2', 1440);
	await page.goto(at('sheets/melati'));
	await page.fill('input[name="mark.w1"]', '81,5');
	const link = page.locator('a:has-text("Peraturan bupati")').first();
	await page.locator('details', { has: link }).first().locator('summary').click(); // what is verified is folded
	const [tab] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
	await tab.waitForLoadState();
	assert.match(await tab.textContent('h1'), /Peraturan bupati/);
	await inOrder(tab, 'tab');
	assert.equal(await page.inputValue('input[name="mark.w1"]'), '81,5');
	await inOrder(page, 'sheet');
	await page.context().close();
});

test('chair and keeper read the dossiers, at any width', async () => {
	for (const [who, width, lang] of [['ketua', 390, 'id'], ['pengawas', 1440, 'en']]) {
		const page = await open(who, width, lang);
		await page.goto(at('dossiers'));
		await inOrder(page, `dossiers-${who}`);
		await page.click('main table a >> nth=0');
		await page.waitForURL(/dossiers\/[a-z]/);
		await inOrder(page, `dossier-${who}`);
		await page.context().close();
	}
});
