// Every document of an edition but the certificates of winners: who may print it and when, and what stands on it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { E, JURORS, pleno, published, equal, tied } from './pleno.js';
import { sample, server } from './lib.js';

const WHO = ['juri-2', 'ketua', 'pengawas', 'sekretariat'];
// One letter for each of WHO in each phase, from setup to published: y prints it, n never does (403), - not in this phase (404).
const RIGHTS = {
	schedule: 'yyyy yyyy yyyy yyyy yyyy yyyy',
	attendance: 'nyyy nyyy nyyy nyyy nyyy nyyy',
	declarations: 'yyyn yyyn yyyn yyyn yyyn yyyn',
	blank: 'n-n- nyny nyny nyny n-n- n-n-',
	sheets: '---n ---n ---n yyyn yyyn yyyn',
	recap: 'n--- n--- n--- nyyy nyyy nyyy',
	minutes: 'n--- n--- n--- nyyy nyyy nyyy',
	decree: 'n--- n--- n--- n--- nyyy nyyy',
	national: 'n-n- n-n- n-n- n-n- n-n- nyny',
	nomination: 'n-n- n-n- nyny nyny nyny nyny',
	thanks: 'n-n- n-n- n-n- nyny nyny nyny',
};
const PHASES = ['setup', 'verification', 'scoring', 'deliberation', 'approved', 'published'];
const STATUS = { y: 200, n: 403, '-': 404 };
const MARKS = { melati: [83.5, 8], kenanga: [91.5, 9], cempaka: [67.5, 7] };

function run(program, args, input) {
	const done = spawnSync(program, args, { input, maxBuffer: 1 << 26 });
	assert.equal(done.status, 0, `${program} ${args.join(' ')}: ${done.stdout}${done.stderr}`);
	return done.stdout.toString();
}
const text = (pdf) => run('pdftotext', ['-', '-'], pdf).replace(/\s+/g, ' ');
const order = (page, ...facts) => {
	let at = -1;
	for (const fact of facts) {
		const next = page.indexOf(fact, at + 1);
		assert.ok(next > at, `"${fact}" does not follow in: ${page}`);
		at = next;
	}
};

/* Everybody signed in, with `print(who, path)`. */
async function desk(given) {
	const s = await pleno(given);
	s.cookies = {};
	for (const { username } of given?.users ?? sample.users)
		s.cookies[username] = (await s.login(username)).cookie;
	s.print = async (who, path, more = {}) => {
		const answer = await fetch(`${s.url}${E}/documents/${path}.pdf${more.query ?? ''}`,
			{ method: more.method ?? 'GET', headers: { Cookie: s.cookies[who] ?? '' }, redirect: 'manual' });
		const body = Buffer.from(await answer.arrayBuffer());
		return { status: answer.status, type: answer.headers.get('content-type'), disposition: answer.headers.get('content-disposition'), body };
	};
	s.read = async (who, path, more) => {
		const { status, body } = await s.print(who, path, more);
		assert.equal(status, 200, `${who} ${path}: ${body}`);
		return text(body);
	};
	return s;
}

/* A sound file, whatever it says: for every reader, with its own fonts, each with no more letters than it needs. */
function sound(name, pdf) {
	const folder = mkdtempSync('/tmp/paritrana-papers-'), file = join(folder, 'one.pdf');
	writeFileSync(file, pdf);
	run('qpdf', ['--check', file]);
	const fonts = run('pdffonts', [file]).trim().split('\n').slice(2);
	assert.ok(fonts.length > 0, name);
	for (const font of fonts)
		assert.match(font, /yes yes yes/, `${name}: ${font}`);
	assert.match(run('pdfinfo', [file]), /Title: +\S/, name);
	run('rm', ['-r', folder]);
}

let s;
before(async () => {
	s = await desk();
});
after(() => s.stop());

