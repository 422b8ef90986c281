// Files of the secretariat: all bad rows at once and nothing stored, a preview that stores nothing,
// then everything; and the page of progress, which never holds a mark.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { passwordOf, sample, server } from './lib.js';

const s = await server({ evidence: null });
after(() => s.stop());

const signedIn = async (username) => {
	const page = s.browser();
	await page.signIn(username, passwordOf(username));
	return page;
};
const desk = await signedIn('sekretariat');
const path = '/editions/contoh/import';
const hidden = (text) => Object.fromEntries([...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
	.map(([, name, value]) => [name, value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')]));
const upload = async (kind, text, more = {}) => {
	await desk.get(path);
	const form = new FormData();
	for (const [name, value] of Object.entries({ _token: desk.token(), kind, ...more }))
		form.set(name, value);
	if (text !== undefined)
		form.set('file', new Blob([text], { type: 'text/csv' }), 'x.csv');
	return desk.send('POST', path, form);
};
const confirm = async (file) => {
	const fields = Object.entries(hidden(/<form[^>]*editions\/contoh\/import[^]*?<\/form>/.exec(desk.text)[0]));
	const form = new FormData();
	for (const [name, value] of fields)
		form.set(name, value);
	if (file !== undefined)
		form.set('file', new Blob([file]), 'x.csv');
	return desk.send('POST', path, form);
};
const rows = async (sql) => {
	await s.halt();
	const found = s.sql(sql);
	await s.start();
	return found;
};

test('only the secretariat imports', async () => {
	for (const username of ['ketua', 'juri-2', 'pengawas']) {
		const other = await signedIn(username);
		await other.get('/account');
		await other.post(path, { kind: 'nominees' });
		assert.equal(other.status, 403);
		assert.equal((await other.get(path)).status, 403);
		assert.equal((await other.get(`${path}/evidence.csv`)).status, 403);
	}
});

test('a file with bad rows shows all of them, and nothing is stored', async () => {
	await upload('nominees', 'nominee,name,category,region\nbaru,Desa Baru,desa,X\nBURUK,Desa,desa,X\nlain,Desa,tak-ada,X\n');
	assert.equal(desk.status, 422);
	assert.match(desk.text, /Baris <\/span>3<\/th>/);
	assert.match(desk.text, /Baris <\/span>4<\/th>/);
	assert.equal((await rows('SELECT count(*) AS n FROM nominee'))[0].n, 5);
});

test('of 5,000 rows every one of the 300 bad ones is shown, and nothing is stored', async () => {
	const before = (await rows('SELECT count(*) AS n FROM nominee'))[0].n;
	const text = Array.from({ length: 5000 }, (_, i) => (i % 16 === 3 && i < 4800 ? `Buruk ${i},x,desa,y\n` : `n${i},Desa ${i},desa,Kecamatan Contoh\n`)).join('');
	const bad = [...text.matchAll(/^Buruk/gm)].length;
	assert.equal(bad, 300);
	await upload('nominees', `nominee,name,category,region\n${text}`);
	assert.equal(desk.status, 422);
	const lines = [...desk.text.matchAll(/<th scope="row"><span class="card-label">Baris <\/span>(\d+)<\/th>/g)].map(([, line]) => Number(line));
	assert.equal(lines.length, bad);
	assert.equal(lines[0], 5);
	assert.match(desk.text, /300 kesalahan\. Tidak ada yang disimpan/);
	assert.equal((await rows('SELECT count(*) AS n FROM nominee'))[0].n, before);
});

test('what is missing or unknown is said beside the field', async () => {
	await upload('nominees');
	assert.equal(desk.status, 422);
	assert.match(desk.text, /Pilih berkas/);
	await upload('lain', 'a,b\n');
	assert.equal(desk.status, 422);
	assert.match(desk.text, /Pilih isi berkas/);
	await upload('', sample.nominees);
	assert.equal(desk.status, 422);
	await upload('nominees', `nominee,name,category,region\n${'#'.repeat(5 << 20)}`);
	assert.equal(desk.status, 422);
	await upload('nominees', Buffer.from([0xff, 0xfe, 0, 1]));
	assert.equal(desk.status, 422);
	await upload('nominees', '');
	assert.equal(desk.status, 422);
	await upload('nominees', sample.nominees, { extra: 'x' });
	assert.equal(desk.status, 400);
});

test('a good file is shown first, and stored when it is confirmed', async () => {
	const text = `\ufeffnominee;name;category;region;kode\nmelati;"Desa ""Melati"" & <Baru>";desa;Kecamatan Contoh;01\nbaru;Desa Baru;desa;X;\n`;
	await upload('nominees', text);
	assert.equal(desk.status, 200, desk.text);
	assert.match(desk.text, /melati<\/th>/);
	assert.equal((await rows('SELECT count(*) AS n FROM nominee'))[0].n, 5);
	await confirm();
	assert.equal(desk.status, 303, desk.text);
	const found = await rows("SELECT key, name FROM nominee WHERE key IN ('baru', 'melati') ORDER BY key");
	assert.deepEqual(found, [{ key: 'baru', name: 'Desa Baru' }, { key: 'melati', name: 'Desa "Melati" & <Baru>' }]);
	assert.equal((await rows("SELECT count(*) AS n FROM act WHERE deed = 'nominees_imported' AND actor = 'sekretariat'"))[0].n, 1);
	await upload('nominees', text);
	assert.match(desk.text, /Tidak ada yang berubah/);
});

test('a large file is chosen once more, and must be the same', async () => {
	const text = `nominee,name,category,region\n${Array.from({ length: 6000 }, (_, i) => `n${i},Desa yang namanya panjang sekali ${i},desa,Kecamatan Contoh\n`).join('')}`;
	await upload('nominees', text);
	assert.equal(desk.status, 200);
	assert.doesNotMatch(desk.text, /name="text"/);
	const { text: shown } = desk;
	await confirm(`${text}x,Lain,desa,X\n`);
	assert.equal(desk.status, 422);
	desk.text = shown;
	await confirm();
	assert.equal(desk.status, 422);
	desk.text = shown;
	await confirm(text);
	assert.equal(desk.status, 303);
	await s.halt();
	s.sql("DELETE FROM nominee WHERE key GLOB 'n[0-9]*'");
	await s.start();
});

test('columns of a spreadsheet are matched before anything is read', async () => {
	const text = 'No;Nama Kabupaten/Kota;Sektor;Wilayah;Kepala Daerah\n1;Desa Anggrek (CONTOH);DESA;Kecamatan Contoh;Ibu Contoh\n2;Desa Dahlia (CONTOH);pemerintah Desa;Kecamatan Contoh;\n';
	await upload('nominees', text);
	assert.equal(desk.status, 200, desk.text);
	assert.match(desk.text, /Kolom mana berisi apa/);
	assert.match(desk.text, /<option value=":Nama Kabupaten\/Kota" selected>Nama Kabupaten\/Kota: Desa Anggrek \(CONTOH\); Desa Dahlia/);
	assert.match(desk.text, /<option value=":Sektor" selected>/);
	const form = new FormData();
	for (const [name, value] of Object.entries(hidden(desk.text)))
		form.set(name, value);
	const chosen = { 'map.nominee': '@', 'map.name': '', 'map.category': ':Sektor', 'map.region': ':Wilayah' };
	for (const [name, value] of Object.entries(chosen))
		form.set(name, value);
	await desk.send('POST', path, form);
	assert.equal(desk.status, 422);
	assert.match(desk.text, /Pilih kolom yang berisi ini/);
	form.set('map.name', ':Tidak ada');
	await desk.send('POST', path, form);
	assert.equal(desk.status, 422);
	form.set('map.name', ':Nama Kabupaten/Kota');
	await desk.send('POST', path, form);
	assert.equal(desk.status, 200, desk.text);
	assert.match(desk.text, /desa-anggrek-contoh/);
	await confirm();
	assert.equal(desk.status, 303, desk.text);
	const found = await rows("SELECT key, name, profile FROM nominee WHERE key GLOB 'desa-*' ORDER BY key");
	assert.deepEqual(found.map(({ key, name }) => [key, name]), [
		['desa-anggrek-contoh', 'Desa Anggrek (CONTOH)'], ['desa-dahlia-contoh', 'Desa Dahlia (CONTOH)']]);
	assert.equal(JSON.parse(found[0].profile)['Kepala Daerah'], 'Ibu Contoh');
});

test('jurors are imported in setup; evidence is not', async () => {
	await upload('jurors', 'juror,name,role,element,institution,categories\nj4,Juri Empat,member,,,\nj2,Juri Dua yang Baru,member,,,\n');
	assert.equal(desk.status, 200);
	await confirm();
	assert.equal(desk.status, 303);
	await upload('evidence', sample.evidence);
	assert.equal(desk.status, 409);
	assert.equal((await rows('SELECT count(*) AS n FROM evidence'))[0].n, 0);
});

test('evidence is imported in verification, and a change shows old and new', async () => {
	const { token } = await s.login('sekretariat');
	await s.api('POST', '/editions/contoh/phase', { to: 'verification' }, { token });
	await desk.get(`${path}/evidence.csv`);
	assert.match(desk.text, /^nominee,evidence,value,status,source,cutoff\n/);
	assert.match(desk.text, /\nmelati,pekerja,,,,\n/);
	await upload('evidence', sample.evidence);
	assert.equal(desk.status, 200);
	await confirm();
	assert.equal(desk.status, 303);
	assert.equal((await rows('SELECT count(*) AS n FROM evidence'))[0].n, 10);
	await upload('evidence', 'nominee,evidence,value,status\nmelati,pekerja,1111,\nkenanga,pekerja,,\n');
	assert.match(desk.text, /melati, pekerja<\/th><td[^>]*>1030<\/td><td[^>]*>1111</);
	assert.match(desk.text, /kenanga, pekerja<\/th><td[^>]*>980<\/td><td[^>]*>dihapus</);
	assert.equal((await rows("SELECT value FROM evidence WHERE name = 'pekerja' AND value = '1111'")).length, 0);
	await upload('evidence', 'nominee,evidence,value,status\nmelati,pekerja,nol,verified\nmelati,terlindungi,0,verified\n');
	assert.equal(desk.status, 422);
});

test('progress shows states to secretariat, chair and keeper, and no mark to anybody', async () => {
	const { token } = await s.login('sekretariat');
	await s.api('POST', '/editions/contoh/phase', { to: 'scoring' }, { token });
	const juror = await s.login('juri-3');
	const put = (nominee, key, body) => s.api('PUT', `/editions/contoh/nominees/${nominee}/sheet`, body, { token: juror.token, key });
	assert.equal((await put('melati', 'a', { version: 0, action: 'submit', marks: { w1: 61.5, w2: 3 } })).status, 200);
	assert.equal((await put('kenanga', 'b', { version: 0, action: 'save', marks: { w1: 62.5 } })).status, 200);
	assert.equal((await put('cempaka', 'c', { version: 0, action: 'recuse', marks: {}, reason: 'keluarga' })).status, 200);
	assert.equal((await put('melati', 'd', { version: 1, action: 'reopen', marks: {}, reason: 'salah' })).status, 200);
	for (const username of ['sekretariat', 'ketua', 'pengawas']) {
		const page = await signedIn(username);
		await page.get('/editions/contoh/progress');
		assert.equal(page.status, 200);
		assert.match(page.text, /state-draft/);
		assert.match(page.text, /state-recused/);
		assert.doesNotMatch(page.text, /6[12][.,]5|keluarga/);
		assert.match(page.text, /Juri Tiga \(CONTOH\)/);
	}
	assert.equal((await (await signedIn('juri-2')).get('/editions/contoh/progress')).status, 403);
	const { body } = await s.api('GET', '/editions/contoh/progress', undefined, { token });
	assert.deepEqual(body.jurors.map((j) => j.juror), ['j1', 'j2', 'j3', 'j4']);
});
