// The pleno on pages, as chair and keeper do it: locking, a vote that is refused first, the first and
// the second key, a correction published with both keys. Each step is said before it is done.
// Without script and by keyboard, on a phone and on a wide screen. Pictures go to build/test/pleno.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { passwordOf } from '../http/lib.js';
import { pleno, scored, tied, equal } from '../http/pleno.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const out = join(root, 'build/test/pleno');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const E = '/editions/contoh';
let s, browser;

before(async () => {
	mkdirSync(out, { recursive: true });
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

/* Without script, but for axe: it needs a page of its own with the same cookies. */
async function person(username, width) {
	const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'id', javaScriptEnabled: false });
	const page = await context.newPage();
	const look = async (name) => {
		await page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: true });
		const watched = await browser.newContext({ viewport: { width, height: 900 }, storageState: await context.storageState() });
		const copy = await watched.newPage();
		await copy.setContent((await page.content()).replaceAll('href="/static', `href="${s.url}/static`));
		const wide = await copy.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		assert.ok(wide <= 0, `${name} is wider than the window by ${wide} px`);
		await copy.evaluate(axe);
		const found = await copy.evaluate(async () => (await window.axe.run(document, {
			runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
		})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ; ')}`));
		assert.deepEqual(found, [], name);
		await watched.close();
		await page.bringToFront();
	};
	const open = async (path) => {
		await page.bringToFront();
		return page.goto(`${s.url}${E}/${path}`);
	};
	await page.goto(`${s.url}/sign-in?lang=id`);
	await page.fill('input[name=username]', username);
	await page.fill('input[name=password]', passwordOf(username));
	await page.click('form[action="/sign-in"] button');
	/* The act is chosen, said in words, and only then done. */
	const sure = async (words, button, name) => {
		await page.getByRole('heading', { name: words }).waitFor();
		await page.getByText('Yang akan terjadi').waitFor();
		await look(name);
		await page.getByRole('button', { name: button }).press('Enter');
	};
	return { page, open, look, sure };
}
const phase = async () => (await s.as.ketua('GET', '')).body.phase;

