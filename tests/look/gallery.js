// The pictures of docs/gallery.md, made anew: `make && node tests/look/gallery.js [name…]`.
// Each comes from an edition that is played for it (stages.js); all data is invented and says CONTOH.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../browser/chromium.js';
import { crc32, deflateSync } from '../http/pictures.js';
import { deviceStates } from './device.js';
import { STAGES } from './stages.js';

const out = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const LAPTOP = { width: 1280, height: 860 }, TABLET = { width: 820, height: 1100 }, PHONE = { width: 390, height: 844 };

// ---- What is done on a page before its picture ----
const marks = (page) => page.locator('input[data-weight]');
const toMarks = async (page) => {
	await page.evaluate(() => document.querySelector('#nilai').scrollIntoView());
	await page.waitForTimeout(300);
};
const said = (page, state) => page.locator(`.actions .keep-state[data-state="${state}"]`).waitFor({ timeout: 20000 });
const ready = async (page) => { // the pages are kept, and the device has a key
	await page.evaluate(() => navigator.serviceWorker.ready);
	await page.waitForTimeout(800);
};
const typed = async (page) => {
	await ready(page);
	await marks(page).first().fill('84,5');
	await said(page, 'sent');
	await toMarks(page);
};
const unplugged = async (page) => {
	await ready(page);
	await page.context().setOffline(true);
	await marks(page).first().fill('84,5');
	await said(page, 'device');
	await toMarks(page);
};
const torn = async (page) => { // two devices, one sheet
	await unplugged(page);
	const other = await page.context().browser().newContext({ locale: 'id' });
	await other.addCookies(await page.context().cookies());
	const second = await other.newPage();
	await second.goto(page.url());
	await ready(second);
	await marks(second).first().fill('78');
	await said(second, 'sent');
	await other.close();
	await page.context().setOffline(false);
	await page.locator('.keep-conflict').waitFor({ timeout: 20000 });
	await page.evaluate(() => document.querySelector('.keep-conflict').scrollIntoView());
	await page.waitForTimeout(300);
};
const below = (selector) => async (page) => {
	await page.evaluate((what) => document.querySelector(what).scrollIntoView(), selector);
};

// ---- The pictures: name, and one shot or several beside each other ----
const shot = (stage, who, path, more = {}) => ({ stage, who, path, view: LAPTOP, ...more });
const phone = (stage, who, path, act, more = {}) => ({ stage, who, path, view: PHONE, act, ...more });
const print = (stage, who, path, page = 1) => ({ stage, who, path: `documents/${path}.pdf`, print: page });
const sheet = (stage, who, path) => ({ stage, who, path, paper: true });
const device = (state, lang, scheme) => ({ state, lang, scheme, view: PHONE });
const DARK = { scheme: 'dark', lang: 'en' };
const GALLERY = {
	'sheet-laptop': [shot('scoring', 'juri-2', 'sheets/alor')],
	'sheet-phone': [phone('scoring', 'juri-2', 'sheets/alor'), phone('scoring', 'juri-2', 'sheets/alor', typed), phone('scoring', 'juri-2', 'sheets/alor/review')],
	'offline-phone': [phone('scoring', 'juri-6', 'sheets/alor', unplugged), phone('scoring', 'juri-8', 'sheets/alor', torn), phone('scoring', 'juri-2', 'sheets/ende/receipt')],
	'list-dark': [phone('scoring', 'juri-5', 'sheets', undefined, { scheme: 'dark' }), phone('scoring', 'juri-5', 'sheets', below('.own-sheets'), { scheme: 'dark' }), phone('scoring', 'juri-7', 'sheets/alor', toMarks, { scheme: 'dark' })],
	'device-dark': ['leaving', 'conflict', 'held'].map((state) => device(state, 'en', 'dark')),
	'sheet-tablet': [shot('scoring', 'juri-2', 'sheets/alor', { view: TABLET, ...DARK, act: toMarks })],
	desk: [shot('setup', 'sekretariat', 'desk')],
	dossier: [shot('scoring', 'sekretariat', 'nominees/alor')],
	schedule: [shot('scoring', 'sekretariat', 'schedule')],
	progress: [shot('scoring', 'ketua', 'progress', { act: below('section.sheet:has(.matrix)'), view: { width: 1280, height: 720 } })],
	pleno: [shot('deliberation', 'ketua', 'pleno')],
	board: [shot('deliberation', 'ketua', 'board/ukm', { view: { width: 1280, height: 1500 } })],
	'board-dark': [shot('deliberation', 'ketua', 'board/ubm-jasa', { ...DARK, act: below('section.sheet:has(.heat)') })],
	proposals: [shot('disputed', 'pengawas', 'proposals', { lang: 'en' })],
	hall: [shot('deliberation', 'ketua', 'board/ubm-jasa/hall?step=4')],
	log: [shot('published', 'pengawas', 'log')],
	results: [shot('published', null, 'results')],
	'results-phone': [phone('published', null, 'results', below('section.sheet:has(.winners)')), phone('published', null, 'results/kabkota/belu'), phone('published', null, 'results/kabkota/belu', below('.totals'))],
	'public-dark': [phone('objected', null, 'results', undefined, DARK), phone('objected', 'nominee', '/nominee', undefined, DARK), phone('objected', null, (s) => s.also()[0], undefined, DARK)],
	how: [shot('published', null, 'how', { lang: 'en' })],
	'setup-empty': [shot('empty', 'sekretariat', 'desk', { view: { width: 1280, height: 720 } })],
	problem: [phone('published', null, '/tidak-ada'), phone('published', null, '/certificates?serial=AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA'), phone('published', null, '/sign-in')],
	documents: Object.assign([
		print('published', 'sekretariat', 'minutes'), print('published', 'sekretariat', 'minutes', 2), print('published', 'sekretariat', 'minutes', 5), print('published', 'sekretariat', 'minutes', 7),
		print('published', 'sekretariat', 'decree'), print('published', 'sekretariat', 'national'), print('published', 'pengawas', 'sheets/j1'), print('published', 'pengawas', 'declarations/j1'),
		print('published', 'sekretariat', 'attendance/pleno'), print('scoring', 'sekretariat', 'attendance/1'), print('scoring', 'sekretariat', 'schedule'), print('scoring', 'sekretariat', 'blank/j1'),
	], { across: 4 }),
	'documents-wide': Object.assign([
		print('published', 'sekretariat', 'recap/kabkota'), print('published', 'sekretariat', 'recap/kabkota', 3), print('published', 'sekretariat', 'nomination/kabkota'), print('published', 'sekretariat', 'thanks/j1'),
	], { across: 2 }),
	paper: [sheet('published', null, 'results'), sheet('published', null, 'results/kabkota/belu'), sheet('published', 'pengawas', 'log')],
};

