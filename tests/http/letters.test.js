// Letters to nominees, their own page, objections and answers.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { program, sample } from './lib.js';
import { E, JURORS, pleno, published, scored } from './pleno.js';

const words = (text) => text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const letters = (text) => new Map([...text.matchAll(/print-name">([^<]+)<(?:(?!<section)[^])*?<strong>((?:[0-9A-Z]{4}-){6}[0-9A-Z]{4})</g)]
	.map((m) => [m[1], m[2]]));

// Confidential data in one category, a failed gate in the other; publish: winners shortens public pages only.
const s = await pleno({
	scheme: sample.scheme.replace('denominator: pekerja, target: 60', 'denominator: pekerja, target: 60, confidential: true'),
	settings: `${sample.settings}publish: winners\nobjection_deadline: 2999-12-31\npublic_address: https://contoh.example\n`,
	evidence: sample.evidence.replace('laut-biru,menunggak,tidak', 'laut-biru,menunggak,ya'),
});
after(() => s.stop());
await s.must('sekretariat', 'verification');
await s.must('sekretariat', 'scoring');
const FEEDBACK = { ketua: 'Zona hijau patut diteruskan.', 'juri-2': 'Ajak pekerja informal.', 'juri-3': '' };
for (const who of JURORS)
	for (const nominee of ['melati', 'kenanga', 'cempaka'])
		await s.put(who, nominee, 'submit', { w1: nominee === 'kenanga' ? 90 : 80, w2: 8 },
			{ feedback: nominee === 'melati' ? FEEDBACK[who] : '', notes: { overall: 'catatan pribadi juri' } });
await s.must('ketua', 'deliberation');
const desk = s.browser();
await desk.signIn('sekretariat');
const chair = s.browser();
await chair.signIn('ketua');

async function open(code, phone = s.browser()) {
	await phone.get('/nominee');
	await phone.post('/nominee', { code });
	if (phone.status === 303)
		await phone.get('/nominee');
	return phone;
}

test('before the results are published there are no letters', async () => {
	await desk.get(`${E}/letters`);
	assert.match(words(desk.text), /Belum ada hasil yang diumumkan/);
	await desk.post(`${E}/letters`);
	assert.equal(desk.status, 409);
	assert.equal(letters(desk.text).size, 0);
	assert.deepEqual(await desk.sound(), []);
});

let codes;

test('letters are made in one batch, shown once, and hold no mark', async () => {
	await published(s);
	await desk.get(`${E}/letters`);
	assert.match(words(desk.text), /5 nominee belum mempunyai surat/);
	assert.deepEqual(await desk.sound(), []);
	await desk.post(`${E}/letters`);
	assert.equal(desk.status, 200, desk.text);
	assert.deepEqual(await desk.sound(), []);
	codes = letters(desk.text);
	assert.equal(new Set(codes.values()).size, 5);
	assert.ok(desk.text.includes('31 Desember 2999') && desk.text.includes('https://contoh.example/nominee'));
	assert.equal(desk.text.match(/<strong lang="id">CONTOH/g).length, 6, 'each letter says so');
	await desk.get(`${E}/letters`);
	for (const code of codes.values())
		assert.ok(!desk.text.includes(code));
	await desk.post(`${E}/letters`);
	assert.equal(desk.status, 409);
	await s.halt();
	const kept = JSON.stringify([s.sql('SELECT nominee, hex(code_sha256) FROM result_code'), s.sql('SELECT body FROM act'), s.log]);
	await s.start();
	for (const code of codes.values())
		assert.ok(!kept.toLowerCase().includes(code.toLowerCase()));
});

const MELATI = 'Desa Melati (CONTOH)', LAUT = 'PT Laut Biru (CONTOH)';

test('opening the address shows nothing; the form opens the page of that nominee alone', async () => {
	const phone = s.browser();
	await phone.send('GET', `/nominee?c=${codes.get(MELATI)}`);
	assert.equal(phone.location, '/nominee');
	await phone.get('/nominee');
	assert.ok(!phone.text.includes('Melati'), 'a preview of a messenger sees a form');
	assert.deepEqual(await phone.sound(), []);
	await open(codes.get(MELATI), phone);
	assert.equal(phone.status, 200);
	assert.deepEqual(await phone.sound(), []);
	const said = words(phone.text);
	assert.match(said, /Desa Melati/);
	assert.match(said, /Peringkat 2/, 'though only winners are published');
	assert.doesNotMatch(said, /yang berperingkat/, 'how many there are is not said');
	assert.match(said, /Data: Terlindungi dibagi Pekerja; 60% atau lebih bernilai 100/);
	assert.doesNotMatch(said, /Kenanga|Cempaka/);
	assert.doesNotMatch(said, /catatan pribadi/, 'notes are the jurors\' own');
	assert.doesNotMatch(said, /Juri Satu|Juri Dua|juri-2|ketua \(/);
	await phone.post('/nominee/close');
	await phone.get('/nominee');
	assert.ok(!phone.text.includes('Melati'));
});

test('feedback is unsigned and stands in the order of its words', async () => {
	const phone = await open(codes.get(MELATI));
	const at = [FEEDBACK['juri-2'], FEEDBACK.ketua].map((text) => phone.text.indexOf(text));
	assert.ok(at[0] > 0 && at[0] < at[1], 'whoever wrote first or leads');
	const other = await open(codes.get('Desa Kenanga (CONTOH)'));
	assert.match(words(other.text), /Tidak ada umpan balik tertulis/);
	assert.ok(other.text.includes('/certificates/'), 'a winner finds its certificate');
});

test('its own confidential evidence is shown, others read it nowhere', async () => {
	const phone = await open(codes.get(MELATI));
	assert.match(words(phone.text), /1\.030/);
	assert.match(words(phone.text), /rahasia; hanya tampak di halaman Anda ini/);
	const visitor = s.browser();
	await visitor.get(`${E}/results/desa/kenanga`);
	assert.equal(visitor.status, 200);
	assert.doesNotMatch(words(visitor.text), /\b980\b/);
});

test('who failed a condition reads which, with its evidence and why', async () => {
	const phone = await open(codes.get(LAUT));
	const said = words(phone.text);
	assert.match(said, /Tidak memenuhi syarat: Menunggak iuran/);
	assert.match(said, /Menunggak: ya .*= tidak .*Tidak memenuhi Menunggak iuran/);
	assert.deepEqual(await phone.sound(), []);
});

test('unknown codes cost a wait and keep nobody else waiting', async () => {
	const seen = [];
	const thief = s.browser();
	for (let i = 0; i < 8; i++) {
		await thief.post('/nominee', { code: `${'0'.repeat(27)}${i}` });
		seen.push(thief.status);
	}
	assert.deepEqual([...new Set(seen)], [404, 429]);
	assert.equal((await open(codes.get(MELATI))).status, 200);
	for (const code of ['', 'abc', 'x'.repeat(61)]) {
		await thief.post('/nominee', { code });
		assert.equal(thief.status, 422, code);
	}
	thief.cookies.set('letter', 'omong kosong');
	await thief.get('/nominee');
	assert.ok(!thief.text.includes('CONTOH)'));
});

test('a letter is made anew with a reason; the old code ends, also where it is open', async () => {
	const phone = await open(codes.get(LAUT));
	await desk.get(`${E}/letters`);
	await desk.post(`${E}/letters/laut-biru`, { reason: '' });
	assert.equal(desk.status, 422);
	assert.deepEqual(await desk.sound(), []);
	await desk.post(`${E}/letters/tidak-ada`, { reason: 'hilang' });
	assert.equal(desk.status, 404);
	await desk.get(`${E}/letters`);
	await desk.post(`${E}/letters/laut-biru`, { reason: 'surat hilang di jalan' });
	assert.equal(desk.status, 200, desk.text);
	const again = letters(desk.text);
	assert.deepEqual([...again.keys()], [LAUT]);
	await phone.get('/nominee');
	assert.ok(!phone.text.includes('Laut Biru'));
	const stale = s.browser();
	await stale.post('/nominee', { code: codes.get(LAUT) });
	assert.ok([410, 429].includes(stale.status));
	codes.set(LAUT, again.get(LAUT));
	assert.equal((await open(codes.get(LAUT))).status, 200);
	await desk.get(`${E}/letters`);
	assert.match(words(desk.text), /surat hilang di jalan/);
});

const OBJECTION = { criterion: 'c1', text: 'Jumlah pekerja <b>keliru</b>.\nLihat lampiran.', contact: 'Ibu Contoh, 0000' };

test('an objection is checked, recorded, and one is open at a time', async () => {
	const phone = await open(codes.get(MELATI));
	for (const [field, value] of [['text', ''], ['text', 'x'.repeat(4001)], ['contact', ''], ['contact', 'x'.repeat(201)], ['criterion', 'k1'], ['criterion', 'x'.repeat(33)]]) {
		await phone.post('/nominee/objection', { ...OBJECTION, [field]: value });
		assert.equal(phone.status, 422, field);
		assert.ok(phone.text.indexOf('role="alert"') < phone.text.indexOf('<section'), 'the page is long: what is wrong stands at its head');
		assert.deepEqual(await phone.sound(), []);
	}
	assert.equal((await phone.send('POST', '/nominee/objection', new URLSearchParams([...Object.entries(OBJECTION), ['text', 'dua']]))).status, 400);
	await phone.send('POST', '/nominee/objection', new URLSearchParams(OBJECTION), { 'Sec-Fetch-Site': 'cross-site' });
	assert.equal(phone.status, 403);
	const both = await Promise.all([1, 2].map(async () => {
		const one = await open(codes.get(MELATI));
		return (await one.post('/nominee/objection', OBJECTION)).status;
	}));
	assert.deepEqual(both.sort(), [303, 409]);
	await phone.get('/nominee');
	assert.match(words(phone.text), /Belum dijawab Pekerja terlindungi/);
	assert.ok(phone.text.includes('&lt;b&gt;keliru'));
	assert.ok(!phone.text.includes('action="/nominee/objection"'));
	assert.deepEqual(await phone.sound(), []);
	const nobody = s.browser();
	await nobody.post('/nominee/objection', OBJECTION);
	assert.equal(nobody.status, 401);
});

test('secretariat, chair and keeper read it; the chair alone answers, once, with a reason', async () => {
	const keeper = s.browser();
	await keeper.signIn('pengawas');
	for (const reader of [desk, keeper, chair]) {
		await reader.get(`${E}/objections`);
		assert.match(words(reader.text), /Ibu Contoh, 0000/);
		assert.equal(reader.text.includes(`${E}/objections/1"`), reader === chair);
		assert.deepEqual(await reader.sound(), []);
	}
	await keeper.get(`${E}/watch`);
	assert.match(words(keeper.text), /1 keberatan nominee belum dijawab/);
	const juror = s.browser();
	await juror.signIn('juri-2');
	assert.equal((await juror.send('GET', `${E}/objections`)).status, 403);
	await desk.get(`${E}/desk`);
	assert.match(words(desk.text), /1 keberatan nominee belum dijawab/);
	assert.equal((await desk.post(`${E}/objections/1`, { reason: 'x' })).status, 403);
	await chair.get(`${E}/objections`);
	for (const fields of [{}, { reason: '' }, { reason: 'x'.repeat(2001) }, { reason: 'ya', correction: 'x' }, { reason: 'ya', correction: '1' }, { reason: 'ya', correction: '7' }]) {
		await chair.post(`${E}/objections/1`, fields);
		assert.equal(chair.status, 422, JSON.stringify(fields).slice(0, 60));
		assert.deepEqual(await chair.sound(), []);
	}
	await chair.post(`${E}/objections/99`, { reason: 'ya' });
	assert.equal(chair.status, 404);
	await chair.get(`${E}/objections`);
	const answer = { reason: 'Jumlah pekerja sesuai data BPS (CONTOH).' };
	await chair.post(`${E}/objections/1`, answer);
	assert.match(words(chair.text), /“Jumlah pekerja sesuai data BPS \(CONTOH\)\.” Jawaban tidak dapat diubah/);
	assert.deepEqual(await chair.sound(), []);
	await desk.get(`${E}/desk`);
	assert.match(words(desk.text), /1 keberatan nominee belum dijawab/, 'nothing is kept before it is confirmed');
	await chair.act(`${E}/objections/1`, answer);
	assert.equal(chair.status, 303, chair.text);
	await chair.get(`${E}/objections`);
	await chair.post(`${E}/objections/1`, { reason: 'lagi' });
	assert.equal(chair.status, 409);
	const phone = await open(codes.get(MELATI));
	assert.match(words(phone.text), /Dijawab .*Jumlah pekerja sesuai data BPS/);
	assert.ok(phone.text.includes('action="/nominee/objection"'), 'another one may follow');
	await desk.get(`${E}/desk`);
	assert.doesNotMatch(words(desk.text), /belum dijawab ketua/);
});

test('an objection never blocks; a correction answers it, and the page says so', async () => {
	const phone = await open(codes.get(MELATI));
	await phone.post('/nominee/objection', { ...OBJECTION, criterion: '' });
	assert.equal(phone.status, 303);
	await s.must('ketua', 'deliberation', { reason: 'keberatan Desa Melati' });
	await phone.get('/nominee');
	assert.match(words(phone.text), /sedang diralat/, 'the old release stays, under a banner');
	assert.match(words(phone.text), /1\.030/);
	await s.reproof('melati', 'pekerja', '1000');
	await phone.get('/nominee');
	assert.doesNotMatch(words(phone.text), /1\.030|1\.000/, 'what the release was made from is no longer kept: it stays sealed');
	assert.match(words(phone.text), /rahasia; hanya nilainya/);
	await desk.get(`${E}/letters`);
	await desk.post(`${E}/letters/melati`, { reason: 'hilang' });
	assert.equal(desk.status, 409, 'letters are made while a release is the last word');
	await published(s);
	await phone.get('/nominee');
	assert.match(words(phone.text), /1\.000/);
	assert.match(words(phone.text), /ralat atas rilis 1/);
	await chair.get(`${E}/objections`);
	await chair.act(`${E}/objections/2`, { reason: 'Data diperbaiki.', correction: '2' });
	assert.equal(chair.status, 303, chair.text);
	await phone.get('/nominee');
	assert.match(words(phone.text), /Dijawab dengan ralat 2/);
});

test('a chair who is recused from a nominee sees that it objected, and nothing of it', async () => {
	await s.must('ketua', 'deliberation', { reason: 'konflik ditemukan' });
	const late = await s.as.ketua('POST', '/nominees/melati/jurors/j1', { act: 'late_recusal', reason: 'kerabat' });
	assert.equal(late.status, 200, late.text);
	const phone = await open(codes.get(MELATI));
	await phone.post('/nominee/objection', { ...OBJECTION, text: 'Rahasia dapur Melati' });
	assert.equal(phone.status, 303, phone.text);
	await chair.get(`${E}/objections`);
	assert.match(words(chair.text), /Desa Melati \(CONTOH\) Berhalangan/);
	assert.doesNotMatch(words(chair.text), /Rahasia dapur|BPS|Ibu Contoh|Data diperbaiki/);
	assert.deepEqual(await chair.sound(), []);
	await chair.post(`${E}/objections/3`, { reason: 'ya' });
	assert.equal(chair.status, 403);
	assert.doesNotMatch(words(chair.text), /Rahasia dapur/);
});

test('ten objections of a nominee are kept, and no more', async () => {
	const phone = await open(codes.get('Desa Cempaka (CONTOH)'));
	const known = s.browser();
	await known.signIn('ketua');
	for (let i = 0; i < 10; i++) {
		await phone.post('/nominee/objection', { ...OBJECTION, text: `ke-${i}` });
		assert.equal(phone.status, 303);
		await known.get(`${E}/objections`);
		const [, id] = /objections\/(\d+)"/.exec(known.text);
		await known.act(`${E}/objections/${id}`, { reason: `jawaban ${i}` });
		assert.equal(known.status, 303, known.text);
	}
	await phone.post('/nominee/objection', OBJECTION);
	assert.equal(phone.status, 409);
	assert.match(words(phone.text), /Jumlah keberatan sudah mencapai batas/);
});

test('codes, objections and answers that were changed in the file are named', async () => {
	await s.halt();
	const file = join(s.folder, 'copy.db');
	const run = (text) => spawnSync('sqlite3', [file, text], { encoding: 'utf8' });
	for (const [table, sql, named] of [
		['result_code', "UPDATE result_code SET nominee = 'kenanga' WHERE id = 1", 'result_code 1: column nominee'],
		['result_code', 'UPDATE result_code SET code_sha256 = zeroblob(32) WHERE id = 1', 'result_code 1: column code'],
		['result_code', 'DELETE FROM result_code WHERE id = 6', 'result_code 6 is missing'],
		['objection', "UPDATE objection SET text = 'lain' WHERE id = 1", 'objection 1: column text'],
		['objection', "UPDATE objection SET answer = 'lain' WHERE id = 1", 'objection 1: column answer'],
		['objection', 'DELETE FROM objection WHERE id = 3', 'objection 3 is missing'],
	]) {
		copyFileSync(s.db, file);
		const triggers = run(`SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '${table}'`).stdout;
		const done = run([...triggers.split('\n').filter(Boolean).map((name) => `DROP TRIGGER ${name}`), sql].join(';'));
		assert.equal(done.status, 0, done.stderr);
		const check = spawnSync(program, ['verify', '--db', file], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'en' } });
		assert.ok(check.stderr.includes(named), `${sql}\n${check.stderr}`);
	}
	await s.start();
});

test('after the last day the form is closed, and what stood there stays', async () => {
	const late = await pleno({ settings: `${sample.settings}objection_deadline: 2025-08-04\n` });
	after(() => late.stop());
	await scored(late);
	await late.must('ketua', 'deliberation');
	await published(late);
	const table = late.browser();
	await table.signIn('sekretariat');
	await table.get(`${E}/letters`);
	await table.post(`${E}/letters`);
	const phone = await open(letters(table.text).get(MELATI), late.browser());
	assert.match(words(phone.text), /sampai dengan 4 Agustus 2025/);
	assert.match(words(phone.text), /Batas waktu keberatan sudah lewat/);
	assert.ok(!phone.text.includes('name="contact"'));
	await phone.post('/nominee/objection', OBJECTION);
	assert.equal(phone.status, 409);
	assert.deepEqual(await phone.sound(), []);
});
