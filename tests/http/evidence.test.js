// The secretariat's nominees and evidence: every act by role and phase, what forms refuse, what the
// log keeps, and that no mark shows.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { passwordOf, sample, server } from './lib.js';
import { pleno, scored } from './pleno.js';

const evidence = sample.evidence.split('\n').filter((line) => !/^(melati|laut-biru)/.test(line)).join('\n');
const s = await server({ evidence });
after(() => s.stop());

const signedIn = async (username) => {
	const page = s.browser();
	await page.signIn(username, passwordOf(username));
	return page;
};
const desk = await signedIn('sekretariat');
const base = '/editions/contoh/nominees';
const item = (nominee, name) => `${base}/${nominee}/evidence/${name}`;
const move = async (username, to, more = {}) => {
	const { token } = await s.login(username);
	const answer = await s.api('POST', '/editions/contoh/phase', { to, ...more }, { token });
	assert.equal(answer.status, 200, answer.text);
};
const enter = async (nominee, name, fields) => {
	await desk.get(item(nominee, name));
	return desk.post(item(nominee, name), fields);
};
const decide = async (nominee, name, what, fields) => {
	await desk.get(item(nominee, name));
	return desk.post(`${item(nominee, name)}/${what}`, fields);
};
// The log is read by the program's own table, once the service is halted.
const acts = async (deed) => {
	await s.halt();
	const rows = s.sql(`SELECT body, actor FROM act WHERE deed = '${deed}' ORDER BY seq`);
	await s.start();
	return rows.map(({ body, actor }) => {
		const { rows: _, ...about } = JSON.parse(/^about (.*)$/m.exec(body)[1]);
		return { actor, about };
	});
};

test('only the secretariat opens nominees and evidence', async () => {
	const pages = [base, `${base}/melati`, item('melati', 'pekerja'), '/editions/contoh/evidence'];
	for (const path of pages) {
		const nobody = s.browser();
		await nobody.send('GET', path);
		assert.equal(nobody.status, 303);
		assert.match(nobody.location, /^\/sign-in/);
		assert.equal((await desk.get(path)).status, 200, path);
	}
	for (const username of ['ketua', 'juri-2', 'pengawas']) {
		const other = await signedIn(username);
		for (const path of pages)
			assert.equal((await other.get(path)).status, 403, `${username} ${path}`);
		for (const path of [item('melati', 'pekerja'), `${item('melati', 'pekerja')}/verify`,
			`${item('melati', 'pekerja')}/reject`, `${base}/melati/remove`]) {
			await other.get('/account');
			await other.post(path, {});
			assert.equal(other.status, 403, `${username} ${path}`);
		}
		await other.get('/account');
		assert.doesNotMatch(other.text, /href="\/editions\/contoh\/nominees"/);
	}
});

test('what does not exist is not found', async () => {
	for (const path of [`${base}/tidak-ada`, item('tidak-ada', 'pekerja'), item('melati', 'tidak_ada'),
		'/editions/lain/nominees', item('melati', 'k1')])
		assert.equal((await desk.get(path)).status, 404, path);
});

test('in setup no evidence is entered or decided', async () => {
	await enter('melati', 'pekerja', { value: '1030', source: '', cutoff: '' });
	assert.equal(desk.status, 409);
	await decide('kenanga', 'pekerja', 'verify', { seen: '980' });
	assert.equal(desk.status, 409);
	await decide('kenanga', 'pekerja', 'reject', { seen: '980', reason: 'x' });
	assert.equal(desk.status, 409);
});

test('a nominee is removed in setup, and named in the log', async () => {
	await desk.get(`${base}/cempaka`);
	await desk.act(`${base}/cempaka/remove`);
	assert.equal(desk.status, 303);
	assert.equal((await desk.get(`${base}/cempaka`)).status, 404);
	assert.deepEqual((await acts('nominee_removed'))[0].about, { nominee: 'cempaka', name: 'Desa Cempaka (CONTOH)' });
});

test('nominees are found by a part of name, key or region', async () => {
	await desk.get(`${base}?q=MELATI`);
	assert.match(desk.text, /Desa Melati/);
	assert.doesNotMatch(desk.text, /Desa Kenanga/);
	await desk.get(`${base}?q=%3Cscript%3E`);
	assert.equal(desk.status, 200);
	assert.doesNotMatch(desk.text, /<script>/);
});

