// Sheets from paper: absent with the reason "kertas", reopened by the chair, typed by one, compared by another,
// confirmed by the keeper. Nobody does it alone.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { E, pleno, published } from './pleno.js';
import { sample } from './lib.js';

const users = [...sample.users, { username: 'sekretariat-2', role: 'secretariat' }];
const PAIR = `${E}/paper/j2/melati`, OTHER = `${E}/paper/j2/kenanga`;
const MARKS = { 'mark.w1': '72,5', 'mark.w2': '7' };

let s, one, two, numbers;
const propose = async (nominee) => (await s.as.ketua('POST', '/proposals', { kind: 'reopen_sheet', about: { juror: 'j2', nominee }, reason: 'kertas' })).body.id;
const sheet = async (nominee) => (await s.as['juri-2']('GET', `/nominees/${nominee}/sheet`)).body;

before(async () => {
	s = await pleno({ users });
	await s.must('sekretariat', 'verification');
	await s.must('sekretariat', 'scoring');
	const { cookie } = await s.login('sekretariat');
	const blank = await fetch(`${s.url}${E}/documents/blank/j2.pdf`, { headers: { Cookie: cookie } });
	const text = spawnSync('pdftotext', ['-layout', '-', '-'], { input: Buffer.from(await blank.arrayBuffer()), encoding: 'utf8' }).stdout;
	numbers = Object.fromEntries([...text.matchAll(/(\d{3}-\d{4}-\d\d-\d)\s+Desa (\w+)/g)].map(([, number, name]) => [name.toLowerCase(), number]));
	for (const who of ['ketua', 'juri-3'])
		for (const nominee of ['melati', 'kenanga', 'cempaka'])
			await s.submit(who, nominee, 80, 8);
	for (const [nominee, reason] of [['melati', 'Kertas: jaringan putus'], ['kenanga', 'kertas'], ['cempaka', 'sakit']])
		assert.equal((await s.as.ketua('POST', `/nominees/${nominee}/jurors/j2`, { act: 'mark_absent', reason })).status, 200);
	[one, two] = [s.browser(), s.browser()];
	await one.signIn('sekretariat');
	await two.signIn('sekretariat-2');
});
after(() => s.stop());

test('before the lock nothing is typed from paper', async () => {
	assert.equal((await one.get(`${E}/paper`)).status, 200);
	assert.match(one.text, /Tidak ada lembar kertas yang menunggu/);
	assert.equal((await one.get(PAIR)).status, 404);
	await s.must('ketua', 'deliberation');
});

test('a sheet waits only when the chair has proposed to reopen it, and it was absent with that reason', async () => {
	assert.equal((await one.get(PAIR)).status, 404);
	await propose('cempaka');
	assert.equal((await one.get(`${E}/paper/j2/cempaka`)).status, 404);
	s.proposal = await propose('melati');
	await one.get(PAIR);
	assert.equal(one.status, 200);
	assert.deepEqual(await one.sound(), []);
	await one.get(`${E}/paper`);
	assert.match(one.text, /Belum diketik/);
});

test('what is not as on the paper is refused beside its field, and keeps nothing', async () => {
	const wrong = numbers.melati.replace(/\d$/, (digit) => (Number(digit) + 1) % 10);
	for (const [fields, words] of [
		[{ ...MARKS, number: wrong }, /angka periksanya tidak cocok/],
		[{ ...MARKS, number: numbers.kenanga }, /nomor ini milik lembar lain/],
		[{ ...MARKS, number: numbers.melati, 'mark.w1': '72,3' }, /tidak ada pada skalanya/],
		[{ ...MARKS, number: numbers.melati, 'mark.w2': '11' }, /tidak ada pada skalanya/],
		[{ number: numbers.melati, 'mark.w1': '72,5' }, /Nilai wajib diisi/],
		[{ ...MARKS, number: numbers.melati, 'mark.w1': 'delapan' }, /tidak ada pada skalanya/],
		[{ ...MARKS, number: '' }, /angka periksanya tidak cocok/],
	]) {
		await one.get(PAIR);
		await one.post(PAIR, fields);
		assert.equal(one.status, 422, JSON.stringify(fields));
		assert.match(one.text, words);
		assert.deepEqual(await one.sound(), []);
	}
	await one.get(`${E}/paper`);
	assert.match(one.text, /Belum diketik/);
});

