// Of a nominee from whom he is recused a juror, also the chair, can fetch its key, its name and the word: every
// page and call that there is, in every phase before the results are public, searched byte by byte.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, test } from 'node:test';
import { sample } from './lib.js';
import { routes } from './routes.js';
import { E, FULL, scoring } from './scoring.js';

// Words that stand in what is kept of melati and nowhere else.
const PLANTED = /zamrud|41277|41\.277|41,277|51599|51\.599|51,599|2023-02-03|3 (Februari|February) 2023|07[.:]43[–,]08[.:]03|· 07[.:]43|20310303T2343/i;
const SECRET = {
	...sample,
	nominees: sample.nominees.replace('melati,Desa Melati (CONTOH),desa,Kecamatan Contoh,01',
		'melati,Desa Melati (CONTOH),desa,Kecamatan Zamrud,profil-zamrud'),
	evidence: sample.evidence
		.replace('melati,terlindungi,412,verified,berkas contoh,2024-12-31', 'melati,terlindungi,41277,verified,sumber zamrud,2023-02-03')
		.replace('melati,pekerja,1030,verified,berkas contoh,2024-12-31', 'melati,pekerja,51599,entered,sumber zamrud,2023-02-03')
		+ 'melati,lampiran_zamrud,isi zamrud,entered,sumber zamrud,\n',
};
const PARTS = {
	e: ['contoh'], n: ['melati', 'kenanga'], c: ['desa', 'usaha'], j: ['j1', 'j2'], id: ['1', '2'], serial: ['1'],
	name: ['terlindungi', 'lampiran_zamrud'], s: ['1', '2'], list: ['desa'],
	kind: ['nominees', 'evidence', 'schedule', 'attendance', 'declarations', 'blank', 'sheets', 'recap', 'minutes', 'decree', 'nomination'],
	item: ['desa', 'j1', 'j2', '1', '2', 'pleno'], room: ['ruang-zamrud'], role: ['juror', 'chair'],
};

/* Every path of the route table that GET reads, with every value that its parts can have here. */
function paths() {
	const found = new Set();
	for (const { method, path } of routes()) {
		let all = method === 'GET' ? [path] : [];
		for (const [, part] of path.matchAll(/:(\w+)/g))
			all = all.flatMap((one) => (PARTS[part] ?? ['1']).map((value) => one.replace(`:${part}`, value)));
		all.forEach((one) => found.add(one));
	}
	return found;
}

