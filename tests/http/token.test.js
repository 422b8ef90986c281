// Tokens of certificates: what forgers try, and what the check page and the command say to it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash, createPublicKey, randomBytes, verify as verifySignature } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pleno, scored, published } from './pleno.js';
import { sample, program } from './lib.js';
import { spawnSync } from 'node:child_process';

const ADDRESS = 'https://piagam.contoh.example';
const GUESSES = Number(process.env.GUESSES ?? 2000); // 100,000 in a long run
let s, tokens, keyFile;

const get = (path) => fetch(s.url + path, { redirect: 'manual' });
const page = async (path) => (await get(path)).text();
const stored = () => Object.fromEntries(s.sql(`SELECT c.nominee, c.serial, t.text FROM certificate c
	JOIN certificate_token t ON t.serial = c.serial ORDER BY t.key_id`).map((row) => [row.nominee, row]));
const rest = (nominee) => tokens[nominee].text.slice(28);
const address = (nominee, of = nominee) => `/certificates/${tokens[nominee].serial}?t=${rest(of)}`;
/* What the command says, offline. */
const judged = (...args) => {
	const { stdout, stderr } = spawnSync(program, ['verify-certificate', '--key', keyFile, '--format', 'json', ...args], { encoding: 'utf8' });
	assert.equal(stderr, '');
	return JSON.parse(stdout).certificates.map(({ state }) => state);
};
const state = async (path) => (await s.api('GET', path)).body.token;

before(async () => {
	s = await pleno({ settings: `${sample.settings}public_address: ${ADDRESS}/\n` });
	await scored(s);
	await s.must('ketua', 'deliberation');
});
after(() => s.stop());

test('before the first key is turned an edition has no key of certificates', async () => {
	assert.equal((await page('/certificate-key.txt')).trim(), 'paritrana certificate keys 1');
	assert.equal(s.sql('SELECT count(*) AS n FROM certificate_key')[0].n, 0);
});

test('the release makes a key and a token for each certificate, and the log tells them', async () => {
	await published(s);
	tokens = stored();
	assert.deepEqual(Object.keys(tokens).sort(), ['kenanga', 'melati', 'tani-makmur']);
	keyFile = join(s.folder, 'certificate-key.txt');
	writeFileSync(keyFile, await page('/certificate-key.txt'));
	assert.equal(await page('/editions/contoh/certificate-key.txt'), readFileSync(keyFile, 'utf8'));
	assert.equal((await get('/editions/lain/certificate-key.txt')).status, 404);
	const [{ made }] = s.sql("SELECT body AS made FROM act WHERE deed = 'phase_approved'");
	assert.match(made, /"table":"certificate_key"/, 'so that the minutes can say how it is known');
	const [{ body }] = s.sql("SELECT body FROM act WHERE deed = 'certificates'");
	assert.match(body, /"table":"certificate_token"/);
	const [{ seed }] = s.sql('SELECT hex(seed) AS seed FROM certificate_key');
	assert.ok(!(made + body).toLowerCase().includes(seed.toLowerCase()), 'the seed is in no log');
	assert.equal(judged(...Object.values(tokens).map(({ text }) => text)).join(), 'valid,valid,valid');
});

test('another program finds each signature right, by the document alone', () => {
	const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
	const [, raw] = /^key contoh ([0-9a-f]{64}) /m.exec(readFileSync(keyFile, 'utf8'));
	const key = createPublicKey({ key: Buffer.from(`302a300506032b6570032100${raw}`, 'hex'), format: 'der', type: 'spki' });
	for (const { text } of Object.values(tokens)) {
		const bits = [...text.slice(28)].map((c) => LETTERS.indexOf(c).toString(2).padStart(5, '0')).join('');
		const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
		const facts = bytes.subarray(0, -64);
		const message = Buffer.concat([Buffer.from(`paritrana certificate token\n${text.slice(0, 28)}`), facts]);
		assert.ok(verifySignature(null, message, key, bytes.subarray(-64)));
		assert.equal(facts.subarray(2, 6).toString('hex'), createHash('sha256').update(Buffer.from(raw, 'hex')).digest('hex').slice(0, 8));
	}
});

test('a scanned code says that it fits, and the page shows what is stored', async () => {
	const shown = await page(address('kenanga'));
	for (const said of ['Berlaku', 'dibuat untuk piagam ini', 'Desa Kenanga (CONTOH)', tokens.kenanga.serial])
		assert.ok(shown.includes(said), said);
	assert.equal(await state(address('kenanga')), 'fits');
	assert.equal(await state(`/certificates/${tokens.kenanga.serial}`), undefined, 'an old address says nothing of a token');
	assert.match(await page(`/certificates/${tokens.kenanga.serial}`), /Berlaku/);
});