for (const width of [390, 1440])
	test(`lock, vote, both keys and a correction go by pages alone, at ${width} px`, async () => {
		s = await pleno(tied);
		await scored(s, equal);
		const chair = await person('ketua', width), keeper = await person('pengawas', width);

		await chair.open('pleno');
		await chair.look('scoring');
		await chair.page.getByRole('button', { name: 'Kunci penilaian' }).press('Enter');
		await chair.page.getByText('9 terkirim').waitFor();
		assert.equal(await phase(), 'scoring', 'nothing happened yet');
		await chair.page.getByRole('link', { name: 'Batal' }).press('Enter');
		assert.equal(await phase(), 'scoring');
		await chair.page.getByRole('button', { name: 'Kunci penilaian' }).press('Enter');
		await chair.sure('Kunci penilaian?', 'Ya, kunci penilaian', 'lock');
		assert.equal(await phase(), 'deliberation');

		// The tie at the last winning rank: first half a form, then the whole.
		await chair.page.getByText('nilai sama pada batas pemenang belum diputuskan').first().waitFor();
		await chair.open('ranking');
		const form = chair.page.locator('form[action$="/votes"]').first();
		await form.locator('[name="place.melati"]').fill('1');
		await form.locator('[name="place.kenanga"]').fill('2');
		await form.locator('[name=for]').fill('tiga');
		await form.locator('[name=against]').fill('1');
		await form.locator('textarea[name=reason]').fill('cakupan lebih luas');
		await form.getByRole('button').press('Enter');
		await chair.page.getByText('Tuliskan bilangan bulat').first().waitFor();
		assert.equal(await form.locator('[name="place.melati"]').inputValue(), '1');
		assert.equal(await form.locator('[name=for]').inputValue(), 'tiga');
		assert.equal(await form.locator('textarea[name=reason]').inputValue(), 'cakupan lebih luas');
		await chair.look('vote-refused');
		await form.locator('[name=for]').fill('2');
		await form.getByRole('button').press('Enter'); // abstained is still missing
		await chair.page.getByText('wajib diisi').first().waitFor();
		assert.equal(await form.locator('[name=for]').inputValue(), '2');
		await form.locator('[name=abstained]').fill('0');
		await form.getByRole('button').press('Enter');
		await chair.page.getByText('Desa Melati (CONTOH) > Desa Kenanga (CONTOH)').first().waitFor();
		assert.deepEqual((await s.as.ketua('GET', '/ranking')).body.categories[0].ranking.slice(0, 2).map((r) => [r.nominee, r.decided_by]),
			[['melati', 'vote'], ['kenanga', 'vote']]);

		// First key, second key.
		const keys = async (number) => {
			await chair.open('pleno');
			await chair.page.getByText('Yang akan terbuka untuk umum').waitFor();
			await chair.look(`first-key-${number}`);
			await chair.page.getByRole('button', { name: 'Tetapkan hasil' }).press('Enter');
			await chair.sure('Tetapkan hasil?', 'Ya, putar kunci pertama', `approve-${number}`);
			assert.equal(await phase(), 'approved');
			await keeper.open('watch');
			await keeper.look(`watch-${number}`);
			await keeper.page.getByRole('link', { name: 'Bandingkan' }).press('Enter');
			await keeper.look(`second-key-${number}`);
			await keeper.page.getByRole('button', { name: 'Umumkan hasil' }).press('Enter');
			await keeper.sure('Umumkan hasil?', 'Ya, putar kunci kedua', `publish-${number}`);
			assert.equal(await phase(), 'published');
		};
		await keys(1);
		const first = (await s.api('GET', `${E}/bundle`)).text;

		// The correction: refused without a reason, then said, done, and published with both keys.
		await chair.open('pleno');
		await chair.page.locator('summary', { hasText: 'Langkah mundur' }).press('Enter');
		await chair.page.locator('form:has(input[value=deliberation]) textarea').fill('bukti keliru dibaca');
		await chair.page.getByRole('button', { name: 'Buat ralat' }).press('Enter');
		await chair.page.getByText('Alasan yang dicatat: bukti keliru dibaca').waitFor();
		await chair.sure('Buat ralat?', 'Ya, buat ralat', 'correction');
		assert.equal(await phase(), 'deliberation');
		const { page: visitor } = await person('juri-2', width);
		await visitor.goto(`${s.url}${E}/results`);
		await visitor.getByText('sedang diralat').first().waitFor();

		// An item of evidence is reopened: nominee first.
		await chair.open('proposals');
		await chair.page.locator('#reopen_evidence > summary').press('Enter');
		await chair.page.selectOption('#reopen_evidence select', { label: 'Desa Cempaka (CONTOH)' });
		await chair.page.locator('#reopen_evidence').getByRole('button').press('Enter');
		const options = await chair.page.locator('#reopen_evidence select option').allTextContents();
		assert.ok(options.length <= 4 && options.includes('Pekerja'), options.join());
		await chair.look('reopen-evidence');
		await chair.page.selectOption('#reopen_evidence select', { label: 'Pekerja' });
		await chair.page.locator('#reopen_evidence textarea').fill('salah baca');
		await chair.page.locator('#reopen_evidence').getByRole('button').press('Enter');
		await chair.page.getByText('Usulan tersimpan').waitFor();
		await keeper.open('proposals');
		await keeper.page.getByRole('button', { name: 'Tolak' }).press('Enter');
		await keeper.sure('Tolak usulan ini?', 'Tolak', 'refuse-proposal');

		await keys(2);
		assert.notEqual((await s.api('GET', `${E}/bundle`)).text, first);
		assert.equal((await s.api('GET', `${E}/bundle?release=1`)).text, first, 'the old release stays');
		await s.stop();
		s = undefined;
	});
