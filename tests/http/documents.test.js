// Documents of a nominee: what may come in, who reads it, and that what is there stays what it was.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from './pictures.js';
import { scoring } from './scoring.js';
import { pleno, published, scored } from './pleno.js';
import { passwordOf, sample, server } from './lib.js';

const corpus = join(dirname(fileURLToPath(import.meta.url)), '../fuzz/corpus/sent');
const photo = readFileSync(join(corpus, 'exif.jpg')); // 16 × 8, held on its side

const chunk = (name, data) => {
	const out = Buffer.alloc(data.length + 12);
	out.writeUInt32BE(data.length, 0);
	out.write(name, 4, 'latin1');
	data.copy(out, 8);
	out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
	return out;
};
const png = (width, height, { noise = 0, data } = {}) => {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 0, 0, 0, 0], 8);
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head),
		chunk('tEXt', Buffer.from('Location\x00GPS -10.17')),
		chunk('IDAT', data ?? deflateSync(Buffer.alloc((width + 1) * height, noise))), chunk('IEND', Buffer.alloc(0))]);
};
const pdf = (text = 'isi') => Buffer.from(`%PDF-1.4\n% ${text}\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n40\n%%EOF\n`);
const sha256 = (data) => createHash('sha256').update(data).digest('hex');

const s = await scoring();
after(() => s.stop());
const signedIn = async (username) => {
	const page = s.browser();
	await page.signIn(username, passwordOf(username));
	return page;
};
const desk = await signedIn('sekretariat');
const AT = '/editions/contoh/nominees/melati';
const vault = () => `${s.db}.files`;
const kept = () => readdirSync(vault()).sort();

