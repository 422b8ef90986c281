// `paritrana report`: its shape, its seed, what it refuses, bad editions, and the workbook recomputed by gnumeric.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sample } from '../sample.js';

const program = process.env.PARITRANA ?? 'build/paritrana';

const schemeOf = (more = 'aggregation: {method: mean}', category = '') => `edition: uji-2024
title: {id: Penghargaan Uji, en: Test Award}
level: provinsi
region: Uji
assessment_year: 2024
event_year: 2025
quorum: 1
${more}
categories:
  - key: desa
    name: {id: Desa, en: Villages}
    winners: 1
${category}    aspects:
      - key: data
        name: {id: Data}
        criteria:
          - {key: d1, name: {id: Cakupan}, weight: 40, kind: ratio, numerator: terlindungi, denominator: pekerja, target: 50}
      - key: wawancara
        name: {id: Wawancara}
        criteria:
          - {key: w1, name: {id: Isi}, weight: 45, kind: jury, min: 0, max: 100, step: 0.5}
          - {key: w2, name: {id: Sikap}, weight: 15, kind: jury, min: 1, max: 5, step: 1}
`;
const NOMINEES = 'nominee,name,category,region\na,"=HYPERLINK(""http://contoh"")",desa,Uji\nb,Desa B,desa,Uji\n'
	+ `c,${'Desa dengan nama yang sangat panjang '.repeat(30)},desa,Uji\n`;
const MARKS = { a: [[80, 5], [70.5, 4], [66, 3], [90, 5]], b: [[60, 4], [85.5, 4], [71, 2], [64, 3]],
	c: [[55, 1], [60, 2], [59.5, 3], [40, 5]] };
const scoresOf = (marks) => 'nominee,juror,criterion,score\n' + Object.entries(marks).flatMap(([n, sheets]) =>
	sheets.flatMap((sheet, j) => sheet.map((mark, k) => `${n},j${j + 1},w${k + 1},${mark}\n`))).join('');
const EVIDENCE = 'nominee,evidence,value\na,terlindungi,300\na,pekerja,1000\nb,terlindungi,1\nb,pekerja,3\n'
	+ 'c,terlindungi,12.5\nc,pekerja,100\n';
const good = { scheme: schemeOf(), nominees: NOMINEES, scores: scoresOf(MARKS), evidence: EVIDENCE };

function folderOf(t) {
	const folder = mkdtempSync(join(tmpdir(), 'report-'));
	t.after(() => rmSync(folder, { recursive: true }));
	return folder;
}

function call(t, command, files, ...more) {
	const folder = folderOf(t);
	const options = Object.entries(files).flatMap(([name, text]) => {
		const file = join(folder, `${name}.${name === 'scheme' ? 'yaml' : 'csv'}`);
		writeFileSync(file, text);
		return [`--${name}`, file];
	});
	return spawnSync(program, [command, ...options, ...more], { encoding: 'utf8', maxBuffer: 1 << 26,
		env: { ...process.env, LC_ALL: 'en' } });
}