test('the form of evidence refuses what no rule could read, beside the field', async () => {
	await move('sekretariat', 'verification');
	const cases = [
		['melati', 'pekerja', { value: '', source: '', cutoff: '' }, /Wajib diisi/],
		['melati', 'pekerja', { source: '', cutoff: '' }, /Wajib diisi/],
		['melati', 'pekerja', { value: 'banyak', source: '', cutoff: '' }, /seharusnya angka/],
		['melati', 'pekerja', { value: '0', source: '', cutoff: '' }, /lebih dari 0/],
		['melati', 'pekerja', { value: '-5', source: '', cutoff: '' }, /seharusnya angka/],
		['melati', 'pekerja', { value: '1.030', source: '', cutoff: '' }, /dua angka/],
		['melati', 'pekerja', { value: '1.030.000', source: '', cutoff: '' }, /seharusnya angka/],
		['melati', 'pekerja', { value: '1e3', source: '', cutoff: '' }, /seharusnya angka/],
		['melati', 'pekerja', { value: '1'.repeat(201), source: '', cutoff: '' }, /Paling banyak 200/],
		['melati', 'pekerja', { value: '5', source: 'x'.repeat(201), cutoff: '' }, /Paling banyak 200/],
		['laut-biru', 'k1', { value: 'perdes', source: '', cutoff: '' }, /salah satu dari/],
	];
	for (const [nominee, name, fields, words] of cases) {
		await enter(nominee, name, fields);
		assert.equal(desk.status, 422, JSON.stringify(fields));
		assert.match(desk.text, words);
		assert.match(desk.text, /has-error/);
	}
	await enter('melati', 'pekerja', { value: '5', other: 'x' });
	assert.equal(desk.status, 400);
	await desk.get(item('melati', 'pekerja'));
	await desk.send('POST', item('melati', 'pekerja'), new URLSearchParams([['_token', desk.token()], ['value', '1'], ['value', '2']]));
	assert.equal(desk.status, 400);
	await desk.get(item('melati', 'pekerja'));
	assert.match(desk.text, /Tidak ada<\/span>/);
	await desk.get(item('melati', 'pekerja'));
	await desk.post(item('melati', 'pekerja'), { _token: 'salah', value: '5' });
	assert.equal(desk.status, 403);
});

test('evidence is entered, verified, changed and rejected, and the log keeps old and new', async () => {
	await enter('melati', 'terlindungi', { value: '412,5', source: 'Rekap BPJS', cutoff: '2024-12-31' });
	assert.equal(desk.status, 303);
	await desk.get('/editions/contoh/evidence');
	assert.match(desk.text, /Desa Melati/);
	assert.match(desk.text, /412\.5/);
	await decide('melati', 'terlindungi', 'verify', { seen: '400' });
	assert.equal(desk.status, 409);
	assert.match(desk.text, /telah berubah/);
	await decide('melati', 'terlindungi', 'verify', { seen: '412.5', queue: 'on' });
	assert.equal(desk.location, '/editions/contoh/evidence?done=1&nominee=melati&item=terlindungi');
	await desk.get(desk.location);
	assert.match(desk.text, /Terverifikasi: Desa Melati \(CONTOH\), Terlindungi\. <a href="\/editions\/contoh\/nominees\/melati\/evidence\/terlindungi">/);
	await enter('melati', 'terlindungi', { value: '420', source: 'Rekap BPJS', cutoff: '2024-12-31' });
	await decide('melati', 'terlindungi', 'reject', { seen: '420', reason: '' });
	assert.equal(desk.status, 422);
	assert.match(desk.text, /Alasan penolakan wajib diisi/);
	await decide('melati', 'terlindungi', 'reject', { seen: '420', reason: 'Tidak ada tanda tangan' });
	assert.equal(desk.status, 303);
	await desk.get(`${base}/melati`);
	assert.match(desk.text, /Tidak ada tanda tangan/);
	const [entered] = await acts('evidence_entered');
	assert.deepEqual(entered.about, { nominee: 'melati', evidence: 'terlindungi', old: null, old_status: null,
		new: '412.5', new_status: 'entered' });
	assert.equal(entered.actor, 'sekretariat');
	assert.deepEqual((await acts('evidence_changed'))[0].about, { nominee: 'melati', evidence: 'terlindungi',
		old: '412.5', old_status: 'verified', new: '420', new_status: 'entered' });
	assert.deepEqual((await acts('evidence_rejected'))[0].about, { nominee: 'melati', evidence: 'terlindungi',
		old: '420', old_status: 'entered', new: '420', new_status: 'rejected', reason: 'Tidak ada tanda tangan' });
	assert.equal((await acts('evidence_verified')).length, 1);
});

test('a dossier shows what a decision would do to the data score, and no mark', async () => {
	await move('sekretariat', 'scoring');
	const { token } = await s.login('juri-2');
	const sheet = await s.api('PUT', '/editions/contoh/nominees/melati/sheet', { version: 0, action: 'submit',
		marks: { w1: 73.5, w2: 7 } }, { token, key: 'k1' });
	assert.equal(sheet.status, 200, sheet.text);
	await enter('melati', 'pekerja', { value: '1000', source: '', cutoff: '' });
	assert.equal(desk.status, 303);
	await enter('melati', 'terlindungi', { value: '300', source: '', cutoff: '' });
	await desk.get(`${base}/melati`);
	assert.match(desk.text, />Pekerja terlindungi<\/th><td[^>]*>40<\/td><td[^>]*>0,00<\/td><td[^>]*>20,00<\/td>/);
	for (const path of [base, `${base}/melati`, item('melati', 'pekerja'), '/editions/contoh/evidence', '/editions/contoh/nominees?q=a']) {
		await desk.get(path);
		assert.equal(desk.status, 200);
		assert.doesNotMatch(desk.text, /73[.,]5/, path);
	}
	await desk.get(`${base}/melati`);
	await desk.act(`${base}/melati/remove`);
	assert.equal(desk.status, 409);
});

