// What a juror's device does on its bad days: a network that asks to sign in, a clock that is wrong, a program that became
// another one meanwhile, a storage that was emptied, an answer that says no.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { passwordOf } from '../http/lib.js';
import { E, FULL, scoring } from '../http/scoring.js';
import { EDITION, newer, panel } from '../link/panel.js';
import { launch } from './chromium.js';
import { device as aDevice, mark, sheet, signIn, state, until } from './device.js';

let s, browser;

before(async () => {
	s = await scoring();
	browser = await launch();
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

const device = (t, given) => aDevice(t, { service: s, browser, ...given });
const text = (page, where) => page.locator(where).first().textContent();
/* A new service for who changes more than his own sheets. */
async function own(t, given) {
	const service = await scoring(given);
	t.after(() => service.stop());
	return service;
}
/* The address of a sheet whose copy is on the device, and that it is one. */
async function copied(page, url, nominee) {
	await page.goto(`${url}${E}/sheets/${nominee}`);
	await page.waitForSelector('html[data-kept] form[data-ready]');
}

// ---- How long the network is waited for ----

/* A build that waits for a minute where this one waits for a second, so that only what the worker knows can be quick. */
const waits = (least) => ({ 'sw.js': (script) => script.replace('PATIENCE = 1000', 'PATIENCE = 60000').replace('DEAD = 8000', 'DEAD = 60000')
	.replace('LEAST = 300', `LEAST = ${least}`) });

test('a page that could not send tells the worker: the next kept page comes at once', async (t) => {
	const here = await device(t, { build: waits(60000) });
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	await sheet(page, here.url, 'melati');
	here.portal.mode = ({ method }) => (method === 'PUT' ? 'dead' : 'hang');
	await mark(page, 'w1', '71');
	await until('it has tried', () => here.portal.puts().length > 0);
	await state(page, 'device');
	await copied(page, here.url, 'kenanga');
	here.portal.mode = 'pass';
	await state(page, 'sent', '.own-sheets').catch(() => {});
	await until('sent', async () => (await s.sheet('juri-2', 'melati')).version === 1);
	await page.waitForSelector('#kept [data-about=fresh] a');
	await page.click('#kept [data-about=fresh] a');
	await page.waitForSelector('html:not([data-kept]) form[data-ready]');
});

test('at a dead line the device only knocks, as nobody; once somebody answers, what waits goes out', async (t) => {
	const here = await device(t);
	const page = await here.page(), knocks = () => here.portal.asked.filter(({ method, path }) => method === 'HEAD' && path === '/offline');
	await signIn(page, here.url, 'juri-2');
	await sheet(page, here.url, 'kenanga');
	here.portal.mode = 'dead';
	await mark(page, 'w1', '72');
	await until('it knocks', () => knocks().length > 2);
	await copied(page, here.url, 'cempaka');
	const before = here.portal.asked.length;
	await until('it knocks on', () => here.portal.asked.length > before + 2);
	assert.deepEqual(here.portal.asked.slice(before).filter(({ method, path }) => method !== 'HEAD' && path !== '/sw.js'), [], 'nor does the next page ask for anything');
	assert.ok(here.portal.puts().every(({ body }, i, all) => body === all[0].body));
	assert.ok(here.portal.puts().length <= 2, 'a browser repeats once by itself');
	assert.deepEqual(knocks().filter(({ headers }) => headers.cookie), []);
	here.portal.mode = 'pass';
	await until('sent', async () => (await s.sheet('juri-2', 'kenanga')).version === 1);
});

test('a worker that has ended meanwhile still knows it', async (t) => {
	const here = await device(t, { build: waits(60000) });
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	here.portal.mode = 'dead';
	await copied(page, here.url, 'melati');
	const devtools = await here.context.newCDPSession(page);
	await devtools.send('ServiceWorker.enable');
	await devtools.send('ServiceWorker.stopAllWorkers');
	here.portal.mode = 'hang';
	await copied(page, here.url, 'kenanga');
});

test('where answers are quick, one that hangs is not waited for much longer than they took', async (t) => {
	const here = await device(t, { build: waits(300) });
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	await sheet(page, here.url, 'melati');
	here.portal.mode = 'hang';
	await copied(page, here.url, 'kenanga');
});

// ---- A network that asks to sign in ----

const HOTEL = '<h1>Wi-Fi hotel</h1>';
const html = (status, more = {}) => ({ status, headers: { 'Content-Type': 'text/html', ...more }, body: HOTEL });

test('a network that asks to sign in: the kept sheet, the words for it, and the way to that page', async (t) => {
	const here = await device(t), hotel = await device(t);
	hotel.portal.mode = html(200);
	const page = await here.page();
	await signIn(page, here.url, 'juri-3');
	const answers = {
		'its own page': html(200), 'a redirect within the address': html(302, { Location: '/masuk' }),
		'a redirect to another one': html(302, { Location: `${hotel.url}/masuk` }), 'sign-in required': html(511),
	};
	for (const [name, mode] of Object.entries(answers)) {
		here.portal.mode = mode;
		await copied(page, here.url, 'melati');
		await page.waitForSelector('#kept [data-about=foreign]', { timeout: 15000 }).catch(() => assert.fail(name));
		assert.match(await text(page, '#kept'), /Salinan dari[^]*mungkin meminta Anda masuk/, name);
	}
	here.portal.mode = answers['a redirect to another one'];
	await mark(page, 'w1', '66,5');
	await state(page, 'device');
	await page.click('#kept [data-about=foreign] a');
	await page.waitForURL(`${hotel.url}/masuk`);
	assert.equal(await text(page, 'h1'), 'Wi-Fi hotel');
	here.portal.mode = 'pass'; // he has signed in there, and is led back
	await page.goto(`${here.url}${E}/sheets/melati?network=1`);
	await state(page, 'sent');
	assert.equal(await page.getAttribute('html', 'data-kept'), null);
	assert.deepEqual((await s.sheet('juri-3', 'melati')).marks, { w1: 66.5 });
});

test('an error that a proxy makes is no sign-in page; the service\'s own redirect is followed', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'juri-3');
	here.portal.mode = html(502);
	await copied(page, here.url, 'melati');
	assert.doesNotMatch(await text(page, '#kept'), /masuk/);
	here.portal.mode = 'pass';
	await page.goto(`${here.url}${E}/sheets`); // the copy; what is asked for behind it comes in time
	await until('live again', async () => {
		await page.goto(`${here.url}${E}/sheets/kenanga`);
		return await page.getAttribute('html', 'data-kept') === null;
	});
	await here.context.clearCookies({ name: 'session' });
	await page.goto(`${here.url}${E}/sheets/melati`);
	await page.waitForSelector('input[name=username]');
});