test('each document is printed by whom and when the table says, and no mark stands on any before the lock', async () => {
	const pages = {};
	for (const [p, phase] of PHASES.entries()) {
		if (phase === 'scoring') {
			await s.must('sekretariat', 'scoring');
			for (const who of JURORS)
				for (const nominee of Object.keys(MARKS))
					await s.submit(who, nominee, ...MARKS[nominee]);
		} else if (phase === 'approved') {
			pages.sha256 = (await s.must('ketua', 'approved')).bundle_sha256;
		} else if (p) {
			await s.must({ verification: 'sekretariat', deliberation: 'ketua', published: 'pengawas' }[phase], phase,
				phase === 'published' ? { bundle_sha256: pages.sha256 } : {});
		}
		for (const [kind, rights] of Object.entries(RIGHTS))
			for (const [w, who] of WHO.entries()) {
				const { status, body } = await s.print(who, kind);
				assert.equal(status, STATUS[rights.split(' ')[p][w]], `${who} prints ${kind} in ${phase}: ${body.subarray(0, 300)}`);
				if (status !== 200)
					continue;
				const page = text(body);
				if (p < 3)
					assert.doesNotMatch(page, /83,5|91,5|67,5|\b87,|\b89,/, `${who} reads a mark on ${kind} in ${phase}`);
				assert.match(page, /CONTOH/, `${kind}: sample`);
				if (kind !== 'nomination' && kind !== 'thanks') {
					assert.match(page, /Halaman 1 dari \d+/, kind);
					assert.match(page, phase === 'published' ? /Rilis 1, diumumkan \d/ : phase === 'approved' ? /belum diumumkan; dicetak \d/ : /Dicetak \d/, kind);
					if (p >= 4)
						assert.ok(page.includes(pages.sha256), `${kind} carries the hash of the bundle`);
				}
				if (kind === 'blank' && phase === 'scoring')
					order(page, 'LEMBAR NILAI (KERTAS)', 'Pemerintah desa', 'Juri Satu (CONTOH)', 'Desa Cempaka (CONTOH)', 'Inovasi');
				if (kind === 'blank')
					assert.equal(page.match(/\b\d{3}-\d{4}-01-\d\b/g).length, 9, 'each sheet has its number');
				if (who === 'ketua' && phase !== 'setup' || phase === 'published')
					sound(`${kind} in ${phase}`, body);
			}
	}
});

test('nobody who has not signed in prints anything, and what is not there is not found', async () => {
	for (const kind of Object.keys(RIGHTS))
		assert.equal((await s.print('nobody', kind)).status, 303, kind);
	for (const path of ['nothing', 'minutes/desa', 'recap/nothing', 'sheets/j9', 'attendance/77'])
		assert.equal((await s.print('ketua', path)).status, 404, path);
	assert.equal((await s.print('ketua', 'sheets/j2')).status, 404, 'the sheets of another juror');
	assert.equal((await s.print('juri-2', 'sheets/j1')).status, 404);
	assert.equal((await s.print('juri-2', 'declarations/j1')).status, 404);
	assert.equal((await s.print('pengawas', 'sheets/j1')).status, 200);
});

test('cards are printed when they are made, with the codes that open them, and never again', async () => {
	const t = await desk({ settings: `${sample.settings}public_address: https://contoh.example\n` });
	try {
		for (const who of WHO)
			assert.equal((await t.print(who, 'cards')).status, 403, who);
		const page = t.browser();
		await page.signIn('sekretariat');
		await page.get(`${E}/cards`);
		const ids = [...page.text.matchAll(/name="(account\.\d+)"/g)].map(([, name]) => name);
		await page.post(`${E}/cards`, { ...Object.fromEntries(ids.map((id) => [id, 'on'])), as: 'pdf' });
		assert.equal(page.headers.get('content-type'), 'application/pdf', page.text.slice(0, 300));
		assert.match(page.headers.get('cache-control'), /no-store/);
		sound('cards', page.bytes);
		const words = text(page.bytes);
		assert.equal(words.match(/(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}/g).length, ids.length);
		order(words, 'Penghargaan Contoh', 'Nama pengguna: juri-2', 'https://contoh.example/card');
		const file = join(t.folder, 'cards');
		writeFileSync(`${file}.pdf`, page.bytes);
		// Of several codes on a sheet the reader now and then overlooks one; a telephone is held before one of them.
		const codes = new Set(['150', '200', '300'].flatMap((dots) => {
			run('pdftoppm', ['-png', '-r', dots, '-singlefile', `${file}.pdf`, file]);
			return run('zbarimg', ['-q', '--raw', `${file}.png`]).trim().split('\n');
		}));
		assert.equal(codes.size, ids.length);
		const link = new URL([...codes][0]);
		assert.equal((await fetch(t.url + link.pathname + link.search, { redirect: 'manual' })).status, 303);
	} finally {
		await t.stop();
	}
});

