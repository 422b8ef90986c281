// Chromium as every test starts it: without a sandbox (tests run as root), without its own traffic.
import { chromium } from 'playwright-core';

export const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
	'--disable-component-update', '--disable-sync'];

export const launch = (given = {}) => chromium.launch({ executablePath: '/usr/bin/chromium', ...given, args: [...ARGS, ...(given.args ?? [])] });

/* A browser that keeps what it was told in a folder, as a phone does. */
export const launchIn = (folder, given = {}) => chromium.launchPersistentContext(folder,
	{ executablePath: '/usr/bin/chromium', ...given, args: [...ARGS, ...(given.args ?? [])] });
