// Who was at the pleno: noted by whom and when the table says, frozen with the first key, printed in the minutes for ever.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { E, pleno, scored } from './pleno.js';
import { program } from './lib.js';

const PAGE = `${E}/pleno/attendance`;
const ALL = { 'state.juror.j1': 'present', 'state.juror.j2': 'present', 'state.juror.j3': 'present',
	'state.account.pengawas': 'present', 'state.account.sekretariat': 'present' };

const text = (pdf) => {
	const done = spawnSync('pdftotext', ['-', '-'], { input: pdf });
	assert.equal(done.status, 0, String(done.stderr));
	return done.stdout.toString().replace(/\s+/g, ' ');
};
const order = (page, ...facts) => facts.reduce((at, fact) => {
	const next = page.indexOf(fact, at);
	assert.ok(next >= at, `"${fact}" does not follow in: ${page}`);
	return next + fact.length;
}, 0);

let s, people;
before(async () => {
	s = await pleno();
	await scored(s);
	people = {};
	for (const who of ['sekretariat', 'ketua', 'pengawas', 'juri-2']) {
		people[who] = s.browser();
		await people[who].signIn(who);
	}
});
after(() => s.stop());

async function note(who, fields, seen) {
	const page = people[who];
	await page.get(PAGE);
	return page.post(PAGE, { seen: seen ?? /name="seen" value="(\d+)"/.exec(page.text)?.[1] ?? '0', ...fields });
}
async function noted(who, fields) {
	const page = await note(who, fields);
	assert.equal(page.status, 303, page.text);
	await page.get(page.location);
	assert.deepEqual(await page.sound(), []);
	return page;
}
async function print(path = 'minutes', query = '') {
	const answer = await fetch(`${s.url}${E}/documents/${path}.pdf${query}`, {
		headers: { Cookie: [...people.sekretariat.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
	const body = Buffer.from(await answer.arrayBuffer());
	assert.equal(answer.status, 200, String(body));
	return body;
}
const records = () => s.sql('SELECT count(*) AS n FROM assembly')[0].n;
const whole = (pdf) => {
	const file = join(s.folder, 'one.pdf');
	writeFileSync(file, pdf);
	const done = spawnSync('qpdf', ['--check', file]);
	assert.equal(done.status, 0, `${done.stdout}${done.stderr}`);
};

test('before the lock nobody notes it, and the page says when', async () => {
	for (const who of ['sekretariat', 'ketua', 'pengawas']) {
		await people[who].get(PAGE);
		assert.equal(people[who].status, 200);
		assert.match(people[who].text, /dicatat pada tahap pleno/);
		assert.doesNotMatch(people[who].text, /name="seen"/);
		assert.deepEqual(await people[who].sound(), []);
	}
	assert.equal((await note('sekretariat', ALL)).status, 409);
	assert.equal((await note('ketua', ALL)).status, 409);
	assert.equal(records(), 0);
});

test('only the secretariat and the chair note it', async () => {
	await s.must('ketua', 'deliberation');
	assert.equal((await note('pengawas', ALL)).status, 403);
	assert.equal((await note('juri-2', ALL)).status, 403);
	await people['juri-2'].get(PAGE);
	assert.equal(people['juri-2'].status, 403);
	await people.pengawas.get(PAGE);
	assert.equal(people.pengawas.status, 200);
	assert.doesNotMatch(people.pengawas.text, /name="seen"/);
	assert.equal(records(), 0);
});

test('with nothing noted the minutes print lines to sign, as ever', async () => {
	const page = text(await print());
	order(page, 'Peserta rapat', 'Juri Satu (CONTOH)', 'Ketua', 'Juri Tiga (CONTOH)', 'Turut hadir', 'Pengawas', 'Sekretariat');
	assert.doesNotMatch(page, /Kehadiran|Rapat dibuka/);
});

test('what cannot be is refused beside its field, and nothing is kept', async () => {
	const wrong = [
		[{ 'state.juror.j2': 'here' }, /Pilihan ini tidak dikenal/],
		[{ 'state.juror.j2': 'represented' }, /Tuliskan nama yang mewakili/],
		[{ 'state.juror.j2': 'present', 'note.juror.j2': 'sakit' }, /Pilih diwakili atau tidak hadir/],
		[{ 'note.juror.j2': 'sakit' }, /Pilih diwakili atau tidak hadir/],
		[{ 'note.juror.j2': 'x'.repeat(121), 'state.juror.j2': 'absent' }, /Paling banyak 120 karakter/],
		[{ began: 'pagi' }, /Tuliskan jam|Paling banyak/],
		[{ began: '9.75' }, /Tuliskan jam/],
		[{ began: '13.00', ended: '13.00' }, /Rapat berakhir sesudah dimulai/],
	];
	for (const [fields, words] of wrong) {
		const page = await note('sekretariat', { ...ALL, ...fields });
		assert.equal(page.status, 422, `${JSON.stringify(fields)}: ${page.status}`);
		assert.match(page.text, words, JSON.stringify(fields));
		assert.deepEqual(await page.sound(), []);
	}
	for (const stranger of ['state.juror.j9', 'note.account.hantu', 'state.j2'])
		assert.equal((await note('sekretariat', { ...ALL, [stranger]: 'present' })).status, 409, stranger);
	assert.equal(records(), 0);
});

test('all present fills the form of whoever may note it, and saves nothing', async () => {
	const chosen = () => people.sekretariat.text.match(/value="present" selected/g)?.length ?? 0;
	await people.sekretariat.get(PAGE);
	assert.equal(chosen(), 0);
	assert.match(people.sekretariat.text, /attendance\?all=1">Semua hadir</);
	assert.match(people.sekretariat.text, />\s*Pengawas\s*</, 'one word for an account that does not say who it is');
	assert.doesNotMatch(people.sekretariat.text, /pengawas, Pengawas/);
	await people.sekretariat.get(`${PAGE}?all=1`);
	assert.equal(chosen(), 5);
	assert.match(people.sekretariat.text, /belum disimpan/);
	assert.deepEqual(await people.sekretariat.sound(), []);
	await people.pengawas.get(`${PAGE}?all=1`);
	assert.doesNotMatch(people.pengawas.text, /belum disimpan|Semua hadir/);
	assert.equal(records(), 0);
});

test('the secretariat notes it, the chair amends it, and each version stays', async () => {
	await noted('sekretariat', { ...ALL, began: '9.00' });
	assert.match(people.sekretariat.text, /Hadir 3 dari 3 anggota/);
	const draft = text(await print());
	order(draft, 'RANCANGAN', 'Rapat dibuka pukul 09.00 WITA dan ditutup pukul', 'Hadir 3 dari 3 anggota tim', 'dicatat oleh sekretariat', 'ketua mengesahkannya dengan kunci pertama',
		'Juri Satu (CONTOH)', 'Hadir');
	await noted('ketua', { ...ALL, began: '09.00', ended: '13.30', 'state.juror.j2': 'absent', 'note.juror.j2': 'dinas luar (CONTOH)',
		'state.juror.j3': 'represented', 'note.juror.j3': 'Wakil Juri Tiga (CONTOH)' });
	assert.match(people.ketua.text, /Hadir 1 dari 3 anggota; diwakili 1, tidak hadir 1/);
	assert.equal(records(), 2);
	assert.deepEqual(s.sql('SELECT by, by_role FROM assembly ORDER BY number'),
		[{ by: 'sekretariat', by_role: 'secretariat' }, { by: 'ketua', by_role: 'chair' }]);
});

test('the same once more writes nothing, and an old page cannot undo what another has noted', async () => {
	const same = { ...ALL, began: '09.00', ended: '13.30', 'state.juror.j2': 'absent', 'note.juror.j2': 'dinas luar (CONTOH)',
		'state.juror.j3': 'represented', 'note.juror.j3': 'Wakil Juri Tiga (CONTOH)' };
	await noted('ketua', same);
	assert.equal(records(), 2);
	const late = await note('sekretariat', ALL, '1');
	assert.equal(late.status, 409);
	assert.match(late.text, /diubah orang lain/);
	assert.equal(records(), 2);
	const both = await Promise.all(['sekretariat', 'ketua'].map(async (who) => {
		const token = people[who].token();
		return (await people[who].post(PAGE, { _token: token, ...same, ended: who === 'ketua' ? '13.40' : '13.45', seen: '2' })).status;
	}));
	assert.deepEqual(both.sort(), [303, 409], 'of two at once one is told to look again');
	await noted('ketua', same);
	assert.equal(records(), 4);
});

test('the attendance list prints what was noted', async () => {
	order(text(await print('attendance/pleno')), 'Rapat pleno', 'Juri Satu (CONTOH)', 'Hadir', 'Juri Dua (CONTOH)', 'Tidak hadir', 'Juri Tiga (CONTOH)', 'Diwakili:', 'Wakil Juri Tiga');
});

test('a pleno that ends after midnight ends the next day, on the page, in the minutes and in the list', async () => {
	const late = { ...ALL, began: '20.00', ended: '00.30' };
	const t = await pleno();
	try {
		await scored(t);
		await t.must('ketua', 'deliberation');
		const desk = t.browser();
		await desk.signIn('sekretariat');
		const print = async (path) => text(Buffer.from(await (await fetch(`${t.url}${E}/documents/${path}`, {
			headers: { Cookie: [...desk.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } })).arrayBuffer()));
		for (let round = 0; round < 2; round++) { // what the form shows may be saved again
			await desk.get(PAGE);
			await desk.post(PAGE, { seen: /name="seen" value="(\d+)"/.exec(desk.text)[1], ...late });
			assert.equal(desk.status, 303, desk.text);
		}
		assert.equal(t.sql('SELECT count(*) AS n FROM assembly')[0].n, 1);
		await desk.get(PAGE);
		assert.match(desk.text, /Pukul 20\.00 WITA sampai 00\.30 hari berikutnya/);
		assert.match(desk.text, /name="ended" value="00\.30"/);
		await desk.get(`${PAGE}?all=1`);
		assert.doesNotMatch(desk.text, /belum disimpan|Semua hadir/, 'nobody is left to fill in');
		order(await print('minutes.pdf'), 'dibuka pukul 20.00 WITA dan ditutup pukul 00.30 hari berikutnya.');
		order(await print('minutes.pdf?lang=en'), 'opened at 20:00 WITA and closed at 00:30 the next day.');
		order(await print('attendance/pleno.pdf'), 'Waktu: pukul 20.00 WITA sampai 00.30 hari berikutnya');
		const keeper = t.browser();
		await keeper.signIn('pengawas');
		await keeper.get(`${E}/log`);
		assert.match(keeper.text, /Berakhir hari berikutnya pukul: 00:30/);
		t.cli(['verify', '--db', t.db]);
	} finally {
		await t.stop();
	}
});

test('the keeper reads who noted what', async () => {
	await people.pengawas.get(`${E}/log`);
	assert.match(people.pengawas.text, /Kehadiran pleno dicatat/);
	assert.match(people.pengawas.text, /Tidak hadir: Juri Dua \(CONTOH\): dinas luar \(CONTOH\)/);
});

test('the first key says who was there before it is turned, and freezes it', async () => {
	const page = people.ketua;
	await page.get(`${E}/pleno`);
	await page.post(`${E}/phase`, { to: 'approved', password: 'sandi ketua' });
	assert.match(page.text, /hadir 1 dari 3 anggota, diwakili 1, tidak hadir 1/);
	assert.equal(records(), 4, 'it was only tried');
	const { bundle_sha256 } = await s.must('ketua', 'approved');
	assert.deepEqual(s.sql(`SELECT a.number, r.number AS release, a.by FROM assembly a JOIN release r ON r.id = a.release_id`),
		[{ number: 5, release: 1, by: 'ketua' }]);
	assert.equal((await note('sekretariat', ALL)).status, 409);
	await people.sekretariat.get(PAGE);
	assert.match(people.sekretariat.text, /dibekukan bersama rilis 1/);
	assert.deepEqual(await people.sekretariat.sound(), []);
	await s.must('pengawas', 'published', { bundle_sha256 });
	assert.equal((await note('ketua', ALL)).status, 409);
});

test('the minutes tell present, absent and represented, and only who was there has a line to sign', async () => {
	const pdf = await print();
	whole(pdf);
	order(text(pdf), 'Peserta rapat', 'Rapat dibuka pukul 09.00 WITA dan ditutup pukul 13.30', 'Hadir 1, diwakili 1, tidak hadir 1 dari 3 anggota tim', 'dicatat oleh ketua', 'disahkan ketua dengan kunci pertama',
		'Juri Satu (CONTOH)', 'Hadir', 'Juri Dua (CONTOH)', 'Tidak hadir', 'Juri Tiga (CONTOH)', 'Diwakili', 'Juri Dua (CONTOH) tidak hadir: dinas luar (CONTOH)',
		'Juri Tiga (CONTOH) diwakili oleh Wakil Juri Tiga (CONTOH)', 'Pengawas dan sekretariat', 'III. Pernyataan');
	order(text(await print('minutes', '?lang=en')), 'The meeting was opened at 09:00 WITA and closed at 13:30', '1 present, 1 represented, 1 absent of 3 members', 'Absent', 'Represented',
		'Juri Dua (CONTOH) was absent: dinas luar (CONTOH)', 'was represented by Wakil Juri Tiga (CONTOH)');
});

test('the fingerprint of the key stands in the minutes and in the letter, and verify-certificate says the same', async () => {
	const keys = await (await fetch(`${s.url}/certificate-key.txt`)).text();
	const [, print16] = /# contoh: ((?:[0-9a-f]{4} ?){8})/.exec(keys);
	assert.ok(text(await print()).includes(print16.trim()));
	assert.ok(text(await print('national')).includes(print16.trim()));
});

test('whoever leaves or comes after the release changes no byte of its minutes', async () => {
	const was = await print(), recap = await print('recap'), list = await print('attendance/pleno');
	s.cli(['user', 'disable', '--db', s.db, '--username', 'pengawas']);
	s.cli(['user', 'add', '--db', s.db, '--edition', 'contoh', '--username', 'pengawas-2', '--role', 'keeper', '--password-stdin'], { input: 'sandi yang baru\n' });
	s.cli(['user', 'add', '--db', s.db, '--edition', 'contoh', '--username', 'sekretariat-0', '--role', 'secretariat', '--password-stdin'], { input: 'sandi yang baru\n' });
	s.cli(['certificate-key', '--db', s.db, '--edition', 'contoh', '--replace', 'retired', '--reason', 'pergantian tahunan']);
	assert.ok((await print()).equals(was), 'minutes');
	assert.ok((await print('recap')).equals(recap), 'recap');
	assert.ok((await print('attendance/pleno')).equals(list), 'attendance');
});

test('a correction is another meeting: nothing of the old one is taken over', async () => {
	await s.must('ketua', 'deliberation', { reason: 'satu bukti keliru dibaca (CONTOH)' });
	await people.sekretariat.get(PAGE);
	assert.match(people.sekretariat.text, /Hadir 0 dari 3 anggota; diwakili 0, tidak hadir 0, belum dicatat 3/);
	assert.doesNotMatch(people.sekretariat.text, /dinas luar/);
	assert.match(people.sekretariat.text, /pengawas-2/);
	assert.doesNotMatch(text(await print()), /Kehadiran dicatat/);
	await noted('sekretariat', { 'state.juror.j1': 'present', began: '08.00' });
	assert.match(text(await print()), /Hadir 1 dari 3 anggota tim/);
});

test('what was changed in the file behind the program\'s back is named', async () => {
	const tampered = (sql) => {
		const file = join(s.folder, 'copy.db');
		copyFileSync(s.db, file);
		const run = (words) => {
			const done = spawnSync('sqlite3', [file, words], { encoding: 'utf8' });
			assert.equal(done.status, 0, done.stderr);
			return done.stdout;
		};
		const triggers = run("SELECT group_concat(sql, ';') FROM sqlite_schema WHERE type = 'trigger'");
		run([...run("SELECT name FROM sqlite_schema WHERE type = 'trigger'").split('\n').filter(Boolean).map((name) => `DROP TRIGGER ${name}`), sql].join(';'));
		run(triggers.trim().replace(/END;(?=CREATE)/g, 'END;\n'));
		const done = spawnSync(program, ['verify', '--db', file], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'en' } });
		assert.equal(done.status, 1, `${sql}: ${done.stdout}`);
		return done.stderr;
	};
	await s.halt();
	for (const [sql, words] of [
		["UPDATE assembly_member SET state = 'present', note = '' WHERE key = 'j2' AND state = 'absent'", 'assembly_member 5/2: column state holds "present"'],
		["UPDATE assembly_member SET name = 'Orang Lain' WHERE key = 'j1' AND assembly_id = 5", 'assembly_member 5/1: column name'],
		['UPDATE assembly SET began = 60 WHERE number = 5', 'assembly_member 5/1: column began'],
		['UPDATE assembly SET release_id = NULL WHERE number = 5', 'assembly_member 5/1: column release'],
		["UPDATE assembly SET by = 'ketua', by_role = 'chair' WHERE number = 6", 'assembly_member 6/1: column by'],
		['DELETE FROM assembly_member WHERE assembly_id = 6', 'assembly_member 6/1 is missing'],
		["INSERT INTO assembly (edition_id, number, began, ended, by, by_role, at) VALUES (1, 7, -1, -1, '', '', 0)", 'assembly_member 7/0 is not in the log'],
	])
		assert.ok(tampered(sql).includes(words), `${sql}: ${tampered(sql)}`);
	const refused = spawnSync('sqlite3', [s.db, 'UPDATE assembly SET began = 60'], { encoding: 'utf8' });
	assert.match(refused.stderr, /insert-only/);
	await s.start();
});

test('a deputy chair presides, who joins later is not noted yet, and a refused release keeps what was noted', async () => {
	const t = await pleno();
	try {
		await scored(t);
		await t.must('ketua', 'deliberation');
		const desk = t.browser();
		await desk.signIn('sekretariat');
		const save = async (fields) => {
			await desk.get(PAGE);
			await desk.post(PAGE, { seen: /name="seen" value="(\d+)"/.exec(desk.text)[1], ...fields });
			assert.equal(desk.status, 303, desk.text);
			return desk.get(desk.location);
		};
		const minutes = async () => text(Buffer.from(await (await fetch(`${t.url}${E}/documents/minutes.pdf`, {
			headers: { Cookie: [...desk.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } })).arrayBuffer()));
		await save({ 'state.juror.j1': 'absent', 'note.juror.j1': 'sakit (CONTOH)', 'state.juror.j2': 'present', 'state.juror.j3': 'present' });
		const agree = async (who, kind, about) => {
			const { body, text: said } = await t.as[who]('POST', '/proposals', { kind, about, reason: 'sakit' });
			assert.ok(body.id, said);
			assert.equal((await t.as.pengawas('POST', `/proposals/${body.id}`, { decision: 'confirm' })).status, 200);
		};
		await agree('ketua', 'change_panel', { remove: 'j3', add: { juror: 'j4', name: 'Juri Empat (CONTOH)', categories: 'usaha' } });
		await desk.get(PAGE);
		assert.match(desk.text, /Hadir 1 dari 3 anggota; diwakili 0, tidak hadir 1, belum dicatat 1/);
		await agree('sekretariat', 'deputy', { role: 'chair', juror: 'j2', decree: 'SK 1' });
		await desk.get(PAGE);
		assert.match(desk.text, /Juri Dua \(CONTOH\), Wakil ketua yang memimpin/);
		order(await minutes(), 'Juri Satu (CONTOH)', 'Ketua', 'Tidak hadir', 'Juri Dua (CONTOH)', 'Wakil ketua', 'Hadir', 'Juri Empat (CONTOH)', 'Juri Satu (CONTOH) tidak hadir: sakit');
		const { token } = await t.login('juri-2');
		const approve = () => t.api('POST', `${E}/phase`, { to: 'approved' }, { token });
		assert.equal((await approve()).status, 200);
		order(await minutes(), 'Wakil ketua', 'Ketua Tim Penilai', 'Juri Dua (CONTOH)');
		await t.must('pengawas', 'deliberation', { reason: 'satu angka diragukan (CONTOH)' });
		await desk.get(PAGE);
		assert.match(desk.text, /Hadir 1 dari 3 anggota; diwakili 0, tidak hadir 1, belum dicatat 1/);
		assert.match(desk.text, /sakit \(CONTOH\)/);
		await save({ 'state.juror.j2': 'present', 'state.juror.j4': 'present', 'state.juror.j1': 'absent', 'note.juror.j1': 'sakit (CONTOH)' });
		const { bundle_sha256 } = (await approve()).body;
		await t.must('pengawas', 'published', { bundle_sha256 });
		order(await minutes(), 'Hadir 2, tidak hadir 1 dari 3 anggota tim', 'Juri Empat (CONTOH)', 'Hadir');
		assert.deepEqual(t.sql('SELECT count(*) AS n FROM assembly WHERE release_id IS NOT NULL'), [{ n: 2 }]);
	} finally {
		await t.stop();
	}
});

test('with nothing noted a release prints the same lines for ever, and nothing was in its way', async () => {
	const t = await pleno();
	try {
		await scored(t);
		await t.must('ketua', 'deliberation');
		const { bundle_sha256 } = await t.must('ketua', 'approved');
		await t.must('pengawas', 'published', { bundle_sha256 });
		const { cookie } = await t.login('ketua');
		const minutes = async () => Buffer.from(await (await fetch(`${t.url}${E}/documents/minutes.pdf`, { headers: { Cookie: cookie } })).arrayBuffer());
		const was = await minutes();
		assert.doesNotMatch(text(was), /Kehadiran|Rapat dibuka/);
		t.cli(['user', 'disable', '--db', t.db, '--username', 'sekretariat']);
		assert.ok((await minutes()).equals(was));
	} finally {
		await t.stop();
	}
});
