// Personal pages are packed, and what a stranger could guess with is not (docs/decisions/0028).
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { E, scoring } from './scoring.js';

let s;
before(async () => { s = await scoring(); });
after(() => s.stop());

function raw(path, { coding = 'gzip', who = 'juri-2', method = 'GET' } = {}) {
	return new Promise((done, failed) => {
		const call = request(s.url + path, { method, agent: false, headers: { 'Accept-Encoding': coding, ...(who ? { Cookie: s.cookie[who] } : {}) } }, (answer) => {
			const pieces = [];
			answer.on('data', (piece) => pieces.push(piece));
			answer.on('end', () => done({ status: answer.statusCode, coding: answer.headers['content-encoding'],
				length: Number(answer.headers['content-length']), body: Buffer.concat(pieces) }));
		});
		call.on('error', failed);
		call.end();
	});
}

test('a page of one person is packed, and says the same unpacked', async () => {
	const path = `${E}/sheets/melati`;
	const packed = await raw(path), plain = await raw(path, { coding: 'identity' });
	assert.equal(packed.coding, 'gzip');
	assert.equal(plain.coding, undefined);
	assert.ok(packed.length < plain.length / 2);
	const bare = (body) => String(body).replace(/value="[^"]*"/g, '');
	assert.equal(bare(gunzipSync(packed.body)), bare(plain.body));
	const head = await raw(path, { method: 'HEAD' });
	assert.equal(head.coding, 'gzip');
	assert.equal(head.body.length, 0);
});

test('its length is no measure of what stands in it: the same page has many', async () => {
	const lengths = new Set();
	for (let i = 0; i < 20; i++)
		lengths.add((await raw(`${E}/sheets/melati`)).length);
	assert.ok(lengths.size > 10, [...lengths].join(' '));
	assert.ok(Math.max(...lengths) - Math.min(...lengths) <= 260, 'and the padding is bounded');
});

test('what a stranger may have chosen words of is not packed', async () => {
	for (const [path, given] of [
		[`${E}/sheets/melati?lang=en`], [`${E}/log?kind=sheets`, { who: 'pengawas' }], [`${E}/sheets/ada-apa`],
		[`/api/v1${E}/nominees`],
	]) {
		const answer = await raw(path, given);
		assert.equal(answer.coding, undefined, path);
	}
});
