// Declarations of conflicts of interest: what each does in each phase, who may make and read them, and that a juror
// without any is hindered in nothing.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sample } from './lib.js';
import { E, FULL, scoring } from './scoring.js';

const C = `${E}/conflicts`;
const services = [];
async function service(given = {}) {
	const s = await scoring(given);
	services.push(s);
	s.person = (who) => {
		const page = s.browser();
		page.cookies.set('session', s.cookie[who].slice('session='.length));
		return page;
	};
	/* Declares as a page does, with its step of confirmation; `more` goes over what the form would send. */
	s.declare = async (who, act, more = {}, category = 'desa') => {
		const page = s.person(who);
		await page.get(C);
		const section = page.text.split(`id="k-${category}"`)[1] ?? '';
		const version = /name="version" value="(\d+)"/.exec(section)?.[1] ?? '0';
		const phase = /name="phase" value="(\w+)"/.exec(page.text)?.[1] ?? '';
		return page.post(`${C}/${category}`, { act, version, phase, sure: 'on', ...more });
	};
	s.states = async (who) => Object.fromEntries((await s.as[who]('GET', '/nominees')).body.map((n) => [n.nominee, n.state]));
	return s;
}
after(async () => {
	for (const s of services)
		await s.stop();
});

const FAMILY = { nominee: 'melati', kind: 'family', words: 'ipar kepala desa' };
const section = (page, category = 'desa') => page.text.split(`id="k-${category}"`)[1].split('</section>')[0];

test('a juror who has declared nothing is reminded and hindered in nothing', async () => {
	const s = await service();
	const page = await s.person('juri-2').get(`${E}/sheets`);
	assert.match(page.text, /Anda belum menyatakan konflik kepentingan/);
	assert.match(page.text, new RegExp(`href="${C}"`));
	assert.equal((await s.act('juri-2', 'melati', 'submit', { marks: FULL })).status, 200);
	await s.lock();
});

test('"no conflict" is one tap in a category, and ends the reminder when all have theirs', async () => {
	const s = await service({ until: 'setup' });
	const page = await s.declare('juri-3', 'none');
	assert.equal(page.status, 303);
	await page.get(page.location);
	assert.match(section(page), /Tidak ada konflik</);
	assert.doesNotMatch(section(page), /value="none"/);
	assert.deepEqual(await page.sound(), []);
	await page.get(`${E}/sheets`);
	assert.doesNotMatch(page.text, /Anda belum menyatakan/);
	await s.halt();
	assert.deepEqual(s.sql('SELECT version, lifted, covers, by FROM declaration'),
		[{ version: 1, lifted: 0, covers: 'cempaka kenanga melati', by: 'juri-3' }]);
	await s.start();
});

test('a declared conflict closes the dossier at once, and can be withdrawn until scoring begins', async () => {
	const s = await service({ until: 'setup' });
	assert.equal((await s.declare('juri-2', 'conflict', FAMILY)).status, 303);
	assert.equal((await s.states('juri-2')).melati, 'recused');
	assert.deepEqual(await s.sheet('juri-2', 'melati'), { version: 0, state: 'recused', marks: {}, notes: {}, feedback: '' });
	let page = await s.person('juri-2').get(C);
	assert.match(section(page), /Dinyatakan<\/span>/);
	assert.match(section(page), /value="withdraw"/);
	assert.doesNotMatch(page.text, /ipar kepala desa/);
	assert.deepEqual(await page.sound(), []);
	assert.equal((await s.declare('juri-2', 'withdraw', { nominee: 'melati' })).status, 303);
	assert.equal((await s.states('juri-2')).melati, 'empty');
	await s.move('sekretariat', 'verification');
	await s.move('sekretariat', 'scoring');
	assert.equal((await s.act('juri-2', 'melati', 'submit', { marks: FULL })).status, 200);
});

