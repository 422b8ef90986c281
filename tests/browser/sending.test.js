// A form on its way: its button says so, a second tap sends nothing, and who comes back finds the button as it was.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { passwordOf, server } from '../http/lib.js';
import { launch } from './chromium.js';

let s, browser;
before(async () => {
	s = await server();
	browser = await launch();
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

test('a button that was pressed says that it is sending, and sends once', async () => {
	const page = await browser.newPage({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
	page.setDefaultTimeout(10000);
	const sent = [];
	await page.route('**/sign-in', async (route) => {
		if (route.request().method() !== 'POST')
			return route.continue();
		sent.push(route.request().postData());
		return route.continue();
	});
	await page.goto(`${s.url}/sign-in`);
	await page.fill('[name=username]', 'sekretariat');
	await page.fill('[name=password]', passwordOf('sekretariat'));
	const seen = await page.evaluate(() => {
		const button = document.querySelector('main button[type=submit]');
		button.click();
		const said = [button.getAttribute('aria-busy'), button.textContent];
		button.form.requestSubmit(button);
		return said;
	});
	assert.deepEqual(seen, ['true', 'Masuk']); // its name stays
	await page.waitForURL(/\/desk/);
	assert.equal(sent.length, 1);
	await page.goBack();
	assert.equal(await page.locator('[aria-busy]').count(), 0);
	await page.close();
});

test('a form that asks only for a page waits for nothing', async () => {
	const page = await browser.newPage();
	await page.goto(`${s.url}/certificates`);
	await page.evaluate(() => addEventListener('submit', (event) => event.preventDefault()));
	await page.click('main button[type=submit]');
	assert.equal(await page.locator('[aria-busy]').count(), 0);
	await page.close();
});
