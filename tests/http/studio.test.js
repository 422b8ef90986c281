// Layouts of an edition: changed by the secretariat, looked at before they are saved, kept version by version;
// what was issued stays what it was. Trial prints, and many documents as one file.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pleno, scored, published } from './pleno.js';

const LAYOUTS = '/editions/contoh/layouts', ONE = `${LAYOUTS}/certificate-formal`;
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const unescape = (text) => text.replace(/&#(\d+);|&(\w+);/g, (all, n, name) => n ? String.fromCharCode(n) : ({ lt: '<', gt: '>', quot: '"', amp: '&', apos: "'" })[name] ?? all);

let s, desk;
before(async () => {
	s = await pleno();
	desk = s.browser();
	await desk.signIn('sekretariat');
});
after(() => s.stop());

const textOf = (page) => unescape(/<textarea[^>]*>\n?([^]*?)<\/textarea>/.exec(page.text)[1]);
const seenOf = (page) => /name="seen" value="(\d+)"/.exec(page.text)[1];
const words = (bytes) => {
	const file = join(s.folder, 'words.pdf');
	writeFileSync(file, bytes);
	assert.equal(spawnSync('qpdf', ['--check', file]).status, 0);
	return spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).stdout.replace(/\s+/g, ' ');
};
async function open(who = desk) {
	const page = await who.get(ONE);
	return { text: textOf(page), seen: seenOf(page) };
}
/* A form of a page that was just opened. */
async function post(who, path, fields, headers) {
	await who.get(LAYOUTS);
	return who.post(path, fields, headers);
}
const preview = (text, more = {}, who = desk) =>
	post(who, `${ONE}/preview`, { text, seen: '0', ...more }, { Accept: 'application/json' });

test('the page holds the text in force, the paper beside it, and lets only itself frame that', async () => {
	const page = await desk.get(ONE);
	assert.equal(page.status, 200);
	assert.match(textOf(page), /kind: certificate/);
	const [, data] = /<object[^>]* data="([^"#]+)/.exec(page.text);
	assert.match(page.headers.get('Content-Security-Policy'), /frame-ancestors 'none'/);
	const pdf = await desk.get(unescape(data));
	assert.equal(pdf.headers.get('Content-Type'), 'application/pdf');
	assert.match(pdf.headers.get('Content-Disposition'), /^inline/);
	assert.match(pdf.headers.get('Content-Security-Policy'), /frame-ancestors 'self'/);
	assert.doesNotMatch(pdf.headers.get('Content-Security-Policy'), /script-src/);
	assert.equal(pdf.headers.get('Cache-Control'), 'no-store');
	const said = words(pdf.bytes);
	for (const word of ['CONTOH', 'Penerima Contoh', 'Penghargaan Contoh'])
		assert.ok(said.includes(word), `${word}\n${said}`);
	for (const nominee of ['Melati', 'Kenanga', 'Cempaka'])
		assert.ok(!said.includes(nominee), nominee);
});

test('a draft is seen at once, by the one who typed it alone, and is kept nowhere', async () => {
	const { text } = await open();
	await preview(text.replace('diberikan kepada', 'dianugerahkan kepada'), { name: 'Perseroan Contoh dengan Nama yang Panjang Sekali dan Berbaris-baris Tiada Akhir di Ujung Timur' });
	const said = JSON.parse(desk.text);
	assert.deepEqual(said.mistakes, []);
	const paper = words((await desk.get(said.preview)).bytes);
	assert.match(paper, /dianugerahkan kepada/);
	assert.match(paper, /Ujung Timur/);
	assert.equal((await open()).text, text, 'nothing was saved');
	const other = s.browser();
	await other.signIn('ketua');
	assert.equal((await other.get(said.preview)).status, 403);
	s.cli(['user', 'add', '--db', s.db, '--edition', 'contoh', '--username', 'sekretariat-2', '--role', 'secretariat', '--password-stdin'], { input: 'kata-sandi-yang-panjang\n' });
	const second = s.browser();
	await second.signIn('sekretariat-2', 'kata-sandi-yang-panjang');
	assert.equal((await second.get(said.preview)).status, 404, 'another of the secretariat');
	assert.equal((await fetch(s.url + said.preview, { redirect: 'manual' })).status, 303, 'nobody');
	for (let i = 0; i < 5; i++)
		await preview(text);
	assert.equal((await desk.get(said.preview)).status, 404, 'the oldest drafts go');
});

