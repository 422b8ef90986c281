// Settings, panel and accounts of the secretariat: what forms refuse, who may when, what the log says.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { passwordOf, sample, server } from './lib.js';

const s = await server();
after(() => s.stop());

const signedIn = async (username, password = passwordOf(username)) => {
	const page = s.browser();
	await page.signIn(username, password);
	return page;
};
const desk = await signedIn('sekretariat');
const at = (path) => `/editions/contoh/${path}`;
const rows = async (sql) => {
	await s.halt();
	const found = s.sql(sql);
	await s.start();
	return found;
};
const send = async (path, fields, from = path) => {
	await desk.get(at(from));
	return desk.act(at(path), fields);
};
const move = async (username, to) => {
	const { token } = await s.login(username);
	const answer = await s.api('POST', '/editions/contoh/phase', { to }, { token });
	assert.equal(answer.status, 200, answer.text);
};
const basics = { timezone: 'WITA', publish: 'all' };

test('only the secretariat opens and changes these pages', async () => {
	const pages = ['settings', 'panel', 'panel/add', 'panel/j1', 'accounts'];
	const acts = ['settings', 'panel/add', 'panel/j1', 'panel/j1/remove', 'accounts', 'accounts/1/reset', 'accounts/1/disable'];
	for (const path of pages)
		assert.equal((await desk.get(at(path))).status, 200, path);
	for (const username of ['ketua', 'juri-2', 'pengawas']) {
		const other = await signedIn(username);
		for (const path of pages)
			assert.equal((await other.get(at(path))).status, 403, `${username} ${path}`);
		for (const path of acts) {
			await other.get('/account');
			assert.equal((await other.post(at(path), {})).status, 403, `${username} ${path}`);
		}
	}
	for (const path of acts) {
		await desk.get(at('settings'));
		assert.equal((await desk.post(at(path), { _token: 'x' })).status, 403, path);
	}
});

test('settings are kept, shown again, and logged with old and new', async () => {
	await send('settings', { ...basics, public_address: 'https://nilai.example.go.id/', legal_basis: 'Satu\nDua',
		'signatory.2.name': 'Nama Kedua', 'signatory.2.office': 'Gubernur', 'minutes.number': '12/BA', 'minutes.date': '2025-07-21', objection_deadline: '4/8/2025' });
	assert.equal(desk.status, 303, desk.text);
	await desk.get(desk.location);
	for (const words of ['https://nilai.example.go.id', 'Satu\nDua', 'Nama Kedua', '12/BA', '2025-07-21', '4 Agustus 2025'])
		assert.ok(desk.text.includes(words), words);
	assert.doesNotMatch(desk.text, /localhost:8080/);
	const [{ body }] = await rows("SELECT body FROM act WHERE deed = 'settings_changed' ORDER BY seq DESC LIMIT 1");
	assert.match(body, /"key":"minutes.number","old":{"value":"000\/BA\/CONTOH"},"new":{"value":"12\/BA"}/);
	await send('settings', basics);
	await desk.get(at('settings'));
	assert.match(desk.text, /localhost:8080/);
});

test('wrong settings are refused beside the field, and what was typed stays', async () => {
	for (const [fields, words] of [
		[{ ...basics, public_address: 'ftp://x' }, /https:\/\/ atau http/],
		[{ ...basics, timezone: 'UTC' }, /Pilih WIB/],
		[{ publish: 'all' }, /Pilih WIB/],
		[{ ...basics, publish: 'none' }, /Pilih yang diumumkan/],
		[{ ...basics, 'minutes.date': '2025-02-30' }, /tanggal yang ada/],
		[{ ...basics, 'signatory.1.name': 'x'.repeat(201) }, /Paling banyak 200/],
		[{ ...basics, legal_basis: 'x'.repeat(4001) }, /Paling banyak 4000/],
	]) {
		await send('settings', { ...fields, 'decree.number': 'SK 7' });
		assert.equal(desk.status, 422, JSON.stringify(fields));
		assert.match(desk.text, words);
		assert.match(desk.text, /value="SK 7"/);
	}
	assert.equal((await send('settings', { ...basics, 'signatory.5.name': 'x' })).status, 400);
	await desk.get(at('settings'));
	assert.equal((await desk.send('POST', at('settings'), new URLSearchParams([['_token', desk.token()], ['publish', 'all'], ['publish', 'winners']]))).status, 400);
	assert.equal((await rows("SELECT count(*) AS n FROM setting WHERE value = 'SK 7'"))[0].n, 0);
});

