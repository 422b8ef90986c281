// The documents that tests/unit/test_layout.c leaves, seen by other tools than ours. A picture that
// was looked at and found good lies in tests/paper/pictures; UPDATE=1 replaces them, to be looked at.
import { test, before, after } from 'node:test';
import assert from 'node:assert';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as picture from './picture.js';

const unit = path.join(path.dirname(process.env.PARITRANA), 'unit', 'test_layout');
const pictures = new URL('pictures', import.meta.url).pathname;
let folder, names;

before(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layout-'));
	execFileSync(unit, { env: { ...process.env, PAPER_PDFS: folder }, stdio: 'pipe' });
	names = fs.readdirSync(folder).map((name) => path.basename(name, '.pdf'));
});
after(() => fs.rmSync(folder, { recursive: true }));

const file = (name) => path.join(folder, `${name}.pdf`);
const run = (program, ...args) => execFileSync(program, args, { encoding: 'utf8' });
// Text of one page (or all) in the order in which it is written.
const text = (name, page) =>
	run('pdftotext', '-raw', ...(page ? ['-f', page, '-l', page] : []), file(name), '-');
const pages = (name) => Number(/Pages: +(\d+)/.exec(run('pdfinfo', file(name)))[1]);
function render(name, dots, page = 1) {
	const out = path.join(folder, `${name}-${dots}-${page}`);
	run('pdftoppm', '-gray', '-r', dots, '-f', page, '-l', page, '-singlefile', file(name), out);
	picture.write(`${out}.png`, picture.read(`${out}.pgm`));
	return `${out}.png`;
}

test('every document is a sound PDF without a warning of any reader', () => {
	assert.ok(names.length >= 18);
	for (const name of names) {
		run('qpdf', '--check', file(name));
		const read = spawnSync('pdftotext', [file(name), '-']);
		assert.strictEqual(read.stderr.toString(), '', name);
	}
});

test('every font is embedded, a subset, and says what its codes mean', () => {
	for (const name of names) {
		const fonts = run('pdffonts', file(name)).trim().split('\n').slice(2);
		assert.ok(fonts.length > 0, name);
		for (const font of fonts) assert.match(font, /yes yes yes/, `${name}: ${font}`);
	}
});

