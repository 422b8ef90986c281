// What every HTTP test needs: a service of its own with an edition in it.
//
//	const s = await server();            // the sample edition below, five accounts
//	const { token } = await s.login('ketua');
//	const { status, body } = await s.api('GET', '/editions/contoh', undefined, { token });
//	const page = s.browser();            // cookies and form tokens, as a browser sends them
//	await s.stop();                      // and removes everything
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// Debian 12's node joins several Set-Cookie lines into one.
Headers.prototype.getSetCookie ??= function () {
	return (this.get('set-cookie') ?? '').split(/, (?=[a-z0-9_-]+=)/i).filter(Boolean);
};

export const program = resolve(process.env.PARITRANA ?? 'build/paritrana');

// Two categories: one of marks and data, one of data alone. Everything is invented.
export const sample = {
	scheme: `edition: contoh
title: {id: Penghargaan Contoh, en: Sample award}
level: kabkota
region: Kabupaten Contoh
assessment_year: 2024
event_year: 2025
sample: true
quorum: 2
aggregation: {method: mean}
tie_break: [aspect:kinerja, criterion:w1, vote]
categories:
  - key: desa
    name: {id: Pemerintah desa, en: Village governments}
    winners: 1
    titles: [{id: Terbaik I, en: First}, {id: Terbaik II, en: Second}]
    aspects:
      - key: kinerja
        name: {id: Kinerja, en: Performance}
        criteria:
          - {key: c1, name: {id: Pekerja terlindungi, en: Workers covered}, weight: 40, kind: ratio, numerator: terlindungi, denominator: pekerja, target: 60}
      - key: wawancara
        name: {id: Wawancara, en: Interview}
        criteria:
          - {key: w1, name: {id: Inovasi, en: Innovation}, weight: 35, kind: jury, min: 0, max: 100, step: 0.5}
          - {key: w2, name: {id: Penguasaan, en: Command}, weight: 25, kind: jury, min: 0, max: 10, step: 1}
  - key: usaha
    name: {id: Badan usaha, en: Companies}
    winners: 1
    gate: [{evidence: menunggak, equals: tidak, reason: {id: Menunggak iuran, en: In arrears}}]
    aspects:
      - key: kepatuhan
        name: {id: Kepatuhan, en: Compliance}
        criteria:
          - {key: k1, name: {id: Peraturan, en: Rules}, weight: 100, kind: level, levels: {lengkap: 100, sebagian: 50, none: 0}}
`,
	settings: `time_zone: WITA
legal_basis: Keputusan Contoh
minutes: {number: 000/BA/CONTOH, place: Kota Contoh, date: 2025-06-27}
`,
	nominees: `nominee,name,category,region,kode
melati,Desa Melati (CONTOH),desa,Kecamatan Contoh,01
kenanga,Desa Kenanga (CONTOH),desa,Kecamatan Contoh,02
cempaka,Desa Cempaka (CONTOH),desa,Kecamatan Contoh,03
tani-makmur,CV Tani Makmur (CONTOH),usaha,Kecamatan Contoh,
laut-biru,PT Laut Biru (CONTOH),usaha,Kecamatan Contoh,
`,
	jurors: `juror,name,role,element,institution,categories
j1,Juri Satu (CONTOH),chair,Pemerintah,Kantor Contoh,
j2,Juri Dua (CONTOH),member,Akademisi,Universitas Contoh,
j3,Juri Tiga (CONTOH),member,Serikat,Serikat Contoh,desa
`,
	evidence: `nominee,evidence,value,status,source,cutoff
melati,terlindungi,412,verified,berkas contoh,2024-12-31
melati,pekerja,1030,verified,berkas contoh,2024-12-31
kenanga,terlindungi,530,verified,berkas contoh,2024-12-31
kenanga,pekerja,980,verified,berkas contoh,2024-12-31
cempaka,terlindungi,388,verified,berkas contoh,2024-12-31
cempaka,pekerja,1105,verified,berkas contoh,2024-12-31
tani-makmur,menunggak,tidak,verified,berkas contoh,2024-12-31
tani-makmur,k1,lengkap,verified,berkas contoh,2024-12-31
laut-biru,menunggak,tidak,verified,berkas contoh,2024-12-31
laut-biru,k1,sebagian,verified,berkas contoh,2024-12-31
`,
	users: [
		{ username: 'ketua', role: 'chair', juror: 'j1' },
		{ username: 'juri-2', role: 'juror', juror: 'j2' },
		{ username: 'juri-3', role: 'juror', juror: 'j3' },
		{ username: 'pengawas', role: 'keeper' },
		{ username: 'sekretariat', role: 'secretariat' },
	],
};

