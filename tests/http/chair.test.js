// The chair's day: what is open and who closes it, and what exactly becomes public before each key.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { sample } from './lib.js';
import { pleno, scored } from './pleno.js';

const E = '/editions/contoh';
const plain = (html) => html.slice(html.indexOf('<main')).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const CONFIDENTIAL = sample.scheme.replace('kind: ratio, numerator', 'kind: ratio, confidential: true, numerator');

async function people(s) {
	const pages = {};
	for (const who of ['ketua', 'pengawas', 'sekretariat'])
		await (pages[who] = s.browser()).signIn(who);
	return async (who, path) => {
		await pages[who].get(`${E}/${path}`);
		assert.equal(pages[who].status, 200);
		assert.deepEqual(await pages[who].sound(), []);
		return plain(pages[who].text);
	};
}

test('the page of phases counts what is open, by juror and by category, and says who closes it', async () => {
	const s = await pleno({ evidence: sample.evidence.replaceAll(/^(laut-biru.*),verified,/gm, '$1,,') });
	after(() => s.stop());
	const look = await people(s);
	assert.doesNotMatch(await look('ketua', 'pleno'), /lembar nilai belum/);
	await s.must('sekretariat', 'verification');
	assert.match(await look('sekretariat', 'pleno'), /2 bukti menunggu verifikasi\. Ditutup oleh: sekretariat Buka/);
	await s.must('sekretariat', 'scoring');
	await s.submit('juri-2', 'melati', 80, 8);
	await s.put('juri-2', 'kenanga', 'save', { w1: 70 });
	let text = await look('ketua', 'pleno');
	assert.match(text, /8 lembar nilai belum dikirim\. Ditutup oleh: jurinya masing-masing/);
	assert.match(text, /Juri Dua \(CONTOH\) 1 \/ 3 2 1 0 0/);
	assert.match(text, /Pemerintah desa 1 \/ 9 8/);
	assert.doesNotMatch(text, /bukti menunggu verifikasi\. Ditutup oleh: sekretariat Buka/, 'no link to what refuses the chair');
	assert.doesNotMatch(text, /\b(80|70)\b/, 'no mark before the lock');
});

test('before each key the page says what becomes public: rows, certificates, what stays closed', async () => {
	const s = await pleno({ scheme: CONFIDENTIAL, settings: `${sample.settings}publish: winners\n` });
	after(() => s.stop());
	const look = await people(s);
	await scored(s);
	await s.must('ketua', 'deliberation');
	const expected = [/Halaman hasil hanya menampilkan para pemenang/, /3 piagam diterbitkan/, /5 nominee/, /9 lembar nilai, setiap nilai dengan nama samaran J1 sampai J3/,
		/6 bukti tidak ditampilkan isinya/, /2 baris tidak tampil di halaman hasil, tetapi ada di berkas hasil/, /1 baris tidak tampil/, /Desa Kenanga \(CONTOH\)/];
	for (const [who, path] of [['ketua', 'pleno'], ['pengawas', 'pleno']]) {
		const text = await look(who, path);
		for (const words of expected)
			assert.match(text, words);
		assert.doesNotMatch(text, /Desa Melati/, 'a row that stays off the page');
	}
	await s.must('ketua', 'approved');
	for (const who of ['ketua', 'pengawas'])
		for (const words of expected)
			assert.match(await look(who, 'release'), words);
	const { bundle_sha256 } = (await s.as.ketua('GET', '/')).body ?? {};
	const page = s.browser();
	await page.signIn('pengawas');
	await page.get(`${E}/release`);
	const [, sha256] = /name="bundle_sha256" value="([0-9a-f]{64})"/.exec(page.text);
	assert.ok(!bundle_sha256 || bundle_sha256 === sha256);
	assert.equal([...page.text.matchAll(/<span>([0-9a-f]{4})<\/span>/g)].map((m) => m[1]).join(''), sha256);
	await s.must('pengawas', 'published', { bundle_sha256: sha256 });
	const results = (await s.api('GET', `${E}/results`)).body;
	assert.deepEqual(results.categories.map((c) => c.ranking.length), [1, 1], 'and that is what became public');
	assert.equal((await s.sql('SELECT count(*) AS n FROM certificate'))[0].n, 3);
});

test('after the lock each open sheet is named, and a correction counts what happens to certificates', async () => {
	const s = await pleno();
	after(() => s.stop());
	const look = await people(s);
	await scored(s);
	await s.must('ketua', 'deliberation');
	const { body } = await s.as.ketua('POST', '/proposals', { kind: 'reopen_sheet', about: { juror: 'j2', nominee: 'melati' }, reason: 'keliru' });
	assert.match(await look('ketua', 'pleno'), /1 usulan menunggu keputusan\. Ditutup oleh: pengawas/);
	await s.as.pengawas('POST', `/proposals/${body.id}`, { decision: 'confirm' });
	assert.match(await look('ketua', 'pleno'), /1 lembar nilai terbuka setelah penguncian.*Juri Dua \(CONTOH\) – Desa Melati \(CONTOH\)/);
	await s.submit('juri-2', 'melati', 80, 8);
	const { bundle_sha256 } = await s.must('ketua', 'approved');
	await s.must('pengawas', 'published', { bundle_sha256 });
	await s.must('ketua', 'deliberation', { reason: 'salah baca' });
	const text = await look('ketua', 'pleno');
	assert.match(text, /0 piagam diterbitkan/);
	assert.match(text, /tetap berlaku, 0 dicabut/);
});
