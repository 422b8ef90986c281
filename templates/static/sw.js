// Pages of a juror without a network: the network first, with little patience, then the copy that is
// kept sealed on this device, marked as one. What is not a juror's page goes its way untouched.
'use strict';
importScripts('/static/keep.js');
const FILES = [];
const SHELF = 'files';
const PATIENCE = 1000, DEAD = 8000, LONG = 30000;
const KEPT = /^\/editions\/[a-z0-9-]+\/(sheets|schedule|nominees)(\/|$)(?!.*\/review$)/;
const FILE = /^\/editions\/[a-z0-9-]+\/nominees\/[a-z0-9-]+\/documents\/\d+\.(pdf|jpg|png)$/;
const NOTHING = ['/offline?lang=id', '/offline?lang=en'];
let slow = false, asking = 0;

// ---- Files of all pages: public, named by their content ----
const shelve = async (request) => {
	const shelf = await caches.open(SHELF);
	const found = await shelf.match(request);
	if (found)
		return found;
	const answer = await fetch(request);
	if (answer.ok && answer.type === 'basic')
		await shelf.put(request, answer.clone());
	return answer;
};
/* With the page for when there is nothing else, in both languages and for nobody in particular. */
const stock = () => Promise.allSettled([...FILES.map((path) => shelve(path)),
	...NOTHING.map((path) => shelve(new Request(path, { credentials: 'omit' })))]);
const tidy = async () => {
	const shelf = await caches.open(SHELF);
	for (const { url } of await shelf.keys())
		if (!FILES.includes(new URL(url).pathname) && !NOTHING.includes(url.slice(self.location.origin.length)))
			await shelf.delete(url);
};

// ---- Whose answer it is ----
/* A page for somebody else than the one whose pages are kept: those go, before it is shown. */
const notice = async (headers) => {
	const owner = headers.get('Device-Owner');
	const me = owner && await keep.me();
	if (me && me.owner !== owner)
		await keep.leave();
};
/* Signed out here while the service could not be reached: it is told first of all. */
const left = async () => {
	if (!await keep.flag('leaving'))
		return true;
	const answer = await keep.ask('/api/v1/session', { method: 'DELETE', headers: { 'Content-Type': 'application/json' } });
	if (!answer || (answer.status !== 204 && answer.status !== 401))
		return false;
	await keep.unflag('leaving');
	return true;
};

// ---- Pages ----
const HEADERS = ['Content-Type', 'Content-Disposition', 'Content-Security-Policy', 'X-Content-Type-Options', 'Referrer-Policy',
	'Cross-Origin-Opener-Policy', 'Permissions-Policy', 'Cache-Control'];
const headersOf = (headers) => HEADERS.filter((name) => headers.has(name)).map((name) => [name, headers.get(name)]);
const nomineeOf = (path) => /\/(?:sheets|nominees)\/([a-z0-9-]+)/.exec(path)?.[1];
const store = async (path, headers, body) => {
	const me = await keep.me(), file = FILE.test(path);
	if (!me || (!file && (headers.get('Device-Owner') !== me.owner || !/^text\/html/.test(headers.get('Content-Type')))))
		return;
	await keep.put('pages', me, path, {
		at: Date.now(), headers: headersOf(headers), body: file ? '' : new TextDecoder().decode(body),
	}, file ? body : undefined, nomineeOf(path));
};
const when = (at, lang) => {
	const date = new Date(at), pad = (part) => String(part).padStart(2, '0');
	const time = `${pad(date.getHours())}${lang === 'en' ? ':' : '.'}${pad(date.getMinutes())}`;
	return date.toDateString() === new Date().toDateString() ? time
		: `${date.toLocaleDateString(lang === 'en' ? 'en-GB' : 'id-ID', { day: 'numeric', month: 'short' })} ${time}`;
};
const kept = async (path) => {
	const me = await keep.me();
	const page = me && await keep.get('pages', me, path);
	if (!page)
		return undefined;
	if (FILE.test(path))
		return new Response(page.bytes, { headers: page.headers });
	const lang = /<html lang="(\w+)"/.exec(page.body)?.[1];
	return new Response(page.body.replace('<html ', `<html data-kept="${page.at}" `).replace('id="kept" hidden', 'id="kept"')
		.replace('data-kept-at="on">', `data-kept-at="on">${when(page.at, lang)}`), { headers: page.headers });
};
const offline = async () => {
	const shelf = await caches.open(SHELF), me = await keep.me();
	return await shelf.match(`/offline?lang=${me?.lang === 'en' ? 'en' : 'id'}`) ?? Response.error();
};
/* { answer, ours, done }: what is to be kept of it is kept when `done` has resolved. */
const fromNetwork = async (request, signal) => {
	const nonce = keep.hex(crypto.getRandomValues(new Uint8Array(16)));
	const url = new URL(request.url), path = url.pathname;
	const answer = await fetch(request.url, {
		signal, credentials: 'same-origin', redirect: 'manual', cache: 'no-store', headers: { 'Request-Nonce': nonce, Accept: 'text/html' },
	});
	const away = answer.type === 'opaqueredirect', ours = away || answer.headers.get('Request-Nonce') === nonce;
	if (away || !ours)
		return { answer, ours };
	await notice(answer.headers);
	const done = answer.status === 200 && KEPT.test(path) && !url.search.includes('saved=')
		? answer.clone().arrayBuffer().then((body) => store(path, answer.headers, body)).catch(() => {}) : undefined;
	return { answer, ours, done };
};
/* For so long at most: what hangs in a dead line would hold the connections that marks need. The
 * network that was late or gone is asked behind the copies, which come at once, until it is in time. */
