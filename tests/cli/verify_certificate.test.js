// `paritrana verify-certificate`: the example of docs/certificate-token.md, and what is none.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = resolve(process.env.PARITRANA ?? 'build/paritrana');
const document = readFileSync(new URL('../../docs/certificate-token.md', import.meta.url), 'utf8');
const [keys, list] = [...document.matchAll(/```text\n([^]*?)```/g)].map(([, text]) => text);
const token = list.trim().replace(/\s/g, '');
const folder = mkdtempSync(join(tmpdir(), 'token-'));
after(() => rmSync(folder, { recursive: true }));
const key = join(folder, 'certificate-key.txt');
writeFileSync(key, keys);

function run(args, { expect = 0, lang = 'en', cwd = folder, input } = {}) {
	const { status, stdout, stderr } = spawnSync(program, ['verify-certificate', ...args], {
		encoding: 'utf8', cwd, input, env: { ...process.env, LC_ALL: lang },
	});
	assert.equal(status, expect, stdout + stderr);
	return { stdout, stderr };
}
const states = (args, expect, more) => JSON.parse(run([...args, '--format', 'json'], { expect, ...more }).stdout)
	.certificates.map(({ state }) => state);

test('the example of the document is valid, and its facts are printed', () => {
	const { stdout } = run([token, '--key', key]);
	for (const said of [': valid', 'CONTOH', '0123-4567-89ab-cdef-ghjk-mnpq-rstv', 'Desa Melati (CONTOH)', 'Terbaik II', 'desa', 'contoh'])
		assert.ok(stdout.includes(said), `${said}\n${stdout}`);
	assert.match(run([token, '--key', key], { lang: 'id' }).stdout, /: sah\n/);
	assert.match(stdout, /e3b0c44298fc1c149afbf4c8996fb924…\n.*4c53ccd1…\n.*879f\n/, 'what is cut says so');
	const [facts] = JSON.parse(run([token, '--key', key, '--format', 'json']).stdout).certificates;
	assert.deepEqual(facts, {
		input: facts.input, state: 'valid', message: 'valid', serial: '0123-4567-89ab-cdef-ghjk-mnpq-rstv', name: 'Desa Melati (CONTOH)',
		title: 'Terbaik II', rank: 2, category: 'desa', edition: 'contoh', sample: true,
		bundle_sha256_begins: 'e3b0c44298fc1c149afbf4c8996fb924', key: '4c53ccd1',
		key_print: '4c53 ccd1 7585 3ba7 cfca 1681 83cf 879f',
	});
});

test('an address, small letters, groups and a list in a file will do', () => {
	const address = `https://a.example/certificates/0123-4567-89ab-cdef-ghjk-mnpq-rstv?t=${token.slice(28)}`;
	const groups = token.toLowerCase().match(/.{1,4}/g).join(' ');
	const file = join(folder, 'list.csv');
	writeFileSync(file, `# daftar\r\n"Desa Melati",${token}\r\n\r\n${address}\r\n`);
	assert.deepEqual(states([address, groups, file, '--key', key], 0), ['valid', 'valid', 'valid', 'valid']);
	assert.deepEqual(states(['-'], 0, { input: `${token}\n` }), ['valid'], 'the key lies in the folder');
});

test('what was changed, and what nobody signed, exits 1 and is told apart', () => {
	const other = keys.replace(/(key contoh )\w+/, `$1${'0'.repeat(64)}`);
	const stranger = join(folder, 'other.txt');
	writeFileSync(stranger, other);
	const withdrawn = join(folder, 'withdrawn.txt');
	writeFileSync(withdrawn, keys.replace(/ used -/, ' withdrawn 2025-08-01T00:00:00Z'));
	const elsewhere = join(folder, 'elsewhere.txt');
	writeFileSync(elsewhere, keys.replace('key contoh', 'key lain'));
	const forged = `1${token.slice(1)}`;
	assert.deepEqual(states([forged, token, '--key', key], 1), ['forged', 'valid']);
	assert.match(run([forged, token, '--key', key], { expect: 1 }).stdout, /Compare these facts/);
	assert.doesNotMatch(run([forged, 'halo', '--key', key], { expect: 1 }).stdout, /Compare these facts/, 'nothing is worth comparing');
	assert.deepEqual(states([token, '--key', stranger], 1), ['unknown_key']);
	assert.deepEqual(states([token, '--key', withdrawn], 1), ['key_withdrawn']);
	assert.deepEqual(states([token, '--key', elsewhere], 1), ['other_edition']);
	assert.deepEqual(states(['halo', token.slice(0, 40), '--key', key], 1), ['not_a_token', 'not_a_token']);
	assert.deepEqual(states([`${token.slice(0, 28)}08`, '--key', key], 1), ['unknown_version']);
});

test('a PDF is searched for its token, and one without says that it must be scanned', () => {
	const pdf = join(folder, 'a.pdf');
	const address = `https://a.example/certificates/0123-4567-89ab-cdef-ghjk-mnpq-rstv?t=${token.slice(28)}`;
	writeFileSync(pdf, `%PDF-1.4\n<< /Type /Page /PRTN_Check (${address}) >>\n`);
	assert.deepEqual(states([pdf, '--key', key], 0), ['valid']);
	writeFileSync(pdf, '%PDF-1.4\n%%EOF\n');
	assert.deepEqual(states([pdf, '--key', key], 1), ['no_token']);
	assert.match(run([pdf, '--key', key], { expect: 1 }).stdout, /scan the QR/);
	writeFileSync(pdf, '%PDF-1.4\n/PRTN_Check (never closed');
	assert.deepEqual(states([pdf, '--key', key], 1), ['no_token']);
});

test('a wrong call is one, and a bad file of keys is named', () => {
	run([], { expect: 2 });
	run([token, '--format', 'csv', '--key', key], { expect: 2 });
	assert.match(run([token], { expect: 2, cwd: tmpdir() }).stderr, /--key/);
	const bad = join(folder, 'bad.txt');
	writeFileSync(bad, `${keys}key contoh zz\n`);
	assert.match(run([token, '--key', bad], { expect: 1 }).stderr, /bad\.txt:\d+: .*key EDITION KEY/);
	assert.match(run([token, '--key', join(folder, 'none')], { expect: 1 }).stderr, /none/);
});
