// The program's own tables of routes and of the fields of their forms, out of its source.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';

const folder = new URL('../../src/app/', import.meta.url);
const plain = (name) => readFileSync(new URL(name, folder), 'utf8').replace(/\/\*[^]*?\*\//g, '');

/* [{ method, path, who, fields, slow }]: `who` as written, `fields` the name of its table or undefined. */
export function routes() {
	const found = [];
	for (const [, row] of plain('routes.c').matchAll(/\{([^{}]*?\.path[^{}]*?)\}/gs)) {
		const of = (name) => new RegExp(`\\.${name} = ([^,]+)`).exec(row)?.[1].trim();
		for (const [, method] of of('methods').matchAll(/WEB_(\w+)/g))
			found.push({ method, path: /"([^"]+)"/.exec(of('path'))[1], who: of('who'), fields: of('fields'), slow: of('slow') === 'true' });
	}
	return found;
}

/* A number as C writes it: 200, 5u << 20. */
const number = (text) => text.replace(/[uU]/g, '').split('<<').map(Number).reduce((a, b) => a * 2 ** b);

/* { SETTINGS_FIELDS: [{ name, type, required, max }] } */
export function fieldTables() {
	const sources = readdirSync(folder).filter((name) => /\.[ch]$/.test(name)).map(plain);
	const constants = new Map(), macros = new Map(), tables = {};
	for (const source of sources)
		for (const [, name, value] of source.replace(/\\\n/g, ' ').matchAll(/^#define ([A-Z_]+)\s+(.+)$/gm)) {
			if (/^\{.*\}\s*$/.test(value))
				macros.set(name, value);
			else
				constants.set(name, value.trim());
		}
	const resolved = (text) => constants.get(text.trim()) ?? text.trim();
	const field = (inner) => {
		const [name, type = 'WEB_TEXT', required = 'false', max = '0'] = ['name', 'type', 'required', 'max'].map((key, i, keys) =>
			/^\s*\./.test(inner) ? new RegExp(`\\.${key} = ([^,]+)`).exec(inner)?.[1] : inner.split(',')[keys.indexOf(key)]);
		const text = /^"(.*)"$/.exec(resolved(name ?? 'NULL'))?.[1];
		return text && { name: text, type: type.trim().replace('WEB_', ''), required: required.trim() === 'true', max: number(resolved(max)) || 200 };
	};
	for (const source of sources)
		for (const [, name, body] of source.matchAll(/struct field (\w+)\[\] = \{([^]*?)\n\};/g)) {
			const whole = body.replace(/\b[A-Z_]+_FIELD\b/g, (macro) => macros.get(macro) ?? assert.fail(`${name}: what is ${macro}?`));
			tables[name] = [...whole.matchAll(/\{([^{}]*)\}/g)].map(([, inner]) => field(inner)).filter(Boolean);
			for (const one of tables[name])
				assert.ok(Number.isFinite(one.max) && /^[A-Z]+$/.test(one.type), `${name}: ${JSON.stringify(one)}`);
		}
	return tables;
}