/* Fetches everything that can be reached from the route table and from the links of what it answers. */
async function crawl(s, who, planted = PLANTED) {
	const todo = [...paths()], seen = new Set(todo);
	let read = 0;
	for (const path of todo)
		for (const lang of ['id', 'en']) {
			const answer = await fetch(s.url + path, { redirect: 'manual', headers: { Cookie: `${s.cookie[who]}; lang=${lang}` } });
			const bytes = Buffer.from(await answer.arrayBuffer());
			const pdf = answer.headers.get('content-type') === 'application/pdf';
			const body = pdf ? spawnSync('pdftotext', ['-', '-'], { input: bytes, encoding: 'utf8' }).stdout : bytes.toString('latin1');
			const heads = [...answer.headers].map((head) => head.join(': ')).join('\n');
			const found = planted.exec(`${heads}\n${body}`);
			assert.ok(!found, `${who} reads ${found?.[0]} in ${path}: …${body.slice(Math.max(0, body.search(planted) - 200), body.search(planted) + 80)}`);
			read += answer.status === 200;
			for (const [, link] of body.matchAll(/(?:href|action)="(\/[^"#]*)/g))
				if (!seen.has(link) && !link.startsWith('/static') && seen.size < 2000) {
					seen.add(link);
					todo.push(link);
				}
		}
	return read;
}

const services = [];
async function secret(given = {}) {
	const s = await scoring({ ...SECRET, ...given });
	services.push(s);
	return s;
}
after(async () => {
	for (const s of services)
		await s.stop();
});

/* Its interview: where, how, and who came; the others are elsewhere. */
async function interviewed(s) {
	const desk = s.browser();
	await desk.signIn('sekretariat');
	const act = async (path, fields) => {
		await desk.get(`${E}/schedule`);
		await desk.post(`${E}/schedule${path}`, fields);
		assert.equal(desk.status, 303, desk.text);
	};
	for (const room of ['Ruang Zamrud', 'Ruang Biasa'])
		await act('', { day: '2031-03-04', room, name: room.includes('Zamrud') ? 'Sesi 1' : '' });
	await act('/interviews/melati', { session: '1', at: '07.43', minutes: '20', link: 'https://rapat.example/zamrud' });
	await act('/interviews/kenanga', { session: '2', at: '09.00', minutes: '20', link: '' });
	await act('/interviews/melati/attendance', { attended: 'present', name: 'Nyonya Zamrud', office: 'Kepala Zamrud', evidence: '' });
	await act('/sessions/1/attendance', { 'state.j3': 'absent' });
}

/* The others' words about the nominee, and what the pleno does about it. */
async function spoken(s) {
	await interviewed(s);
	const text = { notes: { w1: 'catatan zamrud' }, feedback: 'umpan zamrud' };
	assert.equal((await s.act('juri-3', 'melati', 'submit', { marks: FULL, ...text })).status, 200);
}

/* A document of the nominee: its title, and words in its bytes. */
async function attached(s) {
	const desk = s.browser();
	await desk.signIn('sekretariat');
	await desk.get('/account');
	const form = new FormData();
	form.set('_token', desk.token());
	form.set('title', 'Lampiran zamrud');
	form.set('evidence', '');
	form.set('file', new Blob(['%PDF-1.4\n% zamrud\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n40\n%%EOF\n']), 'zamrud.pdf');
	await desk.send('POST', `${E}/nominees/melati/documents`, form);
	assert.equal(desk.status, 303, desk.text);
}

async function decided(s, nominee = 'melati') {
	const desk = s.browser();
	await desk.signIn('sekretariat');
	for (const [name, act, seen] of [['pekerja', 'verify', '51599'], ['lampiran_zamrud', 'reject', 'isi zamrud']]) {
		await desk.get(`${E}/nominees/${nominee}/evidence/${name}`);
		await desk.post(`${E}/nominees/${nominee}/evidence/${name}/${act}`, { seen, reason: 'ditolak karena zamrud' });
		assert.equal(desk.status, 303, desk.text);
	}
}

test('what is planted is there to be found by a juror who is not recused', async () => {
	const s = await secret();
	await spoken(s);
	await assert.rejects(crawl(s, 'juri-2'), /juri-2 reads/);
	await assert.rejects(crawl(s, 'ketua'), /ketua reads/);
});

test('a recused juror and a recused chair find nothing of the nominee but its key and name', async () => {
	const s = await secret();
	for (const who of ['juri-2', 'ketua']) { // who had written something themselves
		assert.equal((await s.act(who, 'melati', 'save', { marks: FULL, notes: { w1: 'zamrud sendiri' }, feedback: 'zamrud sendiri' })).status, 200);
		assert.equal((await s.act(who, 'melati', 'recuse', { reason: 'keluarga zamrud' })).status, 200);
	}
	await spoken(s);
	await attached(s);
	assert.ok(await crawl(s, 'juri-2') > 20);
	assert.ok(await crawl(s, 'ketua') > 30);
	for (const who of ['juri-2', 'ketua']) {
		const list = (await s.as[who]('GET', '/nominees')).body;
		assert.deepEqual(list.find(({ nominee }) => nominee === 'melati'), { nominee: 'melati', name: 'Desa Melati (CONTOH)', state: 'recused' });
		assert.deepEqual(await s.sheet(who, 'melati'), { version: 2, state: 'recused', marks: {}, notes: {}, feedback: '' });
		const answer = await s.put(who, 'melati', { version: 2, marks: FULL, action: 'save' });
		assert.equal(answer.status, 403);
		assert.equal(answer.body.code, 'recused');
	}
	const blocked = await s.as.ketua('POST', '/phase', { to: 'deliberation' });
	assert.equal(blocked.status, 409);
	assert.doesNotMatch(blocked.text, PLANTED);

	await decided(s);
	await s.lock();
	const answer = await s.as.ketua('POST', '/proposals', {
		kind: 'reopen_evidence', about: { nominee: 'melati', evidence: 'lampiran_zamrud' }, reason: 'alasan zamrud',
	});
	assert.equal(answer.status, 200);
	assert.equal((await s.as.ketua('POST', `/proposals/${answer.body.id}`, { decision: 'withdraw' })).status, 200);
	await crawl(s, 'juri-2');
	await crawl(s, 'ketua');
	const lists = (await s.as['juri-2']('GET', '/ranking')).body;
	assert.deepEqual(lists.categories.map(({ key }) => key), ['usaha']);
	// The chair leads the pleno: ranks and scores, nothing of what stands behind them.
	assert.deepEqual((await s.as.ketua('GET', '/ranking')).body, (await s.as.pengawas('GET', '/ranking')).body);

	await s.move('ketua', 'approved');
	await crawl(s, 'juri-2');
	await crawl(s, 'ketua');
	const bundle = await fetch(`${s.url}${E}/release/bundle.txt`, { headers: { Cookie: s.cookie.ketua } });
	assert.equal(bundle.status, 403);
	const keeper = await fetch(`${s.url}${E}/release/bundle.txt`, { headers: { Cookie: s.cookie.pengawas } });
	assert.match(await keeper.text(), /41277/);
});

test('a declared conflict closes as a recusal does, before scoring and after the lock', async () => {
	const s = await secret({ until: 'verification' });
	const desk = s.browser();
	await desk.signIn('sekretariat');
	await desk.get(`${E}/schedule`);
	await desk.post(`${E}/schedule`, { day: '2031-03-04', room: 'Ruang Zamrud', name: '' });
	const session = `${E}/schedule/sessions/${/sessions\/(\d+)/.exec(desk.location)[1]}`;
	await desk.get(session);
	await desk.post(`${session}/fill`, {
		category: 'desa', first: '08.00', minutes: '20', pause: '10', break_from: '', break_to: '', until: '17.00', order: 'name', seed: '',
		link: 'https://rapat.example/zamrud',
	});
	assert.equal(desk.status, 303, desk.text);
	const declare = async (who, phase) => {
		const page = s.browser();
		page.cookies.set('session', s.cookie[who].slice('session='.length));
		await page.get(`${E}/conflicts`);
		await page.post(`${E}/conflicts/desa`, { act: 'conflict', version: '0', phase, nominee: 'melati', kind: 'other', words: `alasan zamrud ${who}`, sure: 'on' });
		assert.equal(page.status, 303, page.text);
	};
	// The room and the link are those of the other nominees, too: here only what is of melati counts.
	const planted = new RegExp(PLANTED.source.replace('zamrud|', 'kecamatan zamrud|profil-zamrud|sumber zamrud|isi zamrud|lampiran.zamrud|alasan zamrud|') + '|09[.:]00[–,]09[.:]20|20310304T0100', 'i');
	for (const who of ['juri-2', 'ketua', 'juri-3'])
		await declare(who, 'verification');
	for (const who of ['juri-2', 'ketua']) {
		await crawl(s, who, planted);
		const page = s.browser();
		page.cookies.set('session', s.cookie[who].slice('session='.length));
		await page.get(`${E}/schedule.csv`);
		const row = page.text.split('\r\n').find((line) => line.includes('melati'));
		assert.doesNotMatch(row, /zamrud/i);
	}
	await s.move('sekretariat', 'scoring');
	for (const who of ['juri-2', 'ketua'])
		await crawl(s, who, planted);
});

test('a file of documents that was made before a recusal is not handed out after it', async () => {
	const s = await secret();
	await interviewed(s);
	const page = s.browser();
	page.cookies.set('session', s.cookie['juri-2'].slice('session='.length));
	const made = async () => {
		await page.get(`${E}/documents`);
		await page.post(`${E}/jobs`, { format: 'zip' });
		assert.equal(page.status, 303, page.text);
		const at = page.location;
		for (let state = 'waiting'; ['waiting', 'running'].includes(state);) {
			await new Promise((go) => setTimeout(go, 50));
			state = JSON.parse((await page.get(`${at}.json`)).text).state;
		}
		return at;
	};
	const before = await made();
	assert.equal((await page.get(`${before}.zip`)).status, 200);
	assert.equal((await s.act('juri-2', 'melati', 'recuse', { reason: 'keluarga' })).status, 200);
	for (const path of [before, `${before}.json`, `${before}.zip`])
		assert.equal((await page.get(path)).status, 404, path);
	assert.equal((await page.get(`${await made()}.zip`)).status, 200);
});

test('the page of a nominee from whom he is recused says so, and is sound', async () => {
	const s = await secret();
	for (const who of ['juri-2', 'ketua']) {
		await s.act(who, 'melati', 'recuse', { reason: 'keluarga' });
		const page = s.browser();
		page.cookies.set('session', s.cookie[who].slice('session='.length));
		await page.get(`${E}/sheets/melati`);
		assert.match(page.text, /Berhalangan/);
		assert.deepEqual(await page.sound(), []);
	}
	await decided(s);
	await s.lock();
	const page = s.browser();
	page.cookies.set('session', s.cookie.ketua.slice('session='.length));
	await page.get(`${E}/ranking/desa/melati`);
	assert.equal(page.status, 200);
	assert.match(page.text, /Berhalangan/);
	assert.deepEqual(await page.sound(), []);
});
