// One's own sheet over the API: who may, in which order it is refused, keys, versions, states; and
// that nobody learns anything of another juror's marks.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { sample } from './lib.js';
import { E, FULL, freshKey, scoring } from './scoring.js';

const s = await scoring();
after(() => s.stop());

const save = (marks = FULL, more = {}) => ({ version: 0, marks, action: 'save', ...more });
const fields = ({ body }) => body.errors.map(({ field }) => field).sort();

test('a sheet that was never touched is empty, version 0', async () => {
	const answer = await s.as['juri-2']('GET', '/nominees/kenanga/sheet');
	assert.equal(answer.status, 200);
	assert.deepEqual(answer.body, { version: 0, state: 'empty', marks: {}, notes: {}, feedback: '' });
	assert.equal(answer.headers.get('ETag'), '"0"');
});

test('what was saved comes back as it was typed, numbers exact', async () => {
	const marks = { w1: 85.5, w2: 0 }, notes = { w1: 'Jelas.\nDua baris', overall: '"kutip" & <tanda>' };
	const saved = await s.put('juri-2', 'melati', save(marks, { notes, feedback: 'Terima kasih' }));
	assert.equal(saved.status, 200);
	assert.deepEqual([saved.body.version, saved.body.state], [1, 'draft']);
	assert.match(saved.body.receipt, /^[0-9a-f]{64}$/);
	const answer = await s.as['juri-2']('GET', '/nominees/melati/sheet');
	assert.deepEqual(answer.body, { version: 1, state: 'draft', marks, notes, feedback: 'Terima kasih' });
	assert.match(answer.text, /"w1":85\.5,/);
	assert.equal(answer.headers.get('ETag'), '"1"');
	const again = await s.as['juri-2']('GET', '/nominees/melati/sheet', undefined, { headers: { 'If-None-Match': '"1"' } });
	assert.deepEqual([again.status, again.text], [304, '']);
});

test('marks is the whole sheet: what is left out has no mark', async () => {
	assert.equal((await s.act('juri-2', 'melati', 'save', { marks: { w2: 7 } })).status, 200);
	const { marks, notes, feedback } = await s.sheet('juri-2', 'melati');
	assert.deepEqual([marks, notes, feedback], [{ w2: 7 }, {}, '']);
	assert.equal((await s.act('juri-2', 'melati', 'save', { marks: { w1: null, w2: 7 } })).status, 200);
	assert.deepEqual((await s.sheet('juri-2', 'melati')).marks, { w2: 7 });
});

test('what does not fit a criterion is 422 and names the field', async () => {
	const cases = [
		[{ marks: { w1: 100.5 } }, ['marks.w1']],
		[{ marks: { w1: -0.5 } }, ['marks.w1']],
		[{ marks: { w1: 80.25 } }, ['marks.w1']],
		[{ marks: { w1: 80.123 } }, ['marks.w1']],
		[{ marks: { w1: '80' } }, ['marks.w1']],
		[{ marks: { w1: true, w2: 7.5 } }, ['marks.w1', 'marks.w2']],
		[{ marks: { c1: 50 } }, ['marks.c1']],
		[{ marks: { zz: 50 } }, ['marks.zz']],
		[{ marks: [] }, ['marks']],
		[{ notes: { zz: 'x' } }, ['notes.zz']],
		[{ notes: { w1: 7 } }, ['notes.w1']],
		[{ notes: { w1: 'x'.repeat(4001) } }, ['notes.w1']],
		[{ feedback: 'a\u0007b' }, ['feedback']],
		[{ action: 'delete' }, ['action']],
		[{ version: -1 }, ['version']],
		[{ version: 'x' }, ['version']],
		[{ action: 'submit', marks: { w1: 80 } }, ['marks.w2']],
		[{ action: 'submit', marks: {} }, ['marks.w1', 'marks.w2']],
		[{ action: 'recuse' }, ['reason']],
		[{ action: 'reopen', reason: '' }, ['reason']],
		[{ action: 'reopen', reason: ' \n ' }, ['reason']],
	];
	const before = await s.sheet('juri-2', 'melati');
	for (const [wrong, expected] of cases) {
		const answer = await s.put('juri-2', 'melati', { version: before.version, marks: FULL, action: 'save', ...wrong });
		assert.equal(answer.status, 422, JSON.stringify(wrong));
		assert.equal(answer.body.code, 'invalid');
		assert.deepEqual(fields(answer), expected, JSON.stringify(wrong));
		assert.ok(answer.body.errors.every(({ message }) => message));
	}
});

