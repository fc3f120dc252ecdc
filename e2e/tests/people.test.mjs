// The pages of people whose records hold what an ordinary one does not: axe finds nothing. Beside pages.test.mjs, so that the two
// run at the same time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe } from '../lib/axe.mjs';
import { visit } from '../lib/browser.mjs';
import { house } from '../lib/house.mjs';
import { PAGES, below, openFolds, signIn } from '../lib/pages.mjs';

// People whose pages hold what an ordinary record does not.
const UNUSUAL = [
  'Nora Uthaug', 'Brekken', 'Odd Henrik Fossum', 'Maria Elvestad', 'Per Ivar Grindal', 'Gerd Overvik', 'Torill Tiller',
  'Kjell Arne Myrvang', 'Leif Gunnar', 'Berit Kolstad', 'Oleksandr Kovalenko',
];

const { portal, browser } = await house({ env: { HELSAMI_DEMO_CITIZENS: '40', HELSAMI_SIGN_IN_PER_MINUTE: '100', HELSAMI_SESSION_PAGES_PER_MINUTE: '10000' } });

const open = (options) => visit(browser, { reducedMotion: 'reduce', ...options });

for (const name of UNUSUAL) {
  test(`axe, ${name}`, async () => {
    const { context, page, faults } = await open({});
    await signIn(page, portal, name);
    const found = [];
    for (const path of [...PAGES, ...(await below(page, portal))]) {
      await page.goto(portal.url + path);
      await openFolds(page);
      for (const violation of await axe(page)) found.push(`${path}: ${violation}`);
    }
    assert.deepEqual(found, []);
    assert.deepEqual(faults, []);
    await context.close();
  });
}
