// Every page of the desk, in every language, light and dark, on a phone and at a desk: axe finds nothing, nothing scrolls sideways.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COLOURS, axe } from '../lib/axe.mjs';
import { DESKTOP, PHONE, visit } from '../lib/browser.mjs';
import { furnished } from '../lib/desk.mjs';
import { house } from '../lib/house.mjs';
import { LANGUAGES, inspect, signIn, speak } from '../lib/pages.mjs';

const { portal, browser } = await house({ env: { HELSAMI_DEMO_CITIZENS: '40', HELSAMI_SIGN_IN_PER_MINUTE: '100', HELSAMI_SESSION_PAGES_PER_MINUTE: '10000' } });

const desk = furnished((options) => visit(browser, { reducedMotion: 'reduce', ...options }), { portal, signIn });

for (const language of LANGUAGES) {
  test(`axe at the desk, ${language}, light and dark, on a phone and at a desk`, async () => {
    const { page, faults, pages } = await desk();
    if (language !== 'nb') await speak(page, portal, language, '/work');
    const found = [];
    for (const path of pages) {
      await page.setViewportSize(PHONE);
      await page.emulateMedia({ colorScheme: 'light' });
      await inspect(page, portal, { path, language }, found);
      await page.setViewportSize({ ...PHONE, width: 320 });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 320) found.push(`${path}: ${width} pixels wide at 320`);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize(DESKTOP);
      for (const violation of await axe(page, COLOURS)) found.push(`${path}, dark: ${violation}`);
    }
    assert.deepEqual(found, []);
    assert.deepEqual(faults.splice(0), []);
    if (language !== 'nb') await speak(page, portal, 'nb', '/work');
  });
}
