// Every page that the program can show, as served: a whole edition is played, and in each of its phases all
// GET routes are asked by everybody whom they serve, links are followed, and every form that was met is sent
// as it stands, empty, and wrong. Who sends forms does so on a copy of the database that is thrown away.
import { copyFileSync, readFileSync } from 'node:fs';
import { sample } from '../http/lib.js';
import { routes } from '../http/routes.js';
import { DAY, E, clock, scheduled } from '../http/scheduled.js';

export const PEOPLE = { nobody: null, juror: 'juri-2', chair: 'ketua', keeper: 'pengawas', secretariat: 'sekretariat' };
const ENDING = /sign-out$|account\/sessions|account\/password$|nominee\/close$/;
/* What fills the parts of a path; links bring what else there is. */
const PARTS = { e: ['contoh'], n: ['melati', 'tani-makmur'], c: ['desa', 'usaha'], serial: ['tidak-ada'], id: ['1'], name: ['pekerja'], kind: ['nominees'],
	j: ['j2'], s: ['1'], room: ['ruang-contoh'], role: ['juror', 'chair', 'keeper', 'secretariat', 'nominee'] };
const WIDE = 'Pemberdayaan-keberlanjutan-berkesinambungan-lintas-kecamatan '.repeat(6).trim();

const all = routes();
const pattern = (path) => new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/:\w+/g, '([^/]+?)')}$`);
const known = all.map((route) => ({ ...route, match: pattern(route.path) }))
	.sort((a, b) => (a.path.match(/:/g)?.length ?? 0) - (b.path.match(/:/g)?.length ?? 0));
export const routeOf = (method, path) => known.find((route) => route.method === method && route.match.test(path.split(/[?#]/)[0]))?.path;

/* Routes that answer a page, not a file or a stream. */
export const PAGES = all.filter(({ method, path }) => method === 'GET' && !path.startsWith('/api/') &&
	!/\.\w+$|\/events$|^\/(healthz|readyz|metrics)$/.test(path));

const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]);
const attributes = (tag) => Object.fromEntries([...tag.matchAll(/\s([\w-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [name, unescape(value ?? '')]));

/* Does the route table let this person in? */
export const serves = (may, who) => may.includes('WEB_ANYONE') ||
	!['nobody', 'nominee'].includes(who) && (may.includes('ROLE_ALL') || may.includes(`ROLE_${who.toUpperCase()}`));

/* The forms of a page: { action, method, multipart, fields: [{ name, type, value, … }], buttons }. */
export function formsOf(html) {
	return [...html.matchAll(/<form\b((?![^>]*method="dialog")[^>]*)>([^]*?)<\/form>/g)].map(([, head, body]) => {
		const form = attributes(head), fields = [], buttons = [];
		for (const [, tag, head, rest] of body.matchAll(/<(input|select|textarea|button)\b([^>]*)>((?<!<input[^>]*>)[^]*?(?=<\/\1>)|)/g)) {
			const { name, type = tag === 'input' ? 'text' : tag, value = '', checked } = attributes(head);
			if (tag === 'button')
				buttons.push(name ? { name, value } : null);
			else if (name && tag === 'select')
				fields.push({ name, type, value: attributes(/<option\b([^>]*selected[^>]*)>/.exec(rest)?.[1] ?? /<option\b([^>]*)>/.exec(rest)?.[1] ?? '').value ?? '' });
			else if (name)
				fields.push({ name, type, value: tag === 'textarea' ? unescape(rest.replace(/^\n/, '')) : value || (/checkbox|radio/.test(type) ? 'on' : ''), checked: checked !== undefined });
		}
		return { action: form.action, method: form.method === 'post' ? 'POST' : 'GET', multipart: form.enctype === 'multipart/form-data', fields, buttons: buttons.length ? buttons : [null] };
	});
}

/* What is sent: as the page stands, with every box ticked, with nothing in it, with what no field takes. */
const FILLED = {
	asis: (field) => (/checkbox|radio/.test(field.type) && !field.checked ? undefined : field.value),
	ticked: (field) => field.value,
	empty: (field) => (field.type === 'hidden' ? field.value : /checkbox|radio|file/.test(field.type) ? undefined : ''),
	wrong: (field) => (/hidden|checkbox|radio/.test(field.type) ? field.value : field.type === 'file' ? undefined : WIDE),
};
function filled(form, button, how) {
	const pairs = new Map();
	for (const field of form.fields) {
		const value = FILLED[how](field);
		if (value !== undefined && !(field.type === 'radio' && pairs.has(field.name)))
			pairs.set(field.name, value);
	}
	if (button)
		pairs.set(button.name, button.value);
	return pairs;
}

/* The markup that a page consists of: what stands in what, without words. */
export function markup(html) {
	const found = new Set(), open = [];
	for (const [, end, tag, head] of html.replace(/<!--[^]*?-->/g, '').matchAll(/<(\/?)([a-z][a-z0-9]*)\b([^>]*)>/g)) {
		if (end) {
			while (open.length && open.pop().tag !== tag);
			continue;
		}
		const { class: own, type, role } = attributes(head);
		const kind = [tag, own, type, role].filter(Boolean).join('.');
		found.add(`${open.at(-1)?.kind ?? ''} > ${kind}`);
		if (!/^(meta|link|input|img|br|hr|use|path|col|rect|circle|line|wbr)$/.test(tag) && !head.endsWith('/'))
			open.push({ tag, kind });
	}
	return found;
}

class Walk {
	constructor() {
		this.pages = [];
		this.seen = new Set();
		this.cookies = {};
	}

	async send(who, lang, method, path, { pairs, multipart, cookie } = {}) {
		let body;
		if (pairs && method === 'POST') {
			body = multipart ? new FormData() : new URLSearchParams();
			for (const [name, value] of pairs)
				body.append(name, value);
		}
		return fetch(this.s.url + path, { method, body, redirect: 'manual', headers: { 'Sec-Fetch-Site': 'same-origin', Accept: 'text/html',
			Cookie: [cookie ?? this.cookies[who], `lang=${lang}`].filter(Boolean).join('; ') } });
	}

	/* Keeps what was answered, if it is a page that was not met before. */
	async keep(who, lang, method, path, answer, how = '') {
		const html = await answer.text();
		if (!/^text\/html/.test(answer.headers.get('Content-Type') ?? ''))
			return undefined;
		const headers = { 'Content-Type': answer.headers.get('Content-Type'), 'Content-Security-Policy': answer.headers.get('Content-Security-Policy') };
		const page = { who, lang, phase: this.phase, method, path, route: routeOf(method, path) ?? '(none)', how, status: answer.status, headers, html,
			name: [this.phase, who, lang, method === 'GET' ? path : `${method} ${path}`, how, answer.status].filter(Boolean).join(' ') };
		this.pages.push(page);
		return page;
	}

	async get(who, lang, path) {
		const once = `${this.phase} ${who} ${lang} ${path}`;
		if (this.seen.has(once))
			return undefined;
		this.seen.add(once);
		const answer = await this.send(who, lang, 'GET', path);
		if (answer.status < 300 || answer.status >= 400)
			return this.keep(who, lang, 'GET', path, answer);
		await answer.arrayBuffer();
		return undefined;
	}

	/* All that a person reads in this phase: the route table, then links, each kind of link a few times. */
	async read(who, langs) {
		const todo = [], often = new Map();
		const add = (path) => {
			const route = routeOf('GET', path);
			if (!route || !PAGES.some((page) => page.path === route))
				return;
			const kind = `${route}?${[...new URL(path, 'http://x').searchParams.keys()].filter((key) => key !== 'lang').sort()}`;
			const met = often.get(kind) ?? new Set();
			if (met.size < 3 && !met.has(path)) {
				often.set(kind, met.add(path));
				todo.push(path);
			}
		};
		for (const { path, who: may } of PAGES) {
			if (!serves(may, who))
				continue;
			let paths = [path];
			for (const [, part] of path.matchAll(/:(\w+)/g))
				paths = paths.flatMap((one) => (PARTS[part] ?? []).map((value) => one.replace(`:${part}`, value)));
			paths.filter((one) => !/usaha\/melati|desa\/tani-makmur/.test(one)).forEach(add);
		}
		for (let i = 0; i < todo.length; i++)
			for (const lang of langs) {
				const page = await this.get(who, lang, todo[i]);
				for (const [, link] of page?.html.matchAll(/href="(\/[^"#]*|\?[^"#]*)/g) ?? [])
					if (!/[?&;]lang=/.test(link))
						add(new URL(unescape(link), `http://x${todo[i]}`).href.slice('http://x'.length));
			}
		await this.get(who, langs[0], '/tidak-ada');
		await this.get(who, langs[0], `${E}/nominees/tidak-ada`);
	}

	/* Every form of the pages of this phase, and those of the phase before, which are late now. */
	async poke(pages, langs) {
		const met = new Set();
		let turn = 0;
		for (const page of pages)
			for (const form of formsOf(page.html)) {
				const path = new URL(form.action ?? page.path, `http://x${page.path}`).pathname;
				if (ENDING.test(path))
					continue;
				for (const button of form.buttons)
					for (const how of ['empty', 'wrong', 'asis', 'ticked']) {
						const pairs = filled(form, button, how);
						const secret = [...pairs].filter(([name]) => /^(_token|version|seen|key)$|sha256/.test(name)).map(([name]) => name);
						const once = `${page.who} ${form.method} ${routeOf(form.method, path)} ${how} ${[...pairs].filter(([name, value]) => !secret.includes(name) && value.length < 40 && how !== 'wrong' || /^(act|action|kind|to)$/.test(name))}`;
						if (met.has(once) || path.endsWith('/jobs') && (how !== 'asis' || page.phase !== this.phase)) // a job is work
							continue;
						met.add(once);
						await this.sent(page, form, path, pairs, how, langs[turn++ % langs.length]);
					}
			}
	}

	async sent(page, form, path, pairs, how, lang) {
		const target = form.method === 'GET' ? `${path}?${new URLSearchParams([...pairs])}` : path;
		const answer = await this.send(page.who, lang, form.method, target, { pairs, multipart: form.multipart, cookie: page.cookie });
		if (answer.status !== 303) {
			const told = await this.keep(page.who, lang, form.method, target, answer, `${how}${page.phase === this.phase ? '' : ` from ${page.phase}`}`);
			if (told && /name="sure"/.test(told.html)) // said in words before it is done; and once more with an old password
				this.sure.push(told);
			return;
		}
		await answer.arrayBuffer();
		const to = answer.headers.get('Location');
		if (to?.startsWith('/'))
			await this.get(page.who, lang, to.split('#')[0]);
	}

	/* On a copy: whatever the forms do is undone. */
	async onCopy(work, before) {
		const { s } = this;
		await s.halt();
		const kept = `${s.db}.kept`;
		copyFileSync(s.db, kept);
		if (before)
			s.sql(before);
		await s.start();
		await work();
		await s.halt();
		copyFileSync(kept, s.db);
		await s.start();
	}

	/* What no crawl comes to by itself. */
	async must(who, langs, path) {
		for (const lang of langs)
			if ((await this.get(who, lang, path))?.status !== 200)
				throw new Error(`${who} ${path}: no page`);
	}

	/* A list that waits to be stored, one whose columns are not known, one with mistakes. */
	async imports(langs) {
		const page = this.s.page.sekretariat;
		await page.get(`${E}/import`);
		for (const [kind, text] of [['nominees', 'nominee,name,category,region\nbaru,Desa Baru (CONTOH),desa,Kecamatan Contoh\n'],
			['nominees', 'Nama desa;Kode\nDesa Baru;baru\n'], ['nominees', 'nominee,name,category\nbaru,Desa Baru,tidak-ada\n'],
			['evidence', 'nominee,evidence,value,status,source,cutoff\nkenanga,pekerja,x,,,\n']])
			for (const lang of langs) {
				const pairs = [['_token', page.token()], ['kind', kind], ['text', text]];
				await this.keep('secretariat', lang, 'POST', `${E}/import`, await this.send('secretariat', lang, 'POST', `${E}/import`, { pairs, multipart: true }), 'text');
			}
	}

	/* Somebody else changed his account while he was away. */
	async notices(langs) {
		for (const [who, username] of Object.entries(PEOPLE))
			if (username) {
				this.s.cli(['user', 'reset', '--db', this.s.db, '--username', username, '--password-stdin'], { input: `sandi ${username}\n` });
				const page = this.s.browser();
				await page.signIn(username);
				this.cookies[who] = `session=${page.cookies.get('session')}`;
				await this.must(who, langs, '/account/notices');
			}
	}

	async here(phase, { langs = ['id', 'en'], who = Object.keys(PEOPLE), forms = true } = {}) {
		this.phase = phase;
		const from = this.pages.length;
		await Promise.all(who.map((one) => this.read(one, langs)));
		const own = this.pages.slice(from).filter(({ lang, status }) => lang === langs[0] && status === 200);
		if (forms) {
			this.sure = [];
			await this.onCopy(() => this.poke([...this.late ?? [], ...own], langs));
			// The password is an old one now; and a session has ended while somebody wrote.
			const sure = this.sure;
			await this.onCopy(async () => {
				await this.poke([...sure, ...own.filter(({ html }) => /accounts|cards|letters/.test(html))], langs);
				for (const page of own.filter(({ route }) => /sheets\/:n$|settings$|account$/.test(route)).slice(0, 4))
					await this.poke([{ ...page, cookie: 'session=x' }], langs);
			}, 'UPDATE session SET password_at = password_at - 601');
			this.late = own.filter(({ who, html }) => who !== 'nobody' && /<form/.test(html.split('<main')[1]));
		}
	}
}

