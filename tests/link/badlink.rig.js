// Nine jurors, sixty nominees, five criteria over nine bad links: 256 kbit/s, of every packet a fifth lost each way, half a minute
// of nothing in every two. Nothing lost, nothing doubled, all sent within 15 s after a link returns, no key waits for a page.
// JURORS, NOMINEES, PACE (milliseconds for a mark), CYCLE (seconds), RATE, LOSS and SCALE (of NOMINEES) make it smaller.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { launch } from '../browser/chromium.js';
import { authority } from './authority.js';
import { chains, endings } from './books.js';
import { Juror } from './juror.js';
import { chance } from './middle.js';
import { available, Link } from './net.js';
import { NAME } from './nginx.js';
import { panel } from './panel.js';

const { JURORS = 9, SCALE = 1, NOMINEES = Math.ceil(60 * SCALE), PACE = 1400, CYCLE = 120, RATE = '256kbit', LOSS = 20 } = process.env;
const AWAY = CYCLE / 4, RETURNED = 15000, BLOCKED = 50;
const pause = (ms) => new Promise((done) => { setTimeout(done, Math.max(0, ms)); });

/* Milliseconds that the main threads of a browser's pages stood ready without getting a core: the machine's load, no page's fault. */
async function starved(session) {
	const { processInfo } = await session.send('SystemInfo.getProcessInfo');
	let nanoseconds = 0;
	for (const { type, id } of processInfo)
		if (type === 'renderer')
			try {
				nanoseconds += Number(readFileSync(`/proc/${id}/schedstat`, 'utf8').split(' ')[1]);
			} catch {} // it has ended
	return nanoseconds / 1e6;
}

/* In the page: what took how long since it was asked last. */
function stopwatch() {
	const seen = { keys: [], tasks: [] };
	new PerformanceObserver((list) => list.getEntries().forEach(({ name, processingStart, processingEnd }) =>
		/^(key|input|beforeinput)/.test(name) && seen.keys.push(processingEnd - processingStart))).observe({ type: 'event', durationThreshold: 16 });
	new PerformanceObserver((list) => list.getEntries().forEach(({ startTime, duration }) => seen.tasks.push([startTime, duration])))
		.observe({ type: 'longtask' });
	window.blocked = () => ({ keys: seen.keys.splice(0), tasks: seen.tasks.splice(0), now: performance.now() });
}

/* A juror with a browser at the far end of a link. */
async function arrive(s, ca, number) {
	const link = new Link(number, { rate: RATE, loss: Number(LOSS) });
	const browser = await launch({ executablePath: link.wrap('/usr/bin/chromium'), env: { ...process.env, HOME: ca.home },
		args: [`--host-resolver-rules=MAP ${NAME} ${link.here}`] });
	const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
	const juror = new Juror(context, `https://${NAME}:${s.port}`, `juri-${number}`);
	juror.patience = 120000;
	await juror.begin();
	await context.addInitScript(stopwatch);
	await juror.signIn();
	await juror.stock();
	return Object.assign(juror, { link, browser, session: await browser.newBrowserCDPSession(), keys: 0, longest: 0, blocked: [] });
}

/* Types one mark, and notes what held its keys up. */
async function type(juror, criterion, mark) {
	await juror.page.evaluate(() => window.blocked());
	const before = await starved(juror.session);
	await juror.mark(criterion, mark);
	await pause(50);
	const { keys, tasks } = await juror.page.evaluate(() => window.blocked());
	const waited = await starved(juror.session) - before;
	juror.keys += mark.length;
	for (const time of [...keys, ...tasks.map(([, duration]) => duration)]) {
		juror.longest = Math.max(juror.longest, time - waited);
		if (time - waited > BLOCKED)
			juror.blocked.push(`${juror.who} ${juror.nominee} ${criterion}: ${Math.round(time)} ms, of which ${Math.round(waited)} without a core`);
	}
}

/* All sheets of a juror, at his pace. */
async function score(juror, s, wanted, random) {
	for (const nominee of s.nominees) {
		await juror.open(nominee);
		for (const criterion of s.criteria) {
			const begun = Date.now(), mark = (Math.floor(random() * 10001) / 100).toFixed(2);
			await type(juror, criterion, mark);
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

test(`${JURORS} jurors score ${NOMINEES} nominees over bad links: nothing lost, nothing doubled, all sent in time`, async (t) => {
	if (!available())
		return t.skip('no network namespace of our own is to be had (make rig); badlink.test.js is the form with a proxy');
	const ca = authority(NAME), s = await panel({ jurors: Number(JURORS), nominees: Number(NOMINEES) });
	const jurors = [], wanted = {}, returns = [];
	t.after(async () => {
		await Promise.all(jurors.map(({ browser }) => browser.close()));
		await s.stop();
		ca.remove();
	});
	await s.halt();
	await s.start('0.0.0.0:0', ['--tls-cert', ca.cert, '--tls-key', ca.key]);
	s.port = new URL(s.url).port;
	for (let number = 1; number <= JURORS; number++)
		jurors.push(await arrive(s, ca, number));
	t.diagnostic(`${jurors.length} browsers have everything on the device`);

	jurors.forEach(({ link }) => link.worsen());
	const began = Date.now();
	const scoring = Promise.all(jurors.map((juror, i) => score(juror, s, wanted, chance(i + 1))));
	const failed = scoring.then(() => undefined, (error) => error);
	const over = () => jurors.every(({ done }) => done);
	for (let cycle = 0; !over(); cycle++) {
		const stop = await Promise.race([failed, pause((CYCLE - AWAY) * 1000)]);
		if (stop)
			throw stop;
		jurors.forEach(({ link }) => link.cut());
		await pause(AWAY * 1000);
		const last = over();
		jurors.forEach(({ link }) => link.mend());
		if (!last)
			await returned(jurors, returns);
	}
	await scoring;
	// The last return: nobody types any more, and nothing may be left.
	jurors.forEach((juror) => { juror.nominee = undefined; });
	jurors.forEach(({ link }) => link.cut());
	await pause(2000);
	jurors.forEach(({ link }) => link.mend());
	await returned(jurors, returns);
	const spent = Math.round((Date.now() - began) / 1000);
	await s.halt();
	const events = s.events();
	await s.start();

	const keys = jurors.reduce((sum, juror) => sum + juror.keys, 0);
	t.diagnostic(`${events.length} events, ${keys} keys in ${spent} s; longest hold-up ${Math.max(...jurors.map(({ longest }) => Math.round(longest)))} ms`);
	t.diagnostic(`returns: ${returns.map(({ count, took }) => `${count} sheets in ${(took / 1000).toFixed(1)} s`).join(', ')}`);
	assert.deepEqual(endings(events, wanted), [], 'nothing is lost');
	assert.deepEqual(chains(events), [], 'nothing is doubled');
	assert.equal(Object.keys(wanted).length, JURORS * NOMINEES);
	assert.deepEqual(jurors.flatMap(({ blocked }) => blocked), [], 'no key waited');
	assert.deepEqual(returns.filter(({ took }) => took > RETURNED), [], 'all sent in time after each return');
});