test('a conflict declared before becomes a recusal in the move to scoring', async () => {
	const s = await service({ until: 'verification' });
	await s.declare('ketua', 'conflict', FAMILY);
	await s.declare('juri-2', 'conflict', { ...FAMILY, nominee: 'cempaka', kind: 'other', words: 'murid saya' });
	await s.move('sekretariat', 'scoring');
	assert.equal((await s.sheet('ketua', 'melati')).version, 1);
	assert.equal((await s.states('ketua')).melati, 'recused');
	const { total } = (await s.as.pengawas('GET', '/progress')).body;
	assert.equal(total.recused, 2);
	assert.equal((await s.declare('ketua', 'withdraw', { nominee: 'melati' })).status, 409);
	assert.equal((await s.put('ketua', 'melati', { version: 1, marks: FULL, action: 'save' })).status, 403);
	const log = await s.person('pengawas').get(`${E}/log?deed=recused`);
	assert.match(log.text, /Keluarga: ipar kepala desa/);
	await s.lock();
	const { body } = await s.as.ketua('POST', '/phase', { to: 'approved' });
	assert.match(body.bundle_sha256, /^[0-9a-f]{64}$/);
	const bundle = await (await fetch(`${s.url}${E}/release/bundle.txt`, { headers: { Cookie: s.cookie.pengawas } })).text();
	assert.doesNotMatch(bundle, /ipar kepala desa|murid saya|family|Keluarga/);
	await s.halt();
	s.cli(['verify', '--db', s.db]);
	await s.start();
});

test('in scoring a conflict is confirmed first, recuses as the sheet does, and is lifted by chair and keeper alone', async () => {
	const s = await service();
	assert.equal((await s.act('juri-2', 'melati', 'save', { marks: FULL })).status, 200);
	let page = await s.declare('juri-2', 'conflict', { ...FAMILY, sure: '' });
	assert.equal(page.status, 200);
	assert.match(page.text, /Anda langsung tercatat berhalangan/);
	assert.deepEqual(await page.sound(), []);
	assert.equal((await s.states('juri-2')).melati, 'draft'); // nothing was written
	assert.equal((await s.declare('juri-2', 'conflict', { ...FAMILY, phase: 'verification' })).status, 409); // a page from before
	assert.equal((await s.declare('juri-2', 'conflict', FAMILY)).status, 303);
	assert.deepEqual(await s.sheet('juri-2', 'melati'), { version: 2, state: 'recused', marks: {}, notes: {}, feedback: '' });
	assert.equal((await s.declare('juri-2', 'conflict', FAMILY)).status, 409);
	assert.equal((await s.declare('juri-2', 'withdraw', { nominee: 'melati' })).status, 409);
	const { body } = await s.as.ketua('POST', '/proposals', { kind: 'lift_recusal', about: { juror: 'j2', nominee: 'melati' }, reason: 'keliru' });
	assert.equal((await s.as.pengawas('POST', `/proposals/${body.id}`, { decision: 'confirm' })).status, 200);
	const sheet = await s.sheet('juri-2', 'melati');
	assert.equal(sheet.state, 'draft');
	assert.deepEqual(sheet.marks, FULL);
	page = await s.person('juri-2').get(C);
	assert.match(section(page), /Tidak ada konflik</);
	await s.halt();
	assert.deepEqual(s.sql('SELECT version, lifted, by FROM declaration ORDER BY id'),
		[{ version: 1, lifted: 0, by: 'juri-2' }, { version: 2, lifted: 1, by: 'pengawas' }]);
	s.cli(['verify', '--db', s.db]);
	await s.start();
});

