// What docs/packaging gives to systemd and nginx is understood by them.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = resolve(process.env.PARITRANA ?? 'build/paritrana');
const folder = new URL('../../docs/packaging/', import.meta.url);
const units = readdirSync(folder).filter((name) => /\.(service|timer|socket)$/.test(name));
const text = (name) => readFileSync(new URL(name, folder), 'utf8');
const has = (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;

function within(t) {
	const place = mkdtempSync(join(tmpdir(), 'packaging-'));
	t.after(() => rmSync(place, { recursive: true }));
	return (name) => join(place, name);
}

/* [{ section, name, value }] of a unit; throws at a line that is none. */
function lines(unit) {
	let section;
	return text(unit).split('\n').flatMap((line, i) => {
		if (/^(#|$)/.test(line))
			return [];
		const head = /^\[([A-Z][a-z]+)\]$/.exec(line), entry = /^([A-Z][A-Za-z]+)=(.*)$/.exec(line);
		assert.ok(head || (section && entry), `${unit}:${i + 1}: ${line}`);
		section = head ? head[1] : section;
		return head ? [] : [{ section, name: entry[1], value: entry[2] }];
	});
}

test('every unit is made of sections and settings, and calls commands that the program has', () => {
	assert.ok(units.length >= 6);
	for (const unit of units) {
		const all = lines(unit);
		assert.ok(all.some(({ section, name }) => section === 'Unit' && name === 'Description'), unit);
		for (const { value } of all.filter(({ name }) => name.startsWith('ExecStart'))) {
			const [, command, rest] = /\/usr\/bin\/paritrana ([a-z]+)(.*)/.exec(value) ?? [];
			if (!command)
				continue;
			const help = spawnSync(program, [command, '--help'], { encoding: 'utf8' });
			assert.equal(help.status, 0, `${unit}: ${value}`);
			for (const [option] of rest.matchAll(/--[a-z-]+/g))
				assert.ok(help.stdout.includes(option), `${unit}: ${command} has no ${option}`);
		}
	}
	for (const timer of units.filter((name) => name.endsWith('.timer')))
		assert.ok(units.includes(timer.replace('.timer', '.service')), `${timer} starts something`);
});

const analyze = (at, names) => spawnSync('systemd-analyze', ['verify', '--man=no', ...names.map(at)], { encoding: 'utf8' });

test('systemd understands every line of the units', (t) => {
	if (!has('systemd-analyze'))
		return t.skip('systemd-analyze is not here');
	const at = within(t);
	for (const unit of units)
		writeFileSync(at(unit), text(unit).replaceAll('/usr/bin/paritrana', program));
	const done = analyze(at, units);
	const ours = done.stderr.split('\n').filter((line) => /paritrana/.test(line));
	assert.deepEqual(ours, []);
	assert.equal(done.status, 0, done.stderr);
	writeFileSync(at('paritrana-verify.service'), text('paritrana-verify.service').replaceAll('/usr/bin/paritrana', program)
		.replace('NoNewPrivileges=', 'NoNewPrivilege='));
	assert.match(analyze(at, ['paritrana-verify.service']).stderr, /NoNewPrivilege/, 'a mistake would be said');
});

test('nginx understands its sample', (t) => {
	if (!has('nginx') || !has('openssl'))
		return t.skip('nginx is not here');
	const at = within(t);
	const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1',
		'-subj', '/CN=award.example.go.id', '-keyout', at('key.pem'), '-out', at('fullchain.pem')], { encoding: 'utf8' });
	assert.equal(made.status, 0, made.stderr);
	writeFileSync(at('site.conf'), text('nginx.conf').replaceAll('/etc/ssl/paritrana/', `${at('.')}/`)
		.replaceAll('/var/log/nginx/', `${at('.')}/`));
	writeFileSync(at('nginx.conf'), `pid ${at('pid')};\nevents {}\nhttp { include ${at('site.conf')}; }\n`);
	const done = spawnSync('nginx', ['-t', '-q', '-p', at('.'), '-c', at('nginx.conf'), '-g', `error_log ${at('error.log')};`], { encoding: 'utf8' });
	assert.equal(done.status, 0, done.stderr);
	assert.doesNotMatch(done.stderr, /warn|deprecated/);
});

test('the account and the folder of the copies are those of the units', () => {
	const users = new Set(units.flatMap((unit) => lines(unit).filter(({ name }) => name === 'User').map(({ value }) => value)));
	assert.deepEqual([...users], ['paritrana']);
	assert.match(text('sysusers.conf'), /^u paritrana - "[^"]+" \/var\/lib\/paritrana \/usr\/sbin\/nologin$/m);
	const [, kept] = /^d (\S+) 0700 paritrana paritrana -$/m.exec(text('tmpfiles.conf'));
	assert.ok(text('paritrana-backup.service').includes(`--to "${kept}/`));
});