/* An edition in which something of everything happens. */
const edition = {
	...sample,
	scheme: sample.scheme
		.replace('kind: jury, min: 0, max: 100, step: 0.5', 'kind: jury, min: 0, max: 100, step: 0.5, rubric: {"90": {id: Sangat baik dan berkelanjutan, en: Very good and lasting}, "70": {id: Baik, en: Good}}')
		.replace('winners: 1\n    titles', 'winners: 1\n    titles'),
	evidence: `${sample.evidence.replace('kenanga,terlindungi,530', 'kenanga,terlindungi,412.25').replace('kenanga,pekerja,980', 'kenanga,pekerja,1030').replace('melati,terlindungi,412', 'melati,terlindungi,412.25')
		.replace('laut-biru,menunggak,tidak', 'laut-biru,menunggak,ya').replace('melati,pekerja,1030,verified', 'melati,pekerja,1035,entered')}melati,catatan_khusus,ada,entered,berkas contoh,\n`,
};

async function attach(s, desk) {
	await desk.get(`${E}/nominees/melati`);
	const form = new FormData();
	form.set('_token', desk.token());
	form.set('title', 'Peraturan bupati (CONTOH)');
	form.set('evidence', '');
	form.set('file', new Blob([readFileSync(new URL('../../criteria/ntt-2024/documents/perbup-contoh.pdf', import.meta.url))]), 'perbup.pdf');
	await desk.send('POST', `${E}/nominees/melati/documents`, form);
}

