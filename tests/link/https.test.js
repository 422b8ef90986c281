// What a juror's phone needs before it works without a network: a page that it trusts. A public host behind nginx, a laptop in
// the room with the certificate of a real name; and what is left without either.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { passwordOf } from '../http/lib.js';
import { E, scoring } from '../http/scoring.js';
import { launch } from '../browser/chromium.js';
import { authority } from './authority.js';
import { NAME, nginx } from './nginx.js';

const YEAR = /^max-age=31536000$/;
let ca, s;

before(async () => {
	ca = authority(NAME);
	s = await scoring();
});
after(async () => {
	await s?.stop();
	ca?.remove();
});

/* A phone that finds the name in the room's network; `trusting`: it knows the authority. */
async function phone(t, trusting = true) {
	const browser = await launch({ args: [`--host-resolver-rules=MAP ${NAME} 127.0.0.1`],
		env: { ...process.env, HOME: trusting ? ca.home : ca.folder } });
	const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
	t.after(() => browser.close());
	page.setDefaultTimeout(60000);
	return page;
}

async function signIn(page, base, who = 'juri-2') {
	await page.goto(`${base}/sign-in`);
	await page.fill('input[name=username]', who);
	await page.fill('input[name=password]', passwordOf(who));
	await page.click('main button');
	await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/* Signs in and saves a mark by the page's button; the stored mark. */
async function scores(page, base, mark) {
	await signIn(page, base);
	await page.goto(`${base}${E}/sheets/melati`);
	await page.fill('[name="mark.w1"]', mark);
	await page.click('button[value=save]');
	await page.waitForFunction(async ([path, wanted]) => {
		const answer = await fetch(path);
		return answer.ok && (await answer.json()).marks.w1 === wanted;
	}, [`/api/v1${E}/nominees/melati/sheet`, Number(mark.replace(',', '.'))]);
}

/* The page works without a network from here on. */
async function keeps(page) {
	await page.waitForSelector('html[data-offline=on]');
	await page.waitForFunction(() => navigator.serviceWorker.controller);
}

const facts = (page) => page.evaluate(() => ({ secure: isSecureContext, workers: 'serviceWorker' in navigator, script: document.cookie }));
async function isSafe(page, url) {
	const cookies = (await page.context().cookies()).filter(({ name }) => name === 'session');
	assert.equal(cookies.length, 1);
	assert.deepEqual(cookies.map(({ secure, httpOnly, sameSite }) => ({ secure, httpOnly, sameSite })),
		[{ secure: true, httpOnly: true, sameSite: 'Lax' }]);
	assert.deepEqual(await facts(page), { secure: true, workers: true, script: '' });
	const answer = await page.goto(url);
	assert.match((await answer.allHeaders())['strict-transport-security'], YEAR);
	assert.match((await answer.securityDetails()).protocol, /^TLS 1\.[23]$/);
}

test('a laptop in the room with the certificate of a real name is trusted, and scores', async (t) => {
	await s.halt();
	await s.start(undefined, ['--tls-cert', ca.cert, '--tls-key', ca.key]);
	t.after(async () => {
		await s.halt();
		await s.start();
	});
	const base = s.url.replace('127.0.0.1', NAME);
	const page = await phone(t);
	await scores(page, base, '81,5');
	await keeps(page);
	await isSafe(page, base);
});

test('a public host behind nginx is trusted, and scores', async (t) => {
	const front = await nginx(s.url, ca);
	t.after(() => front.stop());
	const page = await phone(t);
	await scores(page, front.https, '82');
	await keeps(page);
	await isSafe(page, front.https);
	assert.match(front.log(), /"PUT |"POST /, 'it went through nginx');
	assert.doesNotMatch(front.log(), /\?/, 'and no query is written down');
});

test('behind nginx plain HTTP is led to HTTPS, with path and query', async (t) => {
	const front = await nginx(s.url, ca);
	t.after(() => front.stop());
	const answer = await fetch(`${front.http.replace(NAME, '127.0.0.1')}/editions?category=desa`, { redirect: 'manual' });
	assert.equal(answer.status, 308);
	assert.equal(answer.headers.get('Location'), 'https://127.0.0.1/editions?category=desa');
});

test('a phone that does not know the authority refuses the page, whoever serves it', async (t) => {
	const front = await nginx(s.url, ca);
	t.after(() => front.stop());
	const page = await phone(t, false);
	await assert.rejects(page.goto(front.https), /ERR_CERT_AUTHORITY_INVALID/);
});

test('neither speaks anything older than TLS 1.2, and 1.2 only with forward secrecy', async (t) => {
	const front = await nginx(s.url, ca);
	t.after(() => front.stop());
	await s.halt();
	await s.start(undefined, ['--tls-cert', ca.cert, '--tls-key', ca.key]);
	t.after(async () => {
		await s.halt();
		await s.start();
	});
	for (const url of [front.https, s.url]) {
		const tries = (...how) => spawnSync('openssl', ['s_client', '-connect', `127.0.0.1:${new URL(url).port}`, '-CAfile', ca.ca,
			'-verify_hostname', NAME, '-verify_return_error', '-servername', NAME, ...how], { input: '', encoding: 'utf8' });
		assert.equal(tries('-tls1_3').status, 0, url);
		assert.match(tries('-tls1_2').stdout, /Cipher is ECDHE-/, url);
		for (const old of ['-tls1_1', '-tls1'])
			assert.notEqual(tries(old, '-cipher', 'ALL:@SECLEVEL=0').status, 0, `${url} ${old}`);
	}
});

test('without HTTPS the page says that there is no offline mode, and scores online', async (t) => {
	const base = s.url.replace('127.0.0.1', NAME);
	const page = await phone(t);
	await scores(page, base, '83');
	const { secure } = await facts(page);
	assert.equal(secure, false);
	await page.waitForSelector('html[data-offline=unavailable]');
	assert.match(await page.locator('main').innerText(), /mode luring tidak tersedia/i);
	assert.equal(await page.locator('main a[href^="/guide"], main .note').count() > 0, true, 'and says why');
});
