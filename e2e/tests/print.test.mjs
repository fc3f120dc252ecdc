// What comes out on paper: the emergency card is one A4 page however many medicines, and the results keep their head.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP } from '../lib/browser.mjs';
import { house } from '../lib/house.mjs';
import { signIn } from '../lib/pages.mjs';

const { portal, browser } = await house({ env: { HELSAMI_DEMO_CITIZENS: '40', HELSAMI_SIGN_IN_PER_MINUTE: '100', HELSAMI_SESSION_PAGES_PER_MINUTE: '10000' } });

// The number of pages: a page object is `/Type /Page`, the tree above them `/Type /Pages`.
const sheets = (pdf) => (pdf.toString('latin1').match(/\/Type\s*\/Page(?![a-z])/g) ?? []).length;

test('the emergency card is one page', async () => {
  for (const name of ['Solveig Aunemo', 'Leif Gunnar', 'Nora Uthaug']) {
    const context = await browser.newContext({ locale: 'nb-NO', viewport: DESKTOP });
    const page = await context.newPage();
    await signIn(page, portal, name, '/me/emergency-card');
    assert.equal(sheets(await page.pdf({ format: 'A4', preferCSSPageSize: true })), 1, name);
    await context.close();
  }
});

test('paper says whose it is and when, and has no navigation', async () => {
  const context = await browser.newContext({ locale: 'nb-NO', viewport: DESKTOP });
  const page = await context.newPage();
  await signIn(page, portal, 'Solveig Aunemo', '/me/results');
  assert.ok(sheets(await page.pdf({ format: 'A4' })) > 1);
  await page.emulateMedia({ media: 'print' });
  assert.match(await page.locator('.print-head').innerText(), /Solveig Aunemo · født \d{1,2}\. [a-z]+ 19\d\d[\s\S]*Skrevet ut/);
  for (const part of ['.nav', '.strip', '.foot', '.filter']) assert.equal(await page.locator(part).first().isVisible(), false, part);
  await context.close();
});
