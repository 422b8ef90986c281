// The schedule of interviews: sessions, panels, times, delays, attendance, calendars; what collides is refused in words.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { sample } from './lib.js';
import { DAY, E, S, clock, scheduled } from './scheduled.js';

const times = (rows) => rows.map(({ from, nominee }) => `${from} ${nominee}`);
const complaint = (page) => page.text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

test('a session is filled in the order chosen, around its break and what is taken', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const one = await s.session('Ruang Contoh');
	await s.fill(one, 'desa', { first: '11.00', break_from: '12.00', break_to: '13.00' });
	assert.equal(s.page.sekretariat.status, 303, s.page.sekretariat.text);
	assert.deepEqual(times(await s.csv()), ['11:00 cempaka', '11:30 kenanga', '13:00 melati']);
	await s.fill(one, 'usaha', { first: '11.00', until: '12.40', order: 'import', link: 'https://rapat.example/a?b=1' });
	assert.match(s.page.sekretariat.location, /placed=1&left=1/);
	await s.page.sekretariat.get(s.page.sekretariat.location);
	assert.match(s.page.sekretariat.text, /1 nominee dijadwalkan; 1 tidak mendapat tempat/);
	const rows = await s.csv();
	assert.deepEqual(times(rows), ['11:00 cempaka', '11:30 kenanga', '12:00 tani-makmur', '13:00 melati']);
	assert.equal(rows[2].mode, 'daring');
	assert.equal(rows[2].link, 'https://rapat.example/a?b=1');
	await s.page.sekretariat.get(S);
	assert.deepEqual(await s.page.sekretariat.sound(), []);
	await s.page.sekretariat.get(`${S}/sessions/${one}`);
	assert.deepEqual(await s.page.sekretariat.sound(), []);
	await s.page.sekretariat.get(`${S}/interviews/melati`);
	assert.deepEqual(await s.page.sekretariat.sound(), []);
});

test('a draw is repeated by anybody from its printed seed', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const one = await s.session('Ruang Contoh');
	await s.fill(one, 'desa', { order: 'shuffle', seed: 'lotre 42' });
	const drawn = (await s.csv()).map(({ nominee }) => nominee);
	const hash = (key) => createHash('sha256').update(`lotre 42:${key}`).digest('hex');
	assert.deepEqual(drawn, ['melati', 'kenanga', 'cempaka'].sort((a, b) => (hash(a) < hash(b) ? -1 : 1)));
	for (const who of ['ketua', 'juri-2', 'pengawas'])
		assert.match((await s.page[who].get(S)).text, /lotre 42/);
	await s.act('juri-2', 'melati', 'recuse', { reason: 'saudara' });
	assert.doesNotMatch((await s.page['juri-2'].get(S)).text, /lotre 42/, 'it would tell him when that one is heard');
	assert.match((await s.page['juri-3'].get(S)).text, /lotre 42/);
	await s.fill(await s.session('Ruang Lain'), 'usaha', { order: 'shuffle', seed: '' });
	assert.equal(s.page.sekretariat.status, 422);
	assert.match(s.page.sekretariat.text, /Tuliskan benih undian/);
});

test('a room, a juror and a nominee are never in two places at once', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const desk = s.page.sekretariat;
	const one = await s.session('Ruang Satu'), two = await s.session('Ruang Dua');
	await s.fill(one, 'desa');
	const move = (nominee, fields) => s.post(`/interviews/${nominee}`, { session: one, at: '08.00', minutes: '20', link: '', ...fields });
	await move('melati', { at: '08.10' });
	assert.equal(desk.status, 409);
	assert.match(complaint(desk), /Bentrok: Ruang Satu pukul 08\.00–08\.20 sudah dipakai untuk Desa Cempaka/);
	desk.cookies.set('lang', 'en');
	await move('melati', { at: '08.10' });
	assert.match(complaint(desk), /Overlap: Ruang Satu at 08:00–08:20 is taken for Desa Cempaka/);
	desk.cookies.delete('lang');
	await move('melati', { session: two, at: '08.10' });
	assert.equal(desk.status, 409);
	assert.match(complaint(desk), /Juri Satu \(CONTOH\) pukul 08\.00–08\.20 sudah bertugas di Ruang Satu/);
	await move('melati', { session: two, at: '08.20', minutes: '10', link: 'https://rapat.example/m' });
	assert.equal(desk.status, 303, desk.text);
	assert.deepEqual(times(await s.csv()), ['08:00 cempaka', '08:20 melati', '08:30 kenanga']);
	/* The filling steps over what its jurors do elsewhere; a nominee has one interview. */
	await s.fill(two, 'usaha', { first: '08.00' });
	assert.deepEqual(times(await s.csv()).filter((t) => /tani|laut/.test(t)), ['09:00 tani-makmur', '09:30 laut-biru']);
	await s.fill(two, 'desa');
	assert.equal(desk.status, 409);
	assert.match(complaint(desk), /Semua nominee kategori ini sudah dijadwalkan/);
	await s.post('/interviews/melati/swap', { other: 'cempaka' });
	assert.equal(desk.status, 409, 'the longer one does not fit where the shorter was');
	assert.match(complaint(desk), /Bentrok: .* sudah bertugas di Ruang Satu untuk Desa Kenanga/);
	await s.post('/interviews/kenanga/swap', { other: 'cempaka' });
	assert.equal(desk.status, 303, desk.text);
	assert.deepEqual(times(await s.csv()).slice(0, 3), ['08:00 kenanga', '08:20 melati', '08:30 cempaka']);
});

