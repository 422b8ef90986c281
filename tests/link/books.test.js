// The books by which the rigs are judged find what is planted in them.
import test from 'node:test';
import assert from 'node:assert/strict';
import { chains, claims, endings, keys, updates } from './books.js';

const event = (version, marks, more = {}) => ({ juror: 'juri-1', nominee: 'n-1', version, state: 'draft', marks, ...more });
const SHEET = 'juri-1 n-1';
const sound = [event(1, { k1: '80' }), event(2, { k1: '80', k2: '7.5' }), event(1, { k1: '80' }, { nominee: 'n-2' })];

test('a sound history is sound', () => {
	assert.deepEqual(chains(sound), []);
	assert.deepEqual(endings(sound, { [SHEET]: { k1: '80', k2: '7,50' }, 'juri-1 n-2': { k1: '80,0' } }), []);
	assert.deepEqual(keys([{ path: '/a', key: 'x', body: '1' }, { path: '/a', key: 'x', body: '1' }, { path: '/a', key: 'y', body: '2' }]), []);
});

test('a gap, a twin and a repetition of versions are found', () => {
	assert.match(chains([event(1, {}), event(3, { k1: '1' })]).join(), /version 3 comes as number 2/);
	assert.match(chains([event(1, {}), event(1, { k1: '1' })]).join(), /version 1 comes as number 2/);
	assert.match(chains([event(1, { k1: '1' }), event(2, { k1: '1' })]).join(), /doubled/);
});

test('a mark that is lost, old or missing at the end is found', () => {
	assert.match(endings(sound, { [SHEET]: { k2: '8' } }).join(), /k2 was typed as 8 and is lost/);
	assert.match(endings(sound, { [SHEET]: { k3: '1' } }).join(), /ends with nothing/);
	assert.match(endings(sound, { 'juri-2 n-1': { k1: '1' } }).join(), /is lost/);
});

test('one change under two keys is found', () => {
	assert.match(keys([{ path: '/a', key: 'x', body: '1' }, { path: '/a', key: 'y', body: '1' }]).join(), /two keys/);
});

test('what was called saved may be typed over, not vanish', () => {
	const claim = { sheet: SHEET, marks: { k1: '81,5', k2: '' }, later: { k1: ['9'] } };
	assert.deepEqual(claims([claim], { [SHEET]: { k1: '81.5' } }), []);
	assert.deepEqual(claims([claim], { [SHEET]: { k1: '9', k2: '3' } }), []);
	assert.match(claims([claim], { [SHEET]: { k1: '8' } }).join(), /is lost/);
	assert.match(claims([claim], {}).join(), /there is nothing/);
});

test('of two devices an update that is lost, invented or written over unseen is found', () => {
	const two = [event(1, { k1: '10' }), event(2, { k1: '20' })];
	const saves = [{ device: 'a', sheet: SHEET, version: 1 }, { device: 'b', sheet: SHEET, version: 2 }];
	const a = { device: 'a', sheet: SHEET }, b = { device: 'b', sheet: SHEET };
	const acts = [{ ...a, typed: { k1: '10' } }, { ...a, sent: { k1: '10' } }, { ...b, typed: { k1: '20' } }, { ...b, saw: { k1: '10' } }, { ...b, sent: { k1: '20' } }];
	assert.deepEqual(updates(two, acts, saves), []);
	assert.match(updates(two, acts.filter(({ saw }) => !saw), saves).join(), /overwrites k1 = 10, which it never showed/);
	assert.match(updates(two.slice(0, 1), acts, saves).join(), /was told that k1 = 20 is sent, and it is not in the log/);
	assert.match(updates([...two, event(3, { k1: '30' })], acts, [...saves, { ...b, version: 3 }]).join(), /which nobody chose there/);
	assert.match(updates([...two, event(3, { k1: '10' })], acts, saves).join(), /nobody sent version 3/);
});
