// Makes the CSV files of criteria/ntt-2024 by rule: `node tests/sample.js` writes them.
// Tests take the edition played to the end from here: `sample({ complete: true })`.
//
// Everything is invented. Every number comes from SHA-256 of (edition, nominee, what it is for), and
// the 22 regencies and cities, which carry real names, all go through the very same lines: no name
// has a line, a base or a table entry of its own, so who leads and who trails is nobody's choice.
// Only invented nominees are handled by name: to fail a gate, to have evidence rejected, to tie.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// ---- Chance that repeats ----

const chance = (...what) => {
	const digest = createHash('sha256').update(['ntt-2024', ...what].join('|')).digest();
	return digest.readUInt32BE(0) / 2 ** 32;
};
const between = (low, high, ...what) => low + (high - low) * chance(...what);
const whole = (low, high, ...what) => Math.floor(between(low, high + 1, ...what));
const pick = (list, ...what) => list[Math.floor(chance(...what) * list.length)];

// ---- Who ----

const REGIONS = `5301 Kabupaten Kupang|5302 Kabupaten Timor Tengah Selatan|5303 Kabupaten Timor Tengah Utara
5304 Kabupaten Belu|5305 Kabupaten Alor|5306 Kabupaten Flores Timur|5307 Kabupaten Sikka
5308 Kabupaten Ende|5309 Kabupaten Ngada|5310 Kabupaten Manggarai|5311 Kabupaten Sumba Timur
5312 Kabupaten Sumba Barat|5313 Kabupaten Lembata|5314 Kabupaten Rote Ndao
5315 Kabupaten Manggarai Barat|5316 Kabupaten Nagekeo|5317 Kabupaten Sumba Tengah
5318 Kabupaten Sumba Barat Daya|5319 Kabupaten Manggarai Timur|5320 Kabupaten Sabu Raijua
5321 Kabupaten Malaka|5371 Kota Kupang`.split(/[|\n]/);

const INVENTED = {
	desa: ['Desa Contoh Melati', 'Desa Contoh Kenanga', 'Desa Contoh Cempaka', 'Desa Contoh Anggrek',
		'Desa Contoh Teratai', 'Desa Contoh Flamboyan', 'Desa Contoh Lontar', 'Kelurahan Contoh Dahlia'],
	'ubm-keuangan': ['PT Bank Contoh Daerah', 'PT BPR Contoh Mandiri', 'PT Contoh Asuransi Nusa',
		'PT Contoh Pembiayaan Timur', 'Koperasi Kredit Contoh Bersama',
		'Koperasi Simpan Pinjam Contoh Kesejahteraan Pekerja dan Keluarga Nusa Tenggara'],
	'ubm-jasa': ['PT Contoh Niaga Savana', 'PT Contoh Hotel Teluk', 'PT Contoh Medika Kasih',
		'PT Contoh Ritel Utama', 'PT Contoh Logistik Selat', 'PT Contoh Wisata Bahari',
		'PT Contoh Señorita Kafé'],
	'ubm-pendidikan': ['Universitas Contoh Timur', 'Politeknik Contoh Bahari',
		'Sekolah Tinggi Contoh Savana', 'Yayasan Contoh Pelita', 'Akademi Contoh Lontar',
		'Sekolah Contoh Harapan'],
	'ubm-manufaktur': ['PT Contoh Garam Putih', 'PT Contoh Semen Karang', 'PT Contoh Konstruksi Nusa',
		'PT Contoh Energi Surya', 'PT Contoh Beton Jaya', 'PT Contoh Tenun Mesin'],
	'ubm-pertanian': ['PT Contoh Rumput Laut', 'PT Contoh Kopi Pegunungan', 'PT Contoh Ternak Savana',
		'PT Contoh Mutiara Teluk', 'PT Contoh Kelor Hijau', 'PT Contoh Perikanan Selat'],
	ukm: ['UKM Contoh Tenun Ikat', 'UKM Contoh Kelor', 'UKM Contoh Kopi Sangrai', 'UKM Contoh Anyaman',
		'UKM Contoh Café Nuansa', 'UKM Contoh Garam Meja', 'UKM Contoh Perahu Kayu',
		'UKM Contoh Roti Ubi'],
};

