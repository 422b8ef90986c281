// Certificates: checked by number, as paper, in one batch; valid, revoked, unknown.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { pleno, scored, published } from './pleno.js';
import { sample } from './lib.js';

const ADDRESS = 'https://piagam.contoh.example';
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function run(program, args) {
	const done = spawnSync(program, args, { encoding: 'utf8' });
	assert.equal(done.status, 0, `${program} ${args.join(' ')}: ${done.stdout}${done.stderr}`);
	return done.stdout;
}

/* What the QR code of a one-page PDF says, read from a picture of it. */
function code(file) {
	run('pdftoppm', ['-png', '-r', '150', '-singlefile', file, file]);
	return run('zbarimg', ['-q', '--raw', `${file}.png`]).trim();
}

/* The serials of the edition, by nominee, as the batch page links them. */
async function serials(s) {
	const page = await s.secretariat.get('/editions/contoh/certificates');
	const found = {};
	for (const [, name, rest] of page.text.matchAll(/<th scope="row">([^<]+)<\/th>(.*?)<\/tr>/gs))
		(found[name] ??= []).push(/certificates\/([0-9a-z-]+)"/.exec(rest)[1]);
	return found;
}

let s, bundle_sha256;
before(async () => {
	s = await pleno({ settings: `${sample.settings}public_address: ${ADDRESS}/\nceremony: {place: Kota Contoh, date: 2025-07-21}\n` });
	s.secretariat = s.browser();
	await s.secretariat.signIn('sekretariat');
	await scored(s);
	await s.must('ketua', 'deliberation');
});
after(() => s.stop());

const get = (path, headers) => fetch(s.url + path, { headers, redirect: 'manual' });

test('before the release there is none, and the batch page says so', async () => {
	const page = await s.secretariat.get('/editions/contoh/certificates');
	assert.equal(page.status, 200);
	assert.match(page.text, /Belum ada piagam/);
	assert.equal((await s.secretariat.get('/editions/contoh/certificates.pdf')).status, 404);
	const out = join(s.folder, 'none');
	const { stderr } = s.cli(['certificates', '--db', s.db, '--edition', 'contoh', '--out', out], { expect: 1 });
	assert.match(stderr, /not published/);
});

test('each winner and each ranked nominee with a title gets one', async () => {
	bundle_sha256 = await published(s);
	assert.deepEqual(Object.keys(await serials(s)).sort(),
		['CV Tani Makmur (CONTOH)', 'Desa Kenanga (CONTOH)', 'Desa Melati (CONTOH)']);
});

test('its number answers with what the paper says', async () => {
	const [serial] = (await serials(s))['Desa Melati (CONTOH)'];
	const { status, body } = await s.api('GET', `/certificates/${serial}`);
	assert.equal(status, 200);
	assert.deepEqual(body, {
		serial, state: 'valid', edition: 'contoh', sample: true, release: 1, bundle_sha256,
		category: 'desa', nominee: 'melati', name: 'Desa Melati (CONTOH)', rank: 2, title: 'Terbaik II', revoked_by: null,
	});
	const page = await (await get(`/certificates/${serial}`)).text();
	for (const said of ['Berlaku', 'Desa Melati (CONTOH)', 'Pemerintah desa', 'Terbaik II', serial, bundle_sha256])
		assert.ok(page.includes(said), said);
});

test('the paper is sound, says the same, and its code leads to the check', async () => {
	const [serial] = (await serials(s))['Desa Kenanga (CONTOH)'];
	const one = await get(`/certificates/${serial}.pdf`);
	assert.equal(one.headers.get('Content-Type'), 'application/pdf');
	assert.match(one.headers.get('Content-Disposition'), /filename="desa-1-kenanga\.pdf"/);
	const bytes = Buffer.from(await one.arrayBuffer());
	assert.deepEqual(Buffer.from(await (await get(`/api/v1/certificates/${serial}.pdf`)).arrayBuffer()), bytes);
	const file = join(s.folder, 'one.pdf');
	writeFileSync(file, bytes);
	run('qpdf', ['--check', file]);
	assert.match(code(file), new RegExp(`^${ADDRESS}/certificates/${serial}\\?t=[0-9A-Z]{150,260}$`));
	const text = run('pdftotext', [file, '-']).replace(/\s+/g, ' ');
	for (const said of ['Desa Kenanga (CONTOH)', 'Terbaik I', 'Pemerintah desa', 'Kota Contoh', '21 Juli 2025', serial, 'CONTOH'])
		assert.ok(text.includes(said), `${said}\n${text}`);
});

test('the command prints one file each and all in one', async () => {
	const out = join(s.folder, 'piagam');
	s.cli(['certificates', '--db', s.db, '--edition', 'contoh', '--out', out]);
	assert.deepEqual(readdirSync(out).sort(),
		['desa-1-kenanga.pdf', 'desa-2-melati.pdf', 'semua.pdf', 'usaha-1-tani-makmur.pdf']);
	for (const name of readdirSync(out))
		run('qpdf', ['--check', join(out, name)]);
	assert.match(run('pdfinfo', [join(out, 'semua.pdf')]), /^Pages: +3$/m);
	const [serial] = (await serials(s))['Desa Kenanga (CONTOH)'];
	const served = Buffer.from(await (await get(`/certificates/${serial}.pdf`)).arrayBuffer());
	assert.equal(sha256(readFileSync(join(out, 'desa-1-kenanga.pdf'))), sha256(served), 'the same bytes as the service');
	const batch = await s.secretariat.get('/editions/contoh/certificates.pdf');
	assert.equal(batch.status, 200);
});

/* The names in a ZIP, after Python, too, has read every byte of it. */
function unzipped(file) {
	run('unzip', ['-tqq', file]);
	return run('python3', ['-c', 'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint("\\n".join(z.namelist()))', file]).trim().split('\n');
}

test('a ZIP holds them all under names that sort by list and rank, with the bytes of each', async () => {
	const file = join(s.folder, 'all.zip');
	const answer = await s.secretariat.get('/editions/contoh/certificates.zip');
	assert.equal(answer.status, 200);
	assert.equal(answer.headers.get('Content-Type'), 'application/zip');
	assert.match(answer.headers.get('Content-Disposition'), /filename="piagam-contoh\.zip"/);
	assert.equal(answer.headers.get('Cache-Control'), 'no-store');
	const { bytes } = answer;
	writeFileSync(file, bytes);
	assert.deepEqual(unzipped(file),
		['desa/01-terbaik-i-kenanga.pdf', 'desa/02-terbaik-ii-melati.pdf', 'usaha/01-pemenang-tani-makmur.pdf']);
	const [serial] = (await serials(s))['Desa Kenanga (CONTOH)'];
	const served = Buffer.from(await (await get(`/certificates/${serial}.pdf`)).arrayBuffer());
	const inside = spawnSync('unzip', ['-p', file, 'desa/01-terbaik-i-kenanga.pdf']).stdout;
	assert.equal(sha256(inside), sha256(served));
	const out = join(s.folder, 'command.zip');
	s.cli(['certificates', '--db', s.db, '--edition', 'contoh', '--out', out]);
	assert.equal(sha256(readFileSync(out)), sha256(bytes), 'the command writes the same');
});

test('one list alone, as one PDF or as a ZIP; a list that is none has nothing', async () => {
	const file = join(s.folder, 'desa.zip');
	writeFileSync(file, (await s.secretariat.get('/editions/contoh/certificates/desa.zip')).bytes);
	assert.deepEqual(unzipped(file), ['desa/01-terbaik-i-kenanga.pdf', 'desa/02-terbaik-ii-melati.pdf']);
	const pdf = join(s.folder, 'desa.pdf');
	writeFileSync(pdf, (await s.secretariat.get('/editions/contoh/certificates/desa.pdf')).bytes);
	assert.match(run('pdfinfo', [pdf]), /^Pages: +2$/m);
	for (const path of ['kota.pdf', 'kota.zip', 'DESA.zip'])
		assert.equal((await s.secretariat.get(`/editions/contoh/certificates/${path}`)).status, 404, path);
	const page = await s.secretariat.get('/editions/contoh/certificates');
	for (const path of ['certificates.zip', 'certificates/desa.pdf', 'certificates/usaha.zip'])
		assert.ok(page.text.includes(`href="/editions/contoh/${path}"`), path);
	const left = readdirSync(`${s.db}.files`);
	assert.deepEqual(left, [], 'nothing stays on the disk');
});

test('a number may be typed in capitals, without hyphens, with spaces', async () => {
	const [serial] = (await serials(s))['Desa Kenanga (CONTOH)'];
	const typed = serial.replaceAll('-', ' ').toUpperCase();
	const answer = await get(`/certificates?serial=${encodeURIComponent(typed)}`);
	assert.equal(answer.status, 303);
	assert.equal(answer.headers.get('Location'), `/certificates/${serial}`);
	assert.equal((await s.api('GET', `/certificates/${serial.replaceAll('-', '')}`)).body.serial, serial);
});

test('a number that is none is unknown', async () => {
	for (const wrong of ['0000-0000-0000-0000-0000-0000-0000', 'x', 'a'.repeat(200)]) {
		const { status, body } = await s.api('GET', `/certificates/${wrong}`);
		assert.deepEqual([status, body.code], [404, 'unknown_certificate']);
		assert.equal((await s.api('GET', `/certificates/${wrong}.pdf`)).status, 404);
		const page = await get(`/certificates/${wrong}`);
		assert.equal(page.status, 404);
		assert.match(await page.text(), /Tidak dikenal/);
	}
	assert.equal((await get('/certificates')).status, 200);
});

test('nobody else prints the batch', async () => {
	for (const [who, status] of [['ketua', 200], ['juri-2', 403], ['pengawas', 403]]) {
		const browser = s.browser();
		await browser.signIn(who);
		assert.equal((await browser.get('/editions/contoh/certificates')).status, status, who);
		assert.equal((await browser.get('/editions/contoh/certificates.pdf')).status, status, who);
	}
	assert.match((await s.browser().get('/editions/contoh/certificates')).text, /name="password"/);
});

test('a correction revokes what is no longer true, and says so everywhere', async () => {
	const old = await serials(s);
	await s.must('ketua', 'deliberation', { reason: 'data cempaka keliru' });
	const [kept] = old['CV Tani Makmur (CONTOH)'], [gone] = old['Desa Melati (CONTOH)'];
	assert.match(await (await get(`/certificates/${gone}`)).text(), /sedang diralat/);
	await s.reproof('cempaka', 'terlindungi', '1105');
	await published(s);
	const { body } = await s.api('GET', `/certificates/${gone}`);
	assert.deepEqual([body.state, body.revoked_by, body.revoked_reason, body.release],
		['revoked', 2, 'data cempaka keliru', 1]);
	const problem = await s.api('GET', `/certificates/${gone}.pdf`);
	assert.deepEqual([problem.status, problem.body.code], [410, 'revoked']);
	const page = await get(`/certificates/${gone}.pdf`);
	assert.equal(page.status, 410);
	assert.match(await page.text(), /dicabut, lihat ralat 2/);
	assert.equal((await s.api('GET', `/certificates/${kept}`)).body.state, 'valid');
	const now = await serials(s);
	assert.equal(now['Desa Cempaka (CONTOH)'].length, 1);
	const out = join(s.folder, 'ralat');
	mkdirSync(out);
	s.cli(['certificates', '--db', s.db, '--edition', 'contoh', '--out', out]);
	assert.ok(!readdirSync(out).includes('desa-2-melati.pdf'));
	assert.ok(readdirSync(out).includes('desa-2-cempaka.pdf'));
});
