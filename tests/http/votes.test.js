// The pleno decides ties: one vote, one group; what it changes and when it no longer counts.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { sample } from './lib.js';
import { E, pleno, scored, published, tied, equal } from './pleno.js';

const vote = (order, more = {}) => ({ category: 'desa', order, ballots: { for: 2, against: 1, abstained: 0 }, reason: 'musyawarah', ...more });
const ranks = async (s) => (await s.as.ketua('GET', '/ranking')).body.categories[0].ranking.map((r) => [r.rank, r.nominee, r.decided_by]);

async function ready() {
	const s = await pleno(tied);
	await scored(s, equal);
	return s;
}

test('only the chair votes, only in deliberation, only on a tied group', async () => {
	const s = await ready();
	try {
		const put = (who, body) => s.as[who]('PUT', '/votes', body);
		assert.equal((await put('ketua', vote(['melati', 'kenanga']))).body.code, 'wrong_phase');
		await s.must('ketua', 'deliberation');
		for (const who of ['juri-2', 'pengawas', 'sekretariat'])
			assert.equal((await put(who, vote(['melati', 'kenanga']))).status, 403, who);
		for (const [what, body] of [
			['one of them', vote(['melati'])],
			['one too many', vote(['melati', 'kenanga', 'cempaka'])],
			['another group', vote(['melati', 'cempaka'])],
			['one twice', vote(['melati', 'kenanga', 'melati'])],
			['nobody', vote([])],
			['no list', vote('melati')],
			['an unknown nominee', vote(['melati', 'tiada'])],
			['an unknown list', vote(['melati', 'kenanga'], { category: 'tiada' })],
			['no reason', vote(['melati', 'kenanga'], { reason: '' })],
			['ballots below zero', vote(['melati', 'kenanga'], { ballots: { for: -1, against: 0, abstained: 0 } })],
			['half a ballot', vote(['melati', 'kenanga'], { ballots: { for: 1.5, against: 0, abstained: 0 } })],
			['no ballots', vote(['melati', 'kenanga'], { ballots: undefined })],
		])
			assert.equal((await put('ketua', body)).status, 422, what);
	} finally {
		await s.stop();
	}
});

test('a tie on the last winning rank wants a vote; a new one replaces it, a withdrawal opens it', async () => {
	const s = await ready();
	try {
		const put = (body) => s.as.ketua('PUT', '/votes', body);
		await s.must('ketua', 'deliberation');
		assert.equal((await s.move('ketua', 'approved')).body.code, 'tie_on_winning_rank');
		assert.equal((await put(vote(['melati', 'kenanga']))).status, 200);
		assert.deepEqual(await ranks(s), [[1, 'melati', 'vote'], [2, 'kenanga', 'vote'], [3, 'cempaka', 'score']]);
		assert.equal((await put(vote([['kenanga'], 'melati'], { withdraw: null }))).status, 200, 'voted on or not; null is nothing');
		assert.deepEqual((await ranks(s))[0], [1, 'kenanga', 'vote']);
		const gone = await put({ category: 'desa', withdraw: ['melati', 'kenanga'], reason: 'salah catat' });
		assert.equal(gone.status, 200);
		assert.deepEqual((await ranks(s))[0], [1, 'kenanga', 'none'], 'the older vote does not come back');
		assert.equal((await put({ category: 'desa', withdraw: ['melati', 'kenanga'], reason: 'x' })).status, 422);
		assert.equal((await s.move('ketua', 'approved')).body.code, 'tie_on_winning_rank');
		assert.equal((await put(vote([['melati', 'kenanga']]))).status, 200, 'an equal place is a decision, too');
		await published(s);
	} finally {
		await s.stop();
	}
});

