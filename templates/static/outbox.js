// What a juror typed and the service has not acknowledged yet: one entry for each sheet, kept on the
// device before anything is sent. A request, once made, keeps its key and its body until its outcome
// is certain; only an answer that is surely the service's counts as one.
'use strict';
const outbox = (() => {
	const HEX64 = /^[0-9a-f]{64}$/, STATES = ['empty', 'draft', 'submitted', 'recused', 'absent'];
	let me, locks = navigator.locks;
	const loose = new Map(); // what this device refused to keep: in this window only
	const sending = new Set();
	const channel = new BroadcastChannel('outbox');
	const listeners = new Set();
	const tell = (nominee) => listeners.forEach((listen) => listen(nominee));
	const changed = (nominee) => {
		tell(nominee);
		channel.postMessage({ owner: me.owner, nominee });
	};
	channel.onmessage = ({ data }) => data.owner === me?.owner && tell(data.nominee);

	// ---- Entries ----
	/* { nominee, name, path, base, sheet, fields, scales, stored, fixed, submit, conflict, held,
	 *   refused, errors, receipt, at, kept }: `fields` as typed, `stored` as the service has them. */
	const get = async (nominee) => loose.get(nominee) ?? await keep.get('outbox', me, nominee).catch(() => undefined);
	const all = async () => {
		const kept = await keep.all('outbox', me).catch(() => []);
		return [...kept.filter(({ nominee }) => !loose.has(nominee)), ...loose.values()];
	};
	/* One at a time over all windows. `act` gets the entry or undefined and answers what it is now;
	 * undefined: no entry. */
	const change = (nominee, act) => locks.request(`sheet ${me.owner} ${nominee}`, async () => {
		const entry = await act(await get(nominee));
		if (!entry) {
			loose.delete(nominee);
			await keep.drop('outbox', me, nominee).catch(() => {});
			changed(nominee);
			return undefined;
		}
		try {
			await keep.put('outbox', me, nominee, { ...entry, kept: true });
			loose.delete(nominee);
			entry.kept = true;
		} catch {
			entry.kept = false;
			loose.set(nominee, entry);
		}
		changed(nominee);
		return entry;
	});

	// ---- What would be sent ----
	/* A field that holds no valid mark goes as it is stored, so that nothing is lost there. */
	const content = (entry, fields) => {
		const body = { marks: {}, notes: {}, feedback: '' };
		for (const [name, typed] of Object.entries(fields)) {
			const [family, key] = name.split(/\.(.*)/s);
			const text = typed.replace(/\r\n?/g, '\n').normalize('NFC');
			if (family === 'note' && text)
				body.notes[key] = text;
			if (name === 'feedback')
				body.feedback = text;
			if (family !== 'mark')
				continue;
			let value = marks.read(text);
			if (value !== null && !marks.fits(entry.scales[name], value))
				value = marks.read(entry.stored[name] ?? '');
			if (typeof value === 'bigint')
				body.marks[key] = Number(marks.write(value, '.'));
		}
		return body;
	};
	const sorted = (map) => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
	const same = (a, b) => JSON.stringify([sorted(a.marks), sorted(a.notes), a.feedback ?? '']) ===
		JSON.stringify([sorted(b.marks), sorted(b.notes), b.feedback ?? '']);
	const invalid = (entry) => Object.entries(entry.fields).filter(([name, text]) => {
		const value = name.startsWith('mark.') ? marks.read(text) : null;
		return value !== null && !marks.fits(entry.scales[name], value);
	}).map(([name]) => name);
	const dirty = (entry) => !same(content(entry, entry.fields), content(entry, entry.stored));
	const stuck = (entry) => Boolean(entry.conflict || entry.held || entry.refused);
	const waits = (entry) => Boolean(entry.fixed || entry.submit || dirty(entry));
	/* What would be lost or locked away by signing out: what is held came to the service. */
	const unsent = (entry) => !entry.held && (waits(entry) || stuck(entry) || invalid(entry).length > 0);
	/* The one word for where a sheet is; data-state on the page. */
	const stateOf = (entry) => {
		if (!entry)
			return 'none';
		if (entry.kept === false)
			return waits(entry) ? 'unkept' : 'sent';
		if (entry.conflict)
			return 'conflict';
		if (entry.held)
			return 'held';
		if (entry.refused)
			return 'refused';
		if (waits(entry))
			return sending.has(entry.nominee) && !entry.signIn && !entry.other ? 'sending' : 'device'; // those need him first
		if (invalid(entry).length)
			return 'incomplete';
		return entry.at ? 'sent' : 'none';
	};

	// ---- Answers ----
	/* The sheet of the service as fields; those of no field here keep their names. */
	const fieldsOf = (entry, sheet) => {
		const fields = Object.fromEntries(Object.keys(entry.fields).map((name) => [name, '']));
		for (const [key, mark] of Object.entries(sheet.marks ?? {}))
			fields[`mark.${key}`] = entry.point === ',' ? String(mark).replace('.', ',') : String(mark);
		for (const [key, note] of Object.entries(sheet.notes ?? {}))
			fields[`note.${key}`] = note;
		fields.feedback = sheet.feedback ?? '';
		return fields;
	};
	const stored = (entry, { version, state, receipt }, fields, at = Date.now()) => {
		entry.base = version;
		entry.sheet = state;
		entry.stored = fields;
		entry.receipt = receipt; // none when the same came from elsewhere
		entry.at = at;
		entry.errors = undefined;
	};
	const accepted = (body, fixed) => Number.isInteger(body?.version) && body.version > fixed.base &&
		STATES.includes(body.state) && HEX64.test(body.receipt);
	const onConflict = (entry, { code, sheet }, at) => {
		if (!sheet || !STATES.includes(sheet.state) || !Number.isInteger(sheet.version))
			return;
		const theirs = fieldsOf(entry, sheet);
		const equal = same(content(entry, entry.fields), content(entry, theirs));
		if (equal && (sheet.state === 'submitted' || !entry.submit)) {
			stored(entry, sheet, theirs, at);
			entry.submit = false;
		} else if (equal) {
			entry.base = sheet.version; // the same, and still to be submitted
			entry.stored = theirs;
		} else {
			entry.conflict = { code, version: sheet.version, state: sheet.state, fields: theirs };
			entry.submit = false;
		}
	};
	/* What an answer means for the entry; true when the request is settled. */
	const settle = (entry, fixed, answer) => {
		const body = keep.json(answer), { status, said } = answer;
		if (status === 200) {
			if (!accepted(body, fixed))
				return false;
			stored(entry, body, fixed.fields, said);
			if (fixed.action === 'submit')
				entry.submit = false;
			return true;
		}
		if (!body?.code || status >= 500 || status === 429)
			return false;
		if (status === 401) {
			entry.signIn = true;
			return false;
		}
		if (body.code === 'other_account') {
			entry.other = true;
			return false;
		}
		if (status === 409 && (body.code === 'stale' || body.code === 'submitted'))
			onConflict(entry, body, said);
		else if (status === 423 && body.quarantined)
			entry.held = { at: said };
		else
			entry.refused = { code: body.code, text: body.detail ?? '', errors: body.errors ?? [] };
		if (stuck(entry))
			entry.submit = false;
		return true;
	};

	// ---- Sending ----
	let lost = false;
	/* The worker hears of it, and shows a kept page at once instead of finding out for itself. */
	const line = (now) => {
		lost = now;
		navigator.serviceWorker?.controller?.postMessage({ lost });
	};
	/* Whether anybody answers. The worker asks, for all pages; one of another version, or none, does not. */
	const knock = () => new Promise((done) => {
		const worker = navigator.serviceWorker?.controller, { port1, port2 } = new MessageChannel();
		const own = setTimeout(() => done(keep.knock()), worker ? 9000 : 0);
		port1.onmessage = ({ data }) => {
			clearTimeout(own);
			port1.close();
			done(data);
		};
		worker?.postMessage({ knock: true }, [port2]);
	});
	/* Once more beside the first when that has no answer for a while: a connection that was open when
	 * the way was cut stays silent long after it is mended. The key makes both of them one change. */
	const twice = (once) => new Promise((done) => {
		let open = 0, beside;
		const begin = async () => {
			open++;
			const answer = await once();
			if (!answer && --open)
				return;
			clearTimeout(beside);
			done(answer);
		};
		beside = setTimeout(() => {
			line(true);
			begin();
		}, 3000);
		begin();
	});
	const fix = (entry) => {
		if (!entry || entry.fixed || stuck(entry) || !waits(entry))
			return entry;
		const fields = { ...entry.fields };
		for (const name of invalid(entry))
			fields[name] = entry.stored[name] ?? '';
		const action = entry.submit ? 'submit' : 'save';
		entry.fixed = {
			key: crypto.randomUUID(), base: entry.base, action, fields,
			body: JSON.stringify({ version: entry.base, ...content(entry, fields), action }),
		};
		return entry;
	};
	/* True: settled; false: to be tried again with the same key and the same body. */
	const send = async (nominee) => {
		const { fixed, path } = await change(nominee, fix) ?? {};
		if (!fixed)
			return true;
		sending.add(nominee);
		tell(nominee);
		const answer = await twice(() => keep.ask(path, {
			method: 'PUT', body: fixed.body,
			headers: { 'Content-Type': 'application/json', 'Idempotency-Key': fixed.key, 'Device-Owner': me.owner },
		}, 6000));
		line(!answer);
		sending.delete(nominee);
		let settled = false;
		await change(nominee, (entry) => {
			if (!entry || entry.fixed?.key !== fixed.key)
				return entry;
			entry.signIn = entry.other = false;
			settled = Boolean(answer) && settle(entry, fixed, answer);
			if (settled)
				entry.fixed = undefined;
			return entry;
		});
		return settled;
	};
	let draining, again = false, delay = 0, timer;
	const PAUSES = [1000, 2000, 3000]; // from the beginning of one try to that of the next
	const later = (pause) => {
		clearTimeout(timer);
		timer = setTimeout(() => drain(), pause);
	};
	/* One alone, to see whether it goes through, then two at a time. */
	const pass = async () => {
		if (lost && !await knock())
			return { tried: 0, failed: 1 };
		let tried = 0, failed = 0;
		const queue = (await all()).filter((entry) => !stuck(entry) && waits(entry));
		const one = async () => {
			tried++;
			if (!await send(queue.shift().nominee))
				failed++;
		};
		const work = async () => {
			while (queue.length && !failed)
				await one();
		};
		if (queue.length)
			await one();
		await Promise.all([work(), work()]);
		return { tried, failed };
	};
	/* Sends everything that waits, one window at a time; comes back by itself when it could not. */
	const drain = () => {
		if (draining) {
			again = true;
			return draining;
		}
		clearTimeout(timer);
		const began = performance.now();
		draining = locks.request(`outbox ${me.owner}`, pass).then(({ tried, failed }) => {
			delay = failed ? Math.min(delay + 1, PAUSES.length) : 0;
			if (failed)
				later(Math.max(PAUSES[delay - 1] * (0.75 + Math.random() / 2) - (performance.now() - began), 100));
			else if (tried || again)
				later(0); // what came meanwhile
		}, () => later(PAUSES[1])).finally(() => {
			draining = undefined;
			again = false;
		});
		return draining;
	};
	const discard = (nominee) => change(nominee, () => undefined);
	const begin = (who) => {
		me = who;
		for (const event of ['online', 'focus', 'pageshow'])
			addEventListener(event, () => { delay = 0; drain(); });
		document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && drain());
		keep.line().then((was) => { lost ||= was.lost; }).catch(() => {}).finally(drain);
	};

	return {
		begin, get, all, change, drain, stateOf, unsent, waits, dirty, invalid, content, same, stuck, discard,
		loose: () => loose.size, listen: (listen) => listeners.add(listen),
	};
})();