test('a code swapped between two certificates does not fit', async () => {
	const shown = await page(address('melati', 'kenanga'));
	assert.match(shown, /Tidak cocok/);
	assert.doesNotMatch(shown, /<p class="verdict-word">[^]{0,200}Berlaku/);
	assert.ok(shown.includes('Desa Kenanga (CONTOH)') && shown.includes('Desa Melati (CONTOH)'), 'what it says, and what is stored');
	assert.equal(await state(address('melati', 'kenanga')), 'differs');
	assert.deepEqual(judged(ADDRESS + address('melati', 'kenanga')), ['forged']);
});

test('a forged code does not fit, letter by letter', async () => {
	const whole = rest('kenanga');
	for (let at = 0; at < whole.length; at += 7) {
		const forged = `${whole.slice(0, at)}${whole[at] === 'A' ? 'B' : 'A'}${whole.slice(at + 1)}`;
		assert.equal(await state(`/certificates/${tokens.kenanga.serial}?t=${forged}`), 'differs', `letter ${at}`);
	}
	for (const wrong of ['', 'x', '0', whole.slice(1), `${whole}0`, 'a'.repeat(3000), '%F0%9F%98%80', '"><script>']) {
		const path = `/certificates/${tokens.kenanga.serial}?t=${wrong}`;
		assert.match(await page(path), /Tidak cocok/, wrong);
		assert.ok(!(await page(path)).includes('"><script>'));
	}
});

test('a token that a forger signed himself is of an unknown key', () => {
	const document = readFileSync(new URL('../../docs/certificate-token.md', import.meta.url), 'utf8');
	const example = [...document.matchAll(/```text\n([^]*?)```/g)][1][1].replace(/\s/g, '');
	assert.deepEqual(judged(example), ['unknown_key']);
});

test('the token of another edition is refused, though its key is known', () => {
	const moved = join(s.folder, 'moved.txt');
	writeFileSync(moved, readFileSync(keyFile, 'utf8').replaceAll('key contoh ', 'key lain '));
	const { status, stdout } = spawnSync(program, ['verify-certificate', '--key', moved, '--format', 'json', tokens.kenanga.text], { encoding: 'utf8' });
	assert.equal(status, 1);
	assert.equal(JSON.parse(stdout).certificates[0].state, 'other_edition');
});

test('the paper, alone and in the batch, is read by the command', async () => {
	const out = join(s.folder, 'piagam');
	s.cli(['certificates', '--db', s.db, '--edition', 'contoh', '--out', out]);
	assert.deepEqual(judged(join(out, 'desa-1-kenanga.pdf')), ['valid']);
	assert.deepEqual(judged(join(out, 'semua.pdf')), ['valid', 'valid', 'valid']);
	assert.equal(s.cli(['certificate-key', '--db', s.db]).stdout, readFileSync(keyFile, 'utf8'));
});

test(`${GUESSES} guessed numbers are unknown, and a near miss takes no longer than a wild one`, async () => {
	const letters = '0123456789abcdefghjkmnpqrstvwxyz';
	const wild = () => [...randomBytes(28)].map((byte) => letters[byte & 31]).join('').match(/.{4}/g).join('-');
	const near = () => tokens.kenanga.serial.slice(0, -4) + wild().slice(-4);
	const times = { wild: [], near: [] };
	for (let i = 0; i < GUESSES; i++) {
		const kind = i % 2 ? 'near' : 'wild';
		const path = `/api/v1/certificates/${kind === 'near' ? near() : wild()}`;
		const at = process.hrtime.bigint();
		const answer = await get(path);
		await answer.arrayBuffer();
		times[kind].push(Number(process.hrtime.bigint() - at));
		assert.equal(answer.status, 404, path);
	}
	const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
	const ratio = median(times.near) / median(times.wild);
	assert.ok(ratio > 0.7 && ratio < 1.4, `near to wild: ${ratio}`);
});

test('the check page leads a token to its certificate, and refuses what is none', async () => {
	for (const typed of [tokens.kenanga.text, tokens.kenanga.text.toLowerCase(), ADDRESS + address('kenanga')]) {
		const answer = await get(`/check?t=${encodeURIComponent(typed)}`);
		assert.equal(answer.status, 303);
		assert.equal(answer.headers.get('Location'), address('kenanga'));
	}
	assert.match(await page('/check?t=halo'), /Bukan token piagam/);
	assert.doesNotMatch(await page('/check'), /Bukan token piagam<\/p>/);
});