test('… and a build that takes every redirect for the service\'s is caught', async (t) => {
	const here = await device(t, { build: { 'sw.js': (script) => script.replace('!doubtful || await leadsHome', 'true || leadsHome') } });
	const page = await here.page();
	await signIn(page, here.url, 'juri-3');
	here.portal.mode = ({ path }) => (path === '/masuk' ? html(200) : html(302, { Location: '/masuk' }));
	await page.goto(`${here.url}${E}/sheets/melati`);
	assert.equal(await text(page, 'h1'), 'Wi-Fi hotel');
});

// ---- What a copy says ----

test('the figures of a copy are those of its time, with what the device has sent since', async (t) => {
	const service = await own(t), here = await device(t, { service });
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	const figures = () => page.locator('.figures dd').evaluateAll((all) => all.map((dd) => Number(dd.firstChild.data)));
	assert.deepEqual(await figures(), [0, 0, 3]);
	await new Promise((done) => { setTimeout(done, 1100); }); // the service says when in whole seconds
	for (const [nominee, marks] of [['melati', { w1: '80', w2: '8' }], ['kenanga', { w1: '70' }]]) {
		await sheet(page, here.url, nominee);
		for (const [name, value] of Object.entries(marks))
			await mark(page, name, value);
		await state(page, 'sent');
	}
	await sheet(page, here.url, 'melati');
	await page.click('button[value=review]');
	await page.waitForURL('**/review');
	await page.waitForSelector('form[data-ready=on]');
	await page.click('form[data-submit] button');
	await page.waitForURL('**/receipt');
	here.portal.mode = 'dead';
	await page.goto(`${here.url}${E}/sheets`);
	await page.waitForSelector('html[data-kept][data-offline=on]');
	await until('counted anew', async () => JSON.stringify(await figures()) === '[1,1,1]');
	assert.match(await text(page, '.figures + .note'), /Angka pada pukul \d\d\.\d\d/);
	assert.equal(await text(page, '#k-desa .progress-line .note'), '1 dari 3 terkirim');
	assert.match(await page.getAttribute('#k-desa .bar', 'aria-label'), /^1 /);
	assert.match(await text(page, '.next-sheet'), /Cempaka/);
});

