// An address whose parts exist each by itself, and together name nothing, is answered 404: no nominee in somebody else's
// category, no document of another nominee, no number written in a second way. Every route of the table with two parts
// after its edition stands here.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { crc32, deflateSync } from './pictures.js';
import { E, pleno, published } from './pleno.js';
import { routes } from './routes.js';

const chunk = (name, data) => {
	const out = Buffer.alloc(data.length + 12);
	out.writeUInt32BE(data.length, 0);
	out.write(name, 4, 'latin1');
	data.copy(out, 8);
	out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
	return out;
};
const picture = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', Buffer.from([0, 0, 0, 4, 0, 0, 0, 4, 8, 0, 0, 0, 0])),
	chunk('IDAT', deflateSync(Buffer.alloc(20))), chunk('IEND', Buffer.alloc(0))]);

let s, desk, chair, id, waiting;
const looked = new Set();

async function attach(nominee) {
	await desk.get('/account');
	const form = new FormData();
	form.set('_token', desk.token());
	form.set('title', '');
	form.set('evidence', '');
	form.set('file', new Blob([picture]), 'x.png');
	await desk.send('POST', `${E}/nominees/${nominee}/documents`, form);
	assert.equal(desk.status, 303, desk.text);
	return /documents\/(\d+)"/.exec((await desk.get(`${E}/nominees/${nominee}`)).text)[1];
}

/* `right` answers, each of `wrong` is 404. */
async function names(browser, route, right, wrong, post) {
	looked.add(route);
	const fill = (parts) => parts.split('/').reduce((path, part) => path.replace(/:[a-z]+/, part), route.replace(':e', 'contoh'));
	if (right) {
		await browser.get(fill(right));
		assert.equal(browser.status, 200, `${route} ${right}`);
	}
	for (const parts of wrong) {
		await browser.get('/account');
		if (post)
			await browser.post(fill(parts), post);
		else
			await browser.send('GET', fill(parts));
		assert.equal(browser.status, 404, `${post ? 'POST' : 'GET'} ${route} ${parts}: ${browser.text.slice(0, 200)}`);
	}
}

before(async () => {
	s = await pleno();
	desk = s.browser();
	chair = s.browser();
	await desk.signIn('sekretariat');
	await chair.signIn('ketua');
	await s.must('sekretariat', 'verification');
	id = { melati: await attach('melati'), 'tani-makmur': await attach('tani-makmur') };
	assert.notEqual(id.melati, id['tani-makmur']);
	await desk.get(`${E}/schedule`);
	await desk.post(`${E}/schedule`, { day: '2031-03-04', room: 'Ruang Satu', name: '' });
	assert.match(desk.location, /sessions\/1\b/);
});
after(() => s?.stop());

test('a document or a piece of evidence is found below its own nominee only', async () => {
	const N = '/editions/:e/nominees/:n', other = [`melati/${id['tani-makmur']}`, `tani-makmur/${id.melati}`, `melati/0${id.melati}`, `melati/${id.melati}x`];
	await names(desk, `${N}/documents/:id`, `melati/${id.melati}`, other);
	await names(desk, `${N}/documents/:id.png`, `melati/${id.melati}`, other);
	for (const kind of ['pdf', 'jpg'])
		await names(desk, `${N}/documents/:id.${kind}`, undefined, [...other, `melati/${id.melati}`]);
	await names(desk, `${N}/documents/:id/withdraw`, undefined, other, { reason: 'keliru' });
	await names(desk, `${N}/evidence/:name`, 'melati/pekerja', ['melati/menunggak', 'tani-makmur/pekerja', 'melati/k1']);
	await names(desk, `${N}/evidence/:name`, undefined, ['melati/menunggak', 'tani-makmur/pekerja'], { value: '1', source: 'x', cutoff: '' });
	for (const act of ['verify', 'reject'])
		await names(desk, `${N}/evidence/:name/${act}`, undefined, ['melati/menunggak', 'tani-makmur/pekerja'], { seen: '412', reason: 'x' });
});

