// The first edition of the README is typed as it stands there.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = new URL('../../', import.meta.url).pathname;
const program = resolve(process.env.PARITRANA ?? 'build/paritrana');

test('the ten lines of the README make an edition with five accounts', () => {
	const readme = readFileSync(join(root, 'README.md'), 'utf8');
	const lines = readme.match(/## A first edition[^]*?```sh\n([^]*?)```/)[1].trim().split('\n');
	const folder = mkdtempSync(join(tmpdir(), 'paritrana-readme-'));

	assert.equal(lines.length, 10);
	assert.match(lines.shift(), /^make && cp -r criteria\/contoh-desa award && cd award/);
	assert.match(lines.pop(), /^paritrana serve --db award\.db/); // the tests of http serve
	cpSync(join(root, 'criteria/contoh-desa'), folder, { recursive: true });
	try {
		const said = execFileSync('bash', ['-ec', [...lines,
			'paritrana user list --db award.db --edition contoh-desa --format json'].join('\n')],
		{ cwd: folder, encoding: 'utf8', env: { ...process.env,
			PATH: `${dirname(program)}:${process.env.PATH}` } });

		for (const role of ['secretariat', 'chair', 'juror', 'keeper'])
			assert.ok(said.includes(`"role":"${role}"`), role);
		assert.match(said, /Desa Contoh Melati +81,57/);
	} finally {
		rmSync(folder, { recursive: true });
	}
});
