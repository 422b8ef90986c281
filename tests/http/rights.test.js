// Every route, asked by everybody, in every phase, against one reviewed table: rights.txt.
// `UPDATE=1 node --test tests/http/rights.test.js` writes the table anew; then read the difference.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { server } from './lib.js';
import { routes as allRoutes } from './routes.js';

const here = dirname(fileURLToPath(import.meta.url));
const TABLE = join(here, 'rights.txt');
const PHASES = ['setup', 'verification', 'scoring', 'deliberation', 'approved', 'published'];
const PEOPLE = { nobody: null, juror: 'juri-2', chair: 'ketua', keeper: 'pengawas', secretariat: 'sekretariat' };
// They end the session that asks; session.test.js looks at them.
const ENDING = [/^DELETE .*session$/, /sign-out$/, /account\/sessions/, /^POST .*sign-in$/, /^POST .*\/session$/];
// What fills the parts of a path. Nothing that is changed exists, so that nothing changes.
const PARTS = { e: 'contoh', n: 'melati', c: 'desa', serial: 'tidak-ada', id: '999', name: 'pekerja', kind: 'nominees', j: 'j2', s: '999', room: 'ruang-contoh' };

const routes = () => allRoutes().filter(({ method, path }) => !ENDING.some((pattern) => pattern.test(`${method} ${path}`)));

const tokenOf = (session) => createHash('sha256').update(`paritrana form ${session}`).digest('hex');

function pathOf({ method, path }) {
	const parts = { ...PARTS };
	if (method === 'POST' && !path.startsWith('/api') && !path.includes('/sheets/'))
		parts.n = parts.j = 'tidak-ada';
	return path.replace(/:(\w+)/g, (_, name) => parts[name]);
}

async function ask(s, route, session) {
	const api = route.path.startsWith('/api/');
	const headers = { 'Sec-Fetch-Site': 'same-origin', ...(session ? { Cookie: `session=${session}` } : {}) };
	let body;
	if (route.method !== 'GET') {
		headers['Content-Type'] = api ? 'application/json' : 'application/x-www-form-urlencoded';
		headers['Idempotency-Key'] = 'kunci';
		body = api ? '{}' : new URLSearchParams(session ? { _token: tokenOf(session) } : {}).toString();
	}
	const answer = await fetch(s.url + pathOf(route), { method: route.method, headers, body, redirect: 'manual' });
	await answer.arrayBuffer();
	return answer.status;
}

async function column(s, phase, sessions) {
	const cells = new Map();
	for (const route of routes())
		for (const who of Object.keys(PEOPLE))
			cells.set(`${route.method} ${route.path} ${who}`, await ask(s, route, sessions[who]));
	return cells;
}

test('everybody gets what the table says, on every route, in every phase', async () => {
	const s = await server();
	const sessions = {};
	for (const [who, username] of Object.entries(PEOPLE))
		sessions[who] = username && (await s.login(username)).token;
	await s.halt();
	const fresh = `${s.db}.fresh`;
	copyFileSync(s.db, fresh);
	const columns = [];
	for (const phase of PHASES) {
		copyFileSync(fresh, s.db);
		s.sql(`UPDATE edition SET phase = '${phase}'`);
		await s.start();
		columns.push(await column(s, phase, sessions));
		await s.halt();
	}
	await s.stop();
	let text = `# ${PHASES.join(' ')}\n`;
	for (const { method, path } of routes()) {
		text += `${method} ${path}\n`;
		for (const who of Object.keys(PEOPLE))
			text += `  ${who.padEnd(12)} ${columns.map((cells) => cells.get(`${method} ${path} ${who}`)).join(' ')}\n`;
	}
	if (process.env.UPDATE)
		writeFileSync(TABLE, text);
	assert.equal(text, readFileSync(TABLE, 'utf8'));
});