test('jurors are added, changed and taken out while the panel is open', async () => {
	for (const [fields, words] of [
		[{ juror: '', name: 'A' }, /Wajib diisi/], [{ juror: 'J 9', name: 'A' }, /Hanya huruf kecil/],
		[{ juror: 'j9', name: '' }, /Wajib diisi/], [{ juror: 'j1', name: 'A' }, /sudah dipakai/],
		[{ juror: 'j9', name: 'x'.repeat(201) }, /Paling banyak 200/],
	]) {
		await send('panel/add', fields);
		assert.equal(desk.status, 422, JSON.stringify(fields));
		assert.match(desk.text, words);
	}
	assert.equal((await send('panel/add', { juror: 'j9', name: 'A', 'category.desa': 'ya' })).status, 422);
	await send('panel/add', { juror: 'j9', name: 'Juri Sembilan', 'category.desa': 'on' });
	assert.equal(desk.status, 303, desk.text);
	await send('panel/j9', { name: 'Juri Sembilan, S.H.', element: 'Akademisi', chair: 'on' });
	assert.equal(desk.status, 303);
	assert.deepEqual(await rows("SELECT key FROM juror WHERE chair = 1"), [{ key: 'j9' }]);
	await send('panel/j9/remove', {}, 'panel/j9');
	assert.equal(desk.status, 303);
	assert.equal((await rows("SELECT count(*) AS n FROM juror WHERE key = 'j9'"))[0].n, 0);
	assert.equal((await desk.get(at('panel/j9'))).status, 404);
	await send('panel/j3/remove', {}, 'panel/j3');
	assert.deepEqual(await rows("SELECT removed FROM juror WHERE key = 'j3'"), [{ removed: 1 }]);
	const shut = s.browser();
	await shut.signIn('juri-3');
	assert.equal(shut.status, 401);
	await send('panel/add', { juror: 'j3', name: 'Juri Tiga (CONTOH)', 'category.desa': 'on' });
	assert.equal(desk.status, 303);
});

test('an account is made with a password that is shown once and works', async () => {
	for (const [fields, words] of [
		[{ username: '', role: 'juror', juror: 'j3' }, /Wajib diisi/], [{ username: 'x', role: 'raja' }, /Pilih peran/],
		[{ username: 'x', role: 'juror' }, /Pilih juri/], [{ username: 'x', role: 'secretariat', juror: 'j3' }, /Hanya untuk juri/],
		[{ username: 'x'.repeat(65), role: 'juror', juror: 'j3' }, /Paling banyak 64/],
	]) {
		await send('accounts', fields);
		assert.equal(desk.status, 422, JSON.stringify(fields));
		assert.match(desk.text, words);
	}
	assert.equal((await send('accounts', { username: 'ketua', role: 'secretariat' })).status, 409);
	assert.equal((await send('accounts', { username: 'ketua-2', role: 'chair', juror: 'j2' })).status, 409);
	await send('accounts', { username: 'juri-tiga', role: 'juror', juror: 'j3' });
	assert.equal(desk.status, 200, desk.text);
	const password = /<strong>([^<]+)<\/strong><\/dd>/.exec(desk.text)[1];
	assert.equal((await s.login('juri-tiga', password)).role, 'juror');
	await desk.get(at('accounts'));
	assert.ok(!desk.text.includes(password));
	const id = /accounts\/(\d+)\/reset">(?:(?!<tr>)[^])*? juri-tiga</.exec(desk.text)[1];
	await desk.post(at(`accounts/${id}/reset`));
	assert.match(desk.text, /Yang akan terjadi[^]*juri-tiga \(Juri Tiga \(CONTOH\)\)[^]*langsung keluar/);
	await s.login('juri-tiga', password); // a slip of the finger has changed nothing
	await desk.get(at('accounts'));
	await desk.act(at(`accounts/${id}/reset`));
	const second = /<strong>([^<]+)<\/strong><\/dd>/.exec(desk.text)[1];
	assert.notEqual(second, password);
	await assert.rejects(s.login('juri-tiga', password));
	await s.login('juri-tiga', second);
	await desk.get(at('accounts'));
	await desk.act(at(`accounts/${id}/disable`));
	assert.equal(desk.status, 303);
	await assert.rejects(s.login('juri-tiga', second));
	assert.deepEqual((await rows("SELECT deed FROM act WHERE deed LIKE 'account%' AND actor = 'sekretariat' ORDER BY seq")).map((r) => r.deed),
		['account_added', 'account_reset', 'account_disabled']);
	assert.ok(!(await rows('SELECT group_concat(body) AS t FROM act'))[0].t.includes(second));
});

