// Every field of every form, out of the program's own tables: missing, too long, wrong, sent twice. Each is refused in words, and
// nothing is written. A new form is looked at from the day it stands in the route table.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { sample } from './lib.js';
import { equal, pleno, scored, tied } from './pleno.js';
import { fieldTables, routes } from './routes.js';

const FORMS = routes().filter(({ method, path }) => method === 'POST' && !path.startsWith('/api/'));
const TABLES = fieldTables();
const PEOPLE = { ROLE_JUROR: 'juri-2', ROLE_ALL: 'juri-2', ROLE_CHAIR: 'ketua', ROLE_SECRETARIAT: 'sekretariat', ROLE_KEEPER: 'pengawas' };
// What fills the parts of a path; forms of things that are not there say so before they look at a field.
const PARTS = { layout: 'certificate-formal', e: 'contoh', n: 'melati', name: 'pekerja', j: 'j2', id: '2', s: '1', serial: 'x', c: 'desa', room: 'ruang-contoh', kind: 'nominees' };
/* Who sends the form, where the first of its roles will not do. */
const SENDER = { '/editions/:e/phase': 'ketua', '/editions/:e/proposals': 'ketua', '/editions/:e/proposals/:id': 'pengawas' };
/* In which phase it is open; the others are looked at in the first. */
const PHASE = {
	'/editions/:e/sheets/:n': 'scoring', '/editions/:e/nominees/:n/evidence/:name': 'scoring',
	'/editions/:e/nominees/:n/evidence/:name/verify': 'scoring', '/editions/:e/nominees/:n/evidence/:name/reject': 'scoring',
	'/editions/:e/votes': 'deliberation', '/editions/:e/proposals': 'deliberation', '/editions/:e/proposals/:id': 'deliberation',
	'/editions/:e/pleno/attendance': 'deliberation', '/editions/:e/acts': 'deliberation', '/editions/:e/phase': 'deliberation',
};
/* What else a form needs before its fields are looked at, and names of its families. */
const BASE = {
	'/editions/:e/sheets/:n': (field) => [['version', '0'], ['key', 'kunci-1'], ['action', field === 'reason' ? 'recuse' : 'save']],
	'/editions/:e/conflicts/:c': () => [['act', 'conflict'], ['version', '0'], ['phase', 'setup']],
};
const FAMILY = { 'mark.*': 'mark.w1', 'note.*': 'note.w1', 'place.*': 'place.melati', 'state.*': 'state.juror.j2' };
/* Fields that no person types: that they are refused is enough, in whatever words. */
const HIDDEN = new Set(['next', 'carry_to', 'c.*', 'version', 'key', 'action', 'seen', 'seen_status', 'queue', 'sha256', 'mapped', 'map.*', 'text', 'confirm', 'password', 'act', 'phase']);
/* Here the card or the objection is none: that is what the page says, and it shows no form. */
const OTHER_WORDS = new Set(['/card/password', '/editions/:e/objections/:id']);

const WORDS = {
	missing: /Wajib diisi|Pilih |wajib diisi|Diharapkan/,
	long: (max) => new RegExp(`Paling banyak ${max} karakter|Berkas paling besar ${max} bita`),
	KEY: /Hanya huruf kecil/, WHOLE: /bilangan bulat/, DATE: /Tuliskan tanggal/, CHECK: /Pilihan ini tidak dikenal/, DECIMAL: /Tuliskan angka/,
	control: /tidak diizinkan/,
};
const WRONG = { KEY: 'Huruf Besar!', WHOLE: '-1', DATE: '31 Februari 2025', CHECK: 'ya', DECIMAL: 'delapan' };
const RIGHT = { KEY: 'desa', WHOLE: '1', DATE: '2025-07-21', CHECK: 'on', DECIMAL: '1', TEXT: 'x', LINES: 'x', SECRET: 'sandi yang baru' };
const LONG = { WHOLE: '1', KEY: 'a', DECIMAL: '1' };

const nameOf = ({ name }) => FAMILY[name] ?? name.replace('*', 'x1');
const tokenOf = (session) => createHash('sha256').update(`paritrana form ${session}`).digest('hex');

/* [what is sent, the words it must be answered with]: every case of one form, field by field. */
function* cases(fields, needed = () => []) {
	const asked = fields.filter(({ required, type }) => required && type !== 'FILE').map((f) => [nameOf(f), RIGHT[f.type]])
		.filter(([name]) => !needed().some(([other]) => other === name));
	for (const field of fields) {
		const name = nameOf(field), rest = [...needed(name), ...asked].filter(([other]) => other !== name);
		const say = (what) => `${name} ${what}`;
		const hidden = HIDDEN.has(field.name) || field.type === 'CHECK'; // a box is ticked or not
		if (field.required)
			yield { what: say('missing'), pairs: rest, words: WORDS.missing, name };
		if (field.type === 'FILE') {
			yield { what: say('too large'), pairs: rest, file: [name, 'x'.repeat(field.max + 1)], words: WORDS.long(field.max), large: true, name };
			continue;
		}
		yield { what: say('twice'), pairs: [...rest, [name, RIGHT[field.type]], [name, RIGHT[field.type]]], words: /dikirim dua kali/ };
		yield { what: say('with a control character'), pairs: [...rest, [name, 'a\u0001b']], words: WORDS.control, hidden, name };
		if (!['CHECK', 'DATE', 'KEY'].includes(field.type))
			yield { what: say('too long'), pairs: [...rest, [name, (LONG[field.type] ?? 'x').repeat(field.max + 1)]], words: WORDS.long(field.max), hidden, name };
		if (WRONG[field.type])
			yield { what: say('wrong'), pairs: [...rest, [name, WRONG[field.type]]], words: WORDS[field.type], hidden, name };
	}
	yield { what: 'a field that is none', pairs: [...needed(), ...asked, ['tidak-ada', 'x']], words: /tidak dikenal/ };
}

