// Nine jurors, sixty nominees, five criteria over nine bad links: 256 kbit/s, of every packet a fifth lost each way, half a minute
// of nothing in every two. Nothing lost, nothing doubled, all sent within 15 s after a link returns, no key waits for a page.
// JURORS, NOMINEES, PACE (milliseconds for a mark), CYCLE (seconds), RATE, LOSS and SCALE (of NOMINEES) make it smaller.
import test from 'node:test';
import assert from 'node:assert/strict';
import { launch } from '../browser/chromium.js';
import { authority } from './authority.js';
import { chains, endings } from './books.js';
import { Juror } from './juror.js';
import { chance } from './middle.js';
import { available, Link } from './net.js';
import { NAME } from './nginx.js';
import { broken, panel } from './panel.js';
import { stopwatch, timed } from './stopwatch.js';

const { JURORS = 9, SCALE = 1, NOMINEES = Math.ceil(60 * SCALE), PACE = 1400, CYCLE = 120, RATE = '256kbit', LOSS = 20 } = process.env;
const RETURNED = 15000;
const pause = (ms) => new Promise((done) => { setTimeout(done, Math.max(0, ms)); });

/* A juror with a browser at the far end of a link. */
async function arrive(s, ca, number) {
	const link = new Link(number, { rate: RATE, loss: Number(LOSS) });
	const browser = await launch({ executablePath: link.wrap('/usr/bin/chromium'), env: { ...process.env, HOME: ca.home },
		args: [`--host-resolver-rules=MAP ${NAME} ${link.here}`] });
	const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
	const juror = new Juror(context, `https://${NAME}:${s.port}`, `juri-${number}`);
	juror.patience = 120000;
	await juror.begin();
	await stopwatch(juror, browser);
	await juror.signIn();
	await juror.stock();
	return Object.assign(juror, { link, browser });
}

/* All sheets of a juror, at his pace. */
async function score(juror, s, wanted, random) {
	for (const nominee of s.nominees) {
		await juror.open(nominee);
		for (const criterion of s.criteria) {
			const begun = Date.now(), mark = (Math.floor(random() * 10001) / 100).toFixed(2);
			await timed(juror, criterion, mark);
			(wanted[`${juror.who} ${nominee}`] ??= {})[criterion] = mark;
			await pause(PACE - (Date.now() - begun));
		}
	}
	juror.done = true;
}

const where = async (jurors) => {
	const waiting = new Map();
	await Promise.all(jurors.map(async (juror) => {
		const states = await juror.states().catch(() => undefined); // between two pages
		waiting.set(juror.who, states && Object.keys(states).filter((nominee) => !['sent', 'none'].includes(states[nominee])));
	}));
	return waiting;
};

/* How long after a return the sheets that waited then, other than the open one, took to be sent. */
async function returned(jurors, returns) {
	const at = Date.now(), first = await where(jurors);
	const open = new Map(jurors.map((juror) => [juror.who, juror.nominee]));
	let left = jurors.flatMap(({ who }) => (first.get(who) ?? []).filter((nominee) => nominee !== open.get(who)).map((nominee) => `${who} ${nominee}`));
	const count = left.length;
	while (left.length && Date.now() - at < 3 * RETURNED) {
		await pause(500);
		const now = await where(jurors);
		left = left.filter((one) => {
			const [who, nominee] = one.split(' ');
			return !now.get(who) || now.get(who).includes(nominee);
		});
	}
	returns.push({ count, took: Date.now() - at, left });
}

/* Plays the evening: { events, wanted, returns, jurors }. */
async function evening(t, { count, nominees, cycle = Number(CYCLE), program }) {
	const ca = authority(NAME), s = await panel({ jurors: count, nominees, program });
	const jurors = [], wanted = {}, returns = [];
	const every = (act) => jurors.forEach(({ link }) => act(link));
	const over = () => jurors.every(({ done }) => done);

	try {
		await s.halt();
		await s.start('0.0.0.0:0', ['--tls-cert', ca.cert, '--tls-key', ca.key]);
		s.port = new URL(s.url).port;
		for (let number = 1; number <= count; number++)
			jurors.push(await arrive(s, ca, number));
		t.diagnostic(`${jurors.length} browsers have everything on the device`);
		every((link) => link.worsen());
		const began = Date.now();
		const scoring = Promise.all(jurors.map((juror, i) => score(juror, s, wanted, chance(i + 1))));
		const failed = scoring.then(() => new Promise(() => {}), (error) => error);
		while (!over()) {
			const stop = await Promise.race([failed, pause(cycle * 750)]);
			if (stop)
				throw stop;
			every((link) => link.cut());
			await pause(cycle * 250);
			const last = over(); // typed to the end while nothing went through: that return is measured below
			if (!last) {
				every((link) => link.mend());
				await returned(jurors, returns);
			}
		}
		await scoring;
		jurors.forEach((juror) => { juror.nominee = undefined; });
		every((link) => link.mend());
		await returned(jurors, returns);
		const spent = Math.round((Date.now() - began) / 1000);
		await s.halt();
		const events = s.events();
		await s.start();
		const keys = jurors.reduce((sum, juror) => sum + juror.watch.keys, 0);
		t.diagnostic(`${events.length} events, ${keys} keys in ${spent} s; longest hold-up ${Math.max(...jurors.map(({ watch }) => Math.round(watch.longest)))} ms`);
		t.diagnostic(`returns: ${returns.map((one) => `${one.count} sheets in ${(one.took / 1000).toFixed(1)} s`).join(', ')}`);
		return { events, wanted, returns, jurors };
	} finally {
		await Promise.all(jurors.map(({ browser }) => browser.close()));
		jurors.forEach(({ link }) => link.remove());
		await s.stop();
		ca.remove();
	}
}

const NONE = 'no network of our own is to be had (make rig); badlink.test.js is the form with a proxy';

test(`${JURORS} jurors score ${NOMINEES} nominees over bad links: nothing lost, nothing doubled, all sent in time`, async (t) => {
	if (!available())
		return t.skip(NONE);
	const { events, wanted, returns, jurors } = await evening(t, { count: Number(JURORS), nominees: Number(NOMINEES) });
	assert.deepEqual(endings(events, wanted), [], 'nothing is lost');
	assert.deepEqual(chains(events), [], 'nothing is doubled');
	assert.equal(Object.keys(wanted).length, JURORS * NOMINEES);
	assert.deepEqual(jurors.flatMap(({ watch }) => watch.blocked), [], 'no key waited');
	assert.deepEqual(returns.filter(({ took }) => took > RETURNED), [], 'all sent in time after each return');
});

test('a build that takes an unclear outcome for a good one is caught', async (t) => {
	if (!available())
		return t.skip(NONE);
	const hopeful = broken({ 'outbox.js': [['settled = Boolean(answer) && settle(entry, fixed, answer);',
		"settled = true;\nif (!answer || !settle(entry, fixed, answer))\nstored(entry, { version: fixed.base + 1, state: 'draft', receipt: '0'.repeat(64) }, fixed.fields);"]] });
	t.after(() => hopeful.remove());
	const { events, wanted } = await evening(t, { count: 1, nominees: 8, cycle: 72, program: hopeful.program });
	assert.notDeepEqual(endings(events, wanted), []);
});