test('refusals are looked for in the order of the contract', async () => {
	const who = 'juri-3'; // judges desa only
	const path = (nominee, edition = 'contoh') => `/editions/${edition}/nominees/${nominee}/sheet`;
	const token = s.token[who];
	const call = (nominee, body, more) => s.api('PUT', path(nominee), body, { token, key: freshKey(), ...more });

	// 401 before what is no JSON
	assert.equal((await s.api('PUT', path('melati'), '{', { key: 'k' })).status, 401);
	assert.equal((await s.api('PUT', path('melati'), '{', { token: 'x'.repeat(43), key: 'k' })).status, 401);
	// 400 before 404
	for (const body of ['', '{', '[]', '"x"', '{"version":0}{}'])
		assert.equal((await call('tidak-ada', body)).status, 400, body);
	assert.equal((await s.api('PUT', path('tidak-ada'), save(), { token })).status, 400);
	assert.equal((await call('tidak-ada', save(), { key: 'x'.repeat(129) })).status, 400);
	// 404 before 403
	assert.equal((await call('tidak-ada', save())).status, 404);
	assert.equal((await s.api('PUT', path('melati', 'lain'), save(), { token, key: 'k' })).status, 404);
	// 403 before 422
	const other = await call('tani-makmur', save({ w1: 'x' }));
	assert.deepEqual([other.status, other.body.code], [403, 'not_category']);
	for (const role of ['pengawas', 'sekretariat']) {
		const denied = await s.put(role, 'melati', save());
		assert.deepEqual([denied.status, denied.body.code], [403, 'no_juror']);
		assert.equal((await s.as[role]('GET', '/nominees/melati/sheet')).status, 403);
	}
	// 422 before 409
	assert.equal((await call('kenanga', save())).status, 200);
	assert.equal((await call('kenanga', save({ w1: 1000 }))).status, 422);
	const stale = await call('kenanga', save());
	assert.deepEqual([stale.status, stale.body.code], [409, 'stale']);
	assert.deepEqual(stale.body.sheet, await s.sheet(who, 'kenanga'));
});

test('the same key and body is the same answer; with another body it is refused', async () => {
	const key = freshKey(), path = '/nominees/cempaka/sheet';
	const first = await s.as['juri-3']('PUT', path, save(), { key });
	const again = await s.as['juri-3']('PUT', path, save(), { key });
	assert.deepEqual([first.status, again.status, again.text], [200, 200, first.text]);
	assert.equal((await s.sheet('juri-3', 'cempaka')).version, 1);
	const reused = await s.as['juri-3']('PUT', path, save({ w1: 3 }), { key });
	assert.deepEqual([reused.status, reused.body.code], [422, 'key_reused']);
	// A key belongs to account and sheet.
	assert.equal((await s.as['juri-3']('PUT', '/nominees/melati/sheet', save({ w1: 3 }), { key })).status, 200);
	assert.equal((await s.as['juri-2']('PUT', path, save({ w1: 3 }), { key })).status, 200);
});

test('only what succeeded is remembered', async () => {
	const key = freshKey(), path = '/nominees/kenanga/sheet';
	assert.equal((await s.as.ketua('PUT', path, save({ w1: 500 }), { key })).status, 422);
	assert.equal((await s.as.ketua('PUT', path, save(), { key })).status, 200);
});

test('of two equal requests at once one counts', async () => {
	const key = freshKey(), path = '/nominees/cempaka/sheet';
	const answers = await Promise.all(Array.from({ length: 8 }, () => s.as.ketua('PUT', path, save(), { key })));
	assert.deepEqual(answers.map(({ status }) => status), Array(8).fill(200));
	assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
	assert.equal((await s.sheet('ketua', 'cempaka')).version, 1);
});

test('of many devices with the same version one wins, the others see its sheet', async () => {
	const { version } = await s.sheet('ketua', 'melati');
	const answers = await Promise.all(Array.from({ length: 8 }, (_, i) =>
		s.put('ketua', 'melati', { version, marks: { w1: 60 + i }, action: 'save' })));
	const won = answers.filter(({ status }) => status === 200);
	assert.equal(won.length, 1);
	const sheet = await s.sheet('ketua', 'melati');
	for (const { status, body } of answers.filter((a) => a.status !== 200)) {
		assert.deepEqual([status, body.code], [409, 'stale']);
		assert.deepEqual(body.sheet, sheet);
	}
	assert.equal(sheet.version, version + 1);
});

