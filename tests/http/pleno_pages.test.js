// The pages of the pleno, without script: what each shows, and that its forms do what the API does.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { pleno, scored, tied, equal } from './pleno.js';

async function signedIn(s, username) {
	const page = s.browser();
	await page.signIn(username);
	return page;
}

test('the chair locks on the page, and an old password is asked for in place', async () => {
	const s = await pleno();
	try {
		await scored(s);
		const page = await signedIn(s, 'ketua');
		await page.get('/editions/contoh/pleno');
		assert.match(page.text, /Kunci penilaian/);
		assert.match(page.text, /Tidak ada penghalang/);
		await s.halt();
		s.sql('UPDATE session SET password_at = password_at - 601');
		const old = s.url;
		await s.start();
		page.url = s.url;
		assert.notEqual(old, undefined);
		await page.get('/editions/contoh/pleno');
		await page.act('/editions/contoh/phase', { to: 'deliberation' });
		assert.equal(page.status, 401);
		assert.match(page.text, /type="password"/);
		assert.match(page.text, /name="to" value="deliberation"/, 'the act waits in the form');
		await page.act('/editions/contoh/phase', { to: 'deliberation', password: 'salah benar' });
		assert.equal(page.status, 401);
		await page.act('/editions/contoh/phase', { to: 'deliberation', password: 'sandi ketua' });
		assert.equal(page.location, '/editions/contoh/pleno');
		await page.get('/editions/contoh/pleno');
		assert.match(page.text, /Tetapkan hasil/);
		assert.match(page.text, /Yang akan terbuka untuk umum/);
	} finally {
		await s.stop();
	}
});

test('what stands in the way is shown, and the button is not', async () => {
	const s = await pleno();
	try {
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		const page = await signedIn(s, 'ketua');
		await page.get('/editions/contoh/pleno');
		assert.match(page.text, /9 lembar masih terbuka/);
		assert.doesNotMatch(page.text, /value="deliberation"/);
		assert.doesNotMatch(page.text, /href="\/editions\/contoh\/ranking"/, 'no link to what refuses');
		await page.act('/editions/contoh/phase', { to: 'deliberation' });
		assert.equal(page.status, 409);
		assert.match(page.text, /9 lembar masih terbuka/);
	} finally {
		await s.stop();
	}
});

test('a tie is decided on the page, and the release goes out with two keys', async () => {
	const s = await pleno(tied);
	try {
		await scored(s, equal);
		await s.must('ketua', 'deliberation');
		const chair = await signedIn(s, 'ketua'), keeper = await signedIn(s, 'pengawas');
		await chair.get('/editions/contoh/pleno');
		const [, place] = /href="\/editions\/contoh\/ranking#([^"]+)"/.exec(chair.text);
		await chair.get('/editions/contoh/ranking');
		assert.match(chair.text, /menentukan pemenang, perlu keputusan/);
		assert.ok(chair.text.includes(`id="${place}" open`), 'what stands in the way leads to the form that mends it');
		await chair.post('/editions/contoh/votes', { category: 'desa', 'place.melati': '2', 'place.kenanga': '1',
			for: '3', against: '0', abstained: '0', reason: 'mufakat' });
		assert.equal(chair.location, '/editions/contoh/ranking#desa');
		await chair.get('/editions/contoh/ranking');
		assert.match(chair.text, /Desa Kenanga \(CONTOH\) &gt; Desa Melati \(CONTOH\)/);
		await chair.post('/editions/contoh/votes', { category: 'desa', withdraw: 'kenanga melati', reason: '' });
		assert.equal(chair.status, 422);
		await chair.get('/editions/contoh/ranking/desa/melati');
		assert.match(chair.text, /J1[\s\S]*J2[\s\S]*J3/);
		assert.doesNotMatch(chair.text, /Juri Dua/);
		await chair.get('/editions/contoh/pleno');
		await chair.act('/editions/contoh/phase', { to: 'approved' });
		assert.equal(chair.status, 303);
		await keeper.get('/editions/contoh/release');
		const hash = /name="bundle_sha256" value="([0-9a-f]{64})"/.exec(keeper.text)[1];
		assert.ok(keeper.text.includes(hash.match(/.{4}/g).join(' ')), 'in groups of four');
		const bundle = await (await signedIn(s, 'pengawas')).get('/editions/contoh/release/bundle.txt');
		assert.match(bundle.text, /^paritrana-bundle\t1\n/);
		await keeper.act('/editions/contoh/phase', { to: 'published', bundle_sha256: hash });
		assert.equal(keeper.location, '/editions/contoh/release');
		await keeper.get('/editions/contoh/release');
		assert.match(keeper.text, /Tidak ada rilis yang menunggu/);
		s.cli(['bundle', '--db', s.db, '--edition', 'contoh', '--out', `${s.folder}/out.txt`]);
		assert.match(s.cli(['verify', `${s.folder}/out.txt`]).stdout, new RegExp(hash));
		s.cli(['bundle', '--db', s.db, '--edition', 'tiada', '--out', `${s.folder}/none.txt`], { expect: 1 });
	} finally {
		await s.stop();
	}
});

