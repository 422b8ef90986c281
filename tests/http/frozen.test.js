// What documents are printed with: those of a release with the layouts of its first key, whatever is saved afterwards;
// and a layout that this program cannot read is named, with its line and what to do.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sample } from './lib.js';
import { E, pleno, scored, published } from './pleno.js';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const unescape = (text) => text.replace(/&#(\d+);|&(\w+);/g, (all, n, name) => n ? String.fromCharCode(n) : ({ lt: '<', gt: '>', quot: '"', amp: '&', apos: "'" })[name] ?? all);
const textOf = (page) => unescape(/<textarea[^>]*>\n?([^]*?)<\/textarea>/.exec(page.text)[1]);
const seenOf = (page) => /name="seen" value="(\d+)"/.exec(page.text)[1];

/* Kinds of a release, who prints each, and a word of each that is changed. */
const RELEASED = {
	minutes: 'sekretariat', recap: 'sekretariat', decree: 'sekretariat', national: 'sekretariat', nomination: 'sekretariat',
	thanks: 'sekretariat', attendance: 'sekretariat', sheets: 'pengawas', declarations: 'pengawas',
};
const TODAY = { schedule: 'sekretariat' };

let s, people;
before(async () => {
	s = await pleno();
	people = {};
	for (const who of ['sekretariat', 'pengawas', 'ketua', 'juri-2'])
		people[who] = await s.browser().signIn(who);
	await scored(s);
	await s.must('ketua', 'deliberation');
});
after(() => s.stop());

const words = (bytes) => spawnSync('pdftotext', ['-', '-'], { input: bytes, encoding: 'utf8' }).stdout.replace(/\s+/g, ' ');
async function print(kind, who, more = '') {
	const page = await people[who].get(`${E}/documents/${kind}.pdf${more}`);
	assert.equal(page.status, 200, `${kind}: ${page.text.slice(0, 800)}`);
	return page.bytes;
}
/* Every layout says `mark` at its end from now on. */
async function edit(kind, mark) {
	const desk = people.sekretariat, path = `${E}/layouts/${kind}`;
	const page = await desk.get(path);
	const text = textOf(page).replace(/  - text: "TANDA-\d"\n/, '').replace(/^blocks:\n/m, `blocks:\n  - text: "${mark}"\n`);
	await desk.post(path, { text, seen: seenOf(page) });
	assert.equal(desk.status, 303, `${kind}: ${desk.text}`);
}

test('a document of a release stays the same bytes when its layout is changed after the publication', async () => {
	for (const kind of Object.keys(RELEASED))
		await edit(kind, 'TANDA-1');
	await published(s);
	const was = {};
	for (const [kind, who] of Object.entries({ ...RELEASED, ...TODAY }))
		was[kind] = sha256(await print(kind, who));
	for (const kind of Object.keys({ ...RELEASED, ...TODAY }))
		await edit(kind, 'TANDA-2');
	for (const [kind, who] of Object.entries(RELEASED)) {
		const now = await print(kind, who);
		assert.equal(sha256(now), was[kind], kind);
		assert.match(words(now), /TANDA-1/, kind);
	}
	assert.match(words(await print('schedule', 'sekretariat')), /TANDA-2/, 'what belongs to no release follows today');
	const out = join(s.folder, 'printed');
	mkdirSync(out);
	s.cli(['documents', '--db', s.db, '--edition', 'contoh', '--out', out]);
	assert.equal(sha256(readFileSync(join(out, 'berita-acara-contoh.pdf'))), was.minutes, 'the command prints the same');
});

test('it stays so after a restart, and in the file of everything', async () => {
	const was = sha256(await print('minutes', 'sekretariat'));
	await s.halt();
	await s.start();
	assert.equal(sha256(await print('minutes', 'sekretariat')), was);
	const desk = people.sekretariat;
	await desk.get(`${E}/documents`);
	await desk.post(`${E}/jobs`, { format: 'zip' });
	const path = desk.location;
	for (let state = 'waiting'; ['waiting', 'running'].includes(state);)
		({ state } = JSON.parse((await desk.get(`${path}.json`)).text));
	const zip = (await desk.get(`${path}.zip`)).bytes, file = join(s.folder, 'all.zip');
	spawnSync('tee', [file], { input: zip });
	const out = spawnSync('unzip', ['-p', file, 'berita-acara-contoh.pdf'], { maxBuffer: 1 << 26 });
	assert.equal(sha256(out.stdout), was);
});

test('a correction is printed with the layouts of today, and a refused release leaves nothing', async () => {
	await s.must('ketua', 'deliberation', { reason: 'salah ketik' });
	assert.match(words(await print('minutes', 'sekretariat')), /TANDA-2/, 'the draft is of today');
	await s.must('ketua', 'approved');
	assert.match(words(await print('minutes', 'sekretariat')), /TANDA-2/);
	await s.must('pengawas', 'deliberation', { reason: 'belum' });
	await edit('minutes', 'TANDA-3');
	await published(s);
	const minutes = await print('minutes', 'sekretariat');
	assert.match(words(minutes), /TANDA-3/);
	assert.match(words(await print('recap', 'sekretariat')), /TANDA-2/);
	await edit('minutes', 'TANDA-4');
	assert.equal(sha256(await print('minutes', 'sekretariat')), sha256(minutes));
	s.cli(['verify', '--db', s.db]);
});

test('a row that was frozen cannot be changed, and verify finds who tried', async () => {
	await s.halt();
	for (const sql of ["UPDATE release_print SET layout = layout", 'DELETE FROM release_print', "UPDATE layout_text SET text = 'x'", 'DELETE FROM layout_text'])
		assert.throws(() => s.sql(sql), /insert-only/, sql);
	const forged = join(s.folder, 'forged.db');
	for (const [sql, told] of [
		["DROP TRIGGER layout_text_keeps_rows; UPDATE layout_text SET text = text || ' '", /layout_text row 1/],
		['DROP TRIGGER release_print_loses_none; DELETE FROM release_print WHERE name = \'minutes\'', /release_print 1\/minutes is missing/],
	]) {
		spawnSync('rm', ['-f', forged]);
		s.cli(['backup', '--db', s.db, '--to', forged]);
		spawnSync('sqlite3', [forged, sql]);
		assert.match(s.cli(['verify', '--db', forged], { expect: 1 }).stderr, told);
	}
	await s.start();
});

/* From here on rows are written behind the program's back: as an older program would have left them. */
const BROKEN = 'document: {kind: schedule}\nblocks:\n  - text: "x"\n    old_key: 1\n';

test('a layout of today that cannot be read is named on the page with its line, and mended or done without', async () => {
	await s.halt();
	for (const [name, text] of [['schedule', BROKEN], ['cards', BROKEN]])
		s.sql(`INSERT INTO layout (edition_id, name, version, text, sha256, by, at) VALUES (1, '${name}', 90, '${text}', '${sha256(text)}', 'sekretariat', 1)`);
	await s.start();
	const desk = people.sekretariat;
	const refused = await desk.get(`${E}/documents/schedule.pdf`);
	assert.equal(refused.status, 409);
	assert.match(unescape(refused.text), /ata letak "Urutan acara wawancara" tidak dapat dibaca oleh program ini: baris 4/);
	const page = await desk.get(`${E}/documents`);
	assert.equal(page.status, 200);
	assert.deepEqual(await desk.sound(), []);
	for (const said of ['Tata letak "Urutan acara wawancara" tidak dapat dibaca', 'Tata letak "Kartu akses" tidak dapat dibaca', 'baris 4', 'old_key',
		`href="${E}/layouts/schedule"`, `href="${E}/documents/schedule.pdf?layout=shipped"`])
		assert.ok(unescape(page.text).includes(said), said);
	assert.doesNotMatch(page.text, /href="[^"]*documents\/schedule\.pdf"/, 'no link to what refuses its reader');
	assert.match(words(await print('schedule', 'sekretariat', '?layout=shipped')), /URUTAN ACARA/i);
	assert.equal(sha256(await print('minutes', 'sekretariat', '?layout=shipped')), sha256(await print('minutes', 'sekretariat')), 'of one that can be read nothing else is printed');
	const english = await desk.get(`${E}/documents?lang=en`);
	assert.ok(unescape(english.text).includes('cannot be read by this program: line 4'), english.text);
	await desk.get(`${E}/documents?lang=id`);
	/* A juror may print it, and not mend it. */
	const juror = await people['juri-2'].get(`${E}/documents`);
	assert.match(juror.text, /Sekretariat dapat memperbaikinya/);
	assert.doesNotMatch(juror.text, /layouts\/schedule/);
	/* Mending: the page of the layout says what is wrong and where. */
	const one = await desk.get(`${E}/layouts/schedule`);
	assert.equal(one.status, 200);
	assert.match(one.text, /Baris 4/);
	assert.match((await desk.get(`${E}/layouts`)).text, /tidak dapat dibaca/);
	assert.equal((await desk.get(`${E}/layouts/schedule/sample.pdf`)).status, 409);
	/* Mended, it is printed again; the version that cannot be read is not taken back. */
	await desk.get(`${E}/layouts/schedule`);
	await desk.post(`${E}/layouts/schedule/restore`, { version: '0', seen: '90' });
	assert.equal(desk.status, 303);
	assert.match(words(await print('schedule', 'sekretariat')), /URUTAN ACARA/i);
	await desk.get(`${E}/layouts/schedule`);
	await desk.post(`${E}/layouts/schedule/restore`, { version: '90', seen: '91' });
	assert.equal(desk.status, 422);
	assert.match(desk.text, /Baris 4/);
	await s.halt();
	s.sql(`INSERT INTO layout (edition_id, name, version, text, sha256, by, at) VALUES (1, 'schedule', 92, '${BROKEN}', '${sha256(BROKEN)}', 'sekretariat', 1)`);
	await s.start();
});

test('many at once refuse to pass it over, and name it; with the shipped design they are made', async () => {
	const desk = people.sekretariat;
	await desk.get(`${E}/documents`);
	assert.match(desk.text, /name="shipped" value="on"/);
	await desk.post(`${E}/jobs`, { format: 'zip' });
	assert.equal(desk.status, 409);
	assert.match(desk.text, /baris 4/);
	await desk.get(`${E}/documents`);
	await desk.post(`${E}/jobs`, { format: 'zip', shipped: 'on' });
	assert.equal(desk.status, 303);
	const out = join(s.folder, 'cli');
	const told = s.cli(['documents', '--db', s.db, '--edition', 'contoh', '--out', out], { expect: 1 }).stderr;
	assert.match(told, /the layout "Running order[^"]*" cannot be read by this program: line 4: .*old_key/);
	s.cli(['documents', '--db', s.db, '--edition', 'contoh', '--out', out, '--shipped']);
});

test('the layout of a release that cannot be read is named too; it cannot be mended, only done without', async () => {
	await s.halt();
	const [{ sql }] = s.sql("SELECT sql FROM sqlite_schema WHERE name = 'layout_text_keeps_rows'");
	s.sql(`DROP TRIGGER layout_text_keeps_rows; UPDATE layout_text SET text = '${BROKEN.replace('schedule', 'minutes')}' WHERE sha256 =
		(SELECT layout FROM release_print WHERE name = 'minutes' ORDER BY release_id DESC LIMIT 1); ${sql}`);
	await s.start();
	const desk = people.sekretariat;
	assert.equal((await desk.get(`${E}/documents/minutes.pdf`)).status, 409);
	assert.match(unescape(desk.text), /"Berita acara pleno".*baris 4/);
	const page = unescape((await desk.get(`${E}/documents`)).text);
	assert.match(page, /dibekukan bersama rilis 3/);
	assert.ok(!page.includes(`href="${E}/layouts/minutes"`));
	assert.match(words(await print('minutes', 'sekretariat', '?layout=shipped')), /BERITA ACARA/);
	const told = s.cli(['documents', '--db', s.db, '--edition', 'contoh', '--out', s.folder, '--kind', 'minutes'], { expect: 1 }).stderr;
	assert.match(told, /the layout "Minutes[^"]*" cannot be read by this program: line 4/);
});

test('who may not print a document may not with the shipped design either', async () => {
	for (const [who, kind] of [['juri-2', 'minutes'], ['juri-2', 'attendance'], ['sekretariat', 'declarations']])
		assert.equal((await people[who].get(`${E}/documents/${kind}.pdf?layout=shipped`)).status, 403, `${who} ${kind}`);
});

/* Layouts that every reader of them accepts, and that this edition's title breaks. */
const LONG = 'Penghargaan Contoh bagi Pelindung Pekerja dari Semua Sektor di Kabupaten dengan Nama yang Sangat Panjang (CONTOH)';
const NAME = 'Desa Kenanga di Lembah Sungai yang Namanya Terlalu Panjang untuk Satu Baris (CONTOH)';
const long = { scheme: sample.scheme.replace('id: Penghargaan Contoh', `id: ${LONG}`), nominees: sample.nominees.replace('Desa Kenanga (CONTOH)', NAME) };
const tight = async (desk, kind) => {
	const page = await desk.get(`${E}/layouts/${kind}`);
	const text = kind.startsWith('certificate')
		? textOf(page).replace(/(text: "{{nominee}}"[^]*?)fit: \[.*\]/, '$1size_pt: 36\n        lines: 1')
		: textOf(page).replace(/^blocks:\n/m, 'blocks:\n  - text: "{{edition.title}}"\n    size_pt: 18\n    lines: 1\n');
	await desk.post(`${E}/layouts/${kind}`, { text, seen: seenOf(page) });
	assert.equal(desk.status, 303, `${kind}: ${desk.text}`);
};
async function jobDone(desk, fields) {
	await desk.get(`${E}/documents`);
	await desk.post(`${E}/jobs`, fields);
	assert.equal(desk.status, 303, desk.text);
	const path = desk.location;
	for (let state = 'waiting'; ['waiting', 'running'].includes(state);)
		({ state } = JSON.parse((await desk.get(`${path}.json`)).text));
	return path;
}

test('a layout that does not hold what its document says is named, and done without; all else is printed', async (t) => {
	const one = await pleno(long);
	t.after(() => one.stop());
	const desk = await one.browser().signIn('sekretariat');
	await scored(one);
	await one.must('ketua', 'deliberation');
	for (const kind of ['minutes', 'schedule'])
		await tight(desk, kind);
	await published(one);
	for (const kind of ['minutes', 'schedule']) {
		assert.equal((await desk.get(`${E}/documents/${kind}.pdf`)).status, 409, kind);
		assert.match(unescape(desk.text), /ata letak "[^"]+" tidak memuat isi dokumen ini: baris \d+: teks terlalu panjang/, kind);
		const instead = await desk.get(`${E}/documents/${kind}.pdf?layout=shipped`);
		assert.equal(instead.status, 200, instead.text);
		assert.match(words(instead.bytes), kind === 'minutes' ? /BERITA ACARA/ : /URUTAN ACARA/i);
	}
	const page = unescape((await desk.get(`${E}/documents`)).text);
	assert.deepEqual(await desk.sound(), []);
	assert.match(page, /Tata letak "Berita acara pleno" tidak memuat isi dokumen ini/);
	assert.match(page, /dibekukan bersama rilis 1/);
	assert.ok(page.includes(`href="${E}/layouts/schedule"`) && !page.includes(`href="${E}/layouts/minutes"`), 'what can be mended leads there');
	assert.doesNotMatch(page, /href="[^"]*documents\/(minutes|schedule)\.pdf"/, 'no link to what refuses its reader');

	/* One file of all: it names what refuses, or prints it with the design of the program. */
	for (const format of ['zip', 'pdf']) {
		const failed = unescape((await desk.get(await jobDone(desk, { format }))).text);
		assert.match(failed, /Tidak dapat dibuat/);
		assert.match(failed, format === 'zip' ? /rutan-acara-contoh\.pdf: / : /Urutan acara wawancara: /);
		const path = await jobDone(desk, { format, shipped: 'on' });
		const made = await desk.get(`${path}.${format}`);
		assert.equal(made.status, 200, made.text);
		if (format === 'pdf') {
			assert.match(words(made.bytes), /URUTAN ACARA.*BERITA ACARA RAPAT PLENO/i);
			continue;
		}
		const file = join(one.folder, 'all.zip');
		spawnSync('tee', [file], { input: made.bytes });
		assert.match(words(spawnSync('unzip', ['-p', file, 'berita-acara-contoh.pdf'], { maxBuffer: 1 << 26 }).stdout), /BERITA ACARA RAPAT PLENO/);
	}

	/* The command: everything but these two, both named, and a failure at the end. */
	const out = join(one.folder, 'out'), command = ['documents', '--db', one.db, '--edition', 'contoh', '--out', out];
	const told = one.cli(command, { expect: 1 }).stderr;
	assert.match(told, /^Minutes[^\n]*: the layout "Minutes[^\n]*" does not hold this document: line \d+: the text is too long for its place/m);
	assert.match(told, /^Running order[^\n]*: the layout "Running order/m);
	assert.match(told, /documents in .*, 2 not printed\n$/);
	for (const file of ['rekapitulasi', 'lampiran-keputusan', 'surat-pengantar', 'daftar-hadir', 'piagam-juri'])
		assert.ok(existsSync(join(out, `${file}-contoh.pdf`)), file);
	for (const file of ['berita-acara', 'urutan-acara'])
		assert.ok(!existsSync(join(out, `${file}-contoh.pdf`)), file);
	assert.match(one.cli([...command, '--kind', 'minutes'], { expect: 1 }).stderr, /does not hold this document/);
	one.cli([...command, '--shipped']);
	for (const file of ['berita-acara', 'urutan-acara'])
		assert.ok(existsSync(join(out, `${file}-contoh.pdf`)), file);
});

test('before the first key everything is tried with the layouts that would freeze; what refuses is accepted in words or mended', async (t) => {
	const one = await pleno(long);
	t.after(() => one.stop());
	const desk = await one.browser().signIn('sekretariat'), chair = await one.browser().signIn('ketua');
	await scored(one);
	await one.must('ketua', 'deliberation');
	const ask = async (more = {}) => {
		await chair.get(`${E}/pleno`);
		await chair.post(`${E}/phase`, { to: 'approved', ...more });
		return unescape(chair.text);
	};
	const phase = async () => (await one.as.ketua('GET', '')).body.phase;
	assert.doesNotMatch(await ask(), /tidak memuat|name="unfit"/, 'what comes with the program holds it');
	for (const kind of ['minutes', 'national', 'sheets', 'schedule', 'certificate-formal'])
		await tight(desk, kind);
	const asked = await ask();
	assert.equal(chair.status, 200);
	assert.deepEqual(await chair.sound(), []);
	for (const said of [/Tata letak "Berita acara pleno" tidak memuat isi dokumen ini: baris \d+: teks terlalu panjang[^<]*“Penghargaan/,
		/Tata letak "Surat pengantar[^"]*" tidak memuat isi dokumen ini: baris \d+/, /Tata letak "Lembar nilai[^"]*" tidak memuat isi dokumen ini: baris \d+\./,
		/Tata letak "[^"]*[Pp]iagam[^"]*" tidak memuat/, /name="unfit"/])
		assert.match(asked, said);
	assert.doesNotMatch(asked, /Urutan acara/, 'what no release keeps does not matter');
	assert.doesNotMatch(asked, /Rekapitulasi/);
	/* The secretariat finds the same, with the way to each layout. */
	const found = unescape((await desk.get(`${E}/documents`)).text);
	assert.deepEqual(await desk.sound(), []);
	assert.match(found, /Perlu diperbaiki sebelum kunci pertama/);
	for (const kind of ['national', 'sheets', 'certificate-formal'])
		assert.ok(found.includes(`href="${E}/layouts/${kind}"`), kind);
	assert.match(found, /Tata letak "Lembar nilai[^"]*" tidak memuat isi dokumen ini: baris \d+\./, 'of marks nothing is said');
	assert.doesNotMatch(unescape((await chair.get(`${E}/documents`)).text), /layouts\//);
	/* Not ticked: nothing happens, and it says so. */
	const again = await ask({ sure: 'on' });
	assert.equal(chair.status, 200);
	assert.match(again, /beri tanda bahwa hasil tetap ditetapkan/);
	assert.equal(again.match(/name="sure"/g).length, 1, 'said once');
	assert.equal(await phase(), 'deliberation');
	/* Mended one by one, the question gets shorter; ticked, the key turns. */
	await desk.get(`${E}/layouts/minutes`);
	await desk.post(`${E}/layouts/minutes/restore`, { version: '0', seen: seenOf(desk) });
	assert.equal(desk.status, 303);
	assert.doesNotMatch(await ask(), /"Berita acara/);
	await ask({ sure: 'on', unfit: 'on' });
	assert.equal(chair.status, 303);
	assert.equal(await phase(), 'approved');
	/* The call of the API has no such question: nothing but its blockers refuses it. */
	await one.must('pengawas', 'deliberation', { reason: 'belum' });
	await one.must('ketua', 'approved');
});
