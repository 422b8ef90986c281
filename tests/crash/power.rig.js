// Power cuts: the database on an ext4 of its own, which is shut down without writing its journal
// while nine jurors save. Whatever was acknowledged must be there after the next mount.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit, count, ground, leave, pause, rest } from './writers.js';

const ROUNDS = Number(process.env.ROUNDS ?? 20);

const run = (...args) => spawnSync(args[0], args.slice(1), { encoding: 'utf8' });

/* EXT4_IOC_SHUTDOWN without a flush of the journal. */
const cut = (folder) => run('python3', '-c', `import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack("I", 2))`, folder);

/* A sync under way when the file system goes could answer "done" after all: so the service is
 * stopped first, and all of its threads have to stand. */
async function freeze(pid) {
	process.kill(pid, 'SIGSTOP');
	for (;;) {
		const states = readdirSync(`/proc/${pid}/task`).map((task) =>
			/\) (.)/.exec(readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8'))[1]);
		if (states.every((state) => state === 'T'))
			return;
		await pause(1);
	}
}

/* Cuts and audits so many times; throws at the first loss. False: no file system is to be had. `preload` goes before the libraries
 * of the service. */
async function cuts(t, rounds, preload) {
	const own = mkdtempSync(join(tmpdir(), 'paritrana-power-'));
	const image = join(own, 'disk'), folder = mkdtempSync(join(own, 'at-'));
	const mount = () => run('mount', '-o', 'loop', image, folder).status === 0;
	const beneath = async (start) => {
		if (preload)
			process.env.LD_PRELOAD = preload;
		try {
			return await start();
		} finally {
			delete process.env.LD_PRELOAD;
		}
	};
	let s;

	t.after(async () => {
		try {
			if (s)
				await leave(s);
		} finally {
			run('umount', folder);
			rmSync(own, { recursive: true, force: true });
		}
	});
	if (run('truncate', '-s', '256M', image).status || run('mkfs.ext4', '-q', image).status || !mount())
		return false;
	s = await beneath(() => ground({ folder }));
	s.tampered = Boolean(preload);
	const writing = s.writers.map((writer) => writer.run());
	const failed = Promise.race(writing);
	failed.catch(() => {}); // told where it is waited for
	for (let round = 0; round < rounds; round++) {
		const enough = count(s) + 5 + Math.floor(Math.random() * 60);
		while (count(s) < enough)
			await Promise.race([failed, new Promise(setImmediate)]);
		await freeze(s.child.pid);
		const shut = cut(folder);
		assert.equal(shut.status, 0, shut.stderr);
		await s.halt('SIGKILL');
		assert.equal(run('umount', folder).status, 0);
		assert.ok(mount());
		assert.doesNotMatch(readFileSync('/proc/self/mounts', 'utf8'), /paritrana-power.*\bshutdown\b/,
			'somebody else still holds the old mount');
		audit(s);
		await beneath(() => s.start());
	}
	await rest(s, writing);
	await s.halt();
	audit(s);
	await s.start();
	t.diagnostic(`${rounds} power cuts, ${count(s)} saves acknowledged`);
	return true;
}

test(`after each of ${ROUNDS} power cuts nothing acknowledged is lost`, async (t) => {
	if (!await cuts(t, ROUNDS))
		t.skip('no file system on a loop device is to be had here');
});

test('a service whose syncs do nothing is caught', async (t) => {
	const folder = mkdtempSync(join(tmpdir(), 'paritrana-unsynced-'));
	const library = join(folder, 'unsynced.so');
	let caught;

	t.after(() => rmSync(folder, { recursive: true }));
	writeFileSync(join(folder, 'unsynced.c'), 'int fsync(int fd) { return fd < 0; }\nint fdatasync(int fd) { return fd < 0; }\n');
	assert.equal(run('gcc', '-shared', '-fPIC', '-o', library, join(folder, 'unsynced.c')).status, 0);
	try {
		if (!await cuts(t, ROUNDS, library))
			return t.skip('no file system on a loop device is to be had here');
	} catch (error) {
		caught = error;
	}
	assert.match(String(caught), /is lost|verify|file is not a database|disk image|no such/, 'a loss was noticed');
	t.diagnostic(String(caught).split('\n')[0]);
});