async function attach(data, { name = 'berkas.pdf', title = '', evidence = '', nominee = 'melati', page = desk, token } = {}) {
	await page.get('/account');
	const form = new FormData();
	form.set('_token', token ?? page.token());
	form.set('title', title);
	form.set('evidence', evidence);
	if (data !== null)
		form.set('file', new Blob([data]), name);
	return page.send('POST', `/editions/contoh/nominees/${nominee}/documents`, form);
}
const ids = async (page = desk, path = AT) => {
	await page.get(path);
	return [...new Set([...page.text.matchAll(/documents\/(\d+)"/g)].map((m) => m[1]))];
};
const newest = async () => Math.max(...await ids());
const raw = async (page, path) => {
	const answer = await fetch(s.url + path, { redirect: 'manual',
		headers: { Cookie: [...page.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
	return { status: answer.status, headers: answer.headers, data: Buffer.from(await answer.arrayBuffer()) };
};

test('a PDF is kept as it came, and is a download in which nothing runs', async () => {
	const data = pdf('perda');
	await attach(data, { name: 'Perda 4 (2023).pdf', evidence: 'terlindungi' });
	assert.equal(desk.status, 303, desk.text);
	await desk.get(desk.location);
	assert.match(desk.text, /Dokumen dilampirkan/);
	assert.match(desk.text, /Perda 4 \(2023\)<\/a>/);
	assert.deepEqual(kept(), [sha256(data)]);
	const id = await newest();
	const { status, headers, data: back } = await raw(desk, `${AT}/documents/${id}.pdf`);
	assert.equal(status, 200);
	assert.deepEqual(back, data);
	assert.equal(headers.get('Content-Type'), 'application/pdf');
	assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
	assert.match(headers.get('Content-Security-Policy'), /^default-src 'none';.*sandbox/);
	assert.equal(headers.get('Content-Disposition'), 'attachment; filename="Perda_4__2023_.pdf"; filename*=UTF-8\'\'Perda_4__2023_.pdf');
	assert.equal(headers.get('Cache-Control'), 'no-store');
	assert.equal((await raw(desk, `${AT}/documents/${id}.png`)).status, 404);
	assert.equal((await raw(desk, `/editions/contoh/nominees/kenanga/documents/${id}.pdf`)).status, 404);
	await desk.get(`${AT}/documents/${id}`);
	assert.deepEqual(await desk.sound(), []);
	assert.match(desk.text, /Unduh PDF/);
	assert.match(desk.text, new RegExp(sha256(data)));
});

test('a photo is turned upright and tells no place', async () => {
	await attach(photo, { name: 'foto.jpg', title: 'Foto kantor' });
	assert.equal(desk.status, 303, desk.text);
	const id = await newest();
	const { headers, data } = await raw(desk, `${AT}/documents/${id}.jpg`);
	assert.equal(headers.get('Content-Type'), 'image/jpeg');
	assert.match(headers.get('Content-Disposition'), /^inline; filename="Foto_kantor.jpg"/);
	assert.ok(!data.includes('Exif'));
	await desk.get(`${AT}/documents/${id}`);
	assert.match(desk.text, new RegExp(`<img[^>]* src="${AT}/documents/${id}.jpg" width="8" height="16"`));
	assert.deepEqual(await desk.sound(), []);
	await attach(png(40, 30), { name: 'bagan.png' });
	assert.equal(desk.status, 303, desk.text);
	const picture = await raw(desk, `${AT}/documents/${await newest()}.png`);
	assert.ok(!picture.data.includes('GPS'));
});

test('what a file is, its bytes say', async () => {
	const before = kept();
	for (const [what, data, words, name = 'x.png'] of [
		['a page', '<!DOCTYPE html><script>alert(1)</script>', /bukan PDF, JPEG, atau PNG/],
		['a page with a png head', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('<html><script>alert(1)</script></html>')]), /rusak/],
		['svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', /bukan PDF/],
		['a gif with an archive', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;PK\x05\x06' + '\0'.repeat(18), 'latin1'), /bukan PDF/],
		['a pdf with a page', Buffer.from(pdf('<html><script>alert(1)</script>').toString()), /bukan PDF di awal/, 'x.pdf'],
		['a pdf with an archive', Buffer.concat([pdf(), Buffer.from('PK\x05\x06' + '\0'.repeat(18), 'latin1')]), /bukan PDF di awal/, 'x.pdf'],
		['30,000 × 30,000 pixels', png(30000, 30000, { data: deflateSync(Buffer.alloc(30000000)) }), /30000 × 30000 piksel/],
		['a cut-off photo', photo.subarray(0, photo.length - 40), /rusak atau terpotong/, 'x.jpg'],
		['a png without its end', png(40, 30).subarray(0, 90), /rusak/],
		['an archive', Buffer.from('PK\x03\x04'), /bukan PDF/, 'x.zip'],
		['nothing', Buffer.alloc(0), /Pilih berkas/],
		['no file', null, /Pilih berkas/],
		['too much', Buffer.concat([pdf(), Buffer.alloc(10 << 20)]), /paling besar 10 MB/, 'x.pdf'],
	]) {
		await attach(data, { name, title: 'Judul yang diketik' });
		assert.equal(desk.status, 422, what);
		assert.match(desk.text, words, what);
		assert.match(desk.text, /value="Judul yang diketik"/);
		if (what === 'a page')
			assert.deepEqual(await desk.sound(), []);
	}
	assert.deepEqual(kept(), before);
	const { length } = await ids();
	await attach(Buffer.concat([photo, Buffer.from('<html><script>alert(1)</script>')]), { name: 'x.jpg', title: 'Berekor' });
	assert.equal(desk.status, 303); // a picture with a tail: harmless once it is written anew
	const after = await ids();
	assert.equal(after.length, length + 1);
	const { data } = await raw(desk, `${AT}/documents/${Math.max(...after)}.jpg`);
	assert.ok(!data.includes('script'));
});

test('a name is a title at most, never a path', async () => {
	let n = 0;
	for (const [name, title] of [
		['../../../etc/passwd.pdf', 'passwd'], ['C:\\kantor\\surat.pdf', 'surat'], ['..', 'Dokumen'], ['.htaccess', 'htaccess'],
		['a\u202egpj.pdf', 'Dokumen'], ['x'.repeat(500) + '.pdf', 'x'.repeat(120)], ['Surat <b>&"\'.pdf', 'Surat &lt;b&gt;&amp;'],
	]) {
		await attach(pdf(`nama ${n++}`), { name, nominee: 'kenanga' });
		assert.equal(desk.status, 303, name);
		const list = await ids(desk, '/editions/contoh/nominees/kenanga');
		assert.ok(desk.text.includes(`>${title}`), `${name}: ${title}`);
		const { headers } = await raw(desk, `/editions/contoh/nominees/kenanga/documents/${Math.max(...list)}.pdf`);
		assert.match(headers.get('Content-Disposition'), /^attachment; filename="[A-Za-z0-9_-]+\.pdf"; filename\*=UTF-8''[A-Za-z0-9_%-]+\.pdf$/);
	}
	await desk.get('/account');
	const B = 'batas';
	const body = Buffer.from(`--${B}\r\nContent-Disposition: form-data; name="_token"\r\n\r\n${desk.token()}\r\n` +
		`--${B}\r\nContent-Disposition: form-data; name="file"; filename="a\x00b.pdf"\r\n\r\n${pdf('nul')}\r\n--${B}--\r\n`);
	await desk.send('POST', `${AT}/documents`, body, { 'Content-Type': `multipart/form-data; boundary=${B}` });
	assert.equal(desk.status, 400);
	assert.ok(kept().every((name) => /^[0-9a-f]{64}$/.test(name)));
});

test('the same file twice is one file; on the same nominee it is refused', async () => {
	const before = kept().length;
	await attach(pdf('sama'), { title: 'Satu' });
	assert.equal(desk.status, 303);
	await attach(pdf('sama'), { title: 'Dua' });
	assert.equal(desk.status, 409);
	assert.match(desk.text, /sudah terlampir pada nominee ini: Satu/);
	await attach(pdf('sama'), { title: 'Tiga', nominee: 'cempaka' });
	assert.equal(desk.status, 303);
	assert.equal(kept().length, before + 1);
});

test('a field that is wrong is said beside it', async () => {
	for (const [fields, words] of [
		[{ title: 'x'.repeat(121) }, /Paling banyak 120/], [{ title: 'a\u202eb' }, /karakter yang tidak diizinkan/],
		[{ evidence: 'tidak-ada' }, /Pilih bukti dari daftar/], [{ evidence: 'x'.repeat(65) }, /Paling banyak 64/],
	]) {
		await attach(pdf('isian'), fields);
		assert.equal(desk.status, 422);
		assert.match(desk.text, words);
	}
	await desk.get('/account');
	const form = new FormData();
	form.set('_token', desk.token());
	form.append('title', 'a');
	form.append('title', 'b');
	form.set('file', new Blob([pdf('dua judul')]), 'x.pdf');
	assert.equal((await desk.send('POST', `${AT}/documents`, form)).status, 400);
	assert.equal((await attach(pdf('token'), { token: 'salah' })).status, 403);
});

test('who may read: secretariat, keeper, chair, and the jurors of the category', async () => {
	await attach(pdf('usaha'), { nominee: 'tani-makmur', title: 'Rahasia usaha' });
	assert.equal(desk.status, 303);
	const [mine] = await ids();
	const [usaha] = await ids(desk, '/editions/contoh/nominees/tani-makmur');
	const U = '/editions/contoh/nominees/tani-makmur';
	const nobody = s.browser();
	for (const [who, first, second] of [['pengawas', 200, 200], ['ketua', 200, 200], ['juri-2', 200, 200], ['juri-3', 200, 403]]) {
		const page = await signedIn(who);
		assert.equal((await page.get(`${AT}/documents/${mine}`)).status, first, who);
		assert.equal((await raw(page, `${AT}/documents/${mine}.pdf`)).status, first, who);
		assert.equal((await page.get(`${U}/documents/${usaha}`)).status, second, who);
		assert.equal((await raw(page, `${U}/documents/${usaha}.pdf`)).status, second, who);
		await attach(pdf('bukan hak'), { page });
		assert.equal(page.status, 403, who);
		await page.get('/account');
		assert.equal((await page.post(`${AT}/documents/${mine}/withdraw`, { reason: 'x' })).status, 403, who);
	}
	assert.equal((await raw(nobody, `${AT}/documents/${mine}.pdf`)).status, 303);
	await attach(pdf('tanpa masuk'), { page: nobody, token: 'x' });
	assert.ok([401, 403].includes(nobody.status), `${nobody.status}`);
});

test('a juror finds the documents beside the sheet, and the dossier serves chair and keeper', async () => {
	const juror = await signedIn('juri-2');
	await juror.get('/editions/contoh/sheets/melati');
	assert.match(juror.text, /Perda 4 \(2023\)/);
	assert.match(juror.text, /Foto kantor/);
	assert.deepEqual(await juror.sound(), []);
	for (const who of ['ketua', 'pengawas']) {
		const page = await signedIn(who);
		await page.get('/editions/contoh/dossiers');
		assert.equal(page.status, 200);
		assert.deepEqual(await page.sound(), []);
		await page.get('/editions/contoh/dossiers/melati');
		assert.match(page.text, /412 ÷ 1\.030/);
		assert.match(page.text, /Foto kantor/);
		assert.deepEqual(await page.sound(), []);
		const documents = [...page.text.matchAll(/href="([^"]*documents\/\d+)"/g)];
		assert.equal((await page.get(documents[0][1])).status, 200);
		assert.match(page.text, /href="\/editions\/contoh\/dossiers\/melati"/);
	}
	await desk.get('/editions/contoh/dossiers/melati');
	assert.equal(desk.status, 200);
	assert.equal((await (await signedIn('juri-2')).get('/editions/contoh/dossiers')).status, 403);
});

test('a recused juror gets nothing but key, name and the word', async () => {
	const [id] = await ids();
	await s.act('juri-3', 'melati', 'recuse', { reason: 'keluarga' });
	const juror = await signedIn('juri-3');
	for (const path of [`${AT}/documents/${id}`, `${AT}/documents/${id}.pdf`, `${AT}/documents/999`])
		assert.equal((await juror.get(path)).status, 403, path);
	assert.doesNotMatch(juror.text, /Perda/);
	await juror.get('/editions/contoh/sheets/melati');
	assert.doesNotMatch(juror.text, /Perda|Foto|documents\/\d/);
	await s.act('ketua', 'kenanga', 'recuse', { reason: 'keluarga' });
	const chair = await signedIn('ketua');
	await chair.get('/editions/contoh/dossiers/kenanga');
	assert.equal(chair.status, 200);
	assert.match(chair.text, /Desa Kenanga/);
	assert.match(chair.text, /[Bb]erhalangan/);
	assert.doesNotMatch(chair.text, /530|Kecamatan|documents\//);
	await chair.get('/editions/contoh/dossiers');
	const row = /<tr>(?:(?!<tr>).)*Desa Kenanga(?:(?!<\/tr>).)*/s.exec(chair.text)[0];
	assert.doesNotMatch(row, /<a |Kecamatan|>\d/);
	const [other] = await ids(desk, '/editions/contoh/nominees/kenanga');
	assert.equal((await raw(chair, `/editions/contoh/nominees/kenanga/documents/${other}.pdf`)).status, 403);
});

test('a document is taken back with a reason, stays in sight, and may come again', async () => {
	const data = pdf('salah lampir');
	await attach(data, { title: 'Salah lampir', evidence: 'pekerja' });
	const id = await newest();
	await desk.get(`${AT}/documents/${id}`);
	await desk.post(`${AT}/documents/${id}/withdraw`, { reason: '' });
	assert.equal(desk.status, 422);
	assert.match(desk.text, /Alasan penarikan wajib diisi/);
	assert.deepEqual(await desk.sound(), []);
	await desk.post(`${AT}/documents/${id}/withdraw`, { reason: 'milik nominee lain' });
	assert.equal(desk.status, 303, desk.text);
	await desk.get(desk.location);
	assert.match(desk.text, /Ditarik:<\/?[^>]*>? ?milik nominee lain|Ditarik: milik nominee lain/);
	await desk.get(`${AT}/documents/${id}`);
	await desk.post(`${AT}/documents/${id}/withdraw`, { reason: 'lagi' });
	assert.equal(desk.status, 409);
	const juror = await signedIn('juri-2');
	await juror.get('/editions/contoh/sheets/melati');
	assert.match(juror.text, /milik nominee lain/);
	assert.ok(!juror.text.includes(`documents/${id}"`));
	assert.equal((await raw(juror, `${AT}/documents/${id}.pdf`)).status, 403);
	assert.equal((await raw(desk, `${AT}/documents/${id}.pdf`)).status, 200);
	await attach(data, { title: 'Kali ini benar' });
	assert.equal(desk.status, 303);
	const keeper = await signedIn('pengawas');
	await keeper.get('/editions/contoh/log?deed=document_withdrawn');
	assert.match(keeper.text, /milik nominee lain/);
});

test('a document that came after he had submitted is told on that sheet, until he submits again', async () => {
	const juror = await signedIn('juri-2');
	await s.act('juri-2', 'cempaka', 'submit', { marks: { w1: 70, w2: 7 } });
	await attach(pdf('susulan'), { nominee: 'cempaka', title: 'Surat susulan' });
	await attach(pdf('susulan lain'), { nominee: 'kenanga', title: 'Bukan urusan ini' });
	await juror.get('/editions/contoh/sheets/cempaka');
	assert.match(juror.text, /Surat susulan: <del>belum ada dokumen ini<\/del> → <ins>dilampirkan<\/ins>/);
	assert.doesNotMatch(juror.text, /Bukan urusan ini/);
	await s.act('juri-2', 'cempaka', 'reopen', { reason: 'dibaca' });
	await s.act('juri-2', 'cempaka', 'submit', { marks: { w1: 71, w2: 7 } });
	await juror.get('/editions/contoh/sheets/cempaka');
	assert.doesNotMatch(juror.text, /<ins>/);
});

test('what waits in the queue shows the documents that prove it', async () => {
	await desk.get('/editions/contoh/nominees/melati/evidence/pekerja');
	await desk.post('/editions/contoh/nominees/melati/evidence/pekerja', { value: '1031', source: 'berkas', cutoff: '2024-12-31' });
	assert.equal(desk.status, 303);
	await attach(pdf('daftar pekerja'), { title: 'Daftar pekerja', evidence: 'pekerja' });
	await desk.get('/editions/contoh/evidence');
	assert.match(desk.text, /Daftar pekerja<\/a>/);
	assert.deepEqual(await desk.sound(), []);
	await desk.get('/editions/contoh/nominees/melati/evidence/pekerja');
	assert.match(desk.text, /Daftar pekerja<\/a>/);
	await desk.post('/editions/contoh/nominees/melati/evidence/pekerja/verify', { seen: '1031' });
	assert.equal(desk.status, 303);
});

test('quotas hold, of a nominee and of the edition', async () => {
	for (let i = 0; i < 20; i++) {
		await attach(pdf(`kuota ${i}`), { nominee: 'laut-biru' });
		assert.equal(desk.status, 303, `${i} ${desk.text.slice(0, 200)}`);
	}
	await attach(pdf('kuota lagi'), { nominee: 'laut-biru' });
	assert.equal(desk.status, 409);
	assert.match(desk.text, /paling banyak 20 dokumen/);
	const [first] = await ids(desk, '/editions/contoh/nominees/laut-biru');
	await desk.get(`/editions/contoh/nominees/laut-biru/documents/${first}`);
	await desk.post(`/editions/contoh/nominees/laut-biru/documents/${first}/withdraw`, { reason: 'ganti' });
	await attach(pdf('kuota lagi'), { nominee: 'laut-biru' });
	assert.equal(desk.status, 303);
});

test('the log vouches for documents, and verify names a file that is missing or changed', async () => {
	const { length } = kept();
	await s.halt();
	const sound = s.cli(['verify', '--db', s.db]);
	assert.match(sound.stdout, new RegExp(`documents? ${length}|${length} documents?`));
	const [name, other] = kept();
	const bytes = readFileSync(join(vault(), name));
	chmodSync(join(vault(), name), 0o600);
	writeFileSync(join(vault(), name), Buffer.concat([bytes, Buffer.from('x')]));
	const gone = readFileSync(join(vault(), other));
	unlinkSync(join(vault(), other));
	const broken = s.cli(['verify', '--db', s.db], { expect: 1 });
	assert.match(broken.stderr, new RegExp(`${name}.*has changed`));
	assert.match(broken.stderr, new RegExp(`${other}.*is missing`));
	await s.start();
	const [{ id, nominee }] = s.sql(`SELECT a.id, n.key AS nominee FROM attachment a JOIN nominee n ON n.id = a.nominee_id WHERE a.sha256 = '${name}'`);
	const page = await signedIn('sekretariat');
	assert.equal((await raw(page, `/editions/contoh/nominees/${nominee}/documents/${id}.pdf`)).status === 200, false);
	await s.halt();
	writeFileSync(join(vault(), name), bytes);
	writeFileSync(join(vault(), other), gone);
	s.cli(['verify', '--db', s.db]);
	s.sql('DROP TRIGGER attachment_keeps_rows');
	s.sql(`UPDATE attachment SET title = 'lain' WHERE id = ${id}`);
	const told = s.cli(['verify', '--db', s.db], { expect: 1 });
	assert.match(told.stderr, /attachment/);
	s.sql(`UPDATE attachment SET title = (SELECT json_extract(value, '$.new.title') FROM act, json_each(substr(body, instr(body, 'about ') + 6), '$.rows') WHERE deed = 'document_added' AND json_extract(value, '$.key') = '${id}') WHERE id = ${id}`);
	s.sql("CREATE TRIGGER attachment_keeps_rows BEFORE UPDATE ON attachment\n  BEGIN SELECT RAISE (ABORT, 'attachment is insert-only'); END");
	s.cli(['verify', '--db', s.db]);
	await s.start();
});

test('copies carry the documents, and a restore says which are not there', async () => {
	const copy = join(s.folder, 'salinan.db'), back = join(s.folder, 'pulih.db'), other = join(s.folder, 'lain.db');
	s.cli(['backup', '--db', s.db, '--to', copy]);
	assert.deepEqual(readdirSync(`${copy}.files`).sort(), kept());
	const second = join(s.folder, 'salinan-2.db');
	s.cli(['backup', '--db', s.db, '--to', second]);
	for (const one of kept()) // copies share what is in both, and nothing with the original
		assert.deepEqual([copy, second, s.db].map((db) => statSync(join(`${db}.files`, one)).nlink), [2, 2, 1]);
	rmSync(`${second}.files`, { recursive: true });
	s.cli(['restore', '--from', copy, '--to', back]);
	assert.deepEqual(readdirSync(`${back}.files`).sort(), kept());
	s.cli(['verify', '--db', back]);
	const [name] = kept();
	unlinkSync(join(`${copy}.files`, name));
	const refused = s.cli(['restore', '--from', copy, '--to', other], { expect: 1 });
	assert.match(refused.stderr, new RegExp(name));
	assert.ok(!existsSync(other));
});

test('what was cut off between file and row is gone after the next start', async () => {
	await s.halt('SIGKILL');
	writeFileSync(join(vault(), 'tmp.abc123'), 'setengah');
	writeFileSync(join(vault(), sha256('yatim')), 'yatim');
	writeFileSync(join(vault(), 'catatan.txt'), 'bukan milik kami');
	const before = kept();
	await s.start();
	assert.deepEqual(kept(), before.filter((name) => name !== 'tmp.abc123' && name !== sha256('yatim')));
	unlinkSync(join(vault(), 'catatan.txt'));
});

test('an endless upload is cut off, and others do not notice', async () => {
	const page = await signedIn('sekretariat');
	await page.get('/account');
	const { port, hostname } = new URL(s.url);
	const cookie = [...page.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
	const socket = createConnection(Number(port), hostname);
	let answer = '', closed = false, woken = () => {};
	socket.on('data', (data) => { answer += data; });
	socket.on('close', () => { closed = true; woken(); });
	socket.on('drain', () => woken());
	socket.on('error', () => {});
	socket.write(`POST ${AT}/documents HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${cookie}\r\nSec-Fetch-Site: same-origin\r\n` +
		'Content-Type: multipart/form-data; boundary=B\r\nTransfer-Encoding: chunked\r\n\r\n');
	const block = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65536, 120), Buffer.from('\r\n')]);
	const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${s.child.pid}/status`, 'utf8'))[1]);
	const before = memory();
	let most = 0;
	for (let sent = 0; !closed && sent < 64; ) {
		if (!socket.write(block))
			await new Promise((go) => { woken = go; });
		sent += 1 / 16;
		most = Math.max(most, memory());
	}
	while (!closed)
		await new Promise((go) => { woken = go; });
	assert.ok(most - before < 64 * 1024, `${most - before} KiB more`);
	assert.match(answer, /^$|413/);
	assert.equal((await page.get(AT)).status, 200);
	const large = await fetch(`${s.url}${AT}/documents`, { method: 'POST', body: Buffer.alloc(12 << 20),
		headers: { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'multipart/form-data; boundary=B' } }).catch(() => ({ status: 413 }));
	assert.equal(large.status, 413);
});

test('uploads that drip take the places of uploads only', async () => {
	const page = await signedIn('sekretariat');
	await page.get('/account');
	const { port, hostname } = new URL(s.url);
	const head = (cookie) => `POST ${AT}/documents HTTP/1.1\r\nHost: ${hostname}:${port}\r\n${cookie}Sec-Fetch-Site: same-origin\r\n` +
		'Content-Type: multipart/form-data; boundary=B\r\nContent-Length: 5000000\r\n\r\nx';
	const sockets = [], said = [];
	const drip = (cookie) => new Promise((go) => {
		const socket = createConnection(Number(port), hostname, () => socket.write(head(cookie)));
		socket.on('data', (data) => { said.push(`${data}`.slice(9, 12)); });
		socket.on('error', () => {});
		sockets.push(socket);
		setTimeout(go, 10);
	});
	for (let i = 0; i < 6; i++)
		await drip(''); // nobody in particular
	await page.get('/account');
	assert.deepEqual(said, ['503', '503']);
	await attach(pdf('di sela-sela'), { page });
	assert.equal(page.status, 303, page.text);
	for (let i = 0; i < 16; i++)
		await drip(`Cookie: ${[...page.cookies].map(([k, v]) => `${k}=${v}`).join('; ')}\r\n`);
	const began = Date.now();
	for (let i = 0; i < 20; i++)
		assert.equal((await page.get(AT)).status, 200);
	assert.ok(Date.now() - began < 10000);
	assert.equal(said.length, 6);
	for (const socket of sockets)
		socket.destroy();
	for (let i = 0; i < 100; i++) { // their places are free again
		await attach(pdf('sesudahnya'), { page });
		if (page.status === 303)
			break;
		assert.equal(page.status, 503);
	}
	assert.equal(page.status, 303);
});

test('documents are closed with the lock, but for evidence that the chair reopens', async () => {
	await s.lock();
	await attach(pdf('setelah kunci'), { title: 'Terlambat' });
	assert.equal(desk.status, 409);
	assert.match(desk.text, /tahap verifikasi dan penilaian/);
	await desk.get(AT);
	assert.doesNotMatch(desk.text, /enctype/);
	const { body } = await s.as.ketua('POST', '/proposals', { kind: 'reopen_evidence', about: { nominee: 'melati', evidence: 'terlindungi' }, reason: 'keliru' });
	assert.equal((await s.as.pengawas('POST', `/proposals/${body.id}`, { decision: 'confirm' })).status, 200);
	await attach(pdf('bukti yang dibuka'), { title: 'Terbuka', evidence: 'terlindungi' });
	assert.equal(desk.status, 303, desk.text);
	await attach(pdf('bukti lain'), { title: 'Tertutup', evidence: 'pekerja' });
	assert.equal(desk.status, 409);
});

test('an acknowledged document survives a kill, and one that was cut off leaves nothing behind', async () => {
	const t = await server();
	try {
		const { token } = await t.login('sekretariat');
		await t.api('POST', '/editions/contoh/phase', { to: 'verification' }, { token });
		for (let round = 0; round < 3; round++) {
			const page = t.browser();
			await page.signIn('sekretariat');
			await page.get('/account');
			const said = [];
			const sending = ['melati', 'kenanga', 'cempaka', 'tani-makmur', 'laut-biru'].flatMap((nominee) => [0, 1].map(async (n) => {
				const data = pdf(`${round} ${nominee} ${n} ${'x'.repeat(200000)}`), form = new FormData();
				form.set('_token', page.token());
				form.set('file', new Blob([data]), 'x.pdf');
				const answer = await fetch(`${t.url}/editions/contoh/nominees/${nominee}/documents`, { method: 'POST', body: form, redirect: 'manual',
					headers: { 'Sec-Fetch-Site': 'same-origin', Cookie: [...page.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } }).catch(() => null);
				if (answer?.status === 303)
					said.push(sha256(data));
			}));
			while (said.length < 2 * round + 1)
				await new Promise((go) => setTimeout(go, 2));
			await t.halt('SIGKILL');
			await Promise.all(sending);
			await t.start();
			const there = readdirSync(`${t.db}.files`);
			for (const hash of said)
				assert.ok(there.includes(hash));
			await t.halt();
			assert.deepEqual(readdirSync(`${t.db}.files`).sort(), t.sql('SELECT sha256 FROM attachment ORDER BY sha256').map((row) => row.sha256));
			t.cli(['verify', '--db', t.db]);
			await t.start();
		}
		const page = t.browser();
		await page.signIn('sekretariat');
		await page.get('/editions/contoh/nominees/kenanga'); // with a nominee its documents go
		await page.post('/editions/contoh/nominees/kenanga/remove', { sure: 'on' });
		assert.equal(page.status, 303, page.text);
		await t.halt();
		t.cli(['verify', '--db', t.db]);
		assert.equal(t.sql("SELECT count(*) AS n FROM attachment a LEFT JOIN nominee n ON n.id = a.nominee_id WHERE n.id IS NULL")[0].n, 0);
		await t.start();
		assert.equal(readdirSync(`${t.db}.files`).length, t.sql('SELECT count(DISTINCT sha256) AS n FROM attachment')[0].n);
	} finally {
		await t.stop();
	}
});

test('a full disk refuses an upload with 507, and the service goes on', async (t) => {
	const folder = mkdtempSync(join(tmpdir(), 'paritrana-full-'));
	let full;
	t.after(async () => {
		await full?.stop();
		spawnSync('umount', [folder]);
		rmSync(folder, { recursive: true });
	});
	if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', folder]).status !== 0)
		return t.skip('only who may mount a file system can fill one');
	full = await server({ folder });
	const { token } = await full.login('sekretariat');
	await full.api('POST', '/editions/contoh/phase', { to: 'verification' }, { token });
	const page = full.browser();
	await page.signIn('sekretariat');
	const send = async (size) => {
		const form = new FormData();
		await page.get('/account');
		form.set('_token', page.token());
		form.set('file', new Blob([pdf('p'.repeat(size))]), 'x.pdf');
		return (await page.send('POST', AT + '/documents', form)).status;
	};
	writeFileSync(join(folder, 'ballast'), Buffer.alloc(3 << 20));
	assert.equal(await send(9 << 20), 507);
	assert.match(page.text, /Ruang simpan penuh/);
	assert.equal((await page.get(AT)).status, 200);
	assert.equal(await send(100000), 303);
	assert.equal(readdirSync(`${full.db}.files`).length, 1);
});

test('the dossier tells the released result of an earlier year, and the limit of an edition holds', async () => {
	const t = await pleno();
	try {
		await scored(t);
		await t.must('ketua', 'deliberation');
		await published(t);
		await t.halt();
		t.init({ ...sample, scheme: sample.scheme.replace('edition: contoh', 'edition: contoh-2').replace('assessment_year: 2024', 'assessment_year: 2025').replace('event_year: 2025', 'event_year: 2026'),
			evidence: sample.evidence.replace('tani-makmur,menunggak,tidak', 'tani-makmur,menunggak,ya').replace('laut-biru,menunggak,tidak,verified', 'laut-biru,menunggak,tidak,entered') });
		t.edition = 'contoh-2';
		t.addUser({ username: 'sekretariat-2', role: 'secretariat' });
		await t.start();
		const page = t.browser();
		await page.signIn('sekretariat-2', passwordOf('sekretariat-2'));
		await page.get('/editions/contoh-2/dossiers/kenanga');
		assert.equal(page.status, 200);
		assert.match(page.text, /Hasil sebelumnya[^]*Penghargaan Contoh \(2024\)<\/a>: peringkat 1, nilai [\d,]+, Terbaik I</);
		const [, path] = /href="(\/editions\/contoh\/results\/[^"]+)"/.exec(page.text);
		assert.equal((await page.get(path)).status, 200);
		await page.get('/editions/contoh-2/dossiers/tani-makmur');
		assert.match(page.text, /Disyaratkan: tidak; yang terbukti: ya\./);
		await page.get('/editions/contoh-2/dossiers/laut-biru');
		assert.match(page.text, /Disyaratkan: tidak; buktinya belum terverifikasi\./);
		await page.get('/editions/contoh/dossiers/melati');
		assert.equal(page.status, 403);
		await t.halt();
		t.sql(`UPDATE edition SET phase = 'verification' WHERE key = 'contoh-2'; INSERT INTO attachment (edition_id, nominee_id, evidence, title, kind, sha256, size, width, height, sent_sha256, by, at)
			SELECT e.id, n.id, '', 'besar', 'pdf', '${sha256('x')}', 1 << 30, 0, 0, '${sha256('x')}', 'sekretariat', 1 FROM edition e JOIN nominee n ON n.edition_id = e.id WHERE e.key = 'contoh-2' AND n.key = 'melati'`);
		await t.start();
		const form = new FormData();
		await page.get('/account');
		form.set('_token', page.token());
		form.set('file', new Blob([pdf()]), 'x.pdf');
		await page.send('POST', '/editions/contoh-2/nominees/kenanga/documents', form);
		assert.equal(page.status, 409);
		assert.match(page.text, /batas seluruhnya/);
	} finally {
		await t.stop();
	}
});