test('a session without panel or with one below the quorum takes no interview', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const desk = s.page.sekretariat, one = await s.session('Ruang Satu');
	await s.post(`/sessions/${one}/panel`, { panel: 'own' });
	assert.equal(desk.status, 422);
	assert.match(complaint(desk), /Pilih juri yang duduk dalam sesi ini/);
	await s.post(`/sessions/${one}/panel`, { panel: 'own', 'seat.j3': 'on' });
	assert.equal(desk.status, 303, desk.text);
	await s.fill(one, 'usaha');
	assert.equal(desk.status, 409);
	assert.match(complaint(desk), /tidak mempunyai panel untuk kategori Badan usaha/);
	await s.fill(one, 'desa');
	assert.equal(desk.status, 409);
	assert.match(complaint(desk), /Panel di bawah kuorum: 1 juri kategori Pemerintah desa, padahal aturan meminta sekurang-kurangnya 2/);
	desk.cookies.set('lang', 'en');
	await s.fill(one, 'desa', { first: '08:00', until: '17:00' });
	assert.match(complaint(desk), /1 jurors of the category Village governments, and the rules ask for at least 2/);
	desk.cookies.delete('lang');
	await s.post(`/sessions/${one}/panel`, { panel: 'own', 'seat.j1': 'on', 'seat.j2': 'on' });
	await s.fill(one, 'desa');
	assert.equal(desk.status, 303, desk.text);
	assert.ok((await s.csv()).every(({ panel }) => /Juri Satu.*Juri Dua/.test(panel) && !/Juri Tiga/.test(panel)));
	await s.post(`/sessions/${one}/panel`, { panel: 'own', 'seat.j1': 'on' });
	assert.equal(desk.status, 409);
	assert.match(complaint(desk), /Panel di bawah kuorum/);
	await s.page['juri-3'].get(S);
	assert.match(s.page['juri-3'].text, /Anda tidak duduk dalam sesi ini/);
});

test('a delay shows the new times, shifts the rest of the room, and is undone', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const desk = s.page.sekretariat, one = await s.session('Ruang Satu');
	await s.fill(one, 'desa');
	const before = times(await s.csv());
	await desk.get(`${S}/delay?from=kenanga&by=45`);
	assert.equal(desk.status, 200);
	assert.match(complaint(desk), /Desa Kenanga \(CONTOH\) 08\.30–08\.50 09\.15–09\.35 Desa Melati \(CONTOH\) 09\.00–09\.20 09\.45–10\.05/);
	assert.deepEqual(await desk.sound(), []);
	const seen = /name="seen" value="([0-9a-f]{64})"/.exec(desk.text)[1];
	assert.deepEqual(times(await s.csv()), before);
	await s.post('/delay', { from: 'kenanga', by: '45', seen });
	assert.equal(desk.status, 303, desk.text);
	assert.deepEqual(times(await s.csv()), ['08:00 cempaka', '09:15 kenanga', '09:45 melati']);
	await s.post('/delay', { from: 'kenanga', by: '45', seen });
	assert.equal(desk.status, 409);
	assert.match(complaint(desk), /telah berubah sejak Anda melihat waktu yang baru/);
	await desk.get(S);
	assert.match(complaint(desk), /Ditunda 45 menit [^·]*4 Maret 2031 · Ruang Satu ·/);
	const [, undo] = new RegExp(`action="(${S}/delays/\\d+/undo)"`).exec(desk.text);
	await desk.post(undo);
	assert.equal(desk.status, 303, desk.text);
	assert.deepEqual(times(await s.csv()), before);
	await s.post(undo.slice(S.length));
	assert.deepEqual(times(await s.csv()), before, 'a second undo changes nothing');
});

test('a delay past midnight is refused and says how much is possible', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const desk = s.page.sekretariat, one = await s.session('Ruang Satu');
	await s.fill(one, 'desa', { first: '22.00', until: '24.00' });
	await desk.get(`${S}/delay?from=cempaka&by=41`);
	assert.equal(desk.status, 422);
	assert.match(complaint(desk), /Desa Melati \(CONTOH\), melewati tengah malam\. Hari ini paling banyak dapat ditunda 40 menit\. Pindahkan wawancara itu ke hari lain dahulu/);
	await desk.get(S);
	await desk.post(`${S}/delay`, { from: 'cempaka', by: '41', seen: 'x' });
	assert.equal(desk.status, 422);
	assert.equal((await s.csv())[0].from, '22:00');
	await s.post('/interviews/melati', { session: one, at: '23.50', minutes: '20', link: '' });
	assert.equal(desk.status, 422);
	assert.match(complaint(desk), /akan melewati tengah malam/);
});