const keyOf = (name) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
	.replace(/^(kabupaten|pt contoh|pt|desa contoh|ukm contoh|kelurahan contoh|koperasi) /, '')
	.replace(/[^a-z0-9]+/g, '-').slice(0, 32).replace(/-$/, '');

const NOMINEES = [
	...REGIONS.map((line) => ({ category: 'kabkota', key: keyOf(line.slice(5)), code: line.slice(0, 4),
		name: `${line.slice(5)} (CONTOH)`, region: 'Nusa Tenggara Timur', scale: '' })),
	...Object.entries(INVENTED).flatMap(([category, names]) => names.map((name) => {
		const key = keyOf(name);
		const scale = category.startsWith('ubm') ? pick(['besar', 'menengah'], key, 'scale')
			: category === 'ukm' ? pick(['kecil', 'mikro'], key, 'scale') : '';
		return { category, key, code: '', name, scale,
			region: `Kabupaten Contoh ${pick(['Utara', 'Selatan', 'Timur', 'Barat'], key, 'region')}` };
	})),
];

const JURORS = [ // key, role, element, institution, how mild (+) or strict (-)
	['j1', 'chair', 'Sekretariat Daerah', 'Sekretariat Daerah Provinsi', -1],
	['j2', 'member', 'BPJS Ketenagakerjaan', 'Kantor Cabang BPJS Ketenagakerjaan', 2],
	['j3', 'member', 'Dinas Tenaga Kerja', 'Dinas Koperasi, Tenaga Kerja, dan Transmigrasi', -2.5],
	['j4', 'member', 'Pengusaha', 'Asosiasi Pengusaha', 1.5],
	['j5', 'member', 'Serikat Pekerja', 'Serikat Pekerja', 0],
	['j6', 'member', 'Dewan Pengupahan', 'Dewan Pengupahan Provinsi', -0.5],
	['j7', 'member', 'Akademisi', 'Perguruan Tinggi', 3],
	['j8', 'member', 'Ahli Hukum', 'Organisasi Advokat', -3],
	['j9', 'member', 'DPRD', 'Dewan Perwakilan Rakyat Daerah Provinsi', 0.5],
];

const RECUSALS = [
	['bank-contoh-daerah', 'j1', 'Pemerintah provinsi pemegang saham'],
	['hotel-teluk', 'j4', 'Pengurus asosiasi tempat perusahaan ini menjadi anggota'],
	['universitas-contoh-timur', 'j7', 'Dosen di perguruan tinggi ini'],
];

// ---- Evidence: a recipe per kind of category, the same lines for each nominee of it ----
// `lift` is 0 for all regencies and cities; invented nominees are better or worse as a whole.

