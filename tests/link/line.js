// A slow line between a browser and a service, which passes bytes on without knowing what they are: so TLS goes through it
// as it is. One rate for all connections of a direction, a delay each way, outages.
import { createServer, connect } from 'node:net';

export class Line {
	/* `rate` in bytes a second (0: no limit), `delay` in milliseconds each way, `to` a port of this machine. */
	constructor({ to, rate = 0, delay = 0 }) {
		Object.assign(this, { to, rate, delay, free: { up: 0, down: 0 }, carried: { up: 0, down: 0 }, sockets: new Set(), waiting: [] });
	}

	async start() {
		this.server = createServer({ pauseOnConnect: true }, (near) => {
			// A handshake of TCP asks once there and back, before the first byte.
			setTimeout(() => this.join(near), 2 * this.delay);
		});
		await new Promise((done) => this.server.listen(0, '127.0.0.1', done));
		this.port = this.server.address().port;
		return this;
	}

	join(near) {
		const far = connect(this.to, '127.0.0.1');
		for (const [from, onto, way] of [[near, far, 'up'], [far, near, 'down']]) {
			this.sockets.add(from);
			from.setNoDelay(true);
			from.on('data', (piece) => this.carry(from, onto, way, piece));
			from.on('error', () => {}).on('close', () => {
				this.sockets.delete(from);
				setTimeout(() => onto.end(), this.delay + 10);
			});
		}
		near.resume();
	}

	/* When the line has room for it, and then the delay. What is sent piles up at its sender. */
	carry(from, onto, way, piece) {
		const now = performance.now();
		const begins = Math.max(now, this.free[way]);
		this.free[way] = begins + (this.rate ? piece.length / this.rate * 1000 : 0);
		this.carried[way] += piece.length;
		if (this.free[way] - now > 100) {
			from.pause();
			setTimeout(() => from.resume(), this.free[way] - now - 50);
		}
		setTimeout(() => this.deliver(onto, piece), this.free[way] - now + this.delay);
	}

	deliver(onto, piece) {
		if (this.dead)
			this.waiting.push([onto, piece]);
		else if (!onto.destroyed)
			onto.write(piece);
	}

	/* Nothing arrives, and nobody is told so: as with a phone that has walked out of reach. */
	cut() {
		this.dead = true;
	}

	mend() {
		this.dead = false;
		for (const [onto, piece] of this.waiting.splice(0))
			this.deliver(onto, piece);
	}

	async stop() {
		for (const socket of this.sockets)
			socket.destroy();
		await new Promise((done) => this.server.close(done));
	}
}
