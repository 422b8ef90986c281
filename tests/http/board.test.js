// The pleno board: who sees it and when, what the hall sees step by step, pseudonyms, what is closed
// to a recused chair, events, and what a juror learns of himself.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { E, JURORS, pleno, scored } from './pleno.js';
import { passwordOf, sample } from './lib.js';

const PAGES = ['/board', '/board/desa', '/board/desa/hall', '/board/events'];

async function readers(s, people) {
	const pages = {};
	for (const who of people) {
		pages[who] = s.browser();
		await pages[who].signIn(who, passwordOf(who));
	}
	return pages;
}
async function withPleno(people, run, given) {
	const s = await pleno(given);
	try {
		await run(s, await readers(s, people));
	} finally {
		await s.stop();
	}
}

test('before the lock nobody opens the board, and of the jurors only the chair afterwards', () => withPleno(['ketua', 'juri-2', 'pengawas', 'sekretariat'], async (s, pages) => {
	await scored(s);
	for (const path of [...PAGES, '/own'])
		for (const page of Object.values(pages))
			assert.equal((await page.get(E + path)).status, 403, path);
	await s.must('ketua', 'deliberation');
	for (const path of PAGES)
		for (const [who, page] of Object.entries(pages))
			assert.equal((await page.get(E + path)).status, who === 'juri-2' ? 403 : 200, `${who} ${path}`);
	assert.equal((await pages.ketua.get(`${E}/board/tiada`)).status, 404);
	assert.match((await s.browser().get(`${E}/board`)).text, /name="password"/);
}));

test('the board says how sure the result is, with every figure in words', () => withPleno(['ketua'], async (s, pages) => {
	await scored(s);
	await s.must('ketua', 'deliberation');
	await pages.ketua.get(`${E}/board/desa`);
	const { text } = pages.ketua;
	assert.match(text, /Juara 1 tetap pada 3 dari 3 panel tanpa satu juri/);
	assert.match(text, /3 juri menilai; 3 nominee dinilai oleh semuanya\. Kesepakatan urutan mereka sangat kuat/);
	assert.match(text, /aria-label="Dari–sampai 1, Median 1,0"/);
	assert.match(text, /<span class="code">\d+(\/\d+)?<\/span> [=≈] \d+,\d{8}</);
	assert.doesNotMatch(text, /NaN|\binf\b|undefined/);
	await pages.ketua.get(`${E}/board/usaha`); // no jury criteria: what cannot be computed says why
	assert.equal(pages.ketua.status, 200);
	assert.doesNotMatch(pages.ketua.text, /NaN|\binf\b/);
}));

test('jurors stand there as pseudonyms; chair and keeper may ask for names, the secretariat may not', () => withPleno(['ketua', 'pengawas', 'sekretariat'], async (s, pages) => {
	await scored(s);
	await s.must('ketua', 'deliberation');
	for (const who of ['ketua', 'pengawas', 'sekretariat']) {
		await pages[who].get(`${E}/board/desa`);
		assert.match(pages[who].text, /<th scope="col">J1<\/th><th scope="col">J2<\/th>/);
		assert.doesNotMatch(pages[who].text, /Juri (Dua|Tiga)/, who);
		await pages[who].get(`${E}/board/desa?names=1`);
		assert.equal(/<th scope="col">Juri Dua/.test(pages[who].text), who !== 'sekretariat', who);
	}
}));

test('the hall holds no name before its step', () => withPleno(['pengawas'], async (s, pages) => {
	await scored(s);
	await s.must('ketua', 'deliberation');
	const seen = async (step) => {
		await pages.pengawas.get(`${E}/board/desa/hall?step=${step}`);
		return ['Melati', 'Kenanga', 'Cempaka'].filter((name) => pages.pengawas.text.includes(name));
	};
	assert.deepEqual(await seen(0), []);
	assert.deepEqual(await seen(1), ['Kenanga']); // one winner
	assert.deepEqual(await seen(2), ['Melati', 'Kenanga', 'Cempaka']);
	assert.deepEqual(await seen(99), ['Melati', 'Kenanga', 'Cempaka']);
	assert.deepEqual(await seen('x'), []);
	assert.match(pages.pengawas.text, /Sementara, belum ditetapkan/);
}));

test('three winners come from the third to the first', async () => {
	await withPleno(['ketua'], async (s, pages) => {
		await scored(s);
		await s.must('ketua', 'deliberation');
		const seen = async (step) => {
			await pages.ketua.get(`${E}/board/desa/hall?step=${step}`);
			return [...pages.ketua.text.matchAll(/Desa (Melati|Kenanga|Cempaka)/g)].map(([, name]) => name);
		};
		assert.deepEqual(await seen(1), ['Cempaka']);
		assert.deepEqual(await seen(2), ['Melati', 'Cempaka']);
		assert.deepEqual(await seen(3), ['Kenanga', 'Melati', 'Cempaka']);
	}, { scheme: sample.scheme.replace('winners: 1', 'winners: 3') });
});