function ofRegion(n, r) {
	const workers = whole(400, 1400, ...r, 'workers') * 100;
	const wage = Math.round(workers * between(0.32, 0.4, ...r, 'wage'));
	const wageIn = Math.round(wage * between(0.62, 0.84, ...r, 'wage in'));
	const otherIn = Math.round((workers - wage) * between(0.16, 0.28, ...r, 'other in'));
	const need = whole(20, 60, ...r, 'need') * 100000000;
	const part = (name, whole_, low, high) =>
		[[`${name[0]}`, Math.round(whole_ * between(low, high, ...r, name[0]))], [name[1], whole_]];
	return [
		['regulasi', pick(['perda', 'perbup', 'perbup', 'instruksi'], ...r, 'rule')],
		['anggaran_realisasi', Math.round(need * between(0.55, 0.9, ...r, 'spent') / 1e5) * 1e5],
		['anggaran_kebutuhan', need],
		['tim_kepatuhan', pick(['lengkap', 'lengkap', 'sebagian'], ...r, 'team')],
		...part(['non_asn_terlindungi', 'non_asn'], whole(9, 32, ...r, 'non_asn') * 100, 0.7, 0.98),
		...part(['aparat_terlindungi', 'aparat'], whole(14, 45, ...r, 'aparat') * 100, 0.7, 0.98),
		...part(['rentan_terlindungi', 'rentan_sasaran'], whole(20, 90, ...r, 'rentan') * 100, 0.5, 0.85),
		...part(['konstruksi_terdaftar', 'konstruksi_paket'], whole(60, 240, ...r, 'paket'), 0.75, 1),
		['pekerja_terlindungi', wageIn + otherIn], ['pekerja_potensi', workers],
		['pu_terlindungi', wageIn], ['pu_potensi', wage],
		['bpu_terlindungi', otherIn], ['bpu_potensi', workers - wage],
		['peserta_tambahan', Math.round(workers * between(0.04, 0.09, ...r, 'growth'))],
		['peserta_lancar', Math.round((wageIn + otherIn) * between(0.85, 0.97, ...r, 'active'))],
		['kehadiran', pick(['kepala', 'kepala', 'wakil'], ...r, 'who came')],
	];
}

function ofVillage(n, r, lift) {
	const share = (low, high, what) => Math.min(1, between(low, high, ...r, what) + lift);
	const need = whole(4, 12, ...r, 'need') * 10000000;
	const people = whole(6, 16, ...r, 'people') * 100;
	const staff = whole(9, 14, ...r, 'staff'), council = pick([5, 7, 9], ...r, 'council');
	const helpers = whole(30, 80, ...r, 'helpers');
	return [
		['regulasi', pick(['perdes', 'perdes', 'sk'], ...r, 'rule')],
		['anggaran_realisasi', Math.round(need * share(0.6, 0.85, 'spent') / 1e5) * 1e5],
		['anggaran_kebutuhan', need],
		['perangkat_terlindungi', Math.round(staff * share(0.8, 1, 'staff in'))], ['perangkat', staff],
		['bpd_terlindungi', Math.round(council * share(0.7, 1, 'council in'))], ['bpd', council],
		['lkd_terlindungi', Math.round(helpers * share(0.6, 0.9, 'helpers in'))], ['lkd', helpers],
		['pekerja_terlindungi', Math.round(people * share(0.3, 0.5, 'people in'))], ['pekerja', people],
		['rentan_terlindungi', Math.round(100 * share(0.5, 0.9, 'vulnerable'))], ['rentan_sasaran', 100],
		['kehadiran', pick(['kepala', 'kepala', 'sekretaris'], ...r, 'who came')],
	];
}

function ofCompany(n, r, lift) {
	const share = (low, high, what) => Math.min(1, between(low, high, ...r, what) + lift);
	const staff = n.scale === 'besar' ? whole(24, 90, ...r, 'staff') * 10 : whole(6, 20, ...r, 'staff') * 10;
	const inside = Math.round(staff * share(0.85, 0.99, 'inside')), vendors = whole(6, 30, ...r, 'vendors');
	return [
		['bulan_aktif', 12], ['kasus_pds', 'tidak'], ['tunggakan_bulan', pick([0, 0, 0, 1], ...r, 'late')],
		['kasus_skk', 'tidak'],
		['tk_terdaftar', inside], ['tk_total', staff],
		['program_diikuti', pick([4, 4, 4, 3], ...r, 'programmes')], ['program_wajib', 4],
		['upah_dilaporkan', pick(['sesuai', 'sesuai', 'sesuai', 'sebagian'], ...r, 'wages')],
		['iuran_tepat_waktu', whole(9, 12, ...r, 'on time')], ['iuran_bulan', 12],
		['vendor_terdaftar', Math.round(vendors * share(0.5, 0.85, 'vendors in'))], ['vendor', vendors],
		['jmo_pengguna', Math.round(inside * share(0.5, 0.75, 'app'))],
		['k3', pick(['smk3-rtw', 'smk3', 'smk3', 'kebijakan'], ...r, 'safety')],
		['rentan_dilindungi', Math.round(staff * between(0.08, 0.18, ...r, 'vulnerable'))],
		['rentan_bulan', whole(6, 12, ...r, 'months')], ['periode_bulan', 12],
		['kehadiran', pick(['puncak', 'puncak', 'direktur', 'manajer'], ...r, 'who came')],
	];
}

