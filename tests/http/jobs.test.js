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
});

test('and one PDF', async () => {
	const { path } = await ask(desk, 'pdf');
	const said = await over(desk, path);
	assert.equal(said.state, 'done', (await desk.get(path)).text);
	const file = join(s.folder, 'all.pdf');
	writeFileSync(file, (await desk.get(`${path}.pdf`)).bytes);
	assert.equal(spawnSync('qpdf', ['--check', file]).status, 0);
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
});

test('two who ask at once both get theirs; one who asks twice gets one', async () => {
	const chair = s.browser();
	await chair.signIn('ketua');
	const [a, b] = await Promise.all([ask(desk, 'zip'), ask(chair, 'zip')]);
	assert.notEqual(a.path, b.path);
	assert.equal((await over(desk, a.path)).state, 'done');
	assert.equal((await over(chair, b.path)).state, 'done');
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
