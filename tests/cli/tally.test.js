// `paritrana tally`: CSV files in, ranking out, and what it refuses.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = process.env.PARITRANA ?? 'build/paritrana';

const scheme = `edition: uji-2024
title: {id: Penghargaan Uji, en: Test Award}
level: provinsi
region: Uji
assessment_year: 2024
event_year: 2025
quorum: 2
aggregation: {method: mean}
tie_break: [criterion:w1, vote]
categories:
  - key: desa
    name: {id: Desa, en: Villages}
    winners: 1
    titles: [{id: Terbaik I, en: First}]
    gate: [{evidence: tunggakan, at_most: 2.5, reason: {id: Menunggak, en: In arrears}}]
    aspects:
      - key: data
        name: {id: Data}
        criteria:
          - {key: d1, name: {id: Perdes}, weight: 40, kind: level, levels: {perdes: 100, sk: 60, none: 0}}
          - {key: d2, name: {id: Cakupan}, weight: 40, kind: ratio, numerator: terlindungi, denominator: pekerja, target: 50}
      - key: wawancara
        name: {id: Wawancara}
        criteria:
          - {key: w1, name: {id: Isi}, weight: 15, kind: jury, min: 0, max: 100, step: 0.5}
          - {key: w2, name: {id: Sikap}, weight: 5, kind: jury, min: 1, max: 5, step: 1}
  - key: ukm
    name: {id: UKM, en: Small business}
    winners: 1
    aspects:
      - key: wawancara
        name: {id: Wawancara}
        criteria: [{key: w1, name: {id: Isi}, weight: 100, kind: jury, min: 0, max: 100, step: 1}]
overall: [{key: semua, name: {id: Semua, en: All}, from: [desa, ukm], take: 1, winners: 1}]
`;
const nominees = 'nominee,name,category,region\na,Desa A,desa,Uji\nb,Desa B,desa,Uji\nc,"Usaha, C",ukm,Uji\n';
const scores = `nominee,juror,criterion,score
a,j1,w1,80
a,j1,w2,5
a,j2,w1,70.5
a,j2,w2,3
b,j1,w1,90
b,j1,w2,4
b,j2,w1,
b,j2,w2,4
c,j1,w1,60
c,j2,w1,61
`;
const evidence = `nominee,evidence,value
a,d1,perdes
a,terlindungi,300
a,pekerja,1000
a,tunggakan,0
b,d1,sk
b,terlindungi,1
b,pekerja,3
b,tunggakan,2.5
`;
const good = { scheme, nominees, scores, evidence };

const tally = (t, files, ...more) => {
	const folder = mkdtempSync(join(tmpdir(), 'tally-'));
	t.after(() => rmSync(folder, { recursive: true }));
	const options = Object.entries(files).flatMap(([name, text]) => {
		const file = join(folder, `${name}.${name === 'scheme' ? 'yaml' : 'csv'}`);
		writeFileSync(file, text);
		return [`--${name}`, file];
	});
	const { status, stdout, stderr } = spawnSync(program, ['tally', ...options, ...more], {
		encoding: 'utf8', env: { ...process.env, LC_ALL: 'en' },
	});
	return { status, stdout, stderr: stderr.replaceAll(`${folder}/`, '') };
};

const ranking = (t, files) => {
	const { status, stdout, stderr } = tally(t, files, '--format', 'json');
	assert.equal(stderr, '');
	assert.equal(status, 0);
	return JSON.parse(stdout);
};
const refused = (t, files, expected) => {
	const { status, stdout, stderr } = tally(t, { ...good, ...files });
	assert.equal(stderr, expected);
	assert.equal(stdout, '');
	assert.equal(status, 1);
};