const ROWS = Array.from({ length: 60 }, (_, i) => `n${i},${i % 7 ? '' : 'Perkumpulan Koperasi Konsumen dan Simpan Pinjam Kesejahteraan Pekerja Ñandú Łódź O\'Brien Nusa Tenggara '}Desa Nomor ${i} (CONTOH),desa,Kecamatan Contoh,${i}`);

test('sixty nominees and nine jurors go on over several pages, each with its head', async () => {
	const users = [...sample.users, ...Array.from({ length: 6 }, (_, i) => ({ username: `juri-${i + 4}`, role: 'juror', juror: `j${i + 4}` }))];
	const t = await desk({
		users,
		nominees: `nominee,name,category,region,kode\n${ROWS.join('\n')}\n`,
		jurors: `${sample.jurors}${Array.from({ length: 6 }, (_, i) => `j${i + 4},Prof. Dr. Juri Bernama Sangat Panjang Sekali ${i + 4} S.H. M.Hum. (CONTOH),member,Akademisi,Universitas Contoh,desa\n`).join('')}`,
		evidence: 'nominee,evidence,value,status,source,cutoff\n',
	});
	try {
		await t.must('sekretariat', 'verification');
		await t.must('sekretariat', 'scoring');
		const blank = await t.print('sekretariat', 'blank');
		sound('blank', blank.body);
		const numbers = text(blank.body).match(/\b\d{3}-\d{4}-01-\d\b/g);
		assert.equal(new Set(numbers).size, 540);
		await Promise.all(users.filter((u) => u.juror).map(async ({ username }, j) => {
			for (let i = 0; i < 60; i++)
				await t.submit(username, `n${i}`, 50 + ((i * 7 + j * 3) % 50), (i + j) % 10);
		}));
		await t.must('ketua', 'deliberation');
		for (const kind of ['minutes', 'recap', 'sheets', 'nomination', 'thanks', 'attendance', 'declarations']) {
			const { status, body } = await t.print(kind === 'sheets' || kind === 'declarations' ? 'pengawas' : 'sekretariat', kind);
			assert.equal(status, 200, `${kind}: ${body}`);
			sound(kind, body);
			const words = text(body), pages = Number(/Halaman \d+ dari (\d+)/.exec(words)?.[1] ?? 60);
			if (['minutes', 'recap', 'sheets', 'nomination'].includes(kind))
				for (let i = 0; i < 60; i++)
					assert.ok(words.includes(`Nomor ${i} (CONTOH)`), `${kind}: ${i}`);
			if (kind === 'recap') // a scale for each chart, once more where it goes on
				assert.equal(run('pdftotext', ['-raw', '-', '-'], body).replace(/\s+/g, ' ').match(/ 1 5 10 15 20 25 30 35 40 45 50 55 60 /g)?.length, 2);
			if (kind === 'recap')
				assert.ok(words.match(/Pkt\. Nominee/g).length >= 2 && pages >= 4, 'the head is repeated');
		}
	} finally {
		await t.stop();
	}
});

