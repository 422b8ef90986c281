// The pages of a juror without script: list, sheet, review, receipt; what is wrong beside its field
// with what was typed still there; two versions; what came too late.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { HtmlValidate } from 'html-validate';
import { sample } from './lib.js';
import { FULL, scoring } from './scoring.js';

const scheme = sample.scheme.replace('min: 0, max: 100, step: 0.5}',
	'min: 0, max: 100, step: 0.5, rubric: {"90": {id: Gagasan sendiri, en: An own idea}, "60": {id: Meniru, en: Copies}}}')
	.replace('    winners: 1\n    titles', '    winners: 1\n    gate: [{evidence: lunas, equals: ya, reason: {id: Iuran lunas, en: Contributions paid}}]\n    titles');
const s = await scoring({
	scheme,
	evidence: `${sample.evidence}melati,lunas,ya,verified,,\nmelati,kunjungan,3,rejected,laporan,\n`,
});
after(() => s.stop());

const validator = new HtmlValidate({ extends: ['html-validate:recommended'], rules: {
	'no-trailing-whitespace': 'off', 'void-style': 'off', 'doctype-style': 'off', 'long-title': 'off',
} });
async function sound(page) {
	const report = await validator.validateString(page.text);
	assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => `${page.path}:${m.line}: ${m.ruleId}: ${m.message}`)), []);
}

const browser = async (who) => {
	const page = s.browser();
	await page.signIn(who);
	return page;
};
const list = '/editions/contoh/sheets';
const value = (page, name) => new RegExp(`name="${name.replace('.', '\\.')}" value="([^"]*)"`).exec(page.text)?.[1];
/* Sends the form of the page shown last, with its version and key. */
const send = (page, nominee, action, fields = {}) => page.post(`${list}/${nominee}`,
	{ version: value(page, 'version'), key: value(page, 'key'), action, ...fields });

test('the list names every nominee with its state in words, and the next one', async () => {
	const page = await (await browser('juri-3')).get(list);
	assert.equal(page.status, 200);
	await sound(page);
	for (const name of ['Desa Melati', 'Desa Kenanga', 'Desa Cempaka', 'Belum dinilai', '0 dari 3 terkirim', 'Lembar berikutnya:'])
		assert.ok(page.text.includes(name), name);
	assert.ok(!page.text.includes('Tani Makmur'));
	assert.ok((await page.get(`${list}?lang=en`)).text.includes('My nominees'));
});

test('who has no sheets cannot open the pages', async () => {
	for (const who of ['sekretariat', 'pengawas']) {
		const page = await browser(who);
		for (const path of [list, `${list}/melati`, `${list}/melati/review`, `${list}/melati/receipt`])
			assert.equal((await page.get(path)).status, 403, `${who} ${path}`);
	}
	const page = await browser('juri-3');
	assert.equal((await page.get(`${list}/tani-makmur`)).status, 403);
	assert.equal((await page.get(`${list}/tidak-ada`)).status, 404);
	const nobody = await s.browser().send('GET', list);
	assert.match(nobody.location, /^\/sign-in/);
});

test('the sheet shows the dossier, and how the data came to their points', async () => {
	const page = await (await browser('juri-2')).get(`${list}/melati`);
	await sound(page);
	for (const text of ['Desa Melati (CONTOH)', 'Kecamatan Contoh', 'berkas contoh, per 31 Desember 2024', 'Terverifikasi',
		'Terlindungi dibagi Pekerja: 412 ÷ 1.030, sasaran 60% = 66,6667', 'Bobot 40, menyumbang 26,6667 poin.', 'Iuran lunas', 'Tidak terjadi',
		'Kunjungan', 'Ditolak', '0 sampai 100, langkah 0,5; bobot 35', 'Gagasan sendiri'])
		assert.ok(page.text.includes(text), text);
	assert.equal(value(page, 'mark.w1'), '');
	assert.match(page.text, /inputmode="decimal" id="f-mark-w1"/);
	assert.doesNotMatch(page.text, /type="number"/);
	assert.ok((await page.get(`${list}/kenanga`)).text.includes('Terjadi: tidak memenuhi syarat'));
});

test('comma and point are the same mark; the page shows it with a comma', async () => {
	const page = await browser('juri-2');
	for (const [typed, mark] of [['8,5', 8.5], ['8.5', 8.5], ['80', 80], [' 7,50 ', 7.5], ['0', 0]]) {
		await page.get(`${list}/melati`);
		await send(page, 'melati', 'save', { 'mark.w1': typed, 'mark.w2': '' });
		assert.deepEqual([page.status, page.location], [303, `${list}/melati?saved=1`], typed);
		assert.deepEqual((await s.sheet('juri-2', 'melati')).marks, { w1: mark }, typed);
	}
	await page.get(`${list}/melati?saved=1`);
	assert.ok(page.text.includes('Draf tersimpan, '));
	assert.equal(value(page, 'mark.w1'), '0');
	await sound(page);
});