// ---- Refused ----

test('what the service does not accept is said in its words, and goes out once it is mended', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	await sheet(page, here.url, 'cempaka');
	await mark(page, 'w1', '55');
	await page.fill('[name="feedback"]', 'x'.repeat(4001));
	const said = await (await state(page, 'refused')).textContent();
	assert.match(said, /Tidak diterima/);
	assert.match(said, /4\.?000/, said);
	const { version } = await s.sheet('juri-2', 'cempaka');
	await page.goto(`${here.url}${E}/sheets`);
	assert.match(await (await state(page, 'refused', '.own-sheets')).textContent(), /4\.?000/);
	await sheet(page, here.url, 'cempaka');
	assert.equal((await page.inputValue('[name="feedback"]')).length, 4001, 'nothing of it is gone');
	await page.fill('[name="feedback"]', 'Lebih singkat.');
	await state(page, 'sent');
	const { feedback, marks, version: now } = await s.sheet('juri-2', 'cempaka');
	assert.deepEqual([feedback, marks], ['Lebih singkat.', { w1: 55 }]);
	assert.ok(now > version);
});

test('recused on another device: the word for it; what was typed is thrown away when he says so, not before', async (t) => {
	const service = await own(t), here = await device(t, { service });
	const page = await here.page();
	await signIn(page, here.url, 'juri-2');
	await sheet(page, here.url, 'melati');
	here.portal.mode = 'dead';
	await mark(page, 'w1', '44,5');
	await state(page, 'device');
	assert.equal((await service.act('juri-2', 'melati', 'recuse', { reason: 'kerabat' })).status, 200);
	here.portal.mode = 'pass';
	assert.match(await (await state(page, 'refused')).textContent(), /Tidak diterima[^]*berhalangan/);
	await page.goto(`${here.url}${E}/sheets/melati`);
	await state(page, 'refused', 'main');
	assert.equal(await page.locator('form[data-sheet]').count(), 0);
	const ask = async (answer) => {
		await page.click('#here button');
		assert.match(await text(page, 'dialog[open]'), /Buang yang belum terkirim[^]*w1: 44,5/);
		await page.click(`dialog[open] button[value=${answer}]`);
		await page.waitForSelector('dialog', { state: 'detached' });
	};
	await ask('stay');
	await page.reload();
	await state(page, 'refused', 'main');
	await ask('discard');
	await page.waitForSelector('#here', { state: 'hidden' });
	await page.reload();
	await page.waitForSelector('html[data-offline=on][data-unsent="0"]');
	assert.equal(await page.locator('#here:visible').count(), 0);
	assert.deepEqual((await service.sheet('juri-2', 'melati')).state, 'recused');
});

test('submitting that waits is taken back before it is sent; what went out cannot be', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'ketua');
	await sheet(page, here.url, 'melati');
	const submit = async () => {
		await page.click('button[value=review]');
		await page.click('dialog[open] button[value=final]');
		await page.waitForSelector('form[data-locked=on]');
	};
	here.portal.mode = 'dead';
	await mark(page, 'w1', '80,5');
	await mark(page, 'w2', '8');
	await until('saving goes out', () => here.portal.puts().length > 0);
	await submit();
	assert.equal(await page.getAttribute('[name="mark.w1"]', 'readonly'), '');
	await page.getByRole('button', { name: 'Batalkan, ubah nilai' }).click();
	await page.waitForSelector('form[data-locked=off]');
	await mark(page, 'w2', '9');
	here.portal.mode = 'pass';
	await until('saved', async () => (await s.sheet('ketua', 'melati')).marks.w2 === 9);
	await state(page, 'sent');
	assert.equal((await s.sheet('ketua', 'melati')).state, 'draft');
	assert.ok(!here.portal.puts().some(({ body }) => body.includes('"submit"')), 'nothing asked for it');
	// Now it goes out, is done, and nobody hears of it: that is not taken back.
	here.portal.mode = 'dead';
	await mark(page, 'w2', '7');
	await state(page, 'device');
	await submit();
	here.portal.mode = ({ body }) => (body.includes('"submit"') ? 'swallow' : 'pass');
	await until('submitted, unheard', async () => (await s.sheet('ketua', 'melati')).state === 'submitted');
	await page.getByRole('button', { name: 'Batalkan, ubah nilai' }).waitFor({ state: 'detached' });
	here.portal.mode = 'pass';
	assert.match(await (await state(page, 'sent')).textContent(), /lembar final/);
});

