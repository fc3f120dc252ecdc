// The main job, as a person does it: real files go in from the command line, a citizen signs in, finds an answer and
// follows it over time, with the keyboard alone, and without script; what was read is in the access log.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { DESKTOP, PHONE, byKeyboard, visit } from '../lib/browser.mjs';
import { house } from '../lib/house.mjs';
import { PAGES, signIn, speak } from '../lib/pages.mjs';
import { run } from '../lib/portal.mjs';

const CORPUS = new URL('../../../shared/corpora/synthea-r4', import.meta.url).pathname;
const ABSENT = existsSync(CORPUS) ? false : 'no corpora beside the checkout';

const { portal, browser } = await house({
  env: { HELSAMI_DEMO_CITIZENS: '33', HELSAMI_SIGN_IN_PER_MINUTE: '100' },
  before: async (dir) => {
    if (!ABSENT) await run(['import', '--data', dir, CORPUS]);
  },
});

const open = (options) => visit(browser, options);

// Presses Tab until the focused element is the one, and leaves the focus there.
async function reach(page, isIt, what) {
  for (let step = 0; step < 200; step += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(isIt)) return;
  }
  assert.fail(`the keyboard does not reach ${what}`);
}

// Runs in the page. What is wrong with where the focus is: no outline, or covered by a bar. Null after the last stop.
function hiddenFocus() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const { left, top, width, height } = element.getBoundingClientRect();
  const name = `${element.tagName} «${element.textContent.trim().slice(0, 30)}»`;
  if (getComputedStyle(element).outlineStyle === 'none') return `${name} has no outline`;
  const middle = document.elementFromPoint(left + width / 2, Math.min(top + height / 2, innerHeight - 1));
  return middle && (element.contains(middle) || middle.contains(element)) ? '' : `${name} is covered by ${middle?.className}`;
}

describe('a citizen opens the record', () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`HbA1c over time, ${javaScriptEnabled ? 'with' : 'without'} script`, { skip: ABSENT }, async () => {
      const { context, page, faults } = await open({ javaScriptEnabled });
      await signIn(page, portal, 'Danae Kshlerin', '/me/results');
      const trend = page.getByRole('link', { name: /Hemoglobin A1c/ }).first();
      assert.equal(await trend.count(), 1);
      await trend.click();
      await page.waitForURL(/\/me\/results\/trend\//);
      const text = await page.locator('main').innerText();
      assert.match(text, /6,0\s%/);
      assert.match(text, /12\. november 2020/);
      const rows = page.locator('main table tbody tr');
      assert.equal(await rows.count(), 11, 'every point once');
      assert.match(await rows.first().textContent(), /12\. november 2020.*6,0|6,0.*12\. november 2020/s);
      assert.doesNotMatch(page.url(), /hemoglobin|4548/i);
      assert.deepEqual(faults, []);
      await context.close();
    });
  }

  test('by keyboard alone, from the front page to a trend', async () => {
    const { context, page, faults } = await open({ viewport: DESKTOP });
    await page.goto(portal.url);
    await byKeyboard(page, /^Logg inn$/);
    await page.getByRole('searchbox').waitFor();
    await page.getByRole('searchbox').focus();
    await page.keyboard.type('Arne Kvålsvoll');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=Arne/);
    await byKeyboard(page, /Arne Kvålsvoll/);
    await page.waitForURL(`${portal.url}/me`);
    await byKeyboard(page, /^Prøvesvar$/);
    await page.waitForURL(`${portal.url}/me/results`);
    await byKeyboard(page, /^HbA1c/);
    await page.waitForURL(/\/me\/results\/trend\//);
    assert.ok((await page.locator('main table tbody tr').count()) > 20);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('by keyboard alone: the language, a filter, a document, out again', async () => {
    const { context, page, faults } = await open({ viewport: DESKTOP });
    await signIn(page, portal, 'Ingrid Solbakken');
    await byKeyboard(page, /^Språk:/);
    await byKeyboard(page, /^English$/);
    await page.waitForFunction(() => document.documentElement.lang === 'en');
    await page.goto(`${portal.url}/me/results`);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', 'the first stop skips the menus');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await reach(page, () => document.activeElement?.name === 'flag', 'the choice of assessment');
    await page.keyboard.press('ArrowDown');
    await page.waitForURL(/flag=outside/);
    assert.equal(await page.evaluate(() => document.activeElement.name), 'flag', 'the focus stays in the filter');
    assert.match(await page.locator('#said').textContent(), /^(Showing|No results)/);
    await page.goto(`${portal.url}/me/documents`);
    await reach(page, () => document.activeElement?.matches('main a[href^="/me/documents/"]'), 'a document');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/me\/documents\/./);
    await byKeyboard(page, /^Your menu:/);
    await byKeyboard(page, /^Sign out$/);
    await page.waitForURL((url) => !url.pathname.startsWith('/me'));
    const answer = await page.goto(`${portal.url}/me/documents`);
    assert.doesNotMatch(new URL(answer.url()).pathname, /^\/me/, 'the record is closed');
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('by keyboard alone: every stop on every page can be seen', async () => {
    for (const viewport of [PHONE, DESKTOP]) {
      const { context, page } = await open({ viewport, reducedMotion: 'reduce' });
      await signIn(page, portal, 'Gerd Overvik');
      for (const path of PAGES) {
        await page.goto(portal.url + path);
        const hidden = [];
        for (let step = 0; step < 60; step += 1) {
          await page.keyboard.press('Tab');
          const fault = await page.evaluate(hiddenFocus);
          if (fault === null) break;
          if (fault) hidden.push(fault);
        }
        assert.deepEqual(hidden, [], `${path}, ${viewport.width}`);
      }
      await context.close();
    }
  });

  test('the access log tells what was read, and never a national number', async () => {
    const { context, page } = await open({});
    await signIn(page, portal, 'Gerd Overvik', '/me/medicines');
    await page.goto(`${portal.url}/me/access-log`);
    const text = await page.locator('main').innerText();
    assert.match(text, /Legemidler/);
    assert.doesNotMatch(text, /\b\d{11}\b/);
    await context.close();
  });

  test('a protected address is nowhere, in any language', async () => {
    const { context, page } = await open({});
    await signIn(page, portal, 'Maria Elvestad', '/me/details');
    for (const language of ['nb', 'nn', 'se', 'en']) {
      await speak(page, portal, language);
      for (const path of ['/me', '/me/details', '/me/emergency-card', '/me/appointments']) {
        await page.goto(portal.url + path);
        assert.doesNotMatch(await page.content(), /\b7\d{3} [A-ZÆØÅ]{3,}/, `${language} ${path}`);
      }
    }
    await context.close();
  });

  test('the search words are in no address and in no log', async () => {
    const { context, page } = await open({});
    await signIn(page, portal, 'Solveig Aunemo', '/me/search');
    await page.locator('main input[type=search]').fill('hjertesvikt');
    await page.keyboard.press('Enter');
    await page.locator('main').getByText(/hjertesvikt/i).first().waitFor();
    assert.doesNotMatch(page.url(), /hjertesvikt/);
    assert.doesNotMatch(portal.log(), /hjertesvikt|Solveig|Aunemo/i);
    await context.close();
  });
});
