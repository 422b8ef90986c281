// How long a page holds up the one who types in it: what its handlers and other work kept the main thread from the next key,
// less the time in which that thread stood ready and the machine gave it no core, and no more than the thread computed: it also
// waits for the browser's other threads, which a busy machine gives no core. Pages have no other way to wait.
import { readFileSync } from 'node:fs';

export const BLOCKED = 50; // milliseconds that a person would notice

/* Runs in the page: what took how long since it was asked last, once the next picture is drawn. */
function watch() {
	const times = [];
	const keys = new PerformanceObserver((list) => take(list.getEntries())), tasks = new PerformanceObserver((list) => take(list.getEntries()));
	const take = (entries) => entries.forEach(({ entryType, name, duration, processingStart, processingEnd }) => {
		if (entryType === 'longtask')
			times.push(duration);
		else if (/^(key|input|beforeinput)/.test(name))
			times.push(processingEnd - processingStart);
	});
	keys.observe({ type: 'event', durationThreshold: 16 });
	tasks.observe({ type: 'longtask' });
	window.heldUp = () => new Promise((done) => {
		requestAnimationFrame(() => setTimeout(() => {
			take(keys.takeRecords());
			take(tasks.takeRecords());
			done(times.splice(0));
		}));
	});
}

/* The processes that run a browser's pages. */
async function renderers(session) {
	const { processInfo } = await session.send('SystemInfo.getProcessInfo');
	return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/* Milliseconds that their main threads computed, and stood ready without a core, since they began. */
const clocks = (pids) => pids.reduce((sum, pid) => {
	try {
		const [ran, waited] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ').map((ns) => Number(ns) / 1e6);
		return { ran: sum.ran + ran, waited: sum.waited + waited };
	} catch {
		return sum; // it has ended
	}
}, { ran: 0, waited: 0 });

/* For the windows of a juror that come from now on. */
export async function stopwatch(juror, browser) {
	await juror.context.addInitScript(watch);
	juror.watch = { session: await browser.newBrowserCDPSession(), keys: 0, longest: 0, blocked: [] };
}

/* Types one mark key by key; what held the keys up stands in juror.watch: { keys, longest, blocked }. */
export async function timed(juror, criterion, mark) {
	const { watch: seen, page } = juror;
	const pids = await renderers(seen.session);
	const heldUp = () => page.evaluate(() => window.heldUp());
	await juror.start(criterion, mark);
	await heldUp();
	for (const key of juror.written(mark)) {
		const before = clocks(pids);
		await page.keyboard.type(key);
		const times = await heldUp(), after = clocks(pids), ran = after.ran - before.ran, waited = after.waited - before.waited;
		seen.keys++;
		for (const time of times) {
			const held = Math.min(time - waited, ran);
			seen.longest = Math.max(seen.longest, held);
			if (held > BLOCKED)
				seen.blocked.push(`${juror.who} ${juror.nominee} ${criterion}: ${Math.round(time)} ms, ${Math.round(ran)} computed, ${Math.round(waited)} without a core`);
		}
	}
}
