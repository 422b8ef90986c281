// Pictures of layouts: sent from the page, read and written anew in the limited process, named by layouts, kept by releases.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from './pictures.js';
import { E, pleno, scored } from './pleno.js';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const unescape = (text) => text.replace(/&#(\d+);|&(\w+);/g, (all, n, name) => n ? String.fromCharCode(n) : ({ lt: '<', gt: '>', quot: '"', amp: '&', apos: "'" })[name] ?? all);
const chunk = (name, data) => {
	const out = Buffer.alloc(data.length + 12);
	out.writeUInt32BE(data.length, 0);
	out.write(name, 4, 'latin1');
	data.copy(out, 8);
	out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
	return out;
};
/* Grey, each row of one tone. */
const png = (width, height, tone = 0, more = []) => {
	const head = Buffer.alloc(13), rows = Buffer.alloc((width + 1) * height, tone);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 0, 0, 0, 0], 8);
	for (let y = 0; y < height; y++)
		rows[y * (width + 1)] = 0;
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), ...more,
		chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
};
const photo = readFileSync(new URL('../fuzz/corpus/sent/exif.jpg', import.meta.url));

const LAYOUTS = `${E}/layouts`, PICTURES = `${LAYOUTS}/pictures`;
let s, desk;
before(async () => {
	s = await pleno();
	desk = await s.browser().signIn('sekretariat');
});
after(() => s.stop());