async function must(answer) {
	const { status, text } = await answer;
	if (status !== 200)
		throw new Error(`${status} ${text}`);
	return answer;
}

/* Plays the edition; answers { pages, stop }: every page that was met. The service still runs, for its static files. */
export async function walk({ langs = ['id', 'en'] } = {}) {
	const w = new Walk();
	const s = w.s = await scheduled({ ...edition, until: 'setup' });
	for (const [who, username] of Object.entries(PEOPLE))
		w.cookies[who] = username && s.cookie[username];
	const desk = s.page.sekretariat;
	const declare = async (who, fields) => {
		const page = s.page[who];
		await page.get(`${E}/conflicts`);
		await page.post(`${E}/conflicts/desa`, { version: '0', sure: 'on', ...fields });
	};

	await w.here('setup', { langs });

	await s.move('sekretariat', 'verification');
	await attach(s, desk);
	const session = await s.session('Ruang Contoh');
	await s.fill(session, 'desa', { link: 'https://rapat.example/ruang' });
	await declare('juri-3', { act: 'conflict', phase: 'verification', nominee: 'cempaka', kind: 'family', words: 'Adik ipar kepala desa.' });
	await w.must('secretariat', langs, `${E}/schedule/delay?from=kenanga&by=15`);
	await w.imports(langs);
	await w.here('verification', { langs });

	await s.move('sekretariat', 'scoring');
	const today = await s.session('Ruang Daring', clock(0).split('T')[0]);
	await s.fill(today, 'usaha', { first: '00.00', minutes: '700', pause: '5', until: '24.00', order: 'import' });
	await s.post('/delay', { from: 'kenanga', by: '15', seen: 'x' });
	await must(s.act('ketua', 'melati', 'submit', { marks: { w1: 80.5, w2: 8 }, notes: { w1: 'Menyebut angka.' }, feedback: 'Patut ditiru.' }));
	await must(s.act('juri-2', 'melati', 'save', { marks: { w1: 80.5 } }));
	await must(s.act('juri-2', 'kenanga', 'submit', { marks: { w1: 80.5, w2: 8 } }));
	await must(s.act('juri-3', 'melati', 'submit', { marks: { w1: 80.5, w2: 8 } }));
	await must(s.as.ketua('POST', '/nominees/kenanga/jurors/j3', { act: 'mark_absent', reason: 'Kertas: jaringan putus.' }));
	await desk.get(`${E}/nominees/melati/evidence/pekerja`);
	await desk.post(`${E}/nominees/melati/evidence/pekerja`, { value: '1030', source: 'berkas baru (CONTOH)', cutoff: '' });
	await w.here('scoring', { langs });

	await must(s.act('juri-2', 'melati', 'submit', { marks: { w1: 80.5, w2: 8 } }));
	await must(s.act('juri-2', 'cempaka', 'recuse', { reason: 'Kerabat.' }));
	for (const [name, act, seen] of [['pekerja', 'verify', '1030'], ['catatan_khusus', 'reject', 'ada']]) {
		await desk.get(`${E}/nominees/melati/evidence/${name}`);
		await desk.post(`${E}/nominees/melati/evidence/${name}/${act}`, { seen, reason: 'Tanpa tanda tangan.' });
	}
	for (const nominee of ['kenanga', 'cempaka'])
		await must(s.act('ketua', nominee, 'submit', { marks: { w1: 80.5, w2: 8 } }));
	await s.move('ketua', 'deliberation'); // one is absent, and wrote on paper
	w.phase = 'deliberation';
	const ids = [];
	for (const [juror, nominee] of [['j1', 'melati'], ['j2', 'kenanga'], ['j3', 'kenanga']]) {
		const { body } = await must(s.as.ketua('POST', '/proposals', { kind: 'reopen_sheet', about: { juror, nominee }, reason: 'Salah ketik.' }));
		ids.push(body.id);
	}
	for (const id of ids.slice(0, 2))
		await must(s.as.pengawas('POST', `/proposals/${id}`, { decision: 'confirm' }));
	await w.must('secretariat', langs, `${E}/paper/j3/kenanga`);
	await w.here('deliberation', { langs });

	await must(s.as.pengawas('POST', `/proposals/${ids[2]}`, { decision: 'refuse' }));
	await must(s.act('ketua', 'melati', 'submit', { marks: { w1: 80.5, w2: 8 } }));
	await must(s.act('juri-2', 'kenanga', 'submit', { marks: { w1: 80.5, w2: 8 } }));
	await must(s.as.ketua('PUT', '/votes', { category: 'desa', order: ['kenanga', 'melati'], ballots: { for: 2, against: 1, abstained: 0 }, reason: 'Cakupan lebih luas.' }));
	const { body: { bundle_sha256 } } = await must(s.as.ketua('POST', '/phase', { to: 'approved' }));
	await w.here('approved', { langs });

	await must(s.as.pengawas('POST', '/phase', { to: 'published', bundle_sha256 }));
	await desk.get(`${E}/letters`);
	await desk.post(`${E}/letters`);
	const code = /Desa Melati[^]*?<strong>((?:[0-9A-Z]{4}-){6}[0-9A-Z]{4})</.exec(desk.text)[1];
	const nominee = s.browser();
	await nominee.get('/nominee');
	await nominee.post('/nominee', { code });
	await nominee.get('/nominee');
	await nominee.post('/nominee/objection', { criterion: 'c1', text: 'Data bulan Desember belum dihitung.', contact: 'Ibu Contoh' });
	w.cookies.nominee = [...nominee.cookies].map((pair) => pair.join('=')).join('; ');
	w.phase = 'published';
	await desk.get(`${E}/certificates`);
	const serial = /certificates\/([^"/.]+)"/.exec(desk.text)[1];
	for (const who of Object.keys(PEOPLE))
		await w.get(who, langs[0], `/certificates/${serial}`);
	await w.here('published', { langs, who: [...Object.keys(PEOPLE), 'nominee'] });

	await s.as.ketua('POST', '/phase', { to: 'deliberation', reason: 'Satu angka keliru dibaca.' });
	w.phase = 'correction';
	await w.notices(langs);
	await w.here('correction', { langs, forms: false });
	return w;
}

/* An edition with nothing in it but its rule card. */
export async function walkEmpty({ langs = ['id', 'en'] } = {}) {
	const w = new Walk();
	const users = sample.users.filter(({ juror }) => !juror);
	const s = w.s = await scheduled({ settings: null, nominees: null, jurors: null, evidence: null, users, until: 'setup' });
	for (const { username } of users)
		w.cookies[username === 'pengawas' ? 'keeper' : 'secretariat'] = s.cookie[username];
	await w.here('empty', { langs, who: ['nobody', 'keeper', 'secretariat'], forms: false });
	// A fault of ours: a table is gone while the service runs.
	s.sql('PRAGMA legacy_alter_table = ON; ALTER TABLE nominee RENAME TO gone');
	s.tampered = true;
	w.phase = 'broken';
	await w.get('secretariat', langs[0], `${E}/nominees`);
	return w;
}
