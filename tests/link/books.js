// Compares what jurors typed and pages said with the log of the database. Knows nothing of how pages do it: events in, marks
// in, sentences out, one for each thing that is wrong. An empty list is a sound history.

const number = (text) => (text === undefined || text === '' ? undefined : Number(String(text).replace(',', '.')));
const same = (a, b) => number(a) === number(b);
const sheetsOf = (events) => {
	const sheets = new Map();
	for (const event of events) {
		const name = `${event.juror} ${event.nominee}`;
		if (!sheets.has(name))
			sheets.set(name, []);
		sheets.get(name).push(event);
	}
	return sheets;
};

/* Versions without gap or twin; no event that repeats the one before it. */
export function chains(events) {
	const wrong = [];
	for (const [sheet, list] of sheetsOf(events))
		list.forEach((event, i) => {
			if (event.version !== i + 1)
				wrong.push(`${sheet}: version ${event.version} comes as number ${i + 1}`);
			const before = list[i - 1];
			if (before && event.state === before.state && JSON.stringify(event.marks) === JSON.stringify(before.marks))
				wrong.push(`${sheet}: version ${event.version} is doubled, it repeats the one before it`);
		});
	return wrong;
}

/* `wanted`: { 'juri-1 n-1': { k1: '80,5' } }, the last that was typed; the log ends with just that. */
export function endings(events, wanted) {
	const wrong = [], sheets = sheetsOf(events);
	for (const [sheet, marks] of Object.entries(wanted)) {
		const last = sheets.get(sheet)?.at(-1)?.marks ?? {};
		for (const [criterion, mark] of Object.entries(marks))
			if (!same(last[criterion], mark))
				wrong.push(`${sheet}: ${criterion} was typed as ${mark} and is lost; the log ends with ${last[criterion] ?? 'nothing'}`);
	}
	return wrong;
}

/* `book`: every save as it went over the wire, { path, key, body }. A change once made is sent under one key. */
export function keys(book) {
	const wrong = [], known = new Map();
	for (const { path, key, body } of book) {
		const change = `${path} ${body}`;
		if (known.has(change) && known.get(change) !== key)
			wrong.push(`${path}: one change went out under two keys, ${known.get(change)} and ${key}`);
		known.set(change, known.get(change) ?? key);
	}
	return wrong;
}

/* `claims`: { sheet, marks, later } – what a page had called saved, and per criterion all that was typed after it. `found`:
 * what is there afterwards, { sheet: marks }. Each mark is the one claimed, or one typed later. */
export function claims(list, found) {
	const wrong = [];
	for (const { sheet, marks, later } of list)
		for (const [criterion, mark] of Object.entries(marks)) {
			const now = found[sheet]?.[criterion];
			if (mark !== '' && !same(now, mark) && !(later[criterion] ?? []).some((text) => same(now, text)))
				wrong.push(`${sheet}: the page had called ${criterion} = ${mark} saved, and it is lost; there is ${now || 'nothing'}`);
		}
	return wrong;
}

/* The history of devices that share a juror. `acts`, in the order in which the harness saw them:
 * { device, sheet, saw: { k1: text } }, { device, sheet, typed: { k1: text } }, { device, sheet, sent: { k1: text } }.
 * `saves`: { device, sheet, version } of each accepted save. */
export function updates(events, acts, saves) {
	const wrong = [], sheets = sheetsOf(events);
	const by = new Map(saves.map(({ device, sheet, version }) => [`${sheet} ${version}`, device]));
	const known = new Map(), typed = new Map();
	const put = (map, { device, sheet }, marks) => Object.entries(marks).forEach(([criterion, text]) => {
		const at = `${device} ${sheet} ${criterion}`;
		if (!map.has(at))
			map.set(at, new Set());
		map.get(at).add(number(text));
	});
	for (const act of acts) {
		put(known, act, act.saw ?? {});
		put(known, act, act.typed ?? {});
		put(typed, act, act.typed ?? {});
		if (!act.sent)
			continue;
		for (const [criterion, text] of Object.entries(act.sent))
			if (!(sheets.get(act.sheet) ?? []).some(({ marks }) => same(marks[criterion], text)))
				wrong.push(`${act.sheet}: ${act.device} was told that ${criterion} = ${text} is sent, and it is not in the log`);
	}
	for (const [sheet, list] of sheets)
		list.forEach((event, i) => {
			const device = by.get(`${sheet} ${event.version}`), before = list[i - 1]?.marks ?? {};
			if (!device)
				return void wrong.push(`${sheet}: nobody sent version ${event.version}`);
			for (const criterion of new Set([...Object.keys(before), ...Object.keys(event.marks)])) {
				const was = number(before[criterion]), is = number(event.marks[criterion]), at = `${device} ${sheet} ${criterion}`;
				if (was === is)
					continue;
				if (!typed.get(at)?.has(is) && !known.get(at)?.has(is))
					wrong.push(`${sheet}: version ${event.version} of ${device} holds ${criterion} = ${is}, which nobody chose there`);
				if (was !== undefined && !known.get(at)?.has(was))
					wrong.push(`${sheet}: version ${event.version} of ${device} overwrites ${criterion} = ${was}, which it never showed`);
			}
		});
	return wrong;
}
