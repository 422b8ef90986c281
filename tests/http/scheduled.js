// What the tests of the schedule share: a service in scoring, a browser for everybody, sessions and fillings.
import assert from 'node:assert/strict';
import { sample } from './lib.js';
import { scoring } from './scoring.js';

export const E = '/editions/contoh';
export const S = `${E}/schedule`;
export const DAY = '2031-03-04';

/* A day and a time of the edition's clock, so many minutes from now; WITA is eight hours ahead. */
export const clock = (minutes) => new Date(Date.now() + minutes * 60000 + 8 * 3600000).toISOString();

/* A service in scoring (or as `until` says), with everybody in a browser of his own. */
export async function scheduled(given = {}) {
	const s = await scoring(given);
	s.page = {};
	for (const { username } of given.users ?? sample.users) {
		s.page[username] = s.browser();
		await s.page[username].signIn(username);
	}
	const desk = s.page.sekretariat;
	s.post = async (path, fields, from = S) => {
		await desk.get(from);
		return desk.post(`${S}${path}`, fields);
	};
	s.session = async (room, day = DAY, name = '') => {
		await s.post('', { day, room, name });
		assert.equal(desk.status, 303, desk.text);
		return /sessions\/(\d+)/.exec(desk.location)[1];
	};
	s.fill = (session, category, more = {}) => s.post(`/sessions/${session}/fill`, {
		category, first: '08.00', minutes: '20', pause: '10', break_from: '', break_to: '', until: '17.00', order: 'name', seed: '', link: '', ...more,
	});
	s.csv = async (who = 'sekretariat') => {
		const { text } = await s.page[who].send('GET', `${S}.csv`);
		const [head, ...lines] = text.trim().split('\r\n');
		return lines.map((line) => Object.fromEntries(head.split(',').map((name, i) =>
			[name, line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)[i].replace(/,$/, '').replace(/^"|"$/g, '')])));
	};
	return s;
}
