// kill -9 under nine writers, again and again. `make rig` does it 300 times.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { audit, count, ground, leave, rest } from './writers.js';

const ROUNDS = Number(process.env.ROUNDS ?? 20);

test(`after each of ${ROUNDS} kills nothing acknowledged is lost and nothing is doubled`, async (t) => {
	const s = await ground();
	t.after(() => leave(s));
	const writing = s.writers.map((writer) => writer.run());
	const failed = Promise.race(writing);
	for (let round = 0; round < ROUNDS; round++) {
		const enough = count(s) + 5 + Math.floor(Math.random() * 60);
		while (count(s) < enough)
			await Promise.race([failed, new Promise(setImmediate)]);
		assert.equal((await s.halt('SIGKILL')).signal, 'SIGKILL');
		audit(s);
		await s.start(); // the tokens of before the first kill still hold
	}
	await rest(s, writing);
	await s.halt();
	audit(s);
	await s.start();
	const unclear = s.writers.reduce((sum, writer) => sum + writer.unclear, 0);
	t.diagnostic(`${ROUNDS} kills, ${count(s)} saves acknowledged, ${unclear} sent again`);
});
