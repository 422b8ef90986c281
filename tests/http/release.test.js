// Two keys: what is approved, who may let it out, and what a correction leaves valid.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program, sample } from './lib.js';
import { pleno, scored, published } from './pleno.js';

const stored = (s) => s.sql('SELECT number, state, sha256, hex(bundle) AS hex FROM release ORDER BY number')
	.map((r) => ({ ...r, bytes: Buffer.from(r.hex, 'hex') }));
const certificates = (s) => s.sql('SELECT serial, nominee, list, rank, facts, revoked_by, revoked_reason FROM certificate ORDER BY nominee, serial');

function verifies(s, bytes) {
	const file = join(s.folder, 'bundle.txt');
	writeFileSync(file, bytes);
	const done = spawnSync(program, ['verify', file], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'en' } });
	assert.equal(done.status, 0, done.stdout + done.stderr);
}

test('what was approved is what is published, and verify accepts it', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		const approved = await s.must('ketua', 'approved');
		const answer = await s.must('pengawas', 'published', { bundle_sha256: approved.bundle_sha256 });
		assert.deepEqual(answer, { phase: 'published', bundle_sha256: approved.bundle_sha256 });
		await s.halt();
		const [release] = stored(s);
		assert.equal(release.state, 'published');
		assert.equal(createHash('sha256').update(release.bytes).digest('hex'), approved.bundle_sha256);
		verifies(s, release.bytes);
		const text = release.bytes.toString();
		assert.match(text, /^rank\tdesa\t1\tkenanga\t/m);
		assert.match(text, /^approved\t[^\t]+\tchair$/m);
		assert.doesNotMatch(text, /Juri|j1|j2|j3|ketua/, 'jurors stay under pseudonyms');
		assert.equal((text.match(/^leaf\t/gm) ?? []).length, 9);
		const issued = certificates(s);
		assert.deepEqual(issued.map((c) => [c.nominee, c.list, c.rank]),
			[['kenanga', 'desa', 1], ['melati', 'desa', 2], ['tani-makmur', 'usaha', 1]],
			'winners, and who else has a title');
		assert.equal(new Set(issued.map((c) => c.serial)).size, 3);
		const out = (rest) => spawnSync('bash', ['-c', `{ "$1" bundle --db "$2" --edition contoh --out -; echo $? >"$2.code"; } | ${rest}; cat "$2.code" >&2`,
			'bash', program, s.db], { env: { ...process.env, LC_ALL: 'en' } });
		assert.ok(out('cat').stdout.equals(release.bytes), 'to standard output');
		const closed = out('exec <&-; sleep 0.2'); // whoever should read it has gone
		assert.match(closed.stderr.toString(), /-: Broken pipe\n1\n$/);
		await s.start();
	} finally {
		await s.stop();
	}
});

test('the keeper names the hash, and may refuse with a reason', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		const { bundle_sha256 } = await s.must('ketua', 'approved');
		assert.equal((await s.move('pengawas', 'published')).status, 422);
		const wrong = await s.move('pengawas', 'published', { bundle_sha256: '0'.repeat(64) });
		assert.equal(`${wrong.status} ${wrong.body.code}`, '409 bundle_changed');
		assert.equal((await s.move('pengawas', 'deliberation')).status, 422, 'a reason is needed');
		await s.must('pengawas', 'deliberation', { reason: 'berita acara belum lengkap' });
		const page = s.browser();
		await page.signIn('ketua');
		await page.get('/editions/contoh/pleno');
		assert.match(page.text, /Pengawas menolak rilis 1\. Alasan: berita acara belum lengkap/);
		const second = await s.must('ketua', 'approved');
		const old = await s.move('pengawas', 'published', { bundle_sha256 });
		assert.equal(old.body.code, 'bundle_changed', 'the hash of the refused one');
		await s.must('pengawas', 'published', { bundle_sha256: second.bundle_sha256 });
		await s.halt();
		assert.deepEqual(stored(s).map((r) => r.state), ['refused', 'published']);
		verifies(s, stored(s)[1].bytes);
		await s.start();
	} finally {
		await s.stop();
	}
});

