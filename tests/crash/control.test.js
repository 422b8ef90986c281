// Does the audit of the crash tests notice a loss? The newest commits are taken out of the log, as if they had been acknowledged
// before they were there.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, truncateSync } from 'node:fs';
import { audit, count, ground, leave } from './writers.js';

const HEADER = 32, FRAME_HEADER = 24;

/* Where each commit of the log ends. Frames of an older log behind the newest have other salts. */
function commits(path) {
	const log = readFileSync(path), page = log.readUInt32BE(8), salts = log.subarray(16, 24);
	const ends = [];
	for (let at = HEADER; at + FRAME_HEADER + page <= log.length; at += FRAME_HEADER + page) {
		if (!log.subarray(at + 8, at + 16).equals(salts))
			break;
		if (log.readUInt32BE(at + 4) !== 0)
			ends.push(at + FRAME_HEADER + page);
	}
	return ends;
}

async function killed(t, saves) {
	const s = await ground();
	t.after(() => leave(s));
	const writing = s.writers.map((writer) => writer.run());
	const failed = Promise.race(writing);
	while (count(s) < saves)
		await Promise.race([failed, new Promise(setImmediate)]);
	s.over = s.gone = true;
	await s.halt('SIGKILL');
	await Promise.all(writing);
	return s;
}

test('an acknowledged save that is not there is noticed', async (t) => {
	const s = await killed(t, 40);
	const ends = commits(`${s.db}-wal`);
	assert.ok(ends.length > 20, `${ends.length} commits in the log`);
	truncateSync(`${s.db}-wal`, ends[ends.length - 11]); // ten of them; in flight was one
	assert.throws(() => audit(s), /was acknowledged and is lost/);
	s.tampered = true;
});

test('without that the same audit finds nothing wrong', async (t) => {
	const s = await killed(t, 40);
	audit(s);
});

test('a save that is there and was never sent is noticed', async (t) => {
	const s = await killed(t, 40);
	const [writer] = s.writers;
	writer.attempted.set(`melati ${writer.versions.melati}`, -1);
	assert.throws(() => audit(s), /as it was sent/);
});