test('letters of many languages come out as they went in', () => {
	for (const design of ['formal', 'modern', 'plain'])
		assert.match(text(`${design}-short`), /Kabupaten Ñandú Łódź O'Brien/);
});

test('a long name is whole, in at most three lines, in every design', () => {
	for (const design of ['formal', 'modern', 'plain']) {
		const words = text(`${design}-long`).replace(/\s+/g, ' ');
		assert.match(words, /Koperasi Simpan Pinjam Serba Usaha .* dan Semau dan Sumba/);
		const lines = text(`${design}-long`).split('\n');
		const first = lines.findIndex((line) => line.startsWith('Koperasi'));
		const last = lines.findIndex((line) => line.endsWith('Sumba'));
		assert.ok(last - first <= 2, design);
	}
});

test('a certificate takes at most 80 KiB', () => {
	for (const design of ['formal', 'modern'])
		assert.ok(fs.statSync(file(`${design}-long`)).size <= 80 * 1024, design);
});

test('a table carries its head to every page, and no row stands alone', () => {
	for (const name of names.filter((one) => one.startsWith('rows-'))) {
		const rows = Number(name.slice(5));
		const seen = [];
		for (let page = 1; page <= pages(name); page++) {
			const lines = text(name, page).split('\n');
			const here = lines.filter((line) => /^\d+ (Kabupaten|PT|Koperasi)/.test(line)).length;
			if (here) assert.ok(lines.some((line) => line.startsWith('No. Nama Nilai')), `${name} ${page}`);
			if (here) seen.push(here);
		}
		assert.strictEqual(seen.reduce((a, b) => a + b, 0), rows, name);
		if (rows > 1) for (const here of seen) assert.ok(here > 1, `${name}: ${seen}`);
	}
});

test('a chart carries its scale to every page, has whole ticks for ranks, and leaves no row alone', () => {
	for (const [count, ticks] of [[1, '1'], [2, '1 2'], [8, '1 2 3 4 5 6 7 8'], [22, '1 5 10 15 20'], [60, '1 5 10 15 20 25 30 35 40 45 50 55 60'],
		[200, '1 20 40 60 80 100 120 140 160 180 200']]) {
		const name = `ranks-${count}`, seen = [];
		for (let page = 1; page <= pages(name); page++) {
			const words = text(name, page).replace(/\s+/g, ' ');
			const here = words.match(/Baris \d+/g)?.length ?? 0;
			if (!here) continue;
			seen.push(here);
			assert.ok(words.includes(`${page === 1 ? 'Peringkat ' : ''}${ticks} Baris`), `${name} ${page}: ${words}`);
		}
		assert.strictEqual(seen.reduce((a, b) => a + b, 0), count, name);
		if (count > 1) for (const here of seen) assert.ok(here > 1, `${name}: ${seen}`);
		assert.strictEqual(seen.length, { 60: 2, 200: 5 }[count] ?? 1, `${name}: ${seen}`);
	}
});

test('pages are numbered, and only further ones have a head', () => {
	const count = pages('rows-80');
	assert.ok(count > 2);
	assert.doesNotMatch(text('rows-80', 1), /Kepala/);
	for (let page = 1; page <= count; page++) {
		assert.match(text('rows-80', page), new RegExp(`Halaman ${page} dari ${count}`));
		if (page > 1) assert.match(text('rows-80', page), new RegExp(`Kepala ${page}\\b`));
	}
});

test('text is read in the order of the page', () => {
	const words = text('rows-2');
	const order = ['Rekapitulasi', 'No. Nama', 'Kabupaten Belu', 'Łódź', 'Bagan', 'Halaman 1'];
	const places = order.map((word) => words.indexOf(word));
	assert.ok(places.every((place, i) => place >= 0 && (!i || place > places[i - 1])), `${places}`);
});

test('numbers stand with their decimal signs below one another', () => {
	const boxes = run('pdftotext', '-bbox', '-f', '1', '-l', '1', file('rows-30'), '-');
	const ends = [];
	for (const [, right, word] of boxes.matchAll(/xMax="([\d.]+)"[^>]*>(\d+(?:,\d+)?)</g))
		if (/^\d+,\d\d$/.test(word)) ends.push(Number(right));
	assert.ok(ends.length >= 20);
	assert.ok(Math.max(...ends) - Math.min(...ends) < 1, ends.join()); // bold figures are wider
});

test('eight cards lie on a page, each with a code that is read', () => {
	assert.strictEqual(pages('cards'), 2);
	const codes = run('zbarimg', '-q', '--raw', render('cards', 150)).trim().split('\n').sort();
	assert.deepStrictEqual(codes, [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `https://contoh.example/${n}`));
});

test('a code with its token is read from paper at 150 dpi, and from photocopies of it', () => {
	const says = /^https:\/\/contoh\.example\/certificates\/7H2K9QPM4XTRW8CD\?t=[0-9A-Z]{232}$/m;
	const copy = path.join(folder, 'copy.png');
	for (const design of ['formal', 'modern', 'plain']) {
		assert.match(run('zbarimg', '-q', '--raw', render(`${design}-short`, 150)), says, design);
		for (const [dots, blur] of [[150, 0.1], [200, 0.25]]) {
			picture.write(copy, picture.photocopy(picture.read(render(`${design}-short`, dots)), blur));
			assert.match(run('zbarimg', '-q', '--raw', copy), says, `${design} ${dots}`);
		}
	}
});

test('nothing fades on a printer without colours', () => {
	for (const design of ['formal', 'modern', 'plain']) {
		const { pixels } = picture.read(render(`${design}-short`, 150));
		const dark = pixels.reduce((count, pixel) => count + (pixel < 110), 0);
		assert.ok(dark / pixels.length > 0.01, design);
	}
});

test('a file of several layouts has their bookmarks, on two levels', () => {
	const outline = JSON.parse(run('qpdf', '--json=1', '--json-key=outlines', file('several'))).outlines;
	assert.deepStrictEqual(outline.map((one) => one.title), ['Kabupaten Belu', 'Kabupaten Belu']);
	assert.deepStrictEqual(outline[0].kids.map((one) => one.title), ['Rekap', 'Bagan']);
});

test('a sample says so across every page', () => {
	for (let page = 1; page <= pages('several'); page++) assert.match(text('several', page), /CONTOH/);
	assert.doesNotMatch(text('rows-80'), /CONTOH/);
});

// At most 0.5 % of the pixels may differ by more than 64 of 255: edges of letters are drawn a little
// differently by other versions of poppler.
for (const name of ['formal-short', 'formal-long', 'modern-short', 'modern-long', 'plain-short', 'plain-long',
	'rows-30', 'ranks-22', 'cards', 'bleed'])
	test(`${name} looks as when it was last looked at`, () => {
		const now = render(name, 48), good = path.join(pictures, `${name}.png`);
		if (process.env.UPDATE) {
			fs.mkdirSync(pictures, { recursive: true });
			fs.copyFileSync(now, good);
		}
		const share = picture.difference(picture.read(now), picture.read(good), 64);
		assert.ok(share <= 0.005, `${(share * 100).toFixed(2)} % of the pixels differ; see ${now}`);
	});
