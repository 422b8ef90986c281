// What is kept on this device for the time without a network, sealed (AES-GCM) with a key of the
// account that the service gives to a signed-in session only. Pages and the service worker share it.
// Names are hashed with a second key, so that not even they tell whom a juror looked at.
'use strict';
const keep = (() => {
	const STORES = ['meta', 'pages', 'outbox', 'notes'];
	const text = new TextEncoder(), plain = new TextDecoder();

	// ---- The database ----
	let opening;
	const db = () => opening ??= new Promise((done, failed) => {
		const request = indexedDB.open('paritrana', 1);
		request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name, { keyPath: 'id' }));
		request.onsuccess = () => {
			request.result.onclose = request.result.onversionchange = () => {
				request.result.close();
				opening = undefined;
			};
			done(request.result);
		};
		request.onerror = request.onblocked = () => {
			opening = undefined;
			failed(request.error ?? new Error('blocked'));
		};
	});
	/* Runs `act` in one transaction; resolves with its request's result when that is on the disk. */
	const run = async (names, mode, act) => {
		const base = await db();
		return new Promise((done, failed) => {
			const tx = base.transaction(names, mode, { durability: mode === 'readonly' ? 'default' : 'strict' });
			let result;
			tx.oncomplete = () => done(result?.result);
			tx.onabort = tx.onerror = () => failed(tx.error ?? new Error('aborted'));
			result = act(tx);
		});
	};

	// ---- Who is signed in on this device ----
	const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	const unhex = (digits) => Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
	const purpose = (name) => ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: text.encode(name) });
	/* { owner, seal, name }: the keys cannot be read out again. */
	const keysOf = async (owner, key) => {
		const raw = await crypto.subtle.importKey('raw', unhex(key), 'HKDF', false, ['deriveKey']);
		return {
			owner,
			seal: await crypto.subtle.deriveKey(purpose('seal'), raw, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
			name: await crypto.subtle.deriveKey(purpose('name'), raw, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']),
		};
	};
	const me = () => run(['meta'], 'readonly', (tx) => tx.objectStore('meta').get('me'));
	/* What the person before left open goes; what is unsent stays, sealed with that person's key. */
	const enter = async (owner, key, about) => {
		const now = { id: 'me', ...about, ...await keysOf(owner, key) };
		await run(['meta', 'pages'], 'readwrite', (tx) => {
			const meta = tx.objectStore('meta');
			meta.get('me').onsuccess = ({ target }) => {
				if (target.result?.owner !== owner)
					tx.objectStore('pages').clear();
				meta.put(now);
				meta.delete('leaving');
			};
		});
		return now;
	};
	/* The key and all pages go. `leaving`: the service must still be told, when it can be reached. */
	const leave = (leaving = false) => run(['meta', 'pages'], 'readwrite', (tx) => {
		tx.objectStore('meta').delete('me');
		tx.objectStore('pages').clear();
		if (leaving)
			tx.objectStore('meta').put({ id: 'leaving' });
	});
	const about = (who, more) => run(['meta'], 'readwrite', (tx) => {
		const meta = tx.objectStore('meta');
		meta.get('me').onsuccess = ({ target }) => target.result?.owner === who.owner && meta.put({ ...target.result, ...more });
	});
	const flag = (id) => run(['meta'], 'readonly', (tx) => tx.objectStore('meta').get(id));
	const jot = (record) => run(['meta'], 'readwrite', (tx) => tx.objectStore('meta').put(record));
	const unflag = (id) => run(['meta'], 'readwrite', (tx) => tx.objectStore('meta').delete(id));

	// ---- Sealed records ----
	const idOf = async (who, name) => hex(await crypto.subtle.sign('HMAC', who.name, text.encode(name)));
	const seal = async (who, id, data) => {
		const iv = crypto.getRandomValues(new Uint8Array(12));
		return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: text.encode(id) }, who.seal, data) };
	};
	const unseal = (who, { id, iv, data }) =>
		crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: text.encode(id) }, who.seal, data);
	/* How long the value is, the value as JSON, then bytes as they are. */
	const pack = (value, bytes) => {
		const json = text.encode(JSON.stringify(value)), whole = new Uint8Array(4 + json.length + bytes.byteLength);
		new DataView(whole.buffer).setUint32(0, json.length);
		whole.set(json, 4);
		whole.set(new Uint8Array(bytes), 4 + json.length);
		return whole;
	};
	const unpack = (data) => {
		const end = 4 + new DataView(data).getUint32(0);
		return { ...JSON.parse(plain.decode(data.slice(4, end))), bytes: data.slice(end) };
	};
	/* A page is kept only while its reader is signed in. `group`: what goes together (prune). */
	const put = async (store, who, name, value, bytes = new ArrayBuffer(0), group = undefined) => {
		const id = await idOf(who, `${store} ${name}`);
		const record = { id, owner: who.owner, group: group && await idOf(who, `group ${group}`), ...await seal(who, id, pack(value, bytes)) };
		await run(['meta', store], 'readwrite', (tx) => {
			if (store !== 'pages') {
				tx.objectStore(store).put(record);
				return;
			}
			tx.objectStore('meta').get('me').onsuccess = ({ target }) => {
				if (target.result?.owner === who.owner)
					tx.objectStore(store).put(record);
			};
		});
	};
	const opened = async (who, record) => {
		try {
			return unpack(await unseal(who, record));
		} catch {
			return undefined; // another key's, or damaged
		}
	};
	const get = async (store, who, name) => {
		const id = await idOf(who, `${store} ${name}`);
		const record = await run([store], 'readonly', (tx) => tx.objectStore(store).get(id));
		return record && record.owner === who.owner ? opened(who, record) : undefined;
	};
	const drop = async (store, who, name) => {
		const id = await idOf(who, `${store} ${name}`);
		await run([store], 'readwrite', (tx) => tx.objectStore(store).delete(id));
	};
	/* Of the groups only these stay. */
	const prune = async (store, who, groups) => {
		const stay = new Set(await Promise.all(groups.map((group) => idOf(who, `group ${group}`))));
		await run([store], 'readwrite', (tx) => {
			tx.objectStore(store).openCursor().onsuccess = ({ target: { result: at } }) => {
				if (!at)
					return;
				if (at.value.group && !stay.has(at.value.group))
					at.delete();
				at.continue();
			};
		});
	};
	const all = async (store, who) => {
		const records = await run([store], 'readonly', (tx) => tx.objectStore(store).getAll());
		return (await Promise.all(records.filter(({ owner }) => owner === who.owner).map((record) => opened(who, record)))).filter(Boolean);
	};

	// ---- Answers that are really the service's ----
	const nonceNew = () => hex(crypto.getRandomValues(new Uint8Array(16)));
	/* When the service said it, by its clock: that of a device may be wrong by a day. */
	const said = (headers) => Date.parse(headers.get('Date')) || Date.now();
	/* What `act` resolves with, or undefined: it failed, or took longer. */
	const within = async (patience, act) => {
		const ending = new AbortController(), timer = setTimeout(() => ending.abort(), patience);
		try {
			return await act(ending.signal);
		} catch {
			return undefined;
		} finally {
			clearTimeout(timer);
		}
	};
	/* Resolves with the answer, or with undefined: no network, too late, or somebody else's. */
	const ask = async (path, options = {}, patience = 8000) => {
		const nonce = nonceNew();
		return within(patience, async (signal) => {
			const answer = await fetch(path, {
				credentials: 'same-origin', redirect: 'error', cache: 'no-store', ...options, signal,
				headers: { ...options.headers, 'Request-Nonce': nonce },
			});
			if (answer.headers.get('Request-Nonce') !== nonce || new URL(answer.url).pathname !== new URL(path, location.href).pathname)
				return undefined;
			return { status: answer.status, headers: answer.headers, said: said(answer.headers), body: await answer.arrayBuffer() };
		});
	};
	/* Whether anybody answers. Asked as nobody: browsers have connections of their own for that. Each try at a dead line
	 * leaves one that goes on knocking, ever more seldom, and a browser has six: those of the marks stay free until somebody
	 * answers here. */
	const knock = async () => Boolean(await within(7000, (signal) =>
		fetch('/offline', { method: 'HEAD', credentials: 'omit', redirect: 'manual', cache: 'no-store', signal })));
	/* What the worker wrote down of the line, as long as it is worth something: { lost, usual }. */
	const TOLD = 2 * 60 * 1000;
	const line = async () => {
		const was = await flag('line');
		return { lost: Boolean(was?.lost) && Math.abs(Date.now() - was.at) < TOLD, usual: was?.usual ?? 0 };
	};
	const json = (answer) => {
		try {
			return /^application\/(problem\+)?json/.test(answer.headers.get('Content-Type')) ? JSON.parse(plain.decode(answer.body)) : undefined;
		} catch {
			return undefined;
		}
	};

	return { me, enter, about, leave, flag, jot, unflag, put, get, drop, prune, all, ask, knock, line, json, said, nonce: nonceNew };
})();
