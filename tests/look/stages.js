// Editions in the states that the pictures show, each a service of its own: `await STAGES.scoring()`.
// All of it is invented and says CONTOH; s.people is who looks, null the public; s.also(who) makes and names pages
// to which no link of theirs leads.
import { sample, server } from '../http/lib.js';
import { played } from '../http/played.js';

const JUROR = 'juri-2', DESK = 'sekretariat', CHAIR = 'ketua', KEEPER = 'pengawas';
const ALL = [null, JUROR, CHAIR, KEEPER, DESK];
const LONG = (n) => `Pemerintah Kabupaten Contoh Kepulauan Nusa Tenggara Bagian Paling Timur dan Sekitarnya Nomor ${String(n).padStart(2, '0')} yang Panjang (CONTOH)`;

/* An act on a page, as a person with a browser does it. */
async function act(s, who, from, path, fields, answer = 303) {
	const page = s.browser();
	await page.signIn(who);
	await page.get(from);
	await page.act(path, fields);
	if (page.status !== answer)
		throw new Error(`${who} ${path}: ${page.status} ${page.text.replace(/<[^>]*>|\s+/g, ' ').slice(0, 600)}`);
	return page;
}

async function interviews(s) {
	const E = `/editions/${s.edition}/schedule`;
	const clock = (minutes) => new Date(Date.now() + minutes * 60000 + 8 * 3600000).toISOString();
	for (const [room, category, from] of [['Ruang Contoh A', 'kabkota', -70], ['Ruang Contoh B', 'desa', 1440]]) {
		const day = clock(from).slice(0, 10);
		const page = await act(s, DESK, E, E, { day, room, name: 'Wawancara CONTOH' });
		const session = /sessions\/(\d+)/.exec(page.location)[1];
		await act(s, DESK, E, `${E}/sessions/${session}/fill`, { category, first: clock(from).slice(11, 16).replace(':', '.'), minutes: '20',
			pause: '10', break_from: '', break_to: '', until: '23.59', order: 'name', seed: '', link: '' });
	}
}

const make = (until, people = ALL, more = async () => {}, given = {}) => async () => {
	const s = await played({ until, ...given });
	await more(s);
	s.people = people;
	return s;
};

/* The key of a nominee's own page, and a phone that opened it. */
async function nominee(s) {
	const E = `/editions/${s.edition}`;
	const made = await act(s, DESK, `${E}/letters`, `${E}/letters`, {}, 200);
	const code = /Kabupaten Belu[^]*?<strong>((?:[0-9A-Z]{4}-){6}[0-9A-Z]{4})</.exec(made.text)[1];
	const phone = s.browser();
	await phone.get('/nominee');
	await phone.post('/nominee', { code });
	await phone.get('/nominee');
	return phone;
}

/* Sheets that came late, proposals that wait, tied winners, a sheet reopened, a release refused. */
async function disputed(s) {
	await s.as(CHAIR, 'PUT', '/votes', { category: 'ukm', order: ['kopi-sangrai', 'anyaman'], ballots: { for: 6, against: 2, abstained: 1 },
		reason: 'Cakupan pekerja lepas lebih luas (CONTOH)' });
	await s.as(CHAIR, 'POST', '/phase', { to: 'approved' });
	await s.as(KEEPER, 'POST', '/phase', { to: 'deliberation', reason: 'Satu tanda tangan belum ada pada berita acara (CONTOH).' });
	const E = `/editions/${s.edition}`;
	for (const [who, nominee] of [['juri-3', 'alor'], ['juri-4', 'sumba-barat-daya']]) {
		const { token } = await s.login(who);
		const { body } = await s.api('GET', `${E}/nominees/${nominee}/sheet`, undefined, { token });
		const late = await s.api('PUT', `${E}/nominees/${nominee}/sheet`, { version: body.version, marks: body.marks, action: 'submit' }, { token, key: `late-${who}` });
		if (late.status !== 423)
			throw new Error(`${who}: ${late.status} ${late.text}`);
	}
	const propose = (who, kind, about, reason) => s.as(who, 'POST', '/proposals', { kind, about, reason });
	const { id } = await propose(CHAIR, 'reopen_sheet', { juror: 'j2', nominee: 'ende' }, 'Angka 87 diketik 78 (CONTOH)');
	await s.as(KEEPER, 'POST', `/proposals/${id}`, { decision: 'confirm' });
	await propose(CHAIR, 'reopen_sheet', { juror: 'j5', nominee: 'timor-tengah-selatan' }, 'Catatan tertukar dengan nominee lain, jurinya sendiri yang meminta (CONTOH)');
	await propose(CHAIR, 'change_panel', { add: { juror: 'j10', name: 'Juri Contoh Kesepuluh' } }, 'Seorang juri sakit (CONTOH)');
	await propose(DESK, 'deputy', { role: 'chair', juror: 'j2', decree: 'SK 000/CONTOH' }, 'Ketua bertugas di luar daerah (CONTOH)');
}