// ---- Two windows ----

test('two windows of one juror: both type, both see the conflict, one choice settles it in both', async (t) => {
	const service = await own(t), here = await device(t, { service });
	const [one, two] = [await here.page(), await here.page()];
	await signIn(one, here.url, 'juri-2');
	await sheet(one, here.url, 'kenanga');
	await sheet(two, here.url, 'kenanga');
	here.portal.mode = 'dead';
	await mark(one, 'w1', '61');
	await mark(two, 'w2', '6');
	await until('each shows both', async () => await one.inputValue('[name="mark.w2"]') === '6' && await two.inputValue('[name="mark.w1"]') === '61');
	await service.act('juri-2', 'kenanga', 'save', { marks: { w1: 50, w2: 5 } });
	here.portal.mode = 'pass';
	await state(one, 'conflict');
	await state(two, 'conflict');
	await two.click('[data-conflict] button[value=mine]');
	await state(one, 'sent');
	await state(two, 'sent');
	assert.equal(await one.locator('main [data-conflict]').count(), 0);
	assert.deepEqual((await service.sheet('juri-2', 'kenanga')).marks, { w1: 61, w2: 6 });
	// One submits: the other says so, and its fields are closed.
	await two.click('button[value=review]');
	await two.waitForURL('**/review');
	await two.waitForSelector('form[data-ready=on]');
	await two.click('form[data-submit] button');
	await two.waitForURL('**/receipt');
	await one.waitForSelector('form[data-locked=on]');
	assert.match(await (await state(one, 'sent')).textContent(), /lembar final/);
	// One signs out: the other shows nothing any more.
	await two.click('text=Keluar');
	await two.waitForURL('**/sign-in');
	await one.waitForURL('**/sign-in');
});

// ---- A clock that is wrong ----

/* From now on the page and its worker believe that it is so much later. */
async function clock(here, by) {
	const shift = (ms) => {
		const Real = Date;
		self.Date = class extends Real {
			constructor(...given) {
				super(...(given.length ? given : [Real.now() + ms]));
			}

			static now() {
				return Real.now() + ms;
			}
		};
	};
	await here.context.addInitScript(shift, by);
	for (const worker of here.context.serviceWorkers())
		await worker.evaluate(shift, by);
}
const DAY = 24 * 3600 * 1000;

for (const [name, by] of [['ahead', DAY], ['behind', -DAY]])
	test(`a device whose clock is a day ${name}: it keeps, sends, and says the time of the service`, async (t) => {
		const service = await own(t), here = await device(t, { service, timezoneId: 'Asia/Makassar' });
		const page = await here.page();
		await signIn(page, here.url, 'juri-2');
		await page.waitForSelector('html[data-filled="4/4"]');
		await service.act('juri-2', 'cempaka', 'save', { marks: { w1: 12 } });
		const asked = here.portal.asked.length;
		await clock(here, by);
		const today = new Date().toLocaleDateString('id-ID', { day: 'numeric', month: 'short', timeZone: 'Asia/Makassar' });
		await sheet(page, here.url, 'melati');
		await mark(page, 'w1', '73');
		assert.match(await (await state(page, 'sent')).textContent(), new RegExp(`draf, belum final, ${today} \\d\\d\\.\\d\\d`));
		assert.equal((await service.sheet('juri-2', 'melati')).marks.w1, 73);
		// What was kept by the other clock is not taken for new for ever.
		await page.goto(`${here.url}${E}/sheets`);
		await until('fetched anew', () => here.portal.asked.slice(asked).some(({ path }) => path.endsWith('/sheets/cempaka')));
		await page.waitForSelector('html[data-filled="4/4"]');
		here.portal.mode = 'dead';
		await copied(page, here.url, 'cempaka');
		assert.equal(await page.inputValue('[name="mark.w1"]'), '12');
		await mark(page, 'w2', '3');
		await state(page, 'device');
		here.portal.mode = 'pass';
		await state(page, 'sent');
		assert.deepEqual((await service.sheet('juri-2', 'cempaka')).marks, { w1: 12, w2: 3 });
	});