function ofSmall(n, r, lift) {
	const staff = n.scale === 'kecil' ? whole(8, 25, ...r, 'staff') : whole(3, 8, ...r, 'staff');
	return [
		['bulan_aktif', 12], ['tunggakan_bulan', pick([0, 0, 1], ...r, 'late')],
		['tk_terdaftar', Math.min(staff, Math.round(staff * (between(0.75, 1, ...r, 'inside') + lift)))],
		['tk_total', staff],
		['program_diikuti', n.scale === 'kecil' ? pick([3, 3, 2], ...r, 'programmes') : 2],
		['program_wajib', n.scale === 'kecil' ? 3 : 2],
		['iuran_tepat_waktu', whole(9, 12, ...r, 'on time')], ['iuran_bulan', 12],
		['kepesertaan_bulan', whole(14, 40, ...r, 'member')], ['kepesertaan_acuan', 36],
		['peserta_tambahan', whole(0, 3, ...r, 'more')],
	];
}

const RECIPES = { kabkota: ofRegion, desa: ofVillage, ukm: ofSmall };

// Invented nominees that show a rule at work. A twin has what its elder has, but for these values;
// its marks are the elder's with the jurors changed round, so that the published scores are equal.
const SPECIAL = {
	'rumput-laut': { kasus_pds: 'ya' },
	'konstruksi-nusa': { tunggakan_bulan: 3 },
	'niaga-savana': { tk_terdaftar: 400, tk_total: 400, program_diikuti: 4, upah_dilaporkan: 'sesuai',
		iuran_tepat_waktu: 12, vendor_terdaftar: 14, vendor: 20, jmo_pengguna: 300, k3: 'smk3',
		rentan_dilindungi: 60, rentan_bulan: 12, kehadiran: 'puncak' },
	melati: { regulasi: 'perdes', anggaran_realisasi: 56000000, anggaran_kebutuhan: 80000000,
		perangkat_terlindungi: 12, perangkat: 12, bpd_terlindungi: 7, bpd: 7, lkd_terlindungi: 36,
		lkd: 48, pekerja_terlindungi: 400, pekerja: 1000, rentan_terlindungi: 85, kehadiran: 'kepala' },
	'kopi-sangrai': { tk_terdaftar: 8, tk_total: 8, program_diikuti: 3, program_wajib: 3,
		iuran_tepat_waktu: 11, kepesertaan_bulan: 22, peserta_tambahan: 1, tunggakan_bulan: 0 },
	'yayasan-contoh-pelita': { tk_terdaftar: 180, tk_total: 200, program_diikuti: 3,
		upah_dilaporkan: 'sebagian', iuran_tepat_waktu: 10, vendor_terdaftar: 6, vendor: 12,
		jmo_pengguna: 108, k3: 'kebijakan', rentan_dilindungi: 24, rentan_bulan: 9, kehadiran: 'direktur' },
};
const EVEN = { j1: 'j2', j2: 'j1', j3: 'j4', j4: 'j3', j5: 'j6', j6: 'j5', j7: 'j8', j8: 'j7', j9: 'j9' };
const TURN = { j1: 'j8', j2: 'j1', j3: 'j6', j4: 'j5', j5: 'j3', j6: 'j9', j7: 'j4', j8: 'j7', j9: 'j2' };
const TWINS = {
	// 5 points of a1 (weight 12) against 5 of c1 (weight 12): aspect:kepatuhan decides.
	'medika-kasih': { elder: 'niaga-savana', jurors: TURN, tk_terdaftar: 380, jmo_pengguna: 285,
		rentan_dilindungi: 64 },
	// Equal in every value: head_to_head decides.
	kenanga: { elder: 'melati', jurors: TURN, anggaran_realisasi: 42000000, anggaran_kebutuhan: 60000000,
		perangkat_terlindungi: 10, perangkat: 10, bpd_terlindungi: 5, bpd: 5, lkd_terlindungi: 45,
		lkd: 60, pekerja_terlindungi: 480, pekerja: 1200 },
	// Equal in every value and against each other: only a vote can decide.
	anyaman: { elder: 'kopi-sangrai', jurors: EVEN, tk_terdaftar: 16, tk_total: 16, peserta_tambahan: 2 },
	'akademi-contoh-lontar': { elder: 'yayasan-contoh-pelita', jurors: EVEN, tk_terdaftar: 90,
		tk_total: 100, jmo_pengguna: 54, rentan_dilindungi: 12, vendor_terdaftar: 5, vendor: 10 },
};