test('one person cannot turn both keys', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		const { bundle_sha256 } = await s.must('ketua', 'approved');
		await s.halt();
		s.sql("UPDATE account SET active = 0 WHERE username = 'pengawas';"
			+ "UPDATE account SET role = 'keeper', juror_id = NULL WHERE username = 'ketua'");
		await s.start();
		const { token } = await s.login('ketua');
		const { status, body } = await s.api('POST', '/editions/contoh/phase', { to: 'published', bundle_sha256 }, { token });
		assert.equal(status, 409);
		assert.ok(body.blockers.some(({ code }) => code === 'same_person'));
	} finally {
		await s.stop();
	}
});

test('a chain that was touched stops the release', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		const { bundle_sha256 } = await s.must('ketua', 'approved');
		await s.halt();
		s.sql("UPDATE chain SET link = zeroblob(32)");
		await s.start();
		const { body } = await s.move('pengawas', 'published', { bundle_sha256 });
		assert.equal(body.code, 'chain_broken');
	} finally {
		await s.stop();
	}
});

test('a correction keeps certificates that are still true and revokes the others', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		await published(s);
		await s.must('ketua', 'deliberation', { reason: 'data cempaka keliru' });
		await s.halt();
		const before = certificates(s);
		assert.deepEqual(stored(s).map((r) => r.state), ['published'], 'public until the next one');
		await s.start();
		await s.reproof('cempaka', 'terlindungi', '1105');
		await published(s);
		await s.halt();
		const releases = stored(s);
		assert.deepEqual(releases.map((r) => r.state), ['superseded', 'published']);
		assert.match(releases[1].bytes.toString(), /^corrects\t1\tdata cempaka keliru$/m);
		verifies(s, releases[1].bytes);
		const after = certificates(s);
		const of = (list, nominee) => list.filter((c) => c.nominee === nominee);
		assert.equal(of(after, 'tani-makmur').length, 1);
		assert.deepEqual(of(after, 'tani-makmur'), of(before, 'tani-makmur'), 'unchanged facts stay valid');
		assert.ok(of(after, 'melati')[0].revoked_by === 2, 'no longer second');
		assert.equal(of(after, 'melati')[0].revoked_reason, 'data cempaka keliru');
		assert.deepEqual(after.filter((c) => !c.revoked_by).map((c) => [c.nominee, c.rank]),
			[['cempaka', 2], ['kenanga', 1], ['tani-makmur', 1]]);
		await s.start();
	} finally {
		await s.stop();
	}
});

test('confidential evidence is sealed, and the winner of an overall list gets a certificate', async () => {
	const s = await pleno({
		scheme: sample.scheme.replace('denominator: pekerja, target: 60', 'denominator: pekerja, target: 60, confidential: true')
			+ 'overall:\n  - {key: terbaik, name: {id: Terbaik}, from: [desa, usaha], take: 1, winners: 1}\n',
	});
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		await s.as.ketua('POST', '/nominees/kenanga/jurors/j2', { act: 'late_recusal', reason: 'saudara' });
		await published(s);
		await s.halt();
		const text = stored(s)[0].bytes.toString();
		verifies(s, text);
		assert.match(text, /^sealed\tmelati\tpekerja\t[0-9a-f]{64}$/m);
		assert.doesNotMatch(text, /^evidence\tmelati/m);
		assert.match(text, /^late-recusal\t1\tJ\d\tkenanga\tdesa\t/m);
		assert.match(text, /^late-recusal\t2\tJ\d\tkenanga\tterbaik\ttani-makmur\ttani-makmur$/m, 'every list it belongs to');
		assert.deepEqual(certificates(s).map((c) => `${c.nominee} ${c.list} ${c.rank}`).sort(),
			['kenanga desa 1', 'melati desa 2', 'tani-makmur terbaik 1', 'tani-makmur usaha 1']);
		await s.start();
	} finally {
		await s.stop();
	}
});

