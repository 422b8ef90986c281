// Nine jurors who save without a pause, and the books that are kept of what they were told.
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { server, sample } from '../http/lib.js';

const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const NOMINEES = ['melati', 'kenanga', 'cempaka'];

/* A service with nine jurors in scoring, all signed in. */
export async function ground(given = {}) {
	const s = await server({
		...given,
		jurors: 'juror,name,role,element,institution,categories\n' +
			NUMBERS.map((i) => `j${i},Juri ${i} (CONTOH),${i === 1 ? 'chair' : 'member'},Unsur,Kantor Contoh,\n`).join(''),
		users: [
			...NUMBERS.map((i) => ({ username: `juri-${i}`, role: i === 1 ? 'chair' : 'juror', juror: `j${i}` })),
			...sample.users.filter(({ juror }) => !juror),
		],
	});
	const { token } = await s.login('sekretariat');
	for (const to of ['verification', 'scoring']) {
		const { status, text } = await s.api('POST', `/editions/${s.edition}/phase`, { to }, { token });
		assert.equal(status, 200, text);
	}
	s.writers = [];
	for (const i of NUMBERS)
		s.writers.push(new Writer(s, `j${i}`, (await s.login(`juri-${i}`)).token));
	return s;
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/* One juror: goes round his three sheets, each time with another mark. After an outcome that is not
 * clear he sends the same request with the same key again. */
export class Writer {
	constructor(s, juror, token) {
		Object.assign(this, { s, juror, token, agent: new Agent({ keepAlive: true, maxSockets: 1 }) });
		this.attempted = new Map(); // "nominee version" → mark, of what was ever sent
		this.acknowledged = new Map(); // the same, of what was answered with 200
		this.versions = Object.fromEntries(NOMINEES.map((nominee) => [nominee, 0]));
		this.unclear = 0;
		this.turn = 0;
	}

	put(nominee, key, body) {
		return new Promise((done, failed) => {
			const call = request(`${this.s.url}/api/v1/editions/${this.s.edition}/nominees/${nominee}/sheet`, {
				method: 'PUT', agent: this.agent, headers: {
					Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json',
					'Idempotency-Key': key, 'Content-Length': Buffer.byteLength(body),
				},
			}, (answer) => {
				let text = '';
				answer.setEncoding('utf8');
				answer.on('data', (piece) => { text += piece; });
				answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text }));
				answer.on('error', failed);
				answer.on('aborted', () => failed(new Error('cut off')));
			});
			call.on('error', failed);
			call.end(body);
		});
	}

	/* The next save, not yet sent. */
	next() {
		const nominee = NOMINEES[this.turn++ % NOMINEES.length];
		const version = this.versions[nominee];
		const mark = this.turn % 200 / 2;
		this.attempted.set(`${nominee} ${version + 1}`, mark);
		return { nominee, version, mark, key: `${this.juror}-${this.turn}`,
			body: JSON.stringify({ version, action: 'save', marks: { w1: mark, w2: this.turn % 11 } }) };
	}

	/* 200: true, and in the books. */
	note(save, { status, text }) {
		if (status !== 200)
			return false;
		assert.equal(JSON.parse(text).version, save.version + 1);
		this.versions[save.nominee] = save.version + 1;
		this.acknowledged.set(`${save.nominee} ${save.version + 1}`, save.mark);
		return true;
	}

	/* Saves until s.over; the service may go away and come back at any time. */
	async run() {
		while (!this.s.over) {
			const save = this.next();
			for (;;) {
				try {
					const answer = await this.put(save.nominee, save.key, save.body);
					if (this.note(save, answer))
						break;
					assert.ok([503, 500].includes(answer.status), `${answer.status} ${answer.text}`);
				} catch (error) {
					if (error instanceof assert.AssertionError)
						throw error;
				}
				if (this.s.gone)
					return;
				this.unclear++;
				await pause(5);
			}
		}
		this.agent.destroy();
	}
}

/* Lets the writers finish what they are at. */
export async function rest(s, writing) {
	s.over = true;
	await Promise.all(writing);
}

/* For a test that may have failed in the middle. */
export async function leave(s) {
	s.over = s.gone = true;
	await s.stop();
}

export const count = (s) => s.writers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);

/* Compares the books with the database while nobody serves it: all that was acknowledged is there as
 * it was acknowledged, all that is there was sent, versions have neither gap nor twin. */
export function audit(s) {
	assert.match(s.cli(['verify', '--db', s.db]).stdout, /./);
	const seen = s.seen ??= { seq: 0, versions: new Map() };
	const rows = s.sql(`SELECT e.seq, j.key AS juror, n.key AS nominee, e.version, e.body FROM score_event e
		JOIN juror j ON j.id = e.juror_id JOIN nominee n ON n.id = e.nominee_id
		WHERE e.seq > ${seen.seq} ORDER BY e.seq`);
	for (const { seq, juror, nominee, version, body } of rows) {
		const writer = s.writers.find((one) => one.juror === juror);
		const sheet = `${juror} ${nominee}`, event = `${nominee} ${version}`;
		assert.equal(version, (seen.versions.get(sheet) ?? 0) + 1, `${sheet}: version after version`);
		const mark = Number(/^mark w1 (.*)$/m.exec(body)[1]);
		assert.equal(mark, writer.attempted.get(event), `${sheet} ${version}: as it was sent`);
		seen.versions.set(sheet, version);
		seen.seq = seq;
	}
	for (const { juror, versions } of s.writers)
		for (const [nominee, version] of Object.entries(versions))
			assert.ok((seen.versions.get(`${juror} ${nominee}`) ?? 0) >= version,
				`${juror} ${nominee}: version ${version} was acknowledged and is lost`);
}