// ---- A storage that was emptied ----

/* As a browser does it that needs the room: everything of this address but its cookies. */
const empty = (page) => page.evaluate(async () => {
	await Promise.all((await navigator.serviceWorker.getRegistrations()).map((one) => one.unregister()));
	await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
	await new Promise((done, failed) => {
		const request = indexedDB.deleteDatabase('paritrana');
		request.onsuccess = done;
		request.onerror = failed;
	});
});

test('a storage that the browser emptied is said once he comes back, until he has seen it', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'juri-3');
	const told = () => page.evaluate(async () => (await keep.me()).told === true); // eslint-disable-line no-undef
	await until('told', told);
	await sheet(page, here.url, 'kenanga');
	assert.equal(await page.locator('#emptied:visible').count(), 0);
	await mark(page, 'w1', '31');
	await state(page, 'sent');
	here.portal.mode = ({ method }) => (method === 'PUT' ? 'dead' : 'pass');
	await mark(page, 'w2', '3');
	await state(page, 'device');
	await page.goto(`${here.url}/healthz`); // no script of ours: a page that is just sending would write its entry anew
	await empty(page);
	for (const path of ['/kenanga', '', '/kenanga']) {
		await page.goto(`${here.url}${E}/sheets${path}`);
		await page.waitForSelector('#emptied:not([hidden])');
	}
	assert.match(await text(page, '#emptied'), /telah dikosongkan[^]*Periksa setiap lembar/);
	await page.waitForSelector('form[data-ready]');
	assert.deepEqual([await page.inputValue('[name="mark.w1"]'), await page.inputValue('[name="mark.w2"]')], ['31', ''], 'what the service has');
	here.portal.mode = 'pass';
	await page.click('#emptied button');
	await page.waitForSelector('#emptied', { state: 'hidden' });
	await until('seen', () => page.evaluate(async () => (await keep.me()).emptied === false)); // eslint-disable-line no-undef
	await page.reload();
	await page.waitForSelector('html[data-offline=on]');
	assert.equal(await page.locator('#emptied:visible').count(), 0);
	await mark(page, 'w2', '4');
	await state(page, 'sent');
	assert.deepEqual((await s.sheet('juri-3', 'kenanga')).marks, { w1: 31, w2: 4 });
});

test('emptied below an open sheet, nothing of what stands in its fields is lost', async (t) => {
	const here = await device(t);
	const page = await here.page();
	await signIn(page, here.url, 'juri-3');
	await sheet(page, here.url, 'melati');
	here.portal.mode = ({ method }) => (method === 'PUT' ? 'dead' : 'pass');
	await mark(page, 'w1', '62,5');
	await page.fill('[name="feedback"]', 'Sebelum dikosongkan.');
	await state(page, 'device');
	await empty(page);
	await mark(page, 'w2', '6');
	await state(page, 'device');
	assert.deepEqual([await page.inputValue('[name="mark.w1"]'), await page.inputValue('[name="feedback"]')], ['62,5', 'Sebelum dikosongkan.']);
	here.portal.mode = 'pass';
	await page.waitForFunction(() => ['sent', 'conflict'].includes(document.querySelector('form .keep-state').dataset.state));
	if (await page.locator('main [data-conflict]').count()) // something else of this sheet was stored since the page was made
		await page.click('[data-conflict] button[value=mine]');
	await state(page, 'sent');
	const { marks, feedback } = await s.sheet('juri-3', 'melati');
	assert.deepEqual([marks, feedback], [{ w1: 62.5, w2: 6 }, 'Sebelum dikosongkan.']);
});

test('leaving and coming back, another juror, an ended session: nobody is told of an emptied storage', async (t) => {
	const here = await device(t);
	const page = await here.page();
	const told = () => until('told', () => page.evaluate(async () => (await keep.me()).told === true)); // eslint-disable-line no-undef
	const quiet = async (who) => {
		await signIn(page, here.url, who);
		await page.waitForSelector('html[data-offline=on]');
		assert.equal(await page.locator('#emptied:visible').count(), 0, who);
	};
	await quiet('juri-2');
	await told();
	await page.click('text=Keluar');
	await page.waitForURL('**/sign-in');
	await quiet('juri-3');
	await told();
	await here.context.clearCookies({ name: 'session' });
	await page.goto(`${here.url}${E}/sheets`);
	await page.waitForSelector('input[name=username]');
	await quiet('juri-3');
	await told();
	await here.context.clearCookies({ name: 'session' });
	await quiet('juri-2');
});

