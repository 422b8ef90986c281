// Marks as they are typed: hundredths, exactly; a comma or a point.
'use strict';
const marks = (() => {
	/* null = empty, undefined = no number. */
	const read = (text) => {
		const match = /^(-?)(\d{1,13})(?:[.,](\d{1,2}))?$/.exec(text.trim().replace('−', '-'));
		if (!text.trim())
			return null;
		if (!match)
			return undefined;
		const value = BigInt(match[2]) * 100n + BigInt((match[3] ?? '').padEnd(2, '0'));
		return match[1] ? -value : value;
	};
	const write = (value, point) => {
		const size = value < 0n ? -value : value;
		const part = String(size % 100n).padStart(2, '0').replace(/0+$/, '');
		return `${value < 0n ? '-' : ''}${size / 100n}${part ? point + part : ''}`;
	};
	/* scale: {min, max, step} in hundredths, as numbers or texts. */
	const fits = (scale, value) => typeof value === 'bigint' && value >= BigInt(scale.min) && value <= BigInt(scale.max) &&
		(value - BigInt(scale.min)) % BigInt(scale.step) === 0n;
	return { read, write, fits };
})();
