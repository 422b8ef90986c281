// A certificate authority that lives for one test, and a home folder whose Chromium trusts it: as a phone trusts the authority
// that certified the office's name.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function run(program, ...args) {
	const done = spawnSync(program, args, { encoding: 'utf8' });
	if (done.status !== 0)
		throw new Error(`${program} ${args.join(' ')}: ${done.error ?? done.stderr}`);
	return done.stdout;
}

/* { folder, cert, key, home, ca } for a name; `home` goes into HOME of a browser. */
export function authority(name) {
	const folder = mkdtempSync(join(tmpdir(), 'paritrana-ca-'));
	const at = (file) => join(folder, file);
	const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
	const home = at('home'), store = join(home, '.pki/nssdb');

	run('openssl', 'req', '-x509', ...curve, '-days', '2', '-subj', '/CN=Otoritas Uji (CONTOH)', '-keyout', at('ca-key.pem'),
		'-out', at('ca.pem'), '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign');
	run('openssl', 'req', ...curve, '-subj', `/CN=${name}`, '-keyout', at('key.pem'), '-out', at('request.pem'));
	writeFileSync(at('more'), `subjectAltName=DNS:${name}\nextendedKeyUsage=serverAuth\n`);
	run('openssl', 'x509', '-req', '-in', at('request.pem'), '-CA', at('ca.pem'), '-CAkey', at('ca-key.pem'), '-CAcreateserial',
		'-days', '1', '-extfile', at('more'), '-out', at('cert.pem'));
	writeFileSync(at('fullchain.pem'), readFileSync(at('cert.pem'), 'utf8') + readFileSync(at('ca.pem'), 'utf8'));
	mkdirSync(store, { recursive: true });
	run('certutil', '-d', `sql:${store}`, '-N', '--empty-password');
	run('certutil', '-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'otoritas-uji', '-i', at('ca.pem'));
	return { folder, home, ca: at('ca.pem'), cert: at('fullchain.pem'), key: at('key.pem'),
		remove: () => rmSync(folder, { recursive: true, force: true }) };
}
