// The jury of the rigs: so many jurors, nominees and criteria; and builds of the program whose scripts are broken on purpose,
// for the positive controls.
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { program, server } from '../http/lib.js';

export const EDITION = 'meja-uji';
const upTo = (count, make) => Array.from({ length: count }, (_, i) => make(i + 1));

/* A service in scoring: `jurors` named juri-1 …, each with a sheet for each of `nominees` (n-1 …), with `criteria` (k1 …) of a
 * scale from 0 to 100 in hundredths. Also s.jurors, s.nominees, s.criteria. */
export async function panel({ jurors = 9, nominees = 60, criteria = 5, ...given } = {}) {
	const weight = (i) => (i < criteria ? Math.floor(100 / criteria) : 100 - (criteria - 1) * Math.floor(100 / criteria));
	const s = await server({
		scheme: `edition: ${EDITION}
title: {id: Meja uji (CONTOH)}
level: kabkota
region: Kabupaten Contoh
assessment_year: 2024
event_year: 2025
sample: true
quorum: 1
aggregation: {method: mean}
categories:
  - key: desa
    name: {id: Desa (CONTOH)}
    winners: 1
    aspects:
      - key: wawancara
        name: {id: Wawancara}
        criteria:
${upTo(criteria, (i) => `          - {key: k${i}, name: {id: Kriteria ${i}}, weight: ${weight(i)}, kind: jury, min: 0, max: 100, step: 0.01}`).join('\n')}
`,
		nominees: `nominee,name,category,region\n${upTo(nominees, (i) => `n-${i},Desa Uji ${i} (CONTOH),desa,Kecamatan Contoh\n`).join('')}`,
		jurors: `juror,name,role,element,institution,categories\n${upTo(jurors, (i) =>
			`j${i},Juri ${i} (CONTOH),${i === 1 ? 'chair' : 'member'},Unsur,Kantor Contoh,\n`).join('')}`,
		evidence: null,
		users: [
			...upTo(jurors, (i) => ({ username: `juri-${i}`, role: i === 1 ? 'chair' : 'juror', juror: `j${i}` })),
			{ username: 'pengawas', role: 'keeper' }, { username: 'sekretariat', role: 'secretariat' },
		],
		...given, serve: undefined, listen: undefined,
	});
	const { token } = await s.login('sekretariat');
	for (const to of ['verification', 'scoring']) {
		const { status, text } = await s.api('POST', `/editions/${EDITION}/phase`, { to }, { token });
		if (status !== 200)
			throw new Error(text);
	}
	s.jurors = upTo(jurors, (i) => `juri-${i}`);
	s.nominees = upTo(nominees, (i) => `n-${i}`);
	s.criteria = upTo(criteria, (i) => `k${i}`);
	/* Every score event, oldest first: { seq, juror, nominee, version, state, marks: { k1: '80.5' } }. Also while it runs. */
	s.events = () => s.sql(`SELECT e.seq, j.key AS juror, n.key AS nominee, e.version, e.state, e.body FROM score_event e
		JOIN juror j ON j.id = e.juror_id JOIN nominee n ON n.id = e.nominee_id ORDER BY e.seq`).map(({ body, ...event }) => ({
		...event, juror: event.juror.replace('j', 'juri-'),
		marks: Object.fromEntries([...body.matchAll(/^mark (\S+) (.*)$/gm)].map(([, key, mark]) => [key, mark])),
	}));
	return s;
}

/* A copy of the build in which scripts read otherwise: { program, remove }. `changes`: { 'outbox.js': [[text, instead], …] }; a
 * text that is not there is an error, so that a control cannot come to nothing unseen. */
export const broken = (changes) => copy(changes, (statics, name, text) => put(statics, name, text));

/* The same as the program's next version: what reads otherwise has another name, which pages and the service worker say. */
export const newer = (changes) => copy(changes, (statics, name, text) => {
	const rename = (old, content) => {
		const now = old.replace(/\.[0-9a-f]+\./, `.${createHash('sha256').update(content).digest('hex').slice(0, 12)}.`);
		const manifest = join(statics, 'manifest');
		put(statics, now, content);
		rmSync(join(statics, old));
		rmSync(join(statics, `${old}.gz`));
		writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(old, now));
		return now;
	};
	const now = rename(name, text), worker = readdirSync(statics).find((one) => /^sw\.[0-9a-f]+\.js$/.test(one));
	rename(worker, readFileSync(join(statics, worker), 'utf8').replaceAll(name, now));
});

function put(statics, name, text) {
	writeFileSync(join(statics, name), text);
	writeFileSync(join(statics, `${name}.gz`), gzipSync(text));
}

function copy(changes, keep) {
	const folder = mkdtempSync(join(tmpdir(), 'paritrana-broken-'));
	const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
	const statics = join(folder, 'build/static');
	mkdirSync(join(folder, 'build'));
	for (const name of ['templates', 'criteria'])
		symlinkSync(join(root, name), join(folder, name));
	symlinkSync(join(root, 'build/fonts'), join(folder, 'build/fonts'));
	cpSync(join(root, 'build/static'), statics, { recursive: true });
	for (const [file, pairs] of Object.entries(changes)) {
		const name = readdirSync(statics).find((one) => new RegExp(`^${file.replace('.', '\\.[0-9a-f]+\\.')}$`).test(one));
		let text = readFileSync(join(statics, name), 'utf8');
		for (const [from, to] of pairs) {
			if (!text.includes(from))
				throw new Error(`${file} does not say: ${from}`);
			text = text.replace(from, () => to);
		}
		keep(statics, name, text);
	}
	const made = join(folder, 'build/paritrana');
	copyFileSync(resolve(program), made);
	chmodSync(made, 0o755);
	return { program: made, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