test('after the lock a conflict asks the chair for a late recusal', async () => {
	const s = await service();
	await s.lock();
	assert.equal((await s.declare('juri-2', 'conflict', FAMILY)).status, 303);
	assert.equal((await s.sheet('juri-2', 'melati')).state, 'recused');
	assert.deepEqual((await s.as['juri-2']('GET', '/ranking')).body.categories.map(({ key }) => key), ['usaha']);
	// It counts until the chair has recorded it.
	const melati = async () => (await s.as.pengawas('GET', '/ranking')).body.categories[0].ranking.find(({ nominee }) => nominee === 'melati');
	assert.equal((await melati()).sheets, 3);
	assert.equal((await s.as.ketua('POST', '/nominees/melati/jurors/j2', { act: 'late_recusal', reason: 'pernyataan juri' })).status, 200);
	assert.equal((await melati()).sheets, 2);
	assert.equal((await s.declare('juri-2', 'withdraw', { nominee: 'melati' })).status, 409);
});

test('a request that the chair has not recorded becomes a recusal when scoring begins again, once', async () => {
	const s = await service();
	await s.lock();
	await s.declare('juri-2', 'conflict', FAMILY);
	for (const who of ['ketua', 'pengawas'])
		await s.move(who, 'setup', { reason: 'bobot keliru' });
	await s.declare('juri-2', 'conflict', { ...FAMILY, nominee: 'cempaka' });
	await s.declare('juri-2', 'withdraw', { nominee: 'cempaka' });
	await s.move('sekretariat', 'verification');
	await s.move('sekretariat', 'scoring');
	const recused = async () => (await s.as.pengawas('GET', '/progress')).body.sheets.filter(({ state }) => state === 'recused')
		.map(({ juror, nominee }) => `${juror} ${nominee}`);
	assert.deepEqual(await recused(), ['j2 melati']);
	const { version } = await s.sheet('juri-2', 'melati');
	await s.move('ketua', 'deliberation');
	for (const who of ['ketua', 'pengawas'])
		await s.move(who, 'setup', { reason: 'bobot keliru lagi' });
	await s.move('sekretariat', 'verification');
	await s.move('sekretariat', 'scoring');
	assert.deepEqual(await recused(), ['j2 melati']);
	assert.equal((await s.sheet('juri-2', 'melati')).version, version);
});

test('what is missing, wrong or stale is refused in words, and writes nothing', async () => {
	const s = await service({ until: 'setup' });
	const cases = [
		[{ kind: 'family', words: '' }, 422, /pilih nominee dari kategori ini/i],
		[{ nominee: 'tani-makmur', kind: 'family' }, 422, /pilih nominee dari kategori ini/i],
		[{ nominee: 'melati', words: '' }, 422, /pilih jenis hubungan/i],
		[{ nominee: 'melati', kind: 'sahabat' }, 422, /pilih jenis hubungan/i],
		[{ nominee: 'melati', kind: 'other', words: '' }, 422, /jelaskan hubungan lain/i],
		[{ nominee: 'melati', kind: 'family', words: 'x'.repeat(1001) }, 422, /1\.?000/],
		[{ nominee: 'm'.repeat(33), kind: 'family' }, 422, /32/],
		[{ ...FAMILY, version: '3' }, 409, /sudah berubah/],
		[{ ...FAMILY, version: 'x' }, 422, /./],
	];
	for (const [fields, status, words] of cases) {
		const page = await s.declare('juri-2', 'conflict', fields);
		assert.equal(page.status, status, JSON.stringify(fields));
		assert.match(page.text, words, JSON.stringify(fields));
		assert.deepEqual(await page.sound(), []);
	}
	assert.equal((await s.declare('juri-2', 'hapus')).status, 422);
	assert.equal((await s.declare('juri-2', 'none', {}, 'usaha')).status, 404); // no marks of jurors are given there
	assert.equal((await s.declare('juri-2', 'withdraw', { nominee: 'melati' })).status, 409);
	const page = await s.person('juri-2').get(C);
	const twice = new URLSearchParams([['_token', page.token()], ['act', 'none'], ['act', 'none'], ['version', '0'], ['phase', 'setup'], ['sure', 'on']]);
	assert.equal((await page.send('POST', `${C}/desa`, twice)).status, 400);
	await s.halt();
	assert.deepEqual(s.sql('SELECT count(*) AS n FROM declaration'), [{ n: 0 }]);
	await s.start();
});

