// What cannot be undone is said in words first; until it is confirmed nothing has happened.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { pleno, scored } from './pleno.js';

const E = '/editions/contoh';
const signedIn = async (s, username) => {
	const page = s.browser();
	await page.signIn(username);
	return page;
};
const phaseOf = async (s) => (await s.as.ketua('GET', '')).body.phase;
/* Both steps: the first says `words` and keeps nothing, the second does it. */
async function step(s, page, path, fields, words, unchanged) {
	await page.get(`${E}/${/acts|proposals/.test(path) ? 'proposals' : 'pleno'}`);
	const before = await unchanged();
	await page.post(`${E}${path}`, fields);
	assert.equal(page.status, 200, page.text);
	assert.match(page.text, words);
	assert.match(page.text, /name="sure" value="on"/);
	assert.doesNotMatch(page.text, /type="password"/, 'the password is fresh');
	assert.deepEqual(await page.sound(), []);
	assert.deepEqual(await unchanged(), before);
	await page.post(`${E}${path}`, { ...fields, sure: 'on' });
	assert.equal(page.status, 303, page.text);
}

test('each move says what it does, keeps nothing before it is confirmed, and then moves', async () => {
	const s = await pleno();
	try {
		const now = () => phaseOf(s);
		const desk = await signedIn(s, 'sekretariat'), chair = await signedIn(s, 'ketua'), keeper = await signedIn(s, 'pengawas');
		await step(s, desk, '/phase', { to: 'verification' }, /bukti 5 nominee/, now);
		await step(s, desk, '/phase', { to: 'setup', reason: 'salah daftar' }, /salah daftar/, now);
		await step(s, desk, '/phase', { to: 'verification' }, /Buka verifikasi\?/, now);
		await step(s, desk, '/phase', { to: 'scoring' }, /3 juri dapat menilai 5 nominee/, now);
		await s.as.ketua('GET', '');
		for (const who of ['ketua', 'juri-2', 'juri-3'])
			for (const [nominee, marks] of Object.entries({ melati: [80, 8], kenanga: [90, 9], cempaka: [70, 7] }))
				await s.submit(who, nominee, ...marks);
		await step(s, chair, '/phase', { to: 'deliberation' }, /9 terkirim, 0 berhalangan, 0 tidak hadir/, now);
		await step(s, chair, '/phase', { to: 'approved' }, /SHA-256/, now);
		await keeper.get(`${E}/release`);
		const [, sha256] = /name="bundle_sha256" value="([0-9a-f]{64})"/.exec(keeper.text);
		await step(s, keeper, '/phase', { to: 'deliberation', reason: 'bukti keliru' }, /tidak pernah diumumkan/, now);
		await step(s, chair, '/phase', { to: 'approved' }, /Tetapkan hasil\?/, now);
		await keeper.get(`${E}/release`);
		const [, second] = /name="bundle_sha256" value="([0-9a-f]{64})"/.exec(keeper.text);
		assert.notEqual(second, sha256);
		await step(s, keeper, '/phase', { to: 'published', bundle_sha256: second }, /3 piagam diterbitkan[^]*0 piagam lama dicabut[^]*tidak dapat ditarik/, now);
		await step(s, chair, '/phase', { to: 'deliberation', reason: 'salah hitung' }, /hasil sedang diralat/, now);
		assert.equal(await phaseOf(s), 'deliberation');
	} finally {
		await s.stop();
	}
});

test('what a proposal and a late recusal do is said before; what can be taken back is done at once', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		const chair = await signedIn(s, 'ketua'), keeper = await signedIn(s, 'pengawas');
		const open = async () => (await s.as.pengawas('GET', '/proposals')).body;
		await chair.get(`${E}/proposals`);
		await chair.post(`${E}/proposals`, { kind: 'reopen_sheet', juror: 'j2', nominee: 'melati', reason: 'salah ketik' });
		assert.equal(chair.status, 303);
		await step(s, keeper, '/proposals/1', { decision: 'confirm' }, /Juri Dua[^]*salah ketik/, open);
		await step(s, chair, '/proposals/1', { decision: 'withdraw' }, /Tarik kembali\?/, open);
		await step(s, chair, '/acts', { kind: 'late_recusal', juror: 'j3', nominee: 'kenanga', reason: 'saudara' },
			/tidak dihitung lagi[^]*saudara/, async () => (await s.as.ketua('GET', '/ranking')).text);
	} finally {
		await s.stop();
	}
});

test('a refusal comes before the question, and an old password is asked for together with it', async () => {
	const s = await pleno();
	try {
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		let page = await signedIn(s, 'ketua');
		await page.get(`${E}/pleno`);
		await page.post(`${E}/phase`, { to: 'deliberation' });
		assert.equal(page.status, 409);
		await page.post(`${E}/phase`, { to: 'verification' });
		assert.equal(page.status, 403);
		for (const who of ['ketua', 'juri-2', 'juri-3'])
			for (const nominee of ['melati', 'kenanga', 'cempaka'])
				await s.submit(who, nominee, 80, 8);
		await s.halt();
		s.sql('UPDATE session SET password_at = password_at - 601');
		await s.start();
		await page.get(`${E}/pleno`);
		assert.doesNotMatch(page.text, /type="password"/, 'only after the act is chosen');
		await page.post(`${E}/phase`, { to: 'deliberation' });
		assert.equal(page.status, 200);
		assert.match(page.text, /type="password"/);
		await page.post(`${E}/phase`, { to: 'deliberation', sure: 'on', password: 'keliru sekali' });
		assert.equal(page.status, 401);
		assert.match(page.text, /name="sure" value="on"/, 'what was confirmed stays confirmed');
		await page.post(`${E}/phase`, { to: 'deliberation', sure: 'on', password: 'sandi ketua' });
		assert.equal(page.status, 303);
		page = await signedIn(s, 'pengawas');
		await page.get(`${E}/pleno`);
		await page.post(`${E}/phase`, { to: 'approved', sure: 'ya' });
		assert.ok(page.status >= 400);
	} finally {
		await s.stop();
	}
});

test('the API moves at once, as ever', async () => {
	const s = await pleno();
	try {
		assert.equal((await s.move('sekretariat', 'verification')).status, 200);
		assert.equal(await phaseOf(s), 'verification');
		assert.equal((await s.move('sekretariat', 'setup', { reason: 'salah' })).status, 200);
	} finally {
		await s.stop();
	}
});
