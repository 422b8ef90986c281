// Whether a page is within everybody's reach: what a browser finds in it at narrow and wide windows, in light and
// in dark, with more space between letters, with motion unwanted, and by the Tab key alone.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
/* Shows kept pages at their own addresses: which one, a header says. The rest is fetched once from `origin`. */
export async function museum(pages, origin) {
	const files = new Map();
	const server = createServer(async (request, response) => {
		const page = pages[request.headers['x-page']];
		if (request.headers['sec-fetch-dest'] === 'document' && page) {
			response.writeHead(200, { ...page.headers, 'Cache-Control': 'no-store' });
			return response.end(page.html);
		}
		if (!request.url.startsWith('/static/'))
			return response.writeHead(404).end();
		if (!files.has(request.url))
			files.set(request.url, fetch(origin + request.url).then(async (answer) =>
				[answer.status, answer.headers.get('Content-Type'), Buffer.from(await answer.arrayBuffer())]));
		const [status, type, body] = await files.get(request.url);
		response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' });
		return response.end(body);
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	return { url: `http://127.0.0.1:${server.address().port}`, close: () => { server.closeAllConnections?.(); server.close(); } };
}

/* Runs in every page before its own scripts. */
function tools() {
	const shown = (element) => element.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true });
	const called = (element) => {
		const own = [element.localName, element.id && `#${element.id}`, ...[...element.classList].map((name) => `.${name}`)].filter(Boolean).join('');
		return `${own} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40)}”`;
	};
	/* For ears alone: cut down to a point, with all that is in it; and drawings. */
	const away = (element) => {
		if (element.closest('svg, .skip-link:not(:focus)'))
			return true;
		for (let one = element; one && one !== document.body; one = one.parentElement) {
			const { position, clip, clipPath, width } = getComputedStyle(one);
			if (position === 'absolute' && (clip !== 'auto' || clipPath !== 'none') && parseFloat(width) <= 1)
				return true;
		}
		return false;
	};
	const rgba = (text) => {
		const [r, g, b, a = 1] = text.match(/-?[\d.]+/g).map(Number);
		return /^color\(srgb/.test(text) ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
	};
	const light = (colour) => {
		const [r, g, b] = colour.slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	/* Does it, or something above it, scroll sideways for its own? */
	const scrolls = (element) => {
		for (let one = element; one && one !== document.body; one = one.parentElement)
			if (/auto|scroll/.test(getComputedStyle(one).overflowX))
				return true;
		return false;
	};
	const reach = window.reach = {
		unfold: () => document.querySelectorAll('details').forEach((one) => { one.open = true; }),

		/* Wider than the window, beyond its edge, or cut. */
		fits() {
			const found = [], wide = document.documentElement.scrollWidth - innerWidth;
			if (wide > 0)
				found.push(`the page is wider than the window by ${wide} px`);
			for (const one of [document.documentElement, document.body])
				if (/hidden|clip/.test(getComputedStyle(one).overflowX))
					found.push(`${one.localName} hides what is too wide`);
			for (const element of document.body.querySelectorAll('*')) {
				if (away(element) || !shown(element))
					continue;
				const style = getComputedStyle(element);
				if (style.textOverflow === 'ellipsis' && document.querySelector('h1').innerText.includes(element.innerText.trim()))
					continue; // it stands in full above
				if (/hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && element.innerText)
					found.push(`cut at the side: ${called(element)}`);
				if (/hidden|clip/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 1 && element.clientHeight > 0 && element.innerText)
					found.push(`cut below: ${called(element)}`);
				const { left, right, width } = element.getBoundingClientRect();
				if (found.length < 4 && width > 0 && (right > innerWidth + 1 || left < -1) && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && !scrolls(element))
					found.push(`beyond the edge: ${called(element)}`);
				if (/^(select|input)$/.test(element.localName) && /text|submit|select-one/.test(element.type) && element.clientWidth < 40)
					found.push(`no room to read what is chosen: ${called(element)}`);
			}
			return found;
		},

		/* What moves although motion is not wanted. */
		moves() {
			const lasts = (text) => text.split(',').some((time) => parseFloat(time) * (time.trim().endsWith('ms') ? 1 : 1000) > 1);
			return [...document.querySelectorAll('*')].filter((element) => [null, '::before', '::after'].some((pseudo) => {
				const style = getComputedStyle(element, pseudo);
				return lasts(style.transitionDuration) || style.animationName !== 'none' && lasts(style.animationDuration) || style.scrollBehavior === 'smooth';
			})).map((element) => `moves: ${called(element)}`);
		},

		/* What the scripts of this page can ask, and one of it asked. */
		questions: () => [...document.querySelectorAll('template')].flatMap((one) => [...one.content.querySelectorAll('dialog')].map(({ dataset }) => dataset.ask)),
		ask(name) {
			const dialog = [...document.querySelectorAll('template')].map((one) => one.content.querySelector(`dialog[data-ask="${name}"]`)).find(Boolean).cloneNode(true);
			document.body.append(dialog);
			dialog.showModal();
		},

		/* Where a thumb has to hit in a hurry. */
		steps: () => [...document.querySelectorAll('.btn-step')].filter((one) => one.offsetWidth < 44 || one.offsetHeight < 44).map((one) => `less than 44 px: ${called(one)}`),

		/* What Tab has to reach, in the order of the page. */
		stops() {
			const groups = new Set();
			return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter((element) => {
				if (element.disabled || element.type === 'hidden' || element.tabIndex < 0 || !shown(element) || element.closest('[inert]'))
					return false;
				if (element.localName === 'summary' && element.parentElement.querySelector('summary') !== element)
					return false;
				if (element.type !== 'radio')
					return true;
				const group = `${element.form?.action} ${element.name}`;
				const chosen = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(element.name)}"]`)].some((one) => one.checked && one.form === element.form);
				if (chosen ? !element.checked : groups.has(group))
					return false;
				groups.add(group);
				return true;
			});
		},

		/* In one column the next stop stands below the one before it, or to its right. */
		order() {
			const found = [];
			let before;
			for (const element of reach.stops()) {
				if (element.tabIndex > 0)
					found.push(`a place of its own in the order: ${called(element)}`);
				let fixed = false;
				for (let one = element; one; one = one.parentElement)
					fixed ||= /sticky|fixed/.test(getComputedStyle(one).position);
				if (fixed || away(element))
					continue;
				const { top, bottom, left } = element.getBoundingClientRect();
				if (before && bottom < before.top + 1)
					found.push(`above the stop before it: ${called(element)} after ${called(before.element)}`);
				before = { element, top, left };
			}
			return found;
		},

		/* Is the element with the focus seen, and its focus? Asked when the next key goes down. */
		seen: [],
		look(element) {
			const found = [], box = element.getBoundingClientRect(), style = getComputedStyle(element);
			const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
			if (!ring)
				found.push('its focus is not seen');
			else if (reach.contrast(element.parentElement, style.outlineColor) < 3)
				found.push(`its focus has a contrast of ${reach.contrast(element.parentElement, style.outlineColor).toFixed(2)}`);
			const points = [];
			for (const part of element.getClientRects()) // a link may go over several lines
				for (const x of [0.1, 0.5, 0.9])
					for (const y of [0.15, 0.5, 0.85])
						points.push([part.left + part.width * x, part.top + part.height * y]);
			const own = (hit) => hit && (element.contains(hit) || hit.contains(element) && hit.closest('label, a, summary') !== null || hit.control === element || hit.closest('label')?.control === element);
			const free = points.filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight && own(document.elementFromPoint(x, y)));
			// Of a field with several lines that with the caret is what is scrolled to.
			if (free.length < (element.localName === 'textarea' || box.height > 160 ? 1 : points.length / 2))
				found.push(`it is covered or out of view (${Math.round(box.left)},${Math.round(box.top)} ${Math.round(box.width)}×${Math.round(box.height)}, ${free.length} of ${points.length} points)`);
			return found.map((what) => `${called(element)}: ${what}`);
		},
		/* Against what lies behind: the grounds down to the first that is not transparent; of a gradient each colour of it. */
		contrast(element, colour) {
			const over = (top, below) => [...top.slice(0, 3).map((part, i) => part * top[3] + below[i] * (1 - top[3])), 1];
			const layers = [];
			for (let one = element; one; one = one.parentElement) {
				const { backgroundColor, backgroundImage } = getComputedStyle(one);
				if (/gradient/.test(backgroundImage)) {
					layers.push(backgroundImage.match(/rgba?\([^)]*\)/g).map(rgba));
					break;
				}
				layers.push([rgba(backgroundColor)]);
				if (rgba(backgroundColor)[3] === 1)
					break;
			}
			let grounds = layers.pop() ?? [[255, 255, 255, 1]];
			while (layers.length)
				grounds = grounds.map((ground) => over(layers.at(-1)[0], ground)), layers.pop();
			return Math.min(...grounds.map((ground) => {
				const [low, high] = [light(over(rgba(colour), ground)), light(ground)].sort((x, y) => x - y);
				return (high + 0.05) / (low + 0.05);
			}));
		},

		/* Words too pale to read: every piece of text, also where axe cannot tell. */
		pale() {
			const found = [];
			for (const element of document.body.querySelectorAll('*')) {
				if (!shown(element) || element.closest('svg, option, :disabled, .visually-hidden'))
					continue;
				const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) || /^(input|textarea|select)$/.test(element.localName) && !/checkbox|radio|file/.test(element.type);
				for (const pseudo of [own && null, '::before', '::after'].filter((one) => one !== false)) {
					const { color, content, fontSize, fontWeight } = getComputedStyle(element, pseudo);
					if (pseudo && (/^(none|normal)$/.test(content) || !/[\p{L}\p{N}]/u.test(content)))
						continue;
					const large = parseFloat(fontSize) >= 24 || parseFloat(fontSize) >= 18.66 && Number(fontWeight) >= 700;
					const is = reach.contrast(element, color);
					if (is < (large ? 3 : 4.5))
						found.push(`contrast of ${is.toFixed(2)}: ${called(element)}${pseudo ?? ''}`);
				}
			}
			return found;
		},
	};
	window.addEventListener('keydown', ({ key }) => {
		const element = document.activeElement;
		if (key !== 'Tab' || !element || element === document.body || element === document.documentElement)
			return;
		reach.seen.push({ element, found: reach.look(element) });
	}, true);
}

