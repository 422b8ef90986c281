// Pictures of pages in grey: read, compared, spoilt as a photocopier does.
import fs from 'node:fs';
import zlib from 'node:zlib';

// PGM, as pdftoppm -gray writes it.
function readPgm(file) {
	const [head, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.toString('latin1', 0, 100));
	return { width: Number(width), height: Number(height), pixels: file.subarray(head.length) };
}

// PNG, as `write` leaves it: grey, no filters.
function readPng(file) {
	const width = file.readUInt32BE(16), height = file.readUInt32BE(20);
	const raw = zlib.inflateSync(file.subarray(41, 41 + file.readUInt32BE(33)));
	const pixels = Buffer.alloc(width * height);
	for (let y = 0; y < height; y++) raw.copy(pixels, y * width, y * (width + 1) + 1, (y + 1) * (width + 1));
	return { width, height, pixels };
}

export function read(path) {
	const file = fs.readFileSync(path);
	return file[0] === 0x50 ? readPgm(file) : readPng(file);
}

// The share of pixels whose greys differ by more than `tolerance` of 255.
export function difference(a, b, tolerance) {
	if (a.width !== b.width || a.height !== b.height) return 1;
	let count = 0;
	for (let i = 0; i < a.pixels.length; i++)
		if (Math.abs(a.pixels[i] - b.pixels[i]) > tolerance) count++;
	return count / a.pixels.length;
}

// Out of focus (`blur` from 0 to 0.25: what a pixel gives to those beside it), pale, with dust; the
// same dust every time.
export function photocopy(picture, blur) {
	const weight = [blur, 1 - 2 * blur, blur];
	const { width, height, pixels } = picture;
	const copy = Buffer.from(pixels);
	let dust = 12345;
	for (let y = 1; y < height - 1; y++)
		for (let x = 1; x < width - 1; x++) {
			let sum = 0;
			for (let dy = -1; dy <= 1; dy++)
				for (let dx = -1; dx <= 1; dx++)
					sum += pixels[(y + dy) * width + x + dx] * weight[dx + 1] * weight[dy + 1];
			dust = (Math.imul(dust, 1103515245) + 12345) >>> 0;
			const grey = 60 + sum * 0.6 + ((dust >>> 16) % 31) - 15;
			copy[y * width + x] = Math.max(0, Math.min(255, grey));
		}
	return { width, height, pixels: copy };
}

function chunk(type, data) {
	const body = Buffer.concat([Buffer.from(type), data]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(data.length, 0);
	body.copy(out, 4);
	out.writeUInt32BE(crc(body), body.length + 4);
	return out;
}

function crc(data) {
	let sum = 0xffffffff;
	for (const byte of data) {
		sum ^= byte;
		for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
	}
	return (sum ^ 0xffffffff) >>> 0;
}

export function write(path, { width, height, pixels }) {
	const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	const raw = Buffer.alloc((width + 1) * height);
	for (let y = 0; y < height; y++) pixels.copy(raw, y * (width + 1) + 1, y * width, (y + 1) * width);
	fs.writeFileSync(path, Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head),
		chunk('IDAT', zlib.deflateSync(raw, { level: 9 })), chunk('IEND', Buffer.alloc(0))]));
}