const REJECTED = [['wisata-bahari', 'k3'], ['garam-meja', 'peserta_tambahan'], ['lontar', 'regulasi']];
// What the secretariat has entered but not yet verified when the demo begins.
const unverified = (n, name) => (n.category === 'ubm-pertanian' && name === 'kehadiran')
	|| (n.category === 'ubm-manufaktur' && name === 'kehadiran' && chance(n.key, 'seen') < 0.5)
	|| (n.category === 'ubm-pertanian' && name === 'vendor_terdaftar' && chance(n.key, 'seen') < 0.4);

const SOURCES = [ // by the beginning of the evidence's name
	['kehadiran', 'daftar hadir wawancara'], ['anggaran', 'DPA dan rekap iuran'],
	['regulasi', 'berkas peraturan'], ['tim_', 'SK tim'], ['kasus', 'berita acara pemeriksaan'],
	['tunggakan', 'rekap iuran'], ['iuran', 'rekap iuran'], ['upah', 'hasil pemeriksaan'],
	['k3', 'sertifikat'], ['vendor', 'daftar kontrak'], ['rentan', 'SK penerima dan bukti bayar'],
	['konstruksi', 'daftar paket dan registrasi'], ['', 'rekap kepesertaan'],
];
const sourceOf = (name) => `CONTOH: ${SOURCES.find(([start]) => name.startsWith(start))[1]}`;

const liftOf = (n) => (n.category === 'kabkota' ? 0 : between(-0.06, 0.08, n.key, 'lift'));

function evidenceOf(n) {
	const twin = TWINS[n.key];
	const elder = twin && NOMINEES.find((e) => e.key === twin.elder);
	const base = elder ? evidenceOf(elder) : (RECIPES[n.category] ?? ofCompany)(n, [n.key], liftOf(n));
	const own = twin ?? SPECIAL[n.key] ?? {};
	return base.map(([name, value]) => [name, own[name] ?? value]);
}

// ---- Marks, in halves from 0 to 100 ----

const JURY = { kabkota: ['d2', 'd3', 'd4', 'd5'], desa: ['d2', 'd3'], ukm: ['b3', 'c1', 'c2'] };
const juryOf = (category) => JURY[category] ?? ['c3', 'd2', 'd3', 'd4', 'd5'];

function markOf(n, juror, criterion) {
	const twin = TWINS[n.key];
	if (twin)
		return markOf(NOMINEES.find((e) => e.key === twin.elder), twin.jurors[juror], criterion);
	if (n.key === 'semen-karang' && juror === 'j8' && criterion === 'd3')
		return 35; // one mark far from the others, for whoever reads the report
	const mild = JURORS.find(([key]) => key === juror)[4];
	const level = between(70, 86, n.key, criterion) + 60 * liftOf(n);
	const mark = level + mild + between(-4, 4, n.key, juror, criterion);
	return Math.round(2 * Math.max(0, Math.min(100, mark))) / 2;
}