test('a long title, twenty criteria and long names are printed in parts, not refused', async () => {
	const criteria = Array.from({ length: 20 }, (_, i) => `          - {key: v${i + 1}, name: {id: Pokok nomor ${i + 1}}, weight: 3, kind: jury, min: 0, max: 100, step: 0.5}`).join('\n');
	const t = await desk({
		scheme: sample.scheme.replace(/ {10}- \{key: w1[^]*?\n(?= {2}- key: usaha)/, `${criteria}\n`).replace('criterion:w1', 'criterion:v20')
			.replace('{id: Penghargaan Contoh, en: Sample award}', `{id: "Penghargaan Contoh ${'Perlindungan Pekerja bagi Seluruh Pemerintah dan Badan Usaha '.repeat(3)}"}`),
	});
	try {
		await t.must('sekretariat', 'verification');
		await t.must('sekretariat', 'scoring');
		for (const [who, kind] of [['sekretariat', 'blank'], ['sekretariat', 'schedule'], ['sekretariat', 'attendance'], ['ketua', 'declarations']]) {
			const { status, body } = await t.print(who, kind);
			assert.equal(status, 200, `${kind}: ${body}`);
			sound(kind, body);
			assert.match(text(body), /Badan Usaha · Dicetak/, kind);
		}
		assert.match(await t.read('sekretariat', 'blank'), /bagian 1 dari 3[^]*v1 v2 .*v6\b[^]*bagian 2 dari 3[^]*v7 .*v13\b[^]*bagian 3 dari 3[^]*v14 .*v20/);
		const marks = Object.fromEntries(criteria.match(/v\d+/g).map((key, i) => [key, 61 + i]));
		for (const who of ['ketua', 'juri-2', 'juri-3'])
			for (const nominee of ['melati', 'kenanga', 'cempaka'])
				assert.equal((await t.put(who, nominee, 'submit', marks)).status, 200);
		await t.must('ketua', 'deliberation');
		const { status, body } = await t.print('ketua', 'sheets');
		assert.equal(status, 200, `${body}`);
		sound('sheets', body);
		assert.match(text(body), /bagian 1 dari 2[^]*61 62 .*70\b[^]*bagian 2 dari 2[^]*71 72 .*80\b/);
	} finally {
		await t.stop();
	}
});

test('an edition without nominees, schedule and settings prints lines to fill in, and blocks nothing', async () => {
	const t = await desk({ nominees: null, evidence: null, settings: null });
	try {
		for (const [who, kind] of [['sekretariat', 'schedule'], ['sekretariat', 'attendance'], ['ketua', 'declarations']])
			sound(kind, (await t.print(who, kind)).body);
		assert.match(await t.read('sekretariat', 'schedule'), /Belum ada wawancara/);
		assert.match(await t.read('sekretariat', 'attendance'), /Hari, tanggal: [._]{9}/);
		const page = t.browser();
		await page.signIn('sekretariat');
		await page.get(`${E}/documents`);
		assert.deepEqual(await page.sound(), []);
	} finally {
		await t.stop();
	}
});

test('after the release two prints are the same bytes, and a print changes nothing', async () => {
	const stopped = () => s.cli(['verify', '--db', s.db]).stdout;
	const was = stopped(), first = {};
	for (const kind of Object.keys(RIGHTS))
		for (const who of WHO) {
			const one = await s.print(who, kind), two = await s.print(who, kind);
			assert.ok(one.body.equals(two.body), `${who} ${kind}`);
			first[kind] = one;
			assert.ok([200, 403, 404].includes((await s.print(who, kind, { method: 'HEAD' })).status));
		}
	assert.match((await s.print('ketua', 'minutes')).disposition, /berita-acara-contoh\.pdf/);
	assert.equal(stopped(), was);
});

test('the minutes say what was decided, in the order in which it is read aloud', async () => {
	const page = await s.read('sekretariat', 'minutes');
	order(page, 'BERITA ACARA RAPAT PLENO', 'Nomor: 000/BA/CONTOH',
		'Pada hari ini, Jumat, tanggal dua puluh tujuh bulan Juni tahun dua ribu dua puluh lima, bertempat di Kota Contoh',
		'Keputusan Contoh', 'Juri Satu (CONTOH)', 'Ketua', 'Juri Dua (CONTOH)', 'Pernyataan', '9 lembar nilai sah', 'Keputusan', 'Pemerintah desa',
		'Desa Kenanga (CONTOH)', 'Terbaik I', 'Desa Melati (CONTOH)', 'Desa Cempaka (CONTOH)', 'Badan usaha', 'CV Tani Makmur',
		'Tidak ada suara yang diambil', 'Perubahan setelah penguncian', 'Kesepakatan juri', 'Pemerintah desa', 'Juara 1 tetap pada', 'Berkas hasil', 'Demikian');
	const english = await s.read('sekretariat', 'minutes', { query: '?lang=en' });
	order(english, 'MINUTES OF THE MEETING', 'Today, Friday, the twenty-seventh day of June of the year two thousand twenty-five', 'Village governments', 'These minutes');
	const { body } = await s.api('GET', `${E}/results`);
	for (const row of body.categories.flatMap((c) => c.ranking))
		assert.ok(page.includes(row.score.replace('.', ',')), row.name);
});

test('a column that nobody fills is left out', async () => {
	const minutes = await s.read('sekretariat', 'minutes'), decree = await s.read('sekretariat', 'decree');
	order(minutes, 'Pemerintah desa', 'Peringkat Nominee Nilai Gelar Ditentukan oleh', 'Badan usaha', 'Peringkat Nominee Nilai Ditentukan oleh');
	assert.equal(decree.split('Gelar').length, 2, 'companies have no titles');
	const recap = await s.read('ketua', 'recap/usaha');
	assert.doesNotMatch(recap.slice(0, recap.indexOf('CV Tani Makmur')), /Gelar/);
	assert.doesNotMatch(await s.read('ketua', 'recap/desa'), /Keterangan/);
	assert.match(await s.read('ketua', 'recap/desa'), /Gelar/);
});

test('the other documents say what they are for', async () => {
	order(await s.read('ketua', 'recap'), 'REKAPITULASI', 'Pemerintah desa', 'Desa Kenanga (CONTOH)', 'Nilai akhir', 'Rentang jumlah nilai', 'Nilai per kriteria', 'c1', 'Pekerja terlindungi');
	assert.doesNotMatch(await s.read('ketua', 'recap/usaha'), /Desa Kenanga/);
	order(await s.read('juri-2', 'sheets'), 'LEMBAR NILAI JURI', 'Juri Dua (CONTOH)', 'Desa Cempaka (CONTOH)', '67,5', 'Desa Kenanga (CONTOH)', '91,5', 'Nilai di atas');
	assert.match(await s.read('pengawas', 'sheets'), /Juri Satu.*Juri Dua.*Juri Tiga/);
	order(await s.read('juri-2', 'declarations'), 'PERNYATAAN KEPENTINGAN', 'Juri Dua (CONTOH)', 'Pemerintah desa', 'Belum dinyatakan');
	order(await s.read('sekretariat', 'attendance'), 'DAFTAR HADIR', 'Rapat pleno', 'Jumat, 27 Juni 2025', 'Juri Satu (CONTOH)');
	order(await s.read('sekretariat', 'decree'), 'Keputusan Bupati Kabupaten Contoh', 'DAFTAR PENERIMA', 'Pemerintah desa', 'Desa Kenanga (CONTOH)', 'Terbaik I', 'CV Tani Makmur', '000/BA/CONTOH');
	order(await s.read('ketua', 'national'), 'Panitia Nasional', 'Desa Kenanga (CONTOH)');
	order(await s.read('ketua', 'nomination'), 'PIAGAM NOMINASI', 'Desa Cempaka (CONTOH)', 'Pemerintah desa', 'Badan usaha');
	order(await s.read('ketua', 'thanks/j2'), 'PIAGAM PENGHARGAAN', 'Juri Dua (CONTOH)', 'Anggota');
});

test('the recapitulation draws the intervals of ranks that the pleno\'s board shows', async () => {
	const board = s.browser(), recap = await s.read('ketua', 'recap/desa');
	await board.signIn('ketua');
	await board.get(`${E}/board/desa`);
	const rows = [...board.text.matchAll(/<th scope="row">([^<]*)<\/th>[^]*?<svg class="span"[^]*?<\/svg><\/td>([^]*?)<\/tr>/g)]
		.map(([, name, cells]) => [name, [...cells.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, cell]) => cell.trim())]);
	assert.equal(rows.length, 3, board.text);
	order(recap, 'Rentang jumlah nilai', 'Rentang peringkat bila dihitung ulang', 'Lingkaran: median', 'Nilai per kriteria');
	for (const [name, [range, middle, share]] of rows)
		assert.ok(recap.includes(`${range} · median ${middle} · ${share.replace(' ', '')}`), `${name}: ${range} ${middle} ${share} in ${recap}`);
});