test('what a form gets wrong is said beside its field', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const desk = s.page.sekretariat, one = await s.session('Ruang Satu');
	for (const [fields, words] of [
		[{ day: 'kemarin', room: 'A', name: '' }, /Tuliskan tanggal/], [{ day: DAY, room: '', name: '' }, /Wajib diisi/],
	]) {
		await s.post('', fields);
		assert.equal(desk.status, 422);
		assert.match(desk.text, words);
	}
	for (const [fields, words] of [
		[{ first: '25.00' }, /Tuliskan jam/], [{ first: '8' }, /Tuliskan jam/], [{ minutes: '3' }, /Antara 5 dan 480/],
		[{ link: 'javascript:alert(1)' }, /https:\/\//], [{ link: 'https://a b' }, /https:\/\//], [{ order: 'acak' }, /tidak dikenal/],
		[{ category: 'tidak-ada' }, /Pilih kategori/], [{ until: '08.10' }, /Tidak ada waktu/], [{ break_from: '13.00', break_to: '12.00' }, /Istirahat berakhir/],
	]) {
		await s.fill(one, 'desa', fields);
		assert.equal(desk.status, 422, JSON.stringify(fields));
		assert.match(desk.text, words);
		assert.deepEqual(await desk.sound(), []);
	}
	await s.post(`/sessions/${one}/attendance`, { 'state.j1': 'left', 'left.j1': '' });
	assert.equal(desk.status, 422);
	await s.post(`/sessions/${one}/attendance`, { 'state.j1': 'asleep' });
	assert.equal(desk.status, 422);
	assert.deepEqual(await s.csv(), []);
	for (const path of [`/sessions/999/fill`, `/interviews/tidak-ada`, '/delays/9/undo']) {
		await s.post(path, { category: 'desa', first: '08.00', minutes: '20', pause: '0', order: 'name', session: '1', at: '08.00' });
		assert.ok([400, 404].includes(desk.status), `${path} ${desk.status}`);
	}
});

test('who came for the nominee becomes evidence that waits for verification', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const desk = s.page.sekretariat, one = await s.session('Ruang Satu');
	await s.fill(one, 'usaha', { order: 'import' });
	const came = (fields) => s.post('/interviews/tani-makmur/attendance', fields, `${S}/interviews/tani-makmur`);
	await came({ attended: 'present', name: '', office: '', evidence: 'k1=sebagian' });
	assert.equal(desk.status, 422);
	await came({ attended: 'present', name: 'Nama Contoh', office: 'Direktur', evidence: 'k1=luar-biasa' });
	assert.equal(desk.status, 422);
	await came({ attended: 'present', name: 'Nama Contoh', office: 'Direktur', evidence: 'k1=sebagian' });
	assert.equal(desk.status, 303, desk.text);
	await desk.get(`${E}/nominees/tani-makmur/evidence/k1`);
	assert.match(desk.text, /Menunggu verifikasi/);
	assert.match(desk.text, /Wawancara 2031-03-04 08\.00, Ruang Satu, Sesi 1: Nama Contoh, Direktur/);
	const [row] = await s.csv();
	assert.equal(`${row.attended} ${row.attended_name} ${row.attended_office}`, 'present Nama Contoh Direktur');
	await s.post('/interviews/tani-makmur', { session: one, at: '15.00', minutes: '20', link: '' });
	assert.equal(desk.status, 409, 'an interview that was held is not moved');
	const full = times(await s.csv());
	await s.post(`/sessions/${one}/clear`);
	assert.equal(desk.status, 200);
	assert.match(desk.text, new RegExp(`Kosongkan sesi ini\\?[^]*${full.length - 1} wawancara pada Sesi 1, Ruang Satu`));
	assert.deepEqual(await desk.sound(), []);
	assert.deepEqual(times(await s.csv()), full, 'asking changes nothing');
	await s.post(`/sessions/${one}/clear`, { sure: 'on' });
	assert.deepEqual(times(await s.csv()), ['08:00 tani-makmur']);
	await s.post(`/sessions/${one}/clear`);
	assert.equal(desk.status, 409, 'nothing is left that could be taken out');
	assert.match(complaint(desk), /Tidak ada wawancara yang dapat dikeluarkan/);
});