function report(t, files, ...more) {
	const { status, stdout, stderr } = call(t, 'report', files, '--format', 'json', ...more);
	assert.equal(status, 0, stderr);
	assert.ok(!/[:[,]-?(nan|inf)/i.test(stdout), 'every number is one');
	return JSON.parse(stdout);
}

// Every null has a reason beside it.
function reasons(value, path = '') {
	if (Array.isArray(value))
		value.forEach((item, i) => reasons(item, `${path}[${i}]`));
	else if (value && typeof value === 'object')
		for (const [key, item] of Object.entries(value)) {
			if (item === null)
				assert.ok(value[`${key}_reason`], `${path}.${key} says why`);
			reasons(item, `${path}.${key}`);
		}
}

test('a report has the shape that the contract names', (t) => {
	const { edition, seed, categories: [c] } = report(t, good);

	assert.equal(edition, 'uji-2024');
	assert.equal(seed, createHash('sha256').update(good.scheme + good.nominees + good.scores + good.evidence).digest('hex'));
	assert.deepEqual(Object.keys(c).filter((key) => key !== 'sentence'), ['key', 'agreement', 'agreement_by_criterion', 'jurors',
		'leave_one_juror_out', 'leave_two_jurors_out', 'five_of_nine', 'leave_one_criterion_out', 'weights_shaken',
		'weights_random', 'methods', 'flip', 'nominees', 'warnings']);
	assert.deepEqual(Object.keys(c.agreement), ['kendall_w', 'chi_square', 'icc_2_1', 'icc_2_k', 'icc_3_k', 'alpha_interval',
		'alpha_ordinal']);
	assert.deepEqual(c.agreement_by_criterion.map((x) => x.criterion), ['w1', 'w2']);
	assert.deepEqual(Object.keys(c.jurors[0]), ['juror', 'sheets', 'mean', 'sd', 'severity', 'spearman', 'extremes']);
	assert.equal(c.leave_one_juror_out.length, 4);
	assert.deepEqual(Object.keys(c.leave_one_juror_out[0]), ['juror', 'winners', 'changed']);
	assert.equal(c.leave_two_jurors_out.runs, 6);
	assert.equal(c.five_of_nine.runs, 0);
	assert.deepEqual(c.leave_one_criterion_out.map((x) => x.criterion), ['d1', 'w1', 'w2']);
	assert.deepEqual(c.weights_shaken.slice(0, 4).map((x) => x.percent), [10, -10, 25, -25]);
	assert.equal(c.weights_random.draws, 10000);
	assert.equal(c.weights_random.concentration, 100);
	assert.deepEqual(Object.keys(c.methods), ['mean', 'trimmed_mean', 'median', 'additive', 'borda', 'copeland']);
	assert.deepEqual(c.flip.map((x) => [x.between.join(), x.kind]), [['b,a', 'mark'], ['b,a', 'evidence']]
		.map(([pair, kind]) => [pair === 'b,a' && c.flip[0].between[0] === 'a' ? 'a,b' : pair, kind]));
	assert.deepEqual(c.nominees.map((x) => x.nominee), ['a', 'b', 'c']);
	reasons(c);
});

test('the same seed draws the same weights, another seed others', (t) => {
	const one = report(t, good, '--seed', 'ab'.repeat(32)), two = report(t, good, '--seed', 'AB'.repeat(32));
	const close = { ...good, scores: scoresOf({ ...MARKS, b: [[70.5, 5], [70.5, 4], [71, 3], [71, 5]] }) };

	assert.equal(one.seed, 'ab'.repeat(32));
	assert.deepEqual(one, two);
	const changed = ['01', '02', '03'].map((x) => report(t, close, '--seed', x.repeat(32)).categories[0].weights_random.changed);
	assert.ok(new Set(changed).size > 1, `${changed}`);
});

test('a wrong call is told from a refused input', (t) => {
	for (const wrong of [['--seed', 'ab'], ['--seed', 'xy'.repeat(32)], ['--format', 'xml'], ['--draws', '5']]) {
		const { status, stderr, stdout } = call(t, 'report', good, ...wrong);
		assert.equal(status, 2, wrong.join(' '));
		assert.match(stderr, /report/);
		assert.equal(stdout, '');
	}
	assert.equal(call(t, 'report', { ...good, scores: 'nominee,juror,criterion,score\na,j1,w1,101\n' }).status, 1);
	const { status, stderr } = call(t, 'report', good, '--xlsx', '/nowhere/at/all.xlsx');
	assert.equal(status, 1);
	assert.match(stderr, /all\.xlsx/);
});

test('editions that say little get sentences, not numbers that mean nothing', (t) => {
	const head = 'nominee,juror,criterion,score\n';
	const cases = {
		'no nominee': { ...good, nominees: 'nominee,name,category,region\n', scores: head, evidence: 'nominee,evidence,value\n' },
		'one nominee': { ...good, nominees: NOMINEES.split('\n').slice(0, 2).join('\n') + '\n',
			scores: scoresOf({ a: MARKS.a }), evidence: '' + EVIDENCE.split('\n').slice(0, 3).join('\n') + '\n' },
		'one juror': { ...good, scores: scoresOf({ a: [[80, 5]], b: [[60, 4]], c: [[40, 2]] }) },
		'no sheet at all': { ...good, scores: head },
		'all marks equal': { ...good, scores: scoresOf(Object.fromEntries(['a', 'b', 'c'].map((n) =>
			[n, [[50, 3], [50, 3], [50, 3]]]))) },
		'a juror with one sheet': { ...good, scores: scoresOf(MARKS) + 'b,j9,w1,70\nb,j9,w2,3\n' },
		'nothing but data': { ...good, scheme: schemeOf().replace(/ {6}- key: wawancara[^]*/, '').replace('weight: 40', 'weight: 100'),
			scores: head },
	};

	for (const [name, files] of Object.entries(cases))
		for (const method of ['mean', 'trimmed_mean', 'median', 'additive']) {
			const made = { ...files, scheme: files.scheme.replace('method: mean', `method: ${method}`) };
			const { categories: [c] } = report(t, made);

			reasons(c, `${name}, ${method}`);
			assert.equal(c.agreement.alpha_interval === null, !/^a juror|^$/.test(name), name);
			assert.equal(call(t, 'report', made).status, 0, name);
			const table = call(t, 'report', made, '--format', 'csv');
			assert.match(table.stdout, /^category,section,juror,nominee,criterion,item,value,note\n/);
			assert.ok(!/,-?(nan|inf)/i.test(table.stdout), name);
		}
});

test('a panel in two parts is an error of the additive method, and the agreement is printed all the same', (t) => {
	const files = { ...good, scheme: schemeOf('aggregation: {method: additive}'),
		scores: 'nominee,juror,criterion,score\na,j1,w1,80\na,j1,w2,5\nb,j2,w1,70\nb,j2,w2,3\nc,j2,w1,60\nc,j2,w2,3\n' };
	const { status, stdout, stderr } = call(t, 'report', files, '--format', 'json');
	const [c] = JSON.parse(stdout).categories;

	assert.equal(status, 1);
	assert.match(stderr, /connects/);
	assert.equal(c.weights_random, null);
	assert.match(c.flip_reason, /connects/);
	assert.equal(c.jurors.length, 2);
	assert.equal(c.jurors[0].severity, null);
	reasons(c);
	assert.match(call(t, 'report', files, '--format', 'csv').stdout, /^desa,error,.*connects/m);
	assert.match(call(t, 'report', files, '--format', 'table').stdout, /– = .*connects/);
	// Of the other methods the additive one alone cannot be run.
	const [mean] = report(t, { ...files, scheme: schemeOf() }).categories;
	assert.equal(mean.methods.additive, null);
	assert.match(mean.methods.additive_reason, /connects/);
	assert.deepEqual(mean.methods.mean.length, 1);
});

test('where nobody can be ranked no run is said to lack jurors', (t) => {
	const gate = '    gate:\n      - {evidence: terlindungi, at_least: 5000, reason: {id: kurang}}\n';
	const [c] = report(t, { ...good, scheme: schemeOf(undefined, gate) }).categories;

	assert.equal(c.leave_two_jurors_out.runs, 0);
	assert.match(c.leave_two_jurors_out.runs_reason, /not a single one/);
	assert.match(c.methods.borda_reason, /no nominee can be ranked/);
	reasons(c);
});

test('a table has the chi-square, and says of every dash why', (t) => {
	const { stdout } = call(t, 'report', good, '--format', 'table');
	const single = call(t, 'report', { ...good, scores: scoresOf({ a: [[80, 5]], b: [[60, 4]], c: [[40, 2]] }) }).stdout;

	assert.match(stdout, /W +χ² +ICC\(2,1\)/);
	assert.match(single, /– = needs at least two jurors/);
	assert.match(single, /– = there is no other juror/);
});

// ---- the workbook ----

function sheetsOf(t, book, ...options) {
	const folder = folderOf(t);
	const { status, stderr } = spawnSync('ssconvert', ['--recalc', '-S', ...options, book, join(folder, '%n.csv')],
		{ encoding: 'utf8' });
	assert.equal(status, 0, stderr);
	const rows = [];
	for (let i = 0; existsSync(join(folder, `${i}.csv`)); i++)
		rows.push(readFileSync(join(folder, `${i}.csv`), 'utf8').split('\n').map((line) =>
			[...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1]?.replaceAll('""', '"') ?? m[2])));
	return rows;
}

