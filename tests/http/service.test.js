// The service itself: it starts, says where it is, answers, and stops when told.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { server } from './lib.js';

const s = await server();
after(() => s.stop());

test('it lives', async () => {
	const answer = await fetch(`${s.url}/healthz`);
	assert.equal(answer.status, 200);
	assert.deepEqual(await answer.json(), { status: 'ok' });
});
