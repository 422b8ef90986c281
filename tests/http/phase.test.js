// The moves of an edition: who, when, what stands in the way, and the ways back.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { sample } from './lib.js';
import { pleno, scored, published, JURORS } from './pleno.js';

const PHASES = ['setup', 'verification', 'scoring', 'deliberation', 'approved', 'published'];
const MOVES = { // from: { to: who }
	setup: { verification: 'sekretariat' },
	verification: { scoring: 'sekretariat', setup: 'sekretariat' },
	scoring: { deliberation: 'ketua', setup: 'ketua' },
	deliberation: { approved: 'ketua', setup: 'ketua' },
	approved: { published: 'pengawas', deliberation: 'pengawas' },
	published: { deliberation: 'ketua' },
};
const USERS = ['sekretariat', 'ketua', 'pengawas', 'juri-2'];

/* 403 or 409 for whatever is no move of this person now; what would be one is not tried here. */
async function refusals(s, phase) {
	for (const who of USERS)
		for (const to of PHASES) {
			const mover = MOVES[phase][to];
			if (mover === who)
				continue;
			const movesThere = Object.values(MOVES).some((moves) => moves[to] === who);
			const { status, body } = await s.move(who, to, { reason: 'alasan', bundle_sha256: 'x' });
			const expected = mover || !movesThere ? 403 : 409;
			assert.equal(status, expected, `${who}: ${phase} to ${to}`);
			assert.equal(body.code, expected === 403 ? 'denied' : 'wrong_phase');
		}
}

test('each move by each role in each phase', async () => {
	const s = await pleno();
	try {
		await refusals(s, 'setup');
		await s.must('sekretariat', 'verification');
		await refusals(s, 'verification');
		await s.must('sekretariat', 'setup', { reason: 'kelupaan' });
		await scored(s);
		await refusals(s, 'scoring');
		await s.must('ketua', 'deliberation');
		await refusals(s, 'deliberation');
		const { bundle_sha256 } = await s.must('ketua', 'approved');
		assert.match(bundle_sha256, /^[0-9a-f]{64}$/);
		await refusals(s, 'approved');
		await s.must('pengawas', 'published', { bundle_sha256 });
		await refusals(s, 'published');
		await s.must('ketua', 'deliberation', { reason: 'salah hitung' });
		await refusals(s, 'deliberation');
	} finally {
		await s.stop();
	}
});

test('a call is refused in the order of the contract', async () => {
	const s = await pleno();
	try {
		const { token } = await s.login('sekretariat');
		const post = (path, body, more) => s.api('POST', path, body, more);
		assert.equal((await post('/editions/contoh/phase', { to: 'verification' })).status, 401);
		assert.equal((await post('/editions/contoh/phase', '{', { token })).status, 400);
		assert.equal((await post('/editions/contoh/phase', '[]', { token })).status, 400);
		assert.equal((await post('/editions/tiada/phase', { to: 'verification' }, { token })).status, 404);
		assert.equal((await s.move('sekretariat', 'nowhere')).status, 422);
		assert.equal((await s.move('sekretariat', undefined)).status, 422);
		await s.must('sekretariat', 'verification');
		const back = await s.move('sekretariat', 'setup');
		assert.equal(back.status, 422, 'a reason is needed');
		assert.equal((await s.move('sekretariat', 'setup', { reason: '   ' })).status, 422);
		const long = await s.move('sekretariat', 'setup', { reason: 'x'.repeat(2001) });
		assert.equal(long.status, 422);
		assert.match(long.body.detail, /2000/);
		assert.equal((await s.move('ketua', 'deliberation')).body.code, 'wrong_phase');
	} finally {
		await s.stop();
	}
});

test('an old password asks for a new one before anything else is said', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.halt();
		s.sql('UPDATE session SET password_at = password_at - 601');
		await s.start();
		for (const [who, to] of [['ketua', 'deliberation'], ['ketua', 'setup'], ['ketua', 'approved'],
			['pengawas', 'published']]) {
			const { status, body } = await s.move(who, to);
			assert.equal(`${status} ${body.code}`, '401 reauthenticate', `${who} to ${to}`);
		}
		assert.equal((await s.move('juri-2', 'deliberation')).status, 403);
		assert.equal((await s.move('sekretariat', 'scoring')).body.code, 'wrong_phase', 'needs no password');
		const { token } = await s.login('ketua');
		const { status } = await s.api('POST', '/editions/contoh/phase', { to: 'deliberation' }, { token });
		assert.equal(status, 200);
	} finally {
		await s.stop();
	}
});

async function blocked(s, who, to, codes, more) {
	const { status, body } = await s.move(who, to, more);
	assert.equal(status, 409, JSON.stringify(body));
	assert.deepEqual(body.blockers.map((b) => b.code), codes);
	assert.equal(body.code, codes.length === 1 ? codes[0] : 'blocked');
	for (const blocker of body.blockers)
		assert.ok(blocker.message);
	return body;
}

