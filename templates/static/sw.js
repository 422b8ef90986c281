// Pages of a juror without a network: the network first, with little patience, then the copy that is
// kept sealed on this device, marked as one. What is not a juror's page goes its way untouched.
'use strict';
importScripts('/static/keep.js');
const FILES = [];
const SHELF = 'files';
const PATIENCE = 1000, LEAST = 300, DEAD = 8000, LONG = 30000;
const KEPT = /^\/editions\/[a-z0-9-]+\/(sheets|schedule|nominees)(\/|$)(?!.*\/review$)/;
const FILE = /^\/editions\/[a-z0-9-]+\/nominees\/[a-z0-9-]+\/documents\/\d+\.(pdf|jpg|png)$/;
const NOTHING = ['/offline?lang=id', '/offline?lang=en'];
let asking = 0;

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
/* A page that was kept before the program became another one names other files: they stay as long as it does. */
const tidy = async (me) => {
	const shelf = await caches.open(SHELF);
	const old = (await shelf.keys()).map(({ url }) => url.slice(self.location.origin.length))
		.filter((path) => !FILES.includes(path) && !NOTHING.includes(path));
	const bodies = old.length ? (await keep.all('pages', me)).map(({ body }) => body) : [];
	for (const path of old)
		if (!bodies.some((body) => body.includes(path)))
			await shelf.delete(path);
};
const outdated = ({ body }) => [...body.matchAll(/"(\/static\/([\w-]+)\.[0-9a-f]+\.(?:js|css))"/g)]
	.some(([, path, name]) => !FILES.includes(path) && FILES.some((file) => file.startsWith(`/static/${name}.`)));

const tell = async (what) => (await self.clients.matchAll()).forEach((client) => client.postMessage(what));

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

// ---- The line ----
/* `lost`: what was asked last came late or never; copies come at once until something came in time again. `foreign`:
 * somebody else answered. `usual`: how long answers take, the longest forgotten slowly: who waits for much longer waits
 * in vain. A worker lives for half a minute at a time, so the next one is told. */
const line = { lost: false, foreign: false, usual: 0 };
let toldAt = -Infinity;
const remembered = keep.line().then((was) => Object.assign(line, was)).catch(() => {});
const learn = async (now) => {
	const changed = line.lost !== now.lost;
	Object.assign(line, now);
	if (!changed && performance.now() - toldAt < 30000) // soon enough before that is worth nothing (keep.line)
		return;
	toldAt = performance.now();
	await keep.jot({ id: 'line', lost: line.lost, usual: line.usual, at: Date.now() }).catch(() => {});
};
/* Of a page, how it went with what it sent. */
const heard = async (lost) => {
	if (line.lost && !lost)
		await tell({ fresh: true });
	await learn(lost ? { lost } : { lost, foreign: false });
};
const patience = () => (line.usual ? Math.min(PATIENCE, Math.max(LEAST, 6 * line.usual)) : PATIENCE);

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
		path, at: Date.now(), said: keep.said(headers), headers: headersOf(headers), body: file ? '' : new TextDecoder().decode(body),
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
	return me && keep.get('pages', me, path);
};
const shown = (page) => {
	const lang = /<html lang="(\w+)"/.exec(page.body)?.[1], at = page.said ?? page.at;
	return new Response(page.body.replace('<html ', `<html data-kept="${at}"${line.foreign ? ' data-foreign="on"' : ''} `)
		.replace('id="kept" hidden', 'id="kept"').replace('data-kept-at="on">', `data-kept-at="on">${when(at, lang)}`), { headers: page.headers });
};
const offline = async () => {
	const shelf = await caches.open(SHELF), me = await keep.me();
	return await shelf.match(`/offline?lang=${me?.lang === 'en' ? 'en' : 'id'}`) ?? Response.error();
};
/* A redirect says nothing of itself; the page that it leads to says whose it is. */
const leadsHome = async (url, signal) => {
	const nonce = keep.nonce();
	try {
		const end = await fetch(url, { signal, mode: 'same-origin', credentials: 'same-origin', cache: 'no-store', headers: { 'Request-Nonce': nonce, Accept: 'text/html' } });
		return end.headers.get('Request-Nonce') === nonce;
	} catch {
		return false;
	}
};
/* { answer, ours, foreign, done }: what is to be kept of it is kept when `done` has resolved. `doubtful`: a redirect too
 * may be somebody else's. */
const fromNetwork = async (request, signal, doubtful) => {
	const nonce = keep.nonce(), url = new URL(request.url), path = url.pathname;
	const answer = await fetch(request.url, {
		signal, credentials: 'same-origin', redirect: 'manual', cache: 'no-store', headers: { 'Request-Nonce': nonce, Accept: 'text/html' },
	});
	const away = answer.type === 'opaqueredirect';
	const ours = away ? !doubtful || await leadsHome(request.url, signal) : answer.headers.get('Request-Nonce') === nonce;
	if (away || !ours) // an error that a proxy makes is no sign-in page of a network
		return { answer, ours, foreign: !ours && (away || answer.status < 400 || answer.status === 511) };
	await notice(answer.headers);
	const done = answer.status === 200 && KEPT.test(path) && !url.search.includes('saved=')
		? answer.clone().arrayBuffer().then((body) => store(path, answer.headers, body)).catch(() => {}) : undefined;
	return { answer, ours, foreign: false, done };
};
/* For so long at most: what hangs in a dead line would hold the connections that marks need. The
 * network that was late or gone is asked behind the copies, which come at once, until it is in time. */
