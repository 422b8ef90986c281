// A juror at a browser: types marks by keys as a person does, and writes down what the page said of them, and when.
import { passwordOf } from '../http/lib.js';
import { EDITION } from './panel.js';

export const SAVED = ['device', 'sending', 'sent']; // what a page calls saved: on this device, or with the service

/* Runs in the page: tells each state that stands below a sheet once it has been painted, with what the fields held then. */
function watch() {
	const look = () => {
		const form = document.querySelector('form[data-sheet]'), place = form?.querySelector('.keep-state');
		if (!place)
			return;
		const marks = () => Object.fromEntries([...form.elements].filter(({ name }) => /^mark\./.test(name)).map(({ name, value }) => [name.slice(5), value]));
		let last;
		const tell = () => {
			const now = JSON.stringify([place.hidden ? 'none' : place.dataset.state, marks(), document.querySelector('[data-conflict]') !== null]);
			if (now === last)
				return;
			last = now;
			const [state, held] = JSON.parse(now);
			requestAnimationFrame(() => requestAnimationFrame(() => {
				// Painted, and still so: what was typed meanwhile is told by its own change.
				if ((place.hidden ? 'none' : place.dataset.state) === state && JSON.stringify(marks()) === JSON.stringify(held))
					window.painted?.({ nominee: form.dataset.sheet, state, marks: held });
			}));
		};
		new MutationObserver(tell).observe(place, { attributes: true, childList: true, subtree: true });
		tell();
	};
	addEventListener('DOMContentLoaded', () => {
		const form = document.querySelector('form[data-sheet]');
		if (!form)
			return;
		look();
		new MutationObserver((_, all) => {
			if (form.querySelector('.keep-state')) {
				all.disconnect();
				look();
			}
		}).observe(form, { childList: true, subtree: true });
	});
}

export class Juror {
	constructor(context, base, who) {
		Object.assign(this, { context, base, who, typed: new Map(), said: [], listeners: new Set() });
	}

	/* A window of the juror's browser. */
	async begin() {
		this.page = this.context.pages()[0] ?? await this.context.newPage();
		this.page.setDefaultTimeout(this.patience ?? 60000);
		await this.context.exposeBinding('painted', (_, what) => {
			this.said.push({ at: Date.now(), ...what });
			for (const listen of this.listeners)
				listen(what);
		});
		await this.context.addInitScript(watch);
		return this;
	}

	path(nominee) {
		return `/editions/${EDITION}/sheets${nominee ? `/${nominee}` : ''}`;
	}

	async signIn() {
		await this.page.goto(`${this.base}/sign-in`);
		await this.page.fill('input[name=username]', this.who);
		await this.page.fill('input[name=password]', passwordOf(this.who));
		await this.page.click('main button');
		await this.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
	}

	/* The list, until everything of it is on the device. */
	async stock() {
		await this.page.goto(this.base + this.path());
		await this.page.waitForSelector('html[data-offline=on]');
		await this.page.waitForFunction(() => /^(\d+)\/\1$/.test(document.documentElement.dataset.filled ?? ''), undefined, { timeout: 300000 });
	}

	/* Tries again, as a person does, when something else than the sheet comes: a portal's page, an error. */
	async open(nominee) {
		this.nominee = nominee;
		for (let tries = 0; tries < 20; tries++) {
			await this.page.goto(this.base + this.path(nominee)).catch(() => {});
			if (await this.page.locator('form[data-sheet]').count())
				break;
		}
		await this.page.waitForSelector('form[data-ready=on]');
	}

	field(criterion) {
		return this.page.locator(`[name="mark.${criterion}"]`);
	}

	/* By keys; what stood there goes. Notes the value from its first key on: it may be stored from then. */
	async mark(criterion, value) {
		await this.start(criterion, value);
		await this.page.keyboard.type(this.written(value));
	}

	written(value) {
		return String(value).replace('.', ',');
	}

	async start(criterion, value) {
		await this.field(criterion).focus();
		await this.page.keyboard.press('Control+A');
		this.note(criterion, this.written(value));
	}

	note(criterion, text) {
		const at = `${this.nominee} ${criterion}`;
		if (!this.typed.has(at))
			this.typed.set(at, []);
		this.typed.get(at).push({ at: Date.now(), text });
	}

	state() {
		return this.page.evaluate(() => {
			const place = document.querySelector('form[data-sheet] .keep-state');
			return !place || place.hidden ? 'none' : place.dataset.state;
		});
	}

	async until(...states) {
		const found = await this.page.waitForFunction((wanted) => {
			const place = document.querySelector('form[data-sheet] .keep-state');
			const state = !place || place.hidden ? 'none' : place.dataset.state;
			return wanted.includes(state) && state;
		}, states);
		return found.jsonValue();
	}

	/* What the outbox of the open window says of every sheet: { nominee: state }. */
	states() {
		// eslint-disable-next-line no-undef
		return this.page.evaluate(async () => Object.fromEntries((await outbox.all()).map((entry) => [entry.nominee, outbox.stateOf(entry)])));
	}

	/* The same in figures: how many sheets are not where they should be in the end. What is no mark yet cannot be sent. */
	async unsent() {
		return Object.values(await this.states()).filter((state) => !['sent', 'none', 'incomplete'].includes(state)).length;
	}
}
