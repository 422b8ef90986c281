// The first sheet over the line of a meeting room: 256 kbit/s, 100 ms there and back, TLS included, an empty cache; then from
// the service worker, without any line. Prints each part beside its limit, exits 1 when one is missed.
import { demo } from '../browser/demo.js';
import { launch } from '../browser/chromium.js';
import { Scale, walk } from '../browser/weigh.js';
import { authority } from '../link/authority.js';
import { Line } from '../link/line.js';
import { NAME } from '../link/nginx.js';

const ROUNDS = 5, RATE = 256000 / 8, DELAY = 50, KIB = 1024;
const LIMITS = { cold: 4000, warm: 300, sheet: 100 * KIB, page: 200 * KIB };
const middle = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
let missed = false;

function say(what, value, unit, limit) {
	const over = value > limit;
	missed ||= over;
	console.log(`  ${what.padEnd(46)} ${String(Math.round(value)).padStart(8)} ${unit}   limit ${limit} ${unit}  ${(value / limit).toFixed(2)}${over ? '  MISSED' : ''}`);
}

const d = await demo(), ca = authority(NAME);
const cookie = await d.cookie('juri-2');
const scale = new Scale(d.url);
let heaviest = { weight: 0 };
for (const who of [undefined, 'juri-2', 'ketua', 'keeper', 'secretariat'])
	await walk(scale, who && await d.cookie(who), (path, page) => {
		if (page.weight > heaviest.weight)
			heaviest = { path, weight: page.weight };
	});
const list = await scale.page(`/editions/${d.edition}/sheets`, cookie);
const path = /href="(\/editions\/[^"]+\/sheets\/[a-z0-9-]+)"/.exec(list.text)[1];
await d.serve(['--tls-cert', ca.cert, '--tls-key', ca.key]);

/* Chromium as it is after a restart of the phone, at the end of a line. */
async function phone(line) {
	const browser = await launch({ args: [`--host-resolver-rules=MAP ${NAME} 127.0.0.1`], env: { ...process.env, HOME: ca.home } });
	const url = `https://${NAME}:${line.port}`;
	const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
	await context.addCookies([{ name: 'session', value: cookie, url, httpOnly: true, secure: true, sameSite: 'Lax' }]);
	const page = await context.newPage();
	page.setDefaultTimeout(120000);
	return { browser, page, url };
}

/* Milliseconds from the beginning of the navigation, and what was fetched until the page was whole. */
const times = (page) => page.evaluate(async () => {
	await document.fonts.ready;
	const [all] = performance.getEntriesByType('navigation');
	const files = performance.getEntriesByType('resource').map((one) =>
		({ name: new URL(one.name).pathname, begin: one.startTime, end: one.responseEnd, size: one.transferSize }));
	return {
		tls: all.connectEnd - all.startTime, html: all.responseEnd, paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
		load: all.loadEventEnd, whole: Math.max(all.loadEventEnd, ...files.filter(({ name }) => /woff2$/.test(name)).map(({ end }) => end)),
		size: all.transferSize, files,
	};
});

const cold = [], first = [], warm = [];
let bytes;
for (let round = 0; round < ROUNDS; round++) {
	const line = await new Line({ to: Number(new URL(d.url).port), rate: RATE, delay: DELAY }).start();
	const { browser, page, url } = await phone(line);
	await page.goto(url + path, { waitUntil: 'load' });
	const seen = await times(page);
	cold.push(seen);
	bytes = seen.size + seen.files.filter(({ end }) => end <= seen.whole).reduce((sum, { size }) => sum + size, 0);
	// Now the device has it: what the service worker shows is asked of no line.
	line.rate = line.delay = 0;
	await page.waitForFunction(() => /^(\d+)\/\1$/.test(document.documentElement.dataset.filled ?? ''));
	line.cut();
	for (let i = 0; i < 4; i++) { // at the first the worker finds out that nobody answers
		await page.goto(url + path, { waitUntil: 'load' });
		(i ? warm : first).push((await times(page)).load);
	}
	await browser.close();
	await line.stop();
}
await d.stop();
ca.remove();

console.log(`first sheet, 256 kbit/s, ${2 * DELAY} ms there and back, middle of ${ROUNDS}:`);
for (const [what, name] of [['connected, TLS', 'tls'], ['HTML there', 'html'], ['first words seen', 'paint'], ['loaded', 'load']])
	console.log(`  ${what.padEnd(46)} ${String(Math.round(middle(cold.map((one) => one[name])))).padStart(8)} ms`);
for (const { name, begin, end, size } of cold[0].files.filter((one) => one.end <= cold[0].whole))
	console.log(`    ${name.padEnd(44)} ${String(size).padStart(8)} B    ${Math.round(begin)}–${Math.round(end)} ms`);
say('whole, with its fonts', middle(cold.map(({ whole }) => whole)), 'ms', LIMITS.cold);
say('over the line', bytes, 'B', LIMITS.sheet);
say('from the service worker, line dead: loaded', middle(warm), 'ms', LIMITS.warm);
console.log(`    ${'the first time after the line died'.padEnd(44)} ${String(Math.round(middle(first))).padStart(8)} ms`);
say(`heaviest page: ${heaviest.path.split('/').slice(-2).join('/')}`, heaviest.weight, 'B', LIMITS.page);
process.exit(missed ? 1 : 0);
