// Many documents as one file: progress, result, cancel; his alone; bounded; gone afterwards.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pleno, scored, published } from './pleno.js';

const E = '/editions/contoh';
let s, desk;
before(async () => {
	s = await pleno();
	await scored(s);
	await s.must('ketua', 'deliberation');
	await published(s);
	desk = s.browser();
	await desk.signIn('sekretariat');
});
after(() => s.stop());

async function ask(who, format) {
	await who.get(`${E}/documents`);
	const done = await who.post(`${E}/jobs`, format === undefined ? {} : { format });
	return { status: done.status, path: done.location };
}
async function over(who, path) {
	for (let i = 0; i < 200; i++) {
		const said = JSON.parse((await who.get(`${path}.json`)).text);
		assert.ok(said.done <= said.total);
		if (!['waiting', 'running'].includes(said.state))
			return said;
		await new Promise((go) => setTimeout(go, 50));
	}
	throw new Error('it is never over');
}

/* Places are few. */
async function away(who, path) {
	await who.get(path);
	assert.equal((await who.post(`${path}/cancel`)).status, 303);
}

test('everything becomes a ZIP, and the page says how far it is', async () => {
	const { status, path } = await ask(desk, 'zip');
	assert.equal(status, 303);
	const page = await desk.get(path);
	assert.equal(page.status, 200);
	assert.match(page.text, /dari \d+ dokumen/);
	const said = await over(desk, path);
	assert.equal(said.state, 'done', JSON.stringify(said));
	assert.equal(said.done, said.total);
	const ready = await desk.get(path);
	assert.ok(ready.text.includes(`href="${path}.zip"`));
	assert.doesNotMatch(ready.text, /Batalkan/);
	const zip = await desk.get(`${path}.zip`);
	assert.equal(zip.headers.get('Content-Type'), 'application/zip');
	assert.match(zip.headers.get('Content-Disposition'), /attachment; filename="dokumen-contoh\.zip"/);
	const file = join(s.folder, 'all.zip');
	writeFileSync(file, zip.bytes);
	assert.equal(spawnSync('unzip', ['-tqq', file]).status, 0);
	const names = spawnSync('unzip', ['-Z1', file], { encoding: 'utf8' }).stdout.trim().split('\n');
	assert.equal(names.length, said.total);
	assert.ok(names.includes('piagam/desa/01-terbaik-i-kenanga.pdf'), names.join());
	assert.ok(names.every((name) => /^[a-z0-9/-]+\.pdf$/.test(name)), names.join());
	assert.equal((await desk.get(`${path}.pdf`)).status, 404, 'it is no PDF');
	assert.deepEqual(readdirSync(`${s.db}.files`), [], 'no name on the disk');
	await away(desk, path);
});

test('and one PDF, with the certificates, each part in its list of contents', async () => {
	const { path } = await ask(desk, 'pdf');
	const said = await over(desk, path);
	assert.equal(said.state, 'done', (await desk.get(path)).text);
	assert.equal(said.done, said.total);
	const file = join(s.folder, 'all.pdf');
	const whole = (await desk.get(`${path}.pdf`)).bytes;
	writeFileSync(file, whole);
	assert.equal(spawnSync('qpdf', ['--check', file]).status, 0);
	const { outlines } = JSON.parse(spawnSync('qpdf', ['--json=1', '--json-key=outlines', file], { encoding: 'utf8', maxBuffer: 1 << 26 }).stdout);
	const titles = outlines.map((one) => one.title);
	assert.deepEqual(titles, ['Urutan acara wawancara', 'Daftar hadir', 'Rekapitulasi per kategori', 'Berita acara pleno', 'Lampiran keputusan',
		'Surat pengantar ke tingkat nasional', 'Piagam nominasi', 'Piagam terima kasih juri', 'Piagam pemenang – Pemerintah desa', 'Piagam pemenang – Badan usaha']);
	assert.deepEqual(outlines[8].kids.map((one) => one.title), ['Desa Kenanga (CONTOH) – Terbaik I', 'Desa Melati (CONTOH) – Terbaik II']);
	/* The same pages as in the single files, with the same numbers and codes; those keep their bytes. */
	const read = (pdf, ...args) => spawnSync('pdftotext', [...args, '-', '-'], { input: pdf, encoding: 'utf8' }).stdout;
	const serials = [...(await desk.get(`${E}/certificates`)).text.matchAll(/certificates\/([0-9a-z-]+)"/g)].map(([, serial]) => serial);
	const pages = read(whole).split('\f'), codes = [...whole.toString('latin1').matchAll(/\/PRTN_Check \(([^)]+)\)/g)].map(([, code]) => code);
	for (const serial of new Set(serials)) {
		const one = Buffer.from(await (await fetch(`${s.url}/certificates/${serial}.pdf`)).arrayBuffer());
		assert.ok(pages.includes(read(one).split('\f')[0]), serial);
		const [, code] = /\/PRTN_Check \(([^)]+)\)/.exec(one.toString('latin1'));
		assert.ok(codes.includes(code), code);
	}
	assert.equal(codes.length, new Set(serials).size);
	const again = await ask(desk, 'pdf');
	await over(desk, again.path);
	assert.ok((await desk.get(`${again.path}.pdf`)).bytes.equals(whole), 'made twice it is the same');
	const keeper = s.browser();
	await keeper.signIn('pengawas');
	const { path: his } = await ask(keeper, 'pdf');
	await over(keeper, his);
	assert.doesNotMatch(read((await keeper.get(`${his}.pdf`)).bytes), /PIAGAM PENGHARGAAN/, 'who prints no certificates gets none');
	await away(desk, path);
	await away(desk, again.path);
	await away(keeper, his);
});

