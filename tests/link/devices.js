// One juror with a phone and a laptop, both signed in: whatever either of them acknowledged is in the log, and neither overwrites
// what it has not shown. Shared by the short form (devices.test.js) and the long one (devices.rig.js).
import { launch } from '../browser/chromium.js';
import { chains, keys, updates } from './books.js';
import { Juror } from './juror.js';
import { Middle, chance } from './middle.js';
import { panel } from './panel.js';

/* What stands in the fields. */
const shown = (juror) => juror.page.locator('[name^="mark."]').evaluateAll((all) => Object.fromEntries(all.map(({ name, value }) => [name.slice(5), value])));
/* What the panel of two versions shows of the stored one. */
const theirs = (juror) => juror.page.locator('[data-conflict] fieldset').evaluateAll((rows) => Object.fromEntries(rows.map((row) => [
	row.querySelector('input').name.replace(/^pick\.mark\./, ''), row.querySelector('[data-text="theirs"]').textContent])));

/* Every save over one device's way that was accepted, as { device, sheet, version }. */
const accepted = (device, middle) => middle.book.flatMap(({ path, status, said, fate }) => {
	const nominee = /nominees\/([^/]+)\/sheet/.exec(path)?.[1];
	return status === 200 && fate !== 'portal' ? [{ device, sheet: `juri-1 ${nominee}`, version: JSON.parse(said).version }] : [];
});

/* `rounds` of one or both devices changing a mark of one sheet; what is wrong with the history. `patience` for one settlement. */
export async function together(t, rounds, { program, seed = 5, faults = {}, change = 40, patience = 60000 } = {}) {
	const s = await panel({ jurors: 1, nominees: 3, criteria: 3, program });
	const browser = await launch(), random = chance(seed), acts = [];
	const devices = [];
	let mark = 0, conflicts = 0;

	const act = (device, what) => acts.push({ device: device.name, sheet: `juri-1 ${device.nominee}`, ...what });
	/* Chooses until the sheet is sent: mine, theirs or one of each. */
	const settle = async (device, typed) => {
		let state = await device.until('sent', 'conflict');
		while (state === 'conflict') {
			await device.page.waitForSelector('main [data-conflict]');
			act(device, { saw: await theirs(device) });
			conflicts++;
			const pick = ['mine', 'theirs', 'picked'][Math.floor(random() * 3)];
			const rows = device.page.locator('[data-conflict] fieldset');
			if (pick === 'picked')
				for (let i = 0; i < await rows.count(); i++)
					await rows.nth(i).locator('input').nth(random() < 0.5 ? 0 : 1).check();
			// This panel goes; another may come at once, when the other device was quicker again.
			await device.page.locator('main [data-conflict]').evaluate((panel) => panel.setAttribute('data-old', ''));
			await device.page.click(`main [data-conflict] button[value=${pick}]`);
			await device.page.waitForFunction(() => !document.querySelector('[data-conflict][data-old]'));
			state = await device.until('sent', 'conflict', 'none'); // none: theirs was taken, and nothing is left to send
		}
		// The page may have taken the other side for some: what stands there now is what it calls sent.
		const now = await shown(device);
		act(device, { sent: Object.fromEntries(Object.keys(typed).map((criterion) => [criterion, now[criterion]])) });
	};
	const turn = async (device) => {
		const criterion = s.criteria[Math.floor(random() * s.criteria.length)];
		const text = (mark++ % 10001 / 100).toFixed(2).replace('.', ',');
		act(device, { typed: { [criterion]: text } });
		await device.mark(criterion, text);
		await device.page.click('button[value=save]');
		return { [criterion]: text };
	};
	const move = async (nominee) => {
		for (const device of devices) {
			await device.open(nominee);
			act(device, { saw: await shown(device) });
		}
	};

	try {
		for (const name of ['telepon', 'laptop']) {
			const middle = await new Middle(s.url, { seed: seed + devices.length, faults }).start();
			const device = new Juror(await browser.newContext({ viewport: { width: 820, height: 900 } }), middle.url, 'juri-1');
			device.patience = patience;
			devices.push(Object.assign(device, { name, middle }));
			await device.begin();
			await device.signIn();
			await device.stock();
			device.middle.bad = true;
		}
		for (let round = 0; round < rounds; round++) {
			if (round % change === 0)
				await move(s.nominees[(round / change) % s.nominees.length]);
			const acting = random() < 0.7 ? devices : [devices[Math.floor(random() * 2)]];
			const typed = await Promise.all(acting.map(turn));
			await Promise.all(acting.map((device, i) => settle(device, typed[i])));
		}
		await s.halt();
		const events = s.events();
		await s.start();
		const saves = devices.flatMap(({ name, middle }) => accepted(name, middle));
		t.diagnostic(`${rounds} rounds, ${events.length} events, ${conflicts} choices between two versions`);
		if (!conflicts && !program)
			throw new Error('the devices never met: nothing was tested');
		return [...updates(events, acts, saves), ...chains(events), ...devices.flatMap(({ middle }) => keys(middle.book))];
	} finally {
		await browser.close();
		for (const { middle } of devices)
			await middle.stop();
		await s.stop();
	}
}
