// What only a juror's own device can show, and no link leads to: where a sheet is, what is asked, what is left without
// a network. `for await (const [name, page] of deviceStates(browser, 'id'))`: a page in that state, to be looked at.
import { passwordOf } from '../http/lib.js';
import { E, scoring } from '../http/scoring.js';
import { Portal } from '../browser/portal.js';

const WHO = 'juri-2';
const full = () => { // as a browser does it: the transaction ends, and why is known afterwards
	const put = IDBObjectStore.prototype.put;
	IDBObjectStore.prototype.put = function (...given) {
		const request = put.apply(this, given);
		Object.defineProperty(this.transaction, 'error', { value: new DOMException('full', 'QuotaExceededError') });
		this.transaction.abort();
		return request;
	};
};
const refused = () => {
	Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('refused', 'SecurityError'); } });
};

export async function* deviceStates(browser, lang) {
	const s = await scoring();
	const portal = await new Portal(() => s.url).start();
	const open = async (script) => {
		const context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
		await context.addCookies([{ name: 'lang', value: lang, url: portal.url }]);
		if (script)
			await context.addInitScript(script);
		const page = await context.newPage();
		page.setDefaultTimeout(15000);
		await page.goto(`${portal.url}/sign-in`);
		await page.fill('input[name=username]', WHO);
		await page.fill('input[name=password]', passwordOf(WHO));
		await page.click('main button');
		await page.waitForURL((to) => !to.pathname.startsWith('/sign-in'));
		await page.goto(`${portal.url}${E}/sheets`);
		return page;
	};
	const sheet = async (page, nominee) => {
		await page.goto(`${portal.url}${E}/sheets/${nominee}`);
		await page.locator('form[data-sheet]').waitFor();
	};
	const said = (page, state, root = 'form') => page.locator(`${root} .keep-state[data-state="${state}"]`).first().waitFor();
	const mark = (page, name, text) => page.fill(`[name="mark.${name}"]`, text);
	const asked = (page) => page.locator('dialog[open]').waitFor();
	const page = await open();
	await page.waitForSelector('html[data-filled]');

	await sheet(page, 'melati');
	await page.fill('[data-private] textarea', 'Kesan pertama: meyakinkan (CONTOH)');
	await mark(page, 'w1', '70');
	await said(page, 'sent');
	yield ['sent', page];
	await mark(page, 'w2', '12');
	await said(page, 'incomplete');
	yield ['incomplete', page];

	portal.mode = 'dead';
	await mark(page, 'w2', '7');
	await said(page, 'device');
	yield ['device', page];
	await page.click('button[value=review]');
	await asked(page);
	yield ['review', page];
	await page.keyboard.press('Escape');
	await sheet(page, 'cempaka');
	await page.locator('form[data-ready]').waitFor();
	await mark(page, 'w1', '80,5');
	await page.click('button[value=review]');
	await asked(page);
	yield ['missing', page];
	await page.click('dialog[open] button');
	await mark(page, 'w2', '8');
	await page.click('button[value=review]');
	await asked(page);
	await page.click('dialog[open] button[value=final]');
	await page.waitForSelector('[name="mark.w1"][readonly]');
	yield ['final', page];
	await page.goto(`${portal.url}${E}/sheets`);
	await said(page, 'device', '.own-sheets');
	yield ['list', page];
	await page.locator('form[action="/sign-out"] button').click();
	await asked(page);
	yield ['leaving', page];
	await page.click('dialog[open] button[value=send]');
	await page.locator('dialog[open][data-ask=still]').waitFor();
	yield ['still', page];
	await page.keyboard.press('Escape');
	await page.goto(`${portal.url}${E}/pleno`);
	yield ['offline', page];

	await s.act(WHO, 'melati', 'save', { marks: { w1: 60, w2: 6 }, notes: { w1: 'Dari laptop, dengan catatan yang cukup panjang untuk dua baris di telepon (CONTOH).' } });
	await sheet(page, 'melati');
	portal.mode = 'pass';
	await said(page, 'conflict');
	await page.locator('.keep-conflict').scrollIntoViewIfNeeded();
	yield ['conflict', page];
	await page.goto(`${portal.url}${E}/sheets`);
	await said(page, 'conflict', '.own-sheets');
	yield ['list-conflict', page];

	await sheet(page, 'kenanga');
	await page.locator('form[data-ready]').waitFor();
	portal.mode = ({ method }) => (method === 'PUT' ? 'dead' : 'pass');
	await mark(page, 'w1', '55');
	await said(page, 'device');
	await page.context().clearCookies({ name: 'session' });
	portal.mode = 'pass';
	await page.locator('form .keep-state a[href*="sign-in"]').waitFor();
	yield ['signed-out', page];
	await page.context().close();

	const small = await open();
	await small.waitForSelector('html[data-filled]');
	await sheet(small, 'kenanga');
	await small.locator('form[data-ready]').waitFor();
	await small.evaluate(full);
	portal.mode = ({ method }) => (method === 'PUT' ? 'dead' : 'pass');
	await mark(small, 'w1', '56');
	await said(small, 'unkept');
	yield ['full', small];
	portal.mode = 'pass';
	small.on('dialog', (dialog) => dialog.accept());
	await small.context().close();

	const none = await open(refused);
	await sheet(none, 'kenanga');
	await said(none, 'unavailable', 'main');
	yield ['unavailable', none];
	await none.context().close();

	const turned = await open();
	await turned.waitForSelector('html[data-filled]');
	await sheet(turned, 'melati');
	await turned.locator('form[data-ready]').waitFor();
	portal.mode = 'dead';
	await mark(turned, 'w2', '9');
	await said(turned, 'device');
	await s.act(WHO, 'melati', 'recuse', { reason: 'Kerabat (CONTOH).' });
	portal.mode = 'pass';
	await said(turned, 'refused');
	yield ['refused', turned];
	await turned.context().close();

	const late = await open();
	await late.waitForSelector('html[data-filled]');
	await sheet(late, 'kenanga');
	await late.locator('form[data-ready]').waitFor();
	portal.mode = 'dead';
	await mark(late, 'w1', '57,5');
	await said(late, 'device');
	await s.lock();
	portal.mode = 'pass';
	await said(late, 'held');
	yield ['held', late];
	await late.goto(`${portal.url}${E}/sheets`);
	await said(late, 'held', '.own-sheets');
	yield ['list-held', late];
	await late.context().close();
	portal.stop();
	await s.stop();
}