test('the page lists what its reader may print, and says from when the rest', async () => {
	const page = s.browser();
	await page.signIn('juri-2');
	await page.get(`${E}/documents`);
	assert.match(page.text, /documents\/sheets\.pdf/);
	assert.doesNotMatch(page.text, /documents\/(minutes|recap|blank)\.pdf/);
	const chair = s.browser();
	await chair.signIn('ketua');
	await chair.get(`${E}/documents`);
	const links = [...chair.text.matchAll(/href="([^"]*\/documents\/[^"]*\.pdf[^"]*)"/g)].map(([, link]) => link.replaceAll('&amp;', '&'));
	assert.ok(links.length > 15);
	for (const link of links)
		assert.equal((await fetch(s.url + link, { headers: { Cookie: s.cookies.ketua } })).status, 200, link);
	const early = await desk();
	try {
		const before = early.browser();
		await before.signIn('sekretariat');
		await before.get(`${E}/documents`);
		assert.match(before.text, /Berita acara pleno.*Dapat dicetak mulai tahap Pleno/s);
		assert.match(before.text, /Lampiran keputusan.*mulai tahap Ditetapkan/s);
	} finally {
		await early.stop();
	}
});

test('the command prints the same, and names beside marks only when asked', async () => {
	const out = join(s.folder, 'documents');
	s.cli(['documents', '--db', s.db, '--edition', 'contoh', '--out', out]);
	assert.deepEqual(readdirSync(out).sort(), ['attendance', 'decree', 'minutes', 'national', 'nomination', 'recap', 'schedule', 'thanks']
		.map((kind) => ({ attendance: 'daftar-hadir', decree: 'lampiran-keputusan', minutes: 'berita-acara', national: 'surat-pengantar',
			nomination: 'piagam-nominasi', recap: 'rekapitulasi', schedule: 'urutan-acara', thanks: 'piagam-juri' })[kind])
		.map((name) => `${name}-contoh.pdf`).sort());
	assert.ok(readFileSync(join(out, 'berita-acara-contoh.pdf')).equals((await s.print('sekretariat', 'minutes')).body));
	s.cli(['documents', '--db', s.db, '--edition', 'contoh', '--out', out, '--kind', 'sheets']);
	assert.ok(readdirSync(out).includes('lembar-nilai-contoh.pdf'));
	for (const [args, words] of [[['--kind', 'nothing'], /no kind of document/], [['--kind', 'blank'], /no longer printed/]])
		assert.match(s.cli(['documents', '--db', s.db, '--edition', 'contoh', '--out', out, ...args], { expect: 1 }).stderr, words);
	assert.match(s.cli(['documents', '--db', s.db, '--edition', 'nothing', '--out', out], { expect: 1 }).stderr, /nothing/);
});

