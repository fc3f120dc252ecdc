// Every page, in every language, light and dark: axe finds nothing, nothing scrolls sideways, nothing shifts, no console
// error (so no breach of the content security policy), no call to another host.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { COLOURS, axe } from '../lib/axe.mjs';
import { DESKTOP, PHONE, visit } from '../lib/browser.mjs';
import { furnished } from '../lib/desk.mjs';
import { house } from '../lib/house.mjs';
import { LANGUAGES, OPEN, PAGES, WORK, acting, asked, below, inspect, openFolds, signIn, speak } from '../lib/pages.mjs';

const ROUTES = readFileSync(new URL('../../crates/web/src/routes.rs', import.meta.url), 'utf8');
// Addresses that answer with a file or a redirect, or with a page only when a sign-in went wrong (tested with the door).
const NO_PAGE = [
  '/assets/{name}', '/sign-in', '/sign-in/anew', '/sign-in/callback', '/sign-out/front-channel', '/me/documents/{id}/file/{number}',
  '/for/{who}/documents/{id}/file/{number}', '/me/access-log.ndjson', '/me/access-log.pdf',
  // Only there once somebody has been invited, has access or is between 13 and 15: access.test.mjs and the router's tests.
  '/me/access/end', '/me/access/change', '/me/blocks/lift', '/invitation/{code}', '/acting/return', '/for/{who}/youth',
  '/work/sign-in', '/work/sign-in/callback', '/work/sign-out/front-channel',
  // Only there for staff with several roles at one place: the router's tests.
  '/work/role',
  // Only there for staff whose patient has locked their pages: guide.test.mjs and the router's tests; a file.
  '/work/p/{who}/lock', '/work/p/{who}/documents/{id}/file/{number}',
];

const { portal, browser } = await house({ env: { HELSAMI_DEMO_CITIZENS: '40', HELSAMI_SIGN_IN_PER_MINUTE: '100', HELSAMI_SESSION_PAGES_PER_MINUTE: '10000' } });

const open = (options) => visit(browser, { reducedMotion: 'reduce', ...options });

const desk = furnished(open, { portal, signIn });

describe('every page', () => {
  for (const language of LANGUAGES) {
    test(`axe, ${language}, light and dark`, async () => {
      const { context, page, faults } = await open({ colorScheme: 'light' });
      await signIn(page, portal, 'Ingrid Solbakken');
      if (language !== 'nb') await speak(page, portal, language);
      const found = [];
      for (const path of [...OPEN, ...PAGES, ...(await below(page, portal))]) {
        await page.emulateMedia({ colorScheme: 'light' });
        await inspect(page, portal, { path, language }, found);
        await page.emulateMedia({ colorScheme: 'dark' });
        for (const violation of await axe(page, COLOURS)) found.push(`${path}, dark: ${violation}`);
      }
      assert.deepEqual(found, []);
      assert.deepEqual(faults, []);
      await context.close();
    });
  }

  test('the route table holds no page that is not looked at here', async () => {
    const { context, page } = await open({});
    await signIn(page, portal, 'Ingrid Solbakken');
    const own = [...OPEN, ...PAGES, ...(await below(page, portal)), ...(await asked(page, portal))];
    const parent = await open({});
    await signIn(parent.page, portal, 'Silje Sandnes', '/acting');
    const atDesk = (await desk()).pages;
    const seen = [...own, ...WORK, ...atDesk, ...(await acting(parent.page, portal))].map((path) => path.split('?')[0]);
    await parent.context.close();
    const routes = [...ROUTES.matchAll(/reads\(\s*"([^"]+)",\s*Access::/g)].map(([, path]) => path);
    assert.ok(routes.length > 20, 'the table was read');
    const missed = routes.filter((path) => {
      const shape = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
      return !NO_PAGE.includes(path) && !seen.some((one) => shape.test(one));
    });
    assert.deepEqual(missed, []);
    await context.close();
  });

  for (const [name, more] of [['Ingrid Solbakken', asked], ['Silje Sandnes', acting]]) {
    test(`axe: ${more.name}, ${name}`, async () => {
      const { context, page, faults } = await open({});
      await signIn(page, portal, name, '/acting');
      const found = [];
      for (const path of await more(page, portal)) {
        await page.goto(portal.url + path);
        await openFolds(page);
        for (const violation of await axe(page)) found.push(`${path}: ${violation}`);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        if (width > PHONE.width) found.push(`${path}: ${width} pixels wide`);
      }
      assert.deepEqual(found, []);
      assert.deepEqual(faults, []);
      await context.close();
    });
  }

  test('axe: what was searched for, what is not found, an open menu', async () => {
    const { context, page, faults } = await open({});
    await signIn(page, portal, 'Solveig Aunemo', '/me/search');
    for (const words of ['hjertesvikt', 'x', 'finnes ikke']) {
      await page.locator('main input[type=search]').fill(words);
      const loaded = page.waitForEvent('load');
      await page.keyboard.press('Enter');
      await loaded;
      assert.deepEqual(await axe(page), [], words);
    }
    for (const menu of await page.locator('.menu > summary').all()) {
      await menu.click();
      assert.deepEqual(await axe(page), [], await menu.innerText());
      await page.keyboard.press('Escape');
    }
    assert.deepEqual(faults, []);
    const answer = await page.goto(`${portal.url}/me/nowhere`);
    assert.equal(answer.status(), 404);
    assert.deepEqual(await axe(page), []);
    await context.close();
  });

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
