// What a phone reads to put the program on its home screen.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { server } from '../http/lib.js';
import { launch } from './chromium.js';

let s, browser, page, devtools;

before(async () => {
	s = await server();
	browser = await launch();
	page = await browser.newPage();
	devtools = await page.context().newCDPSession(page);
	await page.goto(s.url);
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

/* Width, height and the two lightest facts of a picture: is its corner see-through, is its middle drawn. */
const drawn = (src) => page.evaluate(async (from) => {
	const picture = new Image(), canvas = document.createElement('canvas');
	picture.src = from;
	await picture.decode();
	Object.assign(canvas, { width: picture.naturalWidth, height: picture.naturalHeight });
	const pen = canvas.getContext('2d');
	pen.drawImage(picture, 0, 0);
	const alpha = (x, y) => pen.getImageData(x, y, 1, 1).data[3];
	return { width: canvas.width, height: canvas.height, corner: alpha(0, 0), middle: alpha(canvas.width >> 1, canvas.height >> 1) };
}, src);

test('Chromium reads the manifest without a complaint, and it leads to the front page', async () => {
	const { url, errors, data } = await devtools.send('Page.getAppManifest');
	assert.match(url, /\/static\/app\.[0-9a-f]{12}\.webmanifest$/);
	assert.deepEqual(errors, []);
	const manifest = JSON.parse(data);
	assert.equal(manifest.short_name, 'Paritrana');
	assert.equal(new URL(manifest.start_url, url).href, `${s.url}/`);
	assert.equal(new URL(manifest.scope, url).href, `${s.url}/`);
	assert.equal(manifest.display, 'standalone');
	const answer = await fetch(url);
	assert.equal(answer.headers.get('Content-Type'), 'application/manifest+json');
	assert.match(answer.headers.get('Cache-Control'), /immutable/);
	for (const name of ['theme_color', 'background_color'])
		assert.match(manifest[name], /^#[0-9a-f]{6}$/);
	const head = await page.locator('meta[name=theme-color]').first().getAttribute('content');
	assert.equal(head, manifest.theme_color, 'the bar of the browser and that of the home screen are one colour');
});

test('each icon is a picture of its size; a maskable one is drawn to its edge', async () => {
	const { url, data } = await devtools.send('Page.getAppManifest');
	const { icons } = JSON.parse(data);
	for (const purpose of [undefined, 'maskable'])
		for (const size of [192, 512]) {
			const icon = icons.find((one) => one.purpose === purpose && one.sizes === `${size}x${size}`);
			assert.ok(icon, `${purpose} ${size}`);
			const seen = await drawn(new URL(icon.src, url).href);
			assert.deepEqual(seen, { width: size, height: size, corner: purpose ? 255 : 0, middle: 255 });
		}
	const touch = await page.locator('link[rel=apple-touch-icon]').getAttribute('href');
	assert.deepEqual(await drawn(touch), { width: 180, height: 180, corner: 255, middle: 255 });
});

test('nothing keeps Chromium from installing it', async () => {
	const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
	// A window of a test is a private one, and headless: that alone is said.
	assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito'), []);
});
