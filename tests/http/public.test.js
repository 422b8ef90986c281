// What anyone sees: nothing before the release, then results that anybody can recompute.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pleno, scored, published, JURORS } from './pleno.js';
import { sample } from './lib.js';

const MARKS = { melati: [80, 8], kenanga: [90, 9], cempaka: [70, 7] };
const PAGES = ['/editions/contoh/results', '/editions/contoh/results/desa/kenanga', '/editions/contoh/how',
	'/editions/contoh/bundle.txt', '/api/v1/editions/contoh/results', '/api/v1/editions/contoh/bundle'];

let s, bundle_sha256;
const get = (path, headers) => fetch(s.url + path, { headers, redirect: 'manual' });
const text = async (path, headers) => (await get(path, headers)).text();

/* The same inputs as files, tallied without the service. */
function tallied() {
	const files = { nominees: sample.nominees, evidence: sample.evidence, scheme: sample.scheme };
	const rows = ['nominee,juror,criterion,score'];
	for (const juror of ['j1', 'j2', 'j3'])
		for (const [nominee, [w1, w2]] of Object.entries(MARKS))
			rows.push(`${nominee},${juror},w1,${w1}`, `${nominee},${juror},w2,${w2}`);
	files.scores = `${rows.join('\n')}\n`;
	const args = ['tally', '--format', 'json'];
	for (const [name, content] of Object.entries(files)) {
		const file = join(s.folder, `same-${name}`);
		writeFileSync(file, content);
		args.push(`--${name}`, file);
	}
	return JSON.parse(s.cli(args).stdout);
}

before(async () => {
	s = await pleno();
});
after(() => s.stop());

test('an edition shows what it is and how far it is, from the start', async () => {
	assert.match(await text('/'), /Penghargaan Contoh.*Persiapan/s);
	assert.match(await text('/'), /href="\/sign-in"/);
	const { body } = await s.api('GET', '/editions');
	assert.deepEqual(body, [{
		key: 'contoh', title: { id: 'Penghargaan Contoh', en: 'Sample award' }, level: 'kabkota',
		region: 'Kabupaten Contoh', assessment_year: 2024, event_year: 2025, sample: true, phase: 'setup', release: null,
	}]);
	const own = await s.as.ketua('GET', '');
	assert.equal(own.body.role, 'chair');
	assert.equal(own.body.rule_version, 1);
	assert.equal((await s.api('GET', '/editions/tidak-ada')).status, 404);
});