test('a worked example: shape, order of keys, exact fractions', (t) => {
	const { status, stdout } = tally(t, good, '--format=json');
	const sha256 = createHash('sha256').update(scheme).digest('hex');
	// a: J = mean(T1, T2) = mean((15·80 + 5·100)/20, (15·70.5 + 5·50)/20) = mean(85, 65.375)
	//    D = (40·100 + 40·60)/80 = 80; F = (20·75.1875 + 80·80)/100 = 79.0375
	assert.equal(status, 0);
	assert.equal(stdout, `{"edition":"uji-2024","scheme_sha256":"${sha256}","categories":[` +
		'{"key":"desa","ranking":[' +
		'{"rank":1,"nominee":"a","name":"Desa A","score":"79.04","exact":"6323/80","jury":"75.19",' +
		'"data":"80.00","sheets":2,"status":"ranked","tied":false,"decided_by":"score","winner":true,"title":"Terbaik I"},' +
		'{"rank":null,"nominee":"b","name":"Desa B","score":null,"exact":null,"jury":null,"data":"63.33","sheets":1,' +
		'"status":"below_quorum","tied":false,"decided_by":null,"winner":false,"title":null}]},' +
		'{"key":"ukm","ranking":[' +
		'{"rank":1,"nominee":"c","name":"Usaha, C","score":"60.50","exact":"121/2","jury":"60.50","data":null,"sheets":2,' +
		'"status":"ranked","tied":false,"decided_by":"score","winner":true,"title":null}]}],' +
		'"overall":[{"key":"semua","ranking":[' +
		'{"rank":1,"nominee":"a","name":"Desa A","category":"desa","score":"79.04","exact":"6323/80","jury":"75.19",' +
		'"data":"80.00","sheets":2,"status":"ranked","tied":false,"decided_by":"score","winner":true,"title":null},' +
		'{"rank":2,"nominee":"c","name":"Usaha, C","category":"ukm","score":"60.50","exact":"121/2","jury":"60.50",' +
		'"data":null,"sheets":2,"status":"ranked","tied":false,"decided_by":"score","winner":false,"title":null}]}]}\n');
});

test('a gate that fails is shown with its reason, evidence that is not verified is missing', (t) => {
	const of = (rows) => ranking(t, { ...good, evidence: rows }).categories[0].ranking.find((row) => row.nominee === 'a');
	const over = of(evidence.replace('a,tunggakan,0', 'a,tunggakan,2.51'));
	assert.equal(over.status, 'ineligible');
	assert.deepEqual(over.reasons, [{ id: 'Menunggak', en: 'In arrears' }]);
	assert.equal(of(`${evidence.replace('a,tunggakan,0\n', '')}`).status, 'ineligible');
	const open = 'nominee,evidence,value,status\na,tunggakan,0,verified\na,d1,perdes,Verified\n';
	assert.deepEqual([of(open).status, of(open).data], ['ranked', '0.00']);
});

test('recused marks are kept and not counted; votes decide what is still tied', (t) => {
	const tied = { ...good,
		nominees: nominees + 'd,Usaha D,ukm,Uji\n',
		scores: scores + 'c,j3,w1,100\nd,j1,w1,60\nd,j2,w1,61\n',
		recusals: 'nominee,juror,reason\nc,j3,keluarga\n' };
	let [c, d] = ranking(t, tied).categories[1].ranking;
	assert.deepEqual([c.rank, d.rank, c.tied, c.decided_by, c.sheets], [1, 1, true, 'none', 2]);
	[d, c] = ranking(t, { ...tied, votes: 'category,nominee,order\nukm,c,2\nukm,d,1\n' }).categories[1].ranking;
	assert.deepEqual([d.nominee, d.rank, c.rank, d.decided_by, d.winner], ['d', 1, 2, 'vote', true]);
});

test('a file with a header only is an empty list', (t) => {
	const empty = ranking(t, { scheme, nominees: nominees.split('\n')[0], scores: `${scores.split('\n')[0]}\n` });
	assert.deepEqual(empty.categories.map((c) => c.ranking), [[], []]);
	assert.deepEqual(empty.overall[0].ranking, []);
});

test('BOM, semicolons, decimal commas, CR LF, quotes and other columns are read', (t) => {
	const plain = ranking(t, good);
	const convert = (text) => `\ufeff${text.replaceAll('"Usaha, C"', 'Usaha§ C').replaceAll(',', ';')
		.replaceAll('§', ',').replaceAll(/(\d)\.(\d)/g, '$1,$2').replaceAll('\n', '\r\n')}`;
	assert.deepEqual(ranking(t, { scheme, nominees: convert(nominees), scores: convert(scores),
		evidence: convert(evidence) }), plain);
	assert.deepEqual(ranking(t, { ...good, scores: scores.replace('70.5', '"70,5"') }), plain);
	assert.deepEqual(ranking(t, { ...good, nominees: `name,kode,region,nominee,category
"Desa A",1,"Uji",a,desa
Desa B,"=1
+2",Uji,"b",desa

"Usaha, C",,Uji,c,ukm` }), plain);
});