test('a result is his alone, and each gets only what he may print', async () => {
	const { path } = await ask(desk, 'zip');
	await over(desk, path);
	for (const who of ['ketua', 'pengawas', 'juri-2']) {
		const other = s.browser();
		await other.signIn(who);
		for (const ending of ['', '.json', '.zip'])
			assert.equal((await other.get(path + ending)).status, 404, who + ending);
		await other.get('/account');
		assert.equal((await other.post(`${path}/cancel`)).status, 404);
	}
	assert.equal((await fetch(`${s.url}${path}.zip`, { redirect: 'manual' })).status, 303);
	const keeper = s.browser();
	await keeper.signIn('pengawas');
	const { path: own } = await ask(keeper, 'zip');
	await over(keeper, own);
	const file = join(s.folder, 'keeper.zip');
	writeFileSync(file, (await keeper.get(`${own}.zip`)).bytes);
	assert.doesNotMatch(spawnSync('unzip', ['-Z1', file], { encoding: 'utf8' }).stdout, /piagam\//);
	await away(desk, path);
	await away(keeper, own);
});

test('two who ask at once both get theirs; one who asks twice gets one', async () => {
	const chair = s.browser();
	await chair.signIn('ketua');
	const [a, b] = await Promise.all([ask(desk, 'zip'), ask(chair, 'zip')]);
	assert.notEqual(a.path, b.path);
	assert.equal((await over(desk, a.path)).state, 'done');
	assert.equal((await over(chair, b.path)).state, 'done');
	await away(desk, a.path);
	await away(chair, b.path);
	await desk.get(`${E}/documents`);
	const twice = await Promise.all([1, 2, 3].map(async () => {
		const again = s.browser();
		again.cookies = desk.cookies;
		return ask(again, 'zip');
	}));
	for (const { status, path } of twice) {
		assert.equal(status, 303);
		assert.equal((await over(desk, path)).state, 'done');
	}
});

test('removed, it is gone; a wrong or missing choice is refused', async () => {
	const { path } = await ask(desk, 'zip');
	await over(desk, path);
	await desk.get(path);
	assert.equal((await desk.post(`${path}/cancel`)).status, 303);
	assert.equal((await desk.get(`${path}.zip`)).status, 404);
	assert.ok([400, 422].includes((await ask(desk)).status));
	assert.ok([400, 422].includes((await ask(desk, 'tar')).status));
	assert.ok([400, 422].includes((await ask(desk, 'zipzip')).status));
	assert.equal((await desk.get(`${E}/jobs/nothing`)).status, 404);
});

test('old results make room for new ones', async () => {
	const paths = [];
	for (let i = 0; i < 8; i++) {
		const { status, path } = await ask(desk, i % 2 ? 'zip' : 'pdf');
		assert.equal(status, 303);
		await over(desk, path);
		paths.push(path);
	}
	assert.equal((await desk.get(paths[0])).status, 404);
	assert.equal((await desk.get(paths[7])).status, 200);
});

test('a restart leaves nothing of them', async () => {
	const { path } = await ask(desk, 'zip');
	await over(desk, path);
	await s.halt();
	await s.start();
	assert.equal((await desk.get(path)).status, 404);
	assert.deepEqual(readdirSync(`${s.db}.files`), []);
});
