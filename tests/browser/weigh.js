// What a page costs over the wire: itself and all that it names, each as a browser would get it.
import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';

/* Bytes on the wire, headers with them, and the text (without a body that is no text). */
export function fetched(url, cookie) {
	return new Promise((done, failed) => {
		const headers = { 'Accept-Encoding': 'gzip', ...(cookie ? { Cookie: `session=${cookie}` } : {}) };
		const call = get(url, { headers, agent: false }, (answer) => {
			const pieces = [], { socket } = answer;
			answer.on('data', (piece) => pieces.push(piece));
			answer.on('error', failed);
			answer.on('end', () => {
				const body = Buffer.concat(pieces);
				const packed = answer.headers['content-encoding'] === 'gzip';
				done({
					status: answer.statusCode, type: answer.headers['content-type'] ?? '', bytes: socket.bytesRead,
					text: String(packed ? gunzipSync(body) : body), location: answer.headers.location,
				});
			});
		});
		call.on('error', failed);
	});
}

/* Adds up pages of one service; what is shared is fetched once and counted for each page. A font counts always, though a browser
 * takes it only when a letter of it is shown: so this is a bound. */
export class Scale {
	constructor(url) {
		Object.assign(this, { url, files: new Map() });
	}

	async file(path, cookie) {
		if (!this.files.has(path)) {
			const { status, bytes, text, type } = await fetched(this.url + path, cookie);
			if (status !== 200)
				throw new Error(`${path}: ${status}`);
			const inside = type.startsWith('text/css') ? [...text.matchAll(/url\("?([^")]+)"?\)/g)].map(([, name]) => name)
				.filter((name) => !name.startsWith('data:')) : [];
			let all = bytes;
			for (const name of inside)
				all += await this.file(new URL(name, this.url + path).pathname, cookie);
			this.files.set(path, all);
		}
		return this.files.get(path);
	}

	/* The answer of a page, with `parts` ([name, bytes]) and their sum `weight`. */
	async page(path, cookie) {
		const answer = await fetched(this.url + path, cookie);
		const named = new Set();
		for (const [tag, , address] of answer.text.matchAll(/<[a-z]+\s[^>]*?\b(href|src)="(\/[^"#]+)[^>]*>/g))
			if ((tag.startsWith('<link') && !/rel="(apple-touch-icon|manifest|alternate)"/.test(tag)) || /^<(use|img|script)/.test(tag))
				named.add(address.replaceAll('&amp;', '&'));
		answer.parts = [[path, answer.bytes]];
		for (const name of named)
			answer.parts.push([name, await this.file(name, cookie)]);
		answer.weight = answer.parts.reduce((sum, [, bytes]) => sum + bytes, 0);
		return answer;
	}
}

const FILE = /\.(pdf|csv|txt|json|ics|xlsx|zip|png)$/;
const NEAR = 4, ALIKE = 2; // of pages deeper than this, as many of each folder and form

/* Every page that a person comes to by links, those that are alike only some times: calls back with each. */
export async function walk(scale, cookie, seen) {
	const todo = ['/', '/account'], met = new Set(), alike = new Map();
	while (todo.length) {
		const path = todo.shift();
		const steps = path.split('/');
		const form = `${steps.slice(0, NEAR).join('/')}/*/${steps.slice(NEAR + 1).join('/')}`;
		if (met.has(path) || FILE.test(path) || path.startsWith('/static/'))
			continue;
		met.add(path);
		if (steps.length > NEAR) {
			if ((alike.get(form) ?? 0) >= ALIKE)
				continue;
			alike.set(form, (alike.get(form) ?? 0) + 1);
		}
		const page = await scale.page(path, cookie);
		if (page.location) {
			todo.push(new URL(page.location, scale.url).pathname);
			continue;
		}
		await seen(path, page);
		for (const [, href] of page.text.matchAll(/<a\s[^>]*?href="(\/[^"#?]*)/g))
			todo.push(href);
	}
}
