// The log of requests: nobody has to read it, and what it loses it counts.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { server } from './lib.js';

test('a log that nobody reads holds up no request, and says afterwards how much is missing', async () => {
	const s = await server();
	try {
		s.child.stderr.removeAllListeners('data');
		s.child.stderr.pause();
		const path = `/${'x'.repeat(900)}`;
		const many = async (n) => {
			for (let i = 0; i < n; i++)
				assert.equal((await fetch(s.url + path)).status, 404);
		};
		await Promise.all(Array.from({ length: 8 }, () => many(250)));
		const figures = await (await fetch(`${s.url}/metrics`)).text();
		const dropped = Number(/^paritrana_log_dropped_total (\d+)$/m.exec(figures)[1]);
		assert.ok(dropped > 0, figures);
		let log = '';
		s.child.stderr.on('data', (data) => { log += data; });
		s.child.stderr.resume();
		while (!/"dropped":/.test(log))
			assert.equal((await fetch(`${s.url}/healthz`)).status, 200);
		const lines = log.split('\n').slice(1, -1); // a warning of the start is the first
		for (const line of lines.filter((l) => l.startsWith('{')))
			assert.doesNotThrow(() => JSON.parse(line), line);
		const told = lines.map((line) => /"dropped":(\d+)/.exec(line)?.[1] ?? 0).reduce((a, b) => a + Number(b), 0);
		assert.ok(told >= dropped && told <= dropped + 20, 'some more while it was asked');
		const seen = lines.filter((line) => line.includes('xxx')).length;
		assert.ok(seen <= 2000 && seen >= 2000 - told, `${seen} lines, ${told} dropped`);
		assert.ok(lines.every((line) => line.length < 2000), 'a long path is cut off');
	} finally {
		await s.stop();
	}
});