const ask = (request, patience) => {
	const ending = new AbortController(), timer = setTimeout(() => ending.abort(), patience), began = Date.now();
	asking++;
	return fromNetwork(request, ending.signal).then((got) => {
		slow = Date.now() - began > PATIENCE;
		return got;
	}, (error) => {
		slow = true;
		throw error;
	}).finally(() => {
		clearTimeout(timer);
		asking--;
	});
};
/* The windows that show the copy are told when the page is there. */
const behind = (asked, path) => asked.then(async ({ ours, done }) => {
	await done;
	for (const client of ours ? await self.clients.matchAll() : [])
		client.postMessage({ fresh: path });
}).catch(() => {});
const page = async (event) => {
	const { request } = event, path = new URL(request.url).pathname;
	if (!await left())
		return offline();
	const copy = KEPT.test(path) ? await kept(path) : undefined;
	if (copy && (slow || !navigator.onLine)) {
		if (!asking)
			event.waitUntil(behind(ask(request, DEAD), path));
		return copy;
	}
	const asked = ask(request, copy ? DEAD : LONG);
	const late = new Promise((done) => { setTimeout(done, PATIENCE); });
	try {
		const first = await (copy ? Promise.race([asked, late]) : asked);
		if (first && (first.ours || !copy)) // else somebody else's answer
			return first.answer;
		slow = true;
		event.waitUntil(behind(asked, path));
		return copy;
	} catch {
		const me = path === '/' && await keep.me();
		return me?.list ? Response.redirect(me.list) : copy ?? offline();
	}
};
/* Documents: kept by a button (keepFiles); here only found again. */
const file = async (request) => {
	const path = new URL(request.url).pathname;
	try {
		return await fetch(request);
	} catch {
		return await kept(path) ?? Response.error();
	}
};
const post = (request) => fetch(request).catch(() => offline());

// ---- All sheets after one look at the list ----
const FRESH = 10 * 60 * 1000;
const pause = (time) => new Promise((done) => { setTimeout(done, time); });
const fetchPage = async (path, me) => {
	while (asking)
		await pause(200);
	const answer = await keep.ask(path, { headers: { Accept: 'text/html' } }, 20000);
	if (answer?.status === 200)
		await store(path, answer.headers, answer.body);
	return Boolean(answer);
};
let filling;
const fill = async (paths, lang, force) => {
	const me = await keep.me();
	if (!me)
		return;
	await stock();
	const list = paths.find((path) => path.endsWith('/sheets'));
	const wanted = new Set(paths.filter((path) => KEPT.test(path)));
	const listed = list && await keep.get('pages', me, list);
	force ||= listed && !listed.body.includes(`<html lang="${lang}"`);
	if (list && (!listed || force || Date.now() - listed.at > FRESH))
		await fetchPage(list, me);
	for (const [, path] of ((list && await keep.get('pages', me, list))?.body ?? '').matchAll(/href="(\/editions\/[a-z0-9-]+\/sheets\/[a-z0-9-]+)"/g))
		wanted.add(path);
	const nominees = [...wanted].map(nomineeOf).filter(Boolean);
	const queue = [...wanted];
	const work = async () => {
		for (let path = queue.shift(); path; path = queue.shift()) {
			const known = await keep.get('pages', me, path);
			if (known && !force && Date.now() - known.at < FRESH)
				continue;
			if (!await fetchPage(path, me))
				return;
		}
	};
	await Promise.all([work(), work()]);
	if (!queue.length && list) {
		await keep.prune('pages', me, nominees); // of whom he is recused nothing stays
		await tidy();
	}
	for (const client of await self.clients.matchAll())
		client.postMessage({ filled: wanted.size - queue.length, of: wanted.size });
};

/* Documents and their pages, one after another; says how far it is. */
const keepFiles = async (paths, client) => {
	const me = await keep.me();
	let done = 0;
	for (const path of me ? paths : []) {
		const answer = await keep.ask(path, {}, 120000);
		if (answer?.status !== 200)
			break;
		await store(path, answer.headers, answer.body);
		client.postMessage({ files: ++done, of: paths.length });
	}
	if (done < paths.length)
		client.postMessage({ filesFailed: done });
};

self.addEventListener('install', (event) => event.waitUntil(stock().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => {
	if (event.data?.files)
		event.waitUntil(keepFiles(event.data.files, event.source).catch(() => event.source.postMessage({ filesFailed: 0 })));
	if (event.data?.fill)
		event.waitUntil(filling ??= fill(event.data.fill, event.data.lang, event.data.force).catch(() => {}).finally(() => { filling = undefined; }));
});
self.addEventListener('fetch', (event) => {
	const { request } = event, url = new URL(request.url);
	if (url.origin !== self.location.origin)
		return;
	if (request.method === 'GET' && FILES.includes(url.pathname))
		event.respondWith(shelve(request));
	else if (request.method === 'GET' && FILE.test(url.pathname))
		event.respondWith(file(request));
	else if (request.mode === 'navigate' && request.method === 'GET' && !/\.[a-z]{2,4}$/.test(url.pathname))
		event.respondWith(page(event));
	else if (request.mode === 'navigate' && request.method === 'POST' && KEPT.test(url.pathname))
		event.respondWith(post(request));
});