test('a proposal is made, confirmed and read in the log on pages', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		const chair = await signedIn(s, 'ketua'), keeper = await signedIn(s, 'pengawas');
		await chair.get('/editions/contoh/proposals');
		await chair.post('/editions/contoh/proposals', { kind: 'reopen_sheet', juror: 'j2', nominee: 'melati', reason: '' });
		assert.equal(chair.status, 422);
		assert.match(chair.text, /<details class="more" id="reopen_sheet" open>[^]*<option [^>]*value="j2" selected>[^]*value="melati" selected>[^]*Alasan wajib diisi/);
		await chair.post('/editions/contoh/acts', { kind: 'late_recusal', juror: 'j3', nominee: '', reason: 'saudara kepala desa' });
		assert.equal(chair.status, 422, 'nothing was chosen, which is no address that is not found');
		assert.match(chair.text, /<details class="more" id="late_recusal" open>[^]*Wajib diisi[^]*saudara kepala desa<\/textarea>/);
		assert.deepEqual(await chair.sound(), []);
		await chair.post('/editions/contoh/proposals', { kind: 'reopen_sheet', juror: 'j2', nominee: 'melati', reason: 'salah ketik' });
		assert.equal(chair.location, '/editions/contoh/proposals?done=proposed');
		await keeper.get('/editions/contoh/proposals');
		assert.match(keeper.text, /salah ketik/);
		await keeper.act('/editions/contoh/proposals/1', { decision: 'confirm' });
		assert.equal(keeper.status, 303);
		await chair.get('/editions/contoh/proposals');
		assert.match(chair.text, /Tarik pembukaan/);
		await chair.act('/editions/contoh/acts', { kind: 'late_recusal', juror: 'j3', nominee: 'kenanga', reason: 'saudara' });
		assert.equal(chair.status, 303);
		await keeper.get('/editions/contoh/watch');
		assert.match(keeper.text, /Rantai catatan nilai dan catatan tindakan utuh/);
		await keeper.get('/editions/contoh/log');
		for (const words of [/Usulan disetujui/, /Berhalangan, dicatat susulan/])
			assert.match(keeper.text, words);
		await keeper.get('/editions/contoh/log?kind=vote');
		assert.match(keeper.text, /Tidak ada tindakan seperti ini/);
	} finally {
		await s.stop();
	}
});

test('each page refuses who has no business there', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		const may = {
			pleno: ['sekretariat', 'ketua', 'pengawas'],
			ranking: ['sekretariat', 'ketua', 'pengawas', 'juri-2'],
			'ranking/desa/melati': ['sekretariat', 'ketua', 'pengawas', 'juri-2'],
			release: ['ketua', 'pengawas'],
			proposals: ['sekretariat', 'ketua', 'pengawas'],
			log: ['pengawas'],
			watch: ['pengawas'],
			'log.csv': ['pengawas'],
		};
		for (const who of ['sekretariat', 'ketua', 'pengawas', 'juri-2']) {
			const page = await signedIn(s, who);
			for (const [path, roles] of Object.entries(may)) {
				await page.get(`/editions/contoh/${path}`);
				assert.equal(page.status, roles.includes(who) ? 200 : 403, `${who} on ${path}`);
			}
		}
	} finally {
		await s.stop();
	}
});
