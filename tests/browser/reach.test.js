// Every page in every state that a whole edition shows (walk.js) is within everybody's reach (reach.js): sound HTML, no
// complaint of axe in light and dark, narrow and wide, with large spacing, without motion, by Tab alone; numbers and dates
// in the forms of its language. `make test` looks at pages that have all markup there is between them; `make rig` (WHOLE=1)
// at every page as everybody meets it, in both languages, at every width in every colour.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { HtmlValidate } from 'html-validate';
import { launch } from './chromium.js';
import { looker, museum, wrong } from './reach.js';
import { PAGES, PEOPLE, markup, serves, walk, walkEmpty } from './walk.js';

const WHOLE = Boolean(process.env.WHOLE);
let edition, empty, pages, shown, browser;

before(async () => {
	[edition, empty] = await Promise.all([walk(), walkEmpty()]);
	pages = [...edition.pages, ...empty.pages];
	browser = await launch();
	shown = await museum(pages, edition.s.url);
});
after(async () => {
	await browser?.close();
	shown?.close();
	await edition?.s.stop();
	await empty?.s.stop();
});

/* Pages that have between them every piece of markup, and every route as it is answered: the largest first. */
function covering(all) {
	const kinds = new Set(), ways = new Set(), chosen = [];
	for (const [number, found] of all.map((page, number) => [number, markup(page.html)]).sort((a, b) => b[1].size - a[1].size)) {
		const { method, route, status, who, lang, phase } = all[number];
		const way = WHOLE ? [method, route, status, who, lang, status === 200 && method === 'GET' && phase].join() : status < 400 || status === 422 ? [method, route, status].join() : status;
		const fresh = [...found].filter((kind) => !kinds.has(kind));
		if (!fresh.length && ways.has(way))
			continue;
		fresh.forEach((kind) => kinds.add(kind));
		ways.add(way);
		chosen.push(number);
	}
	return chosen;
}

/* One thing wrong in many places is told once, with the first place. */
function sorted(found) {
	const told = new Map();
	for (const [name, what] of found)
		told.set(what, [...told.get(what) ?? [], name]);
	return [...told].map(([what, names]) => `${what} (${names.length > 1 ? `${names.length} pages, ` : ''}${names[0]})`).sort();
}

test('every page of the route table is met by everybody whom it serves', () => {
	const met = new Set(pages.filter(({ status }) => status === 200).map(({ route, who }) => `${route} ${who}`));
	const missed = PAGES.flatMap(({ path, who: may }) => Object.keys(PEOPLE).filter((who) => serves(may, who) && !met.has(`${path} ${who}`))
		.map((who) => `${path} as ${who}`));
	assert.deepEqual(missed, []);
	for (const status of [401, 403, 404, 409, 422, 423, 500])
		assert.ok(pages.some((page) => page.status === status), `no page with ${status}`);
	for (const path of ['/editions/:e/settings', '/editions/:e/sheets/:n', '/editions/:e/proposals', '/nominee', '/sign-in', '/card'])
		assert.ok(pages.some(({ method, route, status }) => method === 'POST' && route === path && status === 422), `${path} was never refused`);
	assert.ok(pages.filter(({ html }) => html.includes('name="sure"')).length > 20, 'acts are asked once more');
});

