// A small server of files, with the policy that the program sends: what it forbids must not be
// needed by any page.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

export const POLICY =
	"default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const TYPES = {
	'.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8',
	'.svg': 'image/svg+xml', '.woff2': 'font/woff2',
};

export async function serve(pages, statics) {
	const server = createServer(async (request, response) => {
		const path = new URL(request.url, 'http://x').pathname;
		const folder = path.startsWith('/static/') ? statics : pages;
		try {
			const body = await readFile(join(folder, basename(path)));
			response.writeHead(200, {
				'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
				'Content-Security-Policy': POLICY,
			});
			response.end(body);
		} catch {
			response.writeHead(404).end();
		}
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
