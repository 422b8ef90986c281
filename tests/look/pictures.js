// Takes pictures of every page that somebody can reach, in each state of an edition:
//	node tests/look/pictures.js [--stage scoring,published] [--who ketua] [--only /board] [--width 390,1440]
//		[--lang id,en] [--scheme light,dark] [--print] [--no-script] [--out build/look] [--each 3] [--device] [--answers]
// A page that a link leads to is visited, `each` of every route; pictures lie in
// build/look/<stage>/<who>-<route>-<width>-<lang>-<scheme>.png, contact sheets beside them. Instead of stages: --device
// shows what a juror's own device can say (device.js), --answers what forms are answered: questions, refusals, errors.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from '../browser/chromium.js';
import { museum } from '../browser/reach.js';
import { walk, walkEmpty } from '../browser/walk.js';
import { routes } from '../http/routes.js';
import { deviceStates } from './device.js';
import { STAGES } from './stages.js';

const text = (value) => ({ type: 'string', default: value });
const { values: asked } = parseArgs({ options: {
	stage: text(Object.keys(STAGES).join()), who: text(''), only: text(''), width: text('390,820,1440'), lang: text('id'),
	scheme: text('light'), print: { type: 'boolean' }, 'no-script': { type: 'boolean' }, out: text('build/look'), each: text('1'),
	device: { type: 'boolean' }, answers: { type: 'boolean' },
} });
const list = (value) => value.split(',').filter(Boolean);
const PATTERNS = routes().filter(({ method, path }) => method === 'GET' && !path.startsWith('/api'))
	.map(({ path }) => ({ path, match: new RegExp(`^${path.replace(/\./g, '\\.').replace(/:\w+/g, '[^/]+')}$`) }));
const routeOf = (path) => PATTERNS.find(({ match }) => match.test(path))?.path;
const nameOf = (path) => path.replace(/^\/editions\/:e\/?/, 'e-').replace(/[/:?=&]+/g, '-').replace(/^-|-$/g, '') || 'front';