async function send(data, { name = '', file = 'logo.png', who = desk } = {}) {
	await who.get('/account');
	const form = new FormData();
	form.set('_token', who.token());
	form.set('name', name);
	if (data !== null)
		form.set('file', new Blob([data]), file);
	return who.send('POST', PICTURES, form);
}
const kept = () => readdirSync(`${s.db}.files`).sort();
const listed = async () => [...(await desk.get(LAYOUTS)).text.matchAll(/pictures\/([a-z0-9.-]+)"/g)].map(([, name]) => name)
	.filter((name, i, all) => all.indexOf(name) === i);
const idOf = async (name) => new RegExp(`pictures/${name}"[^]*?pictures/(\\d+)/remove`).exec((await desk.get(LAYOUTS)).text)[1];
async function remove(name) {
	const id = await idOf(name);
	return desk.post(`${PICTURES}/${id}/remove`);
}
const textOf = (page) => unescape(/<textarea[^>]*>\n?([^]*?)<\/textarea>/.exec(page.text)[1]);
async function save(layout, change) {
	const page = await desk.get(`${LAYOUTS}/${layout}`);
	const [, seen] = /name="seen" value="(\d+)"/.exec(page.text);
	return desk.post(`${LAYOUTS}/${layout}`, { text: change(textOf(page)), seen });
}
const show = (name) => (text) => text.replace(/  - \{image: .*\n/g, '').replace(/^blocks:\n/m, name ? `blocks:\n  - {image: ${name}, width_mm: 12}\n` : 'blocks:\n');
const imagesOf = (pdf) => spawnSync('pdfimages', ['-list', '-'], { input: pdf, encoding: 'utf8' }).stdout.trim().split('\n').slice(2);

test('a picture is read and written anew, kept under its SHA-256, and shown as it is kept', async () => {
	const sent = png(40, 30, 200, [chunk('tEXt', Buffer.from('Location\x00GPS -10.17'))]);
	assert.equal((await send(sent, { file: 'C:\\Gambar\\Logo Provinsi (1).PNG' })).status, 303, desk.text);
	const page = await desk.get(desk.location);
	assert.match(page.text, /Gambar tersimpan/);
	assert.deepEqual(await desk.sound(), []);
	assert.match(page.text, /image: logo-provinsi-1\.png/);
	assert.match(page.text, /40 × 30/);
	assert.equal(kept().length, 1);
	const got = await desk.get(`${PICTURES}/logo-provinsi-1.png`);
	assert.equal(got.headers.get('Content-Type'), 'image/png');
	assert.match(got.headers.get('Content-Security-Policy'), /default-src 'none'.*sandbox/);
	assert.equal(got.headers.get('X-Content-Type-Options'), 'nosniff');
	assert.equal(sha256(got.bytes), kept()[0]);
	assert.ok(!got.bytes.includes('GPS'), 'nothing but the picture');
	assert.equal((await desk.get(`${PICTURES}/logo-provinsi-1.jpg`)).status, 404);
	assert.equal((await send(photo, { name: 'kantor.jpeg', file: 'x.bin' })).status, 303, desk.text);
	assert.deepEqual(await listed(), ['kantor.jpg', 'logo-provinsi-1.png']);
	assert.ok(!(await desk.get(`${PICTURES}/kantor.jpg`)).bytes.includes('Exif'));
});

test('what is no picture, too large, or of too many pixels is refused in words, beside the field', async () => {
	const before = kept();
	for (const [data, words, english] of [
		[Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /bukan gambar PNG atau JPEG/, /no PNG or JPEG/],
		[Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n40\n%%EOF\n'), /bukan gambar PNG atau JPEG/, /no PNG or JPEG/],
		[png(40, 30).subarray(0, 60), /rusak/, /damaged/],
		[png(4000, 2001), /4000 × 2001 piksel; untuk tata letak paling banyak 8 juta/, /4000 × 2001 pixels; for layouts at most 8 million/],
		[Buffer.concat([png(40, 30), Buffer.alloc(5 << 20)]), /./, /./],
		[Buffer.alloc(0), /./, /./],
		[null, /./, /./],
	]) {
		await send(data, { name: 'buruk' });
		assert.ok([413, 422].includes(desk.status), `${desk.status} ${desk.text}`);
		if (desk.status === 422) {
			assert.match(unescape(desk.text), words);
			assert.match(desk.text, /value="buruk"/, 'what was typed is still there');
			assert.deepEqual(await desk.sound(), []);
			await desk.get(`${LAYOUTS}?lang=en`);
			await send(data, { name: 'buruk' });
			assert.match(unescape(desk.text), english);
			await desk.get(`${LAYOUTS}?lang=id`);
		}
	}
	assert.deepEqual(kept(), before, 'nothing is left of them');
});

test('a name is one of small letters, digits and hyphens, and leads nowhere', async () => {
	const before = await listed();
	for (const name of ['../logo', '..', '.png', '/etc/passwd', 'a/b.png', 'a\\b.png', 'Logo.png', 'logo png', 'logo.svg', 'logo.png.exe', 'logo..png', '-logo', 'lögo.png', 'x'.repeat(57), 'logo\u0000.png', '%2e%2e%2flogo']) {
		await send(png(8, 8, 7), { name });
		assert.ok([400, 422].includes(desk.status), `${name}: ${desk.status}`);
	}
	await send(png(8, 8, 7), { name: 'cap.jpg' });
	assert.equal(desk.status, 422);
	assert.match(desk.text, /namanya harus berakhir \.png/);
	assert.deepEqual(await listed(), before);
	assert.deepEqual(readdirSync(s.folder).filter((name) => /logo|passwd/.test(name)), []);
	for (const file of ['../../etc/passwd', '..', '.htaccess', '', 'CON', 'a'.repeat(300) + '.png'])
		assert.ok([303, 400, 409, 422].includes((await send(png(8, 8, 9 + file.length % 90), { file })).status), file);
	for (const name of await listed())
		assert.match(name, /^[a-z0-9][a-z0-9-]*\.(png|jpg)$/);
	for (const path of ['..%2f..%2faward.png', '%2e%2e.png', '.png', sha256('x') + '.png'])
		assert.ok([400, 404].includes((await desk.get(`${PICTURES}/${path}`)).status), path);
	for (const name of await listed())
		if (!before.includes(name))
			assert.equal((await remove(name)).status, 303);
});

test('a name that is taken and a picture that is there already are refused; two at once, one comes', async () => {
	assert.equal((await send(png(20, 20, 50), { name: 'cap' })).status, 303);
	await send(png(20, 20, 60), { name: 'cap.png' });
	assert.equal(desk.status, 409);
	assert.match(desk.text, /Sudah ada gambar lain bernama cap\.png/);
	await send(png(20, 20, 50), { name: 'cap-2' });
	assert.equal(desk.status, 409);
	assert.match(desk.text, /sudah ada dengan nama cap\.png/);
	const two = await Promise.all([70, 80].map(async (tone) => {
		const who = await s.browser().signIn('sekretariat');
		return (await send(png(20, 20, tone), { name: 'bersama', who })).status;
	}));
	assert.deepEqual(two.sort(), [303, 409]);
});

test('a layout shows it by its name; while one names it, it is not removed', async () => {
	assert.equal((await save('minutes', show('tidak-ada.png'))).status, 422);
	assert.match(desk.text, /tidak-ada\.png: berkas gambar tidak ada/);
	assert.equal((await save('minutes', show('cap.png'))).status, 303, desk.text);
	const sample = await desk.get(`${LAYOUTS}/minutes/sample.pdf`);
	assert.equal(imagesOf(sample.bytes).length, 1);
	const page = await desk.get(LAYOUTS);
	assert.match(page.text, /cap\.png[^]*?Berita acara pleno/);
	const [, id] = /name="_token"/.exec(page.text) && /pictures\/(\d+)\/remove/.exec(page.text);
	const ids = JSON.parse(spawnSync('sqlite3', ['-json', `file:${s.db}?mode=ro`, "SELECT id FROM picture WHERE name = 'cap.png'"], { encoding: 'utf8' }).stdout);
	assert.notEqual(id, String(ids[0].id), 'no button where it refuses');
	await desk.post(`${PICTURES}/${ids[0].id}/remove`);
	assert.equal(desk.status, 409);
	assert.match(desk.text, /Gambar cap\.png masih dipakai: Berita acara pleno/);
	assert.equal((await desk.post(`${PICTURES}/999/remove`)).status, 404);
	assert.equal((await save('minutes', show())).status, 303);
	assert.equal((await remove('cap.png')).status, 303);
	await desk.get(LAYOUTS);
	await desk.post(`${PICTURES}/${ids[0].id}/remove`);
	assert.equal(desk.status, 409, 'twice');
	/* A version that named it is not taken back. */
	await desk.get(`${LAYOUTS}/minutes`);
	const [, seen] = /name="seen" value="(\d+)"/.exec(desk.text);
	await desk.post(`${LAYOUTS}/minutes/restore`, { version: '1', seen });
	assert.equal(desk.status, 422);
	assert.match(desk.text, /cap\.png/);
	assert.equal((await send(png(20, 20, 55), { name: 'cap' })).status, 303, 'the name is free again');
});

test('nobody else sends, sees or removes one, and nobody between the keys', async () => {
	const id = await idOf('cap.png');
	for (const username of ['ketua', 'pengawas', 'juri-2']) {
		const who = await s.browser().signIn(username);
		assert.equal((await send(png(9, 9), { name: 'lain', who })).status, 403);
		assert.equal((await who.get(`${PICTURES}/cap.png`)).status, 403);
		await who.get('/account');
		assert.equal((await who.post(`${PICTURES}/${id}/remove`)).status, 403);
	}
	assert.equal((await fetch(`${s.url}${PICTURES}/cap.png`, { redirect: 'manual' })).status, 303);
	assert.equal((await save('minutes', show('cap.png'))).status, 303);
	await save('certificate-formal', (text) => text.replace(/^blocks:\n/m, 'blocks:\n  - {image: kantor.jpg, width_mm: 20, at: {x_mm: 20, y_mm: 20}}\n'));
	assert.equal(desk.status, 303, desk.text);
	await scored(s);
	await s.must('ketua', 'deliberation');
	s.sha256 = (await s.must('ketua', 'approved')).bundle_sha256;
	await send(png(9, 9), { name: 'lain' });
	assert.equal(desk.status, 409);
	assert.match(desk.text, /Di antara dua persetujuan/);
	await desk.get(LAYOUTS);
	assert.doesNotMatch(desk.text, /name="file"/);
	await desk.post(`${PICTURES}/${id}/remove`);
	assert.equal(desk.status, 409);
	await s.must('pengawas', 'published', { bundle_sha256: s.sha256 });
});

test('a release and its certificates keep the picture, whatever takes its name afterwards', async () => {
	const minutes = async () => (await desk.get(`${E}/documents/minutes.pdf`)).bytes;
	const [, serial] = /certificates\/([0-9a-z-]+)"/.exec((await desk.get(`${E}/certificates`)).text);
	const certificate = async () => Buffer.from(await (await fetch(`${s.url}/certificates/${serial}.pdf`)).arrayBuffer());
	const was = [await minutes(), await certificate()];
	for (const pdf of was)
		assert.equal(imagesOf(pdf).length, 1);
	for (const [layout, name] of [['minutes', 'cap'], ['certificate-formal', 'kantor']]) {
		assert.equal((await save(layout, show())).status, 303, desk.text);
		assert.equal((await remove((await listed()).find((one) => one.startsWith(`${name}.`)))).status, 303);
	}
	assert.equal((await send(png(33, 11, 99), { name: 'cap' })).status, 303);
	assert.equal((await save('minutes', show('cap.png'))).status, 303);
	assert.equal(sha256(await minutes()), sha256(was[0]));
	assert.equal(sha256(await certificate()), sha256(was[1]));
	await s.halt();
	await s.start();
	assert.equal(sha256(await minutes()), sha256(was[0]), 'after a restart');
	assert.equal(sha256(await certificate()), sha256(was[1]));
	for (const [command, file, bytes] of [['documents', 'berita-acara-contoh.pdf', was[0]], ['certificates', null, was[1]]]) {
		const out = join(s.folder, `out-${command}`);
		s.cli([command, '--db', s.db, '--edition', 'contoh', '--out', out]);
		const found = readdirSync(out).map((name) => sha256(readFileSync(join(out, name))));
		assert.ok(found.includes(sha256(bytes)), `${command} prints the same`);
	}
	/* A copy has the pictures, too. */
	const copy = join(s.folder, 'copy.db');
	s.cli(['backup', '--db', s.db, '--to', copy]);
	assert.match(s.cli(['verify', '--db', copy]).stdout, /./);
	s.cli(['documents', '--db', copy, '--edition', 'contoh', '--out', join(s.folder, 'out-copy'), '--kind', 'minutes']);
	assert.equal(sha256(readFileSync(join(s.folder, 'out-copy', 'berita-acara-contoh.pdf'))), sha256(was[0]));
});

test('the log tells who sent and removed it', async () => {
	const keeper = await s.browser().signIn('pengawas');
	const log = (await keeper.get(`${E}/log`)).text;
	assert.match(log, /Gambar tata letak diunggah/);
	assert.match(log, /Gambar tata letak dihapus/);
	assert.match(log, /Gambar: cap\.png/);
});

test('a picture whose file is gone is named: by verify, on the page, and by the paper that needs it', async () => {
	await s.halt();
	const [{ sha256: name }] = s.sql("SELECT p.sha256 FROM release_print f JOIN picture p ON p.id = f.picture_id");
	const file = join(`${s.db}.files`, name);
	chmodSync(file, 0o600);
	unlinkSync(file);
	s.tampered = true;
	assert.match(s.cli(['verify', '--db', s.db], { expect: 1 }).stderr, /cap\.png.*missing/);
	await s.start();
	assert.ok(!existsSync(file));
	await desk.get(`${E}/documents/minutes.pdf`);
	assert.equal(desk.status, 409);
	assert.match(unescape(desk.text), /"Berita acara pleno" tidak dapat dibaca oleh program ini: baris \d+: cap\.png: berkas gambar ini hilang/);
	assert.match((await desk.get(`${E}/documents`)).text, /dibekukan bersama rilis 1/);
	writeFileSync(file, 'x');
	await desk.get(`${E}/documents/minutes.pdf`);
	assert.equal(desk.status, 409);
});

test('an edition has a limit, and says so', async () => {
	let made = 0;
	for (; made < 40; made++) {
		await send(png(3, 3 + made, 20 + made), { name: `banyak-${made}` });
		if (desk.status !== 303)
			break;
	}
	assert.equal(desk.status, 409);
	assert.match(desk.text, /paling banyak 24 gambar dan 32 MB/);
	assert.ok(made <= 24);
});