test('an absence of a juror is offered to the chair and marks nothing by itself', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const desk = s.page.sekretariat, chair = s.page.ketua, one = await s.session('Ruang Satu');
	await s.fill(one, 'desa');
	await s.act('juri-2', 'cempaka', 'submit', { marks: { w1: 80.5, w2: 8 } });
	await s.post(`/sessions/${one}/attendance`, { 'state.j3': 'left', 'left.j3': '' });
	assert.equal(desk.status, 422);
	assert.match(desk.text, /role="alert"[^]*has-error[^]*name="left\.j3"/, 'left, and nobody said when');
	assert.deepEqual(await desk.sound(), []);
	await s.post(`/sessions/${one}/attendance`, { 'state.j1': 'present', 'state.j2': 'absent', 'state.j3': 'left', 'left.j3': '08.50' });
	assert.equal(desk.status, 303, desk.text);
	for (const nominee of ['melati', 'kenanga'])
		assert.equal((await s.sheet('juri-2', nominee)).state, 'empty');
	await chair.get(`${S}/sessions/${one}`);
	assert.deepEqual(await chair.sound(), []);
	const offered = [...chair.text.matchAll(/id="away-(j\d)-([a-z-]+)"/g)].map(([, j, n]) => `${j} ${n}`);
	assert.deepEqual(offered, ['j2 kenanga', 'j2 melati', 'j3 melati'], 'not the sheet that is submitted, not what he heard');
	await desk.get(S);
	await desk.post(`${S}/sessions/${one}/absent`, { juror: 'j2', 'nominee.melati': 'on', reason: 'x' });
	assert.equal(desk.status, 403);
	await chair.get(`${S}/sessions/${one}`);
	await chair.post(`${S}/sessions/${one}/absent`, { juror: 'j2', 'nominee.melati': 'on', 'nominee.cempaka': 'on', reason: 'Tidak hadir' });
	assert.equal(chair.status, 409, 'one that is submitted: nothing is recorded');
	assert.equal((await s.sheet('juri-2', 'melati')).state, 'empty');
	await chair.post(`${S}/sessions/${one}/absent`, { juror: 'j2', 'nominee.melati': 'on', 'nominee.kenanga': 'on', reason: 'Tidak hadir pada Sesi 1' });
	assert.equal(chair.status, 303, chair.text);
	for (const nominee of ['melati', 'kenanga'])
		assert.equal((await s.sheet('juri-2', nominee)).state, 'absent');
	assert.equal((await s.sheet('juri-3', 'melati')).state, 'empty');
});

test('of a nominee that he is recused from a juror sees name and the word, and no time', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const one = await s.session('Ruang Rahasia');
	await s.fill(one, 'desa', { link: 'https://rapat.example/rahasia' });
	await s.act('juri-2', 'melati', 'recuse', { reason: 'saudara' });
	await s.post('/interviews/melati/attendance', { attended: 'present', name: 'Nama Contoh', office: 'Kepala', evidence: '' });
	await s.post('/interviews/kenanga', { session: one, at: '10.00', minutes: '20', link: '' });
	await s.post('/interviews/cempaka/clear');
	await s.post('/interviews/kenanga/clear');
	const juror = s.page['juri-2'];
	for (const path of [S, `${S}.csv`, `${S}/mine.ics`, `${S}/rooms/ruang-rahasia.ics`, `${E}/sheets`]) {
		await juror.send('GET', path);
		assert.equal(juror.status, path.includes('/rooms/') ? 404 : 200, path);
		assert.doesNotMatch(juror.text, /rapat\.example|Ruang Rahasia|Nama Contoh|Kepala,|sessions\/|09[.:]00[–,]|· 09[.:]00|T010000Z|Maret 2031/, path);
	}
	const rows = await s.csv('juri-2');
	assert.deepEqual(rows.map(({ nominee, name, recused, sample: of, ...rest }) => [nominee, name, recused, of, Object.values(rest).join('')]),
		[['melati', 'Desa Melati (CONTOH)', 'Berhalangan', 'CONTOH', '']]);
	assert.equal((await s.csv())[0].panel, 'Juri Satu (CONTOH), Juri Tiga (CONTOH)', 'he never sits for it');
	assert.equal((await s.csv('juri-3'))[0].panel, 'semua juri kategori', 'other jurors are not told who is recused');
	await juror.get(S);
	assert.match(juror.text, /Tanpa Anda[^]*waktu dan tempatnya tidak ditampilkan[^]*Desa Melati[^]*Berhalangan/);
	assert.deepEqual(await juror.sound(), []);
	await juror.send('GET', `${S}/mine.ics`);
	assert.doesNotMatch(juror.text, /melati/i);
});