test('only the secretariat types, and jurors, chair and keeper do not even see it', async () => {
	for (const who of ['ketua', 'juri-2', 'pengawas']) {
		const page = s.browser();
		await page.signIn(who);
		for (const path of [`${E}/paper`, PAIR])
			assert.equal((await page.get(path)).status, 403, `${who} ${path}`);
		await page.get('/account');
		assert.equal((await page.post(PAIR, { ...MARKS, number: numbers.melati })).status, 403, who);
		await page.get('/account');
		assert.equal((await page.post(`${PAIR}/settle`, { number: numbers.melati, decision: 'confirm' })).status, 403, who);
	}
});

test('one person alone cannot bring a sheet in, and nothing is done twice', async () => {
	await one.get(PAIR);
	await one.post(PAIR, { ...MARKS, number: numbers.melati.replaceAll('-', ' ') });
	assert.equal(one.status, 303, one.text);
	await one.get(PAIR);
	assert.match(one.text, /harus dicocokkan oleh orang lain/);
	await one.post(`${PAIR}/settle`, { number: numbers.melati, decision: 'confirm' });
	assert.equal(one.status, 409);
	assert.match(one.text, /tidak boleh mencocokkannya sendiri/);
	await two.get(PAIR);
	assert.match(two.text, /72,5/);
	assert.deepEqual(await two.sound(), []);
	await two.post(PAIR, { ...MARKS, number: numbers.melati });
	assert.equal(two.status, 409, 'typed already');
	await two.get(PAIR);
	await two.post(`${PAIR}/settle`, { number: numbers.kenanga, decision: 'confirm' });
	assert.equal(two.status, 422);
	await two.get(PAIR);
	await two.post(`${PAIR}/settle`, { number: numbers.melati, decision: 'confirm' });
	assert.equal(two.status, 303, two.text);
	await two.get(PAIR);
	await two.post(`${PAIR}/settle`, { number: numbers.melati, decision: 'confirm' });
	assert.ok([409, 400].includes(two.status), `compared twice: ${two.status}`);
	assert.equal((await sheet('melati')).state, 'absent', 'not before the keeper');
});

test('with the keeper it becomes the sheet; typed after the keeper it does too', async () => {
	assert.equal((await s.as.pengawas('POST', `/proposals/${s.proposal}`, { decision: 'confirm' })).status, 200);
	const melati = await sheet('melati');
	assert.equal(melati.state, 'submitted');
	assert.deepEqual(melati.marks, { w1: 72.5, w2: 7 });
	const proposal = await propose('kenanga');
	await s.as.pengawas('POST', `/proposals/${proposal}`, { decision: 'confirm' });
	assert.equal((await sheet('kenanga')).state, 'empty');
	await two.get(OTHER);
	await two.post(OTHER, { 'mark.w1': '10', 'mark.w2': '1', number: numbers.kenanga });
	assert.equal(two.status, 303, two.text);
	await one.get(OTHER);
	await one.post(`${OTHER}/settle`, { decision: 'refuse' });
	assert.equal(one.status, 303, one.text);
	await one.get(OTHER);
	await one.post(OTHER, { 'mark.w1': '90,5', 'mark.w2': '9', number: numbers.kenanga });
	await two.get(OTHER);
	await two.post(`${OTHER}/settle`, { number: numbers.kenanga, decision: 'confirm' });
	assert.equal(two.status, 303, two.text);
	assert.deepEqual((await sheet('kenanga')).marks, { w1: 90.5, w2: 9 });
	assert.equal((await one.get(OTHER)).status, 404);
});

test('minutes and bundle name both reopenings, and the log tells who typed and who compared', async () => {
	await published(s);
	const { cookie } = await s.login('pengawas');
	const minutes = await fetch(`${s.url}${E}/documents/minutes.pdf`, { headers: { Cookie: cookie } });
	const text = spawnSync('pdftotext', ['-', '-'], { input: Buffer.from(await minutes.arrayBuffer()), encoding: 'utf8' }).stdout.replace(/\s+/g, ' ');
	assert.match(text, /dibuka kembali.*Desa Kenanga.*Desa Melati|dibuka kembali.*Desa Melati.*Desa Kenanga/);
	const log = await (await fetch(`${s.url}${E}/log.csv`, { headers: { Cookie: cookie } })).text();
	for (const deed of ['paper_typed', 'paper_confirmed', 'paper_refused', 'paper_used'])
		assert.ok(log.includes(deed), deed);
	assert.doesNotMatch(log, /72\.5|90\.5/);
});