// How far each juror has come when the demo begins: sheets of the category that are full. The next
// one after these is a draft where `draft` says so.
const PROGRESS = {
	kabkota: { full: [22, 22, 22, 22, 22, 22, 21, 18, 11], draft: ['j7', 'j8', 'j9'] },
	desa: { full: [8, 8, 8, 8, 8, 8, 8, 8, 3], draft: [] },
	ukm: { full: [8, 8, 8, 8, 8, 8, 4, 2, 0], draft: ['j7'] },
	'ubm-keuangan': { full: [6, 6, 6, 6, 6, 3, 3, 3, 0], draft: ['j6', 'j8'] },
	'ubm-jasa': { full: [7, 7, 5, 7, 7, 7, 7, 7, 7], draft: ['j3'] },
	'ubm-pendidikan': { full: [2, 2, 2, 0, 0, 0, 0, 0, 0], draft: ['j1'] },
	'ubm-manufaktur': { full: [0, 0, 0, 0, 0, 0, 0, 0, 0], draft: [] },
	'ubm-pertanian': { full: [0, 0, 0, 0, 0, 0, 0, 0, 0], draft: [] },
};

function marks(complete) {
	const rows = [];
	for (const [category, { full, draft }] of Object.entries(PROGRESS)) {
		const nominees = NOMINEES.filter((n) => n.category === category);
		JURORS.forEach(([juror], j) => nominees.forEach((n, i) => {
			if (RECUSALS.some(([key, who]) => key === n.key && who === juror))
				return;
			const criteria = juryOf(category);
			const some = draft.includes(juror) && i === full[j] ? criteria.slice(0, 2) : [];
			for (const criterion of complete || i < full[j] ? criteria : some)
				rows.push([n.key, juror, criterion, markOf(n, juror, criterion)]);
		}));
	}
	return rows;
}

// ---- Files ----

const cell = (value) => (/[",\n]/.test(`${value}`) ? `"${`${value}`.replaceAll('"', '""')}"` : `${value}`);
const csv = (header, rows) => [header, ...rows].map((row) => row.map(cell).join(',')).join('\n') + '\n';

// The files by name; `complete` is the edition played to the end: every sheet full, all evidence
// seen by the secretariat.
export function sample({ complete = false } = {}) {
	const evidence = NOMINEES.flatMap((n) => evidenceOf(n).map(([name, value]) => {
		const status = REJECTED.some(([key, what]) => key === n.key && what === name) ? 'rejected'
			: !complete && unverified(n, name) ? 'entered' : 'verified';
		const day = name === 'kehadiran' ? (n.category === 'kabkota' ? '2025-06-24'
			: n.category.startsWith('ubm') ? '2025-06-26' : '2025-06-25') : '2024-12-31';
		return [n.key, name, value, status, sourceOf(name), day];
	}));
	return {
		'nominees.csv': csv(['nominee', 'name', 'category', 'region', 'code', 'scale'],
			NOMINEES.map((n) => [n.key, n.name, n.category, n.region, n.code, n.scale])),
		'jurors.csv': csv(['juror', 'name', 'role', 'element', 'institution', 'categories'],
			JURORS.map(([key, role, element, institution]) =>
				[key, `Unsur ${element} (CONTOH)`, role, element, `${institution} (CONTOH)`, ''])),
		'evidence.csv': csv(['nominee', 'evidence', 'value', 'status', 'source', 'cutoff'], evidence),
		'scores.csv': csv(['nominee', 'juror', 'criterion', 'score'], marks(complete)),
		'recusals.csv': csv(['nominee', 'juror', 'reason'], RECUSALS),
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const folder = process.argv[2] ?? fileURLToPath(new URL('../criteria/ntt-2024', import.meta.url));
	mkdirSync(folder, { recursive: true });
	for (const [name, text] of Object.entries(sample({ complete: process.argv.includes('--complete') })))
		writeFileSync(`${folder}/${name}`, text);
}
