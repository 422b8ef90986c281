// What needs a second person: proposed, confirmed, refused, withdrawn; and what the chair does alone.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program, sample } from './lib.js';
import { pleno, scored, published, JURORS } from './pleno.js';

const sheet = async (s, who, nominee) => (await s.as[who]('GET', `/nominees/${nominee}/sheet`)).body;
const propose = (s, who, kind, about, reason = 'alasan') => s.as[who]('POST', '/proposals', { kind, about, reason });
const settle = (s, who, id, decision) => s.as[who]('POST', `/proposals/${id}`, { decision });
const act = (s, who, what, nominee, juror, reason = 'alasan') =>
	s.as[who]('POST', `/nominees/${nominee}/jurors/${juror}`, { act: what, reason });

async function agreed(s, kind, about, by = 'ketua', other = 'pengawas') {
	const made = await propose(s, by, kind, about);
	assert.equal(made.status, 200, made.text);
	const done = await settle(s, other, made.body.id, 'confirm');
	assert.equal(done.status, 200, done.text);
	return made.body.id;
}

/* The bundle of the newest release, verified. */
async function bundle(s) {
	await s.halt();
	const [{ hex }] = s.sql('SELECT hex(bundle) AS hex FROM release ORDER BY number DESC LIMIT 1');
	const file = join(s.folder, 'bundle.txt');
	writeFileSync(file, Buffer.from(hex, 'hex'));
	const done = spawnSync(program, ['verify', file], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'en' } });
	assert.equal(done.status, 0, done.stdout + done.stderr);
	await s.start();
	return Buffer.from(hex, 'hex').toString();
}

async function deliberating(given) {
	const s = await pleno(given);
	await scored(s);
	await s.must('ketua', 'deliberation');
	return s;
}

test('who may propose and who may confirm', async () => {
	const s = await deliberating();
	try {
		const about = { juror: 'j2', nominee: 'melati' };
		for (const who of ['juri-2', 'pengawas', 'sekretariat'])
			assert.equal((await propose(s, who, 'reopen_sheet', about)).status, 403, who);
		assert.equal((await propose(s, 'ketua', 'reopen_sheet', about, '')).status, 422);
		assert.equal((await propose(s, 'ketua', 'other', about)).status, 422);
		assert.equal((await propose(s, 'ketua', 'reopen_sheet', { juror: 'j9', nominee: 'melati' })).status, 422);
		assert.equal((await propose(s, 'ketua', 'reopen_sheet', { juror: 'j3', nominee: 'tani-makmur' })).status, 422);
		const { body } = await propose(s, 'ketua', 'reopen_sheet', about);
		for (const who of ['juri-2', 'ketua', 'sekretariat'])
			assert.equal((await settle(s, who, body.id, 'confirm')).status, 403, who);
		assert.equal((await settle(s, 'pengawas', 999, 'confirm')).status, 404);
		assert.equal((await settle(s, 'pengawas', body.id, 'refuse')).status, 200);
		assert.equal((await settle(s, 'pengawas', body.id, 'confirm')).status, 409);
		assert.equal((await sheet(s, 'juri-2', 'melati')).state, 'submitted');
		const list = (await s.as.pengawas('GET', '/proposals')).body.proposals;
		assert.deepEqual(list.map((p) => [p.kind, p.state]), [['reopen_sheet', 'refused']]);
		assert.equal((await s.as['juri-2']('GET', '/proposals')).status, 403);
	} finally {
		await s.stop();
	}
});

test('a reopened sheet is written again, and the bundle tells its old and new total', async () => {
	const s = await deliberating();
	try {
		await agreed(s, 'reopen_sheet', { juror: 'j2', nominee: 'melati' });
		assert.equal((await sheet(s, 'juri-2', 'melati')).state, 'draft');
		assert.equal((await s.move('ketua', 'approved')).body.code, 'sheet_open');
		const other = await s.put('juri-2', 'kenanga', 'save', { w1: 1 });
		assert.equal(other.status, 423, 'all others stay frozen');
		await s.submit('juri-2', 'melati', 84, 8);
		await published(s);
		assert.match(await bundle(s), /^reopened\t1\tJ\d\tmelati\t1\tdone\t80\t247\/3$/m);
	} finally {
		await s.stop();
	}
});

