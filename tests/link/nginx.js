// nginx as docs/packaging sets it up, on ports of its own in front of a service: { http, https, stop }.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const NAME = 'award.example.go.id'; // that of the sample
const sample = readFileSync(new URL('../../docs/packaging/nginx.conf', import.meta.url), 'utf8');

const freePort = () => new Promise((done) => {
	const server = createServer().listen(0, '127.0.0.1', () => {
		const { port } = server.address();
		server.close(() => done(port));
	});
});
const answers = (port) => new Promise((done) => {
	const socket = connect(port, '127.0.0.1', () => { socket.destroy(); done(true); }).on('error', () => done(false));
});

export async function nginx(backend, { cert, key }) {
	const folder = mkdtempSync(join(tmpdir(), 'paritrana-nginx-'));
	const at = (name) => join(folder, name);
	const [http, https] = [await freePort(), await freePort()];
	const site = sample.replace(/^\tlisten \[::\].*\n/gm, '').replace('listen 80;', `listen 127.0.0.1:${http};`)
		.replace('listen 443 ', `listen 127.0.0.1:${https} `).replace('127.0.0.1:8080', new URL(backend).host)
		.replace('/etc/ssl/paritrana/fullchain.pem', cert).replace('/etc/ssl/paritrana/key.pem', key)
		.replaceAll('/var/log/nginx/', `${folder}/`);
	const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${at(name)};`).join(' ');
	mkdirSync(at('logs'));
	writeFileSync(at('site.conf'), site);
	writeFileSync(at('nginx.conf'), `${process.getuid() === 0 ? 'user root;\n' : ''}pid ${at('pid')};\ndaemon off;\n` +
		`events {}\nhttp { ${own} include ${at('site.conf')}; }\n`);
	const child = spawn('nginx', ['-p', folder, '-c', at('nginx.conf'), '-e', at('error.log')], { stdio: 'ignore' });
	const ended = new Promise((done) => child.on('exit', done).on('error', done));
	let over = false;
	ended.then(() => { over = true; });
	while (!await answers(https)) {
		if (over)
			throw new Error(`nginx does not start: ${readFileSync(at('error.log'), 'utf8')}`);
		await new Promise((done) => { setTimeout(done, 20); });
	}
	return {
		http: `http://${NAME}:${http}`, https: `https://${NAME}:${https}`, log: () => readFileSync(at('paritrana.log'), 'utf8'),
		async stop() {
			child.kill('SIGQUIT');
			setTimeout(() => child.kill('SIGTERM'), 2000).unref();
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
