// Checks tokens of certificates in the browser: docs/certificate-token.md. Nothing is sent anywhere;
// the same file works from a disk. Where the browser cannot, it says so, and the form asks the server.
(() => {
	'use strict';
	const box = document.getElementById('check');
	const form = document.querySelector('form[data-check]');
	const keysField = document.getElementById('check-keys');
	if (!box || !form || !keysField)
		return;
	const words = box.dataset;
	const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
	const SERIAL = 28, SIGNATURE = 64;
	const CONTEXT = 'paritrana certificate token\n';
	const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

	// ---- Reading ----
	const clean = (text) => text.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
	/* All letters of a token or of an address; null when it is neither. */
	const lettersOf = (text) => {
		const address = /\/certificates\/([^?#&/]*)\?(?:.*&)?t=([^&#]*)/.exec(text);
		const letters = clean(address ? address[1] + address[2] : text);
		if (address && clean(address[1]).length !== SERIAL)
			return null;
		return letters.length > SERIAL && letters.length < 4096 && [...letters].every((c) => LETTERS.includes(c)) ? letters : null;
	};
	const bytesOf = (letters) => {
		const bytes = [];
		let held = 0, bits = 0;
		for (const letter of letters) {
			held = held << 5 | LETTERS.indexOf(letter);
			bits += 5;
			if (bits >= 8) {
				bits -= 8;
				bytes.push(held >> bits & 255);
				held &= (1 << bits) - 1;
			}
		}
		return bits < 5 && held === 0 ? new Uint8Array(bytes) : null;
	};
	/* Facts of a token, or null. */
	const parse = (text) => {
		const letters = lettersOf(text);
		const bytes = letters && bytesOf(letters.slice(SERIAL));
		if (!bytes || bytes.length < 23 + SIGNATURE || bytes[0] !== 1 || bytes[1] > 1)
			return null;
		const end = bytes.length - SIGNATURE;
		let at = 22;
		const count = () => {
			let value = 0;
			for (let shift = 0; shift <= 28; shift += 7) {
				const byte = bytes[at++];
				if (at > end || (shift && byte === 0))
					throw new RangeError('count');
				value += (byte & 127) * 2 ** shift;
				if (byte < 128)
					return value;
			}
			throw new RangeError('count');
		};
		const texts = (max) => {
			const length = count();
			if (length > max || at + length > end)
				throw new RangeError('text');
			const value = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(at, at + length));
			at += length;
			if (value !== value.normalize('NFC') || /[\p{Cc}\u2028\u2029\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(value))
				throw new RangeError('text');
			return value;
		};
		try {
			const token = {
				serial: letters.slice(0, SERIAL).toLowerCase().match(/.{4}/g).join('-'),
				sample: bytes[1] === 1, key: hex(bytes.subarray(2, 6)), bundle: hex(bytes.subarray(6, 22)),
				rank: count(), edition: texts(100), category: texts(100), title: texts(100), name: texts(120),
				signature: bytes.subarray(end),
				message: new Uint8Array([...new TextEncoder().encode(CONTEXT + letters.slice(0, SERIAL)), ...bytes.subarray(0, end)]),
			};
			return at === end ? token : null;
		} catch {
			return null;
		}
	};

	// ---- Keys ----
	const digest = async (bytes) => hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
	const keysOf = async (text) => {
		const keys = [];
		for (const line of text.split('\n')) {
			const found = /^key ([a-z0-9-]{1,32}) ([0-9a-f]{64}) \S+ (used|retired|withdrawn) \S+\r?$/.exec(line);
			if (!found)
				continue;
			const bytes = Uint8Array.from(found[2].match(/../g), (pair) => parseInt(pair, 16));
			keys.push({ edition: found[1], state: found[3], bytes, print: await digest(bytes) });
		}
		return keys;
	};
	const signed = async (key, token) => {
		const imported = await crypto.subtle.importKey('raw', key.bytes, { name: 'Ed25519' }, false, ['verify']);
		return crypto.subtle.verify({ name: 'Ed25519' }, imported, token.signature, token.message);
	};
	const judge = async (token, keys) => {
		const named = keys.filter(({ print }) => print.startsWith(token.key));
		for (const key of named) {
			if (!await signed(key, token))
				continue;
			if (key.edition !== token.edition)
				return 'other';
			return key.state === 'withdrawn' ? 'withdrawn' : 'valid';
		}
		return named.length ? 'forged' : 'unknown';
	};
	const able = async () => {
		try {
			await crypto.subtle.importKey('raw', new Uint8Array(32), { name: 'Ed25519' }, false, ['verify']);
			return true;
		} catch {
			return false;
		}
	};

	// ---- Showing ----
	const element = (name, text, kind) => {
		const made = document.createElement(name);
		made.textContent = text;
		if (kind)
			made.className = kind;
		return made;
	};
	const facts = (token, print) => {
		const list = element('dl', '', 'facts');
		const rows = [['serial', token.serial], ['name', token.name], ['title', token.title], ['rank', token.rank || ''],
			['category', token.category], ['edition', token.edition], ['bundle', `${token.bundle}…`], ['key', print]];
		for (const [word, value] of rows)
			if (value !== '')
				list.append(element('dt', words[word]), element('dd', value));
		return list;
	};
	const show = (verdict, token, keys, line) => {
		const tone = verdict === 'valid' ? 'good' : verdict === 'withdrawn' || verdict === 'unknown' ? 'warn' : 'bad';
		const part = element('section', '', `sheet middle verdict tone-${tone}`);
		part.dataset.verdict = verdict;
		part.append(element('h2', words[verdict], 'verdict-word'), element('p', words[`${verdict}Means`]));
		if (!token) {
			part.append(element('p', line.slice(0, 60), 'code'));
		} else {
			if (token.sample)
				part.append(element('p', 'CONTOH'));
			const print = keys.find((key) => key.print.startsWith(token.key))?.print.slice(0, 32) ?? token.key;
			part.append(facts(token, print.match(/.{1,4}/g).join(' ')));
		}
		box.append(part);
	};
	const checkAll = async (text) => {
		const lines = text.split('\n').map((line) => line.trim()).filter(Boolean);
		const keys = await keysOf(keysField.value);
		const counts = { valid: 0, bad: 0 };
		box.replaceChildren();
		for (const line of lines) {
			const token = parse(line);
			const verdict = token ? await judge(token, keys) : 'none';
			counts[verdict === 'valid' ? 'valid' : 'bad']++;
			show(verdict, token, keys, line);
		}
		box.prepend(element('p', words.count.replace('{valid}', counts.valid).replace('{bad}', counts.bad)));
	};

	// ---- The form ----
	const field = form.elements.t;
	const start = async () => {
		if (!await able()) {
			box.replaceChildren(element('p', words.unable));
			return;
		}
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			checkAll(field.value);
		});
		const given = decodeURIComponent(location.hash.slice(1));
		if (given) {
			field.value = given;
			checkAll(given);
		}
	};
	start();
})();
