// The sample edition played to its end: every sheet submitted, the tie voted on, the results published.
import { readFileSync } from 'node:fs';
import { sample as made } from '../sample.js';
import { server } from './lib.js';

const read = (name) => readFileSync(new URL(`../../criteria/ntt-2024/${name}`, import.meta.url), 'utf8');
const rows = (text) => text.trim().split('\n').slice(1).map((line) => line.split(','));

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
	await as('sekretariat', 'POST', '/phase', { to: 'verification' });
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
		for (const [key, marks] of sheets) {
			const [nominee, whose] = key.split(' ');
			if (whose === juror)
				await as(username, 'PUT', `/nominees/${nominee}/sheet`, recused.has(key)
					? { version: 0, marks: {}, action: 'recuse', reason: 'konflik kepentingan (CONTOH)' }
					: { version: 0, marks, action: 'submit' }, { key });
		}
	}));
	await as('ketua', 'POST', '/phase', { to: 'deliberation' });
	await as('ketua', 'PUT', '/votes', {
		category: 'ukm', order: ['kopi-sangrai', 'anyaman'], ballots: { for: 6, against: 2, abstained: 1 },
		reason: 'cakupan pekerja lepas lebih luas (CONTOH)',
	});
	const { bundle_sha256 } = await as('ketua', 'POST', '/phase', { to: 'approved' });
	await as('pengawas', 'POST', '/phase', { to: 'published', bundle_sha256 });
	s.as = as;
	return s;
}
