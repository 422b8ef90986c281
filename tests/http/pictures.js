// What pictures are made of; Node 18 has no crc32 of its own.
export { deflateSync } from 'node:zlib';

const table = Array.from({ length: 256 }, (_, n) => {
	for (let k = 0; k < 8; k++)
		n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
	return n >>> 0;
});
export const crc32 = (data) => {
	let c = 0xffffffff;
	for (const byte of data)
		c = table[(c ^ byte) & 255] ^ (c >>> 8);
	return (c ^ 0xffffffff) >>> 0;
};