test('a chair who is recused finds no session of it, nor who missed it there; his other sessions are whole', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const one = await s.session('Ruang Satu'), two = await s.session('Ruang Dua');
	await s.post('/interviews/melati', { session: one, at: '09.00', minutes: '20', link: '' });
	await s.post('/interviews/cempaka', { session: two, at: '11.00', minutes: '20', link: '' });
	await s.post('/interviews/kenanga', { session: two, at: '10.00', minutes: '20', link: '' });
	for (const session of [one, two])
		await s.post(`/sessions/${session}/attendance`, { 'state.j2': 'absent' });
	const chair = s.page.ketua;
	const offered = async (session) => [...(await chair.get(`${S}/sessions/${session}`)).text.matchAll(/name="nominee\.(\w+)"/g)].map(([, key]) => key);
	assert.deepEqual([await offered(one), await offered(two)], [['melati'], ['kenanga', 'cempaka']]);
	await s.act('ketua', 'melati', 'recuse', { reason: 'saudara' });
	await s.act('ketua', 'cempaka', 'recuse', { reason: 'saudara' });
	assert.deepEqual([await offered(one), chair.status, await offered(two), chair.status], [[], 404, ['kenanga'], 200]);
	assert.doesNotMatch(chair.text, /cempaka|11\.00–/i);
	const empty = await s.session('Ruang Tiga');
	assert.equal((await chair.send('GET', `${S}/sessions/${empty}`)).status, 404, 'it would vanish with a closed interview');
	await chair.get(`${S}/sessions/${two}`);
	assert.deepEqual(await chair.sound(), []);
	await chair.get(S);
	assert.doesNotMatch(chair.text, /Ruang Satu|09\.00–|11\.00–/);
	assert.match(chair.text, /Tanpa Anda[^]*Cempaka[^]*Melati/);
	await chair.get(`${S}/sessions/${two}`);
	await chair.post(`${S}/sessions/${two}/absent`, { juror: 'j2', 'nominee.cempaka': 'on', reason: 'Tidak hadir.' });
	assert.equal(chair.status, 409);
	await chair.post(`${S}/sessions/${two}/absent`, { juror: 'j2', 'nominee.melati': 'on', reason: 'Tidak hadir.' });
	assert.equal(chair.status, 409, 'of this session or not, the answer is the same');
	await chair.post(`${S}/sessions/${one}/absent`, { juror: 'j2', 'nominee.melati': 'on', reason: 'Tidak hadir.' });
	assert.equal(chair.status, 404);
	for (const nominee of ['melati', 'cempaka'])
		assert.equal((await s.sheet('juri-2', nominee)).state, 'empty', 'what is not offered is not recorded');
});

const unfold = (text) => text.replace(/\r\n /g, '').split('\r\n');
const events = (text) => unfold(text).join('\n').split('BEGIN:VEVENT').slice(1).map((e) =>
	Object.fromEntries(e.trim().split('\n').filter((l) => /^[A-Z-]+:/.test(l)).map((l) => [l.slice(0, l.indexOf(':')), l.slice(l.indexOf(':') + 1)])));

test('a chair who judges some categories leads all: he is offered who missed the others, and no sheet of theirs', async () => {
	const s = await scheduled({ jurors: sample.jurors.replace(/^(j1,.*),$/m, '$1,usaha') });
	after(() => s.stop());
	const one = await s.session('Ruang Satu');
	await s.fill(one, 'desa', { order: 'import' });
	await s.post(`/sessions/${one}/attendance`, { 'state.j2': 'absent' });
	const chair = s.page.ketua;
	await chair.get(S);
	assert.match(chair.text, /Ruang Satu[^]*Ada juri yang tidak mengikuti sesi ini[^]*Desa Melati/);
	assert.doesNotMatch(chair.text, /\/sheets\/melati/);
	await chair.get(`${S}/sessions/${one}`);
	assert.equal(chair.status, 200);
	assert.deepEqual(await chair.sound(), []);
	await chair.post(`${S}/sessions/${one}/absent`, { juror: 'j2', 'nominee.melati': 'on', reason: 'Tidak hadir.' });
	assert.equal(chair.status, 303, chair.text);
	assert.equal((await s.sheet('juri-2', 'melati')).state, 'absent');
});