const ask = (request, time, doubtful) => {
	const ending = new AbortController(), timer = setTimeout(() => ending.abort(), time), began = performance.now();
	asking++;
	return fromNetwork(request, ending.signal, doubtful).then((got) => {
		const took = performance.now() - began;
		if (got.ours)
			learn({ lost: took > PATIENCE, foreign: false, usual: Math.max(took, line.usual * 0.9) });
		else if (doubtful) // other pages may be answered without looking at who asks
			learn({ lost: true, foreign: got.foreign });
		return got;
	}, (error) => {
		learn({ lost: true, foreign: false });
		throw error;
	}).finally(() => {
		clearTimeout(timer);
		asking--;
	});
};
/* The windows that show copies are told what came of it. */
const behind = (asked) => asked.then(async ({ ours, foreign, done }) => {
	await done;
	if (ours || foreign)
		await tell(ours ? { fresh: true } : { foreign: true });
}).catch(() => {});
/* Of a line that was lost: nothing but a knock goes out until somebody answers. One for all pages, which come and go. */
let knocking, waiting = false;
const knock = () => knocking ??= keep.knock().finally(() => { knocking = undefined; });
const later = async (request) => {
	if (waiting || asking)
		return;
	waiting = true;
	const there = await knock();
	waiting = false;
	await (there ? behind(ask(request, DEAD, true)) : learn({ lost: true, foreign: false }));
};
const page = async (event) => {
	const { request } = event, { pathname: path, searchParams } = new URL(request.url);
	if (!await left())
		return offline();
	const copy = KEPT.test(path) ? await kept(path) : undefined;
	const either = copy && !searchParams.has('network'); // else he wants to see whoever answers
	await remembered;
	if (either && (line.lost || !navigator.onLine)) {
		event.waitUntil(later(request));
		return shown(copy);
	}
	const asked = ask(request, either ? DEAD : LONG, either);
	try {
		const late = new Promise((done) => { setTimeout(done, patience()); });
		const first = await (either ? Promise.race([asked, late]) : asked);
		if (first && (first.ours || !either))
			return first.answer;
		if (!first) {
			learn({ lost: true });
			event.waitUntil(behind(asked));
		}
		return shown(copy);
	} catch {
		const me = path === '/' && await keep.me();
		return me?.list ? Response.redirect(me.list) : copy ? shown(copy) : offline();
	}
};
/* Documents: kept by a button (keepFiles); here only found again. */
const file = async (request) => {
	const path = new URL(request.url).pathname;
	try {
		return await fetch(request);
	} catch {
		const page = await kept(path);
		return page ? new Response(page.bytes, { headers: page.headers }) : Response.error();
	}
};
const post = (request) => fetch(request).catch(() => offline());

// ---- All sheets after one look at the list ----
/* Also when the clock of the device was set back meanwhile. */
const recent = ({ at }) => Math.abs(Date.now() - at) < 10 * 60 * 1000;
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
	if (list && (!listed || force || !recent(listed) || outdated(listed)))
		await fetchPage(list, me);
	for (const [, path] of ((list && await keep.get('pages', me, list))?.body ?? '').matchAll(/href="(\/editions\/[a-z0-9-]+\/sheets\/[a-z0-9-]+)"/g))
		wanted.add(path);
	const nominees = [...wanted].map(nomineeOf).filter(Boolean);
	const queue = [...wanted];
	const work = async () => {
		for (let path = queue.shift(); path; path = queue.shift()) {
			const known = await keep.get('pages', me, path);
			if (known && !force && recent(known) && !outdated(known))
				continue;
			if (!await fetchPage(path, me))
				return;
		}
	};
	await Promise.all([work(), work()]);
	if (!queue.length && list) {
		await keep.prune('pages', me, nominees); // of whom he is recused nothing stays
		await tidy(me);
	}
	await tell({ filled: wanted.size - queue.length, of: wanted.size });
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
	if (event.data && 'lost' in event.data)
		event.waitUntil(heard(event.data.lost));
	if (event.data?.knock)
		event.waitUntil(knock().then((there) => event.ports[0].postMessage(there)));
	if (event.data?.files)
		event.waitUntil(keepFiles(event.data.files, event.source).catch(() => event.source.postMessage({ filesFailed: 0 })));
	if (event.data?.fill)
		event.waitUntil(filling ??= fill(event.data.fill, event.data.lang, event.data.force).catch(() => {}).finally(() => { filling = undefined; }));
});
self.addEventListener('fetch', (event) => {
	const { request } = event, url = new URL(request.url);
	if (url.origin !== self.location.origin)
		return;
	if (request.method === 'GET' && /^\/static\/.*\.(js|css|svg|woff2)$/.test(url.pathname))
		event.respondWith(shelve(request));
	else if (request.method === 'GET' && FILE.test(url.pathname))
		event.respondWith(file(request));
	else if (request.mode === 'navigate' && request.method === 'GET' && !/\.[a-z]{2,4}$/.test(url.pathname))
		event.respondWith(page(event));
	else if (request.mode === 'navigate' && request.method === 'POST' && KEPT.test(url.pathname))
		event.respondWith(post(request));
});