test('verification waits for nominees, panel, chair and keeper', async () => {
	const s = await pleno({ nominees: null, evidence: null,
		users: sample.users.filter((u) => u.role === 'secretariat') });
	try {
		await blocked(s, 'sekretariat', 'verification', ['no_nominees', 'no_chair', 'no_keeper']);
	} finally {
		await s.stop();
	}
});

test('a panel below the quorum blocks verification, one of nobody blocks scoring', async () => {
	const s = await pleno({ jurors: sample.jurors.replace(/^j2,.*$/m, 'j2,Juri Dua,member,A,B,usaha')
		.replace(/^j1,.*$/m, 'j1,Juri Satu,chair,A,B,usaha') });
	try {
		const body = await blocked(s, 'sekretariat', 'verification', ['panel_below_quorum']);
		assert.match(body.blockers[0].message, /desa \(1\)/);
		await s.halt();
		s.sql("UPDATE edition SET phase = 'verification'; UPDATE juror SET categories = 'usaha'");
		await s.start();
		await blocked(s, 'sekretariat', 'scoring', ['category_without_panel']);
	} finally {
		await s.stop();
	}
});

test('the lock waits for sheets and evidence', async () => {
	const s = await pleno({ evidence: sample.evidence.replace('melati,pekerja,1030,verified', 'melati,pekerja,1030,entered') });
	try {
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		let body = await blocked(s, 'ketua', 'deliberation', ['sheet_open', 'evidence_open']);
		assert.match(body.blockers[0].message, /^9 /, 'three jurors, three nominees with jury criteria');
		for (const who of JURORS)
			for (const nominee of ['melati', 'kenanga', 'cempaka'])
				await s.submit(who, nominee, 80, 8);
		body = await blocked(s, 'ketua', 'deliberation', ['evidence_open']);
		assert.match(body.blockers[0].message, /Desa Melati \(CONTOH\) – Pekerja/);
	} finally {
		await s.stop();
	}
});

test('a recused juror owes nothing', async () => {
	const s = await pleno();
	try {
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		for (const who of JURORS)
			for (const nominee of ['melati', 'kenanga', 'cempaka'])
				if (who !== 'juri-3' || nominee !== 'melati')
					await s.submit(who, nominee, 80, 8);
		await s.put('juri-3', 'melati', 'recuse', {}, { reason: 'saudara kandung' });
		await s.must('ketua', 'deliberation');
	} finally {
		await s.stop();
	}
});

test('a mend needs both keys, keeps what fits, and reopens the rest', async () => {
	const s = await pleno();
	try {
		await scored(s);
		const asked = await s.move('ketua', 'setup', { reason: 'langkah w2 keliru' });
		assert.equal(asked.status, 200);
		assert.equal(asked.body.phase, 'scoring');
		assert.equal(asked.body.pending, 'keeper');
		const again = await s.move('ketua', 'setup', { reason: 'langkah w2 keliru' });
		assert.equal(again.body.proposal, asked.body.proposal, 'asked once');
		assert.equal((await s.move('sekretariat', 'setup', { reason: 'x' })).status, 403);
		assert.deepEqual((await s.must('pengawas', 'setup')).phase, 'setup');
		await s.halt();
		s.init({ scheme: sample.scheme.replace('min: 0, max: 10, step: 1', 'min: 0, max: 10, step: 0.5') });
		await s.start();
		await s.must('sekretariat', 'verification');
		await blocked(s, 'sekretariat', 'setup', ['marks_exist'], { reason: 'x' });
		await s.must('sekretariat', 'scoring');
		const { body } = await s.as.ketua('GET', '/nominees/melati/sheet');
		assert.equal(body.state, 'draft');
		assert.deepEqual(body.marks, { w1: 80 });
		await blocked(s, 'ketua', 'deliberation', ['sheet_open']);
	} finally {
		await s.stop();
	}
});

test('a mend that leaves the scales alone leaves the sheets frozen', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		await s.must('ketua', 'setup', { reason: 'bobot keliru' });
		await s.must('pengawas', 'setup');
		await s.halt();
		s.init({ scheme: sample.scheme.replace('weight: 40', 'weight: 30').replace('weight: 35', 'weight: 45') });
		await s.start();
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		const { body } = await s.as.ketua('GET', '/nominees/melati/sheet');
		assert.equal(body.state, 'submitted');
		const reopen = await s.put('ketua', 'melati', 'reopen', {}, { reason: 'x' });
		assert.equal(reopen.status, 423);
		await s.must('ketua', 'deliberation');
		for (const [who, both] of [['ketua', true], ['pengawas', true], ['sekretariat', false], ['juri-2', false]]) {
			const page = s.browser();
			await page.signIn(who);
			await page.get('/editions/contoh/ranking');
			assert.equal(/Menurut aturan sebelum perbaikan/.test(page.text), both, `both versions for ${who}`);
		}
		await published(s);
		await s.halt();
		const [{ hex }] = s.sql('SELECT hex(bundle) AS hex FROM release');
		assert.match(Buffer.from(hex, 'hex').toString(), /^rule-version\t2\t[0-9a-f]{64}\t[^\t]+\tbobot keliru$/m);
		await s.start();
	} finally {
		await s.stop();
	}
});