// What the formulas of the sheet of results make of each nominee.
function recomputed(results) {
	const head = results[3], at = (name) => head.indexOf(name);
	return Object.fromEntries(results.slice(8).filter((row) => row[1]).map((row) => [row[1],
		{ rank: row[0], J: row[at('J')], D: row[at('D')], F: row[at('F')], score: row[at('score (formula)')],
			official: row[at('official score')], place: row[at('place by score')] }]));
}

const near = (text, value, what) => assert.ok(Math.abs(Number(text) - value) < 1e-7, `${what}: ${text}, not ${value}`);
const fraction = (text) => text.split('/').map(Number).reduce((n, d) => n / d);

const RULES = {
	mean: 'aggregation: {method: mean}',
	trimmed: 'aggregation: {method: trimmed_mean, trim: 1, trim_from: 4}',
	median: 'decimals: 3\naggregation: {method: median}',
	additive: 'decimals: 4\naggregation: {method: additive}',
	'by criterion': 'decimals: 1\naggregation: {method: trimmed_mean, over: criterion, round: criterion, trim: 1, trim_from: 3}',
	'median by criterion': 'decimals: 0\naggregation: {method: median, over: criterion}',
};

for (const [name, rules] of Object.entries(RULES))
	test(`gnumeric finds the scores of the tally: ${name}`, (t) => {
		const files = { ...good, scheme: schemeOf(rules), recusals: 'nominee,juror,reason\nb,j2,keluarga\n' };
		const book = join(folderOf(t), 'b.xlsx');

		report(t, files, '--xlsx', book);
		const [{ ranking }] = JSON.parse(call(t, 'tally', files, '--format', 'json').stdout).categories;
		const found = recomputed(sheetsOf(t, book)[1]);
		for (const row of ranking) {
			const own = found[row.nominee];

			assert.equal(own.rank, `${row.rank}`);
			near(own.F, fraction(row.exact), `F of ${row.nominee}`);
			near(own.score, Number(row.score), `score of ${row.nominee}`);
			near(own.official, Number(row.score), `official score of ${row.nominee}`);
			assert.equal(Number(own.place), 1 + ranking.filter((x) => Number(x.score) > Number(row.score)).length);
		}
	});

