// Before the lock no answer depends on how another juror scored: two services that differ in his marks and words
// alone answer the same bytes, on every route of the program's own table that GET reads, to everybody.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { routes } from './routes.js';
import { E, FULL, scoring } from './scoring.js';

const PARTS = {
	e: ['contoh'], n: ['melati', 'kenanga', 'tani-makmur'], c: ['desa', 'usaha'], j: ['j1', 'j3'], id: ['1'], serial: ['1'],
	name: ['terlindungi', 'lampiran'], s: ['1'], list: ['desa'], layout: ['minutes', 'certificate-formal'],
	kind: ['nominees', 'evidence', 'schedule', 'attendance', 'declarations', 'blank', 'sheets', 'recap', 'minutes', 'nomination'],
	item: ['desa', 'j1', 'j3', '1', 'pleno'], room: ['ruang-satu'], role: ['juror', 'chair'],
};

/* Every path of the table with every value that its parts can have here; what a page may be asked for besides. */
function paths() {
	const found = new Set();
	for (const { method, path } of routes()) {
		let all = method === 'GET' ? [path] : [];
		for (const [, part] of path.matchAll(/:(\w+)/g)) {
			assert.ok(PARTS[part], `${path}: what is :${part}?`);
			all = all.flatMap((one) => PARTS[part].map((value) => one.replace(`:${part}`, value)));
		}
		all.forEach((one) => found.add(one));
	}
	for (const more of [`${E}/board/desa?names=1`, `${E}/board/desa/hall?step=9`, `${E}/log?kind=sheets`, `${E}/progress?sort=done`,
		`${E}/reminders?until=besok`, `/api/v1${E}/nominees?category=desa`])
		found.add(more);
	return [...found];
}

/* What two services can never have in common: the time, what is random, and how long a thing took. */
const constant = (text) => text
	.replace(/name="(_token|key)" value="[^"]*"/g, 'name="$1"')
	.replace(/[0-9a-f]{12,64}/g, (hex) => 'x'.repeat(hex.length))
	.replace(/\d{4}-\d{2}-\d{2}[T ][\d:.]+Z?/g, 'TIME').replace(/\d{8}T\d{6}Z?/g, 'TIME')
	.replace(/\d{1,2} \p{Lu}\p{Ll}+ 20\d\d(?= \d{1,2}[.:]\d{2} WI)/gu, 'DAY')
	.replace(/\d{1,2}[.:]\d{2}([.:]\d{2})?(?= WI|<| |")/g, 'CLOCK');

async function asked(s, cookie, path, lang) {
	const answer = await fetch(s.url + path, { redirect: 'manual', headers: {
		Cookie: `${cookie ?? ''}; lang=${lang}`, 'Accept-Encoding': 'identity', // else a random length
	} });
	const heads = [...answer.headers].filter(([name]) => name !== 'date').join('\n');
	const body = Buffer.from(await answer.arrayBuffer());
	const pdf = answer.headers.get('content-type') === 'application/pdf';
	const text = pdf ? spawnSync('pdftotext', ['-layout', '-', '-'], { input: body, encoding: 'utf8' }).stdout : body.toString();
	return `${answer.status} ${constant(`${pdf ? '' : heads}\n${text}`)}`;
}

/* { 'id /path': answer } */
async function everything(s, cookie) {
	const seen = new Map();
	for (const path of paths())
		for (const lang of ['id', 'en'])
			seen.set(`${lang} ${path}`, await asked(s, cookie, path, lang));
	return seen;
}

/* The first line in which they differ, and that before it. */
function difference(one, two) {
	const [a, b] = [one, two].map((text) => text.split('\n'));
	const at = a.findIndex((line, i) => line !== b[i]);
	return `line ${at}, after ${a[at - 1]}\n- ${a[at]}\n+ ${b[at]}`;
}

/* A clock that goes on between two questions differs once; what somebody typed differs always. */
async function compared([one, two], [first, second], [lang, path], who) {
	let [a, b] = [first, second];
	for (let again = 0; a !== b && again < 3; again++)
		[a, b] = await Promise.all([one, two].map((s) => asked(s, s.cookie[who], path, lang)));
	assert.ok(a === b, `${who ?? 'nobody'} sees a difference on ${lang} ${path}, ${difference(a, b)}`);
}

/* All that a juror can do with his marks, in words and figures that only he knows. */
async function scored(s, mark, words) {
	const desk = s.browser();
	// Not a second session: the one that was seen last stands first among them, and that depends on how long the asking takes.
	desk.cookies.set(...s.cookie.sekretariat.split('='));
	await desk.get(`${E}/schedule`);
	await desk.post(`${E}/schedule`, { day: '2031-03-04', room: 'Ruang Satu', name: '' });
	await desk.get(`${E}/schedule`);
	await desk.post(`${E}/schedule/interviews/melati`, { session: '1', at: '08.00', minutes: '20', link: '' });
	assert.equal(desk.status, 303, desk.text);
	const text = { notes: { w1: `catatan ${words}`, overall: words }, feedback: `umpan ${words}` };
	await s.act('juri-3', 'melati', 'submit', { marks: { w1: mark, w2: 3 }, ...text });
	await s.act('juri-3', 'cempaka', 'save', { marks: { w1: mark }, ...text });
	await s.act('juri-3', 'melati', 'reopen', { reason: 'salah ketik' });
	await s.act('juri-3', 'melati', 'submit', { marks: { w1: mark + 1.5, w2: 9 }, ...text });
	await s.act('juri-3', 'kenanga', 'recuse', { reason: 'keluarga' });
	await s.act('juri-2', 'kenanga', 'save', { marks: FULL });
	assert.equal((await s.sheet('juri-3', 'melati')).state, 'submitted');
}

test('before the lock no route tells anybody how somebody else scored', async (t) => {
	const [one, two] = await Promise.all([scoring(), scoring()]);
	t.after(() => Promise.all([one.stop(), two.stop()]));
	await scored(one, 12.5, 'tidak memuaskan');
	await scored(two, 97, 'memuaskan sekali, sungguh');
	for (const who of [null, 'juri-2', 'ketua', 'pengawas', 'sekretariat']) {
		const [first, second] = await Promise.all([everything(one, one.cookie[who]), everything(two, two.cookie[who])]);
		for (const [name, answer] of first)
			if (!/\/(healthz|readyz|metrics)$/.test(name))
				await compared([one, two], [answer, second.get(name)], name.split(' '), who);
		assert.ok([...first.values()].filter((answer) => answer.startsWith('200')).length > (who ? 20 : 8), String(who));
	}
	// He who scored is the control: the test can see a difference.
	const own = await Promise.all([one, two].map((s) => everything(s, s.cookie['juri-3'])));
	assert.notEqual(own[0].get(`id ${E}/sheets/melati`), own[1].get(`id ${E}/sheets/melati`));
});