// ---- Taking them ----
async function printed(s, one, folder, n) {
	const { cookie } = await s.login(one.who);
	const answer = await fetch(`${s.url}/editions/${s.edition}/${one.path}`, { headers: { Cookie: cookie } });
	const file = join(folder, `${n}`);
	writeFileSync(`${file}.pdf`, Buffer.from(await answer.arrayBuffer()));
	spawnSync('pdftoppm', ['-r', '48', '-png', '-f', one.print, '-l', one.print, '-singlefile', `${file}.pdf`, file]);
	return readFileSync(`${file}.png`);
}

async function take(browser, s, one, folder, n) {
	if (one.print)
		return printed(s, one, folder, n);
	const context = await browser.newContext({ viewport: one.view ?? LAPTOP, colorScheme: one.scheme ?? 'light', reducedMotion: 'reduce', locale: 'id' });
	const page = await context.newPage();
	if (s.phones?.[one.who]) {
		await context.addCookies([...s.phones[one.who].cookies].map(([name, value]) => ({ name, value, url: s.url })));
	} else if (one.who) {
		const [name, value] = (await s.login(one.who)).cookie.split('=');
		await context.addCookies([{ name, value, url: s.url }]);
	}
	const asked = typeof one.path === 'string' ? one.path : one.path(s);
	const path = asked.startsWith('/') ? asked : `/editions/${s.edition}/${asked}`;
	await page.goto(`${s.url}${path}${path.includes('?') ? '&' : '?'}lang=${one.lang ?? 'id'}`);
	await one.act?.(page);
	const file = join(folder, `${n}`);
	if (one.paper) {
		await page.pdf({ path: `${file}.pdf`, format: 'A4', preferCSSPageSize: true });
		spawnSync('pdftoppm', ['-r', '58', '-png', '-f', '1', '-l', '1', '-singlefile', `${file}.pdf`, file]);
	} else {
		await page.screenshot({ path: `${file}.png` });
	}
	await context.close();
	return readFileSync(`${file}.png`);
}

/* What only a juror's own device says: each state of one run, by its name. */
async function takeDevice(browser, shots) {
	const found = new Map(), [{ lang, scheme, view }] = shots;
	for await (const [name, page] of deviceStates(browser, lang)) {
		await page.setViewportSize(view);
		await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
		if (shots.some(({ state }) => state === name))
			found.set(name, await page.screenshot());
	}
	return shots.map(({ state }) => found.get(state));
}