export const passwordOf = (username) => `sandi ${username}`;

const running = new Set();
process.on('exit', () => {
	for (const s of running) {
		s.child?.kill('SIGKILL');
		rmSync(s.folder, { recursive: true, force: true });
	}
});

/* Any part may be given; null leaves a file out. `folder`: where its own is made. `users`: [{ username, role, juror, password }].
 * `program`: another build than the one that is tested. */
export async function server(given = {}) {
	const parts = { ...sample, ...given };
	const s = new Server(given.folder, /^edition:\s*([a-z0-9-]+)/m.exec(parts.scheme)[1], given.program);
	running.add(s);
	s.init(parts);
	for (const user of parts.users ?? [])
		s.addUser(user);
	await s.start(given.listen, given.serve);
	return s;
}

class Server {
	constructor(folder = tmpdir(), edition, build = program) {
		this.program = build;
		this.edition = edition;
		this.folder = mkdtempSync(join(folder, 'paritrana-'));
		this.db = join(this.folder, 'award.db');
		this.log = '';
	}

	/* Runs a command; throws unless it ends as `expect` says. */
	cli(args, { input = '', expect = 0, lang = 'en' } = {}) {
		const done = spawnSync(this.program, args, {
			input, encoding: 'utf8', env: { ...process.env, LC_ALL: lang },
		});
		if (done.status !== expect)
			throw new Error(`${args.join(' ')}: exit ${done.status}\n${done.stdout}${done.stderr}`);
		return done;
	}

	init(parts, options) {
		const args = ['init', '--db', this.db];
		for (const name of ['scheme', 'settings', 'nominees', 'jurors', 'evidence']) {
			if (parts[name] === null || parts[name] === undefined)
				continue;
			const file = join(this.folder, `${name}.${name[0] === 's' ? 'yaml' : 'csv'}`);
			writeFileSync(file, parts[name]);
			args.push(`--${name}`, file);
		}
		return this.cli(args, options);
	}

	addUser({ username, role, juror, password = passwordOf(username) }) {
		return this.cli(['user', 'add', '--db', this.db, '--edition', this.edition, '--username', username,
			'--role', role, ...(juror ? ['--juror', juror] : []), '--password-stdin'], { input: `${password}\n` });
	}

	/* Rows of the database, changed or read behind the program's back: only while it is halted. */
	sql(text) {
		this.tampered ||= /\b(UPDATE|INSERT|DELETE)\b/.test(text);
		const done = spawnSync('sqlite3', ['-json', this.db, text], { encoding: 'utf8' });
		if (done.status !== 0)
			throw new Error(done.stderr);
		return done.stdout ? JSON.parse(done.stdout) : [];
	}

	start(listen = '127.0.0.1:0', options = []) {
		const child = this.child = spawn(this.program, ['serve', '--db', this.db, '--listen', listen, ...options], {
			stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'en' },
		});
		child.stderr.on('data', (data) => { this.log += data; });
		this.ended = new Promise((done) => child.on('exit', (code, signal) => done({ code, signal })));
		return new Promise((done, failed) => {
			let said = '';
			child.stdout.on('data', (data) => {
				said += data;
				const address = /listening on (\S+)/.exec(said);
				if (address) {
					this.url = address[1];
					done(this);
				}
			});
			this.ended.then(({ code }) => failed(new Error(`serve: exit ${code}\n${said}${this.log}`)));
		});
	}

	/* Ends the process and keeps the files. */
	async halt(signal = 'SIGTERM') {
		this.child.kill(signal);
		const end = await this.ended;
		this.child = undefined;
		return end;
	}

	/* Whatever the test did, the log of acts must tell every row of it (docs/adding-a-page.md). */
	async stop() {
		const end = this.child ? await this.halt() : { code: 0 };
		running.delete(this);
		const check = !this.tampered && spawnSync(program, ['verify', '--db', this.db],
			{ encoding: 'utf8', env: { ...process.env, LC_ALL: 'en' } });
		rmSync(this.folder, { recursive: true, force: true });
		if (end.code !== 0)
			throw new Error(`serve ended with ${end.code ?? end.signal}\n${this.log}`);
		if (check && check.status !== 0)
			throw new Error(`verify --db: ${check.stderr}`);
	}

	/* A call of the API: the body as JSON unless it is a string; `key` is the Idempotency-Key. */
	async api(method, path, body, { token, key, headers = {} } = {}) {
		const answer = await fetch(`${this.url}/api/v1${path}`, {
			method, redirect: 'manual',
			body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
			headers: {
				...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
				...(token ? { Authorization: `Bearer ${token}` } : {}),
				...(key ? { 'Idempotency-Key': key } : {}),
				...headers,
			},
		});
		const text = await answer.text();
		const type = answer.headers.get('Content-Type') ?? '';
		return {
			status: answer.status, headers: answer.headers, text,
			body: type.includes('json') ? JSON.parse(text) : undefined,
		};
	}

	async login(username, password = passwordOf(username)) {
		const { status, body, headers, text } = await this.api('POST', '/session', { username, password });
		if (status !== 200)
			throw new Error(`sign-in of ${username}: ${status} ${text}`);
		return { ...body, cookie: headers.getSetCookie().find((c) => c.startsWith('session='))?.split(';')[0] };
	}

	browser() {
		return new Browser(this);
	}
}

