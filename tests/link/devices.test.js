// Two devices of one juror at the same sheets. devices.rig.js plays a thousand rounds.
import test from 'node:test';
import assert from 'node:assert/strict';
import { together } from './devices.js';
import { broken } from './panel.js';

test('two devices of one juror lose no update of each other', async (t) => {
	assert.deepEqual(await together(t, 12, { change: 6, faults: { swallowed: 0.1, twice: 0.2 } }), []);
});

test('a build that writes over what it has not shown is caught', async (t) => {
	const blind = broken({ 'outbox.js': [['entry.conflict = { code, version: sheet.version, state: sheet.state, fields: theirs };', 'entry.base = sheet.version; entry.stored = theirs;']] });
	t.after(() => blind.remove());
	const wrong = await together(t, 12, { program: blind.program, change: 6 }).catch((error) => [String(error)]);
	assert.ok(wrong.some((line) => /overwrites .* which it never showed/.test(line)), wrong.join('\n'));
});