test('an old session gives its password again before it changes accounts', async () => {
	await s.halt();
	s.sql('UPDATE session SET password_at = password_at - 700');
	await s.start();
	await send('accounts', { username: 'lagi', role: 'secretariat' });
	assert.equal(desk.status, 401);
	assert.match(desk.text, /name="password"/);
	await desk.post(at('accounts'), { username: 'lagi', role: 'secretariat', password: passwordOf('sekretariat') });
	assert.equal(desk.status, 200);
});

test('new rules are refused with all mistakes, and in setup only', async () => {
	const upload = async (text) => {
		await desk.get(at('scheme'));
		const form = new FormData();
		form.set('_token', desk.token());
		if (text !== undefined)
			form.set('file', new Blob([text]), 'scheme.yaml');
		return desk.send('POST', at('scheme'), form);
	};
	const good = sample.scheme.replace('winners: 1', 'winners: 2');
	assert.equal((await upload()).status, 422);
	await upload(sample.scheme.replace('weight: 35', 'weight: 34').replace('quorum: 2', 'quorum: 0'));
	assert.equal(desk.status, 422);
	assert.ok((desk.text.match(/Baris <\/span>\d+:\d+<\/th>/g) ?? []).length >= 2);
	for (const [text, words] of [
		[sample.scheme.replace('edition: contoh', 'edition: lain'), /diharapkan &quot;contoh&quot;/],
		[sample.scheme.replace('sample: true', 'sample: false'), /tidak dapat berganti/],
		[sample.scheme.replace('key: usaha', 'key: bisnis'), /nominee tani-makmur/],
	]) {
		await upload(text);
		assert.equal(desk.status, 422);
		assert.match(desk.text, words);
	}
	assert.equal((await rows('SELECT count(*) AS n FROM rule_version'))[0].n, 1);
	await upload(good);
	assert.equal(desk.status, 303);
	assert.equal((await rows('SELECT count(*) AS n FROM rule_version'))[0].n, 2);
	await desk.get(at('scheme/scheme.txt'));
	assert.equal(desk.text, good);
	for (const username of ['ketua', 'pengawas']) {
		const other = await signedIn(username);
		assert.equal((await other.get(at('scheme'))).status, 200);
		assert.doesNotMatch(other.text, /type="file"/);
		assert.equal((await other.post(at('scheme'), {})).status, 403);
	}
	await move('sekretariat', 'verification');
	assert.equal((await upload(sample.scheme)).status, 409);
});

test('the desk says what stands in the way and where to mend it', async () => {
	await desk.get(at('desk'));
	assert.equal(desk.status, 200);
	assert.match(desk.text, /Tahap berikutnya: Penilaian/);
	const steps = [...desk.text.matchAll(/<li class="step([^"]*)"[^>]*>.*?<div><a href="([^"]+)">([^<]+)<\/a>/g)].map(([, state, , label]) => [label, state.trim()]);
	assert.deepEqual(steps.slice(-3), [['Mulai verifikasi', 'done'], ['Bukti dimasukkan dan diverifikasi', 'done'], ['Mulai penilaian', '']]);
	assert.deepEqual(steps.filter(([, state]) => state === 'current').map(([label]) => label), ['Akun setiap juri']);
	assert.equal(steps.length, 9);
	for (const username of ['ketua', 'juri-2', 'pengawas'])
		assert.equal((await (await signedIn(username)).get(at('desk'))).status, 403);
	const page = await signedIn('sekretariat');
	assert.equal(page.location, '/editions/contoh/desk');
});

test('from scoring on the panel is frozen and the two keys are out of reach', async () => {
	assert.equal((await send('panel/j2', { name: 'Juri Dua' })).status, 303);
	await move('sekretariat', 'scoring');
	await desk.get(at('panel'));
	assert.match(desk.text, /Tim juri terkunci/);
	for (const [path, fields] of [['panel/j2', { name: 'X' }], ['panel/add', { juror: 'j8', name: 'X' }], ['panel/j2/remove', {}]]) {
		await send(path, fields, 'settings');
		assert.equal(desk.status, 409, path);
	}
	const keys = await rows("SELECT id, username FROM account WHERE username IN ('ketua', 'pengawas', 'sekretariat')");
	for (const { id, username } of keys)
		for (const act of ['reset', 'disable']) {
			await desk.get(at('accounts'));
			await desk.post(at(`accounts/${id}/${act}`));
			assert.equal(desk.status, username === 'sekretariat' ? 409 : 403, `${username} ${act}`);
		}
	assert.equal((await send('accounts', { username: 'k', role: 'keeper' })).status, 422);
	assert.equal((await send('settings', { ...basics, 'decree.number': 'SK 9' })).status, 303);
});
