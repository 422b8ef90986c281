// The keeper's day: what waits, whether all is as it was done, and the log in plain words.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { pleno, scored, equal, tied } from './pleno.js';

const E = '/editions/contoh';
const s = await pleno(tied);
after(() => s.stop());
const keeper = s.browser();

// One of nearly everything that is logged.
await scored(s, equal);
await s.as.ketua('POST', '/nominees/melati/jurors/j2', { act: 'mark_absent', reason: 'sakit' });
await s.must('ketua', 'deliberation');
await s.as.ketua('PUT', '/votes', {
	category: 'desa', order: ['melati', 'kenanga'], ballots: { for: 3, against: 0, abstained: 0 }, reason: 'keputusan pleno',
});
const proposed = await s.as.ketua('POST', '/proposals', { kind: 'reopen_sheet', about: { juror: 'j2', nominee: 'melati' }, reason: 'salah ketik' });
await s.as.pengawas('POST', `/proposals/${proposed.body.id}`, { decision: 'confirm' });
await s.put('juri-2', 'melati', 'submit', { w1: 80, w2: 8 });
await s.reproof('cempaka', 'pekerja', '1040');
await s.as.ketua('POST', '/proposals', { kind: 'change_panel', about: { add: { juror: 'j4', name: 'Juri Empat (CONTOH)' } }, reason: 'ganti' });
await keeper.signIn('pengawas');

const cells = (html) => [...html.matchAll(/<tr><th scope="row">([^<]*)<span[^]*?<\/tr>/g)].map(([row, deed]) => ({
	deed: deed.trim(), text: row.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '),
}));
const log = async (query = '') => {
	await keeper.get(`${E}/log${query}`);
	assert.equal(keeper.status, 200);
	return cells(keeper.text);
};

test('the log says names and words, no key of JSON', async () => {
	const rows = [];
	for (let query = ''; query !== undefined; query = /href="(\?[^"]*before=\d+)"/.exec(keeper.text)?.[1].replaceAll('&amp;', '&')) {
		rows.push(...await log(query));
		assert.deepEqual(await keeper.sound(), []);
	}
	assert.ok(rows.length > 25);
	for (const { text, deed } of rows) {
		assert.doesNotMatch(text, /[a-z]_[a-z]|[{}"]|\bj[1-4]\b|: (melati|kenanga|cempaka)\b/, text);
		assert.doesNotMatch(deed, /^[a-z]/, deed);
	}
	const all = rows.map((r) => r.text).join('\n');
	for (const words of [/Pekerja, Desa Cempaka \(CONTOH\): isi 1105 → 1040/, /Juri Dua \(CONTOH\)/, /Alasan: salah ketik/,
		/Suara: setuju 3, menolak 0, abstain 0/, /Dari tahap: Verifikasi/, /Jenis: Buka kembali lembar juri/, /baris perintah/])
		assert.ok(words.test(all), `${words}\n${all}`);
});

test('the log is narrowed by who, kind, nominee, juror and days, and read page by page', async () => {
	const of = async (query) => (await log(query)).map((r) => r.text);
	for (const text of await of('?who=pengawas'))
		assert.match(text, /pengawas/);
	assert.ok((await of('?kind=sheets')).every((t) => /Lembar/.test(t)));
	assert.deepEqual((await log('?kind=vote')).map((r) => r.deed), ['Keputusan pleno']);
	const melati = await of('?nominee=melati');
	assert.ok(melati.length && melati.every((t) => /Melati/.test(t)), melati.join('\n'));
	assert.ok((await of('?juror=j2&kind=sheet_submitted')).every((t) => /Juri Dua/.test(t)));
	assert.equal((await of('?from=1%20Januari%202020&to=2%20Januari%202020')).length, 0);
	assert.ok((await of('?from=1/1/2020')).length > 0);
	await log('?from=kemarin');
	assert.match(keeper.text, /Tuliskan tanggal yang ada[^]*value="kemarin"/);
	for (const odd of ['?kind=%3Cb%3E', '?nominee=tiada', '?who=%22', '?before=x'])
		await log(odd);
});

test('the log is a CSV file of the same acts', async () => {
	await keeper.get(`${E}/log.csv?kind=vote`);
	assert.match(keeper.headers.get('Content-Type'), /^text\/csv/);
	assert.match(keeper.headers.get('Content-Disposition'), /contoh-log\.csv/);
	const lines = keeper.text.trim().split('\r\n');
	assert.equal(lines[0], 'seq,time,who,role,deed,act,about');
	assert.equal(lines.length, 2);
	assert.match(lines[1], /^\d+,\d{4}-\d\d-\d\dT[\d:]+Z,ketua,chair,vote,Keputusan pleno,.*keputusan pleno/);
});

test('no mark stands in the log', async () => {
	await keeper.get(`${E}/log.csv`);
	assert.doesNotMatch(keeper.text, /80,8|w1|w2/);
});

test('the day says what waits, the hash to compare, and what differs from the log', async () => {
	await keeper.get(`${E}/watch`);
	assert.deepEqual(await keeper.sound(), []);
	assert.match(keeper.text, /1 usulan/);
	assert.match(keeper.text, /Tidak ada perbedaan/);
	await s.as.pengawas('POST', '/proposals/3', { decision: 'refuse' });
	await keeper.get(`${E}/watch`);
	assert.match(keeper.text, /Tidak ada yang menunggu/);
	await s.must('ketua', 'approved');
	await keeper.get(`${E}/watch`);
	const { bundle_sha256: sha256 } = (await s.as.pengawas('GET', '')).body;
	const groups = [...keeper.text.matchAll(/<span>([0-9a-f]{4})<\/span>/g)].map((m) => m[1]);
	assert.equal(groups.length, 16);
	if (sha256)
		assert.equal(groups.join(''), sha256);
	assert.match(keeper.text, /href="\/editions\/contoh\/release"/);
	await s.halt();
	s.sql("UPDATE nominee SET region = 'Kecamatan Lain' WHERE key = 'melati'");
	await s.start();
	await keeper.get(`${E}/watch`);
	assert.match(keeper.text, /Isi data berbeda dari yang tercatat[^]*region/);
	const [, hash] = /name="bundle_sha256" value="([0-9a-f]{64})"/.exec((await keeper.get(`${E}/release`)).text);
	await keeper.act(`${E}/phase`, { to: 'published', bundle_sha256: hash });
	assert.equal(keeper.status, 409);
	assert.match(keeper.text, /href="\/editions\/contoh\/watch">Lihat apa yang berbeda/, 'the refusal leads to what is wrong');
});
