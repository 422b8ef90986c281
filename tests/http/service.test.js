// The service itself: it starts, says where it is, answers, and stops when told.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { server } from './lib.js';
import { routes } from './routes.js';

const s = await server();
after(() => s.stop());

test('it lives', async () => {
	const answer = await fetch(`${s.url}/healthz`);
	assert.equal(answer.status, 200);
	assert.deepEqual(await answer.json(), { status: 'ok' });
});

test('pages that lay every juror beside every nominee leave half of the workers to others', () => {
	const large = ['progress', 'declarations', 'declarations.csv', 'board', 'board/:c', 'own', 'log', 'log.csv', 'watch'];
	const of = new Map(routes().filter(({ method }) => method === 'GET').map(({ path, slow }) => [path, slow]));
	for (const page of large)
		assert.equal(of.get(`/editions/:e/${page}`), true, page);
});