test('a page is told from others by its title', () => {
	const titles = new Map();
	for (const { html, who, lang, phase, path, status, method } of pages) {
		const title = /<title>([^<]*)<\/title>/.exec(html)?.[1].trim();
		assert.ok(title, path);
		if (status !== 200 || method !== 'GET' || /^\/guide($|\?)|\/jobs\//.test(path)) // which is that of his role
			continue;
		const key = `${phase} ${who} ${lang} ${title}`;
		titles.set(key, (titles.get(key) ?? new Set()).add(path.split('?')[0]));
	}
	assert.deepEqual([...titles].filter(([, paths]) => paths.size > 1).map(([key, paths]) => `${key}: ${[...paths].join(' ')}`), []);
});

const RULES = { extends: ['html-validate:recommended'], rules: {
	'no-trailing-whitespace': 'off', 'void-style': 'off', 'doctype-style': 'off', 'long-title': 'off',
} };
const sound = async (html) => (await new HtmlValidate(RULES).validateString(html)).results.flatMap((r) => r.messages.map((m) => `${m.ruleId}: ${m.message}`));

test('every page is sound HTML', async () => {
	const validator = new HtmlValidate(RULES), found = [];
	for (const number of covering(pages))
		for (const { messages } of (await validator.validateString(pages[number].html)).results)
			found.push(...messages.map((m) => [pages[number].name, `${m.ruleId}: ${m.message}`]));
	assert.deepEqual(sorted(found), []);
	assert.match((await sound('<!doctype html><html lang="id"><head><title>x</title></head><body><p id="a"><b></p></p><p id="a"></body></html>')).join(), /close-order|no-dup-id/);
});

/* ---- Forms of numbers and dates ---- */

/* The words of a page: without what is meant for machines, the examples below a field, and words in another language. */
export function words({ html, lang }) {
	const body = html.slice(html.indexOf('<body')).replace(/<(script|template|code|style)\b[^]*?<\/\1>|<textarea[^>]*name="text"[^]*?<\/textarea>|<p class="hint"[^]*?<\/p>/g, ' ')
		.replace(/<(\w+)[^>]*class="[^"]*\b(?:code|said|as-written)\b[^"]*"[^>]*>[^]*?<\/\1>/g, ' ')
		.replace(lang === 'en' ? /<(\w+)[^>]*\blang="id"[^>]*>[^]*?<\/\1>/g : /$^/, ' ');
	const typed = [...body.matchAll(/<input\b[^>]*type="text"[^>]*\bvalue="([^"]{1,60})"/g)].map(([, value]) => value);
	return `${body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')} | ${typed.join(' | ')}`;
}
const MONTHS = {
	id: /\b(January|February|March|May|June|July|August|October|December|(Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day)\b/,
	en: /\b(Januari|Februari|Maret|Mei|Juni|Juli|Agustus|Oktober|Desember|Minggu|Senin|Selasa|Rabu|Kamis|Jumat|Sabtu)\b/,
};
/* A point before other than three digits, unless it is an hour; a comma likewise. */
const DECIMALS = {
	id: /(?<![\d.,:])(?!([01]\d|2[0-4])\.[0-5]\d(?!\d))\d+\.(?!\d{3}(?!\d))\d+/,
	en: /(?<![\d.,:(])\d+,(?!\d{3}(?!\d))\d+/,
};
export function misformed(page) {
	const text = words(page).replace('for example 8,5', '');
	return [/\b\d{4}-\d{2}-\d{2}\b/, MONTHS[page.lang], DECIMALS[page.lang]].map((form) => form.exec(text))
		.filter(Boolean).map(({ 0: what, index }) => `${what} in “${text.slice(Math.max(0, index - 30), index + 30)}”`);
}

test('numbers and dates have the forms of the language', () => {
	assert.deepEqual(sorted(pages.filter(({ html }) => !html.includes('Data bulan Desember')).flatMap((page) => misformed(page).map((what) => [page.name, what]))), []);
	const page = (lang, text) => ({ lang, html: `<body><p>${text}</p></body>` });
	for (const text of ['Nilai 87.05', '80.5', 'sampai 2025-07-21', '21 July 2025', '412.2500'])
		assert.equal(misformed(page('id', text)).length, 1, text);
	for (const text of ['87,05', '80,5', '21 Juli 2025', '2 Maret'])
		assert.equal(misformed(page('en', text)).length, text.match(/\d/) && 1, text);
	for (const text of ['87,05', '1.676.573,5', '21 Juli 2025 19.05 WITA', '08.00–08.20', '<time datetime="2025-07-21">21 Juli 2025</time>', '<code>2025-07-21</code>'])
		assert.deepEqual(misformed(page('id', text)), [], text);
	assert.deepEqual(misformed(page('en', '1,676,573.5 on 21 July 2025, 19:05')), []);
});

/* ---- In a window ---- */

async function open(window, number) {
	await window.setExtraHTTPHeaders({ 'x-page': String(number) });
	await window.goto(shown.url + pages[number].path);
}

test('every page can be read and worked by everybody', { timeout: WHOLE ? 7200000 : 840000 }, async (t) => {
	const chosen = covering(pages), found = [], from = Date.now();
	let next = 0;
	await Promise.all([0, 1].map(async () => {
		const window = await looker(browser);
		while (next < chosen.length) {
			const turn = next++;
			await open(window, chosen[turn]);
			found.push(...(await wrong(window, { turn, whole: WHOLE })).map((what) => [pages[chosen[turn]].name, what]));
		}
		await window.context().close();
	}));
	t.diagnostic(`${chosen.length} of ${pages.length} pages, ${Math.round((Date.now() - from) / 1000)} s`);
	assert.deepEqual(sorted(found), []);
});

// Each check, made to see what it is there for.
const FAULTS = {
	'a field without a name': [() => document.querySelector('label[for="f-mark-w1"]').remove(), /label: #f-mark-w1/],
	'words too pale to read': [() => { document.querySelector('h1').style.color = '#bbb'; }, /contrast/],
	'a button too small to hit': [() => document.querySelectorAll('.btn-step').forEach((one) => { one.style.cssText = 'width:12px;height:12px;min-height:0;padding:0;margin:0 -4px'; }), /less than 44 px/],
	'links that lie too close': [() => { const at = document.querySelector('main .sheet'); at.insertAdjacentHTML('beforeend', '<ul><li><a href="/a">1</a></li><li><a href="/b">2</a></li><li><a href="/c">3</a></li></ul>'); at.querySelectorAll('ul:last-child a').forEach((one) => { one.style.cssText = 'display:block;font-size:6px;line-height:8px;width:8px'; one.parentElement.style.cssText = 'height:8px;line-height:8px'; }); }, /target-size/],
	'a table wider than a phone': [() => { document.querySelector('main .sheet').insertAdjacentHTML('beforeend', '<table><tr><td><div>x</div></td></tr></table>'); document.querySelector('main .sheet td div').style.width = '500px'; }, /^320 px: the page is wider than the window/],
	'a box that cuts its words': [() => { const one = document.querySelector('h1'); one.style.cssText = 'overflow:hidden;white-space:nowrap;width:60px'; }, /cut at the side: h1/],
	'a box that cuts its words when they are spaced': [() => { const one = document.querySelector('h1'); one.style.cssText = `overflow:hidden;height:${one.offsetHeight}px;font-size:1rem;letter-spacing:0;line-height:${one.offsetHeight}px;white-space:normal;width:${one.offsetWidth}px`; one.textContent = 'kata '.repeat(Math.floor(one.offsetWidth / 44)); }, /spaced: .*cut|spaced: .*wider/],
	'a page that hides what is too wide': [() => { document.body.style.overflowX = 'hidden'; }, /body hides what is too wide/],
	'something that moves': [() => { document.querySelector('.btn').style.setProperty('transition', 'all 1s', 'important'); }, /moves: /],
	'a focus that is not seen': [() => document.querySelectorAll('main a, main button').forEach((one) => one.style.setProperty('outline', 'none', 'important')), /its focus is not seen/],
	'a focus as pale as its ground': [() => document.querySelectorAll('main a').forEach((one) => one.style.setProperty('outline-color', '#e8e6df', 'important')), /its focus has a contrast/],
	'a bar over what has the focus': [() => { document.body.insertAdjacentHTML('beforeend', '<div></div>'); document.body.lastChild.style.cssText = 'position:fixed;inset:30% 0 0 0;background:#fff;z-index:99'; }, /covered or out of view/],
	'a button that Tab passes': [() => document.querySelector('main button[type=submit]').addEventListener('focus', (event) => event.target.blur()), /never reached|not in the order|starts at/],
	'a way without end': [() => { const one = document.querySelector('main input[data-weight]'); one.addEventListener('keydown', (event) => event.key === 'Tab' && event.preventDefault()); }, /never reached/],
	'an order of its own': [() => { document.querySelector('main a').tabIndex = 5; }, /a place of its own in the order/],
	'an order against the eye': [() => { const one = document.querySelector('.site-foot'); document.body.prepend(one); document.body.style.cssText = 'display:flex;flex-direction:column'; one.style.order = 99; }, /above the stop before it/],
	'a page without main': [() => { const main = document.querySelector('main'); main.replaceWith(...main.childNodes); }, /landmark/],
	'words of no language': [() => document.documentElement.removeAttribute('lang'), /html-has-lang/],
};

test('each check finds the fault that it is there for', async () => {
	const sheet = pages.findIndex(({ route, who, status, phase, lang, html }) => route === '/editions/:e/sheets/:n' && who === 'juror' && phase === 'scoring' && lang === 'id' && status === 200 && html.includes('data-sheet'));
	const window = await looker(browser);
	await open(window, sheet);
	assert.deepEqual(await wrong(window), [], 'without a fault');
	for (const [name, [make, says]] of Object.entries(FAULTS)) {
		await open(window, sheet);
		await window.evaluate(make);
		const found = await wrong(window);
		assert.ok(found.some((what) => says.test(what)), `${name}: ${found.join('\n')}`);
	}
	await window.context().close();
});
