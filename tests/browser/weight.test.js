// What pages weigh: a phone in a meeting room gets the first sheet over a link of 256 kbit/s.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { demo } from './demo.js';
import { launch } from './chromium.js';
import { Scale, walk } from './weigh.js';

const KIB = 1024;
let d, scale, browser;

before(async () => {
	d = await demo();
	scale = new Scale(d.url);
	browser = await launch();
});
after(async () => {
	await browser?.close();
	await d?.stop();
});

test('the first sheet, with an empty cache, is at most 100 KiB on the wire', async (t) => {
	const context = await browser.newContext({ viewport: { width: 390, height: 844 }, serviceWorkers: 'block' });
	const page = await context.newPage(), devtools = await context.newCDPSession(page);
	const named = new Map();
	let bytes = 0;
	await context.addCookies([{ name: 'session', value: await d.cookie('juri-2'), url: d.url }]);
	await devtools.send('Network.enable');
	devtools.on('Network.responseReceived', ({ requestId, response }) => named.set(requestId, { url: response.url }));
	devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		const one = named.get(requestId);
		if (!one || one.bytes || one.url.startsWith('data:'))
			return;
		one.bytes = encodedDataLength;
		bytes += encodedDataLength;
	});
	const list = await scale.page(`/editions/${d.edition}/sheets`, await d.cookie('juri-2'));
	const sheet = /href="(\/editions\/[^"]+\/sheets\/[a-z0-9-]+)"/.exec(list.text)[1];
	await page.goto(d.url + sheet, { waitUntil: 'load' });
	await page.evaluate(() => document.fonts.ready);
	assert.ok(await page.locator('form[data-sheet]').count(), 'a sheet to fill in');
	for (const { url, bytes: size } of named.values())
		t.diagnostic(`${String(size ?? 0).padStart(6)} ${new URL(url).pathname}`);
	t.diagnostic(`${String(bytes).padStart(6)} together`);
	assert.ok(bytes > 20 * KIB, 'something was counted');
	assert.ok(bytes <= 100 * KIB, `${bytes} bytes`);
	await context.close();
});

test('no page of anybody is over 200 KiB', async (t) => {
	let heaviest = { weight: 0 }, pages = 0;
	for (const who of [undefined, 'juri-2', 'ketua', 'keeper', 'secretariat'])
		await walk(scale, who && await d.cookie(who), (path, page) => {
			pages++;
			assert.equal(page.status, 200, `${who ?? 'anybody'}: ${path}`);
			if (page.weight > heaviest.weight)
				heaviest = { path, weight: page.weight, parts: page.parts };
			assert.ok(page.weight <= 200 * KIB, `${path}: ${page.weight} bytes\n${page.parts.join('\n')}`);
		});
	assert.ok(pages > 60, `${pages} pages`);
	t.diagnostic(`${pages} pages; the heaviest is ${heaviest.path} with ${heaviest.weight} bytes, of which ${heaviest.parts[0][1]} its own`);
});

// build.sh leaves of Bootstrap what is asked for. Whatever class a page has and Bootstrap knows must still be there.
test('no class that a page has was left out of the style sheet', async (t) => {
	const classes = (css) => new Set(css.match(/\.[A-Za-z][\w-]*/g));
	const whole = classes(readFileSync('/usr/share/javascript/bootstrap5/css/bootstrap.min.css', 'utf8'));
	const path = [...scale.files.keys()].find((name) => /\/bootstrap\./.test(name));
	const served = classes(await (await fetch(d.url + path)).text());
	const used = new Set();
	for (const who of [undefined, 'juri-2', 'ketua', 'keeper', 'secretariat'])
		await walk(scale, who && await d.cookie(who), (_, page) => {
			for (const [, names] of page.text.matchAll(/\sclass="([^"]*)"/g))
				names.split(/\s+/).forEach((name) => used.add(`.${name}`));
		});
	const wanted = [...used].filter((name) => whole.has(name));
	assert.ok(wanted.length >= 10 && used.has('.btn'), 'pages use Bootstrap');
	assert.deepEqual(wanted.filter((name) => !served.has(name)), []);
	assert.ok(served.size < whole.size / 4);
	t.diagnostic(`${served.size} of ${whole.size} classes are served, pages use ${wanted.length}`);
});
