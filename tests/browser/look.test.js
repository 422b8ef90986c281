// The parts of templates/part, drawn by the unit test test_parts, in a real browser: at three
// widths, in light and dark, without a policy violation, without axe's complaints, without a page
// that is wider than its window. Pictures go to build/test/look.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { HtmlValidate } from 'html-validate';
import { serve } from './serve.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const out = join(root, 'build/test/look');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const WIDTHS = [390, 820, 1440];
let browser, server;

before(async () => {
	const program = join(root, 'build/address/unit/test_parts');
	if (existsSync(program)) spawnSync(program, { cwd: root });
	server = await serve(out, join(root, 'build/static'));
	browser = await chromium.launch({
		executablePath: '/usr/bin/chromium', args: ['--no-sandbox'],
	});
});
after(async () => {
	await browser?.close();
	server?.close();
});

for (const name of ['style', 'style.en', 'problem'])
	for (const scheme of ['light', 'dark'])
		for (const width of WIDTHS)
			test(`${name} at ${width} px, ${scheme}, is in order`, async () => {
				const context = await browser.newContext({
					viewport: { width, height: 900 }, colorScheme: scheme, bypassCSP: false,
				});
				const page = await context.newPage();
				const said = [];
				// Chromium's own advice ([DOM] …) is not about what goes wrong.
				page.on('console', (message) => message.text().startsWith('[DOM]') || said.push(message.text()));
				page.on('pageerror', (error) => said.push(String(error)));
				await page.goto(`${server.url}/${name}.html`, { waitUntil: 'networkidle' });
				await page.screenshot({ path: join(out, `${name}-${width}-${scheme}.png`), fullPage: true });
				const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
				assert.ok(wide <= 0, `wider than the window by ${wide} px`);
				assert.deepEqual(said, []);
				await page.evaluate(axe); // through the debugger: the policy stays on
				const found = await page.evaluate(async () => (await window.axe.run(document, {
					runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
				})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ; ')}`));
				assert.deepEqual(found, []);
				await context.close();
			});

/* What stands on what, and how much darker or lighter it must be. */
const STATES = ['good', 'warn', 'bad', 'info', 'away', 'plain'];
const PAIRS = [
	...['ink', 'muted', 'main', 'gold-ink', ...STATES].flatMap((ink) => [[ink, 'paper', 4.5], [ink, 'sheet', 4.5]]),
	...STATES.flatMap((state) => [[state, `${state}-soft`, 4.5], ['ink', `${state}-soft`, 4.5]]),
	['main', 'main-soft', 4.5], ['main-strong', 'main-soft', 4.5], ['ink', 'main-soft', 4.5], ['on-main', 'main', 4.5], ['on-main', 'main-strong', 4.5],
	['ink', 'gold-soft', 4.5], ['muted', 'gold-soft', 4.5], ['gold-ink', 'gold-soft', 4.5], ['muted', 'plain-soft', 4.5], ['main', 'gold-soft', 4.5],
	['head-ink', 'head', 4.5], ['head-muted', 'head', 4.5], ['band-ink', 'band', 4.5], ['band-ink', 'band-two', 4.5],
	['edge', 'paper', 3], ['edge', 'sheet', 3], ['gold', 'sheet', 3], ['gold', 'paper', 3], ['main', 'plain-soft', 3],
];
for (const scheme of ['light', 'dark'])
	test(`each ink can be read on each ground that it meets, ${scheme}`, () => {
		const css = readFileSync(join(root, 'templates/static/theme.css'), 'utf8');
		const tokens = {};
		const [light, dark] = [css.slice(css.indexOf(':root'), css.indexOf('prefers-color-scheme')), css.slice(css.indexOf('prefers-color-scheme'))];
		for (const part of scheme === 'dark' ? [light, dark.slice(0, dark.indexOf('}'))] : [light])
			for (const [, name, hex] of part.matchAll(/--p-([a-z-]+): #([0-9a-f]{3,6});/g))
				tokens[name] = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex;
		const lightness = (name) => {
			assert.ok(tokens[name], name);
			const [r, g, b] = tokens[name].match(/../g).map((two) => parseInt(two, 16) / 255)
				.map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
			return 0.2126 * r + 0.7152 * g + 0.0722 * b;
		};
		const found = PAIRS.map(([ink, ground, least]) => {
			const [low, high] = [lightness(ink), lightness(ground)].sort((a, b) => a - b);
			return [ink, ground, least, (high + 0.05) / (low + 0.05)];
		}).filter(([, , least, is]) => is < least).map(([ink, ground, least, is]) => `${ink} on ${ground}: ${is.toFixed(2)} < ${least}`);
		assert.deepEqual(found, []);
	});

test('pages are sound HTML', async () => {
	const validator = new HtmlValidate({ extends: ['html-validate:recommended'], rules: {
		'no-trailing-whitespace': 'off', 'void-style': 'off', 'doctype-style': 'off', 'long-title': 'off',
	} });
	for (const name of ['style', 'style.en', 'problem']) {
		const report = await validator.validateFile(join(out, `${name}.html`));
		assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) =>
			`${name}:${m.line}: ${m.ruleId}: ${m.message}`)), []);
	}
});