/* A window to look through; of the kept pages, unless it is a live one. */
export async function looker(browser) {
	const context = await browser.newContext({ viewport: { width: 320, height: 640 }, reducedMotion: 'reduce', serviceWorkers: 'block' });
	await context.addInitScript(tools);
	const page = await context.newPage();
	page.setDefaultTimeout(20000);
	return page;
}

const ALL = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function complaints(page, rules) {
	if (!await page.evaluate(() => Boolean(window.axe)))
		await page.evaluate(axe); // through the debugger: the policy stays on
	return page.evaluate(async (only) => (await window.axe.run(document, {
		runOnly: only, resultTypes: ['violations'], rules: { 'target-size': { enabled: true } },
	})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ; ')}`), rules ? { type: 'rule', values: rules } : { type: 'tag', values: ALL });
}

const SPACED = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }';
const spaced = (page, on) => page.evaluate((css) => {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(css);
	document.adoptedStyleSheets = css ? [sheet] : [];
}, on ? SPACED : '');

/* Every stop by Tab, round once: nothing left out, nothing hidden, no way without end. */
export async function byTab(page, { width, height = width < 600 ? 640 : 720 }) {
	await page.setViewportSize({ width, height });
	await page.evaluate(() => { scrollTo(0, 0); document.activeElement?.blur(); window.reach.seen.length = 0; window.reach.due = window.reach.stops(); });
	const due = await page.evaluate(() => window.reach.due.length);
	for (let i = 0; i <= due + 1; i++)
		await page.keyboard.press('Tab');
	return page.evaluate(() => {
		const { seen, due } = window.reach;
		const called = (element) => `${element.localName}${element.id && `#${element.id}`} “${element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40)}”`;
		const met = [...new Set(seen.map(({ element }) => element))];
		const found = due.filter((element) => !met.includes(element)).map((element) => `never reached: ${called(element)}`);
		const places = met.map((element) => due.indexOf(element)).filter((place) => place >= 0);
		if (places.some((place, i) => i && place < places[i - 1]))
			found.push('not in the order of the page');
		if (due.length && met[0] !== due[0])
			found.push(`starts at ${called(met[0] ?? document.body)}`);
		const told = new Set();
		for (const one of seen)
			if (!told.has(one.element)) {
				told.add(one.element);
				found.push(...one.found);
			}
		return found;
	});
}

const ASKED = new Set(); // the same on every page: in each language once
/* A question that a script would ask: held up before a phone, in both colours. */
async function asked(page, name) {
	await page.setViewportSize({ width: 320, height: 640 });
	await page.evaluate((which) => window.reach.ask(which), name);
	const found = [...await page.evaluate(() => window.reach.fits()), ...await complaints(page)];
	for (const colorScheme of ['light', 'dark']) {
		await page.emulateMedia({ colorScheme });
		found.push(...await page.evaluate(() => window.reach.pale()));
	}
	await page.evaluate(() => document.querySelectorAll('dialog').forEach((one) => one.remove()));
	return found;
}

/* All that is wrong with the page that is open. By Tab and before axe narrow and wide windows take turns, unless it is asked for the whole. */
export async function wrong(page, { whole = false, turn = 0 } = {}) {
	const found = [], tell = (where, list) => found.push(...list.map((what) => `${where}: ${what}`));
	for (const width of whole ? [320, 1280] : [turn % 2 ? 1280 : 320]) {
		await page.emulateMedia({ colorScheme: turn & 2 ? 'dark' : 'light' });
		tell(`by Tab at ${width} px`, await byTab(page, { width }));
	}
	const pale = async (where) => {
		for (const colorScheme of ['light', 'dark']) {
			await page.emulateMedia({ colorScheme });
			tell(`${where}, ${colorScheme}`, await page.evaluate(() => window.reach.pale()));
		}
	};
	// Tall, so that nothing stands over anything else for a moment.
	await page.setViewportSize({ width: 320, height: 3000 });
	await page.evaluate(() => { scrollTo(0, 0); window.reach.unfold(); });
	tell('320 px', await page.evaluate(() => [...window.reach.fits(), ...window.reach.order(), ...window.reach.moves(), ...window.reach.steps()]));
	await spaced(page, true);
	tell('320 px, spaced', await page.evaluate(() => window.reach.fits()));
	await spaced(page, false);
	await pale('320 px');
	if (whole || turn % 2)
		tell('320 px', await complaints(page));
	await page.setViewportSize({ width: 640, height: 400 });
	tell('640 px', await page.evaluate(() => window.reach.fits()));
	await page.setViewportSize({ width: 1280, height: 3000 });
	tell('1280 px', await page.evaluate(() => window.reach.fits()));
	await spaced(page, true);
	tell('1280 px, spaced', await page.evaluate(() => window.reach.fits()));
	await spaced(page, false);
	if (whole || !(turn % 2))
		tell('1280 px', await complaints(page));
	await pale('1280 px');
	if (whole)
		tell('1280 px, light', await complaints(page, ['color-contrast']));
	for (const name of await page.evaluate(() => window.reach.questions())) {
		const once = `${name} ${await page.evaluate(() => document.documentElement.lang)}`;
		if (ASKED.has(once) && !whole)
			continue;
		ASKED.add(once);
		tell(`asked “${name}”`, await asked(page, name));
	}
	return found;
}
