// The battery is pulled out while marks are typed: what the page had called saved is still there. killed.rig.js does it fifty times.
import test from 'node:test';
import assert from 'node:assert/strict';
import { killed } from './killed.js';
import { broken } from './panel.js';

test('a browser killed at random moments has lost nothing that it had called saved', async (t) => {
	assert.deepEqual(await killed(t, 3, { least: 1 }), []);
});

test('a build that says so before it has written is caught', async (t) => {
	const early = broken({ 'outbox.js': [["await keep.put('outbox', me, nominee, { ...entry, kept: true });\n", 'loose.set(nominee, entry);\n'], ['loose.delete(nominee);\nentry.kept = true;', 'entry.kept = true;']] });
	t.after(() => early.remove());
	const wrong = await killed(t, 3, { program: early.program, least: 2 });
	assert.ok(wrong.some((line) => /is lost/.test(line)), wrong.join('\n'));
});
