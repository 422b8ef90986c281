// Signs of life: for the machine that the service runs on, unless it is told otherwise.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { server } from './lib.js';

const s = await server();
after(() => s.stop());
const get = (path, headers) => fetch(s.url + path, { headers });

test('it is alive and ready', async () => {
	assert.deepEqual(await (await get('/healthz')).json(), { status: 'ok' });
	const { cookie } = await s.login('ketua');
	for (const headers of [{}, { Cookie: cookie }, { Cookie: cookie }])
		assert.deepEqual(await (await get('/readyz', headers)).json(), { status: 'ready' });
});

test('its figures count what it does, and nothing of what is in it', async () => {
	await s.login('ketua');
	await s.api('GET', '/editions/tidak-ada');
	const answer = await get('/metrics');
	assert.match(answer.headers.get('Content-Type'), /^text\/plain; version=0\.0\.4/);
	const text = await answer.text();
	const figure = (name) => Number(new RegExp(`^paritrana_${name.replace(/[{}]/g, '\\$&')} (\\d+)$`, 'm').exec(text)?.[1]);
	for (const name of ['answers_total{class="2xx"}', 'answers_total{class="4xx"}', 'requests_total',
		'writes_total', 'write_batches_total', 'connections', 'database_bytes'])
		assert.ok(figure(name) > 0, `${name}\n${text}`);
	assert.equal(figure('answers_total{class="5xx"}'), 0);
	for (const line of text.trim().split('\n'))
		assert.match(line, /^(# (HELP|TYPE) paritrana_\w+ .+|paritrana_\w+(\{class="[2-5]xx"\})? \d+)$/);
	assert.doesNotMatch(text, /ketua|contoh|melati/i);
});

test('what a proxy passes on is refused', async () => {
	for (const path of ['/healthz', '/readyz', '/metrics'])
		for (const headers of [{ 'X-Forwarded-For': '203.0.113.7' }, { Forwarded: 'for=203.0.113.7' }, { 'X-Real-IP': '127.0.0.1' }])
			assert.equal((await get(path, headers)).status, 403, path);
});
