// The check page: tokens judged by the browser itself, served and from a disk; a browser that cannot
// says so, and the server answers.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright-core';
import { pleno, scored, published } from '../http/pleno.js';

let s, browser, tokens, url;
const document = readFileSync(new URL('../../docs/certificate-token.md', import.meta.url), 'utf8');
const [keys, list] = [...document.matchAll(/```text\n([^]*?)```/g)].map(([, text]) => text);
const example = list.replace(/\s/g, '');

before(async () => {
	s = await pleno();
	await scored(s);
	await s.must('ketua', 'deliberation');
	await published(s);
	tokens = s.sql('SELECT text FROM certificate_token ORDER BY serial').map(({ text }) => text);
	url = s.url.replace('127.0.0.1', 'localhost');
	browser = await chromium.launch({
		executablePath: '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
			'--disable-component-update', '--disable-sync'],
	});
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

/* A page that fails the test when its policy or its script complains, or when it asks a server. */
async function open(address, { alone = false, init } = {}) {
	const context = await browser.newContext();
	const page = await context.newPage();
	page.complaints = [];
	page.on('console', (message) => message.type() === 'error' && page.complaints.push(message.text()));
	page.on('pageerror', (error) => page.complaints.push(error.message));
	if (alone)
		page.on('request', (request) => request.url().startsWith('file:') || page.complaints.push(request.url()));
	if (init)
		await page.addInitScript(init);
	await page.goto(address);
	return page;
}
async function verdicts(page, text) {
	await page.fill('textarea[name=t]', text);
	await page.click('button[type=submit]');
	const lines = text.split('\n').filter(Boolean).length;
	await page.waitForFunction((n) => document.querySelectorAll('[data-verdict]').length === n, lines);
	const found = await page.locator('[data-verdict]').evaluateAll((all) => all.map((one) => one.dataset.verdict));
	assert.deepEqual(page.complaints, []);
	return found;
}
const forged = (token) => token.slice(0, 60) + (token[60] === 'A' ? 'B' : 'A') + token.slice(61);

test('the browser judges a list of tokens and addresses, without asking the server', async () => {
	const page = await open(`${url}/check`);
	const asked = [];
	await page.waitForLoadState('networkidle');
	page.on('request', (request) => request.url().endsWith('.svg') || asked.push(request.url())); // icons come late
	const address = `https://a.example/certificates/${tokens[1].slice(0, 28).toLowerCase()}?t=${tokens[1].slice(28)}`;
	assert.deepEqual(await verdicts(page, [tokens[0], address, tokens[2].toLowerCase(), forged(tokens[0]), 'halo', example].join('\n')),
		['valid', 'valid', 'valid', 'forged', 'none', 'unknown']);
	assert.deepEqual(asked, []);
	assert.match(await page.textContent('#check'), /Sah: 3\. Tidak sah: 3\./);
	await page.context().close();
});

test('every letter of a token counts, as for the command', async () => {
	const page = await open(`${url}/check`);
	const all = [...tokens[0]].map((letter, at) => tokens[0].slice(0, at) + (letter === '7' ? '8' : '7') + tokens[0].slice(at + 1));
	const found = await verdicts(page, [...all, ...[30, 60, 100, 200].map((at) => tokens[0].slice(0, at)), `${tokens[0]}0`].join('\n'));
	assert.ok(!found.includes('valid'), found.indexOf('valid'));
	await page.context().close();
});

test('keys may be pasted: the example of the document, a withdrawn key, the key of another edition', async () => {
	const page = await open(`${url}/check`);
	await page.click('details summary');
	for (const [from, to, verdict] of [['', '', 'valid'], [' used -', ' withdrawn 2025-08-01T00:00:00Z', 'withdrawn'], ['key contoh', 'key lain', 'other']]) {
		await page.fill('#check-keys', keys.replace(from, to));
		assert.deepEqual(await verdicts(page, example), [verdict]);
		await page.evaluate(() => document.getElementById('check').replaceChildren());
	}
	await page.context().close();
});

test('a link opens it with a token', async () => {
	const page = await open(`${url}/check#${tokens[0]}`);
	await page.waitForSelector('[data-verdict=valid]');
	await page.context().close();
});

test('from a disk it works alone, and asks nobody', async () => {
	const zip = join(s.folder, 'check.zip');
	writeFileSync(zip, Buffer.from(await (await fetch(`${s.url}/check.zip`)).arrayBuffer()));
	assert.equal(spawnSync('python3', ['-m', 'zipfile', '-e', zip, s.folder]).status, 0);
	const page = await open(`file://${s.folder}/periksa-piagam.html`, { alone: true });
	assert.deepEqual(await verdicts(page, `${tokens[0]}\n${forged(tokens[0])}`), ['valid', 'forged']);
	await page.context().close();
});

test('a browser that cannot says so, and the button asks the server', async () => {
	const page = await open(`${url}/check`, { init: () => Object.defineProperty(window.crypto, 'subtle', { value: undefined }) });
	await page.waitForFunction(() => document.getElementById('check').textContent.includes('Ed25519'));
	await page.fill('textarea[name=t]', tokens[0]);
	await page.click('button[type=submit]');
	await page.waitForURL(/\/certificates\/[0-9a-z-]{34}\?t=/);
	assert.match(await page.textContent('main'), /Kode pada kertas ini dibuat untuk piagam ini/);
	await page.context().close();
});