test('the queue says what each decision does to the data score', async () => {
	const effect = () => [...desk.text.slice(desk.text.indexOf('class="effect"')).matchAll(/<dt>([^<]+)<\/dt><dd>(?:<strong>)?([^<]+)/g)]
		.slice(0, 3).map(([, label, score]) => [label, score]);
	await desk.get(item('melati', 'pekerja')); // one half of a ratio alone changes nothing
	assert.deepEqual(effect(), [['Sekarang', '0,00'], ['Bila diverifikasi', '0,00'], ['Bila semua yang menunggu diverifikasi', '50,00']]);
	await decide('melati', 'terlindungi', 'verify', { seen: '300' });
	await desk.get(item('melati', 'pekerja'));
	assert.deepEqual(effect(), [['Sekarang', '0,00'], ['Bila diverifikasi', '50,00'], ['Bila ditolak', '0,00']]);
	await decide('melati', 'pekerja', 'verify', { seen: '1000' });
	await desk.get(item('melati', 'pekerja'));
	assert.deepEqual(effect(), [['Sekarang', '50,00'], ['Bila ditolak', '0,00']]);
	await enter('laut-biru', 'menunggak', { value: 'ya', source: '', cutoff: '' });
	await desk.get(item('laut-biru', 'menunggak'));
	assert.match(effect()[1][1], /tidak memenuhi syarat: Menunggak iuran/);
	await decide('laut-biru', 'menunggak', 'reject', { seen: 'ya', reason: 'keliru' });
	assert.equal(desk.status, 303);
});

test('of two who decide at once the second is told what the first decided', async () => {
	await enter('kenanga', 'pekerja', { value: '985', source: '', cutoff: '' });
	const other = s.browser();
	await other.signIn('sekretariat', passwordOf('sekretariat'));
	const path = item('kenanga', 'pekerja'), seen = { seen: '985', seen_status: 'entered' };
	await Promise.all([desk.get(path), other.get(path)]);
	assert.match(desk.text, /name="seen_status" value="entered"/);
	await Promise.all([desk.post(`${path}/verify`, seen), other.post(`${path}/reject`, { ...seen, reason: 'buram' })]);
	assert.deepEqual([desk.status, other.status].sort(), [303, 409]);
	const late = desk.status === 409 ? desk : other;
	assert.match(late.text, /Desa Kenanga \(CONTOH\), Pekerja: sementara itu[^<]*Keputusan Anda belum dicatat/);
	await desk.get(path);
	await desk.post(`${path}/verify`, { seen: '985', seen_status: /name="seen_status" value="(\w+)"/.exec(desk.text)[1] });
	assert.equal(desk.status, 303);
});

test('in deliberation only reopened evidence is changed, and the marks stay', async () => {
	const p = await pleno();
	try {
		await scored(p);
		await p.must('ketua', 'deliberation');
		const page = p.browser();
		await page.signIn('sekretariat');
		const change = async (name, value) => {
			await page.get(item('melati', name));
			return page.post(item('melati', name), { value, source: '', cutoff: '' });
		};
		assert.equal((await change('terlindungi', '420')).status, 409);
		const { body: { id } } = await p.as.ketua('POST', '/proposals',
			{ kind: 'reopen_evidence', about: { nominee: 'melati', evidence: 'terlindungi' }, reason: 'salah ketik' });
		assert.equal((await p.as.pengawas('POST', `/proposals/${id}`, { decision: 'confirm' })).status, 200);
		await page.get(`${base}/melati`);
		assert.match(page.text, /Dibuka kembali/);
		assert.equal((await change('terlindungi', '420')).status, 303);
		assert.equal((await change('pekerja', '1000')).status, 409);
		const refused = await p.move('ketua', 'approved');
		assert.equal(refused.body.code, 'evidence_open');
		await page.get(item('melati', 'terlindungi'));
		await page.post(`${item('melati', 'terlindungi')}/verify`, { seen: '420' });
		assert.equal(page.status, 303);
		const { body: sheet } = await p.as['juri-2']('GET', '/nominees/melati/sheet');
		assert.deepEqual([sheet.state, sheet.marks], ['submitted', { w1: 80, w2: 8 }]);
		await p.must('ketua', 'approved');
		assert.equal((await change('terlindungi', '430')).status, 409);
	} finally {
		await p.stop();
	}
});