test('a withdrawn reopening leaves the sheet as it was', async () => {
	const s = await deliberating();
	try {
		const id = await agreed(s, 'reopen_sheet', { juror: 'j2', nominee: 'melati' });
		await s.put('juri-2', 'melati', 'save', { w1: 3 });
		assert.equal((await settle(s, 'pengawas', id, 'withdraw')).status, 403);
		assert.equal((await settle(s, 'ketua', id, 'withdraw')).status, 200);
		const now = await sheet(s, 'juri-2', 'melati');
		assert.equal(now.state, 'submitted');
		assert.deepEqual(now.marks, { w1: 80, w2: 8 });
		assert.equal((await settle(s, 'ketua', id, 'withdraw')).status, 409);
		await published(s);
		assert.match(await bundle(s), /^reopened\t1\tJ\d\tmelati\t1\twithdrawn\t80\t80$/m);
	} finally {
		await s.stop();
	}
});

test('reopened evidence is listed with its old and new value', async () => {
	const s = await deliberating();
	try {
		assert.equal((await propose(s, 'ketua', 'reopen_evidence', { nominee: 'melati', evidence: 'tiada' })).status, 422);
		await s.reproof('melati', 'terlindungi', '420');
		await published(s);
		assert.match(await bundle(s), /^changed\t1\tmelati\tterlindungi\tverified\t412\tverified\t420$/m);
		await s.halt();
		assert.deepEqual(s.sql('SELECT count(*) AS n FROM evidence WHERE reopened = 1'), [{ n: 0 }], 'closed again');
		await s.start();
	} finally {
		await s.stop();
	}
});

test('a recusal found after the lock takes the marks out and tells both results', async () => {
	const s = await deliberating();
	try {
		for (const who of ['juri-2', 'pengawas', 'sekretariat'])
			assert.equal((await act(s, who, 'late_recusal', 'kenanga', 'j2')).status, 403);
		assert.equal((await act(s, 'ketua', 'late_recusal', 'kenanga', 'j2', '')).status, 422);
		assert.equal((await act(s, 'ketua', 'late_recusal', 'kenanga', 'j9')).status, 404);
		assert.equal((await act(s, 'ketua', 'late_recusal', 'kenanga', 'j2')).status, 200);
		assert.equal((await act(s, 'ketua', 'late_recusal', 'kenanga', 'j2')).body.code, 'recused');
		await published(s);
		assert.match(await bundle(s), /^late-recusal\t1\tJ\d\tkenanga\tdesa\tkenanga\tkenanga$/m);
	} finally {
		await s.stop();
	}
});

test('a lifted recusal leaves a draft that its juror submits again', async () => {
	const s = await deliberating();
	try {
		await act(s, 'ketua', 'late_recusal', 'kenanga', 'j2');
		assert.equal((await propose(s, 'ketua', 'lift_recusal', { juror: 'j3', nominee: 'kenanga' })).body.code, 'not_recused');
		await agreed(s, 'lift_recusal', { juror: 'j2', nominee: 'kenanga' });
		const now = await sheet(s, 'juri-2', 'kenanga');
		assert.equal(now.state, 'draft');
		assert.deepEqual(now.marks, { w1: 90, w2: 9 });
		await s.submit('juri-2', 'kenanga', 90, 9);
		await published(s);
		const text = await bundle(s);
		assert.match(text, /^reopened\t1\tJ\d\tkenanga\t1\tdone\t\t90$/m);
		assert.doesNotMatch(text, /^late-recusal/m);
	} finally {
		await s.stop();
	}
});

test('an absence is noted and taken back', async () => {
	const s = await pleno();
	try {
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		await s.put('juri-3', 'melati', 'save', { w1: 55 });
		assert.equal((await act(s, 'sekretariat', 'mark_absent', 'melati', 'j3')).status, 403);
		assert.equal((await act(s, 'ketua', 'mark_absent', 'melati', 'j3')).status, 200);
		assert.equal((await sheet(s, 'juri-3', 'melati')).state, 'absent');
		assert.equal((await act(s, 'ketua', 'mark_present', 'melati', 'j3')).status, 200);
		const back = await sheet(s, 'juri-3', 'melati');
		assert.equal(back.state, 'draft');
		assert.deepEqual(back.marks, { w1: 55 });
		assert.equal((await act(s, 'ketua', 'mark_present', 'melati', 'j3')).body.code, 'not_absent');
		await s.submit('juri-3', 'melati', 80, 8);
		assert.equal((await act(s, 'ketua', 'mark_absent', 'melati', 'j3')).body.code, 'not_open');
		assert.equal((await act(s, 'ketua', 'late_recusal', 'melati', 'j3')).body.code, 'wrong_phase');
	} finally {
		await s.stop();
	}
});

