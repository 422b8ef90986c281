// The sheet while it is filled in: every change goes to the device at once and from there to the
// service; two versions are laid side by side; reviewing and submitting work without a network too.
'use strict';
(() => {
	const form = document.querySelector('form[data-sheet]');
	if (!offline || !form)
		return;
	const nominee = form.dataset.sheet, edition = location.pathname.split('/')[2];
	const point = document.documentElement.lang === 'en' ? '.' : ',';
	const version = Number(form.elements.version.value);
	const fields = [...form.elements].filter(({ name }) => /^(mark\.|note\.|feedback$)/.test(name));
	const here = offline.place(), said = Object.assign(document.createElement('p'), { className: 'visually-hidden' });
	said.setAttribute('role', 'status');
	form.querySelector('.actions').prepend(here, said);

	const shown = () => Object.fromEntries(fields.map((field) => [field.name, field.defaultValue]));
	const typed = () => Object.fromEntries(fields.map((field) => [field.name, field.value]));
	/* Nothing kept of it, or not any more (a browser may empty its storage): what stands in the fields is what was typed. */
	const fresh = () => ({
		nominee, name: document.querySelector('h1').textContent, path: `/api/v1/editions/${edition}/nominees/${nominee}/sheet`,
		base: version, point, fields: typed(), stored: shown(), sheet: 'draft',
		scales: Object.fromEntries(fields.filter(({ dataset }) => dataset.step).map(({ name, dataset: { min, max, step } }) => [name, { min, max, step }])),
	});

	// ---- Fields and entry ----
	let pending = {}, writing = 0, filling = false, timer;
	const put = (values) => {
		filling = true;
		for (const field of fields)
			if (field.name in values && !(field.name in pending) && field.value !== values[field.name]) {
				field.value = values[field.name];
				field.dispatchEvent(new Event('input', { bubbles: true }));
			}
		filling = false;
	};
	const write = async () => {
		const values = pending;
		pending = {};
		writing++;
		await outbox.change(nominee, (entry = fresh()) => {
			Object.assign(entry.fields, values);
			entry.refused = undefined;
			return entry;
		});
		writing--;
		if (Object.keys(pending).length && !writing)
			await write();
		else
			refresh();
	};
	const onInput = ({ target }) => {
		if (filling || !fields.includes(target))
			return;
		const idle = !writing && !Object.keys(pending).length;
		pending[target.name] = target.value;
		offline.show(here, undefined, 'writing');
		if (idle)
			write();
		clearTimeout(timer);
		timer = setTimeout(outbox.drain, 1500);
	};

	// ---- What is said ----
	let announced = '', telling;
	const announce = (text) => {
		clearTimeout(telling);
		telling = setTimeout(() => {
			if (text !== announced)
				said.textContent = announced = text;
		}, 1200);
	};
	/* Submitting that only waits; what went out may have arrived. */
	const revocable = (entry) => entry?.submit && entry.fixed?.action !== 'submit';
	const takeBack = () => outbox.change(nominee, (entry) => (revocable(entry) ? { ...entry, submit: false } : entry));
	const refresh = async () => {
		const entry = await outbox.get(nominee);
		if (writing || Object.keys(pending).length)
			return;
		if (entry)
			put(entry.fields);
		offline.show(here, entry, undefined, revocable(entry) ? [offline.button('change', takeBack)] : []);
		const made = document.querySelector('.sheet-bar .state'), wrong = entry ? outbox.invalid(entry) : [];
		if (made) // of when the page was made
			made.hidden = !here.hidden;
		for (const field of fields) {
			const bad = wrong.includes(field.name) && field !== document.activeElement;
			field.closest('.field').classList.toggle('has-error', bad);
			field[bad ? 'setAttribute' : 'removeAttribute']('aria-invalid', 'true');
		}
		announce(here.textContent);
		form.dataset.kept = !entry || entry.kept ? 'on' : 'off';
		const locked = Boolean(entry && (entry.submit || entry.fixed?.action === 'submit' || (entry.sheet === 'submitted' && entry.base > version && !outbox.stuck(entry))));
		for (const field of fields)
			field.readOnly = locked;
		form.dataset.locked = locked ? 'on' : 'off';
		showConflict(entry?.conflict && entry);
	};

	// ---- Two versions ----
	const panel = document.createElement('section');
	const labelOf = (name) => {
		const field = fields.find((one) => one.name === name);
		const label = form.querySelector(`label[for="${CSS.escape(field.id)}"]`).firstChild.textContent.trim();
		const about = field.closest('.mark-field')?.querySelector('.field-number label');
		return name.startsWith('note.') && about ? `${label}: ${about.firstChild.textContent.trim()}` : label;
	};
	const choose = async (pick) => {
		await outbox.change(nominee, (entry) => {
			if (!entry?.conflict)
				return entry;
			const { conflict } = entry;
			for (const name of Object.keys(entry.fields))
				if (pick(name) === 'theirs')
					entry.fields[name] = conflict.fields[name] ?? '';
			Object.assign(entry, { base: conflict.version, stored: conflict.fields, sheet: conflict.state, conflict: undefined });
			return entry;
		});
		outbox.drain();
	};
	let laid;
	const showConflict = (entry) => {
		const mark = entry && JSON.stringify([entry.conflict, entry.fields]);
		if (mark === laid)
			return;
		laid = mark;
		panel.remove();
		if (!entry)
			return;
		const whole = document.querySelector('template#luring').content.querySelector('[data-conflict]').cloneNode(true);
		const row = whole.querySelector('[data-row]');
		const submitted = entry.conflict.state === 'submitted';
		for (const name of Object.keys(entry.fields)) {
			const mine = entry.fields[name], theirs = entry.conflict.fields[name] ?? '';
			if (mine === theirs)
				continue;
			const next = row.cloneNode(true);
			next.querySelector('legend').textContent = labelOf(name);
			for (const [side, text] of [['mine', mine], ['theirs', theirs]]) {
				const input = next.querySelector(`input[value="${side}"]`);
				input.name = `pick.${name}`;
				input.disabled = submitted && side === 'mine';
				next.querySelector(`[data-text="${side}"]`).textContent = text || '–';
			}
			row.before(next);
		}
		row.remove();
		whole.querySelector('[data-when="submitted"]').hidden = !submitted;
		whole.querySelector('[data-when="stale"]').hidden = submitted;
		const picked = (name) => whole.querySelector(`input[name="pick.${CSS.escape(name)}"]:checked`)?.value;
		const take = whole.querySelector('button[value="picked"]');
		const ready = () => [...whole.querySelectorAll('fieldset')].every((set) => set.querySelector('input:checked'));
		take.disabled = true;
		whole.addEventListener('change', () => { take.disabled = !ready(); });
		whole.querySelector('button[value="mine"]').disabled = submitted;
		whole.addEventListener('click', ({ target }) => {
			const { value } = target.closest('button') ?? {};
			if (value === 'mine' || value === 'theirs')
				choose(() => value);
			if (value === 'picked')
				choose(picked);
		});
		panel.replaceChildren(whole);
		form.before(panel);
	};

	// ---- Sending, reviewing, submitting ----
	const flushed = async () => {
		while (writing || Object.keys(pending).length)
			await new Promise((done) => { setTimeout(done, 10); });
	};
	const soon = (promise, time) => Promise.race([promise, new Promise((done) => { setTimeout(done, time); })]);
	const reviewHere = async () => {
		const list = fields.filter(({ name }) => name.startsWith('mark.'));
		const bad = list.filter((field) => !marks.fits(field.dataset, marks.read(field.value)));
		const rows = list.map((field) => `${labelOf(field.name)}: ${bad.includes(field) ? '–' : field.value}`).join('\n');
		const answer = await offline.ask(bad.length ? 'incomplete' : 'review', {
			name: document.querySelector('h1').textContent, rows, total: form.querySelector('[data-sum]').textContent,
			missing: bad.map(({ name }) => labelOf(name)).join('\n'),
		});
		if (answer !== 'final')
			return;
		await outbox.change(nominee, (entry = fresh()) => ({ ...entry, submit: true }));
		outbox.drain();
	};
	const onSubmit = async (event) => {
		event.preventDefault();
		const { value } = event.submitter ?? { value: 'save' };
		clearTimeout(timer);
		await flushed();
		if (form.dataset.locked === 'on')
			return;
		await soon(outbox.drain(), 2500);
		const entry = await outbox.get(nominee);
		if (value !== 'review' || entry?.conflict)
			return;
		if (!outbox.invalid(entry ?? fresh()).length && (!entry || (!outbox.waits(entry) && !outbox.stuck(entry))) && !document.documentElement.dataset.kept)
			location.assign(`${location.pathname}/review`);
		else
			await reviewHere();
	};

	// ---- The beginning ----
	const meet = (entry) => {
		if (!entry)
			return undefined;
		const copy = document.documentElement.dataset.kept;
		if (!outbox.unsent(entry))
			return version > entry.base ? undefined : entry;
		if (copy || version < entry.base)
			return entry;
		entry.held = entry.refused = undefined; // this sheet can be filled in (again)
		if (entry.conflict)
			entry.conflict = { ...entry.conflict, version, state: 'draft', fields: shown() };
		return entry;
	};
	document.addEventListener('offline-on', async () => {
		await outbox.change(nominee, meet);
		outbox.listen((changed) => changed === nominee && refresh());
		form.autocomplete = 'off';
		form.addEventListener('input', onInput);
		form.addEventListener('change', () => refresh());
		form.addEventListener('submit', onSubmit);
		for (const field of fields) // typed before this script was ready
			if (field.value !== field.defaultValue)
				onInput({ target: field });
		await refresh();
		form.dataset.ready = 'on';
	});
})();
