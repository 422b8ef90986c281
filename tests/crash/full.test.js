// A full disk: a file system of a few MiB in memory, filled while nine jurors save.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, truncateSync, unlinkSync, writeSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit, ground, leave } from './writers.js';
import { program } from '../http/lib.js';
import { pleno, scored } from '../http/pleno.js';

const SAVES_MAX = 20000; // the log's room is used up before

/* Takes all the room that is left. */
function fill(path) {
	const file = openSync(path, 'w');
	for (let size = 65536; size >= 512;) {
		try {
			writeSync(file, Buffer.alloc(size));
		} catch {
			size /= 2;
		}
	}
	closeSync(file);
}

test('a full disk refuses saves with 507, reads go on, and freed room is used again', async (t) => {
	const folder = mkdtempSync(join(tmpdir(), 'paritrana-full-'));
	const ballast = join(folder, 'ballast');
	let s, save, answer;

	t.after(async () => {
		for (const { agent } of s?.writers ?? [])
			agent.destroy();
		if (s)
			await leave(s);
		spawnSync('umount', [folder]);
		rmSync(folder, { recursive: true });
	});
	if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]).status !== 0)
		return t.skip('only who may mount a file system can fill one');
	s = await ground({ folder });
	const [writer] = s.writers;
	const sheet = () => s.api('GET', `/editions/${s.edition}/nominees/melati/sheet`, undefined, { token: writer.token });
	for (const one of s.writers) {
		save = one.next();
		assert.ok(one.note(save, await one.put(save.nominee, save.key, save.body)));
	}
	fill(ballast);
	for (let i = 0; i < SAVES_MAX; i++) {
		save = writer.next();
		answer = await writer.put(save.nominee, save.key, save.body);
		if (!writer.note(save, answer))
			break;
	}
	assert.equal(answer.status, 507, answer.text);
	assert.match(answer.headers['content-type'], /^application\/problem\+json/);
	assert.equal(JSON.parse(answer.text).code, 'disk_full');
	const read = await sheet();
	assert.equal(read.status, 200);
	assert.equal(read.body.version, writer.versions.melati);
	for (const one of s.writers.slice(1)) {
		const other = one.next();
		const refused = await one.put(other.nominee, other.key, other.body);
		assert.ok(one.note(other, refused) || refused.status === 507, refused.text);
	}
	assert.equal((await sheet()).status, 200);
	unlinkSync(ballast);
	answer = await writer.put(save.nominee, save.key, save.body);
	assert.ok(writer.note(save, answer), answer.text);
	await s.halt();
	audit(s);
});

test('a first key that finds the disk full turns nothing: 507, the phase as before, and later it turns', async (t) => {
	const folder = mkdtempSync(join(tmpdir(), 'paritrana-full-'));
	const ballast = join(folder, 'ballast');
	let s, answer;

	t.after(async () => {
		await s?.stop();
		spawnSync('umount', [folder]);
		rmSync(folder, { recursive: true });
	});
	if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]).status !== 0)
		return t.skip('only who may mount a file system can fill one');
	s = await pleno({ folder });
	await scored(s);
	await s.must('ketua', 'deliberation');
	fill(ballast);
	for (let i = 0; i < SAVES_MAX; i++) { // until the log's room is used up
		answer = await s.move('ketua', 'approved');
		if (answer.status !== 200)
			break;
		while ((await s.move('pengawas', 'deliberation', { reason: 'belum' })).status === 507)
			truncateSync(ballast, statSync(ballast).size - 16384);
	}
	assert.equal(answer.status, 507, answer.text);
	assert.equal(answer.body.code, 'disk_full');
	const edition = await s.as.ketua('GET', '');
	assert.equal(edition.body.phase, 'deliberation');
	unlinkSync(ballast);
	const { bundle_sha256 } = await s.must('ketua', 'approved');
	await s.must('pengawas', 'published', { bundle_sha256 });
	await s.halt();
	const releases = s.sql('SELECT number, state FROM release ORDER BY number');
	assert.deepEqual(releases.map(({ number }) => number), releases.map((_, i) => i + 1), 'the one that failed has left no number');
	assert.equal(releases.at(-1).state, 'published');
	await s.start();
});

test('a batch that finds the disk full says so, leaves nothing of itself, and can be asked for again', async (t) => {
	const folder = mkdtempSync(join(tmpdir(), 'paritrana-full-'));
	const ballast = join(folder, 'ballast');
	let s;

	t.after(async () => {
		await s?.stop();
		spawnSync('umount', [folder]);
		rmSync(folder, { recursive: true });
	});
	if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', folder]).status !== 0)
		return t.skip('only who may mount a file system can fill one');
	s = await pleno({ folder });
	await scored(s);
	await s.must('ketua', 'deliberation');
	const { bundle_sha256 } = await s.must('ketua', 'approved');
	await s.must('pengawas', 'published', { bundle_sha256 });
	const desk = s.browser();
	await desk.signIn('sekretariat');
	const batch = async (format) => {
		await desk.get('/editions/contoh/documents');
		const { location } = await desk.post('/editions/contoh/jobs', { format });
		for (let i = 0; i < 200; i++) {
			const said = JSON.parse((await desk.get(`${location}.json`)).text);
			if (!['waiting', 'running'].includes(said.state))
				return { state: said.state, page: (await desk.get(location)).text };
			await new Promise((go) => setTimeout(go, 50));
		}
		throw new Error('it is never over');
	};
	fill(ballast);
	for (const format of ['zip', 'pdf']) {
		const { state, page } = await batch(format);
		assert.equal(state, 'failed');
		assert.match(page, /Ruang simpan penuh\./);
	}
	const zip = await desk.get('/editions/contoh/certificates.zip');
	assert.equal(zip.status, 507);
	assert.deepEqual(readdirSync(`${s.db}.files`), []);
	assert.equal((await desk.get('/editions/contoh/certificates')).status, 200);
	unlinkSync(ballast);
	for (const format of ['zip', 'pdf'])
		assert.equal((await batch(format)).state, 'done');
});

test('a copy for which there is no room leaves nothing behind', (t) => {
	const folder = mkdtempSync(join(tmpdir(), 'paritrana-full-')), db = join(folder, 'award.db'), small = join(folder, 'small');
	const run = (...args) => spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'en' } });

	mkdirSync(small);
	t.after(() => {
		spawnSync('umount', [small]);
		rmSync(folder, { recursive: true });
	});
	if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', small]).status !== 0)
		return t.skip('only who may mount a file system can fill one');
	assert.equal(run('init', '--db', db, '--scheme', new URL('../../criteria/contoh-desa/scheme.yaml', import.meta.url).pathname).status, 0);
	const done = run('backup', '--db', db, '--to', join(small, 'copy.db'));
	assert.equal(done.status, 1);
	assert.match(done.stderr, /the disk is full/);
	assert.deepEqual(readdirSync(small), []);
});