test('a calendar keeps its UIDs, its SEQUENCE grows with each change, and its lines are folded', async () => {
	const long = `Desa ${'Señorita Kenanga yang Namanya Panjang Sekali '.repeat(3)}(CONTOH), Blok; A`;
	const s = await scheduled({ nominees: sample.nominees.replace('Desa Kenanga (CONTOH)', `"${long}"`) });
	after(() => s.stop());
	const one = await s.session('Ruang Satu'), juror = s.page['juri-2'];
	await s.fill(one, 'desa', { order: 'import', link: 'https://rapat.example/x' });
	const read = async () => {
		await juror.send('GET', `${S}/mine.ics`);
		assert.equal(juror.headers.get('content-type'), 'text/calendar; charset=utf-8');
		for (const line of juror.text.split('\r\n'))
			assert.ok(Buffer.byteLength(line) <= 75, line);
		assert.ok(!/[^\r]\n/.test(juror.text));
		return Object.fromEntries(events(juror.text).map((e) => [e.UID, e]));
	};
	let now = await read();
	assert.match(juror.text, /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n[^]*END:VCALENDAR\r\n$/);
	assert.match(juror.headers.get('content-disposition'), /CONTOH-contoh/);
	const melati = 'wawancara-melati@contoh.paritrana', kenanga = 'wawancara-kenanga@contoh.paritrana';
	assert.equal(now[melati].DTSTART, '20310304T000000Z', '08.00 WITA is midnight UTC');
	assert.equal(now[melati].DTEND, '20310304T002000Z');
	assert.equal(now[melati].SUMMARY, 'CONTOH · Desa Melati (CONTOH)');
	assert.equal(now[kenanga].SUMMARY, `CONTOH · ${long.trim().replace(/[,;]/g, '\\$&')}`);
	assert.equal(now[melati].STATUS, 'CONFIRMED');
	const same = await read();
	assert.equal(same[melati].SEQUENCE, now[melati].SEQUENCE);
	for (const change of [
		() => s.post('/interviews/melati', { session: one, at: '14.00', minutes: '20', link: '' }),
		() => s.post('/interviews/melati/swap', { other: 'kenanga' }),
		() => s.post(`/sessions/${one}/panel`, { panel: 'own', 'seat.j1': 'on', 'seat.j3': 'on' }),
		() => s.post(`/sessions/${one}/panel`, { panel: 'all' }),
		() => s.post('/interviews/melati/clear'),
	]) {
		const then = now;
		await change();
		now = await read();
		assert.ok(Number(now[melati].SEQUENCE) > Number(then[melati].SEQUENCE), `${change}`);
		assert.deepEqual(Object.keys(now).sort(), Object.keys(then).sort());
	}
	assert.equal(now[melati].STATUS, 'CANCELLED');
	await s.page.sekretariat.send('GET', `${S}/rooms/ruang-satu.ics`);
	assert.equal(events(s.page.sekretariat.text).length, 2);
});

test('now and next stand on the first page of everybody', { skip: /T(23|00)/.test(clock(0)) && 'too near to midnight' }, async () => {
	const s = await scheduled();
	after(() => s.stop());
	const one = await s.session('Ruang Satu', clock(0).slice(0, 10));
	await s.fill(one, 'desa', { first: clock(-10).slice(11, 16), minutes: '30', pause: '5', until: '24.00', order: 'import' });
	assert.equal(s.page.sekretariat.status, 303, s.page.sekretariat.text);
	await s.act('juri-2', 'kenanga', 'recuse', { reason: 'saudara' });
	for (const [who, path] of [['sekretariat', 'desk'], ['ketua', 'pleno'], ['ketua', 'sheets'], ['pengawas', 'watch'], ['juri-3', 'sheets'], ['juri-2', 'sheets']]) {
		const page = await s.page[who].get(`${E}/${path}`);
		const [box] = /<section class="sheet now-next"[^]*?<\/section>/.exec(page.text) ?? [''];
		assert.match(box, who === 'juri-2' ? /is-now[^]*Desa Melati[^]*Ruang Satu[^]*Berikutnya[^]*Desa Cempaka/
			: /is-now[^]*Desa Melati[^]*Ruang Satu[^]*Berikutnya[^]*Desa Kenanga/, `${who} ${path}`);
		if (who === 'juri-2')
			assert.doesNotMatch(box, /Kenanga/);
		assert.deepEqual(await page.sound(), []);
	}
	const english = await s.page['juri-3'].get(`${E}/sheets?lang=en`);
	assert.match(english.text, /now-next[^]*Now[^]*Next/);
});

test('nobody but the secretariat plans, and nobody after scoring', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const one = await s.session('Ruang Satu');
	await s.fill(one, 'desa');
	for (const who of ['ketua', 'juri-2', 'pengawas']) {
		await s.page[who].get(S);
		assert.doesNotMatch(s.page[who].text, /method="post" action="[^"]*schedule/);
		for (const path of ['', '/delay', `/sessions/${one}/fill`, `/sessions/${one}/panel`, '/interviews/melati', '/interviews/melati/attendance']) {
			await s.page[who].post(`${S}${path}`, {});
			assert.equal(s.page[who].status, 403, `${who} ${path}`);
		}
	}
	await s.lock();
	for (const [path, fields] of [['', { day: DAY, room: 'B', name: '' }], ['/interviews/melati/clear', {}], [`/sessions/${one}/clear`, {}]]) {
		await s.post(path, fields);
		assert.equal(s.page.sekretariat.status, 409, path);
		assert.match(complaint(s.page.sekretariat), /tidak dapat diubah lagi dalam tahap ini/);
	}
	/* A wrong list of attendance is still mended in the pleno. */
	await s.post(`/sessions/${one}/attendance`, { 'state.j3': 'absent' });
	assert.equal(s.page.sekretariat.status, 303);
});

