// The pages of a juror with and without a network: begins what keeps them (keep.js, outbox.js, sw.js),
// says where each sheet is, and asks before signing out leaves something unsent. Where the browser
// keeps nothing (no HTTPS, no room, refused) the pages say so and work as without this script.
'use strict';
const offline = (() => {
	const words = document.querySelector('template#luring');
	if (!words)
		return undefined;
	const { owner, home } = words.dataset, lang = document.documentElement.lang;
	const word = (name) => words.content.querySelector(`[data-word="${name}"]`)?.textContent ?? '';
	const fill = (text, values) => text.replace(/\[(\w+)\]/g, (_, name) => values[name] ?? '');
	const pad = (part) => String(part).padStart(2, '0');
	const clock = (at) => {
		const date = new Date(at), time = `${pad(date.getHours())}${lang === 'en' ? ':' : '.'}${pad(date.getMinutes())}`;
		return date.toDateString() === new Date().toDateString() ? time
			: `${date.toLocaleDateString(lang === 'en' ? 'en-GB' : 'id-ID', { day: 'numeric', month: 'short' })} ${time}`;
	};
	const grouped = (receipt) => receipt.slice(0, 16).match(/.{4}/g).join(' ');

	// ---- Where a sheet is, in words and shape ----
	/* What is said beside the word of the state. */
	const detail = (state, entry) => {
		const at = entry?.at ? clock(entry.at) : '', receipt = entry?.receipt ? grouped(entry.receipt) : '';
		if (state === 'device' && entry?.other)
			return word('device_other');
		if (state === 'device' && entry?.signIn)
			return word('device_sign_in');
		if (state === 'device' && entry?.submit)
			return word('device_submit');
		if (state === 'sent' && !receipt)
			return fill(word('sent_elsewhere'), { at });
		if (state === 'sent')
			return fill(word(entry.sheet === 'submitted' ? 'sent_submitted' : 'sent_draft'), { at, receipt });
		if (state === 'incomplete')
			return fill(word('incomplete_text'), { count: outbox.invalid(entry).length });
		if (state === 'refused')
			return [entry.refused.text, ...entry.refused.errors.map(({ message }) => message)].filter(Boolean)
				.map((text) => text[0].toUpperCase() + text.slice(1)).join(' · ');
		return word(`${state}_text`);
	};
	const badge = (state) => words.content.querySelector(`[data-badge="${state}"]`)?.cloneNode(true);
	const link = (href, text) => Object.assign(document.createElement('a'), { href, textContent: text });
	/* Fills `place` (an element with data-state) with what is so now, and `more` behind it; hidden where nothing is. What
	 * says the same stays: no link or button is taken away under a finger. */
	const show = (place, entry, state = outbox.stateOf(entry), more = []) => {
		const shown = badge(state), now = document.createElement('p');
		place.dataset.state = state;
		place.hidden = !shown;
		if (shown)
			now.append(shown, ' ', Object.assign(document.createElement('span'), { className: 'note', textContent: detail(state, entry) }));
		if (state === 'device' && (entry?.signIn || entry?.other))
			now.append(' ', link(`/sign-in?next=${encodeURIComponent(location.pathname)}`, word('sign_in')));
		if (state === 'sent' && entry.sheet === 'submitted' && !location.pathname.endsWith('/receipt'))
			now.append(' ', link(`${home}/${entry.nominee}/receipt`, word('receipt')));
		for (const button of more)
			now.append(' ', button);
		if (now.innerHTML !== place.innerHTML)
			place.replaceChildren(...now.childNodes);
	};
	const button = (name, act) => {
		const made = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-outline btn-sm', textContent: word(name) });
		made.addEventListener('click', act);
		return made;
	};
	const place = () => Object.assign(document.createElement('p'), { className: 'keep-state', hidden: true });

	// ---- The list: each row, and one sentence above ----
	const listed = () => [...document.querySelectorAll('.own-sheets > li')].map((row) => {
		const nominee = /\/sheets\/([a-z0-9-]+)$/.exec(row.querySelector('a[href*="/sheets/"]')?.pathname ?? '')?.[1];
		return nominee && { row, nominee };
	}).filter(Boolean);
	let counted, lasting = true;
	const total = document.querySelector('.own-sheets') && place();
	/* How much of the time without network is prepared for. */
	const ready = total && Object.assign(document.createElement('p'), { className: 'note' });
	const sayReady = () => {
		if (ready && counted)
			ready.textContent = `${fill(word('ready'), counted)} ${lasting ? '' : word('fleeting')}`;
	};
	const refreshList = async () => {
		const known = await outbox.all(), unsent = known.filter(outbox.unsent).length;
		const entries = new Map(known.map((entry) => [entry.nominee, entry]));
		document.documentElement.dataset.unsent = unsent;
		if (total) {
			show(total, undefined, unsent ? 'device' : 'none');
			if (unsent)
				total.querySelector('.note').textContent = fill(word('waiting'), { count: unsent });
		}
		for (const { row, nominee } of listed()) {
			const entry = entries.get(nominee);
			let at = row.querySelector('.keep-state');
			if (!at && !entry)
				continue;
			if (!at)
				row.append(at = place());
			show(at, entry);
			row.querySelector('.state').hidden = at.dataset.state !== 'none'; // of when the page was made
		}
		if (document.documentElement.dataset.kept && total)
			recount(entries);
	};

	// ---- The figures of a copy: as old as it is, with what this device has sent since ----
	const asOf = Object.assign(document.createElement('p'), { className: 'note' });
	const put = (at, number) => {
		if (at)
			at.data = at.data.replace(/\d+/, number);
	};
	const recount = (entries) => {
		const since = Number(document.documentElement.dataset.kept), all = { submitted: 0, draft: 0, empty: 0 };
		let next;
		for (const section of document.querySelectorAll('main section[id^="k-"]')) {
			const own = { submitted: 0, draft: 0, empty: 0 };
			for (const row of section.querySelectorAll('.own-sheets > li')) {
				const name = row.querySelector('.own-name a'), entry = entries.get(name?.pathname.split('/').at(-1));
				const state = entry?.at > since ? entry.sheet : /state-(\w+)/.exec(row.querySelector('.state')?.className)?.[1];
				if (state in own)
					own[state]++;
				if (!next && (state === 'draft' || state === 'empty') && !entry?.submit)
					next = name;
			}
			for (const state in own)
				all[state] += own[state];
			const part = own.submitted / ((own.submitted + own.draft + own.empty) || 1), bar = section.querySelector('.bar');
			bar?.querySelector('.fill').setAttribute('width', `${100 * part}%`);
			bar?.setAttribute('aria-label', bar.getAttribute('aria-label').replace(/\d+/, own.submitted));
			put(section.querySelector('.progress-line .note')?.firstChild, own.submitted);
			put(document.querySelector(`.category-jump a[href="#${section.id}"] + .note`)?.firstChild, own.submitted);
		}
		document.querySelectorAll('.figures dd').forEach((dd, i) => put(dd.firstChild, [all.submitted, all.draft, all.empty][i]));
		const go = document.querySelector('.next-sheet a');
		if (go) {
			go.parentElement.hidden = !next;
			go.href = next?.href ?? go.href;
			go.querySelector('span').textContent = next?.textContent ?? '';
		}
		asOf.textContent = fill(word('figures_at'), { at: clock(since) });
		document.querySelector('.figures')?.after(asOf);
	};

	// ---- A sheet that cannot be filled in (any more), while something typed is here ----
	const refreshClosed = async () => {
		const [, nominee] = /\/sheets\/([a-z0-9-]+)(?:\/receipt)?$/.exec(location.pathname) ?? [];
		if (!nominee || document.querySelector('form[data-sheet]'))
			return;
		const entry = await outbox.get(nominee);
		let at = document.getElementById('here');
		if (!at && !entry)
			return;
		if (!at) {
			at = Object.assign(place(), { id: 'here' });
			document.querySelector('main .page-head, main .sheet-bar').after(at);
		}
		const open = entry && outbox.unsent(entry) && !entry.fixed;
		show(at, entry, undefined, open ? [button('discard', () => askDiscard(nominee))] : []);
	};
	const askDiscard = async (nominee) => {
		const entry = await outbox.get(nominee);
		const typed = Object.entries(entry.fields).filter(([name, text]) => text && text !== entry.stored[name]);
		if (await ask('discard', { rows: typed.map(([name, text]) => `${name.replace(/^\w+\./, '')}: ${text}`).join('\n') }) === 'discard')
			outbox.discard(nominee);
	};

	// ---- Questions ----
	/* A dialog of the words template; resolves with the value of the button pressed, or ''. */
	const ask = (name, values = {}) => new Promise((done) => {
		const dialog = words.content.querySelector(`dialog[data-ask="${name}"]`).cloneNode(true);
		for (const part of dialog.querySelectorAll('[data-fill]'))
			part.textContent = fill(part.textContent, values);
		dialog.addEventListener('close', () => {
			dialog.remove();
			done(dialog.returnValue);
		});
		document.body.append(dialog);
		dialog.showModal();
	});

	// ---- Signing out ----
	const windows = new BroadcastChannel('person');
	/* Another person is here now, or nobody: what this window shows is not theirs to see. */
	const hide = () => outbox.loose() || location.replace('/sign-in');
	windows.onmessage = ({ data }) => (data.left === owner || (data.entered && data.entered !== owner)) && hide();
	addEventListener('pageshow', async ({ persisted }) => persisted && (await keep.me())?.owner !== owner && hide());
	const signOut = async () => {
		let waiting = (await outbox.all()).filter(outbox.unsent);
		if (waiting.length) {
			const answer = await ask('sign-out', { count: waiting.length, names: waiting.map(({ name }) => name).join(', ') });
			if (answer !== 'send' && answer !== 'leave')
				return;
			if (answer === 'send') {
				await outbox.drain();
				waiting = (await outbox.all()).filter(outbox.unsent);
				if (waiting.length) {
					await ask('still', { count: waiting.length });
					return;
				}
			}
		}
		for (const entry of await outbox.all())
			if (!outbox.unsent(entry) && !entry.held)
				await outbox.change(entry.nominee, () => undefined);
		await keep.leave(true);
		const answer = await keep.ask('/api/v1/session', { method: 'DELETE', headers: { 'Content-Type': 'application/json' } });
		if (answer?.status === 204 || answer?.status === 401)
			await keep.unflag('leaving');
		windows.postMessage({ left: owner });
		location.replace('/sign-in');
	};

	// ---- A copy offers nothing that needs the service ----
	const needsNetwork = () => {
		for (const form of document.querySelectorAll('form[method="post"]:not([data-sheet]):not([action="/sign-out"])'))
			for (const button of form.querySelectorAll('button')) {
				button.disabled = true;
				button.after(Object.assign(document.createElement('span'), { className: 'note', textContent: ` ${word('needs_network')}` }));
			}
	};

	/* One more sentence on a copy, instead of the one that was there. */
	const atCopy = (about, ...parts) => {
		const more = document.createElement('span');
		more.dataset.about = about;
		more.append(' ', ...parts);
		document.querySelector('#kept [data-about]')?.remove();
		document.querySelector('#kept p')?.append(more);
	};
	const offerFresh = () => atCopy('fresh', link(location.pathname, word('fresh')));
	/* Somebody answers in the service's place, as a network does before one has signed in to it. */
	const offerForeign = () => atCopy('foreign', word('foreign'), ' ', link(`${location.pathname}?network=1`, word('foreign_open')));

	// ---- The beginning ----
	const unavailable = (why) => {
		document.documentElement.dataset.offline = 'unavailable';
		const line = document.createElement('p');
		line.className = 'keep-state';
		line.dataset.state = 'unavailable';
		line.append(badge('unavailable'), ' ', Object.assign(document.createElement('span'), { className: 'note', textContent: word(why) }));
		document.querySelector('main .container').append(line);
	};
	/* Asked for again in this session, what was kept is gone: so the service is told, once, that it is kept. */
	const tellKept = async (me) => {
		const answer = !me.told && await keep.ask('/api/v1/session/device-key?kept=1');
		if (answer?.status === 200)
			await keep.about(me, { told: true });
	};
	const identity = async () => {
		const known = await keep.me();
		if (known?.owner === owner) {
			if (known.lang !== lang)
				keep.about(known, { lang });
			return known;
		}
		const answer = await keep.ask('/api/v1/session/device-key');
		const given = answer?.status === 200 && keep.json(answer);
		if (given?.owner !== owner)
			return undefined;
		const now = await keep.me();
		if (now?.owner === owner) // another window was quicker
			return now;
		return keep.enter(owner, given.key, { list: home, lang, emptied: given.before });
	};
	const sayEmptied = (me) => {
		const at = document.getElementById('emptied');
		at.hidden = !me.emptied;
		at.querySelector('button').addEventListener('click', () => {
			at.hidden = true;
			keep.about(me, { emptied: false });
		});
	};
	const workers = async () => {
		if (!navigator.serviceWorker)
			return;
		let whole = false;
		navigator.serviceWorker.addEventListener('message', ({ data }) => {
			if (document.documentElement.dataset.kept && (data.fresh || data.foreign))
				(data.fresh ? offerFresh : offerForeign)();
			if (!data.filled)
				return;
			document.documentElement.dataset.filled = `${data.filled}/${data.of}`;
			whole = data.filled === data.of;
			counted = { count: data.filled, of: data.of };
			sayReady();
		});
		/* Until everything is on the device: what was begun may have met a bad moment of the network. */
		const again = () => {
			setTimeout(() => whole || again(), 20000);
			return navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).then(() => navigator.serviceWorker.ready)
				.then(({ active }) => active.postMessage({ fill: [home, location.pathname], lang })).catch(() => {});
		};
		await again();
	};
	const begin = async () => {
		const copy = document.documentElement.dataset.kept;
		if (copy)
			needsNetwork();
		if (document.documentElement.dataset.foreign)
			offerForeign();
		if (!window.isSecureContext || !crypto.subtle || !navigator.locks) {
			unavailable('no_https');
			return undefined;
		}
		let me;
		try {
			me = await identity();
		} catch {
			unavailable('no_store');
			return undefined;
		}
		if (!me) {
			document.documentElement.dataset.offline = 'waiting';
			setTimeout(() => begin().catch(() => {}), 5000);
			return undefined;
		}
		windows.postMessage({ entered: owner });
		document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', (event) => {
			event.preventDefault();
			signOut();
		});
		navigator.storage?.persist?.().then((promised) => {
			lasting = promised;
			sayReady();
		}, () => {});
		sayEmptied(me);
		tellKept(me).catch(() => {});
		outbox.begin(me);
		const open = document.querySelector('form[data-sheet]'); // says it itself, and nothing may slow its keys
		const refresh = () => open || Promise.all([refreshList(), refreshClosed()]);
		if (total)
			document.querySelector('.own-sheets').closest('section').before(total, ready);
		outbox.listen(refresh);
		await refresh();
		document.documentElement.dataset.offline = 'on';
		document.dispatchEvent(new CustomEvent('offline-on'));
		await workers().catch(() => {});
		if (copy)
			addEventListener('online', offerFresh);
		return me;
	};

	addEventListener('DOMContentLoaded', () => begin());
	return { word, fill, clock, show, place, button, ask, home };
})();