/* Beside each other, `across` in a row, as raw pixels. */
async function laid(browser, pngs, across) {
	const page = await browser.newPage();
	const found = await page.evaluate(async ({ sources, across }) => {
		const images = await Promise.all(sources.map(async (source) => {
			const image = new Image();
			image.src = source;
			await image.decode();
			return image;
		}));
		const gap = images.length > 1 ? 16 : 0;
		const canvas = document.createElement('canvas');
		const rows = Array.from({ length: Math.ceil(images.length / across) }, (_, i) => images.slice(i * across, (i + 1) * across));
		const high = (row) => Math.max(...row.map(({ height }) => height)) + gap;
		canvas.width = Math.max(...rows.map((row) => row.reduce((sum, { width }) => sum + width + gap, gap)));
		canvas.height = rows.reduce((sum, row) => sum + high(row), gap);
		const paint = canvas.getContext('2d');
		paint.fillStyle = '#8a918d';
		paint.fillRect(0, 0, canvas.width, canvas.height);
		let y = gap;
		for (const row of rows) {
			let x = gap;
			for (const image of row) {
				paint.drawImage(image, x, y);
				x += image.width + gap;
			}
			y += high(row);
		}
		const { data } = paint.getImageData(0, 0, canvas.width, canvas.height);
		let text = '';
		for (let i = 0; i < data.length; i += 32768)
			text += String.fromCharCode(...data.subarray(i, i + 32768));
		return { width: canvas.width, height: canvas.height, pixels: btoa(text) };
	}, { sources: pngs.map((png) => `data:image/png;base64,${png.toString('base64')}`), across });
	await page.close();
	return { ...found, pixels: Buffer.from(found.pixels, 'base64') };
}

/* A PNG of 256 colours: the most frequent ones; the others become the nearest of these. */
function small({ width, height, pixels }) {
	const counts = new Map();
	for (let i = 0; i < pixels.length; i += 4) {
		const colour = pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2];
		counts.set(colour, (counts.get(colour) ?? 0) + 1);
	}
	const apart = (a, b) => Math.abs((a >> 16) - (b >> 16)) + Math.abs((a >> 8 & 255) - (b >> 8 & 255)) + Math.abs((a & 255) - (b & 255));
	const palette = [];
	for (const [colour] of [...counts].sort((a, b) => b[1] - a[1])) // none is nearly another
		if (palette.length < 256 && palette.every((other) => apart(colour, other) > (palette.length < 24 ? 2 : 14)))
			palette.push(colour);
	const nearest = new Map();
	for (const colour of counts.keys())
		nearest.set(colour, palette.reduce((best, other, i) => (apart(colour, other) < apart(colour, palette[best]) ? i : best), 0));
	const rows = Buffer.alloc((width + 1) * height);
	for (let y = 0, i = 0; y < height; y++)
		for (let x = 0; x < width; x++, i += 4)
			rows[y * (width + 1) + 1 + x] = nearest.get(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
	const chunk = (type, data) => {
		const body = Buffer.concat([Buffer.from(type), data]), ret = Buffer.alloc(8 + body.length);
		ret.writeUInt32BE(data.length, 0);
		body.copy(ret, 4);
		ret.writeUInt32BE(crc32(body), 4 + body.length);
		return ret;
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 3, 0, 0, 0], 8);
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head),
		chunk('PLTE', Buffer.from(palette.flatMap((colour) => [colour >> 16, colour >> 8 & 255, colour & 255]))),
		chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

const wanted = Object.entries(GALLERY).filter(([name]) => process.argv.length < 3 || process.argv.includes(name));
const browser = await launch();
const folder = mkdtempSync(join(tmpdir(), 'gallery-'));
const stages = new Map();
let bytes = 0;
for (const [name, shots] of wanted) {
	const pngs = [];
	if (shots[0].state)
		pngs.push(...await takeDevice(browser, shots));
	for (const one of shots.filter(({ stage }) => stage)) {
		if (!stages.has(one.stage))
			stages.set(one.stage, await STAGES[one.stage]());
		pngs.push(await take(browser, stages.get(one.stage), one, folder, pngs.length));
	}
	const png = small(await laid(browser, pngs, shots.across ?? shots.length));
	writeFileSync(join(out, `${name}.png`), png);
	bytes += png.length;
	console.log(`${name}.png: ${Math.round(png.length / 1024)} KiB`);
}
console.log(`together ${Math.round(bytes / 1024)} KiB`);
await browser.close();
for (const s of stages.values())
	await s.stop();
rmSync(folder, { recursive: true, force: true });
