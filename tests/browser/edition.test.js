// A whole edition as six kinds of people live it: the secretariat from an empty edition to the letters, three jurors
// with cards on their phones, the chair, the keeper, a nominee, the public. Pages alone, in real windows, one act after
// the other; each goes on from where the page before leads. Pictures go to build/test/edition.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { passwordOf, sample, server } from '../http/lib.js';

const out = join(dirname(fileURLToPath(import.meta.url)), '../../build/test/edition');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const E = '/editions/contoh';
const PHONE = 390, DESK = 1440;
const people = {}, cards = {}, receipts = [];
let s, browser, number = 0, step = 0;

before(async () => {
	rmSync(out, { recursive: true, force: true });
	mkdirSync(out, { recursive: true });
	// What is no part of anybody's day: the rule card is there, and the first account.
	s = await server({ settings: null, nominees: null, jurors: null, evidence: null,
		users: [{ username: 'sekretariat', role: 'secretariat' }] });
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu',
		'--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});
after(async () => {
	await browser?.close();
	await s?.stop();
});

/* Somebody with a window of his own, who reads and clicks. */
async function person(who, width) {
	const context = await browser.newContext({ viewport: { width, height: 844 }, locale: 'id', reducedMotion: 'reduce' });
	const page = await context.newPage();
	page.setDefaultTimeout(20000);
	const main = page.locator('main');
	const one = {
		page, main,
		goto: (path) => page.goto(s.url + path),
		/* A link or a button of the page, by its words; the menu of a phone is opened first. */
		async follow(words, of = page) {
			const link = of.getByRole('link', { name: words }).filter({ visible: true }).first();
			if (of !== main && page.viewportSize().width < 800 && !await link.count() && await page.locator('.nav-menu').count())
				await page.locator('.nav-menu > summary').click();
			await link.click();
		},
		menu: (words) => one.follow(words, page.locator('.site-nav')),
		press: (words, of = main) => of.getByRole('button', { name: words }).filter({ visible: true }).first().click(),
		unfold: (words, of = main) => of.locator('summary', { hasText: words }).first().click(),
		sees: (words, of = main) => of.getByText(words).first().waitFor({ state: 'attached' }),
		async signIn(password = passwordOf(who)) {
			await page.goto(s.url);
			await page.getByRole('link', { name: 'Masuk' }).first().click();
			await page.fill('input[name=username]', who);
			await page.fill('input[name=password]', password);
			await page.press('input[name=password]', 'Enter');
			await page.getByRole('button', { name: 'Keluar' }).waitFor();
		},
		/* A picture; nothing is wider than the window. */
		async look(name, { whole = false } = {}) {
			await page.screenshot({ path: join(out, `${String(++number).padStart(2, '0')}-${name}.png`), fullPage: true });
			const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
			assert.ok(wide <= 0, `${name} is wider than the window by ${wide} px`);
			if (!whole)
				return;
			await page.evaluate(axe);
			const found = await page.evaluate(async () => (await window.axe.run(document, {
				runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
			})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ; ')}`));
			assert.deepEqual(found, [], name);
		},
	};
	people[who] = one;
	return one;
}

/* One part of the story; without the parts before there is nothing to tell. */
let broken;
const part = (name, tell) => test(name, async (t) => {
	if (broken)
		return t.skip(`after: ${broken}`);
	const from = Date.now();
	try {
		await tell();
	} catch (error) {
		broken = name;
		for (const [who, { page }] of Object.entries(people)) {
			await page.screenshot({ path: join(out, `broken-${who}.png`), fullPage: true }).catch(() => {});
			const said = await page.locator('main').innerText({ timeout: 1000 }).catch(() => '');
			error.message += `\n--- ${who} at ${page.url()}\n${said.slice(0, 1500)}`;
		}
		throw error;
	}
	t.diagnostic(`${++step}: ${Date.now() - from} ms`);
});

/* Scans the card, checks the name on it, chooses a password, and is in. */
async function opened(who, width) {
	const one = await person(who, width);
	await one.goto(`/card?c=${cards[who]}`);
	assert.ok(!one.page.url().includes('c='), 'the address holds no code');
	await one.press('Lanjutkan');
	await one.sees(who);
	await one.main.getByLabel('Kata sandi', { exact: true }).fill(passwordOf(who));
	await one.main.getByLabel('Kata sandi, sekali lagi').fill(passwordOf(who));
	await one.press('Simpan dan masuk');
	await one.page.getByRole('button', { name: 'Keluar' }).waitFor();
	return one;
}

const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

part('the secretariat fills an empty edition, one step after the other', async () => {
	const desk = await person('sekretariat', DESK);
	const steps = desk.page.locator('.steps');
	const upload = async (kind, text) => {
		await desk.main.getByLabel(kind, { exact: true }).check();
		await desk.page.setInputFiles('input[type=file]', file('daftar.csv', text));
		await desk.press('Periksa berkas');
	};
	await desk.signIn();
	await desk.look('desk-empty');

	await desk.follow('Alamat publik', steps);
	await desk.page.getByLabel('Alamat publik').fill('https://nilai.example.go.id');
	await desk.page.selectOption('select[name=timezone]', 'WITA');
	await desk.page.getByLabel('Batas waktu keberatan').fill('31 Desember 2999');
	await desk.press('Simpan');
	await desk.sees('Pengaturan tersimpan');

	// A list as an office has it: other titles and another order; first with a category that there is not.
	const list = ['Nama Desa atau Perusahaan;Kode;Kelompok;Kecamatan;Narahubung', 'Desa Melati (CONTOH);melati;desa;Kecamatan Contoh;Ibu Contoh',
		'Desa Kenanga (CONTOH);kenanga;desa;Kecamatan Contoh;', 'Desa Cempaka (CONTOH);cempaka;desa;Kecamatan Contoh;',
		'CV Tani Makmur (CONTOH);tani-makmur;usaha;Kecamatan Contoh;', 'PT Laut Biru (CONTOH);laut-biru;perusahaan;Kecamatan Contoh;'];
	const columns = async () => {
		const choose = async (what, column) => {
			const field = desk.page.getByLabel(what), option = field.locator('option', { hasText: `${column}:` });
			await field.selectOption(await option.getAttribute('value'));
		};
		await choose('Kunci nominee', 'Kode');
		await choose('Nama', 'Nama Desa atau Perusahaan');
		await choose('Kategori', 'Kelompok');
		await choose('Wilayah', 'Kecamatan');
	};
	await desk.follow('Meja sekretariat');
	await desk.follow('Nominee', steps);
	await upload('Nominee', list.join('\n'));
	await desk.sees('Kolom mana berisi apa');
	await columns();
	await desk.look('import-columns', { whole: true });
	await desk.press('Periksa berkas');
	await desk.sees('Berkas ini memuat kesalahan');
	await desk.look('import-mistakes');
	await upload('Nominee', list.join('\n').replace('perusahaan', 'usaha'));
	await columns();
	await desk.press('Periksa berkas');
	await desk.sees('Akan disimpan');
	await desk.look('import-preview', { whole: true });
	await desk.press('Simpan sekarang');
	await desk.sees('telah disimpan');

	await desk.follow('Meja sekretariat');
	await desk.follow('Tim juri', steps);
	await desk.follow('Impor', desk.main);
	await upload('Juri', sample.jurors.split('\n').slice(0, 3).join('\n'));
	await desk.press('Simpan sekarang');
	await desk.follow('Meja sekretariat');
	await desk.follow('Tim juri', steps);
	await desk.follow('Tambah juri');
	const third = { Kunci: 'j3', Nama: 'Juri Tiga (CONTOH)', Unsur: 'Serikat', Instansi: 'Serikat Contoh' };
	for (const [label, value] of Object.entries(third))
		await desk.main.getByLabel(label).fill(value);
	await desk.press('Simpan');

	await desk.follow('Meja sekretariat');
	await desk.follow('Akun ketua dan pengawas', steps);
	for (const [username, role, juror] of [['ketua', 'chair', 'j1'], ['juri-2', 'juror', 'j2'], ['juri-3', 'juror', 'j3'], ['pengawas', 'keeper', '']]) {
		await desk.main.getByLabel('Nama pengguna').fill(username);
		await desk.page.selectOption('select[name=role]', role);
		await desk.page.selectOption('select[name=juror]', juror);
		await desk.press('Buat akun');
		await desk.sees('ditampilkan sekali ini saja');
	}
	await desk.look('accounts');

	await desk.follow('Meja sekretariat');
	await desk.follow('Mulai verifikasi', steps);
	await desk.look('phase-setup');
	await desk.press('Buka verifikasi');
	await desk.press('Ya, buka verifikasi');
	await desk.sees('Bukti para nominee sedang diperiksa');
});

part('the secretariat fills the evidence file in, verifies, rejects, verifies again', async () => {
	const desk = people.sekretariat;
	const value = new Map(sample.evidence.trim().split('\n').slice(1).map((line) => line.split(','))
		.map(([nominee, evidence, is]) => [`${nominee},${evidence}`, is]));
	// Two villages alike to the last digit, so that the pleno has something to decide; one company fails its gate.
	value.set('kenanga,terlindungi', value.get('melati,terlindungi')).set('kenanga,pekerja', value.get('melati,pekerja'));
	value.set('laut-biru,menunggak', 'ya');
	await desk.follow('Meja sekretariat');
	await desk.follow('Bukti dimasukkan', desk.page.locator('.steps'));
	const waits = desk.page.waitForEvent('download');
	await desk.follow('evidence.csv');
	const template = readFileSync(await (await waits).path(), 'utf8');
	const filled = template.trim().split(/\r?\n/).map((line, i) => {
		const [nominee, evidence] = line.split(',');
		return i ? `${nominee},${evidence},${value.get(`${nominee},${evidence}`)},,Berkas contoh,2024-12-31` : line;
	});
	assert.equal(filled.length, 11, template);
	await desk.main.getByLabel('Bukti', { exact: true }).check();
	await desk.page.setInputFiles('input[type=file]', file('evidence.csv', filled.join('\n')));
	await desk.press('Periksa berkas');
	await desk.look('evidence-preview');
	await desk.press('Simpan sekarang');
	await desk.sees('telah disimpan');

	await desk.follow('Meja sekretariat');
	await desk.follow('Bukti yang menunggu');
	await desk.look('queue');
	const workers = desk.main.locator('section.sheet', { hasText: 'Desa Melati' }).filter({ hasText: 'pekerja' }).filter({ hasText: '1.030' });
	await desk.unfold('Tolak', workers);
	await workers.locator('textarea').fill('Berkas tanpa tanda tangan.');
	await desk.press('Tolak', workers);
	for (let left = 9; left > 0; left--) {
		await desk.sees(`${left} bukti menunggu`, desk.page);
		await desk.press('Verifikasi');
	}
	await desk.sees('Tidak ada yang menunggu');
	await desk.follow('Nominee', desk.main);
	await desk.follow('Desa Melati');
	await desk.sees('Berkas tanpa tanda tangan');
	await desk.look('dossier');
	await desk.main.locator('a[href$="/evidence/pekerja"]').first().click();
	await desk.main.getByLabel('Nilai bukti').fill('1030');
	await desk.main.getByLabel('Sumber').fill('Berkas contoh, ditandatangani');
	await desk.press('Simpan');
	await desk.press('Verifikasi');
	await desk.sees('Terverifikasi');
});

part('the secretariat plans the interviews, opens scoring and prints the cards', async () => {
	const desk = people.sekretariat;
	await desk.follow('Meja sekretariat');
	await desk.follow('Jadwal wawancara');
	await desk.main.getByLabel('Tanggal').fill('4 Maret 2031');
	await desk.main.getByLabel('Ruang').fill('Ruang Contoh');
	await desk.press('Tambah sesi');
	await desk.page.selectOption('select[name=category]', 'desa');
	await desk.press('Isi sesi');
	await desk.sees('3 nominee dijadwalkan');

	await desk.follow('Meja sekretariat');
	await desk.follow('Kartu akses');
	for (const box of await desk.main.locator('input[type=checkbox]').all())
		await box.check();
	await desk.press('Buat kartu');
	await desk.look('cards');
	for (const card of await desk.page.locator('.print-cards li').all()) {
		const words = await card.innerText();
		cards[/· (\S+)/.exec(words)[1]] = /([0-9A-Z]{4}-){6}[0-9A-Z]{4}/.exec(words)[0];
	}
	assert.deepEqual(Object.keys(cards).sort(), ['juri-2', 'juri-3', 'ketua', 'pengawas']);

	// The keys are taken before scoring opens: from then on their cards are void.
	await opened('ketua', DESK);
	await opened('pengawas', DESK);

	await desk.follow('Meja sekretariat');
	await desk.look('desk-verified');
	await desk.follow('Mulai penilaian', desk.page.locator('.steps'));
	await desk.press('Buka penilaian');
	await desk.look('scoring-sure');
	await desk.press('Ya, buka penilaian');
	await desk.sees('Para juri sedang menilai');
});

part('a juror opens the card on a phone, declares one conflict, and sees that nominee closed', async () => {
	const juror = await opened('juri-2', PHONE);
	await juror.look('juror-first');
	await juror.follow('Nyatakan sekarang');
	await juror.unfold('Nyatakan konflik dengan seorang nominee');
	await juror.page.selectOption('select[name=nominee]', { label: 'Desa Cempaka (CONTOH)' });
	await juror.main.getByLabel('Keluarga').check();
	await juror.main.getByLabel('Penjelasan').fill('Adik ipar kepala desa.');
	await juror.press('Nyatakan konflik');
	await juror.press('Ya, nyatakan');
	await juror.sees('sekarang tertutup bagi Anda');
	await juror.follow('Nominee saya');
	await juror.sees('Berhalangan');
	assert.equal(await juror.main.getByRole('link', { name: /Cempaka/ }).count(), 0);
	await juror.look('juror-list');
});

/* The next open sheet: typed, saved, read once more, sent; answers the code of the receipt. */
async function scores(who, nominee, marks, { feedback, look } = {}) {
	const one = people[who];
	await one.follow(nominee, one.main);
	await one.sees('Nilai Anda');
	if (look)
		await one.look(`${look}-sheet`);
	for (const [name, mark] of Object.entries(marks))
		await one.page.fill(`[name="mark.${name}"]`, mark);
	if (feedback)
		await one.page.fill('[name=feedback]', feedback);
	await one.press('Simpan draf');
	await one.main.locator('form .keep-state[data-state="sent"]').waitFor();
	await one.press('Tinjau dan kirim');
	await one.sees(/Kirim lembar .*\?/);
	if (look)
		await one.look(`${look}-review`);
	await one.press('Kirim');
	const code = await one.main.locator('.receipt').innerText();
	if (look)
		await one.look(`${look}-receipt`);
	assert.match(code, /^([0-9a-f]{4}\s){15}[0-9a-f]{4}$/);
	return code;
}

/* One of the acts on the page of proposals. */
async function decide(one, kind, reason, who) {
	const form = one.page.locator(`#${kind}`);
	await form.locator('> summary').click();
	for (const [name, label] of Object.entries(who))
		await form.locator(`select[name="${name}"]`).selectOption({ label });
	await form.locator('textarea').fill(reason);
	await one.press(/Catat|Usulkan/, form);
}

part('three jurors save, review and send their sheets; one forgets a sheet', async () => {
	receipts.push(await scores('juri-2', 'Lembar berikutnya', { w1: '80,5', w2: '8' }, { feedback: 'Layanan jemput bola patut ditiru.', look: 'juror' }));
	receipts.push(await scores('juri-2', 'Desa Kenanga', { w1: '80,5', w2: '8' }));
	await people['juri-2'].follow('Semua nominee saya');
	await people['juri-2'].sees('Semua lembar Anda sudah terkirim');
	await people['juri-2'].look('juror-done');

	const third = await opened('juri-3', PHONE);
	await third.follow('Konflik');
	await third.press('Tidak ada konflik di kategori ini');
	await third.sees('tidak ada konflik lain');
	await third.follow('Nominee saya');
	await scores('juri-3', 'Desa Melati', { w1: '80,5', w2: '8' });
	await third.follow('Semua nominee saya');
	await scores('juri-3', 'Desa Cempaka', { w1: '55', w2: '7' });

	const chair = people.ketua;
	await chair.menu('Penilaian');
	await scores('ketua', 'Desa Melati', { w1: '80,5', w2: '8' });
	await scores('ketua', 'Desa Kenanga', { w1: '80,5', w2: '8' });
	await scores('ketua', 'Desa Cempaka', { w1: '60', w2: '6' }, { feedback: 'Data pekerja rentan perlu dilengkapi.' });
});

part('the secretariat sees who is missing, never a mark, and reminds', async () => {
	const desk = people.sekretariat;
	await desk.follow('Meja sekretariat');
	await desk.look('desk-scoring');
	await desk.follow('Kemajuan');
	await desk.unfold('Juri Tiga');
	assert.doesNotMatch(await desk.main.innerText(), /80,5|34,|55/);
	await desk.follow('Pengingat');
	await desk.main.getByLabel('Batas waktu dalam teks').fill('hari ini pukul 21.00 WITA');
	await desk.press('Pakai dalam teks');
	assert.match(await desk.main.locator('textarea').last().inputValue(), /Juri Tiga \(CONTOH\)[^]*pukul 21\.00/);
	assert.match(await desk.main.locator('a[href^="https://wa.me/"]').last().getAttribute('href'), /text=.*Juri%20Tiga/);
	await desk.look('reminders');
});

part('the chair sees what is open, notes an absence, locks, and finds two who are alike', async () => {
	const chair = people.ketua;
	await chair.menu('Pleno');
	await chair.sees('1 lembar nilai belum dikirim');
	await chair.look('open-points');
	await chair.follow('Buka', chair.main.locator('.tasks'));
	await chair.follow('Catat juri yang tidak hadir');
	await decide(chair, 'mark_absent', 'Dipanggil pulang sebelum wawancara.', { juror: 'Juri Tiga (CONTOH)', nominee: 'Desa Kenanga (CONTOH)' });
	await chair.sees('berlaku sejak sekarang');
	await chair.look('absent-noted');

	await chair.menu('Pleno');
	await chair.press('Kunci penilaian');
	await chair.look('lock-sure');
	await chair.press('Ya, kunci penilaian');
	await chair.sees('Penilaian terkunci');
	await chair.look('locked');

	await chair.follow('Papan pleno');
	await chair.follow('Pemerintah desa');
	await chair.sees('Seberapa pasti hasil ini');
	await chair.look('board');
	await chair.follow('Tampilkan di layar');
	await chair.page.waitForURL(/\/hall/); // its script is there
	await chair.page.keyboard.press('ArrowRight');
	await chair.page.waitForURL(/step=1$/);
	assert.equal(await chair.main.getByText('belum menyatakan').count(), 0, 'a reminder is no matter of the hall');
	await chair.look('hall');
	await chair.follow('Semua kategori');
});

part('the pleno votes on the tie, and one sheet is opened again with two keys', async () => {
	const chair = people.ketua, keeper = people.pengawas, juror = people['juri-3'];
	await chair.menu('Pleno');
	await chair.follow('Tahap dan pleno');
	await chair.follow('Putuskan nilai yang sama');
	await chair.look('ranking');
	const vote = chair.main.locator('form[action$="/votes"]').first();
	await vote.locator('[name="place.kenanga"]').fill('1');
	await vote.locator('[name="place.melati"]').fill('2');
	await vote.locator('[name=for]').fill('2');
	await vote.locator('[name=against]').fill('1');
	await vote.locator('[name=abstained]').fill('0');
	await vote.locator('textarea[name=reason]').fill('Cakupan pekerja rentan lebih luas.');
	await chair.press('Catat keputusan', vote);
	await chair.sees('Desa Kenanga (CONTOH) > Desa Melati (CONTOH)');
	await chair.look('voted');

	await chair.follow('Usulan');
	await decide(chair, 'reopen_sheet', 'Juri melapor salah ketik.', { juror: 'Juri Tiga (CONTOH)', nominee: 'Desa Cempaka (CONTOH)' });
	await chair.sees('Usulan tersimpan');

	await keeper.follow('Pengawasan hari ini');
	await keeper.sees('1 usulan');
	await keeper.look('watch');
	await keeper.follow('Putuskan');
	await keeper.press('Setujui');
	await keeper.look('confirm-sure');
	await keeper.press('Setujui');
	await keeper.sees('Keputusan tersimpan');

	await juror.follow('Nominee saya');
	await juror.look('juror-reopened');
	await scores('juri-3', 'Lembar berikutnya', { w1: '65' });
});

part('the first key is turned after a preview, the second after comparing', async () => {
	const chair = people.ketua, keeper = people.pengawas;
	await chair.menu('Pleno');
	await chair.follow('Tahap dan pleno');
	await chair.sees('Yang akan terbuka untuk umum');
	await chair.look('first-key');
	await chair.press('Tetapkan hasil');
	await chair.look('first-key-sure');
	await chair.press('Ya, putar kunci pertama');
	const printed = await chair.main.locator('.hash-groups').innerText();
	await chair.look('approved');

	await keeper.menu('Pengawasan');
	await keeper.sees('Tidak ada perbedaan');
	await keeper.follow('Bandingkan');
	assert.equal(await keeper.main.locator('.hash-groups').innerText(), printed);
	await keeper.look('second-key');
	await keeper.press('Umumkan hasil');
	await keeper.press('Ya, putar kunci kedua');
	await keeper.look('published');
	await keeper.menu('Pengawasan');
	await keeper.follow('Catatan');
	await keeper.look('log');
	await keeper.unfold('Saring catatan');
	await keeper.page.selectOption('select[name=nominee]', { label: 'Desa Cempaka (CONTOH)' });
	await keeper.page.selectOption('select[name=juror]', { label: 'Juri Tiga (CONTOH)' });
	await keeper.press('Tampilkan');
	await keeper.sees('Lembar dibuka setelah penguncian');
	await keeper.look('log-narrowed', { whole: true });
});

part('a letter opens its nominee\'s own page, and what the nominee says is answered', async () => {
	const desk = people.sekretariat, chair = people.ketua;
	await desk.follow('Meja sekretariat');
	await desk.look('desk-published');
	await desk.follow('Surat nominee', desk.main);
	await desk.press('Buat surat');
	await desk.look('letters');
	const code = await desk.page.locator('.letter', { hasText: 'Desa Cempaka' }).locator('.letter-code strong').innerText();

	const nominee = await person('nominee', PHONE);
	await nominee.goto(`/nominee?c=${code}`);
	assert.ok(!nominee.page.url().includes('c='));
	await nominee.press('Buka');
	await nominee.sees('Data pekerja rentan perlu dilengkapi');
	await nominee.look('nominee-page');
	await nominee.main.getByLabel('Tentang').selectOption({ label: 'Pekerja terlindungi' });
	await nominee.main.locator('textarea').fill('Data bulan Desember belum dihitung.');
	await nominee.main.getByLabel('Siapa yang dapat dihubungi').fill('Ibu Contoh');
	await nominee.press('Kirim keberatan');
	await nominee.sees('terkirim dan tercatat');

	await desk.follow('Meja sekretariat');
	await desk.look('desk-objection');
	await desk.follow('Keberatan', desk.page.locator('.message'));
	await desk.sees('Data bulan Desember belum dihitung');
	await desk.look('objection-read');
	assert.equal(await desk.main.locator('textarea').count(), 0);
	await chair.menu('Pleno');
	await chair.look('chair-published');
	await chair.follow('Keberatan');
	await chair.main.locator('textarea').fill('Batas data adalah 31 Desember 2024; angka itu sudah termasuk.');
	await chair.press('Kirim jawaban');
	await chair.look('answer-sure');
	await chair.press('Kirim jawaban');
	await chair.sees('Jawaban tersimpan');
	await nominee.page.reload();
	await nominee.sees('angka itu sudah termasuk');
	await nominee.look('nominee-answered', { whole: true });
});

part('anybody reads the results, how they came about, a certificate and a receipt', async () => {
	const anybody = await person('publik', PHONE);
	await anybody.goto('/');
	await anybody.look('front');
	await anybody.follow('Lihat hasil');
	await anybody.look('results');
	await anybody.sees('Desa Kenanga (CONTOH)');
	await anybody.follow('Desa Kenanga');
	await anybody.look('nominee-public');
	await anybody.follow(/Bagaimana/);
	await anybody.look('how');

	const desk = people.sekretariat;
	await desk.follow('Meja sekretariat');
	await desk.follow('Piagam', desk.page.locator('.tiles'));
	const serial = (await desk.main.locator('a[href^="/certificates/"]').last().getAttribute('href')).split('/').pop();
	await desk.look('certificates', { whole: true });
	await anybody.follow('Periksa piagam');
	await anybody.main.getByRole('textbox').fill(serial);
	await anybody.press('Periksa');
	await anybody.sees('Berlaku');
	await anybody.look('certificate');
	await anybody.follow('Periksa tanda terima');
	for (const [code, words] of [['0'.repeat(64), 'Tidak ditemukan'], [receipts[0], 'termuat dalam rilis 1']]) {
		await anybody.main.getByRole('textbox').fill(code);
		await anybody.press('Periksa');
		await anybody.sees(words);
		await anybody.look('receipt');
	}
});