test('submitted is frozen until reopened with a reason', async () => {
	const sent = await s.act('juri-2', 'kenanga', 'submit', { marks: FULL, notes: { overall: 'catatan' } });
	assert.deepEqual([sent.status, sent.body.state], [200, 'submitted']);
	for (const action of ['save', 'submit']) {
		const frozen = await s.act('juri-2', 'kenanga', action, { marks: { w1: 1, w2: 1 } });
		assert.deepEqual([frozen.status, frozen.body.code], [409, 'submitted']);
		assert.equal(frozen.body.sheet.state, 'submitted');
	}
	const reopened = await s.act('juri-2', 'kenanga', 'reopen', { marks: { w1: 1 }, reason: 'salah ketik' });
	assert.deepEqual([reopened.status, reopened.body.state], [200, 'draft']);
	const sheet = await s.sheet('juri-2', 'kenanga');
	assert.deepEqual([sheet.marks, sheet.notes], [FULL, { overall: 'catatan' }]);
	const twice = await s.act('juri-2', 'kenanga', 'reopen', { reason: 'lagi' });
	assert.deepEqual([twice.status, twice.body.code], [409, 'not_submitted']);
	assert.equal((await s.act('juri-2', 'kenanga', 'submit', { marks: FULL })).status, 200);
});

test('who recused himself has no more to do with the nominee, and repeating is safe', async () => {
	await s.act('juri-2', 'cempaka', 'save', { marks: FULL, notes: { w1: 'rahasia' }, feedback: 'umpan' });
	const { version } = await s.sheet('juri-2', 'cempaka');
	const body = { version, action: 'recuse', reason: 'saudara' }, key = freshKey();
	const first = await s.put('juri-2', 'cempaka', body, { key });
	assert.deepEqual([first.status, first.body.state], [200, 'recused']);
	assert.equal((await s.put('juri-2', 'cempaka', body, { key })).text, first.text);
	const { body: sheet, status } = await s.as['juri-2']('GET', '/nominees/cempaka/sheet');
	assert.equal(status, 200);
	assert.deepEqual([sheet.state, sheet.marks, sheet.notes, sheet.feedback], ['recused', {}, {}, '']);
	for (const action of ['save', 'submit', 'reopen', 'recuse']) {
		const denied = await s.act('juri-2', 'cempaka', action, { marks: FULL, reason: 'x' });
		assert.deepEqual([denied.status, denied.body.code], [403, 'recused'], action);
	}
	const list = (await s.as['juri-2']('GET', '/nominees?category=desa')).body;
	assert.deepEqual(list.find(({ nominee }) => nominee === 'cempaka'),
		{ nominee: 'cempaka', name: 'Desa Cempaka (CONTOH)', state: 'recused' });
});

test('the list gives to each role what it may know', async () => {
	const own = (await s.as['juri-3']('GET', '/nominees')).body;
	assert.deepEqual(own.map(({ nominee }) => nominee), ['cempaka', 'kenanga', 'melati']);
	assert.deepEqual(own[0], {
		nominee: 'cempaka', name: 'Desa Cempaka (CONTOH)', category: 'desa', region: 'Kecamatan Contoh', version: 1, state: 'draft',
	});
	const full = (await s.as.sekretariat('GET', '/nominees')).body;
	assert.equal(full.length, 5);
	assert.deepEqual(full.find(({ nominee }) => nominee === 'melati'), {
		nominee: 'melati', name: 'Desa Melati (CONTOH)', category: 'desa', region: 'Kecamatan Contoh',
		evidence: { entered: 0, verified: 2, rejected: 0, missing: 0 },
	});
	assert.deepEqual((await s.as.pengawas('GET', '/nominees')).body, full);
	const chair = (await s.as.ketua('GET', '/nominees?category=desa')).body;
	assert.equal(chair.length, 3);
	assert.deepEqual([chair[0].state, chair[0].evidence.verified], ['draft', 2]);
	assert.deepEqual((await s.as.ketua('GET', '/nominees?category=tidak-ada')).body, []);
	assert.equal((await s.api('GET', `${E}/nominees`)).status, 401);
	assert.equal((await s.api('GET', '/editions/lain/nominees', undefined, { token: s.token.ketua })).status, 404);
});

test('before scoring and after the lock a sheet is closed: 423, before what is wrong in it', async (t) => {
	const early = await scoring({ until: 'verification' });
	t.after(() => early.stop());
	const tooEarly = await early.put('juri-2', 'melati', save({ w1: 1000 }));
	assert.deepEqual([tooEarly.status, tooEarly.body.code, tooEarly.body.quarantined], [423, 'closed', undefined]);
	assert.equal((await early.put('juri-2', 'melati', { version: 0, action: 'recuse', reason: 'x' })).status, 423);
	assert.equal((await early.put('juri-3', 'tani-makmur', save())).status, 403);
});