/* Pages without script: keeps cookies, sends what a browser sends, fills the form token in. */
class Browser {
	constructor(server) {
		this.server = server; // whose address changes with a restart
		this.cookies = new Map();
		this.path = '/';
		this.text = '';
	}

	/* One after another: of two at once each would read the other's answer, and the token of whatever page came last. */
	async send(method, path, body, headers = {}) {
		if (this.asking)
			throw new Error(`${method} ${path} while ${this.asking} is on its way: two browsers, or one after the other`);
		this.asking = `${method} ${path}`;
		try {
			return await this.sent(method, path, body, headers);
		} finally {
			this.asking = undefined;
		}
	}

	async sent(method, path, body, headers) {
		const url = new URL(path, this.server.url + this.path);
		const answer = await fetch(url, {
			method, body, redirect: 'manual',
			headers: {
				'Sec-Fetch-Site': 'same-origin',
				...(this.cookies.size ? { Cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } : {}),
				...headers,
			},
		});
		for (const cookie of answer.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
			if (/Max-Age=0(;|$)/.test(cookie))
				this.cookies.delete(name);
			else
				this.cookies.set(name, value);
		}
		this.status = answer.status;
		this.headers = answer.headers;
		this.location = answer.headers.get('Location');
		this.bytes = Buffer.from(await answer.arrayBuffer());
		this.text = this.bytes.toString();
		if (method === 'GET' || !this.location)
			this.path = url.pathname + url.search;
		return this;
	}

	/* Follows redirects. */
	async get(path, headers) {
		await this.send('GET', path, undefined, headers);
		for (let i = 0; this.location && i < 5; i++)
			await this.send('GET', this.location, undefined, headers);
		return this;
	}

	/* Posts a form; its token is that of the page shown last. Does not follow a redirect. */
	post(path, fields = {}, headers = {}) {
		const token = this.token();
		const form = new URLSearchParams(token && !('_token' in fields) ? { _token: token, ...fields } : fields);
		return this.send('POST', path, form, headers);
	}

	/* The same for an act that is said in words before it is done: both steps. */
	async act(path, fields = {}, headers = {}) {
		await this.post(path, fields, headers);
		if (this.status !== 200 || !this.text.includes('name="sure"'))
			return this;
		return this.post(path, { ...fields, sure: 'on' }, headers);
	}

	token() {
		return /name="_token" value="([^"]+)"/.exec(this.text)?.[1];
	}

	/* What is wrong with the HTML of the page: [] when nothing is. */
	async sound() {
		const { HtmlValidate } = await import('html-validate');
		const validator = new HtmlValidate({ extends: ['html-validate:recommended'], rules: {
			'no-trailing-whitespace': 'off', 'void-style': 'off', 'doctype-style': 'off', 'long-title': 'off',
		} });
		const { results } = await validator.validateString(this.text);
		return results.flatMap((r) => r.messages.map((m) => `${this.path}:${m.line}: ${m.ruleId}: ${m.message}`));
	}

	async signIn(username, password = passwordOf(username)) {
		await this.get('/sign-in');
		return this.post('/sign-in', { username, password });
	}
}