test('an absence noted before the lock is a closed sheet; one noted since can be taken back', async () => {
	const s = await pleno();
	try {
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		for (const who of JURORS)
			for (const nominee of ['melati', 'kenanga', 'cempaka'])
				if (who !== 'juri-3' || nominee !== 'melati')
					await s.submit(who, nominee, 80, 8);
		await act(s, 'ketua', 'mark_absent', 'melati', 'j3');
		await s.must('ketua', 'deliberation');
		assert.equal((await act(s, 'ketua', 'mark_present', 'melati', 'j3')).body.code, 'wrong_phase');
		await agreed(s, 'reopen_sheet', { juror: 'j3', nominee: 'melati' });
		assert.equal((await act(s, 'ketua', 'mark_absent', 'melati', 'j3')).status, 200);
		assert.equal((await act(s, 'ketua', 'mark_present', 'melati', 'j3')).status, 200);
		assert.equal((await sheet(s, 'juri-3', 'melati')).state, 'empty');
	} finally {
		await s.stop();
	}
});

test('a sheet that came after the lock is admitted by two', async () => {
	const s = await deliberating();
	try {
		const late = await s.put('juri-2', 'melati', 'submit', { w1: 99, w2: 9 });
		assert.equal(late.status, 423);
		assert.equal(late.body.quarantined, true);
		await agreed(s, 'admit_quarantine', { id: 1 });
		const now = await sheet(s, 'juri-2', 'melati');
		assert.equal(now.state, 'submitted');
		assert.deepEqual(now.marks, { w1: 99, w2: 9 });
		assert.equal((await propose(s, 'ketua', 'admit_quarantine', { id: 1 })).status, 422, 'once');
		await published(s);
		assert.match(await bundle(s), /^reopened\t1\tJ\d\tmelati\t1\tdone\t80\t/m);
	} finally {
		await s.stop();
	}
});

test('the panel changes after the freeze with both keys', async () => {
	const s = await deliberating();
	try {
		assert.equal((await propose(s, 'ketua', 'change_panel', { remove: 'j1' })).body.code, 'is_chair');
		assert.equal((await propose(s, 'ketua', 'change_panel', {})).status, 422);
		assert.equal((await propose(s, 'ketua', 'change_panel', { add: { juror: 'j2', name: 'X' } })).status, 422);
		await agreed(s, 'change_panel', { remove: 'j3', add: { juror: 'j4', name: 'Juri Empat (CONTOH)', categories: 'desa' } });
		assert.equal((await s.as['juri-3']('GET', '/nominees/melati/sheet')).status, 401, 'signed out');
		const { body } = await s.move('ketua', 'approved');
		assert.match(body.blockers[0].message, /^3 /, 'the added juror owes his categories');
		await s.halt();
		s.addUser({ username: 'juri-4', role: 'juror', juror: 'j4' });
		await s.start();
		const { token } = await s.login('juri-4');
		s.as['juri-4'] = (method, path, b, more = {}) => s.api(method, '/editions/contoh' + path, b, { token, ...more });
		for (const nominee of ['melati', 'kenanga', 'cempaka'])
			await s.submit('juri-4', nominee, 60, 6);
		await published(s);
		const text = await bundle(s);
		assert.match(text, /^juror\tJ4\tadded\tdesa$/m);
		assert.match(text, /^juror\tJ\d\tremoved\tdesa$/m);
		assert.equal((text.match(/^total\tJ\d\tmelati/gm) ?? []).length, 4, 'submitted sheets of a removed juror count');
	} finally {
		await s.stop();
	}
});

test('a deputy chair turns the first key, and the bundle says so', async () => {
	const s = await deliberating();
	try {
		assert.equal((await propose(s, 'sekretariat', 'deputy', { role: 'chair', juror: 'j2' })).status, 422, 'no decree');
		await agreed(s, 'deputy', { role: 'chair', juror: 'j2', decree: '12/SK/2025' }, 'sekretariat');
		assert.equal((await s.move('ketua', 'approved')).status, 403);
		const { body } = await s.move('juri-2', 'approved');
		await s.must('pengawas', 'published', { bundle_sha256: body.bundle_sha256 });
		assert.match(await bundle(s), /^approved\t[^\t]+\tdeputy-chair$/m);
	} finally {
		await s.stop();
	}
});