test('every bad row is named with its line and reason, and nothing is printed', (t) => {
	refused(t, { nominees: `${nominees}a,Lagi,desa,Uji\nE,Huruf,desa,Uji\nf,F,kota,Uji\ng,,desa,Uji\nh,H\n` },
		'nominees.csv:5: nominee "a" is already on line 2\n' +
		'nominees.csv:6: nominee "E" is no key; expected 1–32 of a–z, 0–9 and hyphen\n' +
		'nominees.csv:7: no category "kota" in the scheme; expected one of: desa, ukm\n' +
		'nominees.csv:8: nominee "g" has no name\n' +
		'nominees.csv:9: 2 columns, expected 4 as in the header row\n');
	refused(t, { scores: `nominee,juror,criterion,score
x,j1,w1,80
a,J 1,w1,80
a,j1,zz,80
a,j1,d1,80
a,j1,w1,80.25
a,j1,w2,6
a,j2,w1,"1.234,5"
a,j2,w2,3
a,j2,w2,3
a,j3,w1,
a,j3,w1,80
b,"j
3",w1,80
b,j3,w1,8O
` }, 'scores.csv:2: no nominee "x"\n' +
		'scores.csv:3: juror "J 1" is no key; expected 1–32 of a–z, 0–9 and hyphen\n' +
		'scores.csv:4: no criterion "zz" in category "desa"\n' +
		'scores.csv:5: criterion "d1" is not the jury\'s\n' +
		'scores.csv:6: score "80.25" for w1; expected 0 to 100 in steps of 0.5\n' +
		'scores.csv:7: score "6" for w2; expected 1 to 5 in steps of 1\n' +
		'scores.csv:8: score "1.234,5": thousands separators are not allowed\n' +
		'scores.csv:10: the score of juror "j2" for nominee "a", criterion "w2" is already there\n' +
		'scores.csv:12: the score of juror "j3" for nominee "a", criterion "w1" is already there\n' +
		'scores.csv:13: juror "j?3" is no key; expected 1–32 of a–z, 0–9 and hyphen\n' +
		'scores.csv:15: score "8O"; expected a number with at most 2 decimals\n');
	refused(t, { scores: 'nominee;juror;criterion;score\na;j1;w1;80.500\n' },
		'scores.csv:2: score "80.500" is ambiguous in a file with ";": write it without a thousands ' +
		'point, or with a decimal comma\n');
	refused(t, { evidence: `nominee,evidence,value
a,Perdes,x
x,d1,perdes
a,d1,perdes
a,d1,sk
a,pekerja,1.676.573
a,terlindungi,0.12345
` }, 'evidence.csv:2: "Perdes" is no name of evidence; expected 1–64 of a–z, 0–9, _ and -\n' +
		'evidence.csv:3: no nominee "x"\n' +
		'evidence.csv:5: evidence "d1" of nominee "a" is already there\n' +
		'evidence.csv:6: value "1.676.573": thousands separators are not allowed\n' +
		'evidence.csv:7: value "0.12345"; expected a number from 0 to below 10^15 with at most 4 decimals\n');
	refused(t, { nominees: `${nominees}f,${'F'.repeat(10001)},desa,${'é'.repeat(5001)}\n` },
		'nominees.csv:5: name: text longer than 10000 bytes\nnominees.csv:5: region: text longer than 10000 bytes\n');
	refused(t, { recusals: 'nominee,juror,reason\nz,j1,\n' }, 'recusals.csv:2: no nominee "z"\n');
	refused(t, { votes: `category,nominee,order
kota,a,1
ukm,a,1
desa,a,0
semua,a,1
semua,a,2
` }, 'votes.csv:2: no category or overall list "kota" in the scheme\n' +
		'votes.csv:3: nominee "a" does not belong to list "ukm"\n' +
		'votes.csv:4: order "0"; expected a whole number from 1 on\n' +
		'votes.csv:6: the vote on nominee "a" in list "semua" is already there\n');
});

