// The secretariat's rooms in a real browser: sound HTML, no complaint of axe, nothing wider than the
// window; and a short journey by hand. Pictures go to build/test/secretariat.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { HtmlValidate } from 'html-validate';
import { passwordOf, sample, server } from '../http/lib.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const out = join(root, 'build/test/secretariat');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const PAGES = {
	desk: 'desk', nominees: 'nominees', dossier: 'nominees/melati', evidence: 'nominees/melati/evidence/pekerja',
	level: 'nominees/laut-biru/evidence/k1', queue: 'evidence', import: 'import', panel: 'panel', juror: 'panel/j3',
	accounts: 'accounts', settings: 'settings', scheme: 'scheme', progress: 'progress', cards: 'cards', reminders: 'reminders', letters: 'letters', objections: 'objections',
};
const validator = new HtmlValidate({ extends: ['html-validate:recommended'], rules: {
	'no-trailing-whitespace': 'off', 'void-style': 'off', 'doctype-style': 'off', 'long-title': 'off',
} });
let s, browser;

const inOrder = async (page, name) => {
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wide <= 0, `${name} is wider than the window by ${wide} px`);
	await page.evaluate(axe);
	const found = await page.evaluate(async () => (await window.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ; ')}`));
	assert.deepEqual(found, [], name);
};
const open = async (width, lang) => {
	const context = await browser.newContext({ viewport: { width, height: 900 }, locale: lang });
	const page = await context.newPage();
	await page.goto(`${s.url}/sign-in?lang=${lang}`);
	await page.fill('input[name=username]', 'sekretariat');
	await page.fill('input[name=password]', passwordOf('sekretariat'));
	await page.click('form[action="/sign-in"] button');
	return { page, context };
};
const phase = async (username, to) => {
	const { token } = await s.login(username);
	const { status, text } = await s.api('POST', '/editions/contoh/phase', { to }, { token });
	assert.equal(status, 200, text);
};

before(async () => {
	mkdirSync(out, { recursive: true });
	s = await server({ evidence: sample.evidence.replaceAll(/^(melati|laut-biru)(.*),verified,/gm, '$1$2,,') });
	await phase('sekretariat', 'verification');
	await phase('sekretariat', 'scoring');
	const { token } = await s.login('juri-3');
	const put = async (nominee, body) => assert.equal((await s.api('PUT', `/editions/contoh/nominees/${nominee}/sheet`,
		{ version: 0, ...body }, { token, key: nominee })).status, 200);
	await put('melati', { action: 'submit', marks: { w1: 61.5, w2: 3 } });
	await put('kenanga', { action: 'save', marks: { w1: 62.5 } });
	await put('cempaka', { action: 'recuse', marks: {}, reason: 'keluarga' });
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

for (const [width, lang] of [[390, 'id'], [1440, 'en']])
	test(`every page is in order at ${width} px, ${lang}`, async () => {
		const { page, context } = await open(width, lang);
		for (const [name, path] of Object.entries(PAGES)) {
			const answer = await page.goto(`${s.url}/editions/contoh/${path}`);
			assert.equal(answer.status(), 200, name);
			await page.screenshot({ path: join(out, `${name}-${width}-${lang}.png`), fullPage: true });
			const report = await validator.validateString(await answer.text());
			assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => `${name}:${m.line}: ${m.ruleId}: ${m.message}`)), []);
			await inOrder(page, name);
		}
		await context.close();
	});

test('evidence is rejected and entered anew, on a phone', async () => {
	const { page, context } = await open(390, 'id');
	await page.goto(`${s.url}/editions/contoh/evidence`);
	const first = page.locator('section.sheet', { hasText: 'pekerja' }).first();
	await first.locator('summary').click();
	await first.locator('textarea').fill('Tanpa tanda tangan');
	await first.locator('button.btn-danger').click();
	await page.waitForURL(/done=1/);
	await page.goto(`${s.url}/editions/contoh/nominees/melati`);
	await assert.doesNotReject(page.getByText('Tanpa tanda tangan').waitFor());
	await page.click('a[href$="/evidence/pekerja"]');
	await page.fill('input[name=value]', '1.030');
	await page.click('form[action$="/evidence/pekerja"] button');
	await page.getByText('dua angka').first().waitFor();
	assert.equal(await page.inputValue('input[name=value]'), '1.030');
	await page.screenshot({ path: join(out, 'refused-390.png'), fullPage: true });
	await page.fill('input[name=value]', '1030,5');
	await page.click('form[action$="/evidence/pekerja"] button');
	await page.waitForURL(/done=1/);
	await page.click('form[action$="/verify"] button');
	await page.waitForURL(/done=1/);
	await page.getByText('Terverifikasi').first().waitFor();
	await context.close();
});

test('the menu on a phone leads to every page of the role, without script', async () => {
	const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'id', javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(`${s.url}/sign-in?lang=id`);
	await page.fill('input[name=username]', 'sekretariat');
	await page.fill('input[name=password]', passwordOf('sekretariat'));
	await page.locator('form[action="/sign-in"] button').press('Enter');
	await page.locator('.nav-menu > summary').waitFor();
	assert.equal(await page.locator('.nav-groups').isVisible(), false);
	const links = await page.locator('.nav-all a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
	assert.ok(links.length >= 12 && links.includes('/editions/contoh/accounts'), links.join());
	for (const href of links) {
		const answer = await page.goto(s.url + href);
		assert.equal(answer.status(), 200, href);
	}
	await page.locator('.nav-menu > summary').press('Enter');
	await page.locator('.nav-all a', { hasText: 'Akun' }).press('Enter');
	await page.getByRole('heading', { name: 'Akun' }).first().waitFor();
	assert.equal(await page.locator('.nav-here').textContent(), 'Akun');
	await context.close();
});
