// What the tests of phases, votes, releases and proposals share.
import { server, sample } from './lib.js';

export const E = '/editions/contoh';

let keys = 0;

/* A service with everybody signed in: s.as.ketua(method, path, body). */
export async function pleno(given = {}) {
	const s = await server(given);
	s.as = {};
	for (const user of given.users ?? sample.users) {
		const { token } = await s.login(user.username);
		s.as[user.username] = (method, path, body, more = {}) => s.api(method, E + path, body, { token, ...more });
	}
	s.move = async (who, to, more = {}) => s.as[who]('POST', '/phase', { to, ...more });
	s.must = async (who, to, more = {}) => {
		const answer = await s.move(who, to, more);
		if (answer.status !== 200)
			throw new Error(`${who} to ${to}: ${answer.status} ${answer.text}`);
		return answer.body;
	};
	/* Evidence reopened, changed and verified again, as chair, keeper and secretariat do it. */
	s.reproof = async (nominee, name, value) => {
		const { body } = await s.as.ketua('POST', '/proposals',
			{ kind: 'reopen_evidence', about: { nominee, evidence: name }, reason: 'keliru' });
		await s.as.pengawas('POST', `/proposals/${body.id}`, { decision: 'confirm' });
		const path = `${E}/nominees/${nominee}/evidence/${name}`;
		const desk = s.browser();
		await desk.signIn('sekretariat');
		for (const [act, fields] of [['', { value, source: 'berkas', cutoff: '' }], ['/verify', { seen: value }]]) {
			await desk.get(path);
			await desk.post(path + act, fields);
			if (desk.status !== 303)
				throw new Error(`${path}${act}: ${desk.status} ${desk.text}`);
		}
	};
	s.put = async (who, nominee, action, marks, more = {}) => {
		const { body } = await s.as[who]('GET', `/nominees/${nominee}/sheet`);
		return s.as[who]('PUT', `/nominees/${nominee}/sheet`,
			{ version: body.version, marks, action, ...more }, { key: `k-${++keys}` });
	};
	s.submit = async (who, nominee, w1, w2) => {
		const answer = await s.put(who, nominee, 'submit', { w1, w2 });
		if (answer.status !== 200)
			throw new Error(`${who} on ${nominee}: ${answer.status} ${answer.text}`);
	};
	return s;
}

export const JURORS = ['ketua', 'juri-2', 'juri-3'];

/* All sheets of the sample, so that melati, kenanga and cempaka are clearly apart. */
export async function scored(s, marks = { melati: [80, 8], kenanga: [90, 9], cempaka: [70, 7] }) {
	await s.must('sekretariat', 'verification');
	await s.must('sekretariat', 'scoring');
	for (const who of JURORS)
		for (const nominee of Object.keys(marks))
			await s.submit(who, nominee, ...marks[nominee]);
}

export async function published(s) {
	const { bundle_sha256 } = await s.must('ketua', 'approved');
	await s.must('pengawas', 'published', { bundle_sha256 });
	return bundle_sha256;
}

/* Two nominees with the same data and the same marks on the only winning rank. */
export const tied = {
	evidence: sample.evidence.replace('kenanga,terlindungi,530', 'kenanga,terlindungi,412')
		.replace('kenanga,pekerja,980', 'kenanga,pekerja,1030'),
};
export const equal = { melati: [80, 8], kenanga: [80, 8], cempaka: [70, 7] };
