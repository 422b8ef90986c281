// The guides are one source: what the program shows is what docs/guides holds. UPDATE=1 writes it.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { server, passwordOf } from './lib.js';

const folder = new URL('../../docs/guides/', import.meta.url);
const s = await server();
after(() => s.stop());

const text = (html) => html.replaceAll(/<[^>]+>/g, '').replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"').trim();
function markdown(html, lang) {
	const one = (pattern) => text(pattern.exec(html)[1]);
	const sections = [...html.matchAll(/<h2>([^<]+)<\/h2>\s*<ul>([^]*?)<\/ul>/g)].map(([, heading, points]) =>
		`## ${text(heading)}\n${[...points.matchAll(/<li>([^]*?)<\/li>/g)].map(([, point]) => `- ${text(point)}`).join('\n')}\n`);
	assert.equal(sections.length, 5);
	const note = lang === 'id' ? 'Dibuat dari `templates/locale/id.guide.yaml`.' : 'Made from `templates/locale/en.guide.yaml`.';
	return `# ${one(/<h1>([^<]+)<\/h1>/)}\n${one(/<p class="lead">([^]*?)<\/p>/)}\n\n${sections.join('\n')}\n${note}\n`;
}

for (const role of ['juror', 'secretariat', 'chair', 'keeper'])
	for (const lang of ['id', 'en'])
		test(`the guide for ${role} (${lang}) is that of docs/guides`, async () => {
			const page = s.browser();
			await page.get(`/guide/${role}?lang=${lang}`);
			assert.equal(page.status, 200);
			assert.deepEqual(await page.sound(), []);
			const file = new URL(`${role}.${lang}.md`, folder), made = markdown(page.text, lang);
			if (process.env.UPDATE) {
				mkdirSync(folder, { recursive: true });
				writeFileSync(file, made);
			}
			assert.equal(readFileSync(file, 'utf8'), made);
		});

test('every page links the guide, and each role gets its own', async () => {
	const titles = { ketua: 'Panduan ketua', 'juri-2': 'Panduan juri', pengawas: 'Panduan pengawas', sekretariat: 'Panduan sekretariat' };
	for (const [who, title] of Object.entries(titles)) {
		const page = s.browser();
		await page.signIn(who, passwordOf(who));
		await page.get('/account');
		assert.match(page.text, /<footer[^]*href="\/guide"/);
		await page.get('/guide');
		assert.match(page.text, new RegExp(`<h1>${title}</h1>`));
	}
	const nobody = s.browser();
	await nobody.get('/guide');
	assert.equal(nobody.status, 200);
	for (const odd of ['raja', '%3Cb%3E', 'juror.md'])
		assert.equal((await nobody.get(`/guide/${odd}`)).status, 404);
});

test('every page of every role says what it is for, and a working page what comes next', async () => {
	for (const who of ['sekretariat', 'ketua', 'juri-2', 'pengawas']) {
		const page = s.browser();
		await page.signIn(who, passwordOf(who));
		const seen = new Set(), todo = ['/', '/account', '/editions/contoh'];
		while (todo.length) {
			const path = todo.shift();
			if (seen.has(path) || /\.(pdf|csv|txt|json|ics|xlsx|zip|png)$|^\/static/.test(path))
				continue;
			seen.add(path);
			await page.get(path);
			assert.equal(page.status, 200, `${who}: ${path} is linked and refuses`);
			assert.match(page.text, /<p class="lead">[^<]{10,}/, `${who}: ${path} does not say what it is for`);
			for (const [, href] of page.text.matchAll(/href="(\/[^"#?]*)["#?]/g))
				todo.push(href);
		}
		assert.ok(seen.size > 8, who);
	}
});
