// kill -9 of a browser's whole process tree at random moments (KILLS, 50).
import test from 'node:test';
import assert from 'node:assert/strict';
import { killed } from './killed.js';

const KILLS = Number(process.env.KILLS ?? 50);

test(`a browser killed ${KILLS} times has lost nothing that it had called saved`, async (t) => {
	assert.deepEqual(await killed(t, KILLS, { seed: Number(process.env.SEED ?? Date.now() % 1e6) }), []);
});
