// What a refusal, a mend or a command must not leave behind.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { sample, server } from './lib.js';
import { E, pleno, published, scored } from './pleno.js';

const signedIn = async (s, username) => {
	const page = s.browser();
	await page.signIn(username);
	return page;
};

const mended = async (s) => {
	await s.must('ketua', 'setup', { reason: 'perlu diperbaiki' });
	await s.must('pengawas', 'setup');
};

test('settings that are refused after the approval stay as they were', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		await s.must('ketua', 'approved');
		const desk = await signedIn(s, 'sekretariat');
		await desk.get(`${E}/settings`);
		await desk.post(`${E}/settings`, { timezone: 'WIT', publish: 'winners', 'decree.number': 'SK 99' });
		assert.equal(desk.status, 409);
		await s.halt();
		const kept = s.sql("SELECT name, value FROM setting WHERE name IN ('timezone', 'publish', 'decree.number') ORDER BY name");
		assert.deepEqual(kept, [{ name: 'publish', value: 'all' }, { name: 'timezone', value: 'WITA' }]);
	} finally {
		await s.stop();
	}
});

test('while the rules are mended the two keys stay out of the secretariat\'s reach', async () => {
	const s = await pleno();
	try {
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		await s.submit('juri-2', 'melati', 80, 8);
		await mended(s);
		await s.halt();
		const keys = s.sql("SELECT id, username FROM account WHERE role IN ('chair', 'keeper')");
		await s.start();
		const desk = await signedIn(s, 'sekretariat');
		for (const { id, username } of keys)
			for (const act of ['reset', 'disable']) {
				await desk.get(`${E}/accounts`);
				assert.equal((await desk.post(`${E}/accounts/${id}/${act}`)).status, 403, `${username} ${act}`);
			}
	} finally {
		await s.stop();
	}
});

test('a panel that changed before the first mark can still be approved', async () => {
	const leaving = ['j4', 'j5', 'j6', 'j7', 'j8', 'j9'];
	const s = await pleno({ jurors: sample.jurors + leaving.map((key) => `${key},Juri ${key} (CONTOH),member,,,\n`).join('') });
	try {
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		await mended(s);
		const desk = await signedIn(s, 'sekretariat');
		for (const key of leaving) {
			await desk.get(`${E}/panel/${key}`);
			assert.equal((await desk.act(`${E}/panel/${key}/remove`)).status, 303, desk.text);
		}
		await scored(s);
		await s.must('ketua', 'deliberation');
		await published(s);
	} finally {
		await s.stop();
	}
});

test('what a command adds is on the public pages when it ends', async () => {
	const s = await server();
	try {
		const page = s.browser();
		for (let i = 0; i < 2; i++) /* the second one comes from memory */
			assert.doesNotMatch((await page.get('/')).text, /Penghargaan Kedua/);
		s.init({ scheme: sample.scheme.replace('edition: contoh', 'edition: kedua')
			.replace('id: Penghargaan Contoh', 'id: Penghargaan Kedua') });
		assert.match((await page.get('/')).text, /Penghargaan Kedua/);
	} finally {
		await s.stop();
	}
});

test('after a mend the ranking before it is that of the rules that were in force', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		await mended(s);
		const named = (title, weights) => sample.scheme.replace('id: Pemerintah desa', `id: ${title}`)
			.replace('weight: 40', `weight: ${weights[0]}`).replace('weight: 35', `weight: ${weights[1]}`);
		s.init({ scheme: named('Percobaan', [30, 45]) });
		s.init({ scheme: named('Terakhir', [20, 55]) });
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		await s.must('ketua', 'deliberation');
		const page = await signedIn(s, 'ketua');
		await page.get(`${E}/ranking`);
		assert.match(page.text, /Menurut aturan sebelum perbaikan/);
		for (const [title, shown] of [['Terakhir', true], ['Percobaan', false], ['Pemerintah desa', true]])
			assert.equal(page.text.includes(title), shown, title);
	} finally {
		await s.stop();
	}
});

test('a mend that waits is withdrawn when the edition moves on', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'setup', { reason: 'perlu diperbaiki' });
		await s.must('ketua', 'deliberation');
		const { body } = await s.as.ketua('GET', '/proposals');
		assert.deepEqual((body.proposals ?? body).map(({ kind, state }) => [kind, state]), [['mend_scheme', 'withdrawn']]);
		assert.equal((await s.move('pengawas', 'setup')).status, 403, 'nothing to confirm');
		await published(s);
		await s.must('ketua', 'deliberation', { reason: 'data keliru' });
		assert.equal((await s.move('pengawas', 'setup')).status, 403);
	} finally {
		await s.stop();
	}
});

test('who comes back after a mend finds the marks that the new rules keep, not the others', async () => {
	const s = await pleno();
	try {
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		const saved = await s.put('juri-2', 'melati', 'save', { w1: 80, w2: 8 });
		assert.equal(saved.status, 200, saved.text);
		const chair = (act) => s.as.ketua('POST', '/nominees/melati/jurors/j2', { act, reason: 'alasan' });
		assert.equal((await chair('mark_absent')).status, 200);
		await mended(s);
		s.init({ scheme: sample.scheme.replace('min: 0, max: 10, step: 1', 'min: 0, max: 20, step: 1') });
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		const back = await chair('mark_present');
		assert.equal(back.status, 200, back.text);
		const { body } = await s.as['juri-2']('GET', '/nominees/melati/sheet');
		assert.deepEqual([body.state, body.marks], ['draft', { w1: 80 }]);
	} finally {
		await s.stop();
	}
});

test('what a correction sets to be published leaves the pages of the old release alone', async () => {
	const s = await pleno();
	try {
		const page = s.browser();
		const listed = async (release) => {
			await page.get(`${E}/results?release=${release}`);
			assert.equal(page.status, 200, page.text);
			const { body } = await s.api('GET', `/editions/contoh/results?release=${release}`);
			assert.equal(/Desa Cempaka/.test(page.text), body.categories[0].ranking.length === 3);
			return body.categories[0].ranking.length;
		};
		await scored(s);
		await s.must('ketua', 'deliberation');
		await published(s);
		assert.equal(await listed(1), 3);
		await s.must('ketua', 'deliberation', { reason: 'hanya pemenang' });
		const desk = await signedIn(s, 'sekretariat');
		await desk.get(`${E}/settings`);
		await desk.post(`${E}/settings`, { timezone: 'WITA', publish: 'winners' });
		assert.equal(desk.status, 303, desk.text);
		assert.equal(await listed(1), 3, 'as it was approved, also during the correction');
		await published(s);
		assert.equal(await listed(1), 3);
		assert.equal(await listed(2), 1);
	} finally {
		await s.stop();
	}
});