test('mistakes are said with line and column, as check would, and change nothing', async () => {
	const { text } = await open();
	for (const [wrong, line, why] of [
		[text.replace('kind: certificate', 'kind: certificate\n  colour_of: red'), 5, /colour_of/],
		[text.replace('"{{region}}"', '"{{marks}}"'), null, /marks/],
		['document: {kind: certificate}\nblocks: [&a {text: x}, *a]\n', null, /./],
		['blocks: [', null, /./],
		['- a\n- b\n', 1, /./],
		['document: {kind: certificate}\nblocks:\n  - text: "x"\n    font: serf\n', 4, /serf/],
		['document: {kind: certificate}\nblocks:\n  - {image: ../../../etc/passwd, width_mm: 10}\n', 3, /./],
		['document: {kind: certificate}\nblocks:\n  - {image: /etc/passwd, width_mm: 10}\n', 3, /./],
	]) {
		await preview(wrong);
		assert.equal(desk.status, 200, desk.text);
		const { mistakes, preview: path } = JSON.parse(desk.text);
		assert.ok(mistakes.length && why.test(mistakes.map((m) => m.text).join()), `${wrong.slice(0, 80)}\n${JSON.stringify(mistakes)}`);
		assert.equal(path, null);
		if (line)
			assert.equal(mistakes[0].line, line, JSON.stringify(mistakes));
		const saved = await post(desk, ONE, { text: wrong, seen: '0' });
		assert.equal(saved.status, 422);
		assert.equal(textOf(saved), wrong.trimEnd(), 'what was typed is still there');
		assert.match(saved.text, /Baris \d+/);
	}
	assert.equal((await open()).text, text);
});

test('a bomb of aliases, a huge text, none at all, and one that leaves its place are refused', async () => {
	const bomb = 'a: &a [x, x]\n' + [...'bcdefgh'].map((k, i) => `${k}: &${k} [*${'abcdefg'[i]}, *${'abcdefg'[i]}]`).join('\n');
	assert.equal((await post(desk, ONE, { text: bomb, seen: '0' })).status, 422);
	assert.equal((await post(desk, ONE, { text: 'x'.repeat(65001), seen: '0' })).status, 422);
	assert.equal((await post(desk, ONE, { text: 'x'.repeat(700000), seen: '0' })).status, 413);
	await desk.get(ONE);
	assert.equal((await post(desk, ONE, { text: '', seen: '0' })).status, 422);
	assert.equal((await post(desk, ONE, { seen: '0' })).status, 422);
	const { text } = await open();
	await preview(text.replace('height_mm: 90.7', 'height_mm: 9'));
	const { mistakes } = JSON.parse(desk.text);
	assert.ok(mistakes.length && mistakes[0].line > 1, JSON.stringify(mistakes));
	assert.equal((await post(desk, ONE, { text: text.replace('height_mm: 90.7', 'height_mm: 9'), seen: '0' })).status, 422);
});

test('it is saved, told by the log, taken back to the shipped one, and used again', async () => {
	const { text, seen } = await open();
	const mine = text.replace('diberikan kepada', 'dianugerahkan kepada');
	assert.equal((await post(desk, ONE, { text: mine, seen })).status, 303);
	const page = await desk.get(ONE);
	assert.match(textOf(page), /dianugerahkan/);
	assert.match((await desk.get(LAYOUTS)).text, /Diubah/);
	await desk.get(ONE);
	assert.equal((await post(desk, `${ONE}/restore`, { version: '0', seen: seenOf(page) })).status, 303);
	assert.equal((await open()).text, text);
	const { seen: now } = await open();
	assert.equal((await post(desk, `${ONE}/restore`, { version: '1', seen: now })).status, 303);
	assert.match((await open()).text, /dianugerahkan/);
	assert.equal((await post(desk, `${ONE}/restore`, { version: '99', seen: '3' })).status, 404);
	const keeper = s.browser();
	await keeper.signIn('pengawas');
	const log = await keeper.get('/editions/contoh/log');
	assert.match(log.text, /Tata letak diubah/);
	s.cli(['verify', '--db', s.db]);
});

test('of two who edit at once, the second is told and loses nothing', async () => {
	const { text, seen } = await open();
	const [a, b] = [text.replace('PIAGAM PENGHARGAAN', 'PIAGAM SATU'), text.replace('PIAGAM PENGHARGAAN', 'PIAGAM DUA')];
	const second = s.browser();
	await second.signIn('sekretariat-2', 'kata-sandi-yang-panjang');
	await second.get(ONE);
	await desk.get(ONE);
	const done = await Promise.all([desk.post(ONE, { text: a, seen }), second.post(ONE, { text: b, seen })]);
	assert.deepEqual(done.map((page) => page.status).sort(), [303, 409]);
	const told = done[0].status === 409 ? desk : second, mine = told === desk ? a : b;
	assert.equal(textOf(told), mine.trimEnd());
	assert.equal((await told.post(ONE, { text: mine, seen: seenOf(told) })).status, 303);
	assert.equal((await open()).text, mine);
});

test('nobody else may open, change or choose', async () => {
	for (const who of ['ketua', 'pengawas', 'juri-2']) {
		const other = s.browser();
		await other.signIn(who);
		for (const path of [LAYOUTS, ONE, `${ONE}/preview.pdf`, `${ONE}/sample.pdf`, `${LAYOUTS}/sample.pdf`, `${LAYOUTS}/sample.zip`])
			assert.equal((await other.get(path)).status, 403, `${who} ${path}`);
		await other.get('/account');
		assert.equal((await other.post(ONE, { text: 'x', seen: '0' })).status, 403);
		assert.equal((await other.post(LAYOUTS, { design: 'modern' })).status, 403);
	}
	for (const name of ['certificate-baroque', '..%2f..%2fMakefile', 'example'])
		assert.ok([400, 404].includes((await desk.get(`${LAYOUTS}/${name}`)).status), name);
});