test('a deputy keeper is confirmed by the chair', async () => {
	const s = await deliberating();
	try {
		const about = { role: 'keeper', username: 'wakil', name: 'Wakil (CONTOH)', decree: '13/SK/2025' };
		const { body } = await propose(s, 'sekretariat', 'deputy', about);
		assert.equal((await settle(s, 'pengawas', body.id, 'confirm')).status, 403);
		assert.equal((await settle(s, 'ketua', body.id, 'confirm')).status, 200);
		assert.equal((await s.as.pengawas('GET', '/proposals')).status, 401);
		await s.halt();
		s.cli(['user', 'reset', '--db', s.db, '--username', 'wakil', '--password-stdin'], { input: 'sandi wakil\n' });
		await s.start();
		const { token } = await s.login('wakil');
		const { bundle_sha256 } = await s.must('ketua', 'approved');
		const done = await s.api('POST', '/editions/contoh/phase', { to: 'published', bundle_sha256 }, { token });
		assert.equal(done.status, 200, done.text);
	} finally {
		await s.stop();
	}
});

test('what is proposed is clean lines, so that no name forges a line of the log', async () => {
	const s = await deliberating();
	try {
		const unfit = ['pengawas\nrole chair', 'a\u202Eb', 'a\u0007b', 'n'.repeat(1001)];
		for (const name of unfit) {
			assert.equal((await propose(s, 'sekretariat', 'deputy',
				{ role: 'keeper', username: name, name: 'Wakil', decree: '1' })).status, 422, name);
			for (const field of ['name', 'element', 'institution'])
				assert.equal((await propose(s, 'ketua', 'change_panel',
					{ add: { juror: 'j9', name: 'Baru', [field]: name } })).status, 422, field);
		}
		for (const about of [{ role: 'keeper', username: ['a'], decree: '1' }, { a: { b: { c: {} } } }])
			assert.equal((await propose(s, 'sekretariat', 'deputy', about)).status, 422);
		const made = await propose(s, 'sekretariat', 'deputy',
			{ role: 'keeper', username: ' wakil ', name: 'Wakil', decree: '1' });
		assert.equal(made.status, 200, made.text);
		assert.equal((await settle(s, 'ketua', made.body.id, 'confirm')).status, 200);
		assert.match(s.cli(['user', 'list', '--db', s.db]).stdout, /^wakil /m);
	} finally {
		await s.stop();
	}
});

test('a sheet admitted from quarantine brings no text that a sheet may not hold', async () => {
	const s = await deliberating();
	try {
		const late = await s.as['juri-2']('PUT', '/nominees/melati/sheet', {
			version: 1, action: 'submit', marks: { w1: 1, w2: 1 }, feedback: 'a\u202Eb',
			notes: { w1: 'a\u0007b', w2: 'n'.repeat(4001), zzz: 'x', overall: 'catatan' },
		}, { key: 'larut' });
		assert.equal(late.status, 423);
		await agreed(s, 'admit_quarantine', { id: 1 });
		const kept = await sheet(s, 'juri-2', 'melati');
		assert.deepEqual([kept.state, kept.marks, kept.notes, kept.feedback],
			['submitted', { w1: 1, w2: 1 }, { overall: 'catatan' }, '']);
	} finally {
		await s.stop();
	}
});

test('what waits already is not proposed again, whatever the order of its words', async () => {
	const s = await deliberating();
	try {
		const first = await propose(s, 'ketua', 'reopen_sheet', { juror: 'j2', nominee: 'melati' });
		assert.equal(first.status, 200, first.text);
		const again = await propose(s, 'ketua', 'reopen_sheet', { nominee: 'melati', juror: 'j2' }, 'alasan lain');
		assert.deepEqual([again.status, again.body.code], [409, 'already_proposed']);
		assert.equal((await propose(s, 'ketua', 'reopen_sheet', { juror: 'j3', nominee: 'melati' })).status, 200, 'another sheet');
		await settle(s, 'pengawas', first.body.id, 'refuse');
		assert.equal((await propose(s, 'ketua', 'reopen_sheet', { juror: 'j2', nominee: 'melati' })).status, 200, 'once refused');
	} finally {
		await s.stop();
	}
});

