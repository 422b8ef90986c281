// Stands between a browser and the service and does what networks do: passes on, dies, swallows the
// answer when the service has done its work, says nothing at all, or answers by itself. Remembers what it was asked.
import { createServer, request as send } from 'node:http';

export class Portal {
	/* `to()`: address of the service. `build`: { 'keep.js': (text) => text } changes a script on its way. */
	constructor(to, build = {}) {
		Object.assign(this, { to, build, mode: 'pass', asked: [] });
		this.server = createServer((request, response) => this.take(request, response).catch(() => request.socket.destroy()));
	}

	async start() {
		await new Promise((done) => this.server.listen(0, '127.0.0.1', done));
		this.url = `http://127.0.0.1:${this.server.address().port}`;
		return this;
	}

	stop() {
		this.server.closeAllConnections();
		this.server.close();
	}

	puts(part = '') {
		return this.asked.filter(({ method, path }) => method === 'PUT' && path.includes(part));
	}

	async take(request, response) {
		const body = Buffer.concat(await request.toArray());
		const about = { socket: request.socket, method: request.method, path: request.url, key: request.headers['idempotency-key'],
			headers: request.headers, body: body.toString() };
		this.asked.push(about);
		const mode = typeof this.mode === 'function' ? this.mode(about) : this.mode;
		if (mode === 'dead')
			return request.socket.destroy();
		if (mode === 'hang')
			return undefined; // until who asked gives up
		if (mode?.status)
			return response.writeHead(mode.status, mode.headers).end(mode.body);
		const { status, headers, data } = await this.pass(request, body);
		if (mode === 'swallow')
			return request.socket.destroy();
		const mend = Object.entries(this.build).find(([name]) => new RegExp(`^/(static/)?${name.replace('.js', '')}(\\.[0-9a-f]+)?\\.js$`).test(request.url))?.[1];
		// A browser repeats by itself what a used connection did not answer; here only the page may.
		response.writeHead(status, { ...headers, connection: 'close' });
		return response.end(mend ? mend(data.toString()) : data);
	}

	pass(request, body) {
		const to = new URL(request.url, this.to());
		return new Promise((done, failed) => {
			const headers = { ...request.headers, host: to.host, ...(Object.keys(this.build).length ? { 'accept-encoding': 'identity' } : {}) };
			if (headers.origin)
				headers.origin = to.origin;
			const passed = send(to, { method: request.method, headers }, async (answer) => {
				const data = Buffer.concat(await answer.toArray());
				const kept = { ...answer.headers };
				delete kept['content-length'];
				delete kept['transfer-encoding'];
				done({ status: answer.statusCode, headers: kept, data });
			});
			passed.on('error', failed);
			passed.end(body);
		});
	}
}
