// The sample edition of `paritrana demo`, in full: { url, edition, accounts, stop }; `cookie(role or
// username)` signs in and gives the cookie's value.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../http/lib.js';

export async function demo(args = []) {
	const folder = mkdtempSync(join(tmpdir(), 'paritrana-demo-'));
	const child = spawn(program, ['demo', '--format', 'json', '--db', join(folder, 'award.db'), '--listen', '127.0.0.1:0', ...args],
		{ stdio: ['ignore', 'pipe', 'ignore'] });
	const ended = new Promise((done) => child.on('exit', done));
	const line = await new Promise((done, failed) => {
		let said = '';
		child.stdout.on('data', (data) => {
			said += data;
			if (said.includes('\n'))
				done(said);
		});
		ended.then((code) => failed(new Error(`demo: exit ${code}`)));
	});
	const made = JSON.parse(line.slice(0, line.indexOf('\n')));
	return {
		...made,
		account: (who) => made.accounts.find(({ username, role }) => username === who || role === who),
		async cookie(who) {
			const { username, password } = this.account(who);
			const answer = await fetch(`${made.url}/api/v1/session`, { method: 'POST',
				headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username, password }) });
			return /session=([^;]+)/.exec(answer.headers.get('Set-Cookie'))[1];
		},
		async stop() {
			child.kill();
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
