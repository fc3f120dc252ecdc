// Every page, in every language, light and dark: axe finds nothing, nothing scrolls sideways, nothing shifts, no console
// error (so no breach of the content security policy), no call to another host.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { DESKTOP, PHONE, launch, watch } from '../lib/browser.mjs';
import { LANGUAGES, PAGES, below, signIn, speak } from '../lib/pages.mjs';
import { start } from '../lib/portal.mjs';

const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let portal;
let browser;

before(async () => {
  browser = await launch();
  portal = await start({ env: { HELSAMI_DEMO_CITIZENS: '40', HELSAMI_SIGN_IN_PER_MINUTE: '100', HELSAMI_SESSION_PAGES_PER_MINUTE: '10000' } });
});

after(async () => {
  await browser?.close();
  assert.equal(await portal?.stop(), 0);
});

async function open(options) {
  const context = await browser.newContext({ locale: 'nb-NO', viewport: PHONE, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  return { context, page, faults: watch(page) };
}

// As tall as the page, so that a fixed bar covers nothing that a reader could not scroll free.
async function axe(page) {
  const { width } = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(height + 120, 12_000) });
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values } }), RULES);
  await page.setViewportSize({ width, height: PHONE.height });
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(' | ')}`);
}

describe('every page', () => {
  for (const language of LANGUAGES) {
    for (const colorScheme of ['light', 'dark']) {
      test(`axe, ${language}, ${colorScheme}`, async () => {
        const { context, page, faults } = await open({ colorScheme });
        await signIn(page, portal, 'Ingrid Solbakken');
        if (language !== 'nb') await speak(page, portal, language);
        const found = [];
        for (const path of [...PAGES, ...(await below(page, portal))]) {
          const answer = await page.goto(portal.url + path);
          assert.equal(answer.status(), 200, path);
          assert.equal(await page.evaluate(() => document.documentElement.lang), language, path);
          assert.equal(await page.locator('h1').count(), 1, `${path} has one main heading`);
          for (const violation of await axe(page)) found.push(`${path}: ${violation}`);
        }
        assert.deepEqual(found, []);
        assert.deepEqual(faults, []);
        await context.close();
      });
    }
  }

  test('the front page and the desktop frame', async () => {
    const { context, page, faults } = await open({ viewport: DESKTOP });
    await page.goto(portal.url);
    assert.deepEqual(await axe(page), []);
    await signIn(page, portal, 'Ingrid Solbakken');
    for (const path of PAGES) {
      await page.goto(portal.url + path);
      assert.deepEqual(await axe(page), [], path);
    }
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('nothing scrolls sideways at 320 pixels, whatever the name', async () => {
    for (const name of ['Anne-Kristine', 'Arne Kvålsvoll', 'Nora Uthaug']) {
      const { context, page } = await open({ viewport: { width: 320, height: 640 } });
      await signIn(page, portal, name);
      for (const language of ['nb', 'se']) {
        await speak(page, portal, language);
        for (const path of PAGES) {
          await page.goto(portal.url + path);
          const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
          assert.ok(wide <= window, `${name}, ${language}, ${path}: ${wide} > ${window}`);
        }
      }
      await context.close();
    }
  });

  test('nothing shifts while a page loads', async () => {
    const { context, page } = await open({});
    await signIn(page, portal, 'Ingrid Solbakken');
    for (const path of PAGES) {
      await page.goto(portal.url + path, { waitUntil: 'networkidle' });
      const shift = await page.evaluate(() => new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 150);
      }));
      assert.equal(shift, 0, path);
    }
    await context.close();
  });

  test('without script every page opens and every list is whole', async () => {
    const { context, page } = await open({ javaScriptEnabled: false });
    await signIn(page, portal, 'Ingrid Solbakken');
    for (const path of PAGES) {
      const answer = await page.goto(portal.url + path);
      assert.equal(answer.status(), 200, path);
      assert.ok((await page.locator('main').innerText()).length > 80, path);
    }
    await context.close();
  });
});
