// Pictures of pages: read, compared, spoilt as a photocopier does. PNG as pdftoppm writes it:
// 8 bits grey, not interlaced.
import fs from 'node:fs';
import zlib from 'node:zlib';

function paeth(a, b, c) {
	const p = a + b - c, pa = Math.abs(p - a), pb = Math.abs(p - b), pc = Math.abs(p - c);
	return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

function unfilter(raw, width, height) {
	const pixels = Buffer.alloc(width * height);
	for (let y = 0; y < height; y++) {
		const filter = raw[y * (width + 1)];
		for (let x = 0; x < width; x++) {
			const at = y * width + x;
			const left = x ? pixels[at - 1] : 0, up = y ? pixels[at - width] : 0;
			const corner = x && y ? pixels[at - width - 1] : 0;
			const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
			pixels[at] = raw[y * (width + 1) + 1 + x] + guess;
		}
	}
	return pixels;
}

export function read(path) {
	const file = fs.readFileSync(path);
	const data = [];
	let width = 0, height = 0;
	for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
		const type = file.toString('latin1', at + 4, at + 8);
		if (type === 'IHDR') {
			width = file.readUInt32BE(at + 8);
			height = file.readUInt32BE(at + 12);
		}
		if (type === 'IDAT') data.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
	}
	return { width, height, pixels: unfilter(zlib.inflateSync(Buffer.concat(data)), width, height) };
}

// The share of pixels whose greys differ by more than `tolerance` of 255.
export function difference(a, b, tolerance) {
	if (a.width !== b.width || a.height !== b.height) return 1;
	let count = 0;
	for (let i = 0; i < a.pixels.length; i++)
		if (Math.abs(a.pixels[i] - b.pixels[i]) > tolerance) count++;
	return count / a.pixels.length;
}

// A little out of focus, pale, with dust; the same dust every time.
export function photocopy(picture) {
	const { width, height, pixels } = picture;
	const copy = Buffer.from(pixels);
	let dust = 12345;
	for (let y = 1; y < height - 1; y++)
		for (let x = 1; x < width - 1; x++) {
			let sum = 0;
			for (let dy = -1; dy <= 1; dy++)
				for (let dx = -1; dx <= 1; dx++)
					sum += pixels[(y + dy) * width + x + dx] * (2 - Math.abs(dx)) * (2 - Math.abs(dy));
			dust = (Math.imul(dust, 1103515245) + 12345) >>> 0;
			const grey = 60 + (sum / 16) * 0.6 + ((dust >>> 16) % 31) - 15;
			copy[y * width + x] = Math.max(0, Math.min(255, grey));
		}
	return { width, height, pixels: copy };
}

export function writePgm(path, { width, height, pixels }) {
	fs.writeFileSync(path, Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels]));
}
