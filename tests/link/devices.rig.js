// Two devices of one juror for a thousand rounds (DEVICE_ROUNDS), some answers lost, some requests twice.
import test from 'node:test';
import assert from 'node:assert/strict';
import { together } from './devices.js';

const COUNT = Number(process.env.DEVICE_ROUNDS ?? 1000);

test(`in ${COUNT} rounds of two devices no update is lost`, async (t) => {
	assert.deepEqual(await together(t, COUNT, { seed: Number(process.env.SEED ?? Date.now() % 1e6), faults: { swallowed: 0.02, late: 0.02, twice: 0.05 } }), []);
});
