// What the tests of sheets share: a service in scoring, and everybody signed in.
import { sample, server } from './lib.js';

export const E = '/editions/contoh';
export const FULL = { w1: 80.5, w2: 8 };

let keys = 0;
export const freshKey = () => `kunci-${++keys}`;

/* s.as.ketua(method, path, body, more); s.sheet(who, nominee); s.put(who, nominee, body, more). */
export async function scoring(given = {}) {
	const s = await server(given);
	s.as = {};
	s.token = {};
	for (const { username } of given.users ?? sample.users) {
		const { token, cookie } = await s.login(username);
		s.token[username] = token;
		s.cookie = { ...s.cookie, [username]: cookie };
		s.as[username] = (method, path, body, more = {}) => s.api(method, E + path, body, { token, ...more });
	}
	s.move = async (who, to, more = {}) => {
		const answer = await s.as[who]('POST', '/phase', { to, ...more });
		if (answer.status !== 200)
			throw new Error(`${who} to ${to}: ${answer.status} ${answer.text}`);
	};
	s.sheet = async (who, nominee) => (await s.as[who]('GET', `/nominees/${nominee}/sheet`)).body;
	s.put = (who, nominee, body, more = {}) =>
		s.as[who]('PUT', `/nominees/${nominee}/sheet`, body, { key: freshKey(), ...more });
	/* Without a version: that of the sheet as it stands. */
	s.act = async (who, nominee, action, more = {}) => {
		const { version } = await s.sheet(who, nominee);
		return s.put(who, nominee, { version, marks: {}, action, ...more });
	};
	/* Every sheet of the sample that is still owed is submitted, then the chair locks. */
	s.lock = async () => {
		for (const who of ['ketua', 'juri-2', 'juri-3'])
			for (const nominee of ['melati', 'kenanga', 'cempaka']) {
				const { state } = await s.sheet(who, nominee);
				if (state === 'empty' || state === 'draft')
					await s.act(who, nominee, 'submit', { marks: FULL });
			}
		await s.move('ketua', 'deliberation');
	};
	if (given.until !== 'setup') {
		await s.move('sekretariat', 'verification');
		if (given.until !== 'verification')
			await s.move('sekretariat', 'scoring');
	}
	return s;
}
