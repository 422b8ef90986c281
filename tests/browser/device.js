// A juror's device at a network that does what it wants, and what is done with it.
import assert from 'node:assert/strict';
import { passwordOf } from '../http/lib.js';
import { E } from '../http/scoring.js';
import { launchIn } from './chromium.js';
import { Portal } from './portal.js';

/* { portal, context, url, page() } before a service. `folder`: it keeps what it was told there; else it is a window of
 * `browser`. `build`: scripts that read otherwise (portal.js). */
export async function device(t, { service, browser, build, folder, ...given }) {
	const portal = await new Portal(() => service.url, build).start();
	const options = { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce', ...given };
	const context = folder ? await launchIn(folder, options) : await browser.newContext(options);
	t.after(async () => {
		await context.close().catch(() => {});
		portal.stop();
	});
	return { portal, context, url: portal.url, page: async () => {
		const page = await context.newPage();
		page.setDefaultTimeout(15000);
		return page;
	} };
}

/* Signs in; everything of the list is on the device then. */
export async function signIn(page, url, who) {
	await page.goto(`${url}/sign-in`);
	await page.fill('input[name=username]', who);
	await page.fill('input[name=password]', passwordOf(who));
	await page.click('main button');
	await page.waitForURL((to) => !to.pathname.startsWith('/sign-in'));
	await page.goto(`${url}${E}/sheets`);
	await page.waitForSelector('html[data-filled]');
}

export const state = (page, wanted, root = 'form') => page.waitForSelector(`${root} .keep-state[data-state="${wanted}"]`);

export async function sheet(page, url, nominee) {
	await page.goto(`${url}${E}/sheets/${nominee}`);
	await page.waitForSelector('form[data-ready]');
}

export const mark = (page, name, text) => page.fill(`[name="mark.${name}"]`, text);

export const until = async (what, wanted, time = 15000) => {
	const end = Date.now() + time;
	for (;;) {
		const found = await wanted();
		if (found)
			return found;
		assert.ok(Date.now() < end, what);
		await new Promise((done) => { setTimeout(done, 50); });
	}
};
