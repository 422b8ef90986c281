// What paper carries to people, in a real browser: a card to a juror's phone, a letter to a nominee's,
// without script; and how both are printed. Pictures go to build/test/paper.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { passwordOf, sample } from '../http/lib.js';
import { E, JURORS, pleno, published } from '../http/pleno.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const out = join(root, 'build/test/paper');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const PHONE = { viewport: { width: 390, height: 844 } };
let s, browser, desk;

const inOrder = async (page, name) => {
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wide <= 0, `${name} is wider than the window by ${wide} px`);
	await page.evaluate(axe);
	const found = await page.evaluate(async () => (await window.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ; ')}`));
	assert.deepEqual(found, [], name);
	await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
};
const signIn = async (page, username) => {
	await page.goto(`${s.url}/sign-in`);
	await page.fill('input[name=username]', username);
	await page.fill('input[name=password]', passwordOf(username));
	await page.click('form[action="/sign-in"] button');
};
/* Prints the page and answers the text of each sheet of paper. */
const print = async (page, name) => {
	const file = join(out, `${name}.pdf`);
	await page.pdf({ path: file, preferCSSPageSize: true });
	const done = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
	assert.equal(done.status, 0, done.stderr);
	return done.stdout.split('\f').filter((text) => text.trim());
};

/* What a telephone reads from the paper. */
const scan = (name) => {
	const pages = join(out, name);
	assert.equal(spawnSync('pdftoppm', ['-r', '200', '-png', `${pages}.pdf`, pages]).status, 0);
	const files = readdirSync(out).filter((file) => file.startsWith(`${name}-`) && /-\d+\.png$/.test(file)).map((file) => join(out, file));
	const done = spawnSync('zbarimg', ['-q', '--raw', ...files], { encoding: 'utf8' });
	files.forEach((file) => rmSync(file));
	return done.stdout.split('\n').filter(Boolean).sort();
};

before(async () => {
	mkdirSync(out, { recursive: true });
	const more = [1, 2, 3, 4, 5].map((n) => ({ username: `sekretariat-${n}`, role: 'secretariat' }));
	s = await pleno({
		settings: `${sample.settings}objection_deadline: 2999-12-31\n`, users: [...sample.users, ...more],
		evidence: sample.evidence.replace('laut-biru,menunggak,tidak', 'laut-biru,menunggak,ya'),
	});
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
	desk = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
	await signIn(desk, 'sekretariat');
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

test('nine cards are printed on two sheets of A4, and nothing else is', async () => {
	await desk.goto(`${s.url}${E}/cards`);
	await desk.click('main form button[type=submit]');
	await inOrder(desk, 'cards');
	const sheets = await print(desk, 'cards');
	assert.equal(sheets.length, 2);
	for (const sheet of sheets)
		assert.doesNotMatch(sheet, /Meja sekretariat|Keluar|ditampilkan sekali|Periksa piagam/);
	assert.equal(sheets.join('').match(/CONTOH(?!\))/g).length, 9, 'each says CONTOH when it is cut off');
	const codes = await desk.locator('.print-cards .code').allInnerTexts();
	assert.deepEqual(scan('cards'), codes.map((code) => `http://localhost:8080/card?c=${code.toLowerCase()}`).sort());
});

test('a juror opens a card on a phone without script, chooses a password and is at work', async () => {
	await desk.goto(`${s.url}${E}/cards`);
	for (const box of await desk.locator('main input[type=checkbox]').all())
		await box.setChecked(false);
	await desk.getByLabel('Juri Dua').check();
	await desk.click('main form button[type=submit]');
	const code = await desk.locator('.print-cards .code').innerText();
	const context = await browser.newContext({ ...PHONE, javaScriptEnabled: false });
	const phone = await context.newPage();
	await phone.goto(`${s.url}/card?c=${code}`);
	assert.equal(phone.url(), `${s.url}/card`, 'the address holds no code');
	await phone.click('main button');
	assert.match(await phone.innerText('main'), /Juri Dua \(CONTOH\)/);
	await phone.fill('input[name=new]', 'sandi pilihan sendiri');
	await phone.fill('input[name=again]', 'sandi pilihan sendiri');
	await phone.click('main button');
	assert.equal(phone.url(), `${s.url}${E}/sheets`);
	await context.close();
});

test('the pages of a card are in order on a phone', async () => {
	await desk.goto(`${s.url}${E}/cards`);
	await desk.getByLabel('Juri Tiga').check();
	await desk.click('main form button[type=submit]');
	const code = await desk.locator('.print-cards li', { hasText: 'Juri Tiga' }).locator('.code').innerText();
	const phone = await (await browser.newContext(PHONE)).newPage();
	await phone.goto(`${s.url}/card?c=${code}`);
	await inOrder(phone, 'card-ask');
	await phone.click('main button');
	await inOrder(phone, 'card');
	await phone.click('main button');
	await inOrder(phone, 'card-wrong');
});

test('a nominee reads its letter, its page, objects, and reads the answer', async () => {
	await s.must('sekretariat', 'verification');
	await s.must('sekretariat', 'scoring');
	await desk.goto(`${s.url}${E}/reminders`);
	await inOrder(desk, 'reminders');
	// juri-2 chose another password, which ended the session of before.
	const { token } = await s.login('juri-2', 'sandi pilihan sendiri');
	s.as['juri-2'] = (method, path, body, more = {}) => s.api(method, E + path, body, { token, ...more });
	for (const who of JURORS)
		for (const nominee of ['melati', 'kenanga', 'cempaka'])
			await s.put(who, nominee, 'submit', { w1: nominee === 'kenanga' ? 90 : 80, w2: 8 }, { feedback: `Teruskan (${nominee}).` });
	await s.must('ketua', 'deliberation');
	await published(s);
	await desk.goto(`${s.url}${E}/letters`);
	await inOrder(desk, 'letters');
	await desk.click('main form button[type=submit]');
	await inOrder(desk, 'letters-print');
	assert.equal((await print(desk, 'letters')).length, 5, 'a letter on each sheet');
	const all = await desk.locator('.letter-code strong').allInnerTexts();
	assert.deepEqual(scan('letters'), all.map((code) => `http://localhost:8080/nominee?c=${code.toLowerCase()}`).sort());
	const of = async (name) => desk.locator('.letter', { hasText: name }).locator('.letter-code strong').innerText();
	const codes = { melati: await of('Desa Melati'), laut: await of('PT Laut Biru') };
	const context = await browser.newContext({ ...PHONE, javaScriptEnabled: false });
	const phone = await context.newPage();
	await phone.goto(`${s.url}/nominee?c=${codes.melati}`);
	assert.equal(phone.url(), `${s.url}/nominee`);
	await phone.click('main button');
	await phone.selectOption('select[name=criterion]', 'c1');
	await phone.fill('textarea[name=text]', 'Jumlah pekerja keliru.');
	await phone.fill('input[name=contact]', 'Ibu Contoh');
	await phone.press('button:has-text("Kirim keberatan")', 'Enter');
	assert.match(await phone.innerText('main'), /Keberatan terkirim dan tercatat/);
	const chair = await (await browser.newContext({ viewport: { width: 820, height: 900 } })).newPage();
	await signIn(chair, 'ketua');
	await chair.goto(`${s.url}${E}/objections`);
	await inOrder(chair, 'objections');
	await chair.fill('textarea', 'Sesuai data BPS (CONTOH).');
	await chair.click('main form button');
	await inOrder(chair, 'objection-sure');
	await chair.click('main form button');
	await phone.goto(`${s.url}/nominee`);
	assert.match(await phone.innerText('main'), /Sesuai data BPS/);
	await phone.press('button:has-text("Tutup halaman")', 'Enter');
	assert.doesNotMatch(await phone.innerText('main'), /Melati/);
	await context.close();
	for (const [name, code] of Object.entries(codes)) {
		const page = await (await browser.newContext(PHONE)).newPage();
		await page.goto(`${s.url}/nominee?c=${code}`);
		await page.click('main button');
		await inOrder(page, `nominee-${name}`);
		assert.equal((await page.innerText('main')).includes('Tidak memenuhi syarat'), name === 'laut');
	}
});