test('the recusal of a juror who has left is not lifted: nobody could submit the sheet', async () => {
	const s = await deliberating();
	try {
		assert.equal((await act(s, 'ketua', 'late_recusal', 'kenanga', 'j3')).status, 200);
		const waiting = await propose(s, 'ketua', 'lift_recusal', { juror: 'j3', nominee: 'kenanga' });
		await agreed(s, 'change_panel', { remove: 'j3' });
		assert.equal((await settle(s, 'pengawas', waiting.body.id, 'confirm')).body.code, 'not_owed');
		await settle(s, 'pengawas', waiting.body.id, 'refuse');
		const later = await propose(s, 'ketua', 'lift_recusal', { juror: 'j3', nominee: 'kenanga' });
		assert.deepEqual([later.status, later.body.code], [409, 'not_owed']);
		await published(s);
	} finally {
		await s.stop();
	}
});

test('evidence that was never entered is reopened, entered and told as missing before', async () => {
	const s = await deliberating({ evidence: sample.evidence.replace(/^(melati|kenanga),pekerja,.*\n/gm, '') });
	try {
		const place = { nominee: 'melati', evidence: 'pekerja' };
		const desk = s.browser();
		await desk.signIn('sekretariat');
		const path = '/editions/contoh/nominees/melati/evidence/pekerja';
		await desk.get(path);
		await desk.post(path, { value: '1030', source: 'berkas', cutoff: '' });
		assert.equal(desk.status, 409, 'closed after the lock');
		for (const about of [{ ...place, evidence: 'dipakai-siapa' }, { ...place, nominee: 'tiada' }, { nominee: 'melati' }])
			assert.equal((await propose(s, 'ketua', 'reopen_evidence', about)).status, 422);
		await agreed(s, 'reopen_evidence', place);
		await agreed(s, 'reopen_evidence', { ...place, nominee: 'kenanga' });
		assert.equal((await propose(s, 'ketua', 'reopen_evidence', place)).body.code, 'already_open');
		await desk.get('/editions/contoh/nominees/melati');
		assert.match(desk.text, /Dibuka kembali/);
		for (const [to, fields] of [['', { value: '1030', source: 'berkas', cutoff: '' }], ['/verify', { seen: '1030' }]]) {
			await desk.get(path);
			await desk.act(path + to, fields);
			assert.equal(desk.status, 303, desk.text);
		}
		await published(s);
		const text = await bundle(s);
		assert.match(text, /^changed\t1\tmelati\tpekerja\tmissing\t\tverified\t1030$/m);
		assert.equal(text.match(/^changed\t/gm).length, 1, 'what stayed missing has not changed');
		await s.halt();
		assert.deepEqual(s.sql('SELECT * FROM gap'), [], 'closed again');
		await s.start();
	} finally {
		await s.stop();
	}
});

test('of one late sheet so many forms are kept and no more, and a repeated one is one', async () => {
	const s = await deliberating();
	try {
		const { version } = await sheet(s, 'juri-2', 'melati');
		const late = (key, nominee = 'melati') => s.as['juri-2']('PUT', `/nominees/${nominee}/sheet`,
			{ version, marks: { w1: 70 }, action: 'save' }, { key });
		for (let i = 1; i <= 20; i++)
			assert.equal((await late(`terlambat-${i}`)).body.quarantined, true);
		for (const key of ['terlambat-1', 'terlambat-20'])
			assert.equal((await late(key)).body.quarantined, true, 'known');
		const more = await late('terlambat-21');
		assert.deepEqual([more.status, more.body.quarantined], [423, undefined]);
		assert.equal((await late('terlambat-1', 'kenanga')).body.quarantined, true, 'another sheet');
		await s.halt();
		assert.deepEqual(s.sql('SELECT count(*) AS n FROM quarantine'), [{ n: 21 }]);
		const told = s.sql("SELECT body FROM act WHERE deed = 'sheet_quarantined'");
		assert.equal(told.length, 21);
		assert.ok(told.every(({ body }) => !body.includes('w1') && /"body":"[0-9a-f]{64}"/.test(body)), 'marks are sealed');
	} finally {
		await s.stop();
	}
});