// ---- Another program ----

test('the program becomes another one: the old copies still work, nothing typed is lost, and the new one sends it', async (t) => {
	const next = newer({ 'outbox.js': [["'Idempotency-Key': fixed.key", "'Idempotency-Key': fixed.key, 'Next-Program': 'yes'"]], 'theme.css': [[':root', '/* next */ :root']] });
	const service = await panel({ jurors: 1, nominees: 3, criteria: 2 });
	t.after(async () => {
		await service.stop();
		next.remove();
	});
	const here = await device(t, { service });
	const page = await here.page(), list = `/editions/${EDITION}/sheets`;
	const open = async (nominee) => {
		await page.goto(`${here.url}${list}/${nominee}`);
		await page.waitForSelector('form[data-ready]');
	};
	await page.goto(`${here.url}/sign-in`);
	await page.fill('input[name=username]', 'juri-1');
	await page.fill('input[name=password]', passwordOf('juri-1'));
	await page.click('main button');
	await page.waitForURL((to) => !to.pathname.startsWith('/sign-in'));
	await page.goto(here.url + list);
	await page.waitForSelector('html[data-filled="4/4"]');
	await open('n-1');
	here.portal.mode = ({ method }) => (method === 'PUT' ? 'dead' : 'pass');
	await mark(page, 'k1', '81,25');
	await state(page, 'device');
	await page.close();
	// The office installs another version.
	await service.halt();
	service.program = next.program;
	await service.start();
	const later = await here.page();
	// Only its worker changes, no page is fetched anew: the old pages are still what there is.
	here.portal.mode = ({ method, path }) => (method === 'PUT' || path.startsWith('/editions') ? 'dead' : 'pass');
	await later.goto(`${here.url}/account`);
	const changed = await later.evaluate(async () => {
		const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
		const before = registration.active;
		await registration.update();
		const coming = registration.installing ?? registration.waiting ?? registration.active;
		await new Promise((done) => {
			const look = () => coming.state === 'activated' && done();
			coming.addEventListener('statechange', look);
			look();
		});
		return coming !== before;
	});
	assert.ok(changed, 'another worker');
	here.portal.mode = 'dead';
	await later.goto(`${here.url}${list}/n-2`);
	await later.waitForSelector('html[data-kept] form[data-ready]');
	assert.ok(await later.evaluate(() => [...document.styleSheets].some((one) => one.cssRules.length > 50)), 'an old copy with its style');
	await later.fill('[name="mark.k2"]', '12');
	await state(later, 'device');
	// The network is back: everything is fetched anew, and the new script sends what the old one kept.
	here.portal.mode = 'pass';
	await later.goto(here.url + list);
	await until('live', async () => {
		await later.goto(here.url + list);
		return await later.getAttribute('html', 'data-kept') === null;
	});
	await later.waitForSelector('html[data-filled="4/4"][data-unsent="0"]');
	const marks = Object.fromEntries(service.events().map(({ nominee, marks: has }) => [nominee, has]));
	assert.deepEqual(marks, { 'n-1': { k1: '81.25' }, 'n-2': { k2: '12' } });
	// What the old pages named is gone when no page names it any more.
	await until('tidy', () => later.evaluate(async () => {
		const names = (await (await caches.open('files')).keys()).map(({ url }) => new URL(url).pathname);
		return names.filter((name) => /\/outbox\./.test(name)).length === 1;
	}));
	here.portal.mode = 'dead';
	await later.goto(`${here.url}${list}/n-3`);
	await later.waitForSelector('html[data-kept] form[data-ready]');
	await later.fill('[name="mark.k1"]', '7');
	await state(later, 'device');
	const puts = here.portal.puts('n-3').length;
	here.portal.mode = 'pass';
	await state(later, 'sent');
	assert.equal(here.portal.puts('n-3').slice(puts).at(-1).headers['next-program'], 'yes', 'the new script');
});