test('the page for a disk is one file that needs no server', async () => {
	const answer = await get('/check.zip');
	assert.equal(answer.headers.get('Content-Type'), 'application/zip');
	const file = join(s.folder, 'check.zip');
	writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
	const read = (name) => {
		const { status, stdout } = spawnSync('python3', ['-c', 'import sys, zipfile; sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())', file, name], { encoding: 'utf8' });
		assert.equal(status, 0);
		return stdout;
	};
	assert.equal(read('certificate-key.txt'), readFileSync(keyFile, 'utf8'));
	const html = read('periksa-piagam.html');
	assert.ok(html.includes(readFileSync(keyFile, 'utf8').trim().split('\n').at(-1)));
	assert.doesNotMatch(html, /<link|src=|url\(|@import/, 'asks nobody for anything');
});

test('a revoked certificate is revoked, whatever its code says', async () => {
	await s.must('ketua', 'deliberation', { reason: 'data cempaka keliru' });
	await s.reproof('cempaka', 'terlindungi', '1105');
	await published(s);
	assert.match(await page(address('melati')), /Dicabut/);
	const { body } = await s.api('GET', address('melati'));
	assert.deepEqual([body.state, body.token], ['revoked', 'fits']);
	assert.deepEqual(judged(tokens.melati.text), ['valid'], 'which a token cannot know');
	tokens = stored();
	assert.deepEqual(judged(tokens.cempaka.text), ['valid'], 'the key is the same');
});

test('a key that was stolen is withdrawn: every certificate that holds is signed anew', async () => {
	const old = tokens;
	s.cli(['certificate-key', '--db', s.db, '--edition', 'contoh', '--replace', 'withdrawn'], { expect: 2 });
	s.cli(['certificate-key', '--db', s.db, '--edition', 'contoh', '--replace', 'withdrawn', '--reason', 'cadangan hilang']);
	writeFileSync(keyFile, await page('/certificate-key.txt'));
	assert.match(readFileSync(keyFile, 'utf8'), / withdrawn 2\d{3}-/);
	assert.deepEqual(s.sql('SELECT state, length(seed) AS seed FROM certificate_key ORDER BY id'),
		[{ state: 'withdrawn', seed: 0 }, { state: 'used', seed: 32 }]);
	assert.deepEqual(judged(old.kenanga.text), ['key_withdrawn']);
	tokens = stored();
	assert.notEqual(tokens.kenanga.text, old.kenanga.text);
	assert.deepEqual(judged(tokens.kenanga.text), ['valid']);
	assert.equal(await state(address('kenanga')), 'fits');
	assert.equal(await state(`/certificates/${old.kenanga.serial}?t=${old.kenanga.text.slice(28)}`), 'fits', 'paper that is out there: what is stored decides');
	const log = s.sql("SELECT body FROM act WHERE deed = 'certificate_key'");
	assert.equal(log.length, 1);
	assert.match(log[0].body, /cadangan hilang/);
});

test('a key may be retired too, what it signed stays good', async () => {
	const old = tokens;
	s.cli(['certificate-key', '--db', s.db, '--edition', 'contoh', '--replace', 'retired', '--reason', 'pergantian tahunan']);
	writeFileSync(keyFile, await page('/certificate-key.txt'));
	tokens = stored();
	assert.deepEqual(judged(old.kenanga.text, tokens.kenanga.text), ['valid', 'valid']);
	assert.match(s.cli(['certificate-key', '--db', s.db, '--edition', 'lain', '--replace', 'retired', '--reason', 'x'], { expect: 1 }).stderr, /lain/);
});

test('a key or a token that was changed in the file is named', async () => {
	await s.halt();
	const verify = () => spawnSync(program, ['verify', '--db', s.db], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'en' } });
	const change = (text) => assert.equal(spawnSync('sqlite3', [s.db], { input: text, encoding: 'utf8' }).status, 0);
	assert.equal(verify().status, 0, verify().stderr);
	const [{ was }] = s.sql("SELECT text AS was FROM certificate_token WHERE serial = '" + tokens.kenanga.serial + "' ORDER BY key_id DESC LIMIT 1");
	const trigger = "CREATE TRIGGER certificate_token_keeps_rows BEFORE UPDATE ON certificate_token\n  BEGIN SELECT RAISE (ABORT, 'certificate_token is insert-only'); END";
	const set = (from, to) => change(`DROP TRIGGER certificate_token_keeps_rows; UPDATE certificate_token SET text = '${to}' WHERE text = '${from}'; ${trigger};`);
	const forged = `${was.slice(0, -5)}00000`;
	set(was, forged);
	const { status, stderr } = verify();
	assert.equal(status, 1);
	assert.match(stderr, /certificate_token .*: column text/);
	assert.match(stderr, /certificate_token .*not signed with its key/);
	set(forged, was);
	assert.equal(verify().status, 0, verify().stderr);
	await s.start();
});