test('what is no mark is refused beside its field with what was typed, and nothing is saved', async () => {
	const page = await browser('juri-2');
	const before = await s.sheet('juri-2', 'melati');
	for (const typed of ['8;5', '1.000,5', '+8', '8e1', '٨', 'delapan', '8,555', '100,5', '-1', '80,25', '9'.repeat(41), '8 5']) {
		await page.get(`${list}/melati`);
		await send(page, 'melati', 'save', { 'mark.w1': typed, 'mark.w2': '7', 'note.w2': 'catatan <b>', feedback: 'umpan' });
		assert.equal(page.status, 422, typed);
		assert.equal(value(page, 'mark.w1'), typed.length > 40 ? value(page, 'mark.w1') : typed);
		assert.equal(value(page, 'mark.w2'), '7');
		assert.ok(page.text.includes('catatan &lt;b&gt;') && page.text.includes('umpan'));
		assert.match(page.text, /id="f-mark-w1-e"/);
		assert.match(page.text, /href="#f-mark-w1"/);
		await sound(page);
	}
	assert.deepEqual(await s.sheet('juri-2', 'melati'), before);
});

test('a double click and a reload count once; a form that came back changed is another request', async () => {
	const page = await (await browser('juri-2')).get(`${list}/cempaka`);
	const fields = { 'mark.w1': '50', 'mark.w2': '5' };
	const [token, version, key] = [page.token(), value(page, 'version'), value(page, 'key')];
	const same = () => page.post(`${list}/cempaka`, { _token: token, version, key, action: 'save', ...fields });
	for (let i = 0; i < 3; i++)
		assert.equal((await same()).status, 303);
	assert.equal((await s.sheet('juri-2', 'cempaka')).version, 1);
	fields['mark.w1'] = '51';
	assert.equal((await same()).status, 409);
	assert.ok(page.text.includes('Dua versi lembar Anda'));
});

test('of two versions the juror chooses; nothing is lost', async () => {
	const page = await (await browser('juri-2')).get(`${list}/kenanga`);
	await s.act('juri-2', 'kenanga', 'save', { marks: { w1: 40 }, notes: { overall: 'dari telepon' } });
	await send(page, 'kenanga', 'save', { 'mark.w1': '60,5', 'mark.w2': '6', 'note.overall': 'dari laptop' });
	assert.equal(page.status, 409);
	await sound(page);
	for (const text of ['40', '60,5', 'dari telepon', 'dari laptop', 'Simpan yang saya ketik', 'Pakai yang tersimpan'])
		assert.ok(page.text.includes(text), text);
	assert.deepEqual((await s.sheet('juri-2', 'kenanga')).marks, { w1: 40 });
	await send(page, 'kenanga', 'save', { 'mark.w1': '60,5', 'mark.w2': '6', 'note.overall': 'dari laptop' });
	assert.equal(page.status, 303);
	assert.deepEqual((await s.sheet('juri-2', 'kenanga')).marks, { w1: 60.5, w2: 6 });
});

test('review names what is missing; only a whole sheet can be submitted', async () => {
	const page = await (await browser('juri-3')).get(`${list}/melati`);
	await send(page, 'melati', 'review', { 'mark.w1': '85,5', 'mark.w2': '' });
	assert.equal(page.location, `${list}/melati/review`);
	await page.get(page.location);
	await sound(page);
	assert.ok(page.text.includes('Belum dapat dikirim') && page.text.includes('Penguasaan'));
	assert.doesNotMatch(page.text, /value="submit"/);
	await page.get(`${list}/melati`);
	await send(page, 'melati', 'review', { 'mark.w1': '85,5', 'mark.w2': '8', feedback: 'Terima kasih' });
	await page.get(page.location);
	await sound(page);
	for (const text of ['85,5', 'delapan puluh lima koma lima', 'delapan', 'Nilai total Anda', '83,21', 'tepatnya 1997/24'])
		assert.ok(page.text.includes(text), text);
});

test('a submitted sheet has a receipt, is read only, and reopens with a reason', async () => {
	const page = await (await browser('juri-3')).get(`${list}/melati/review`);
	await send(page, 'melati', 'submit');
	assert.deepEqual([page.status, page.location], [303, `${list}/melati/receipt`]);
	await page.get(page.location);
	await sound(page);
	assert.match(page.text, /<span class="receipt">([0-9a-f]{4} ){15}[0-9a-f]{4}<\/span>/);
	assert.ok(page.text.includes('WITA'));
	assert.ok(page.text.includes('Lembar berikutnya:'));
	await page.get(`${list}/melati`);
	await sound(page);
	assert.equal(value(page, 'mark.w1'), undefined);
	assert.ok(page.text.includes('delapan puluh lima koma lima'));
	await send(page, 'melati', 'reopen', { reason: '' });
	assert.equal(page.status, 422);
	await sound(page);
	assert.match(page.text, /id="f-reopen-reason-e"/);
	await send(page, 'melati', 'reopen', { reason: 'salah ketik' });
	assert.deepEqual([page.status, page.location], [303, `${list}/melati`]);
	assert.equal(value(await page.get(`${list}/melati`), 'mark.w1'), '85,5');
});