test("a juror's list follows the order of the interviews", async () => {
	const s = await scheduled();
	after(() => s.stop());
	const list = async () => [...(await s.page['juri-2'].get(`${E}/sheets`)).text.matchAll(/class="own-name"><a href="[^"]*\/([a-z-]+)"/g)].map(([, key]) => key);
	const keys = async () => (await s.as['juri-2']('GET', '/nominees')).body.map(({ nominee, key }) => nominee ?? key);
	assert.deepEqual(await list(), ['cempaka', 'kenanga', 'melati']);
	await s.fill(await s.session('Ruang Satu'), 'desa', { order: 'import', until: '08.50' });
	assert.deepEqual(await list(), ['melati', 'kenanga', 'cempaka'], 'who has no interview yet comes last');
	assert.equal((await keys()).length, 3);
	assert.match(s.page['juri-2'].text, /Selasa, 4 Maret 2031 · 08\.00/);
	assert.match(s.page['juri-2'].text, /next-sheet"><a [^>]*sheets\/melati"/);
	assert.match((await s.page['juri-2'].get(`${E}/sheets/kenanga`)).text, /Wawancara<[^]*Selasa, 4 Maret 2031, 08\.30–08\.50 · Ruang Satu/);
	assert.doesNotMatch((await s.page['juri-2'].get(`${E}/sheets/cempaka`)).text, /Ruang Satu/);
});

test('fields that are long, wrong or sent twice are refused, and nothing is written', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const desk = s.page.sekretariat, one = await s.session('Ruang Satu');
	await s.fill(one, 'desa', { order: 'import' });
	const before = await s.csv();
	const long = 'x'.repeat(400);
	const forms = [
		['', { day: DAY, room: 'B', name: '' }, { day: long, room: long, name: long }],
		[`/sessions/${one}/panel`, { panel: 'all' }, { panel: long }],
		[`/sessions/${one}/fill`, { category: 'usaha', first: '08.00', minutes: '20', pause: '0', order: 'name' },
			{ category: 'DESA!', first: long, minutes: '-1', pause: '1,5', break_from: long, break_to: long, until: long, order: long, seed: long, link: long }],
		[`/sessions/${one}/attendance`, { 'state.j1': '' }, { 'state.j1': long, 'left.j1': long }],
		['/interviews/melati', { session: one, at: '08.00', minutes: '20', link: '' }, { session: long, at: long, minutes: '1e3', link: long }],
		['/interviews/melati/swap', { other: 'kenanga' }, { other: long }],
		['/interviews/melati/attendance', { attended: 'present', name: 'A', office: 'B', evidence: '' }, { attended: long, name: long, office: long, evidence: long }],
		['/delay', { from: 'melati', by: '5', seen: 'x' }, { from: 'ME LATI', by: '5.5', seen: long }],
	];
	for (const [path, good, bad] of forms) {
		for (const [name, value] of Object.entries(bad)) {
			await s.post(path, { ...good, [name]: value });
			assert.equal(desk.status, 422, `${path} ${name}`);
		}
		for (const [name, value] of Object.entries(good)) {
			await desk.get(S);
			await desk.send('POST', S + path, `${new URLSearchParams({ _token: desk.token(), ...good })}&${new URLSearchParams({ [name]: value })}`,
				{ 'Content-Type': 'application/x-www-form-urlencoded' });
			assert.equal(desk.status, 400, `${path} ${name} twice`);
		}
		await s.post(path, { ...good, planted: 'x' });
		assert.equal(desk.status, 400, `${path} with a field of its own`);
	}
	assert.deepEqual(await s.csv(), before);
});

test('of two who move a nominee into one slot at once, one is refused', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const one = await s.session('Ruang Satu');
	await s.fill(one, 'desa', { order: 'import' });
	const desks = [s.page.sekretariat, s.browser()];
	await desks[1].signIn('sekretariat');
	for (const desk of desks)
		await desk.get(S);
	const move = (desk, nominee) => desk.post(`${S}/interviews/${nominee}`, { session: one, at: '15.00', minutes: '20', link: '' });
	await Promise.all([move(desks[0], 'melati'), move(desks[1], 'kenanga')]);
	assert.deepEqual(desks.map(({ status }) => status).sort(), [303, 409]);
	assert.equal((await s.csv()).filter(({ from }) => from === '15:00').length, 1);
});

