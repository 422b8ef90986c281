// `paritrana check`: the schemes that are delivered, the example of the format, and mistakes.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = process.env.PARITRANA ?? 'build/paritrana';
const root = new URL('../../', import.meta.url).pathname;

const check = (file, lang = 'en') => spawnSync(program, ['check', ...[file].flat()], {
	encoding: 'utf8', env: { ...process.env, LC_ALL: lang },
});
const written = (t, text) => {
	const folder = mkdtempSync(join(tmpdir(), 'check-'));
	t.after(() => rmSync(folder, { recursive: true }));
	writeFileSync(join(folder, 's.yaml'), text);
	return join(folder, 's.yaml');
};

test('every scheme that is delivered is good', () => {
	for (const edition of readdirSync(join(root, 'criteria'))) {
		const { status, stdout, stderr } = check(join(root, 'criteria', edition, 'scheme.yaml'));
		assert.equal(stderr, '');
		assert.equal(status, 0);
		assert.match(stdout, new RegExp(`good \\(edition ${edition}, `));
	}
});

test('the example of docs/criteria-format.md is good', (t) => {
	const document = readFileSync(join(root, 'docs/criteria-format.md'), 'utf8');
	const example = document.match(/```yaml\n(edition: [\s\S]*?)```/)[1];
	const { status, stderr } = check(written(t, example));
	assert.equal(stderr, '');
	assert.equal(status, 0);
});

test('every mistake is listed at once, as a compiler would, in both languages', (t) => {
	const file = written(t, 'edition: Contoh\nlevl: desa\nquorum: 0\n');
	const { status, stdout, stderr } = check(file);
	assert.equal(status, 1);
	assert.equal(stdout, '');
	const lines = stderr.trim().split('\n');
	for (const line of lines)
		assert.match(line, /s\.yaml:\d+:\d+: ./);
	assert.ok(stderr.includes('s.yaml:2:1: unknown key "levl"; did you mean "level"?'));
	assert.ok(stderr.includes('s.yaml:3:9: expected a whole number from 1'));
	assert.ok(check(file, 'id').stderr.includes('s.yaml:2:1: kunci "levl" tidak dikenal; maksud Anda "level"?'));
});

test('a wrong call is 2, a missing file 1', () => {
	assert.equal(check([]).status, 2);
	assert.equal(check(['a', 'b']).status, 2);
	assert.equal(check(['--nothing', 'a']).status, 2);
	assert.equal(check('/nowhere/scheme.yaml').status, 1);
});
