// `paritrana verify FILE`: what it says of the bundle that docs/bundle-format.md shows.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = resolve(process.env.PARITRANA ?? 'build/paritrana');
const document = readFileSync(new URL('../../docs/bundle-format.md', import.meta.url), 'utf8');
const example = document.split('```\n').at(-2);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

const verify = (t, text, lang = 'en') => {
	const folder = mkdtempSync(join(tmpdir(), 'verify-'));
	t.after(() => rmSync(folder, { recursive: true }));
	const file = join(folder, 'bundle.txt');
	writeFileSync(file, text);
	const { status, stdout, stderr } = spawnSync(program, ['verify', file], {
		encoding: 'utf8', env: { ...process.env, LC_ALL: lang },
	});
	return { status, stdout, stderr: stderr.replaceAll(file, 'FILE') };
};

const forged = (from, to) => {
	const body = example.slice(0, -65).replace(from, to);
	assert.notEqual(body, example.slice(0, -65));
	return `${body}${sha256(body)}\n`;
};

test('the example of the document is a bundle', (t) => {
	const { status, stdout, stderr } = verify(t, example);
	assert.equal(stderr, '');
	assert.equal(status, 0);
	assert.match(stdout, /: verified\n/);
	assert.ok(stdout.includes(`SHA-256 of the bundle ${sha256(example)}\n`));
	assert.match(stdout, /^CONTOH$/m);
	assert.match(stdout, /5 marks of 5 sheets/);
	assert.match(stdout, /Taken on trust:/);
});

test('its last line is the hash of all bytes before it', () => {
	assert.equal(example.slice(-65), `${sha256(example.slice(0, -65))}\n`);
});

test('one changed byte is noticed, and told in Indonesian first', (t) => {
	const { status, stdout, stderr } = verify(t, example.replace('\t88.5\n', '\t88.0\n'), 'id');
	assert.equal(status, 1);
	assert.equal(stdout, '');
	assert.match(stderr, /^FILE:77: SHA-256 penutup tidak cocok: isi berkas berubah$/m);
	assert.match(stderr, /^FILE: TIDAK COCOK$/m);
});

test('a forged rank with a fitting hash is named with its line', (t) => {
	const { status, stderr } = verify(t, forged('\t93.50\t187/2\t', '\t93.60\t468/5\t'));
	assert.equal(status, 1);
	assert.match(stderr, /^FILE:75: is: rank desa 1 fatuba 93\.60 .*; should be: rank desa 1 fatuba 93\.50/m);
});

test('a scheme that is not valid is told with the line of the scheme', (t) => {
	const { status, stderr } = verify(t, forged('weight: 60', 'weight: 61'));
	assert.equal(status, 1);
	assert.match(stderr, /^FILE \(scheme\):\d+:\d+: /m);
});

test('what is no bundle is refused, and a missing file too', (t) => {
	for (const text of ['', '\n', 'hello\n', `${'0'.repeat(64)}\n`, '\u0000'.repeat(1000)])
		assert.equal(verify(t, text).status, 1);
	assert.equal(spawnSync(program, ['verify', '/nonexistent']).status, 1);
	assert.equal(spawnSync(program, ['verify']).status, 2);
});

const DESA = ['scheme.yaml', 'nominees.csv', 'scores.csv', 'evidence.csv']
	.flatMap((name) => [`--${name.split('.')[0]}`, new URL(`../../criteria/contoh-desa/${name}`, import.meta.url).pathname]);

test('a bundle is written to standard output, into a pipe, through a link, and replaces none of them', (t) => {
	const folder = mkdtempSync(join(tmpdir(), 'write-'));
	t.after(() => rmSync(folder, { recursive: true }));
	const here = (name) => join(folder, name);
	const shell = (line) => spawnSync('bash', ['-c', line, 'bash', program, ...DESA], { encoding: 'utf8', cwd: folder });
	const tally = '"$1" tally "${@:2}" --format csv';
	for (const line of [`${tally} --bundle /dev/stdout | cat >out.txt`, `${tally} --bundle - >out.txt`, `${tally} --bundle /dev/stdout >out.txt`,
		`mkfifo fifo; (cat fifo >out.txt & ${tally} --bundle fifo; wait) >table.csv; [ -p fifo ]`,
		`ln -s out.txt link; echo old >out.txt; ${tally} --bundle link >table.csv && [ -L link ]`]) {
		const done = shell(`set -o pipefail; rm -f out.txt; ${line}`);
		assert.equal(done.status, 0, `${line}\n${done.stderr}`);
		const [, bundle] = /(?:^|\n)(paritrana-bundle\t[^]*)$/.exec(readFileSync(here('out.txt'), 'utf8')) ?? [];
		assert.ok(bundle, line);
		assert.equal(bundle.slice(-65), `${sha256(bundle.slice(0, -65))}\n`, line);
	}
	assert.equal(spawnSync('test', ['-L', '/dev/stdout']).status, 0, 'still a link');
});

test('a full device is a refusal', (t) => {
	const folder = mkdtempSync(join(tmpdir(), 'write-'));
	t.after(() => rmSync(folder, { recursive: true }));
	const full = spawnSync(program, ['tally', ...DESA, '--bundle', '/dev/full'], { encoding: 'utf8', cwd: folder, env: { ...process.env, LC_ALL: 'en' } });
	assert.equal(full.status, 1);
	assert.match(full.stderr, /\/dev\/full: No space left/);
});
