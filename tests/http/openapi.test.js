// docs/openapi.yaml against real answers: the status is documented, the shape is the one it promises.
// (That every route is in it, and nothing else, is shown by tests/unit/test_openapi.c.)
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pleno } from './pleno.js';

// ---- As much of YAML as that file uses: blocks by indentation, flow maps and lists, quoted texts ----

function flow(text) {
	let at = 0;
	const skip = () => { while (text[at] === ' ') at++; };
	const quoted = () => {
		const end = /^"(?:[^"\\]|\\.)*"/.exec(text.slice(at))[0];
		at += end.length;
		return JSON.parse(end);
	};
	const plain = (stop) => {
		const start = at;
		while (at < text.length && !stop(text[at], text[at + 1])) at++;
		return scalar(text.slice(start, at).trim());
	};
	function value() {
		assert.ok(at < text.length, text);
		skip();
		if (text[at] === '"') return quoted();
		if (text[at] === '[' || text[at] === '{') {
			const map = text[at++] === '{', ret = map ? {} : [];
			for (skip(); !']}'.includes(text[at]); skip()) {
				if (!map) ret.push(value());
				else {
					const key = text[at] === '"' ? quoted() : String(plain((c, next) => c === ':' && next === ' '));
					skip();
					at++;
					ret[key] = value();
				}
				skip();
				if (text[at] === ',') at++;
			}
			at++;
			return ret;
		}
		return plain((c) => ',]}'.includes(c));
	}
	return value();
}

function scalar(text) {
	if (/^-?\d+$/.test(text)) return Number(text);
	return { true: true, false: false, null: null }[text] ?? text;
}

function parse(source) {
	const lines = source.split('\n').filter((line) => line.trim());
	let i = 0;
	const indent = (line) => /^ */.exec(line)[0].length;
	const inline = (text) => '"[{'.includes(text[0]) ? flow(text) : scalar(text);
	function block(level) {
		if (lines[i].trim().startsWith('- ')) {
			const list = [];
			for (; i < lines.length && indent(lines[i]) === level && lines[i].trim().startsWith('- '); i++) {
				const text = lines[i].trim().slice(2);
				const pair = /^(\$?\w+): (.*)$/.exec(text);
				list.push(pair ? { [pair[1]]: inline(pair[2]) } : inline(text));
			}
			return list;
		}
		const map = {};
		while (i < lines.length && indent(lines[i]) === level) {
			const [, key, rest] = /^("[^"]*"|[^:]+|[^ ]+?):(?: (.*))?$/.exec(lines[i++].trim());
			const name = key.startsWith('"') ? JSON.parse(key) : key;
			if (rest === '|') {
				const text = [];
				while (i < lines.length && indent(lines[i]) > level) text.push(lines[i++].trim());
				map[name] = text.join('\n');
			} else if (rest) map[name] = inline(rest);
			else map[name] = i < lines.length && indent(lines[i]) > level ? block(indent(lines[i])) : null;
		}
		return map;
	}
	return block(0);
}

const document = parse(readFileSync(new URL('../../docs/openapi.yaml', import.meta.url), 'utf8'));

// ---- Does a value fit a schema? Properties that are not named are wrong: the document is complete. ----

function fits(schema, value, at) {
	if (schema.$ref) return fits(document.components.schemas[schema.$ref.split('/').pop()], value, at);
	if (schema.allOf) {
		const all = schema.allOf.map((s) => (s.$ref ? document.components.schemas[s.$ref.split('/').pop()] : s));
		return fits({ type: 'object', properties: Object.assign({}, ...all.map((s) => s.properties)),
			required: all.flatMap((s) => s.required ?? []) }, value, at);
	}
	const types = [schema.type ?? []].flat();
	const type = value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
	assert.ok(!types.length || types.includes(type) || (type === 'integer' && types.includes('number')), `${at}: ${type}, not ${types}`);
	if (schema.const !== undefined) assert.equal(value, schema.const, at);
	if (schema.enum) assert.ok(schema.enum.includes(value), `${at}: ${value}`);
	if (schema.pattern) assert.match(value, new RegExp(schema.pattern), at);
	if (type === 'array') value.forEach((item, n) => fits(schema.items, item, `${at}[${n}]`));
	if (type !== 'object') return;
	for (const name of schema.required ?? []) assert.ok(name in value, `${at} lacks ${name}`);
	for (const [name, item] of Object.entries(value)) {
		const of = schema.properties?.[name] ?? schema.additionalProperties;
		if (schema.properties || schema.additionalProperties) assert.ok(of, `${at}.${name} is not documented`);
		if (of) fits(of, item, `${at}.${name}`);
	}
}

const seen = new Set();

