// The sample edition: made by rule, plainly marked, and good for a demonstration.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sample } from '../sample.js';

const folder = new URL('../../criteria/ntt-2024/', import.meta.url);
const committed = (name) => readFileSync(new URL(name, folder), 'utf8');
const rows = (text) => {
	const [header, ...lines] = text.trim().split('\n').map((line) =>
		[...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) =>
			cell.replace(/^"(.*)"$/, '$1').replaceAll('""', '"')));
	return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i]])));
};
const program = process.env.PARITRANA ?? 'build/paritrana';
const paritrana = (...args) => execFileSync(program, args, { encoding: 'utf8' });
const nominees = rows(committed('nominees.csv'));
const real = nominees.filter((n) => n.category === 'kabkota');

test('the committed files are what the rule makes', () => {
	for (const [name, text] of Object.entries(sample()))
		assert.equal(committed(name), text, `${name}: run node tests/sample.js`);
});

test('the 22 regencies and cities stand there with their codes, each marked CONTOH', () => {
	const codes = [...Array(21).keys()].map((i) => `${5301 + i}`).concat('5371');
	assert.deepEqual(real.map((n) => n.code), codes);
	for (const n of real)
		assert.match(n.name, /^(Kabupaten|Kota) .* \(CONTOH\)$/);
});

test('every other name says Contoh by itself, and no real regency stands on its row', () => {
	const names = real.map((n) => n.name.replace(' (CONTOH)', ''));
	for (const n of nominees.filter((other) => other.category !== 'kabkota')) {
		assert.match(n.name, /Contoh/);
		assert.match(n.region, /Contoh/);
		assert.ok(!names.some((name) => `${n.name} ${n.region}`.includes(name)));
	}
	for (const juror of rows(committed('jurors.csv')))
		assert.match(juror.name, /^Unsur .* \(CONTOH\)$/);
});

test('all evidence of the regencies and cities is verified, so none is singled out', () => {
	const keys = new Set(real.map((n) => n.nominee));
	for (const e of rows(committed('evidence.csv')).filter((row) => keys.has(row.nominee)))
		assert.equal(e.status, 'verified', `${e.nominee} ${e.evidence}`);
});

test('the edition played to the end lacks nothing', () => {
	const files = sample({ complete: true });
	const recused = new Set(rows(files['recusals.csv']).map((r) => `${r.nominee} ${r.juror}`));
	const have = new Set(rows(files['scores.csv']).map((r) => `${r.nominee} ${r.juror}`));
	for (const n of nominees)
		for (let j = 1; j <= 9; j++)
			assert.equal(have.has(`${n.nominee} j${j}`), !recused.has(`${n.nominee} j${j}`));
	assert.ok(rows(files['evidence.csv']).every((e) => e.status !== 'entered'));
});

for (const edition of ['ntt-2024', 'contoh-desa'])
	test(`the scheme of ${edition} has no mistake`, () => {
		paritrana('check', new URL(`../${edition}/scheme.yaml`, folder).pathname);
	});

test('played to the end it shows what its README promises', () => {
	const into = mkdtempSync(join(tmpdir(), 'paritrana-sample-'));
	for (const [name, text] of Object.entries(sample({ complete: true })))
		writeFileSync(join(into, name), text);
	const inputs = ['nominees', 'scores', 'evidence', 'recusals'].flatMap((name) =>
		[`--${name}`, join(into, `${name}.csv`)]);
	const { categories } = JSON.parse(paritrana('tally', '--format', 'json', '--scheme',
		new URL('scheme.yaml', folder).pathname, ...inputs));
	const all = new Map(categories.flatMap((c) => c.ranking.map((row) => [row.nominee, row])));
	const is = (key, what) => {
		for (const [name, value] of Object.entries(what))
			assert.deepEqual(all.get(key)[name], value, `${key} ${name}`);
	};

	rmSync(into, { recursive: true });
	for (const n of real)
		is(n.nominee, { status: 'ranked', sheets: 9 });
	for (const key of ['rumput-laut', 'konstruksi-nusa'])
		is(key, { status: 'ineligible', rank: null });
	is('niaga-savana', { rank: 1, decided_by: 'aspect:kepatuhan' });
	is('medika-kasih', { rank: 2, decided_by: 'aspect:kepatuhan' });
	assert.equal(all.get('niaga-savana').score, all.get('medika-kasih').score);
	is('melati', { rank: 1, decided_by: 'head_to_head' });
	is('kenanga', { rank: 2, decided_by: 'head_to_head' });
	for (const key of ['kopi-sangrai', 'anyaman'])
		is(key, { rank: 3, tied: true, winner: true, decided_by: 'none' });
	for (const key of ['yayasan-contoh-pelita', 'akademi-contoh-lontar'])
		is(key, { rank: 5, tied: true, winner: false, decided_by: 'none' });
	for (const key of ['bank-contoh-daerah', 'hotel-teluk', 'universitas-contoh-timur'])
		is(key, { status: 'ranked', sheets: 8 });
});

test('the codes that the demo prints lead to where it is served, and to no address of nobody', async () => {
	const into = mkdtempSync(join(tmpdir(), 'paritrana-demo-')), db = join(into, 'award.db');
	const demo = spawn(program, ['demo', '--format', 'json', '--db', db, '--listen', ':0'], { stdio: ['ignore', 'pipe', 'inherit'] });
	const ended = once(demo, 'exit');
	try {
		let text = '';
		for await (const part of demo.stdout)
			if ((text += part).includes('\n'))
				break;
		const { url } = JSON.parse(text);
		assert.match(url, /^http:\/\/localhost:[1-9]\d*$/);
		assert.equal((await fetch(`${url.replace('localhost', '127.0.0.1')}/healthz`)).status, 200);
		const kept = execFileSync('sqlite3', ['-readonly', db, "SELECT value FROM setting WHERE name = 'public_address'"], { encoding: 'utf8' });
		assert.equal(kept.trim(), url);
	} finally {
		demo.kill();
		await ended;
		rmSync(into, { recursive: true });
	}
});