test('of two declarations made at once from the same page one is told to look again', async () => {
	const s = await service({ until: 'setup' });
	const pages = ['melati', 'kenanga', 'cempaka'].map((nominee) => [s.person('juri-2'), nominee]);
	for (const [page] of pages)
		await page.get(C);
	const answers = await Promise.all(pages.map(([page, nominee]) =>
		page.post(`${C}/desa`, { act: 'conflict', version: '0', phase: 'setup', sure: 'on', nominee, kind: 'family' })));
	assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409, 409]);
});

test('a nominee that comes after a declaration asks for it anew', async () => {
	const s = await service({ until: 'setup' });
	await s.declare('juri-3', 'none');
	await s.halt();
	s.init({ scheme: sample.scheme, nominees: sample.nominees + 'teratai,Desa Teratai (CONTOH),desa,Kecamatan Contoh,04\n' });
	await s.start();
	let page = await s.person('juri-3').get(`${E}/sheets`);
	assert.match(page.text, /Anda belum menyatakan/);
	await page.get(C);
	assert.match(section(page), /Perlu dilengkapi/);
	assert.equal((await s.declare('juri-3', 'none')).status, 303);
	page = await s.person('juri-3').get(C);
	assert.match(section(page), /Tidak ada konflik</);
});

test('a nominee whose data hold a word of his institution is pointed out to him', async () => {
	const s = await service({
		until: 'setup',
		jurors: sample.jurors.replace('Akademisi,Universitas Contoh', 'Akademisi,Universitas Cendana Wangi'),
		nominees: sample.nominees.replace('kenanga,Desa Kenanga (CONTOH),desa,Kecamatan Contoh,02', 'kenanga,Desa Kenanga (CONTOH),desa,Kecamatan Contoh,binaan CENDANA'),
	});
	const page = await s.person('juri-2').get(C);
	assert.match(section(page), /Desa Kenanga \(CONTOH\): <strong>cendana<\/strong>/);
	assert.doesNotMatch(section(page), /Desa Melati \(CONTOH\): <strong>/);
	await s.declare('juri-2', 'conflict', { ...FAMILY, nominee: 'kenanga' });
	await page.get(C);
	assert.doesNotMatch(section(page), /cendana/i);
});

test('nobody declares for another, and the tables of declarations are insert-only', async () => {
	const s = await service({ until: 'setup' });
	for (const who of ['sekretariat', 'pengawas']) {
		const page = s.person(who);
		await page.get('/account');
		assert.equal((await page.post(`${C}/desa`, { act: 'none', version: '0', phase: 'setup', sure: 'on' })).status, 403);
		assert.equal((await page.get(C)).status, 403);
	}
	await s.declare('juri-2', 'conflict', FAMILY);
	await s.halt();
	for (const change of ['DELETE FROM declaration', 'DELETE FROM conflict', "UPDATE conflict SET kind = 'other'", 'UPDATE declaration SET version = 2'])
		assert.throws(() => s.sql(change), /insert-only/);
	for (const [change, named] of [
		["UPDATE conflict SET kind = 'financial'", 'conflict j2/desa/1/melati: column kind holds "financial", but the log of acts says "family"'],
		['UPDATE declaration SET lifted = 1', 'declaration j2/desa/1: column lifted'],
		['DELETE FROM conflict', 'conflict j2/desa/1/melati is missing'],
		["INSERT INTO conflict SELECT id, 'kenanga', 'family', '' FROM declaration", 'conflict j2/desa/1/kenanga is not in the log'],
	]) {
		const copy = join(s.folder, 'copy.db');
		copyFileSync(s.db, copy);
		const tables = ['declaration', 'conflict'].flatMap((table) => [`DROP TRIGGER ${table}_keeps_rows`, `DROP TRIGGER ${table}_loses_none`]);
		assert.equal(spawnSync('sqlite3', [copy, [...tables, change].join(';')]).status, 0);
		const { stderr } = s.cli(['verify', '--db', copy], { expect: 1 });
		assert.ok(stderr.includes(named), stderr);
	}
	await s.start();
});

