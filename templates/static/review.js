// The review page: submitting goes the way of everything else that is typed, so that a lost answer
// is asked for again with the same key. What this device knows less well than the page goes as a form.
'use strict';
(() => {
	const form = document.querySelector('form[data-submit]');
	if (!offline || !form)
		return;
	const nominee = form.dataset.submit, list = location.pathname.replace(/\/review$/, '');
	const here = offline.place();
	form.append(here);
	const refresh = async () => {
		const entry = await outbox.get(nominee);
		offline.show(here, entry);
		if (entry?.sheet === 'submitted' && !outbox.waits(entry))
			location.replace(`${list}/receipt`);
		else if (entry && outbox.stuck(entry))
			location.replace(list);
	};
	document.addEventListener('offline-on', () => {
		form.addEventListener('submit', async (event) => {
			event.preventDefault();
			const entry = await outbox.get(nominee);
			if (!entry || entry.base !== Number(form.elements.version.value) || outbox.waits(entry) || outbox.stuck(entry)) {
				form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'action', value: 'submit' }));
				form.submit();
				return;
			}
			form.querySelector('button').disabled = true;
			outbox.listen((changed) => changed === nominee && refresh());
			await outbox.change(nominee, (now) => ({ ...now, submit: true }));
			outbox.drain();
		});
		form.dataset.ready = 'on';
	});
})();
