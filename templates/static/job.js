// How far a long batch is, without loading the page again; when it is over, the page is loaded once.
(() => {
	'use strict';
	const job = document.querySelector('[data-job]');
	const bar = job.querySelector('progress'), text = job.querySelector('.job-text');
	let failures = 0;
	const look = async () => {
		try {
			const answer = await fetch(job.dataset.job, { redirect: 'error' });
			if (!answer.ok)
				throw new Error(String(answer.status));
			const said = await answer.json();
			failures = 0;
			bar.value = said.done;
			text.textContent = said.text;
			if (said.state !== 'waiting' && said.state !== 'running') {
				location.reload();
				return;
			}
		} catch {
			failures++;
		}
		if (failures < 10)
			setTimeout(look, 500 * (1 + failures));
	};
	look();
})();