test('a trial print holds every title, is marked CONTOH, and nothing of the edition', async () => {
	const pdf = await desk.get(`${LAYOUTS}/sample.pdf`);
	const said = words(pdf.bytes);
	for (const word of ['CONTOH', 'Terbaik I', 'Terbaik II', 'Pemerintah desa', 'Badan usaha', 'PIAGAM DUA'.slice(0, 6)])
		assert.ok(said.includes(word), word);
	for (const nominee of ['Melati', 'Kenanga', 'Tani Makmur'])
		assert.ok(!said.includes(nominee), nominee);
	const file = join(s.folder, 'trial.zip');
	const zip = await desk.get(`${LAYOUTS}/sample.zip`);
	writeFileSync(file, zip.bytes);
	assert.equal(spawnSync('unzip', ['-tqq', file]).status, 0);
	const names = spawnSync('unzip', ['-Z1', file], { encoding: 'utf8' }).stdout;
	assert.match(names, /^piagam\/desa\/01-terbaik-i-contoh\.pdf$/m);
});

test('of each kind alone there is a sample before the release, and its page leads to it', async () => {
	const page = await desk.get('/editions/contoh/documents');
	const links = [...page.text.matchAll(/href="([^"]*sample\.pdf)"/g)].map(([, link]) => link);
	for (const name of ['minutes', 'decree', 'schedule', 'cards'])
		assert.ok(links.includes(`${LAYOUTS}/${name}/sample.pdf`), links.join());
	assert.ok(links.includes(`${LAYOUTS}/sample.pdf`), 'certificates, which have their own');
	for (const link of links) {
		const pdf = await desk.get(link);
		assert.equal(pdf.status, 200, link);
		assert.match(pdf.headers.get('Content-Disposition'), /^attachment; filename="contoh-/, link);
		const said = words(pdf.bytes);
		assert.match(said, /CONTOH/, link);
		for (const nominee of ['Melati', 'Kenanga', 'Tani Makmur'])
			assert.ok(!said.includes(nominee), link);
	}
	assert.equal((await desk.get(`${LAYOUTS}/nothing/sample.pdf`)).status, 404);
	const juror = s.browser();
	await juror.signIn('juri-2');
	assert.doesNotMatch((await juror.get('/editions/contoh/documents')).text, /sample\.pdf/);
});

test('what is issued keeps its design, its layout and its signatories, whatever becomes of them', async () => {
	await scored(s);
	await s.must('ketua', 'deliberation');
	await desk.get(LAYOUTS);
	assert.equal((await post(desk, LAYOUTS, { design: 'baroque' })).status, 422);
	assert.equal((await post(desk, LAYOUTS, { design: 'modern' })).status, 303);
	const { bundle_sha256 } = await s.must('ketua', 'approved');
	assert.equal((await post(desk, LAYOUTS, { design: 'plain' })).status, 409, 'not between the keys');
	assert.equal((await post(desk, `${LAYOUTS}/certificate-modern`, { text: (await open()).text, seen: '0' })).status, 409);
	await s.must('pengawas', 'published', { bundle_sha256 });
	const list = await desk.get('/editions/contoh/certificates');
	const [, serial] = /certificates\/([0-9a-z-]+)"/.exec(list.text);
	const bytes = async () => sha256(Buffer.from(await (await fetch(`${s.url}/certificates/${serial}.pdf`)).arrayBuffer()));
	const first = await bytes();
	await desk.get(LAYOUTS);
	assert.equal((await post(desk, LAYOUTS, { design: 'plain' })).status, 303);
	const page = await desk.get(`${LAYOUTS}/certificate-modern`);
	assert.equal((await post(desk, `${LAYOUTS}/certificate-modern`, { text: textOf(page).replaceAll('Nomor seri', 'No.'), seen: seenOf(page) })).status, 303);
	assert.equal(await bytes(), first);
	/* Issued anew, it has the design of today. */
	const { body } = await s.as.ketua('POST', '/proposals', { kind: 'revoke_certificate', about: { serial, replace: 'yes' }, reason: 'rusak' });
	await s.as.pengawas('POST', `/proposals/${body.id}`, { decision: 'confirm' });
	s.cli(['verify', '--db', s.db]);
	const out = join(s.folder, 'all.zip');
	s.cli(['certificates', '--db', s.db, '--edition', 'contoh', '--out', out]);
	const served = await desk.get('/editions/contoh/certificates.zip');
	assert.equal(sha256(served.bytes), sha256(spawnSync('cat', [out]).stdout), 'the command prints with the same');
});

test('a layout changed behind the program is found by verify', async () => {
	const forged = join(s.folder, 'forged.db');
	s.cli(['backup', '--db', s.db, '--to', forged]);
	spawnSync('sqlite3', [forged, 'DROP TRIGGER print_form_keeps_rows; UPDATE print_form SET layout = layout || " "']);
	assert.notEqual(s.cli(['verify', '--db', forged], { expect: 1 }).stdout + '', null);
});
