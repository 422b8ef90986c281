// The pleno board by keyboard, and live. Every step is a link that works without this; arrow keys,
// the space bar and a presenter's buttons follow it. When the edition changes the page is loaded
// anew; where events do not come through, the link "load again" does the same.
(() => {
	'use strict';
	const { events, keys } = document.currentScript.dataset;
	const STEPS = {
		ArrowRight: 'next', PageDown: 'next', ' ': 'next', Enter: 'next', ArrowLeft: 'prev', PageUp: 'prev', Backspace: 'prev',
	};
	const TOUCHES = 'a, button, input, select, textarea, summary';

	if (keys)
		document.addEventListener('keydown', (event) => {
			const step = STEPS[event.key];
			const own = (event.key === 'Enter' || event.key === ' ') && event.target.closest(TOUCHES);
			if (!step || own || event.ctrlKey || event.metaKey || event.altKey)
				return;
			event.preventDefault();
			document.querySelector(`nav.pages a[rel=${step}]`).click();
		});

	let seen;
	const source = new EventSource(events);
	source.addEventListener('state', (event) => {
		if (seen !== undefined && seen !== event.data)
			location.reload();
		seen = event.data;
	});
	window.addEventListener('pagehide', () => source.close());
})();