test('a bundle after everything at once can be verified', async () => {
	const s = await pleno();
	const agreed = async (kind, about) => {
		const { body } = await s.as.ketua('POST', '/proposals', { kind, about, reason: 'alasan' });
		const done = await s.as.pengawas('POST', `/proposals/${body.id}`, { decision: 'confirm' });
		assert.equal(done.status, 200, done.text);
	};
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		await agreed('reopen_sheet', { juror: 'j2', nominee: 'melati' });
		await s.submit('juri-2', 'melati', 81, 8);
		await agreed('reopen_sheet', { juror: 'j2', nominee: 'melati' });
		await s.submit('juri-2', 'melati', 82, 8);
		await agreed('reopen_sheet', { juror: 'j3', nominee: 'cempaka' });
		await s.must('ketua', 'setup', { reason: 'langkah w2 keliru' });
		await s.must('pengawas', 'setup');
		await s.halt();
		s.init({ scheme: sample.scheme.replace('min: 0, max: 10, step: 1', 'min: 0, max: 10, step: 0.5') });
		await s.start();
		await agreed('change_panel', { add: { juror: 'j4', name: 'Juri Empat (CONTOH)', categories: 'usaha' } });
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
		for (const who of ['ketua', 'juri-2', 'juri-3'])
			for (const nominee of ['melati', 'kenanga', 'cempaka'])
				await s.submit(who, nominee, 80, nominee === 'kenanga' ? 9.5 : 7);
		await s.must('ketua', 'deliberation');
		await agreed('reopen_sheet', { juror: 'j2', nominee: 'melati' });
		await s.submit('juri-2', 'melati', 80, 6.5);
		await agreed('reopen_evidence', { nominee: 'melati', evidence: 'pekerja' });
		await published(s);
		await s.must('ketua', 'deliberation', { reason: 'ralat pertama' });
		await agreed('reopen_sheet', { juror: 'j3', nominee: 'melati' });
		await s.submit('juri-3', 'melati', 79, 6);
		await published(s);
		await s.halt();
		const [first, second] = stored(s).map((r) => r.bytes.toString());
		verifies(s, first);
		verifies(s, second);
		assert.match(first, /^reopened\t1\tJ\d\tmelati\t1\tdone\t80\t[\d/]+$/m);
		assert.match(first, /^reopened\t3\tJ\d\tcempaka\t1\tdone\t70\t$/m, 'open when the rules were mended');
		assert.match(first, /^reopened\t4\tJ\d\tmelati\t2\tdone\t/m);
		assert.doesNotMatch(first, /^changed/m, 'reopened, not changed');
		assert.match(second, /^reopened\t5\tJ\d\tmelati\t2\tdone\t/m);
		const leaves = (text) => text.match(/^leaf\t.*$/gm).join();
		assert.ok(leaves(second).startsWith(leaves(first)), 'no history was rewritten');
		await s.start();
	} finally {
		await s.stop();
	}
});

test('two keepers at once make one release and one set of certificates', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		const { bundle_sha256 } = await s.must('ketua', 'approved');
		const tokens = await Promise.all(Array.from({ length: 4 }, async () => (await s.login('pengawas')).token));
		const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => s.api('POST', '/editions/contoh/phase',
			{ to: 'published', bundle_sha256 }, { token: tokens[i % 4] })));
		assert.equal(answers.filter(({ status }) => status === 200).length, 1);
		assert.ok(answers.every(({ status, body }) => status === 200 || (status === 409 && body.code === 'wrong_phase')));
		await s.halt();
		assert.deepEqual(stored(s).map((r) => r.state), ['published']);
		const papers = certificates(s).map((c) => `${c.list}/${c.nominee}`);
		assert.equal(new Set(papers).size, papers.length);
		assert.deepEqual(s.sql("SELECT count(*) AS n FROM act WHERE deed IN ('certificates', 'phase_published')"), [{ n: 2 }]);
		await s.start();
	} finally {
		await s.stop();
	}
});