test('in no phase before the release is there anything to see', async () => {
	const nothing = async (when) => {
		for (const path of PAGES.filter((p) => !p.endsWith('/how')))
			assert.equal((await get(path)).status, 404, `${path} in ${when}`);
		const how = await text('/editions/contoh/how');
		assert.match(how, /Bagaimana nilai akan disusun/, when);
		assert.doesNotMatch(how, /Melati|Kenanga|\/results"/, when);
	};
	await nothing('setup');
	await scored(s, MARKS);
	await nothing('scoring');
	await s.must('ketua', 'deliberation');
	await nothing('deliberation');
	({ bundle_sha256 } = await s.must('ketua', 'approved'));
	await nothing('approved');
	assert.doesNotMatch(await text('/editions/contoh'), /\/results"/);
});

test('the front page and the edition lead to the results at once', async () => {
	assert.doesNotMatch(await text('/'), /Diumumkan/); // in memory by now
	await s.must('pengawas', 'published', { bundle_sha256 });
	assert.match(await text('/'), /href="\/editions\/contoh\/results"/);
	assert.match(await text('/editions/contoh'), /href="\/editions\/contoh\/results"/);
	const { body } = await s.api('GET', '/editions/contoh');
	assert.deepEqual([body.phase, body.release.number, body.release.bundle_sha256, body.release.in_correction],
		['published', 1, bundle_sha256, false]);
});

test('the results are what tally makes of the same files', async () => {
	const { status, body } = await s.api('GET', '/editions/contoh/results');
	assert.equal(status, 200);
	assert.deepEqual(body, tallied());
	assert.deepEqual((await s.as['juri-2']('GET', '/results')).body, body);
	assert.deepEqual((await s.api('GET', '/editions/contoh/results?release=1')).body, body);
	for (const n of ['0', '2', '-1', 'x', ''])
		assert.equal((await s.api('GET', `/editions/contoh/results?release=${n}`)).status, 404, n);
});

test('the bundle is the approved bytes, and verify accepts them', async () => {
	for (const path of ['/api/v1/editions/contoh/bundle', '/editions/contoh/bundle.txt', '/editions/contoh/bundle.txt?release=1']) {
		const answer = await get(path);
		const bytes = Buffer.from(await answer.arrayBuffer());
		assert.equal(createHash('sha256').update(bytes).digest('hex'), bundle_sha256);
		assert.match(answer.headers.get('Content-Disposition'), /filename="contoh-1\.txt"/);
		assert.match(answer.headers.get('Content-Type'), /^text\/plain/);
		writeFileSync(join(s.folder, 'bundle.txt'), bytes);
	}
	s.cli(['verify', join(s.folder, 'bundle.txt')]);
});

test('released pages come with an ETag, from the first visit on', async () => {
	for (const path of PAGES)
		for (let visit = 0; visit < 3; visit++) {
			const first = await get(path);
			const etag = first.headers.get('ETag');
			assert.equal(first.status, 200, path);
			assert.match(first.headers.get('Cache-Control'), /public/, path);
			assert.equal((await get(path, { 'If-None-Match': etag })).status, 304, path);
		}
	const counts = await text('/metrics');
	assert.ok(Number(/^paritrana_files_total (\d+)$/m.exec(counts)[1]) >= 10, 'from memory');
});

test('each page is there in both languages, whatever was asked for first', async () => {
	assert.match(await text('/editions/contoh/results'), /Peringkat/);
	const english = { Cookie: 'lang=en' };
	for (let visit = 0; visit < 2; visit++) {
		assert.match(await text('/editions/contoh/results', english), /Ranking/);
		assert.match(await text('/editions/contoh/how', english), /General rules/);
		assert.match(await text('/editions/contoh/results', { 'Accept-Language': 'en' }), /Peringkat/);
	}
	const page = s.browser();
	assert.match((await page.get('/editions/contoh/results?lang=en')).text, /Ranking/);
	assert.match((await page.get('/editions/contoh/results')).text, /Ranking/);
});

test('who has signed in sees the same results under his own name', async () => {
	const page = s.browser();
	await page.signIn('juri-2');
	await page.get('/editions/contoh/results');
	assert.match(page.text, /Juri Dua \(CONTOH\)/);
	assert.doesNotMatch(page.headers.get('Cache-Control'), /public/);
	assert.doesNotMatch(await text('/editions/contoh/results'), /Juri Dua/);
});

test('no page of the release names a juror', async () => {
	for (const path of PAGES)
		assert.doesNotMatch(await text(path), /Juri Satu|Juri Dua|Juri Tiga|juri-2/, path);
});

test('a score is taken apart down to what it is made of', async () => {
	const page = await text('/editions/contoh/results/desa/kenanga');
	for (const said of ['Pekerja terlindungi', 'terlindungi', '530', '980', 'berkas contoh', 'J1', 'J3', 'Inovasi', 'Pecahan', bundle_sha256])
		assert.ok(page.toLowerCase().includes(said.toLowerCase()), said);
	for (const wrong of ['desa/tani-makmur', 'usaha/kenanga', 'desa/tidak-ada'])
		assert.equal((await get(`/editions/contoh/results/${wrong}`)).status, 404, wrong);
});

test('a correction says so, keeps the old release, and replaces it', async () => {
	const old = (await s.api('GET', '/editions/contoh/results')).body;
	await s.must('ketua', 'deliberation', { reason: 'data cempaka keliru' });
	assert.match(await text('/editions/contoh/results'), /sedang diralat/);
	assert.deepEqual((await s.api('GET', '/editions/contoh/results')).body, old);
	assert.equal((await s.api('GET', '/editions/contoh')).body.release.in_correction, true);
	await s.reproof('cempaka', 'terlindungi', '1105');
	await published(s);
	const page = await text('/editions/contoh/results');
	assert.match(page, /data cempaka keliru/);
	assert.match(page, /href="\/editions\/contoh\/results\?release=1"/);
	assert.doesNotMatch(page, /sedang diralat/);
	assert.notDeepEqual((await s.api('GET', '/editions/contoh/results')).body, old);
	assert.deepEqual((await s.api('GET', '/editions/contoh/results?release=1')).body, old);
	assert.match(await text('/editions/contoh/results?release=1'), /sudah diganti/);
	const detail = await text('/editions/contoh/results/desa/cempaka?release=1');
	assert.match(detail, /sudah diganti/);
	assert.match(await text('/editions/contoh/bundle.txt?release=1'), /^release\t1/m);
});

test('whoever lost counts its points again from its own page, and reads of how many it is which', async () => {
	const page = (await text('/editions/contoh/results/desa/melati')).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
	assert.match(page, /Peringkat \d( \S+)*? dari 3 yang berperingkat/);
	const number = (words) => Number(words.replaceAll('.', '').replace(',', '.'));
	const [, above, below, target, value] = new RegExp('Terlindungi: ([\\d.,]+) .*?Pekerja: ([\\d.,]+) .*?'
		+ 'Data: Terlindungi dibagi Pekerja; ([\\d.,]+)% atau lebih bernilai 100, di bawahnya sebanding\\. [\\d,]+ ([\\d,]+) ').exec(page);
	assert.equal(Math.min(100, 100 * 100 * number(above) / number(below) / number(target)).toFixed(4), number(value).toFixed(4), page);
	assert.match(await text('/editions/contoh/results/desa/melati', { Cookie: 'lang=en' }), /or more gives 100, less in proportion\./);
	assert.match(await text('/editions/contoh/how'), /atau lebih bernilai 100, di bawahnya sebanding\./);
});

test('with publish: winners the pages and results hold winners only, the bundle all', async () => {
	const w = await pleno({ settings: `${sample.settings}publish: winners\n` });
	try {
		await scored(w, MARKS);
		await w.must('ketua', 'deliberation');
		await published(w);
		const { body } = await w.api('GET', '/editions/contoh/results');
		assert.deepEqual(body.categories.map((c) => c.ranking.map((r) => r.nominee)), [['kenanga'], ['tani-makmur']]);
		const page = await (await fetch(`${w.url}/editions/contoh/results`)).text();
		assert.match(page, /Kenanga/);
		assert.doesNotMatch(page, /Melati|Laut Biru/);
		const winner = await fetch(`${w.url}/editions/contoh/results/desa/kenanga`);
		assert.equal(winner.status, 200);
		assert.doesNotMatch(await winner.text(), /yang berperingkat/, 'how many there are is not said');
		assert.equal((await fetch(`${w.url}/editions/contoh/results/desa/melati`)).status, 404);
		assert.match(await (await fetch(`${w.url}/editions/contoh/bundle.txt`)).text(), /Desa Melati/);
	} finally {
		await w.stop();
	}
});

test('a receipt is found in the release, and shows no score', async () => {
	const receipts = await Promise.all(JURORS.map(async (who) =>
		(await s.as[who]('GET', '/nominees/melati/sheet')).headers.get('ETag')));
	assert.equal(receipts.length, JURORS.length);
	const leaf = /^leaf\t\d+\t([0-9a-f]{64})/m.exec(await text('/editions/contoh/bundle.txt'))?.[1];
	assert.ok(leaf, 'a leaf in the bundle');
	const page = await text(`/receipt?code=${leaf.slice(0, 16)}`);
	assert.match(page, /Termuat/);
	assert.doesNotMatch(page, /\d+,\d\d/);
	assert.match(await text(`/receipt?code=${'0'.repeat(16)}`), /Tidak ditemukan/);
	assert.match(await text(`/receipt?code=${leaf.slice(0, 15)}`), /16 sampai 64/);
});
