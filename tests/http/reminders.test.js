// Reminders as ready text: what they say, what they never say, and to whom they are shown.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { sample } from './lib.js';
import { E, pleno } from './pleno.js';

const s = await pleno({ settings: `${sample.settings}public_address: https://contoh.example\n` });
after(() => s.stop());
const desk = s.browser();
await desk.signIn('sekretariat');

const plain = (text) => text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
/* [label, text, text behind the link] of each reminder. */
const reminders = (page) => [...page.matchAll(/<label[^>]*>([^<]*)(?:(?!<label)[^])*?<textarea[^>]*>\n([^<]*)<\/textarea>(?:(?!<textarea)[^])*?href="https:\/\/wa\.me\/\?text=([^"]*)"/g)]
	.map(([, label, text, link]) => ({ label, text: plain(text), link: decodeURIComponent(link) }));

test('nobody is reminded before scoring', async () => {
	await desk.get(`${E}/reminders`);
	assert.equal(desk.status, 200);
	assert.deepEqual(reminders(desk.text), []);
	assert.deepEqual(await desk.sound(), []);
});

test('each juror with open sheets has a text of his own: how many, until when, where', async () => {
	await s.must('sekretariat', 'verification');
	await s.must('sekretariat', 'scoring');
	for (const nominee of ['melati', 'kenanga', 'cempaka'])
		await s.submit('ketua', nominee, 80, 8);
	await s.put('juri-2', 'melati', 'recuse', {}, { reason: 'kerabat (CONTOH)' });
	await s.put('juri-2', 'kenanga', 'save', { w1: 77.5 });
	await desk.get(`${E}/reminders?until=${encodeURIComponent('Jumat, 21.00 WITA & <besok>')}`);
	assert.deepEqual(await desk.sound(), []);
	const all = reminders(desk.text);
	assert.deepEqual(all.map((r) => r.label.trim()), ['Teks untuk grup tim juri', 'Juri Dua (CONTOH)', 'Juri Tiga (CONTOH)']);
	for (const { text, link } of all) {
		assert.equal(link, text, 'WhatsApp gets the same text');
		assert.ok(text.includes('https://contoh.example/editions/contoh/sheets'));
		assert.ok(text.includes('paling lambat Jumat, 21.00 WITA & <besok>.'));
		assert.doesNotMatch(text, /Melati|Kenanga|Cempaka|77|kerabat|erhalangan/);
	}
	assert.match(all[1].text, /2 lembar penilaian/);
	assert.match(all[2].text, /3 lembar penilaian/);
	assert.match(all[0].text, /3 dari 8 lembar sudah terkirim; 5 lembar belum/, 'a recusal owes nothing');
	await desk.get(`${E}/reminders?lang=en`);
	assert.match(reminders(desk.text)[1].text, /^Dear Juri Dua/);
	assert.match(reminders(desk.text)[1].text, /as soon as possible/);
});

test('a deadline that will not do is said beside the field', async () => {
	await desk.get(`${E}/reminders?lang=id&until=${'x'.repeat(81)}`);
	assert.match(desk.text, /Paling banyak 80 karakter/);
	assert.deepEqual(await desk.sound(), []);
	for (const until of ['satu%0Adua', '%FF', 'x%00y', '%E2%80%AE']) {
		await desk.send('GET', `${E}/reminders?lang=id&until=${until}`);
		assert.ok(desk.status === 400 || !desk.text.includes('paling lambat'), until);
	}
});

test('secretariat and chair remind; keeper and jurors do not', async () => {
	for (const [who, status] of [['ketua', 200], ['pengawas', 403], ['juri-2', 403]]) {
		const reader = s.browser();
		await reader.signIn(who);
		assert.equal((await reader.send('GET', `${E}/reminders`)).status, status, who);
	}
});
