// A browser that is killed with all its processes at a random moment, while a juror types; and whether what a page had called
// saved is there afterwards. Shared by the short form (killed.test.js) and the long one (killed.rig.js).
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchIn } from '../browser/chromium.js';
import { chains, claims } from './books.js';
import { Juror, SAVED } from './juror.js';
import { Middle, chance } from './middle.js';
import { panel } from './panel.js';

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/* A process and everything below it. */
function tree(root) {
	const parents = new Map();
	for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
		try {
			parents.set(Number(pid), Number(/\) . (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1]));
		} catch {} // it has ended
	const all = [root];
	for (const pid of all)
		all.push(...[...parents].filter(([, parent]) => parent === pid).map(([child]) => child));
	return all;
}

/* The main process of the browser that keeps its profile in this folder: the one whose parent is ours. */
const browserOf = (folder) => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).find((pid) => {
	try {
		const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
		return line.includes(`--user-data-dir=${folder}`) && !line.includes('--type=') && tree(process.pid).includes(pid);
	} catch {
		return false;
	}
});

function kill(folder) {
	for (const pid of tree(browserOf(folder)))
		try {
			process.kill(pid, 'SIGKILL');
		} catch {} // it has ended
}

/* Opens the browser anew; signs in where it asks for it (a cookie of the last seconds may be gone). */
async function open(folder, base, nominee) {
	const context = await launchIn(folder, { viewport: { width: 390, height: 844 } });
	const juror = await new Juror(context, base, 'juri-1').begin();
	await juror.page.goto(base + juror.path(nominee)).catch(() => {});
	return { context, juror };
}

/* `rounds` kills; what is wrong afterwards. Half of the time the service cannot be reached while the juror types. The moment is
 * some milliseconds after the page has called something saved so many times (`least` to `least` + 5): on a slow machine too. */
export async function killed(t, rounds, { program, seed = 7, least = 0 } = {}) {
	const s = await panel({ jurors: 1, nominees: 4, criteria: 5, program });
	const middle = await new Middle(s.url).start();
	const folder = mkdtempSync(join(tmpdir(), 'paritrana-profile-'));
	const random = chance(seed), history = [], seen = {};
	let counted = 0;

	try {
		let { context, juror } = await open(folder, middle.url);
		await juror.signIn();
		await juror.stock();
		await pause(31000 * (rounds > 10)); // Chromium writes cookies down every half minute
		await context.close();
		for (let round = 0; round < rounds; round++) {
			const nominee = s.nominees[Math.floor(random() * s.nominees.length)], sheet = `juri-1 ${nominee}`;
			middle.mend();
			({ context, juror } = await open(folder, middle.url, nominee));
			if (/\/sign-in/.test(juror.page.url())) {
				await juror.signIn();
				await juror.stock();
			}
			await juror.open(nominee);
			// What was claimed of this sheet before is in it now.
			const found = await juror.page.locator('[name^="mark."]').evaluateAll((all) => Object.fromEntries(all.map(({ name, value }) => [name.slice(5), value])));
			const mine = history.filter((claim) => claim.sheet === sheet);
			seen[`${round} ${sheet}`] = claims(mine.slice(-1), { [sheet]: found });
			if (random() < 0.5)
				middle.cut();
			const started = Date.now(), said = juror.said.length;
			const typing = (async () => {
				for (const criterion of s.criteria)
					await juror.mark(criterion, (Math.floor(random() * 10001) / 100).toFixed(2));
			})().catch(() => {}); // the browser is gone
			const claimed = () => juror.said.slice(said).filter(({ state }) => SAVED.includes(state)).length;
			const enough = least + Math.floor(random() * 6);
			// Typed to the end: what is left to come is the last claim.
			const held = (what) => what && SAVED.includes(what.state) && s.criteria.every((criterion) => what.marks[criterion]);
			let typed = false;
			typing.then(() => { typed = true; });
			while (claimed() < enough && !(typed && held(juror.said.at(-1))) && Date.now() < started + 60000)
				await pause(2);
			await pause(random() * 60);
			kill(folder);
			await typing;
			await context.close().catch(() => {});
			// The last thing that was painted and called saved, and what was typed after it (a key may have been on its way).
			const last = juror.said.slice(said).filter((what) => what.nominee === nominee && SAVED.includes(what.state)).at(-1);
			const all = Object.fromEntries(s.criteria.map((criterion) => [criterion, (juror.typed.get(`${nominee} ${criterion}`) ?? []).map(({ text }) => text)]));
			const after = (marks) => Object.fromEntries(Object.entries(all).map(([criterion, texts]) =>
				[criterion, texts.flatMap((text) => beyond(marks[criterion] ?? '', text))]));
			const before = history.findLast((claim) => claim.sheet === sheet);
			if (last && last.at >= started) {
				counted++;
				history.push({ sheet, marks: last.marks, later: after(last.marks) });
			} else if (before) // nothing new was called saved: the claim of before may have been typed over
				for (const [criterion, texts] of Object.entries(after({})))
					before.later = { ...before.later, [criterion]: [...(before.later[criterion] ?? []), ...texts] };
		}
		middle.mend();
		({ context, juror } = await open(folder, middle.url));
		if (/\/sign-in/.test(juror.page.url()))
			await juror.signIn();
		await juror.page.goto(middle.url + juror.path());
		await juror.page.waitForSelector('html[data-offline=on]');
		const until = Date.now() + 60000;
		while (await juror.unsent() && Date.now() < until)
			await pause(200);
		// What is no number yet ("31,") stays on the device; the service never gets it.
		const halves = await juror.page.evaluate(async () => Object.fromEntries((await outbox.all()).map((entry) =>
			[entry.nominee, Object.fromEntries(outbox.invalid(entry).map((name) => [name.slice(5), entry.fields[name]]))])));
		await context.close();
		await s.halt();
		const events = s.events();
		await s.start();
		const ends = Object.fromEntries(events.map((event) => [`${event.juror} ${event.nominee}`, event.marks]));
		for (const [nominee, texts] of Object.entries(halves))
			Object.assign(ends[`juri-1 ${nominee}`] ??= {}, texts);
		const lasts = s.nominees.map((nominee) => history.findLast(({ sheet }) => sheet === `juri-1 ${nominee}`)).filter(Boolean);
		t.diagnostic(`${rounds} kills, ${counted} after something was called saved, ${events.length} events`);
		if (!counted)
			throw new Error('no kill came after a claim: nothing was tested');
		return [...Object.entries(seen).flatMap(([round, wrong]) => wrong.map((line) => `after ${round}: ${line}`)), ...claims(lasts, ends),
			...chains(events)];
	} finally {
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
		await middle.stop();
		await s.stop();
	}
}

/* While "81,5" is typed over what stood there, the field holds "8", "81", "81,", "81,5": those of them that come after `now`. */
const beyond = (now, text) => Array.from({ length: text.length }, (_, i) => text.slice(0, i + 1).replace(/,$/, ''))
	.filter((part) => !now || !text.startsWith(now) || part.length > now.length);
