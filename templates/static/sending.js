// While a form is on its way its button says so, and a second tap does nothing. Without it a second
// tap is answered like any repeated request.
(() => {
	'use strict';
	const LONGEST = 15000; // a file that comes back leaves the page where it is
	let busy = null;
	const done = () => {
		busy?.removeAttribute('aria-busy');
		busy = null;
	};
	document.addEventListener('submit', (event) => {
		if (event.defaultPrevented)
			return;
		if (busy && busy.form === event.target) {
			event.preventDefault();
			return;
		}
		const button = event.submitter;
		if (!button?.classList.contains('btn') || event.target.method !== 'post')
			return;
		busy = button;
		busy.setAttribute('aria-busy', 'true');
		setTimeout(done, LONGEST);
	});
	addEventListener('pageshow', done);
})();
