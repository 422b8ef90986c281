// Nobody who types waits for what keeps the marks.
import test from 'node:test';
import assert from 'node:assert/strict';
import { launch } from '../browser/chromium.js';
import { Juror } from './juror.js';
import { broken, panel } from './panel.js';
import { BLOCKED, stopwatch, timed } from './stopwatch.js';

async function typed(t, program) {
	const s = await panel({ jurors: 1, nominees: 2, criteria: 5, program }), browser = await launch();
	try {
		const juror = await new Juror(await browser.newContext(), s.url, 'juri-1').begin();
		await stopwatch(juror, browser);
		await juror.signIn();
		for (const nominee of s.nominees) {
			await juror.open(nominee);
			for (const criterion of s.criteria)
				await timed(juror, criterion, '81.25');
		}
		t.diagnostic(`${juror.watch.keys} keys, longest hold-up ${Math.round(juror.watch.longest)} ms`);
		return juror.watch;
	} finally {
		await browser.close();
		await s.stop();
	}
}

test(`no key waits longer than ${BLOCKED} ms for the page`, async (t) => {
	assert.deepEqual((await typed(t)).blocked, []);
});

test('a build that computes for a while at each key is caught', async (t) => {
	const slow = broken({ 'draft.js': [['offline.show(here, undefined, \'writing\');', 'offline.show(here, undefined, \'writing\');\nfor (const end = performance.now() + 400; performance.now() < end;);']] });
	t.after(() => slow.remove());
	assert.ok((await typed(t, slow.program)).blocked.length > 0);
});