test('a vote, a reopened sheet and a changed piece of evidence stand in the minutes', async () => {
	const t = await desk(tied);
	try {
		await t.must('sekretariat', 'verification');
		await t.must('sekretariat', 'scoring');
		for (const who of JURORS)
			for (const nominee of Object.keys(equal))
				await t.submit(who, nominee, ...equal[nominee]);
		await t.must('ketua', 'deliberation');
		const vote = await t.as.ketua('PUT', '/votes', { category: 'desa', order: ['kenanga', 'melati'],
			ballots: { for: 2, against: 1, abstained: 0 }, reason: 'lebih merata' });
		assert.equal(vote.status, 200, vote.text);
		const { body } = await t.as.ketua('POST', '/proposals', { kind: 'reopen_sheet', about: { juror: 'j2', nominee: 'cempaka' }, reason: 'salah ketik' });
		await t.as.pengawas('POST', `/proposals/${body.id}`, { decision: 'confirm' });
		await t.submit('juri-2', 'cempaka', 60, 6);
		await t.reproof('cempaka', 'terlindungi', '400');
		const page = await t.read('sekretariat', 'minutes');
		order(page, 'RANCANGAN', 'ditentukan oleh suara pleno', 'Suara pleno', '1. Desa Kenanga (CONTOH); 2. Desa Melati (CONTOH)', 'lebih merata (berlaku)',
			'dibuka kembali', 'Desa Cempaka (CONTOH)', '70,0000', '60,0000', 'Bukti yang berubah', 'terlindungi', '388', '400', 'baru ada setelah ditetapkan');
	} finally {
		await t.stop();
	}
});
