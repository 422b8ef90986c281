// The sample edition of `paritrana demo`, in full: { url, edition, accounts, stop }; `cookie(role or
// username)` signs in and gives the cookie's value; `serve(options)` has another process serve it: sessions stay.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../http/lib.js';

/* Runs the program until it is ended; resolves with what `ready` makes of what it says. */
function run(args, ready) {
	const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LC_ALL: 'en' } });
	const ended = new Promise((done) => child.on('exit', done));
	const said = new Promise((done, failed) => {
		let text = '';
		child.stdout.on('data', (data) => {
			text += data;
			const found = ready(text);
			if (found)
				done(found);
		});
		ended.then((code) => failed(new Error(`${args.join(' ')}: exit ${code}`)));
	});
	return { said, end: () => { child.kill(); return ended; } };
}

export async function demo() {
	const folder = mkdtempSync(join(tmpdir(), 'paritrana-demo-')), db = join(folder, 'award.db');
	let running = run(['demo', '--format', 'json', '--db', db, '--listen', '127.0.0.1:0'],
		(text) => text.includes('\n') && JSON.parse(text.slice(0, text.indexOf('\n'))));
	return {
		...await running.said,
		account(who) {
			return this.accounts.find(({ username, role }) => username === who || role === who);
		},
		async cookie(who) {
			const { username, password } = this.account(who);
			const answer = await fetch(`${this.url}/api/v1/session`, { method: 'POST',
				headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username, password }) });
			return /session=([^;]+)/.exec(answer.headers.get('Set-Cookie'))[1];
		},
		async serve(options) {
			await running.end();
			running = run(['serve', '--db', db, '--listen', '127.0.0.1:0', ...options], (text) => /listening on (\S+)/.exec(text)?.[1]);
			this.url = await running.said;
		},
		async stop() {
			await running.end();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