test('what comes after the lock is kept aside once per key when its marks are well-formed', async (t) => {
	const late = await scoring();
	t.after(() => late.stop());
	const key = freshKey();
	const known = await late.put('juri-2', 'melati', save(), { key });
	await late.lock();
	assert.equal((await late.put('juri-2', 'melati', save(), { key })).text, known.text); // a known key goes first
	const { version } = await late.sheet('juri-2', 'melati');
	const body = { version, marks: FULL, action: 'save' }, once = freshKey();
	for (let i = 0; i < 2; i++) {
		const answer = await late.put('juri-2', 'melati', body, { key: once });
		assert.deepEqual([answer.status, answer.body.code, answer.body.quarantined], [423, 'closed', true]);
	}
	for (const wrong of [{ marks: { w1: 'x' } }, { marks: [] }, { action: 'reopen', reason: 'x' }, { action: 'nonsense' }]) {
		const answer = await late.put('juri-2', 'melati', { ...body, ...wrong });
		assert.deepEqual([answer.status, answer.body.quarantined], [423, undefined], JSON.stringify(wrong));
	}
	await late.halt();
	assert.deepEqual(late.sql('SELECT count(*) AS n FROM quarantine'), [{ n: 1 }]);
});

test('the same call by cookie needs our own origin and JSON', async () => {
	const call = (headers) => s.api('PUT', `${E}/nominees/melati/sheet`, save(), { key: freshKey(), headers });
	const cookie = s.cookie['juri-3'];
	assert.equal((await call({ Cookie: cookie })).status, 403);
	assert.equal((await call({ Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' })).status, 403);
	assert.equal((await call({ Cookie: cookie, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'text/plain' })).status, 403);
	assert.notEqual((await call({ Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' })).status, 403);
});

// ---- Secrecy ----

/* All that juror A may open, once as bytes. */
async function everything(service) {
	const pages = [`${E}/sheets`, ...['melati', 'kenanga', 'cempaka'].flatMap((n) => [`${E}/sheets/${n}`,
		`${E}/sheets/${n}/review`, `${E}/sheets/${n}/receipt`]), '/', E, '/account'];
	const calls = [E, `${E}/nominees`, `${E}/nominees?category=desa`, `${E}/progress`, `${E}/ranking`, `${E}/results`,
		`${E}/proposals`, ...['melati', 'kenanga', 'cempaka'].map((n) => `${E}/nominees/${n}/sheet`)];
	const seen = {};
	for (const path of [...pages, ...calls.map((call) => `/api/v1${call}`)]) {
		const answer = await fetch(service.url + path, {
			headers: { Cookie: service.cookie['juri-2'], 'Accept-Encoding': 'identity' }, redirect: 'manual',
		});
		// An account has another name on its device in each database.
		const headers = [...answer.headers].filter(([name]) => name !== 'date' && name !== 'device-owner');
		// What is random in a form is the form's own: its token and its key.
		const text = (await answer.text()).replace(/name="(_token|key)" value="[^"]*"/g, 'name="$1"').replace(/data-owner="[0-9a-f]{32}"/, '')
			.replace(/\d{2}[.:]\d{2} WITA/g, 'WITA');
		seen[path] = `${answer.status} ${JSON.stringify(headers)}\n${text}`;
	}
	return seen;
}

test('before the lock nothing that a juror may open depends on another juror\'s marks', async (t) => {
	const [one, two] = await Promise.all([scoring(), scoring()]);
	t.after(() => Promise.all([one.stop(), two.stop()]));
	for (const [service, mark] of [[one, 12.5], [two, 97]]) {
		await service.act('juri-3', 'melati', 'submit', { marks: { w1: mark, w2: 3 }, notes: { overall: `catatan ${mark}` } });
		await service.act('ketua', 'kenanga', 'submit', { marks: { w1: mark, w2: 9 }, feedback: `umpan ${mark}` });
		await service.act('juri-2', 'kenanga', 'save', { marks: FULL });
	}
	const [first, second] = await Promise.all([everything(one), everything(two)]);
	for (const path of Object.keys(first))
		assert.equal(first[path], second[path], path);
	for (const path of [`/api/v1${E}/progress`, `/api/v1${E}/ranking`])
		assert.match(first[path], /^403 /, path);
	assert.match(first[`${E}/sheets/kenanga`], /^200 [^]*value="80,5"/);
});

test('a refusal that repeats a long key is still UTF-8', async () => {
	const s = await scoring();
	try {
		for (const key of ['é'.repeat(3000), `a${'é'.repeat(3000)}`]) {
			const answer = await fetch(`${s.url}/api/v1${E}/nominees/melati/sheet`, {
				method: 'PUT', body: JSON.stringify({ version: 0, action: 'save', marks: { [key]: 1 } }),
				headers: { Authorization: `Bearer ${s.token['juri-2']}`, 'Content-Type': 'application/json',
					'Idempotency-Key': freshKey() },
			});
			const bytes = await answer.arrayBuffer();
			assert.equal(answer.status, 422);
			new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		}
	} finally {
		await s.stop();
	}
});
