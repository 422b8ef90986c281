// The jury's evening without a mouse: Tab, Enter, Space, arrows and letters alone, from the sign-in to the sign-out; then the
// secretariat verifies and the chair locks. And what a screen reader says of the fields for marks.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { passwordOf, sample } from '../http/lib.js';
import { scoring } from '../http/scoring.js';
import { launch } from './chromium.js';

const E = '/editions/contoh';
let s, browser;

before(async () => {
	s = await scoring({ evidence: sample.evidence.replace('melati,pekerja,1030,verified', 'melati,pekerja,1030,entered') });
	browser = await launch();
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

/* Somebody whose mouse is broken. */
async function hands(width, options = {}) {
	const context = await browser.newContext({ viewport: { width, height: 800 }, locale: 'id', reducedMotion: 'reduce', ...options });
	const page = await context.newPage();
	page.setDefaultTimeout(20000);
	/* What the focus is on, as it is called. */
	const here = () => page.evaluate(() => {
		const one = document.activeElement;
		return one && one !== document.body ? (one.getAttribute('aria-label') ?? [...one.labels ?? []].map((label) => label.textContent).join(' ') ?? '') || one.textContent : '';
	});
	const press = (key) => page.keyboard.press(key);
	const one = {
		page, here, press,
		/* Tab until the focus is on what is called so; it is seen and nothing stands over it. */
		async to(words, { key = 'Tab' } = {}) {
			const met = [];
			for (let i = 0; i < 150; i++) {
				await press(key);
				const name = (await here()).replace(/\s+/g, ' ').trim();
				if (words.test(name)) {
					const ring = await page.evaluate(() => parseFloat(getComputedStyle(document.activeElement).outlineWidth));
					assert.ok(ring >= 2, `the focus on “${name}” is not seen`);
					return one;
				}
				met.push(name.slice(0, 30));
			}
			throw new Error(`never came to ${words} on ${page.url()}: ${met.join(' | ')}`);
		},
		/* Enter on it, and the page that it leads to. */
		async follow(words) {
			await one.to(words);
			await Promise.all([page.waitForEvent('load'), press('Enter')]);
			return one;
		},
		type: (text) => page.keyboard.type(text),
		async says(words) {
			await page.locator('main, dialog[open]').getByText(words).first().waitFor().catch(async (error) => {
				throw new Error(`${error.message}\n${page.url()}\n${await page.innerText('body')}`);
			});
			return one;
		},
		async signIn(who) {
			await page.goto(s.url);
			await one.follow(/^Masuk$/);
			await one.to(/^Nama pengguna/);
			await one.type(who);
			await one.to(/^Kata sandi/);
			await one.type(passwordOf(who));
			await Promise.all([page.waitForEvent('load'), press('Enter')]);
			return one;
		},
	};
	return one;
}

for (const [width, who] of [[390, 'juri-2'], [1280, 'juri-3']])
	test(`a juror's evening by keyboard, ${width} px`, async () => {
		const juror = await hands(width);
		await juror.signIn(who);
		await juror.page.goto(`${s.url}${E}/sheets`);

		// Past the head of the page.
		await juror.press('Tab');
		assert.match(await juror.here(), /Langsung ke isi/);
		await juror.press('Enter');
		await juror.follow(/^Lembar berikutnya/);
		assert.match(juror.page.url(), /sheets\/cempaka/);

		// Marks: typed, and moved by an arrow; words behind a summary; a note.
		await juror.to(/^Inovasi/);
		await juror.type('80,5');
		await juror.press('ArrowUp');
		assert.equal(await juror.page.inputValue('[name="mark.w1"]'), '81');
		await juror.press('ArrowDown');
		await juror.to(/Tambah satu langkah: Inovasi/);
		await juror.press('Space');
		await juror.to(/Kurangi satu langkah: Inovasi/, { key: 'Shift+Tab' });
		await juror.press('Enter');
		assert.equal(await juror.page.inputValue('[name="mark.w1"]'), '80,5');
		await juror.to(/^Catatan: Inovasi/);
		await juror.press('Space');
		await juror.press('Tab');
		assert.ok(await juror.page.evaluate(() => document.activeElement.name === 'note.w1'), 'what unfolds comes next');
		await juror.type('Menyebut angka.');
		await juror.to(/^Penguasaan/);
		await juror.type('8');

		// Read once more, sent, and on to the next.
		await juror.follow(/^Tinjau dan kirim/);
		await juror.says(/^Kirim lembar Desa Cempaka/);
		await juror.follow(/^Kirim$/);
		await juror.says(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
		assert.deepEqual((await s.sheet(who, 'cempaka')).marks, { w1: 80.5, w2: 8 });
		await juror.follow(/^Lembar berikutnya/);
		assert.match(juror.page.url(), /sheets\/kenanga/);

		// Opened again, with a reason.
		await juror.follow(/^Semua nominee saya|^Nominee saya$/);
		await juror.follow(/^(Buka|Lihat|Ubah)?.*Desa Cempaka/);
		await juror.to(/^Buka kembali/);
		await juror.press('Enter');
		await juror.to(/alasan/i);
		await juror.type('Salah ketik pada inovasi.');
		await juror.follow(/^Buka kembali/);
		assert.equal((await s.sheet(who, 'cempaka')).state, 'draft');

		await juror.to(/^Keluar$/, { key: 'Shift+Tab' });
		await Promise.all([juror.page.waitForEvent('load'), juror.press('Enter')]);
		await juror.page.goto(`${s.url}${E}/sheets`);
		assert.match(juror.page.url(), /sign-in/);
		await juror.page.context().close();
	});

test('the secretariat verifies evidence by keyboard', async () => {
	const desk = await hands(1280);
	await desk.signIn('sekretariat');
	await desk.page.goto(`${s.url}${E}/evidence`);
	await desk.follow(/^Verifikasi/);
	await desk.says('Tidak ada yang menunggu');
	await desk.page.context().close();
});

test('the chair locks by keyboard', async () => {
	for (const who of ['ketua', 'juri-2', 'juri-3'])
		for (const nominee of ['melati', 'kenanga', 'cempaka'])
			if ((await s.sheet(who, nominee)).state !== 'submitted')
				await s.act(who, nominee, 'submit', { marks: { w1: 80.5, w2: 8 } });
	const chair = await hands(1280);
	await chair.signIn('ketua');
	await chair.page.goto(`${s.url}${E}/pleno`);
	await chair.follow(/^Kunci penilaian/);
	await chair.says('Yang akan terjadi');
	await chair.follow(/^Ya, kunci penilaian/);
	assert.equal((await s.as.ketua('GET', '')).body.phase, 'deliberation');
	await chair.page.context().close();
});

/* The tree that a screen reader reads: { role, name, description, … } of every node. */
async function heard(page) {
	const session = await page.context().newCDPSession(page);
	const { nodes } = await session.send('Accessibility.getFullAXTree');
	await session.detach();
	const byId = new Map(nodes.map((node) => [node.nodeId, node]));
	const parents = (node) => (node ? [node.name?.value && node.role?.value === 'group' ? node.name.value : '', ...parents(byId.get(node.parentId))] : []);
	return nodes.filter(({ ignored }) => !ignored).map((node) => ({ role: node.role?.value, name: node.name?.value ?? '', description: node.description?.value ?? '',
		groups: parents(byId.get(node.parentId)).filter(Boolean), live: node.properties?.find(({ name }) => name === 'live')?.value?.value }));
}

test('a screen reader hears criterion, aspect and range of every mark, what is wrong, and the sum', async () => {
	const other = await scoring();
	const signedIn = async (page, lang) => {
		await page.goto(`${other.url}/sign-in?lang=${lang}`);
		await page.fill('input[name=username]', 'juri-2');
		await page.fill('input[name=password]', passwordOf('juri-2'));
		await Promise.all([page.waitForEvent('load'), page.press('input[name=password]', 'Enter')]);
		await page.goto(`${other.url}${E}/sheets/melati?lang=${lang}`);
	};
	try {
		for (const [lang, says] of [['id', { aspect: 'Wawancara', range: ['0 sampai 100, langkah 0,5', '0 sampai 10'], names: ['Inovasi', 'Penguasaan'] }],
			['en', { aspect: 'Interview', range: ['0 to 100, in steps of 0.5', '0 to 10'], names: ['Innovation', 'Command'] }]]) {
			const { page } = await hands(390);
			await signedIn(page, lang);
			const marks = (await heard(page)).filter(({ role, name, groups }) => role === 'textbox' && groups.includes(says.aspect) && says.names.some((one) => name.startsWith(one)));
			assert.deepEqual(marks.map(({ name }) => name), says.names, 'the criterion, and nothing else');
			marks.forEach(({ description }, i) => assert.ok(description.includes(says.range[i]), description));
			for (const { role, name } of await heard(page))
				assert.ok(name || !/^(button|link|textbox|combobox|checkbox|radio|dialog)$/.test(role), `a ${role} without a name`);
			assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
			assert.equal(await page.getAttribute('.sample-band strong', 'lang'), 'id', 'CONTOH is a word of Bahasa Indonesia');
			for (const landmark of ['banner', 'main', 'contentinfo', 'navigation'])
				assert.ok((await heard(page)).some(({ role }) => role === landmark), landmark);

			await page.fill('[name="mark.w1"]', '80.5');
			await page.fill('[name="mark.w2"]', '8');
			const total = page.locator('[data-total]');
			assert.equal(await total.getAttribute('role'), 'status', 'the sum is said when it changes');
			assert.match(await total.innerText(), lang === 'id' ? /80,29/ : /80\.29/);

			// Sent as a page without script sends it.
			await page.context().close();
			const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
			await signedIn(plain, lang);
			await plain.fill('[name="mark.w1"]', '8;5');
			await Promise.all([plain.waitForEvent('load'), plain.press('[name="mark.w1"]', 'Enter')]);
			const tree = await heard(plain);
			assert.ok(tree.some(({ role }) => role === 'alert'), 'what is wrong is said at once');
			const wrong = tree.find(({ role, name }) => role === 'textbox' && name.startsWith(says.names[0]));
			assert.ok(wrong.description.includes(says.range[0]), wrong.description);
			assert.ok(wrong.description.length > marks[0].description.length, 'and with the field');
			assert.equal(await plain.getAttribute('[name="mark.w1"]', 'aria-invalid'), 'true');
			await plain.context().close();
		}
	} finally {
		await other.stop();
	}
});