test('what was changed in the file behind the log is named', async () => {
	const s = await scheduled();
	const one = await s.session('Ruang Satu');
	await s.fill(one, 'desa', { order: 'shuffle', seed: 'lotre' });
	await s.post(`/sessions/${one}/panel`, { panel: 'own', 'seat.j1': 'on', 'seat.j2': 'on' });
	await s.post(`/sessions/${one}/attendance`, { 'state.j1': 'present' });
	await s.post('/interviews/melati/clear');
	await s.halt();
	assert.equal(s.cli(['verify', '--db', s.db]).status, 0);
	for (const [change, back, words] of [
		["UPDATE interview SET starts = starts + 5 WHERE nominee_id = 1", 'UPDATE interview SET starts = starts - 5 WHERE nominee_id = 1', /interview \w+: column starts/],
		["UPDATE juror_attendance SET state = 'absent'", "UPDATE juror_attendance SET state = 'present'", /juror_attendance 1\/j1: column state/],
		["UPDATE sitting SET room = 'Lain'", "UPDATE sitting SET room = 'Ruang Satu'", /sitting 1: column room/],
	]) {
		s.sql(change);
		const { stdout, stderr } = s.cli(['verify', '--db', s.db], { expect: 1 });
		assert.match(stdout + stderr, words);
		s.sql(back);
	}
	await s.stop();
});

test('a delay moves every session of its room on that day, and stops at what its jurors do elsewhere', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const desk = s.page.sekretariat;
	const morning = await s.session('Ruang Satu', DAY, 'Pagi'), noon = await s.session('Ruang Satu', DAY, 'Siang');
	const elsewhere = await s.session('Ruang Dua');
	await s.fill(morning, 'desa', { order: 'import', until: '08.50' });
	await s.post('/interviews/cempaka', { session: noon, at: '13.00', minutes: '20', link: '' });
	await s.post('/interviews/tani-makmur', { session: elsewhere, at: '15.00', minutes: '20', link: '' });
	await s.post('/interviews/laut-biru', { session: elsewhere, at: '08.55', minutes: '10', link: '' });
	const before = times(await s.csv());
	const delay = async (from, by) => {
		await desk.get(`${S}/delay?from=${from}&by=${by}`);
		const seen = /name="seen" value="([0-9a-f]{64})"/.exec(desk.text)?.[1];
		return seen ? s.post('/delay', { from, by, seen }) : desk;
	};
	await delay('melati', 10);
	assert.equal(desk.status, 409, 'kenanga would run into laut-biru');
	assert.match(complaint(desk), /Bentrok: Juri Satu \(CONTOH\) pukul 08\.55–09\.05 sudah bertugas di Ruang Dua untuk PT Laut Biru/);
	assert.deepEqual(times(await s.csv()), before);
	await delay('kenanga', 40);
	assert.equal(desk.status, 303, desk.text);
	assert.deepEqual(times(await s.csv()), ['08:00 melati', '08:55 laut-biru', '09:10 kenanga', '13:40 cempaka', '15:00 tani-makmur']);
	/* Moved since: the delay stands. */
	await s.post('/interviews/cempaka', { session: noon, at: '14.00', minutes: '20', link: '' });
	await desk.get(S);
	await desk.post(new RegExp(`action="(${S}/delays/\\d+/undo)"`).exec(desk.text)[1]);
	assert.equal(desk.status, 409);
	assert.match(complaint(desk), /tidak dapat dibatalkan lagi: jadwal ruang itu sudah berubah sesudahnya/);
	assert.equal((await s.csv()).find(({ nominee }) => nominee === 'kenanga').from, '09:10');
});

test('a panel that would sit in two rooms at once is refused', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const desk = s.page.sekretariat, one = await s.session('Ruang Satu'), two = await s.session('Ruang Dua');
	await s.post(`/sessions/${one}/panel`, { panel: 'own', 'seat.j1': 'on', 'seat.j3': 'on' });
	await s.post(`/sessions/${two}/panel`, { panel: 'own', 'seat.j2': 'on' });
	await s.fill(one, 'desa', { order: 'import', until: '08.20' });
	await s.post('/interviews/tani-makmur', { session: two, at: '08.00', minutes: '20', link: '' });
	assert.equal(desk.status, 303, 'two panels without a juror in common sit at once');
	await s.post(`/sessions/${two}/panel`, { panel: 'all' });
	assert.equal(desk.status, 409);
	assert.match(complaint(desk), /Bentrok: Juri Satu \(CONTOH\)/);
});

test('in the pleno what a nominee brought to its interview is evidence, and stays closed like all evidence', async () => {
	const s = await scheduled();
	after(() => s.stop());
	const desk = s.page.sekretariat, one = await s.session('Ruang Satu');
	await s.fill(one, 'usaha', { order: 'import' });
	await s.lock();
	await s.post('/interviews/tani-makmur/attendance', { attended: 'present', name: 'Nama Contoh', office: '', evidence: 'k1=sebagian' });
	assert.equal(desk.status, 409);
	assert.match(complaint(desk), /hanya bukti yang dibuka kembali oleh ketua/);
	assert.equal((await s.csv())[0].attended, '', 'nothing of the act is kept');
	await s.post('/interviews/tani-makmur/attendance', { attended: 'present', name: 'Nama Contoh', office: '', evidence: '' });
	assert.equal(desk.status, 303, desk.text);
});
