// A bad way between a browser and a service, request by request: what is lost on the way there, what is lost on the way back
// after it was done, what comes late, what comes twice, and a portal that answers for the service. Keeps a book of every save.
import { Agent, createServer, request } from 'node:http';

/* The same numbers for the same seed. */
export function chance(seed) {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let x = Math.imul(state ^ (state >>> 15), 1 | state);
		x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
		return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
	};
}

const PORTAL = '<!doctype html><html lang="id"><title>Wi-Fi Hotel</title><p>Silakan masuk ke jaringan.</p></html>';

export class Middle {
	/* `faults`: shares of requests, { lost, swallowed, late, twice, portal }; `planned`: the fates of the first saves, one after
	 * the other. None until `bad` is set. */
	constructor(to, { seed = 1, faults = {}, planned = [] } = {}) {
		Object.assign(this, { to: new URL(to), random: chance(seed), faults, planned: [...planned], bad: false, dead: false, book: [], open: new Set() });
		this.agent = new Agent({ keepAlive: true });
		this.server = createServer((call, answer) => this.take(call, answer));
		this.server.on('connection', (socket) => {
			this.open.add(socket);
			socket.on('close', () => this.open.delete(socket)).on('error', () => {});
		});
	}

	async start() {
		await new Promise((done) => this.server.listen(0, '127.0.0.1', done));
		this.url = `http://127.0.0.1:${this.server.address().port}`;
		return this;
	}

	/* Out of reach: what is under way ends without an answer, what comes is not taken. */
	cut() {
		this.dead = true;
		for (const socket of this.open)
			socket.destroy();
	}

	mend() {
		this.dead = false;
	}

	/* One of the faults, or undefined. */
	fate(method) {
		if (!this.bad)
			return undefined;
		if (method === 'PUT' && this.planned.length)
			return this.planned.shift();
		let at = this.random();
		for (const [name, share] of Object.entries(this.faults))
			if ((at -= share) < 0)
				return name;
		return undefined;
	}

	async take(call, answer) {
		const pieces = [];
		for await (const piece of call)
			pieces.push(piece);
		const body = Buffer.concat(pieces), fate = this.dead ? 'lost' : this.fate(call.method);
		const entry = { method: call.method, path: call.url, key: call.headers['idempotency-key'], body: String(body), fate };
		if (call.method === 'PUT')
			this.book.push(entry);
		if (fate === 'lost')
			return void call.socket.destroy();
		if (fate === 'portal')
			return void answer.writeHead(200, { 'Content-Type': 'text/html' }).end(PORTAL);
		const said = await this.pass(call, body).catch(() => undefined);
		const again = fate === 'twice' ? await this.pass(call, body).catch(() => undefined) : said;
		if (fate === 'late')
			await new Promise((done) => { setTimeout(done, 300 + this.random() * 700); });
		entry.status = again?.status;
		entry.said = again && String(again.body);
		if (!again || fate === 'swallowed' || this.dead)
			return void call.socket.destroy();
		if (!answer.destroyed)
			answer.writeHead(again.status, again.headers).end(again.body);
	}

	pass(call, body) {
		return new Promise((done, failed) => {
			const onward = request({ host: this.to.hostname, port: this.to.port, agent: this.agent, method: call.method, path: call.url,
				headers: call.headers, setHost: false }, (back) => {
				const pieces = [];
				back.on('data', (piece) => pieces.push(piece));
				back.on('error', failed);
				back.on('end', () => done({ status: back.statusCode, headers: back.rawHeaders, body: Buffer.concat(pieces) }));
			});
			onward.on('error', failed);
			onward.end(body);
		});
	}

	async stop() {
		this.cut();
		this.agent.destroy();
		await new Promise((done) => this.server.close(done));
	}
}
