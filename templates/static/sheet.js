// What makes the sheet quicker at the table: step buttons, the rubric's words for the level being
// typed, the running total of the own sheet, and a warning before typed marks are left behind.
// Without it the sheet does everything; nothing here decides what is stored. No mark is ever filled
// in: a step moves what was typed, and an empty field has nothing to move.
(() => {
	'use strict';
	const form = document.querySelector('form[data-sheet]');
	if (!form)
		return;
	const point = document.documentElement.lang === 'en' ? '.' : ',';
	const fields = [...form.querySelectorAll('input[data-weight]')];

	const { read } = marks;
	const show = (value) => marks.write(value, point);
	const of = (field, name) => BigInt(field.dataset[name]);
	const fits = (field, value) => marks.fits(field.dataset, value);

	// ---- Steps ----
	const stepped = (field, up) => {
		const value = read(field.value);
		if (typeof value !== 'bigint')
			return null;
		const [min, max, step] = ['min', 'max', 'step'].map((name) => of(field, name));
		const off = ((value - min) % step + step) % step;
		const to = up ? value - off + step : off ? value - off : value - step;
		return to < min ? (value > min ? min : null) : to > max ? (value < max ? max : null) : to;
	};
	const move = (field, up) => {
		const to = stepped(field, up);
		if (to === null)
			return;
		field.value = show(to);
		field.dispatchEvent(new Event('input', { bubbles: true }));
	};

	// ---- The rubric's words ----
	const levels = (field) => [...field.closest('.field').querySelectorAll('.scale dt')]
		.map((at) => ({ at: read(at.textContent), words: at.nextElementSibling.textContent }))
		.filter(({ at }) => typeof at === 'bigint')
		.sort((a, b) => (a.at < b.at ? 1 : -1));
	const spoken = (field, value) => levels(field).find(({ at }) => at <= value)?.words ?? '';

	// ---- The total: sum of w·100·(s − min)/(max − min), over the sum of weights ----
	const total = () => {
		let above = 0n, below = 1n, weights = 0n, marked = 0;
		for (const field of fields) {
			const value = read(field.value);
			weights += of(field, 'weight');
			if (!fits(field, value))
				continue;
			const range = of(field, 'max') - of(field, 'min');
			above = above * range + of(field, 'weight') * 100n * (value - of(field, 'min')) * below;
			below *= range;
			marked++;
		}
		return { marked, above, below: below * weights };
	};
	const rounded = (above, below, places) => {
		const scale = 10n ** BigInt(places);
		const value = (2n * above * scale + below) / (2n * below);
		return places ? `${value / scale}${point}${String(value % scale).padStart(places, '0')}` : String(value);
	};
	const sum = form.querySelector('[data-total]');
	const refresh = () => {
		const { marked, above, below } = total();
		const whole = marked === fields.length;
		const say = (where, text) => { // a text that stays is not said again
			const at = sum.querySelector(where);
			if (at.textContent !== text)
				at.textContent = text;
		};
		sum.hidden = false;
		say('[data-count]', `${marked}/${fields.length}`);
		say('[data-sum]', whole ? rounded(above, below, Number(sum.dataset.total)) : '–');
	};

	// ---- One field ----
	const buttons = form.querySelector('template[data-steps]');
	for (const field of fields) {
		const steps = buttons.content.cloneNode(true);
		const [less, more] = steps.querySelectorAll('button');
		const words = document.createElement('p');
		const label = form.querySelector(`label[for="${CSS.escape(field.id)}"]`).textContent.trim();
		const update = () => {
			const value = read(field.value);
			less.disabled = stepped(field, false) === null;
			more.disabled = stepped(field, true) === null;
			const wrong = field.value.trim() !== '' && !fits(field, value);
			// Who is still typing is not told that half a number is none; an answer of the service says it itself.
			const tell = wrong && field !== document.activeElement && !field.closest('.field').querySelector('.error');
			words.textContent = tell ? buttons.dataset.wrong : wrong ? '' : fits(field, value) ? spoken(field, value) : '';
			words.classList.toggle('is-wrong', tell);
		};
		words.className = 'level-words';
		words.setAttribute('role', 'status');
		for (const [button, up] of [[less, false], [more, true]]) {
			button.setAttribute('aria-label', `${button.getAttribute('aria-label')}: ${label}`);
			button.addEventListener('click', () => move(field, up));
		}
		field.before(less);
		field.after(more);
		field.parentElement.after(words);
		field.addEventListener('input', () => { update(); refresh(); });
		field.addEventListener('blur', update);
		field.addEventListener('keydown', (event) => {
			if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')
				return;
			event.preventDefault();
			move(field, event.key === 'ArrowUp');
		});
		update();
	}
	refresh();

	// ---- What is typed in stays above the bar, also when the bar says more than before ----
	const bar = form.querySelector('.actions-stick');
	new ResizeObserver(() => {
		const at = document.activeElement;
		if (form.contains(at) && !bar.contains(at) && at.getBoundingClientRect().bottom > bar.getBoundingClientRect().top)
			at.scrollIntoView({ block: 'center' });
	}).observe(bar);

	// ---- Typed, but not sent ----
	let sent = false;
	const typed = () => [...form.elements].some((field) => 'defaultValue' in field && field.type !== 'hidden' &&
		field.value !== field.defaultValue);
	form.addEventListener('submit', () => { sent = true; });
	window.addEventListener('pageshow', () => { sent = false; });
	window.addEventListener('beforeunload', (event) => {
		if (!sent && form.dataset.kept !== 'on' && typed())
			event.preventDefault();
	});
})();
