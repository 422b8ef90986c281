// The paper beside the layout, made anew when typing stops. Without this the button "preview" does
// the same; nothing is kept before it is saved.
(() => {
	'use strict';
	const WAIT = 700;
	const studio = document.querySelector('[data-studio]');
	const form = studio.querySelector('form'), text = form.elements.text;
	const paper = studio.querySelector('.studio-paper'), box = paper.querySelector('.studio-mistakes');
	const row = paper.querySelector('template');
	let timer, asking;

	const toLine = (line) => {
		const before = text.value.split('\n').slice(0, line - 1).join('\n').length;
		const from = line > 1 ? before + 1 : 0, end = text.value.indexOf('\n', from);
		text.focus();
		text.setSelectionRange(from, end < 0 ? text.value.length : end);
		text.scrollTop = (line - 3) * (text.scrollHeight / text.value.split('\n').length);
	};
	const item = ({ line, place, text: why }) => {
		const li = row.content.cloneNode(true), button = li.querySelector('button');
		if (line) {
			button.textContent = place;
			button.addEventListener('click', () => toLine(line));
		} else {
			button.remove();
		}
		li.querySelector('span').textContent = why;
		return li;
	};
	const mistakes = (list) => {
		box.querySelector('ul').replaceChildren(...list.map(item));
		box.hidden = !list.length;
		paper.classList.toggle('stale', list.length > 0); /* what is shown is the last that could be printed */
	};
	/* A new element: viewers do not follow a changed address. */
	const show = (path) => {
		const old = paper.querySelector('object'), link = paper.querySelector('.studio-link');
		if (!old || !link) {
			form.querySelector('[formaction]').click();
			return;
		}
		const next = old.cloneNode(true);
		next.data = `${path}#toolbar=0&navpanes=0&view=Fit`;
		old.replaceWith(next);
		link.href = path;
	};
	const ask = async () => {
		asking?.abort();
		asking = new AbortController();
		try {
			const answer = await fetch(form.dataset.preview, {
				method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' },
				signal: asking.signal, redirect: 'error',
			});
			if (!answer.ok || !/json/.test(answer.headers.get('Content-Type')))
				return;
			const said = await answer.json();
			mistakes(said.mistakes);
			if (said.preview)
				show(said.preview);
		} catch { /* typing went on, or the network did not: the button is still there */ }
	};
	const later = () => {
		clearTimeout(timer);
		timer = setTimeout(ask, WAIT);
	};
	text.addEventListener('input', later);
	form.elements.name?.addEventListener('input', later);
})();
