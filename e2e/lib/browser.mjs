// Debian's Chromium, driven by playwright-core. No test may reach another host: everything but loopback is refused.
import { chromium } from 'playwright-core';
import { existsSync } from 'node:fs';

const PROGRAMS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];

// `more` are further switches of the program.
export async function launch(more = []) {
  const executablePath = PROGRAMS.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('Chromium is missing: run `cargo xtask setup`');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
      ...more,
    ],
  });
}

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

// Collects what a page must never do: console errors (so CSP violations too), uncaught errors, calls to other hosts.
export function watch(page) {
  const faults = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  // The browser tells so of itself where a page that glides in is resized, or asked for the next, before it is there.
  const isOfTheBrowser = ({ message }) => message.startsWith('Transition was aborted because of invalid state');
  page.on('pageerror', (error) => isOfTheBrowser(error) || faults.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(hostname)) faults.push(`request to ${hostname}`);
  });
  return faults;
}

// A page of a new visitor: on a phone, in bokmål, unless told otherwise; with what it must never do.
export async function visit(browser, options) {
  const context = await browser.newContext({ locale: 'nb-NO', viewport: PHONE, ...options });
  const page = await context.newPage();
  return { context, page, faults: watch(page) };
}

// Presses Tab until the focused element has this text, then Enter. Fails where the keyboard cannot reach it.
export async function byKeyboard(page, words, steps = 200) {
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    if (words.test(text)) {
      await page.keyboard.press('Enter');
      return;
    }
  }
  throw new Error(`the keyboard does not reach ${words}`);
}
