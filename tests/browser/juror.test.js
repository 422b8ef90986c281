// A juror's evening on a phone: signs in, opens a sheet, types marks with a comma, saves, corrects,
// reviews, submits, keeps the receipt, reopens, signs out. No page has complaints of axe or is wider
// than the window; pictures go to build/test/juror. (tests/http/juror_pages.test.js sees to the HTML.)
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { passwordOf } from '../http/lib.js';
import { FULL, scoring } from '../http/scoring.js';

const out = join(dirname(fileURLToPath(import.meta.url)), '../../build/test/juror');
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

async function open(options = {}) {
	const scripted = options.javaScriptEnabled !== false;
	const context = await browser.newContext({
		viewport: { width: 390, height: 844 }, reducedMotion: 'reduce', ...options,
	});
	const page = await context.newPage();
	page.setDefaultTimeout(10000);
	page.said = [];
	page.scripted = scripted;
	page.on('console', (message) => {
		// A refused form is an answer, not a mistake; Chromium's own advice is not either.
		if (!/^\[DOM\]|status of 4\d\d/.test(message.text()))
			page.said.push(message.text());
	});
	page.on('pageerror', (error) => page.said.push(String(error)));
	return page;
}

/* Looks at the page as it stands. */
async function look(page, name) {
	await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wide <= 0, `${name} is wider than the window by ${wide} px`);
	assert.deepEqual(page.said, [], name);
	if (!page.scripted)
		return; // axe needs timers
	await page.evaluate(axe); // through the debugger: the policy stays on
	const found = await page.evaluate(async () => (await window.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ; ')}`));
	assert.deepEqual(found, [], name);
	assert.deepEqual(await page.locator('script').evaluateAll((all) => all.map((one) => one.getAttribute('src')).filter((src) => !/^\/static\/[a-z]+\.[0-9a-f]{12}\.js$/.test(src))), []);
	assert.deepEqual(page.said, [], name);
}

async function signIn(page, who, service = s) {
	await page.goto(`${service.url}/sign-in`);
	await page.fill('input[name=username]', who);
	await page.fill('input[name=password]', passwordOf(who));
	await page.click('main button');
}

test('steps, words and the running total help, and fill in nothing', async () => {
	const page = await open();
	await signIn(page, 'juri-2');
	await page.goto(`${s.url}/editions/contoh/sheets/cempaka`);
	const field = page.locator('[name="mark.w1"]'), other = page.locator('[name="mark.w2"]');
	const step = (name, of) => page.getByRole('button', { name: `${name} satu langkah: ${of}` });
	const less = step('Kurangi', 'Inovasi'), more = step('Tambah', 'Inovasi');
	const sum = () => page.textContent('[data-sum]');
	assert.equal(await field.inputValue(), '');
	assert.ok(await less.isDisabled() && await more.isDisabled());
	assert.equal(await sum(), '–');
	for (const button of [less, more]) {
		const { width, height } = await button.boundingBox();
		assert.ok(width >= 44 && height >= 44);
	}
	await field.fill('8,5');
	await more.click();
	assert.equal(await field.inputValue(), '9');
	await less.click();
	await less.click();
	assert.equal(await field.inputValue(), '8');
	await field.press('ArrowUp');
	assert.equal(await field.inputValue(), '8,5');
	await field.fill('8.3');
	await more.click();
	assert.equal(await field.inputValue(), '8,5');
	await field.fill('100');
	assert.ok(await more.isDisabled());
	await field.fill('seratus');
	assert.ok(await less.isDisabled() && await more.isDisabled());
	assert.equal(await sum(), '–');
	const words = page.locator('.mark-field:has([name="mark.w1"]) .level-words');
	assert.equal(await words.textContent(), '', 'who is still typing is left alone');
	await field.blur();
	assert.match(await words.textContent(), /Bukan nilai yang sah/);
	// (35·8,5 + 25·70)/60 = 34,125: half up
	await field.fill('8,5');
	await other.fill('7');
	assert.equal(await sum(), '34,13');
	assert.match(await page.textContent('[data-total]'), /2\/2/);
	await look(page, 'sheet-helped');
	await page.goto(`${s.url}/editions/contoh/sheets`);
	await page.goto(`${s.url}/editions/contoh/sheets/cempaka`);
	await page.waitForSelector('form[data-ready]');
	assert.equal(await field.inputValue(), '8,5', 'what was typed is not left behind');
	await page.context().close();
});

test('where the device keeps nothing, typed marks are not left behind unasked', async () => {
	const page = await open();
	await page.route('**/session/device-key', (route) => route.abort());
	await signIn(page, 'juri-2');
	await page.goto(`${s.url}/editions/contoh/sheets/kenanga`);
	await page.fill('[name="mark.w1"]', '8,5');
	let asked = 0;
	page.on('dialog', (dialog) => { asked++; dialog.accept(); });
	await page.goto(`${s.url}/editions/contoh/sheets`);
	assert.equal(asked, 1);
	await page.goto(`${s.url}/editions/contoh/sheets/kenanga`);
	assert.equal(await page.inputValue('[name="mark.w1"]'), '');
	await page.goto(`${s.url}/editions/contoh/sheets`);
	assert.equal(asked, 1);
	await page.context().close();
});

test('a whole evening on a phone', () => evening(s, true));
test('the same evening without script', async () => {
	const other = await scoring();
	try {
		await evening(other, false);
	} finally {
		await other.stop();
	}
});

async function evening(s, javaScriptEnabled) {
	const page = await open({ javaScriptEnabled });
	await signIn(page, 'juri-2', s);
	await page.goto(`${s.url}/editions/contoh/sheets`);
	await look(page, 'list');
	await page.click('text=Lembar berikutnya');
	await look(page, 'sheet-empty');
	assert.equal(await page.textContent('h1'), 'Desa Cempaka (CONTOH)');

	await page.click('.sheet-bar a[href="#nilai"]');
	const field = page.locator('[name="mark.w1"]');
	assert.equal(await field.getAttribute('inputmode'), 'decimal');
	for (const target of ['[name="mark.w1"]', '[name="mark.w2"]', 'button[value=save]', 'button[value=review]', '.sheet-bar a[href="#nilai"]']) {
		const { height } = await page.locator(target).boundingBox();
		assert.ok(height >= 44, `${target} is ${height} px high`);
	}

	await field.fill('8;5');
	await page.fill('[name="mark.w2"]', '9');
	await page.click('button[value=save]');
	if (javaScriptEnabled)
		await page.waitForSelector('form .keep-state[data-state=incomplete]');
	await look(page, 'sheet-error');
	assert.equal(await field.inputValue(), '8;5');
	assert.equal(await page.inputValue('[name="mark.w2"]'), '9');

	await field.fill('8,5');
	await field.press('Enter'); // saves: the first button
	if (javaScriptEnabled)
		await page.waitForSelector('form .keep-state[data-state=sent]');
	else
		assert.match(page.url(), /\?saved=1$/);
	await look(page, 'sheet-draft');
	assert.deepEqual((await s.sheet('juri-2', 'cempaka')).marks, { w1: 8.5, w2: 9 });
	assert.equal(await field.inputValue(), '8,5');

	await page.click('summary:has-text("Catatan")');
	await page.fill('[name="note.w1"]', 'Menyebut angka tanpa catatan.');
	await page.fill('[name="feedback"]', 'Gagasan bagus; lengkapi data bukan penerima upah.');
	await page.click('button[value=review]');
	await page.waitForURL('**/review');
	await look(page, 'review');
	assert.match(await page.textContent('main'), /delapan koma lima/);
	await page.click('button[value=submit]');
	await page.waitForURL('**/receipt');
	await look(page, 'receipt');
	const { receipt } = (await s.sheet('juri-2', 'cempaka')).state === 'submitted'
		? { receipt: await page.textContent('.receipt') } : {};
	assert.match(receipt, /^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);

	await page.goto(`${s.url}/editions/contoh/sheets/cempaka`);
	await look(page, 'sheet-submitted');
	await page.click('summary:has-text("Buka kembali")');
	await page.fill('#f-reopen-reason', 'Salah ketik pada inovasi.');
	await page.click('button[value=reopen]');
	assert.equal(await field.inputValue(), '8,5');
	assert.equal((await s.sheet('juri-2', 'cempaka')).state, 'draft');

	await page.click('summary:has-text("Saya berhalangan")');
	await page.fill('#f-recuse-reason', 'Kerabat kepala desa.');
	await page.click('button[value=recuse]');
	await look(page, 'recused');

	await page.click('text=Keluar');
	await page.waitForURL('**/sign-in');
	await page.goto(`${s.url}/editions/contoh/sheets`);
	assert.match(page.url(), /\/sign-in/);
}

test('two windows: both versions side by side', async () => {
	const page = await open({ javaScriptEnabled: false });
	await signIn(page, 'juri-3');
	await page.goto(`${s.url}/editions/contoh/sheets/melati`);
	await page.fill('[name="mark.w1"]', '70');
	await page.fill('[name="note.overall"]', 'Dari telepon.');
	await s.act('juri-3', 'melati', 'save', { marks: { w1: 60, w2: 6 }, notes: { overall: 'Dari laptop.' } });
	await page.click('button[value=save]');
	await look(page, 'conflict');
	await page.click('text=Simpan yang saya ketik');
	assert.deepEqual((await s.sheet('juri-3', 'melati')).marks, { w1: 70 });
});

test('on a phone name and place stay in view, and nothing that stays hides what has the focus', async () => {
	const page = await open();
	await signIn(page, 'juri-3');
	await page.goto(`${s.url}/editions/contoh/sheets/kenanga`);
	const bar = page.locator('.sheet-bar');
	assert.match(await bar.textContent(), /Desa Kenanga \(CONTOH\)\s+\d dari 3\s+Belum dinilai/);
	for (let i = 0; i < 60; i++) {
		await page.keyboard.press('Tab');
		const hidden = await page.evaluate(() => {
			const one = document.activeElement, { left, top, width, height } = one.getBoundingClientRect();
			const at = document.elementFromPoint(left + width / 2, top + height / 2);
			return one.closest('main') && !one.contains(at) && !at?.contains(one) ? one.outerHTML.slice(0, 200) : '';
		});
		assert.equal(hidden, '');
	}
	await page.evaluate(() => scrollTo(0, 600));
	assert.equal((await bar.boundingBox()).y, 0);
});

for (const lang of ['id', 'en'])
	test(`on a laptop the marks stand beside the dossier (${lang})`, async () => {
		const page = await open({ viewport: { width: 1440, height: 900 } });
		await signIn(page, 'juri-3');
		await page.goto(`${s.url}/editions/contoh/sheets/kenanga?lang=${lang}`);
		await look(page, `sheet-wide-${lang}`);
		const dossier = await page.locator('.split > div').first().boundingBox();
		const marks = await page.locator('#nilai').boundingBox();
		assert.ok(marks.x > dossier.x + dossier.width && marks.y < 900);
		await page.goto(`${s.url}/editions/contoh/sheets?lang=${lang}`);
		await look(page, `list-wide-${lang}`);
	});

test('after the lock the sheet can be read, and what came late is said', async () => {
	const page = await open({ javaScriptEnabled: false });
	await signIn(page, 'juri-3');
	await page.goto(`${s.url}/editions/contoh/sheets/melati`);
	await page.fill('[name="mark.w2"]', '7');
	await s.act('juri-3', 'melati', 'submit', { marks: FULL });
	await s.lock();
	await page.click('button[value=save]');
	await look(page, 'late');
	await page.goto(`${s.url}/editions/contoh/sheets/melati`);
	await look(page, 'sheet-locked');
	await page.goto(`${s.url}/editions/contoh/sheets`);
	await look(page, 'list-locked');
});