/* Every page that a person can reach by links: the first `each` of every route. */
async function crawl(s, who) {
	const page = s.phones?.[who] ?? s.browser(), found = new Map(), seen = new Set();
	if (who && !s.phones?.[who])
		await page.signIn(who);
	const waiting = [...await s.also?.(who) ?? [], '/', `/editions/${s.edition}`, ...(who ? [] : ['/sign-in', '/card', '/nominee', '/receipt', '/certificates', '/tidak-ada'])];
	while (waiting.length) {
		const path = waiting.shift();
		const route = routeOf(path) ?? path;
		if (seen.has(path) || (found.get(route)?.length ?? 0) >= Number(asked.each))
			continue;
		seen.add(path);
		await page.send('GET', path);
		if (page.location) {
			waiting.unshift(page.location.replace(s.url, '').split(/[?#]/)[0]);
			continue;
		}
		found.set(route, [...(found.get(route) ?? []), path]);
		for (const [, link] of page.text.matchAll(/<a [^>]*href="(\/[^"#?]*)/g))
			if (!/\.(pdf|csv|xlsx|ics|zip|json|txt|png|jpg)$/.test(link) && !link.startsWith('/static'))
				waiting.push(link);
	}
	return [...found.values()].flat();
}

async function window_(browser, s, who, more) {
	const context = await browser.newContext({ reducedMotion: 'reduce', javaScriptEnabled: !asked['no-script'], ...more });
	const page = await context.newPage();
	if (s.phones?.[who])
		await context.addCookies([...s.phones[who].cookies].map(([name, value]) => ({ name, value, url: s.url })));
	else if (who) {
		const { cookie } = await s.login(who);
		const [name, value] = cookie.split('=');
		await context.addCookies([{ name, value, url: s.url }]);
	}
	return page;
}

/* Many pictures on one, to see them beside each other; what is tall is cut. */
async function contact(browser, folder, files, name, columns) {
	const width = 1120, height = 1100;
	const page = await browser.newPage({ viewport: { width, height } });
	const cell = Math.floor((width - 8 * (columns + 1)) / columns);
	const html = `<style>body{margin:8px;display:flex;flex-wrap:wrap;gap:8px;background:#888;font:12px sans-serif}
		figure{margin:0;width:${cell}px}figure div{height:${height / Math.ceil(files.length / columns) - 30}px;overflow:hidden}img{width:100%;display:block}</style>`
		+ files.map((file) => `<figure>${file}<div><img src="file://${join(folder, file)}"></div></figure>`).join('');
	const at = join(folder, `${name}.html`);
	writeFileSync(at, html);
	await page.goto(`file://${at}`);
	await page.screenshot({ path: join(folder, `${name}.png`) });
	await page.close();
}

/* One person's pages in one window: the names of the pictures. */
async function walked(page, s, { stage, folder, who, paths, kind }) {
	const seen = new Map(), files = [];
	for (const path of paths) {
		const route = routeOf(path) ?? path, nth = (seen.get(route) ?? 0) + 1;
		const file = `${who ?? 'public'}-${nameOf(route)}${nth > 1 ? nth : ''}-${kind}`;
		seen.set(route, nth);
		await page.goto(`${s.url}${path}${path.includes('?') ? '&' : '?'}lang=${kind.split('-')[1]}`);
		if (await wide(page) > 0)
			console.log(`${stage}/${file}: wider than the window by ${await wide(page)} px`);
		await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
		files.push(`${file}.png`);
		if (asked.print)
			await page.pdf({ path: join(folder, `${file}.pdf`), preferCSSPageSize: true, format: 'A4' });
	}
	return files;
}

const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/* All that was taken, by kind: a contact sheet for every four. */
async function contacts(browser, folder, files, name) {
	const kinds = new Map();
	for (const file of files) {
		const kind = /(\d+-(id|en)-\w+)\.png$/.exec(file)[1];
		kinds.set(kind, [...kinds.get(kind) ?? [], file]);
	}
	for (const [kind, all] of kinds)
		for (let i = 0, many = 4; i < all.length; i += many)
			await contact(browser, folder, all.slice(i, i + many), `sheet-${name}-${kind}-${i / many + 1}`, Number.parseInt(kind, 10) < 500 ? 4 : 2);
}

async function devices(browser) {
	const folder = resolve(asked.out, 'device'), files = [];
	mkdirSync(folder, { recursive: true });
	for (const lang of list(asked.lang))
		for await (const [name, page] of deviceStates(browser, lang)) {
			for (const { width, colorScheme, kind } of windows.filter((one) => one.lang === lang)) {
				await page.setViewportSize({ width, height: 900 });
				await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
				if (await wide(page) > 0)
					console.log(`device/${name}-${kind}: wider than the window by ${await wide(page)} px`);
				await page.screenshot({ path: join(folder, `${name}-${kind}.png`) });
				files.push(`${name}-${kind}.png`);
			}
			await page.setViewportSize({ width: 390, height: 844 });
		}
	await contacts(browser, folder, files, 'device');
	console.log(`device: ${files.length} pictures`);
}

/* What walk.js was answered when it sent forms: of each answer to each route one, in the language that it came in. */
async function answers(browser) {
	const folder = resolve(asked.out, 'answers'), files = [], seen = new Set();
	mkdirSync(folder, { recursive: true });
	const [edition, empty] = [await walk({ langs: list(asked.lang) }), await walkEmpty({ langs: list(asked.lang) })];
	const kept = [...edition.pages, ...empty.pages];
	const shown = await museum(kept, edition.s.url);
	for (const { width, colorScheme, kind, lang } of windows) {
		const page = await window_(browser, edition.s, null, { viewport: { width, height: 900 }, colorScheme });
		for (const [number, { who, method, route, path, status, html, lang: of }] of kept.entries()) {
			const what = /name="sure"/.test(html) ? 'sure' : status;
			const name = `${nameOf(route === '(none)' ? path.split('?')[0] : route)}-${what}`, once = `${name}-${kind}`;
			if (of !== lang || status === 200 && (what !== 'sure' || method === 'GET') || seen.has(once) || !new RegExp(asked.only).test(path))
				continue;
			seen.add(once);
			await page.setExtraHTTPHeaders({ 'X-Page': String(number) });
			await page.goto(shown.url + path);
			await page.screenshot({ path: join(folder, `${name}-${who}-${kind}.png`), fullPage: true });
			files.push(`${name}-${who}-${kind}.png`);
		}
		await page.context().close();
	}
	await contacts(browser, folder, files, 'answers');
	console.log(`answers: ${files.length} pictures`);
	shown.close();
	await edition.s.stop();
	await empty.s.stop();
}

async function crawled(browser, stage) {
	const s = await STAGES[stage]();
	const folder = resolve(asked.out, stage);
	mkdirSync(folder, { recursive: true });
	for (const who of s.people.filter((one) => !asked.who || list(asked.who).includes(one ?? 'public'))) {
		const paths = (await crawl(s, who)).filter((path) => !asked.only || new RegExp(asked.only).test(path)), files = [];
		for (const { width, colorScheme, kind } of windows) {
			const page = await window_(browser, s, who, { viewport: { width, height: 900 }, colorScheme });
			files.push(...await walked(page, s, { stage, folder, who, paths, kind }));
			await page.context().close();
		}
		await contacts(browser, folder, files, who ?? 'public');
		console.log(`${stage} ${who ?? 'public'}: ${paths.length} pages`);
	}
	await s.stop();
}

const windows = list(asked.width).flatMap((width) => list(asked.lang).flatMap((lang) => list(asked.scheme).map((colorScheme) =>
	({ width: Number(width), colorScheme, lang, kind: `${width}-${lang}-${colorScheme}` }))));
const browser = await launch();
if (asked.device)
	await devices(browser);
if (asked.answers)
	await answers(browser);
if (!asked.device && !asked.answers)
	for (const stage of list(asked.stage))
		await crawled(browser, stage);
await browser.close();
