// Takes pictures of every page that somebody can reach, in each state of an edition:
//	node tests/look/pictures.js [--stage scoring,published] [--who ketua] [--only /board] [--width 390,1440]
//		[--lang id,en] [--scheme light,dark] [--print] [--no-script] [--out build/look] [--each 3]
// A page that a link leads to is visited, `each` of every route; pictures lie in
// build/look/<stage>/<who>-<route>-<width>-<lang>-<scheme>.png, contact sheets beside them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from '../browser/chromium.js';
import { routes } from '../http/routes.js';
import { STAGES } from './stages.js';

const text = (value) => ({ type: 'string', default: value });
const { values: asked } = parseArgs({ options: {
	stage: text(Object.keys(STAGES).join()), who: text(''), only: text(''), width: text('390,820,1440'), lang: text('id'),
	scheme: text('light'), print: { type: 'boolean' }, 'no-script': { type: 'boolean' }, out: text('build/look'), each: text('1'),
} });
const list = (value) => value.split(',').filter(Boolean);
const PATTERNS = routes().filter(({ method, path }) => method === 'GET' && !path.startsWith('/api'))
	.map(({ path }) => ({ path, match: new RegExp(`^${path.replace(/\./g, '\\.').replace(/:\w+/g, '[^/]+')}$`) }));
const routeOf = (path) => PATTERNS.find(({ match }) => match.test(path))?.path;
const nameOf = (path) => path.replace(/^\/editions\/:e\/?/, 'e-').replace(/[/:?=&]+/g, '-').replace(/^-|-$/g, '') || 'front';

/* Every page that a person can reach by links: the first `each` of every route. */
async function crawl(s, who) {
	const page = s.browser(), found = new Map(), seen = new Set();
	if (who)
		await page.signIn(who);
	const waiting = ['/', `/editions/${s.edition}`, ...(who ? [] : ['/sign-in', '/card', '/nominee', '/receipt', '/certificates', '/tidak-ada'])];
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
	if (who) {
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
async function walk(page, s, { stage, folder, who, paths, kind }) {
	const seen = new Map(), files = [];
	for (const path of paths) {
		const route = routeOf(path) ?? path, nth = (seen.get(route) ?? 0) + 1;
		const file = `${who ?? 'public'}-${nameOf(route)}${nth > 1 ? nth : ''}-${kind}`;
		seen.set(route, nth);
		await page.goto(`${s.url}${path}?lang=${kind.split('-')[1]}`);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		if (wide > 0)
			console.log(`${stage}/${file}: wider than the window by ${wide} px`);
		await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
		files.push(`${file}.png`);
		if (asked.print)
			await page.pdf({ path: join(folder, `${file}.pdf`), preferCSSPageSize: true, format: 'A4' });
	}
	return files;
}

const windows = list(asked.width).flatMap((width) => list(asked.lang).flatMap((lang) => list(asked.scheme).map((colorScheme) =>
	({ width: Number(width), colorScheme, kind: `${width}-${lang}-${colorScheme}` }))));
const browser = await launch();
for (const stage of list(asked.stage)) {
	const s = await STAGES[stage]();
	const folder = resolve(asked.out, stage);
	mkdirSync(folder, { recursive: true });
	for (const who of s.people.filter((one) => !asked.who || list(asked.who).includes(one ?? 'public'))) {
		const paths = (await crawl(s, who)).filter((path) => !asked.only || new RegExp(asked.only).test(path));
		for (const { width, colorScheme, kind } of windows) {
			const page = await window_(browser, s, who, { viewport: { width, height: 900 }, colorScheme });
			const files = await walk(page, s, { stage, folder, who, paths, kind });
			const columns = width < 500 ? 4 : 2, many = 4;
			for (let i = 0; i < files.length; i += many)
				await contact(browser, folder, files.slice(i, i + many), `sheet-${who ?? 'public'}-${kind}-${i / many + 1}`, columns);
			await page.context().close();
		}
		console.log(`${stage} ${who ?? 'public'}: ${paths.length} pages`);
	}
	await s.stop();
}
await browser.close();