test('a mark changed in the workbook changes total and score there', (t) => {
	const book = join(folderOf(t), 'b.xlsx');

	report(t, good, '--xlsx', book);
	const before = sheetsOf(t, book), after = sheetsOf(t, book, '--set', 'E9=0');
	const total = before[0][3].indexOf('total T'), [, , , , mark] = before[0][8];

	near(after[0][8][total], Number(before[0][8][total]) - Number(mark) * 45 / 60, 'T');
	const key = before[0][8][0];
	near(recomputed(after[1])[key].J, Number(recomputed(before[1])[key].J) - Number(mark) * 45 / 60 / 4, 'J');
});

test('a workbook that cannot be written is a refusal, and removes nothing', (t) => {
	const folder = folderOf(t), pipe = join(folder, 'pipe'), file = join(folder, 'kept.xlsx');

	spawnSync('mkfifo', [pipe]);
	for (const [path, there] of [[pipe, true], [folder, true], [join(folder, 'none', 'b.xlsx'), false]]) {
		const done = call(t, 'report', good, '--xlsx', path);
		assert.equal(done.status, 1);
		assert.equal(done.stderr, `${path}: the workbook cannot be written\n`);
		assert.equal(existsSync(path), there);
	}
	writeFileSync(file, 'old');
	assert.equal(call(t, 'report', good, '--xlsx', file).status, 0);
	assert.equal(readFileSync(file).subarray(0, 2).toString(), 'PK');
	assert.deepEqual(readdirSync(folder).sort(), ['kept.xlsx', 'pipe']);
});

test('a name that looks like a formula stays a text, and a long one stays whole', (t) => {
	const book = join(folderOf(t), 'b.xlsx');

	report(t, good, '--xlsx', book);
	const names = sheetsOf(t, book)[1].slice(8).map((row) => row[2]);
	assert.ok(names.includes('=HYPERLINK("http://contoh")'), names.join());
	assert.ok(names.some((name) => name?.length > 1000));
	assert.match(call(t, 'report', good, '--format', 'csv').stdout, /^desa,jurors,j1,/m);
});

test('the sample edition has a workbook of three sheets for each category', (t) => {
	const book = join(folderOf(t), 'b.xlsx'), files = sample({ complete: true });
	const given = { scheme: readFileSync(new URL('../../criteria/ntt-2024/scheme.yaml', import.meta.url), 'utf8'),
		nominees: files['nominees.csv'], scores: files['scores.csv'], evidence: files['evidence.csv'],
		recusals: files['recusals.csv'] };

	const { categories } = report(t, given, '--xlsx', book);
	const sheets = sheetsOf(t, book);
	assert.equal(sheets.length, 3 * categories.length);
	assert.match(sheets[0][0][0], /CONTOH/);
	const { categories: tallied } = JSON.parse(call(t, 'tally', given, '--format', 'json').stdout);
	tallied.forEach(({ ranking }, i) => {
		const found = recomputed(sheets[3 * i + 1]);
		for (const row of ranking.filter((x) => x.rank))
			near(found[row.nominee].F, fraction(row.exact), row.nominee);
	});
});