test('events tell that something changed, and nothing else', () => withPleno([], async (s) => {
	await scored(s);
	await s.must('ketua', 'deliberation');
	const { token } = await s.login('ketua');
	const state = async () => {
		const answer = await fetch(`${s.url}${E}/board/events`, { headers: { Authorization: `Bearer ${token}` } });
		assert.match(answer.headers.get('Content-Type'), /^text\/event-stream/);
		const text = await answer.text();
		assert.match(text, /^retry: \d+\nevent: state\ndata: [0-9a-f]{16}\n\n$/);
		return text;
	};
	const before = await state();
	assert.equal(await state(), before);
	assert.equal((await s.as.ketua('POST', '/proposals', {
		kind: 'reopen_sheet', about: { nominee: 'melati', juror: 'j2' }, reason: 'salah ketik',
	})).status, 200);
	assert.notEqual(await state(), before);
}));

test('a board that asks by itself keeps no session alive', () => withPleno([], async (s) => {
	await scored(s);
	await s.must('ketua', 'deliberation');
	const { token } = await s.login('pengawas');
	await s.halt();
	s.sql('UPDATE session SET seen_at = seen_at - 1500');
	await s.start();
	const seen = async () => {
		await s.halt(); // what was noted of visits is written by then
		const [{ seen_at }] = s.sql('SELECT seen_at FROM session WHERE id = (SELECT max(id) FROM session)');
		await s.start();
		return seen_at;
	};
	const ask = async (path) => assert.equal((await fetch(`${s.url}${E}${path}`, { headers: { Cookie: `session=${token}` } })).status, 200, path);
	const before = await seen();
	await ask('/board/events');
	assert.equal(await seen(), before);
	await ask('/board');
	assert.ok(await seen() > before + 1000);
}));

test('of a nominee from whom the chair is recused the board keeps rank and score alone', () => withPleno(['ketua', 'pengawas'], async (s, pages) => {
	await s.must('sekretariat', 'verification');
	await s.must('sekretariat', 'scoring');
	assert.equal((await s.put('ketua', 'kenanga', 'recuse', {}, { reason: 'keluarga' })).status, 200);
	for (const [who, nominee, w1, w2] of [['ketua', 'melati', 80, 8], ['ketua', 'cempaka', 70, 7],
		['juri-2', 'melati', 80, 8], ['juri-2', 'kenanga', 93.5, 9], ['juri-2', 'cempaka', 70, 7],
		['juri-3', 'melati', 80, 8], ['juri-3', 'kenanga', 91.5, 9], ['juri-3', 'cempaka', 70, 7]])
		await s.submit(who, nominee, w1, w2);
	await s.must('ketua', 'deliberation');
	const row = (text) => /<th scope="row">Desa Kenanga \(CONTOH\)<\/th>([^]*?)<\/tr>/
		.exec(text.slice(text.indexOf('<table class="table heat">')))[1]; // pseudonyms are drawn: any cell may be first
	await pages.ketua.get(`${E}/board/desa`);
	assert.equal(row(pages.ketua.text), '<td colspan="3">Berhalangan</td>');
	assert.doesNotMatch(pages.ketua.text, /Nilai J\d untuk Desa Kenanga/);
	await pages.pengawas.get(`${E}/board/desa`);
	assert.match(row(pages.pengawas.text), /9\d,\d/);
}));

test('drafts that are submitted one after another at the end are no haste', () => withPleno(['ketua'], async (s, pages) => {
	const marks = { melati: [80, 8], kenanga: [90, 9], cempaka: [70, 7] };
	await s.must('sekretariat', 'verification');
	await s.must('sekretariat', 'scoring');
	for (const who of JURORS)
		for (const [nominee, [w1, w2]] of Object.entries(marks))
			assert.equal((await s.put(who, nominee, 'save', { w1, w2 })).status, 200);
	for (const who of JURORS)
		for (const [nominee, [w1, w2]] of Object.entries(marks))
			await s.submit(who, nominee, w1, w2);
	await s.must('ketua', 'deliberation');
	await pages.ketua.get(`${E}/board/desa`);
	assert.match(pages.ketua.text, /Juara 1 tetap pada/);
	assert.doesNotMatch(pages.ketua.text, /dikirim dalam/);
}));

test('a juror learns his own figures, and those of nobody else', () => withPleno(['juri-2', 'pengawas', 'sekretariat'], async (s, pages) => {
	await scored(s);
	await s.must('ketua', 'deliberation');
	await pages['juri-2'].get(`${E}/own`);
	const { text } = pages['juri-2'];
	assert.equal(pages['juri-2'].status, 200);
	assert.match(text, /Cara saya menilai/);
	assert.doesNotMatch(text, /J[123]\b|Juri (Satu|Tiga)/);
	for (const who of ['pengawas', 'sekretariat'])
		assert.equal((await pages[who].get(`${E}/own`)).status, 403);
}));
