// Bad links made of the kernel's own parts: a network namespace for each browser, joined to ours by a pair of interfaces, with
// a rate (tbf) and losses (nftables) in both directions. Ours must be a namespace of its own (`unshare -mn`, as `make rig` does):
// then all of it goes when this process ends, and nothing of it can be seen from outside.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function run(line, input) {
	const [program, ...args] = line.split(' ');
	const done = spawnSync(program, args, { encoding: 'utf8', input });
	if (done.status !== 0)
		throw new Error(`${line}: ${done.error ?? done.stderr}`);
	return done.stdout;
}

/* Whether links can be made: we are in a network of our own, and may rule it. */
let found;
export function available() {
	found ??= look();
	return found;
}

function look() {
	try {
		if (run('ip -br link').trim().split('\n').some((line) => !/^(lo|sit0|tunl0|ip6tnl0)\b/.test(line)))
			return false; // the network of the machine itself
		run('ip link set lo up');
		run('ip link add rig-probe type veth peer name rig-probf');
		run('ip link del rig-probe');
		run('nft list ruleset');
		return true;
	} catch {
		return false;
	}
}

const links = new Set();
process.on('exit', () => links.forEach((link) => link.remove()));

/* One link; its far end is where `wrap(program)`, a script, runs a program. `here`: our address on it. */
export class Link {
	constructor(number, { rate = '256kbit', loss = 20 } = {}) {
		Object.assign(this, { number, rate, loss, here: `10.77.${number}.1`, there: `10.77.${number}.2`, space: `rig-${process.pid}-${number}` });
		links.add(this);
		this.folder = mkdtempSync(join(tmpdir(), 'paritrana-link-'));
		const near = `rig-a${number}`, far = `rig-b${number}`;
		run(`ip netns add ${this.space}`);
		run(`ip link add ${near} type veth peer name ${far}`);
		run(`ip link set ${far} netns ${this.space}`);
		run(`ip addr add ${this.here}/24 dev ${near}`);
		run(`ip link set ${near} up`);
		for (const line of [`addr add ${this.there}/24 dev ${far}`, `link set ${far} up`, 'link set lo up', `route add default via ${this.here}`])
			run(`ip -n ${this.space} ${line}`);
		this.near = near;
		this.far = far;
		this.rule();
	}

	/* Both ends drop what arrives; `share` of a hundred. */
	rule(share = 0) {
		const table = (device) => `table inet rig_${this.number}
delete table inet rig_${this.number}
table inet rig_${this.number} {
	chain input {
		type filter hook input priority 0;
		iifname "${device}" ${share < 100 ? `numgen random mod 100 < ${share} ` : ''}drop
	}
}
`;
		run('nft -f -', table(this.near));
		run(`ip netns exec ${this.space} nft -f -`, table(this.far));
	}

	/* From now on as slow and lossy as the link is. */
	worsen() {
		for (const [before, device] of [['tc', this.near], [`ip netns exec ${this.space} tc`, this.far]])
			run(`${before} qdisc replace dev ${device} root tbf rate ${this.rate} burst 4kb latency 400ms`);
		this.rule(this.loss);
	}

	cut() {
		this.rule(100);
	}

	mend() {
		this.rule(this.loss);
	}

	/* A script that runs the program at the far end of the link. */
	wrap(program) {
		const script = join(this.folder, 'run');
		writeFileSync(script, `#!/bin/sh\nexec ip netns exec ${this.space} ${program} "$@"\n`);
		chmodSync(script, 0o755);
		return script;
	}

	remove() {
		spawnSync('ip', ['link', 'del', this.near]);
		spawnSync('ip', ['netns', 'del', this.space]);
		links.delete(this);
		rmSync(this.folder, { recursive: true, force: true });
	}
}
