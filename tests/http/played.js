// The sample edition played to its end: every sheet submitted, the tie voted on, the results published.
// `until`: a phase to stop in; in `scoring` some sheets are done, some begun, in `deliberation` the tie waits.
import { readFileSync } from 'node:fs';
import { sample as made } from '../sample.js';
import { server } from './lib.js';

const read = (name) => readFileSync(new URL(`../../criteria/ntt-2024/${name}`, import.meta.url), 'utf8');
const rows = (text) => text.trim().split('\n').slice(1).map((line) => line.split(','));

/* Who is at the pleno: everybody, but for what `but` says: { 'state.juror.j8': 'absent' }. */
async function attended(s, but) {
	const path = '/editions/ntt-2024/pleno/attendance', page = s.browser();
	await page.signIn('sekretariat');
	await page.get(path);
	const all = Object.fromEntries([...page.text.matchAll(/name="(state\.[^"]+)"/g)].map(([, name]) => [name, 'present']));
	await page.post(path, { seen: '0', began: '09.00', ended: '13.30', ...all, ...but });
	if (page.status !== 303)
		throw new Error(`${path}: ${page.status} ${page.text}`);
}

export async function played(given = {}) {
	const files = made({ complete: true });
	const jurors = rows(files['jurors.csv']);
	const users = [
		...jurors.map(([juror, , role]) => ({
			username: role === 'chair' ? 'ketua' : `juri-${juror.slice(1)}`, role: role === 'chair' ? 'chair' : 'juror', juror,
		})),
		{ username: 'pengawas', role: 'keeper' },
		{ username: 'sekretariat', role: 'secretariat' },
	];
	const s = await server({
		scheme: read('scheme.yaml'), settings: read('settings.yaml'), nominees: files['nominees.csv'],
		jurors: files['jurors.csv'], evidence: files['evidence.csv'], users, ...given,
	});
	const tokens = {};
	const as = async (who, method, path, body, more = {}) => {
		tokens[who] ??= (await s.login(who)).token;
		const answer = await s.api(method, `/editions/ntt-2024${path}`, body, { token: tokens[who], ...more });
		if (answer.status !== 200)
			throw new Error(`${who} ${method} ${path}: ${answer.status} ${answer.text}`);
		return answer.body;
	};
	s.as = as;
	s.tokens = tokens;
	const until = given.until ?? 'published';
	if (until === 'setup')
		return s;
	await as('sekretariat', 'POST', '/phase', { to: 'verification' });
	if (until === 'verification')
		return s;
	await as('sekretariat', 'POST', '/phase', { to: 'scoring' });
	const recused = new Set(rows(files['recusals.csv']).map(([nominee, juror]) => `${nominee} ${juror}`));
	const sheets = new Map();
	for (const [nominee, juror, criterion, score] of rows(files['scores.csv'])) {
		const key = `${nominee} ${juror}`;
		if (!sheets.has(key)) sheets.set(key, {});
		sheets.get(key)[criterion] = Number(score);
	}
	for (const key of recused)
		sheets.set(key, {});
	await Promise.all(users.filter((u) => u.juror).map(async ({ username, juror }) => {
		const own = [...sheets].map(([key, marks]) => [...key.split(' '), marks]).filter(([, whose]) => whose === juror);
		for (const [i, [nominee, , marks]] of own.entries()) {
			const turn = until === 'scoring' ? (i + Number(juror.slice(1))) % 6 : 1;
			const body = recused.has(`${nominee} ${juror}`)
				? { version: 0, marks: {}, action: 'recuse', reason: 'konflik kepentingan (CONTOH)' }
				: turn ? { version: 0, marks, action: 'submit' }
					: { version: 0, marks: Object.fromEntries(Object.entries(marks).slice(1)), action: 'save' };
			if (turn < 4)
				await as(username, 'PUT', `/nominees/${nominee}/sheet`, body, { key: `${nominee} ${juror}` });
		}
	}));
	if (until === 'scoring')
		return s;
	await as('ketua', 'POST', '/phase', { to: 'deliberation' });
	if (until === 'deliberation')
		return s;
	await as('ketua', 'PUT', '/votes', {
		category: 'ukm', order: ['kopi-sangrai', 'anyaman'], ballots: { for: 6, against: 2, abstained: 1 },
		reason: 'cakupan pekerja lepas lebih luas (CONTOH)',
	});
	if (given.attended)
		await attended(s, given.attended);
	const { bundle_sha256 } = await as('ketua', 'POST', '/phase', { to: 'approved' });
	if (until === 'approved')
		return s;
	await as('pengawas', 'POST', '/phase', { to: 'published', bundle_sha256 });
	return s;
}