/* `path` is the documented one; `parts` fill it. */
async function ask(s, method, path, status, { who, body, key, headers, parts = {}, query = '' } = {}) {
	const operation = document.paths[path]?.[method.toLowerCase()];
	assert.ok(operation, `${method} ${path} is documented`);
	const target = path.replace(/\{(\w+)\}/g, (_, name) => ({ e: 'contoh', n: 'melati', j: 'j2', id: '999', serial: 'x', ...parts })[name]);
	const answer = await fetch(s.url + target + query, {
		method, redirect: 'manual',
		body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
		headers: {
			...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
			...(who ? { Authorization: `Bearer ${s.tokens[who]}` } : {}),
			...(key ? { 'Idempotency-Key': key } : {}), ...headers,
		},
	});
	const text = await answer.text();
	const name = `${method} ${target}${query} as ${who ?? 'nobody'}`;
	assert.equal(answer.status, status, `${name}: ${text.slice(0, 300)}`);
	const told = operation.responses[status];
	assert.ok(told, `${name}: ${status} is documented`);
	seen.add(`${method} ${path} ${status}`);
	if (!told.content) {
		assert.equal(text, '', name);
		return undefined;
	}
	const [type] = Object.keys(told.content);
	assert.equal(answer.headers.get('Content-Type').split(';')[0], type, name);
	if (!type.includes('json')) return text;
	const value = JSON.parse(text);
	fits(told.content[type].schema, value, name);
	return value;
}

const A = '/api/v1', E = `${A}/editions/{e}`, SHEET = `${E}/nominees/{n}/sheet`;
let s;
before(async () => {
	s = await pleno();
	s.tokens = {};
	for (const who of ['ketua', 'juri-2', 'pengawas', 'sekretariat'])
		s.tokens[who] = (await s.login(who)).token;
});
after(() => s.stop());

test('sessions answer as documented', async () => {
	const session = await ask(s, 'POST', `${A}/session`, 200, { body: { username: 'juri-3', password: 'sandi juri-3' } });
	s.tokens['juri-3'] = session.token;
	await ask(s, 'POST', `${A}/session`, 400, { body: '{' });
	await ask(s, 'POST', `${A}/session`, 401, { body: { username: 'juri-3', password: 'salah' } });
	await ask(s, 'GET', `${A}/session/device-key`, 200, { who: 'juri-3' });
	await ask(s, 'GET', `${A}/session/device-key`, 403, { who: 'pengawas' });
	await ask(s, 'GET', `${A}/session/device-key`, 401);
	await ask(s, 'DELETE', `${A}/session`, 204, { who: 'juri-3' });
	await ask(s, 'DELETE', `${A}/session`, 401, { who: 'juri-3' });
	await ask(s, 'DELETE', `${A}/session`, 403, { headers: { Cookie: `session=${s.tokens.ketua}`, 'Sec-Fetch-Site': 'cross-site' } });
});

test('before the release', async () => {
	await ask(s, 'GET', `${A}/editions`, 200);
	await ask(s, 'GET', E, 200);
	await ask(s, 'GET', E, 200, { who: 'ketua' });
	await ask(s, 'GET', E, 404, { parts: { e: 'tidak-ada' } });
	for (const path of ['results', 'bundle'])
		await ask(s, 'GET', `${E}/${path}`, 404);
	await ask(s, 'GET', `${E}/ranking`, 403, { who: 'ketua' });
	for (const path of ['nominees', 'progress', 'proposals']) {
		await ask(s, 'GET', `${E}/${path}`, 401);
		await ask(s, 'GET', `${E}/${path}`, 200, { who: 'sekretariat' });
	}
	await ask(s, 'GET', `${E}/proposals`, 403, { who: 'juri-2' });
	await ask(s, 'GET', `${E}/progress`, 403, { who: 'juri-2' });
	await ask(s, 'GET', `${E}/nominees`, 200, { who: 'juri-2' });
	await ask(s, 'GET', `${E}/nominees`, 200, { who: 'juri-2', query: '?category=desa' });
	await ask(s, 'POST', `${E}/phase`, 403, { who: 'juri-2', body: { to: 'verification' } });
	await ask(s, 'POST', `${E}/phase`, 400, { who: 'ketua', body: '[' });
});

test('a sheet', async () => {
	await ask(s, 'PUT', SHEET, 423, { who: 'juri-2', key: 'k0', body: { version: 0, marks: {}, action: 'save' } });
	await s.must('sekretariat', 'verification');
	await s.must('sekretariat', 'scoring');
	const call = { version: 0, marks: { w1: 80.5 }, notes: { w1: 'baik' }, feedback: 'lanjutkan', action: 'save' };
	await ask(s, 'GET', SHEET, 401);
	await ask(s, 'GET', SHEET, 200, { who: 'juri-2' });
	await ask(s, 'PUT', SHEET, 200, { who: 'juri-2', key: 'k1', body: call });
	await ask(s, 'GET', SHEET, 200, { who: 'juri-2' });
	await ask(s, 'PUT', SHEET, 400, { who: 'juri-2', body: call });
	await ask(s, 'PUT', SHEET, 401, { key: 'k2', body: call });
	await ask(s, 'PUT', SHEET, 403, { who: 'pengawas', key: 'k2', body: call });
	await ask(s, 'PUT', SHEET, 404, { who: 'juri-2', key: 'k2', body: call, parts: { n: 'tidak-ada' } });
	await ask(s, 'PUT', SHEET, 409, { who: 'juri-2', key: 'k2', body: call });
	await ask(s, 'PUT', SHEET, 422, { who: 'juri-2', key: 'k3', body: { ...call, version: 1, marks: { w1: 800 } } });
	await ask(s, 'PUT', SHEET, 422, { who: 'juri-2', key: 'k1', body: { ...call, version: 1 } });
	await ask(s, 'POST', `${E}/phase`, 409, { who: 'ketua', body: { to: 'deliberation' } });
	await ask(s, 'PUT', SHEET, 200, { who: 'juri-2', key: 'k4', body: { version: 1, marks: {}, action: 'save' } });
});

