// Jurors over a bad way: requests are lost, answers are lost after the commit, come late, come twice, or a portal answers; and
// now and then nothing goes through at all. Nothing is lost, nothing doubled, no portal taken for the service. The long form,
// nine browsers over real links, is badlink.rig.js.
import test from 'node:test';
import assert from 'node:assert/strict';
import { launch } from '../browser/chromium.js';
import { chains, endings, keys } from './books.js';
import { Juror } from './juror.js';
import { Middle, chance } from './middle.js';
import { broken, panel } from './panel.js';

const FAULTS = { lost: 0.15, swallowed: 0.15, late: 0.1, twice: 0.1, portal: 0.05 };

/* Plays an evening; what the books say is wrong with it. */
async function evening(t, { program, jurors = 2, nominees = 3, criteria = 5, faults = FAULTS, planned, seed = 20, patience } = {}) {
	const s = await panel({ jurors, nominees, criteria, program });
	const middle = await new Middle(s.url, { seed, faults, planned }).start();
	const browser = await launch();
	const wanted = {}, random = chance(seed + 1);
	const ended = async () => {
		await browser.close();
		await middle.stop();
		await s.stop();
	};

	try {
		const all = await Promise.all(s.jurors.map(async (who) => {
			const juror = new Juror(await browser.newContext(), middle.url, who);
			await juror.begin();
			await juror.signIn();
			await juror.stock();
			return juror;
		}));
		middle.bad = true;
		await Promise.all(all.map(async (juror) => {
			for (const nominee of s.nominees) {
				await juror.open(nominee);
				if (juror === all[0] && nominee === 'n-2')
					middle.cut(); // for all, until the last sheet
				for (const criterion of s.criteria) {
					const mark = Math.floor(random() * 10001) / 100;
					await juror.mark(criterion, mark);
					(wanted[`${juror.who} ${nominee}`] ??= {})[criterion] = String(mark);
				}
				await juror.until('device', 'sending', 'sent');
			}
		}));
		middle.mend();
		const until = Date.now() + (patience ?? 60000);
		let left;
		do {
			left = (await Promise.all(all.map((juror) => juror.unsent()))).reduce((a, b) => a + b);
			await new Promise((done) => { setTimeout(done, 100); });
		} while (left && Date.now() < until);
		await s.halt();
		const events = s.events();
		await s.start();
		const fates = middle.book.reduce((count, { fate }) => ({ ...count, [fate ?? 'plain']: (count[fate ?? 'plain'] ?? 0) + 1 }), {});
		t.diagnostic(`${events.length} events of ${middle.book.length} saves: ${JSON.stringify(fates)}`);
		return [...(left ? [`${left} sheets are not sent`] : []), ...endings(events, wanted), ...chains(events), ...keys(middle.book)];
	} finally {
		await ended();
	}
}

test('over a way that loses, delays and repeats nothing is lost and nothing doubled', async (t) => {
	assert.deepEqual(await evening(t), []);
});

test('a build that makes a new key for each try is caught', async (t) => {
	const build = broken({ 'outbox.js': [["'Idempotency-Key': fixed.key", "'Idempotency-Key': crypto.randomUUID()"]] });
	t.after(() => build.remove());
	// More than a browser has connections: it repeats by itself, with the same key, what was lost on one that it had used before.
	const planned = Array(8).fill('swallowed');
	const wrong = await evening(t, { program: build.program, jurors: 1, nominees: 2, faults: {}, planned });
	assert.ok(wrong.some((line) => /under two keys/.test(line)), wrong.join('\n'));
});

test('a build that takes any 200 for success is caught', async (t) => {
	const sent = "stored(entry, { version: fixed.base + 1, state: 'draft', receipt: '0'.repeat(64) }, fixed.fields)";
	const accepts = broken({
		'keep.js': [["if (answer.headers.get('Request-Nonce') !== nonce ||", 'if (false &&']],
		'outbox.js': [['if (!accepted(body, fixed))', 'if (false)'], ['stored(entry, body, fixed.fields, said)', sent]],
	});
	t.after(() => accepts.remove());
	const wrong = await evening(t, { program: accepts.program, jurors: 1, nominees: 2, faults: {}, planned: ['portal'] });
	assert.ok(wrong.some((line) => /is lost/.test(line)), wrong.join('\n'));
	assert.ok(!wrong.some((line) => /not sent/.test(line)), 'the page said that all is sent');
});
