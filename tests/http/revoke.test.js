// One certificate taken back by chair and keeper: said on its check page, replaced under a new number, never changed.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { pleno, scored, published } from './pleno.js';

const REASON = 'Kertas hilang sebelum diserahkan.';
let s, first;

before(async () => {
	s = await pleno();
	await scored(s);
	await s.must('ketua', 'deliberation');
	await published(s);
	s.secretariat = s.browser();
	await s.secretariat.signIn('sekretariat');
	s.chair = s.browser();
	await s.chair.signIn('ketua');
	[first] = await serials('Desa Kenanga (CONTOH)');
});
after(() => s.stop());

const get = (path, headers) => fetch(s.url + path, { headers, redirect: 'manual' });
const facts = async (serial) => (await s.api('GET', `/certificates/${serial}`)).body;

/* All numbers of a nominee, in the order of the page. */
async function serials(name) {
	const page = await s.secretariat.get('/editions/contoh/certificates');
	return [...page.text.matchAll(/<th scope="row">([^<]+)<\/th>(.*?)<\/tr>/gs)]
		.filter(([, who]) => who === name).map(([, , rest]) => /certificates\/([0-9a-z-]+)"/.exec(rest)[1]);
}

const propose = (who, about, kind = 'revoke_certificate') => s.as[who]('POST', '/proposals', { kind, about, reason: REASON });
const decide = (who, id, decision = 'confirm') => s.as[who]('POST', `/proposals/${id}`, { decision });

test('only the chair proposes it, with a reason, for a number of this edition', async () => {
	for (const who of ['sekretariat', 'pengawas', 'juri-2'])
		assert.equal((await propose(who, { serial: first, replace: 'yes' })).status, 403, who);
	for (const about of [{ replace: 'yes' }, { serial: 'x', replace: 'yes' }, { serial: '0000-0000-0000-0000-0000-0000-0000', replace: 'yes' },
		{ serial: first }, { serial: first, replace: 'maybe' }, { serial: first, replace: true }, { serial: { a: 'b' }, replace: 'yes' }])
		assert.equal((await propose('ketua', about)).status, 422, JSON.stringify(about));
	assert.equal((await s.as.ketua('POST', '/proposals', { kind: 'revoke_certificate', about: { serial: first, replace: 'no' }, reason: ' ' })).status, 422);
	assert.equal((await propose('ketua', { serial: first }, 'replace_certificate')).body.code, 'not_revoked');
	assert.equal((await facts(first)).state, 'valid');
});

test('what waits changes nothing; the keeper may refuse; the same is not proposed twice', async () => {
	const { body } = await propose('ketua', { serial: first.replaceAll('-', '').toUpperCase(), replace: 'yes' });
	assert.equal((await propose('ketua', { serial: first, replace: 'yes' })).body.code, 'already_proposed');
	assert.equal((await facts(first)).state, 'valid');
	assert.equal((await decide('ketua', body.id)).status, 403, 'not by the one who proposed');
	assert.equal((await decide('sekretariat', body.id)).status, 403);
	assert.equal((await decide('pengawas', body.id, 'refuse')).status, 200);
	assert.equal((await facts(first)).state, 'valid');
});

test('from the page: the certificate is chosen already, and the act is said before it is done', async () => {
	const list = await s.chair.get('/editions/contoh/certificates');
	assert.match(list.text, new RegExp(`proposals\\?serial=${first}#revoke_certificate`));
	assert.doesNotMatch((await s.secretariat.get('/editions/contoh/certificates')).text, /revoke_certificate/);
	const page = await s.chair.get(`/editions/contoh/proposals?serial=${first}`);
	assert.match(page.text, new RegExp(`<option value="${first}" selected`));
	assert.match(page.text, /<details class="more" id="revoke_certificate" open>/);
	const done = await s.chair.post('/editions/contoh/proposals', { kind: 'revoke_certificate', serial: first, replace: 'yes', reason: REASON });
	assert.equal(done.status, 303);
	const [, id] = /proposals\/(\d+)"/.exec((await s.chair.get('/editions/contoh/proposals')).text);
	const keeper = s.browser();
	await keeper.signIn('pengawas');
	await keeper.get('/editions/contoh/proposals');
	const asked = await keeper.post(`/editions/contoh/proposals/${id}`, { decision: 'confirm' });
	assert.equal(asked.status, 200);
	for (const said of ['Desa Kenanga (CONTOH)', first, 'dengan piagam pengganti', REASON])
		assert.ok(asked.text.includes(said), said);
	assert.equal((await facts(first)).state, 'valid', 'asking changes nothing');
	assert.equal((await keeper.post(`/editions/contoh/proposals/${id}`, { decision: 'confirm', sure: 'on' })).status, 303);
});

test('the check page says revoked, the day and the reason, and never the new number', async () => {
	const body = await facts(first), [second] = (await serials('Desa Kenanga (CONTOH)')).filter((serial) => serial !== first);
	assert.deepEqual([body.state, body.revoked_by, body.revoked_reason], ['revoked', null, REASON]);
	assert.match(body.revoked_at, /^\d{4}-\d\d-\d\dT/);
	const page = await (await get(`/certificates/${first}`)).text();
	for (const said of ['Dicabut', 'oleh ketua dan pengawas', REASON, 'Desa Kenanga (CONTOH)'])
		assert.ok(page.includes(said), said);
	assert.doesNotMatch(page, /lihat ralat/);
	assert.ok(!page.includes(second));
	assert.match(page, /Piagam pengganti sudah diterbitkan dengan nomor lain/);
	const other = await (await get(`/certificates/${second}`)).text();
	assert.match(other, new RegExp(`Menggantikan</dt>\\s*<dd[^>]*>${first}<`));
	assert.doesNotMatch(other, /Piagam pengganti sudah/);
	const list = (await s.secretariat.get('/editions/contoh/certificates')).text;
	assert.ok(list.includes(`Nomor ${first}, diganti dengan ${second}`));
	assert.ok(list.includes(`Nomor ${second}, menggantikan ${first}`));
	assert.equal(list.split('Nomor ').length, 3, 'nothing is said where nothing was replaced');
	assert.deepEqual(await s.secretariat.sound(), []);
	assert.equal((await get(`/certificates/${first}.pdf`)).status, 410);
	assert.equal((await s.api('GET', `/certificates/${first}.pdf`)).body.code, 'revoked');
});

test('its replacement says the same under another number, and is what a batch prints', async () => {
	const [second] = (await serials('Desa Kenanga (CONTOH)')).filter((serial) => serial !== first);
	const old = await facts(first), now = await facts(second);
	assert.equal(now.state, 'valid');
	for (const key of ['edition', 'release', 'bundle_sha256', 'category', 'nominee', 'name', 'rank', 'title'])
		assert.equal(now[key], old[key], key);
	assert.equal((await get(`/certificates/${second}.pdf`)).status, 200);
	const zip = await s.secretariat.get('/editions/contoh/certificates.zip');
	assert.equal([...zip.text.matchAll(/PK\x01\x02/g)].length, 3);
	assert.equal((await propose('ketua', { serial: first, replace: 'yes' })).body.code, 'revoked', 'once');
	assert.equal((await propose('ketua', { serial: first }, 'replace_certificate')).body.code, 'already_issued');
});

test('without a replacement there is none, until both agree on one', async () => {
	const [serial] = await serials('Desa Melati (CONTOH)');
	const { body } = await propose('ketua', { serial, replace: 'no' });
	const twice = await Promise.all([decide('pengawas', body.id), decide('pengawas', body.id)]);
	assert.deepEqual(twice.map((answer) => answer.status).sort(), [200, 409], 'of two at once one decides');
	assert.deepEqual(await serials('Desa Melati (CONTOH)'), [serial]);
	assert.equal((await facts(serial)).state, 'revoked');
	const again = await propose('ketua', { serial }, 'replace_certificate');
	assert.equal((await decide('pengawas', again.body.id)).status, 200);
	assert.equal((await serials('Desa Melati (CONTOH)')).length, 2);
	assert.equal((await facts(serial)).state, 'revoked', 'what is revoked stays revoked');
});

test('the log tells it, and verify finds nothing amiss; a revocation undone by hand is found', async () => {
	const { stdout } = s.cli(['verify', '--db', s.db]);
	assert.doesNotMatch(stdout, /not what|tidak sesuai/);
	const keeper = s.browser();
	await keeper.signIn('pengawas');
	const log = await keeper.get('/editions/contoh/log');
	assert.match(log.text, /Piagam dicabut/);
	const sql = spawnSync('sqlite3', [s.db, `UPDATE certificate SET revoked_at = 0, revoked_reason = '' WHERE serial = '${first}'`], { encoding: 'utf8' });
	assert.match(sql.stderr, /revoked once/);
});

test('during a correction nothing is revoked alone, and the next release leaves what is revoked', async () => {
	await s.must('ketua', 'deliberation', { reason: 'Salah hitung.' });
	const [serial] = await serials('CV Tani Makmur (CONTOH)');
	assert.equal((await propose('ketua', { serial, replace: 'yes' })).body.code, 'wrong_phase');
	await published(s);
	assert.equal((await facts(first)).revoked_by, null);
	assert.equal((await facts(serial)).state, 'valid');
	assert.equal((await serials('Desa Kenanga (CONTOH)')).length, 2);
	s.cli(['verify', '--db', s.db]);
});