test('bad rows of several files are named in one run', (t) => {
	refused(t, { nominees: `${nominees}x,X,kota,Uji\n`, scores: `${scores}x,j1,w1,5\ny,j1,w1,5\n` },
		'nominees.csv:5: no category "kota" in the scheme; expected one of: desa, ukm\nscores.csv:13: no nominee "y"\n');
});

test('a header must have its columns, and no unknown one but for nominees', (t) => {
	refused(t, { evidence: 'nominee,evidence,value,statsu\n', scores: 'nominee,jurror,criterion,score,note\n' },
		'evidence.csv:1: unknown column "statsu"; did you mean "status"?\n' +
		'scores.csv:1: mandatory column "juror" is missing\n' +
		'scores.csv:1: unknown column "jurror"; did you mean "juror"?\n' +
		'scores.csv:1: unknown column "note"; expected: nominee, juror, criterion, score\n');
	refused(t, { scores: '' }, 'scores.csv:1: the file is empty: it has no header row\n');
});

test('a hundred bad rows are listed, the rest is counted', (t) => {
	const { stderr } = tally(t, { ...good, scores: scores + 'x,j1,w1,1\n'.repeat(150) });
	assert.equal(stderr.split('\n').length, 102);
	assert.match(stderr, /\n… and 50 more\n$/);
});

test('what no rule reads is kept and is no bad row', (t) => {
	assert.deepEqual(ranking(t, { ...good, evidence: `${evidence}a,lain_lain,1.676.573\nb,catatan,"a,b"\n` }),
		ranking(t, good));
});

test('a list that cannot be computed leaves the others printed, and the exit code 1', (t) => {
	const files = { ...good, evidence: evidence.replace('b,d1,sk', 'b,d1,skk') };
	const { status, stdout, stderr } = tally(t, files, '--format', 'json');
	const result = JSON.parse(stdout);
	assert.equal(status, 1);
	assert.match(stderr, /^evidence\.csv:6: .*skk/);
	assert.deepEqual(result.categories[0].ranking, []);
	assert.ok(result.categories[0].error.id && result.categories[0].error.en);
	assert.equal(result.categories[1].ranking[0].nominee, 'c');
	const table = tally(t, files);
	assert.equal(table.status, 1);
	assert.match(table.stdout, /Villages \(desa\)\n {2}cannot be computed/);
});

test('the table is for people, CSV is safe to open in a spreadsheet', (t) => {
	const files = { ...good, nominees: nominees.replace('Desa A', '=Desa A'),
		evidence: evidence.replace('b,tunggakan,2.5', 'b,tunggakan,3') };
	assert.equal(tally(t, files).stdout, `Test Award

Villages (desa)
  Rank  Nominee  Score   Jury   Data  Sheets  Decided by  Title
     1  =Desa A  79.04  75.19  80.00       2  score       First
     –  Desa B       –      –  63.33       1  not eligible: In arrears

Small business (ukm)
  Rank  Nominee   Score   Jury  Data  Sheets  Decided by  Title
     1  Usaha, C  60.50  60.50     –       2  score

All (semua)
  Rank  Nominee   Score   Jury   Data  Sheets  Decided by  Title
     1  =Desa A   79.04  75.19  80.00       2  score
     2  Usaha, C  60.50  60.50      –       2  score

`);
	assert.equal(tally(t, files, '--format', 'csv').stdout.split('\n').slice(0, 4).join('\n'),
		`list,category,rank,nominee,name,score,exact,jury,data,sheets,status,tied,decided_by,winner,title,reasons
desa,desa,1,a,'=Desa A,79.04,6323/80,75.19,80.00,2,ranked,false,score,true,Terbaik I,
desa,desa,,b,Desa B,,,,63.33,1,ineligible,false,,false,,Menunggak
ukm,ukm,1,c,"Usaha, C",60.50,121/2,60.50,,2,ranked,false,score,true,,`);
});

test('a wrong call is 2, a missing file 1', (t) => {
	for (const [files, ...more] of [[{ scheme }], [good, '--format', 'xml'], [good, '--what', 'x'], [good, 'extra']])
		assert.equal(tally(t, files, ...more).status, 2);
	const { status, stderr } = tally(t, { scheme }, '--nominees', '/nowhere/n.csv');
	assert.equal(status, 1);
	assert.match(stderr, /^\/nowhere\/n\.csv: /);
});