test('a vote whose group has changed is stale', async () => {
	const s = await pleno(tied);
	try {
		await scored(s, { ...equal, cempaka: [80, 8] });
		await s.must('ketua', 'deliberation');
		await s.as.ketua('PUT', '/votes', vote(['melati', 'kenanga']));
		assert.deepEqual((await ranks(s))[0], [1, 'melati', 'vote']);
		await s.reproof('cempaka', 'terlindungi', '412');
		await s.reproof('cempaka', 'pekerja', '1030');
		assert.deepEqual((await ranks(s))[0], [1, 'cempaka', 'none']);
		assert.equal((await s.move('ketua', 'approved')).body.code, 'vote_stale');
		await s.as.ketua('PUT', '/votes', vote(['melati', 'cempaka', 'kenanga']));
		await published(s);
	} finally {
		await s.stop();
	}
});

test('who sees the ranking, and when', async () => {
	const s = await pleno();
	try {
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		for (const who of ['ketua', 'juri-2', 'juri-3', 'pengawas', 'sekretariat'])
			assert.equal((await s.as[who]('GET', '/ranking')).status, 403, who);
		for (const who of ['ketua', 'juri-2', 'juri-3'])
			for (const nominee of ['melati', 'kenanga', 'cempaka'])
				if (who !== 'juri-3' || nominee !== 'melati')
					await s.submit(who, nominee, 80, 8);
		await s.put('juri-3', 'melati', 'recuse', {}, { reason: 'saudara' });
		await s.must('ketua', 'deliberation');
		for (const who of ['ketua', 'juri-2', 'pengawas', 'sekretariat']) {
			const { status, body } = await s.as[who]('GET', '/ranking');
			assert.equal(status, 200, who);
			assert.deepEqual(body.categories.map((c) => c.key), ['desa', 'usaha'], who);
		}
		const { body, text } = await s.as['juri-3']('GET', '/ranking');
		assert.deepEqual(body.categories.map((c) => c.key), ['usaha']);
		assert.doesNotMatch(text, /melati/);
	} finally {
		await s.stop();
	}
});

test('a list that cannot be computed names jurors to chair, keeper and secretariat only', async () => {
	const own = { ketua: ['j1', 'melati'], 'juri-2': ['j2', 'kenanga'], 'juri-3': ['j3', 'cempaka'] };
	const s = await pleno({ scheme: sample.scheme.replace('method: mean', 'method: additive') });
	try {
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		for (const [who, [juror, nominee]] of Object.entries(own)) {
			await s.submit(who, nominee, 80, 8);
			for (const other of ['melati', 'kenanga', 'cempaka'].filter((key) => key !== nominee))
				assert.equal((await s.as.ketua('POST', `/nominees/${other}/jurors/${juror}`,
					{ act: 'mark_absent', reason: 'sakit' })).status, 200);
		}
		await s.must('ketua', 'deliberation');
		const desa = async (who) => (await s.as[who]('GET', '/ranking')).body.categories[0];
		for (const who of ['ketua', 'pengawas', 'sekretariat'])
			assert.match((await desa(who)).error.id, /melati – j1/, who);
		const page = s.browser();
		await page.signIn('juri-2');
		await page.get(`${E}/ranking`);
		for (const text of [JSON.stringify(await desa('juri-2')), page.text]) {
			assert.match(text, /belum dapat dihitung/);
			assert.doesNotMatch(text, /\bj[13]\b/);
		}
	} finally {
		await s.stop();
	}
});

test('progress says states and counts and never a mark', async () => {
	const s = await pleno();
	try {
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		await s.submit('ketua', 'melati', 83.5, 7);
		await s.put('juri-2', 'melati', 'save', { w1: 61.5 });
		for (const who of ['juri-2', 'juri-3'])
			assert.equal((await s.as[who]('GET', '/progress')).status, 403);
		for (const who of ['ketua', 'pengawas', 'sekretariat']) {
			const { status, body, text } = await s.as[who]('GET', '/progress');
			assert.equal(status, 200);
			assert.deepEqual(body.total, { owed: 9, empty: 7, draft: 1, submitted: 1, recused: 0, absent: 0 });
			assert.equal(body.evidence.verified, 10);
			assert.doesNotMatch(text, /83\.5|61\.5/);
		}
	} finally {
		await s.stop();
	}
});