/* All that stands in the database but sessions and failed sign-ins. */
function written(s) {
	const done = spawnSync('sqlite3', ['-readonly', s.db, '.dump'], { encoding: 'utf8', maxBuffer: 64 << 20 });
	assert.equal(done.status, 0, done.stderr);
	return done.stdout.split('\n').filter((line) => !/^INSERT INTO session /.test(line) && !/'sign_in_failed'/.test(line)).join('\n');
}

async function send(s, path, session, { pairs, file }) {
	const body = file ? new FormData() : new URLSearchParams();
	if (session)
		body.append('_token', tokenOf(session));
	for (const [name, value] of pairs)
		body.append(name, value);
	if (file)
		body.append(file[0], new Blob([file[1]]), 'berkas');
	const answer = await fetch(s.url + path, { method: 'POST', body, redirect: 'manual',
		headers: { 'Sec-Fetch-Site': 'same-origin', ...(session ? { Cookie: `session=${session}` } : {}) } });
	return { status: answer.status, text: await answer.text() };
}

/* Is there a complaint beside this field? A form may have words of its own for it, or not show it now (nothing to choose from). */
const beside = (page, name) => name && !page.includes(`name="${name}"`) && /role="alert"/.test(page) || page.split('<div class="field').some((part) => part.startsWith(' has-error') && part.includes(`name="${name}"`));

const senderOf = ({ path, who }) => SENDER[path] ?? PEOPLE[/ROLE_\w+/.exec(who)?.[0]];
const pathOf = (path) => path.replace(/:(\w+)/g, (_, name) => PARTS[name] ?? assert.fail(`${path}: what is :${name}?`));

async function look(s, form, sessions) {
	const session = sessions[senderOf(form)], path = pathOf(form.path);
	const fields = form.fields ? TABLES[form.fields] ?? assert.fail(`no table ${form.fields}`) : [];
	let looked = 0;
	for (const one of cases(fields, BASE[form.path])) {
		const answer = await send(s, path, session, one);
		const where = `POST ${form.path}: ${one.what}: ${answer.status}`;
		assert.ok(answer.status >= 400 && answer.status < 500, `${where}\n${answer.text}`);
		assert.match(answer.text, /<h1/, `${where}: a page`);
		if (answer.status === 422 || answer.status === 400) {
			looked++;
			if (!one.hidden && !OTHER_WORDS.has(form.path) && !beside(answer.text, one.name))
				assert.match(answer.text.replace(/\s+/g, ' '), one.words, where);
		} else if (answer.status === 413)
			assert.ok(one.large || /long/.test(one.what), where);
		else // what it is about is not there, or not now; or (401) who sends it is not known: letters.test.js
			assert.ok([401, 403, 404, 409].includes(answer.status), where);
	}
	return looked;
}

async function standing(phase) {
	const s = await pleno({ evidence: sample.evidence.replace('melati,pekerja,1030,verified', 'melati,pekerja,1030,entered') });
	if (phase === 'scoring') {
		await s.must('sekretariat', 'verification');
		await s.must('sekretariat', 'scoring');
	}
	return s;
}

async function deliberating() {
	const s = await pleno(tied);
	await scored(s, equal);
	await s.must('ketua', 'deliberation');
	for (let i = 0; i < 2; i++)
		assert.equal((await s.as.ketua('POST', '/proposals', { kind: 'reopen_sheet', about: { juror: `j${i + 2}`, nominee: 'melati' }, reason: 'x' })).status, 200);
	return s;
}

for (const phase of ['setup', 'scoring', 'deliberation'])
	test(`every field of every form that is open in ${phase} refuses what it cannot take, and keeps nothing`, async (t) => {
		const s = phase === 'deliberation' ? await deliberating() : await standing(phase);
		try {
			const sessions = {};
			for (const { username } of sample.users)
				sessions[username] = (await s.login(username)).token;
			const forms = FORMS.filter(({ path }) => (PHASE[path] ?? 'setup') === phase);
			let looked = 0, all = 0;
			for (const form of forms.filter(({ path }) => path !== '/sign-out')) {
				const before = written(s);
				const own = await look(s, form, sessions);
				assert.equal(written(s), before, `POST ${form.path} wrote something`);
				if (own === 0)
					t.diagnostic(`POST ${form.path}: refused before its fields are looked at`);
				looked += own;
				all++;
			}
			t.diagnostic(`${all} forms, ${looked} refusals in words`);
			assert.ok(looked > 10);
		} finally {
			await s.stop();
		}
	});

test('the tables were read: what is known to stand in them is there', () => {
	assert.ok(FORMS.length > 30);
	assert.deepEqual(TABLES.PASSWORD_FIELDS.map(({ name, type, required }) => [name, type, required]),
		[['old', 'SECRET', true], ['new', 'SECRET', true], ['again', 'SECRET', true]]);
	assert.ok(TABLES.PHASE_FIELDS.some(({ name, max }) => name === 'password' && max === 128), 'macros are opened');
	assert.equal(TABLES.SCHEME_FIELDS[0].max, 1 << 20);
	for (const { path, fields } of FORMS)
		assert.ok(!fields || TABLES[fields]?.length, path);
});
