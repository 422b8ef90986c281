// Who asks is remembered between requests; that an account or a role has changed is seen at once all the same.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { passwordOf, program } from './lib.js';
import { pleno, scored } from './pleno.js';

/* Asks without a pause, four at a time; stop() gives what was answered, each with when it was sent. */
function hammer(ask) {
	const answers = [];
	let over = false;
	const one = async () => {
		while (!over) {
			const sent = performance.now();
			answers.push({ sent, ...await ask() });
		}
	};
	const running = Promise.all([one(), one(), one(), one()]);
	return {
		warm: async () => {
			while (answers.length < 40)
				await new Promise((done) => setTimeout(done, 5));
		},
		stop: async () => {
			const from = answers.length;
			while (answers.length < from + 40)
				await new Promise((done) => setTimeout(done, 5));
			over = true;
			await running;
			return answers;
		},
	};
}

/* Changes something under the hammer: every request sent after it was done must be answered by the new state. */
async function changed(ask, change, before, after) {
	const blows = hammer(ask);
	await blows.warm();
	await change();
	const done = performance.now();
	const answers = await blows.stop();
	assert.ok(answers.some((answer) => answer.sent < done && before(answer)), 'as it was');
	const late = answers.filter(({ sent }) => sent > done);
	assert.ok(late.length >= 40);
	for (const answer of late)
		assert.ok(after(answer), `${answer.status} ${answer.text}`);
}

const command = (s, args, input = '') => new Promise((done, failed) => {
	const child = spawn(program, ['user', ...args, '--db', s.db], { stdio: ['pipe', 'ignore', 'inherit'] });
	child.stdin.end(input);
	child.on('exit', (code) => code === 0 ? done() : failed(new Error(`user ${args[0]}: exit ${code}`)));
});

test('an account that is shut is out with its next request, and with a new password only a new sign-in helps', async () => {
	const s = await pleno();
	try {
		await scored(s);
		const ask = () => s.as['juri-3']('GET', '/nominees/melati/sheet');
		await changed(ask, () => command(s, ['disable', '--username', 'juri-3']),
			({ status }) => status === 200, ({ status }) => status === 401);
		await command(s, ['reset', '--username', 'juri-3', '--password-stdin'], 'sandi baru juri 3\n');
		assert.equal((await ask()).status, 401, 'the old session');
		const { token } = await s.login('juri-3', 'sandi baru juri 3');
		await changed(() => s.api('GET', '/editions/contoh/nominees', undefined, { token }),
			() => command(s, ['reset', '--username', 'juri-3', '--password-stdin'], `${passwordOf('juri-3')}\n`),
			({ status }) => status === 200, ({ status }) => status === 401);
	} finally {
		await s.stop();
	}
});

test('a deputy has the role, and who had it has lost it, with the next request of each', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		const deputy = async (juror) => {
			const made = await s.as.sekretariat('POST', '/proposals', { kind: 'deputy', about: { role: 'chair', juror, decree: 'SK 1' }, reason: 'sakit' });
			assert.equal(made.status, 200, made.text);
			return async () => {
				const settled = await s.as.pengawas('POST', `/proposals/${made.body.id}`, { decision: 'confirm' });
				assert.equal(settled.status, 200, settled.text);
			};
		};
		const role = (who) => () => s.as[who]('GET', '');
		await changed(role('juri-2'), await deputy('j2'), ({ body }) => body.role === 'juror', ({ body }) => body.role === 'chair');
		await changed(role('juri-2'), await deputy('j1'), ({ body }) => body.role === 'chair', ({ body }) => body.role === 'juror');
		await deputy('j2').then((confirm) => confirm());
		for (const [who, status] of [['ketua', 403], ['juri-2', 200]])
			assert.equal((await s.move(who, 'approved')).status, status, who);
	} finally {
		await s.stop();
	}
});

test('a keeper who was replaced turns no key', async () => {
	const s = await pleno();
	try {
		await scored(s);
		await s.must('ketua', 'deliberation');
		const { bundle_sha256 } = await s.must('ketua', 'approved');
		const made = await s.as.sekretariat('POST', '/proposals',
			{ kind: 'deputy', about: { role: 'keeper', username: 'pengawas-2', name: 'Pengawas Dua', decree: 'SK 2' }, reason: 'pindah' });
		assert.equal(made.status, 200, made.text);
		await changed(() => s.as.pengawas('GET', '/ranking'), async () => {
			const settled = await s.as.ketua('POST', `/proposals/${made.body.id}`, { decision: 'confirm' });
			assert.equal(settled.status, 200, settled.text);
		}, ({ status }) => status === 200, ({ status }) => status === 401);
		assert.equal((await s.move('pengawas', 'published', { bundle_sha256 })).status, 401);
	} finally {
		await s.stop();
	}
});