test('the pleno and the release', async () => {
	for (const who of ['ketua', 'juri-2', 'juri-3'])
		for (const [nominee, w1] of [['melati', 80], ['kenanga', 90], ['cempaka', 70]])
			await s.submit(who, nominee, w1, 8);
	await ask(s, 'POST', `${E}/phase`, 200, { who: 'ketua', body: { to: 'deliberation' } });
	await ask(s, 'GET', `${E}/ranking`, 200, { who: 'juri-2' });
	await ask(s, 'PUT', `${E}/votes`, 422, { who: 'ketua', body: { category: 'desa', order: ['melati', 'kenanga'], reason: 'x' } });
	await ask(s, 'PUT', `${E}/votes`, 403, { who: 'juri-2', body: { category: 'desa', order: ['melati', 'kenanga'], reason: 'x' } });
	const proposal = await ask(s, 'POST', `${E}/proposals`, 200, {
		who: 'ketua', body: { kind: 'reopen_sheet', about: { juror: 'j2', nominee: 'melati' }, reason: 'salah ketik' },
	});
	await ask(s, 'POST', `${E}/proposals`, 422, { who: 'ketua', body: { kind: 'tidak-ada', about: {}, reason: 'x' } });
	await ask(s, 'GET', `${E}/proposals`, 200, { who: 'pengawas' });
	await ask(s, 'POST', `${E}/proposals/{id}`, 200, { who: 'pengawas', body: { decision: 'refuse' }, parts: { id: proposal.id } });
	await ask(s, 'POST', `${E}/proposals/{id}`, 409, { who: 'pengawas', body: { decision: 'confirm' }, parts: { id: proposal.id } });
	await ask(s, 'POST', `${E}/proposals/{id}`, 404, { who: 'pengawas', body: { decision: 'confirm' } });
	await ask(s, 'POST', `${E}/nominees/{n}/jurors/{j}`, 422, { who: 'ketua', body: { act: 'tidak-ada', reason: 'x' } });
	const { bundle_sha256 } = await ask(s, 'POST', `${E}/phase`, 200, { who: 'ketua', body: { to: 'approved' } });
	await ask(s, 'POST', `${E}/phase`, 422, { who: 'pengawas', body: { to: 'published' } });
	await ask(s, 'POST', `${E}/phase`, 409, { who: 'pengawas', body: { to: 'published', bundle_sha256: '0'.repeat(64) } });
	await ask(s, 'POST', `${E}/phase`, 200, { who: 'pengawas', body: { to: 'published', bundle_sha256 } });
});

test('after the release', async () => {
	await ask(s, 'GET', E, 200);
	await ask(s, 'GET', `${E}/results`, 200);
	await ask(s, 'GET', `${E}/results`, 404, { query: '?release=7' });
	await ask(s, 'GET', `${E}/bundle`, 200);
	await ask(s, 'GET', `${A}/certificates/{serial}`, 404);
	await ask(s, 'GET', `${A}/certificates/{serial}.pdf`, 404);
	const page = s.browser();
	await page.signIn('sekretariat');
	await page.get('/editions/contoh/certificates');
	const serial = /href="\/certificates\/([0-9a-z-]+)"/.exec(page.text)[1];
	await ask(s, 'GET', `${A}/certificates/{serial}`, 200, { parts: { serial } });
	await ask(s, 'GET', `${A}/certificates/{serial}.pdf`, 200, { parts: { serial } });
});

test('signs of life', async () => {
	for (const path of ['/healthz', '/readyz', '/metrics']) {
		await ask(s, 'GET', path, 200);
		await ask(s, 'GET', path, 403, { headers: { 'X-Forwarded-For': '203.0.113.7' } });
	}
});

test('each documented call was asked', () => {
	for (const [path, operations] of Object.entries(document.paths))
		for (const method of Object.keys(operations)) {
			const answers = [...seen].filter((one) => one.startsWith(`${method.toUpperCase()} ${path} `));
			assert.ok(answers.length, `${method} ${path} was never asked`);
		}
});