/* Letters are out, one objection is answered and one waits, a certificate was taken back. */
async function objected(s) {
	const E = `/editions/${s.edition}`, phone = await nominee(s);
	const object = (text) => phone.post('/nominee/objection', { criterion: '', text, contact: 'Ibu Contoh, 0800-000-000' });
	await object('Data kepesertaan bulan Desember belum dihitung; surat keterangannya kami lampirkan pada berkas (CONTOH).');
	await act(s, CHAIR, `${E}/objections`, `${E}/objections/1`, { reason: 'Data bulan Desember sudah termasuk: batas data adalah 31 Desember (CONTOH).', correction: '' });
	await object('Kami mohon penjelasan atas nilai wawancara (CONTOH).');
	const list = s.browser();
	await list.signIn(CHAIR);
	await list.get(`${E}/certificates`);
	const [first, second] = [...list.text.matchAll(/certificates\/([0-9a-z-]{34})"/g)].map(([, serial]) => serial);
	const { id } = await s.as(CHAIR, 'POST', '/proposals', { kind: 'revoke_certificate', about: { serial: first, replace: 'yes' }, reason: 'Kertas hilang sebelum diserahkan (CONTOH).' });
	await s.as(KEEPER, 'POST', `/proposals/${id}`, { decision: 'confirm' });
	s.also = () => [`/certificates/${first}`, `/certificates/${second}`, '/certificates?serial=AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA'];
	s.phones = { nominee: phone };
}

/* A file of all documents that is being made: the first page to look at. */
async function working(s) {
	const E = `/editions/${s.edition}`;
	s.also = async (who) => (who === DESK ? [(await act(s, who, `${E}/documents`, `${E}/jobs`, { format: 'zip' })).location] : []);
}

/* Nine jurors, 21 nominees with names of 120 characters, a dozen criteria with words of their own. */
async function crowd() {
	const criteria = Array.from({ length: 12 }, (_, i) => `          - {key: w${i + 1}, name: {id: "Ketepatan sasaran, keberlanjutan, dan mutu penjelasan pemimpin tentang pokok nomor ${i + 1}", en: "Aim, endurance and the leader's account of point number ${i + 1}"}, weight: 5, kind: jury, min: 0, max: 100, step: 0.5, rubric: {"90": {id: "Luar biasa, menjadi teladan bagi daerah lain", en: "Outstanding, an example to others"}, "70": {id: "Baik dan dapat dibuktikan", en: "Good and proven"}, "50": {id: "Cukup, masih umum", en: "Fair, still general"}}}`);
	const s = await server({
		scheme: sample.scheme.replace(/ {10}- \{key: w1[^]*?\n(?= {2}- key: usaha)/, `${criteria.join('\n')}\n`)
			.replace('criterion:w1', 'criterion:w12').replace('{id: Penghargaan Contoh, en: Sample award}',
				'{id: Penghargaan Contoh Perlindungan Pekerja bagi Pemerintah Kabupaten dan Kota serta Badan Usaha Se-Kepulauan Contoh, en: Sample award for the protection of workers}'),
		nominees: `nominee,name,category,region,kode\n${Array.from({ length: 21 }, (_, i) => `n${i + 1},${LONG(i + 1)},desa,Kecamatan Contoh Nun Jauh di Seberang Lautan dan Pegunungan,${i + 1}`).join('\n')}\n`,
		jurors: `juror,name,role,element,institution,categories\n${Array.from({ length: 9 }, (_, i) => `j${i + 1},Prof. Dr. Ir. Juri Contoh Bernama Panjang Sekali Nomor ${i + 1} (CONTOH),${i ? 'member' : 'chair'},Akademisi,Universitas Contoh Terbuka bagi Seluruh Kepulauan,`).join('\n')}\n`,
		evidence: `nominee,evidence,value,status,source,cutoff\n${Array.from({ length: 21 }, (_, i) => `n${i + 1},terlindungi,${i * 123456},verified,berkas contoh,2024-12-31\nn${i + 1},pekerja,98765432,verified,berkas contoh,2024-12-31`).join('\n')}\n`,
		users: Array.from({ length: 9 }, (_, i) => ({ username: i ? `juri-${i + 1}` : CHAIR, role: i ? 'juror' : 'chair', juror: `j${i + 1}` }))
			.concat([{ username: KEEPER, role: 'keeper' }, { username: DESK, role: 'secretariat' }]),
	});
	const token = {};
	const call = async (who, method, path, body, key) => {
		token[who] ??= (await s.login(who)).token;
		const answer = await s.api(method, `/editions/contoh${path}`, body, { token: token[who], key });
		if (answer.status !== 200)
			throw new Error(`${who} ${path}: ${answer.status} ${answer.text}`);
		return answer.body;
	};
	await call(DESK, 'POST', '/phase', { to: 'verification' });
	await call(DESK, 'POST', '/phase', { to: 'scoring' });
	for (let j = 1; j <= 9; j++)
		for (let n = 1; n <= 21; n++)
			await call(j === 1 ? CHAIR : `juri-${j}`, 'PUT', `/nominees/n${n}/sheet`, { version: 0, action: 'submit',
				marks: Object.fromEntries(criteria.map((_, i) => [`w${i + 1}`, 55 + (i * 7 + j * 5 + n * 3) % 45])) }, `k${j}-${n}`);
	await call(CHAIR, 'POST', '/phase', { to: 'deliberation' });
	const { bundle_sha256 } = await call(CHAIR, 'POST', '/phase', { to: 'approved' });
	await call(KEEPER, 'POST', '/phase', { to: 'published', bundle_sha256 });
	s.people = ALL;
	return s;
}

export const STAGES = {
	async empty() { // the rule card alone
		const s = await server({ settings: null, nominees: null, jurors: null, evidence: null, users: [{ username: DESK, role: 'secretariat' }] });
		s.people = [null, DESK];
		return s;
	},
	async bare() { // everybody may sign in, and there is nothing
		const s = await server({ settings: null, nominees: null, evidence: null });
		s.people = ALL;
		return s;
	},
	setup: make('setup'),
	verification: make('verification', [JUROR, CHAIR, KEEPER, DESK]),
	scoring: make('scoring', ALL, interviews),
	deliberation: make('deliberation'),
	disputed: make('deliberation', ALL, disputed),
	approved: make('approved', [null, CHAIR, KEEPER, DESK]),
	published: make('published', ALL, working, { attended: { 'state.juror.j5': 'represented', 'note.juror.j5': 'Wakil Unsur Serikat Pekerja (CONTOH)', 'state.juror.j8': 'absent', 'note.juror.j8': 'dinas luar daerah (CONTOH)' } }),
	objected: make('published', [null, 'nominee', CHAIR, KEEPER, DESK], objected),
	correction: make('published', [null, CHAIR, KEEPER, DESK], async (s) => {
		await s.as(CHAIR, 'POST', '/phase', { to: 'deliberation', reason: 'Angka satu berkas keliru (CONTOH)' });
	}),
	crowd,
};
