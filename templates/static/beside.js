// What lies beside the marks on this device alone: the juror's private notes, sealed and never sent, and
// the documents of the nominee, fetched when a button is pressed that says how large they are.
'use strict';
(() => {
	const shape = document.querySelector('template[data-beside]');
	if (!offline || !shape)
		return;
	const nominee = location.pathname.split('/')[4];
	const parts = shape.content.cloneNode(true);

	// ---- Private notes ----
	const notes = parts.querySelector('[data-private]'), field = notes.querySelector('textarea'), said = notes.querySelector('[role=status]');
	let me, writing = false, again = false;
	const say = (state) => {
		notes.dataset.state = state;
		said.textContent = state === 'empty' ? '' : offline.word(`private_${state}`);
	};
	const write = async () => {
		if (writing) {
			again = true;
			return;
		}
		writing = true;
		say('writing');
		do {
			again = false;
			try {
				await (field.value ? keep.put('notes', me, nominee, { text: field.value }) : keep.drop('notes', me, nominee));
				if (!again)
					say(field.value ? 'kept' : 'empty');
			} catch {
				say('unkept');
			}
		} while (again);
		writing = false;
	};

	// ---- Documents ----
	const button = parts.querySelector('[data-documents]'), line = parts.querySelector('[data-documents-said]');
	const pattern = button.textContent;
	const rows = new Map([...document.querySelectorAll('li[data-file]')].map((row) => [row.dataset.file, Number(row.dataset.bytes)]));
	const paths = [...rows.keys()].flatMap((path) => [path, path.replace(/\.\w+$/, '')]);
	const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} KB`
		: `${(bytes / 1e6).toFixed(1).replace('.', document.documentElement.lang === 'en' ? '.' : ',')} MB`);
	const offer = async () => {
		const kept = await Promise.all(paths.map((path) => keep.get('pages', me, path)));
		const all = kept.every(Boolean);
		button.hidden = all || !navigator.serviceWorker?.controller;
		button.textContent = offline.fill(pattern, { count: rows.size, size: size([...rows.values()].reduce((a, b) => a + b, 0)) });
		line.textContent = all ? offline.word('files_kept') : '';
		line.dataset.state = all ? 'kept' : 'none';
	};
	const documents = () => {
		const heading = document.querySelector('li[data-file]').closest('section');
		heading.append(button, line);
		button.addEventListener('click', () => {
			button.disabled = true;
			navigator.serviceWorker.controller.postMessage({ files: paths });
		});
		navigator.serviceWorker?.addEventListener('message', ({ data }) => {
			if (data.files && data.files < data.of)
				line.textContent = offline.fill(offline.word('files_at'), { at: data.files, of: data.of });
			if (data.files === data.of || 'filesFailed' in data) {
				button.disabled = false;
				offer().then(() => { line.textContent ||= offline.word('files_failed'); });
			}
		});
		return offer();
	};

	document.addEventListener('offline-on', async () => {
		me = await keep.me();
		const known = await keep.get('notes', me, nominee).catch(() => undefined);
		field.value = known?.text ?? '';
		say(known ? 'kept' : 'empty');
		field.addEventListener('input', write);
		shape.after(notes);
		if (rows.size)
			await documents();
	});
})();