test('chair and keeper read the matrix with kinds and reasons, the secretariat only who has declared', async () => {
	const s = await service({ until: 'setup' });
	await s.declare('juri-2', 'conflict', FAMILY);
	await s.declare('juri-3', 'none');
	for (const who of ['ketua', 'pengawas', 'sekretariat']) {
		const page = await s.person(who).get(`${E}/declarations`);
		assert.equal(page.status, 200);
		assert.deepEqual(await page.sound(), []);
		const row = (juror) => page.text.split(`(${juror})</span>`)[1].split('</tr>')[0];
		assert.match(row('j1'), /Belum dinyatakan/);
		assert.match(row('j2'), /Sudah dinyatakan/);
		assert.match(row('j3'), /Sudah dinyatakan/);
		assert.match(page.text, /1 juri belum lengkap/);
		const full = who !== 'sekretariat';
		assert.equal(page.text.includes('Keluarga: ipar kepala desa'), full, who);
		assert.equal(page.text.includes('Desa Melati'), full, who);
		const csv = await s.person(who).get(`${E}/declarations.csv`);
		assert.equal(csv.status, full ? 200 : 403);
		if (full)
			assert.equal(csv.text, [
				'juror,name,category,nominee,nominee_name,state,kind,words',
				'j1,Juri Satu (CONTOH),desa,,,missing,,',
				'j2,Juri Dua (CONTOH),desa,melati,Desa Melati (CONTOH),declared,family,ipar kepala desa',
				'j3,Juri Tiga (CONTOH),desa,,,none,,', ''].join('\r\n'));
	}
	const juror = await s.person('juri-2').get(`${E}/declarations`);
	assert.equal(juror.status, 403);
});

test('the chair records a late recusal from the list of declarations', async () => {
	const s = await service();
	await s.lock();
	await s.declare('juri-2', 'conflict', FAMILY);
	const page = await s.person('ketua').get(`${E}/pleno`);
	assert.match(page.text, /1 konflik dinyatakan sesudah penguncian/);
	await page.get(`${E}/declarations`);
	assert.match(page.text, /1 konflik dinyatakan setelah penilaian dikunci/);
	const form = page.text.split('value="late_recusal"')[1].split('</form>')[0];
	const field = (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form)[1];
	await page.act(`${E}/acts`, { kind: 'late_recusal', juror: field('juror'), nominee: field('nominee'), reason: field('reason') });
	assert.equal(page.status, 303, page.text);
	await page.get(`${E}/declarations`);
	assert.doesNotMatch(page.text, /late_recusal/);
	assert.match(page.text, /Berhalangan/);
});

test('what is not yet, absent and recused differ in word and in shape wherever states are shown', async () => {
	const s = await service();
	await s.declare('juri-2', 'conflict', FAMILY);
	assert.equal((await s.as.ketua('POST', '/nominees/kenanga/jurors/j2', { act: 'mark_absent', reason: 'sakit' })).status, 200);
	const shapes = (text) => new Set([...text.matchAll(/state-(empty|recused|absent)"><svg[^>]*><use href="[^"#]*#([a-z-]+)"><\/use><\/svg>(?:<span[^>]*>)?([^<]+)/g)]
		.map(([, kind, shape, word]) => `${kind} ${shape} ${word}`));
	const three = ['absent absent Tidak hadir', 'empty empty Belum dinilai', 'recused recused Berhalangan'];
	for (const [who, path] of [['juri-2', '/sheets'], ['ketua', '/progress'], ['sekretariat', '/progress'], ['pengawas', '/progress']]) {
		const page = await s.person(who).get(E + path);
		assert.deepEqual([...shapes(page.text)].filter((state) => three.includes(state)).sort(), three, `${who} ${path}`);
	}
});