test('evidence that changed after he had submitted is shown on that sheet, old and new', async () => {
	let page = await browser('ketua');
	await s.act('ketua', 'melati', 'submit', { marks: FULL });
	assert.ok(!(await page.get(`${list}/melati`)).text.includes('Bukti berubah'));
	await s.halt();
	s.init({ scheme, evidence: sample.evidence.replace('melati,terlindungi,412', 'melati,terlindungi,512') });
	await s.start();
	page = await browser('ketua');
	await page.get(`${list}/melati`);
	await sound(page);
	assert.match(page.text, /Terlindungi: <del>412 \(Terverifikasi\)<\/del> → <ins>512 \(Terverifikasi\)<\/ins>/);
	assert.deepEqual((await s.sheet('ketua', 'melati')).marks, FULL);
	await s.act('ketua', 'melati', 'reopen', { reason: 'bukti berubah' });
	assert.ok((await page.get(`${list}/melati`)).text.includes('Bukti berubah'));
	await s.act('ketua', 'melati', 'submit', { marks: FULL });
	assert.ok(!(await page.get(`${list}/melati`)).text.includes('Bukti berubah'));
});

test('of two windows that submit the second is told', async () => {
	const page = await (await browser('juri-3')).get(`${list}/melati/review`);
	await s.act('juri-3', 'melati', 'save', { marks: { w1: 1, w2: 1 } });
	await send(page, 'melati', 'submit');
	assert.equal(page.status, 409);
	assert.equal((await s.sheet('juri-3', 'melati')).state, 'draft');
	await send(page, 'melati', 'submit');
	assert.equal(page.status, 303);
	assert.deepEqual((await s.sheet('juri-3', 'melati')).marks, { w1: 1, w2: 1 });
});

test('a recusal needs a reason; afterwards only the name and the word are left', async () => {
	const page = await (await browser('juri-3')).get(`${list}/cempaka`);
	await send(page, 'cempaka', 'recuse', { reason: ' ' });
	assert.equal(page.status, 422);
	await sound(page);
	assert.match(page.text, /id="f-recuse-reason-e"/);
	await send(page, 'cempaka', 'recuse', { reason: 'kerabat kepala desa' });
	assert.equal(page.status, 303);
	await page.get(`${list}/cempaka`);
	await sound(page);
	assert.ok(page.text.includes('Desa Cempaka') && page.text.includes('Berhalangan'));
	for (const text of [/kerabat/, /Kecamatan/, /(?<![0-9a-z])388(?![0-9a-z])/, /Kriteria data/]) // keys are drawn, and may hold 388
		assert.doesNotMatch(page.text, text);
	await page.get(list);
	await sound(page);
	assert.ok(page.text.includes('dari 2 terkirim'));
	assert.doesNotMatch(page.text, /sheets\/cempaka/);
});

test('a form without version, key or a known button is refused', async () => {
	const page = await (await browser('juri-2')).get(`${list}/melati`);
	for (const fields of [{}, { version: '0' }, { version: '0', key: 'a b', action: 'save' }, { version: '0', key: 'ab', action: 'x' }])
		assert.equal((await page.post(`${list}/melati`, { _token: page.token(), ...fields })).status, 400);
	await page.get(`${list}/melati`);
	assert.equal((await page.post(`${list}/melati`, { _token: 'falsch', version: '0', key: 'k', action: 'save' })).status, 403);
	await page.get(`${list}/melati`);
	await send(page, 'melati', 'save', { 'mark.c1': '5' });
	assert.equal(page.status, 422);
	assert.ok(page.text.includes('Bukan kriteria yang dinilai juri'));
});

test('after the lock the page says why it is closed, and what came late is kept aside', async () => {
	const page = await (await browser('juri-2')).get(`${list}/melati`);
	await s.lock();
	await send(page, 'melati', 'save', { 'mark.w1': '99', 'mark.w2': '9', 'note.overall': 'terlambat' });
	assert.equal(page.status, 423);
	await sound(page);
	for (const text of ['disimpan terpisah untuk ketua', '99', 'terlambat'])
		assert.ok(page.text.includes(text), text);
	await page.get(`${list}/melati`);
	await sound(page);
	assert.ok(page.text.includes('Penilaian sudah dikunci ketua'));
	assert.doesNotMatch(page.text, /name="action"/);
	assert.ok(!page.text.includes('sembilan puluh sembilan'));
	assert.ok((await page.get(list)).text.includes('Penilaian sudah dikunci ketua'));
});
