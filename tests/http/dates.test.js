// Days are typed as people write them, kept as one form, and refused beside the field otherwise.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { pleno } from './pleno.js';

const E = '/editions/contoh';
const GOOD = ['21 Juli 2025', '21/7/2025', '2025-07-21', '21 july 2025'];
const BAD = ['31 April 2025', '7/21/2025', '21 Juli', 'kemarin', '21-7-2025'];

test('a day is typed in three ways and shown in one', async () => {
	const s = await pleno();
	try {
		await s.must('sekretariat', 'verification');
		const desk = s.browser();
		await desk.signIn('sekretariat');
		const forms = [
			['settings', 'minutes.date', { timezone: 'WITA', publish: 'all' }],
			['nominees/melati/evidence/pekerja', 'cutoff', { value: '1031', source: 'berkas' }],
		];
		for (const [path, name, fields] of forms) {
			for (const typed of GOOD) {
				await desk.get(`${E}/${path}`);
				await desk.post(`${E}/${path}`, { ...fields, [name]: typed });
				assert.equal(desk.status, 303, desk.text);
				await desk.get(`${E}/${path}`);
				assert.match(desk.text, new RegExp(`name="${name.replace('.', '\\.')}" value="21 Juli 2025"`));
			}
			for (const typed of BAD) {
				await desk.post(`${E}/${path}`, { ...fields, [name]: typed });
				assert.equal(desk.status, 422);
				assert.match(desk.text, new RegExp(`Tuliskan tanggal yang ada[^]*name="${name.replace('.', '\\.')}" value="${typed}"`));
			}
		}
	} finally {
		await s.stop();
	}
});