test('a number is written in one way', async () => {
	const odd = ['01', '1x', '+1', '%201', '1.0', '0x1', '-1', '99999999999999999999'];
	await names(desk, '/editions/:e/schedule/sessions/:s', '1', odd);
	for (const [act, fields] of [['panel', { panel: 'seats' }], ['clear', {}], ['remove', {}], ['attendance', {}]])
		await names(desk, `/editions/:e/schedule/sessions/:s/${act}`, undefined, odd, fields);
	await desk.get(`${E}/accounts`);
	const account = /accounts\/(\d+)\/disable/.exec(desk.text)[1];
	for (const act of ['reset', 'disable'])
		await names(desk, `/editions/:e/accounts/:id/${act}`, undefined, [`0${account}`, `${account}x`], { password: 'sandi sekretariat' });
});

test('a proposal, a paper, an act on a sheet: of this juror and this nominee', async () => {
	await s.must('sekretariat', 'scoring');
	const marked = await s.as.ketua('POST', '/nominees/melati/jurors/j2', { act: 'mark_absent', reason: 'kertas' });
	assert.equal(marked.status, 200);
	looked.add('/api/v1/editions/:e/nominees/:n/jurors/:j');
	for (const [pair, status] of [['melati/jurors/j9', 404], ['tidak-ada/jurors/j2', 404], ['tani-makmur/jurors/j3', 422]])
		assert.equal((await s.as.ketua('POST', `/nominees/${pair}`, { act: 'mark_absent', reason: 'kertas' })).status, status, pair);
	for (const who of ['ketua', 'juri-2', 'juri-3'])
		for (const nominee of ['melati', 'kenanga', 'cempaka'])
			if (`${who} ${nominee}` !== 'juri-2 melati')
				await s.submit(who, nominee, 80, 8);
	await s.must('ketua', 'deliberation');
	waiting = (await s.as.ketua('POST', '/proposals', { kind: 'reopen_sheet', about: { juror: 'j2', nominee: 'melati' }, reason: 'kertas' })).body.id;
	const P = '/editions/:e/paper/:j/:n';
	await names(desk, P, 'j2/melati', ['j2/kenanga', 'j3/melati', 'j1/melati', 'j2/tani-makmur']);
	await names(desk, P, undefined, ['j2/kenanga', 'j3/melati'], { number: '1', 'mark.w1': '1', 'mark.w2': '1' });
	await names(desk, `${P}/settle`, undefined, ['j2/kenanga', 'j3/melati'], { number: '1', decision: 'confirm' });
	for (const odd of [`0${waiting}`, `${waiting}x`])
		assert.equal((await s.as.pengawas('POST', `/proposals/${odd}`, { decision: 'confirm' })).status, 404, odd);
	assert.equal((await s.as.ketua('POST', `/proposals/${waiting}`, { decision: 'withdraw' })).status, 200);
});

test('the ranking of a category shows its own nominees only, and so do its papers', async () => {
	await names(chair, '/editions/:e/ranking/:c/:n', 'desa/melati', ['usaha/melati', 'desa/tani-makmur', 'usaha/tidak-ada', 'tidak-ada/melati']);
	await names(chair, '/editions/:e/ranking/:c/:n', 'usaha/tani-makmur', []);
	await names(chair, '/editions/:e/documents/:kind/:item.pdf', 'recap/desa', ['recap/j1', 'recap/melati', 'minutes/desa', 'tidak-ada/desa']);
	await names(desk, '/editions/:e/documents/:kind/:item.pdf', 'nomination/desa', ['nomination/j1', 'nomination/tidak-ada', 'attendance/j1', 'attendance/01']);
});

test('and so do the published results', async () => {
	await published(s);
	await names(s.browser(), '/editions/:e/results/:c/:n', 'desa/melati', ['usaha/melati', 'desa/tani-makmur', 'tidak-ada/melati', 'desa/tidak-ada']);
});

test('every route with two parts after its edition was looked at', () => {
	const all = routes().map(({ path }) => path).filter((path) => path.split(':').length > 3);
	assert.deepEqual([...new Set(all)].filter((path) => !looked.has(path)), []);
});
