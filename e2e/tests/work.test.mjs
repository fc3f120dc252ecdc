// Staff at work, as a person does it: in at the demo's test provider, the role on every page, and out again; with the keyboard
// alone, without script, on a phone; and axe over their pages.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axe } from '../lib/axe.mjs';
import { DESKTOP, PHONE, byKeyboard, launch, visit } from '../lib/browser.mjs';
import { LANGUAGES, WORK, goToWork, signIn, speak } from '../lib/pages.mjs';
import { start } from '../lib/portal.mjs';

let portal;
let browser;

before(async () => {
  browser = await launch();
  portal = await start({ env: { HELSAMI_DEMO_CITIZENS: '33', HELSAMI_SIGN_IN_PER_MINUTE: '100' } });
});

after(async () => {
  await browser?.close();
  assert.equal(await portal?.stop(), 0);
});

const open = (options) => visit(browser, { reducedMotion: 'reduce', ...options });

const session = async (context, name) => (await context.cookies(portal.url)).find((cookie) => cookie.name === name);

// The name, the role and the place of a line of the provider's list.
const parts = (said) => {
  const [name, more] = said.split('\n').filter((line) => line.trim()).slice(-2);
  const [role, ...place] = more.split(', ');
  return [name.trim(), role.trim(), place.join(', ').trim()];
};

describe('a GP at work', () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`in, the role, and out, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      const { context, page, faults } = await open({ javaScriptEnabled });
      await page.goto(portal.url);
      await page.getByRole('link', { name: 'For ansatte' }).click();
      await page.getByRole('searchbox').waitFor();
      const button = page.getByRole('button', { name: /Fastlege/ }).first();
      const [name, role, place] = parts(await button.innerText());
      await button.click();
      await page.waitForURL(`${portal.url}/work`);
      const strip = page.getByRole('complementary', { name: 'På jobb' });
      for (const words of [name, role, place]) {
        assert.ok((await strip.innerText()).includes(words), `the strip says ${words}`);
        assert.ok((await page.locator('main').innerText()).includes(words), `the page says ${words}`);
      }
      assert.equal(role, 'Fastlege');
      assert.equal(await session(context, '__Host-helsami'), undefined, 'no citizen is signed in');
      assert.match((await session(context, '__Host-helsami-work')).value, /^[\w-]{43}$/);
      await page.goto(`${portal.url}/me`);
      assert.ok(!page.url().startsWith(portal.url), 'the citizens’ side asks who one is');
      await page.goto(`${portal.url}/work`);
      await page.locator('header details.menu summary').last().click();
      await page.getByRole('button', { name: 'Logg ut' }).click();
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Logg ut av innloggingstjenesten' }).click();
      await page.waitForURL(/\/work\/signed-out/);
      assert.equal(await session(context, '__Host-helsami-work'), undefined);
      await page.goto(`${portal.url}/work`);
      assert.ok(!page.url().startsWith(portal.url), 'sent to sign in again');
      assert.deepEqual(faults, []);
      await context.close();
    });
  }

  test('with the keyboard alone', async () => {
    const { context, page, faults } = await open({ viewport: DESKTOP });
    await page.goto(portal.url);
    await byKeyboard(page, /^For ansatte$/, 80);
    await page.getByRole('searchbox').waitFor();
    await byKeyboard(page, /Fastlege/, 80);
    await page.waitForURL(`${portal.url}/work`);
    await byKeyboard(page, /^Din meny:/, 80);
    await byKeyboard(page, /^Logg ut$/, 80);
    await page.waitForURL(/\/work\/signed-out/);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('and a citizen in the same browser are two people who do not meet', async () => {
    const { context, page, faults } = await open({});
    await signIn(page, portal, 'Ingrid Solbakken');
    const said = await goToWork(page, portal, /Fastlege/);
    const [name] = parts(said);
    await page.goto(`${portal.url}/me/record`);
    assert.ok(!(await page.content()).includes(name), 'the citizen’s page knows no staff');
    await page.goto(`${portal.url}/work`);
    assert.ok(!(await page.content()).includes('Ingrid Solbakken'), 'the staff’s page knows no citizen');
    await page.locator('header details.menu summary').last().click();
    await page.getByRole('button', { name: 'Logg ut' }).click();
    await page.waitForURL(/\/work\/signed-out/);
    assert.equal((await page.goto(`${portal.url}/me/record`)).status(), 200);
    assert.ok(page.url().endsWith('/me/record'), 'the citizen is still signed in');
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('is signed out when the provider says so', async () => {
    const { context, page } = await open({});
    await page.goto(`${portal.url}/work`);
    const provider = new URL(page.url()).origin;
    await goToWork(page, portal, /Fastlege/);
    const other = await context.newPage();
    await other.goto(`${provider}/sessions`);
    await other.getByRole('button', { name: 'Avslutt økten' }).first().click();
    await other.waitForURL(`${provider}/sessions`);
    await page.goto(`${portal.url}/work`);
    assert.ok(!page.url().startsWith(portal.url), 'sent to sign in again');
    await context.close();
  });
});

describe('every page of staff', () => {
  for (const language of LANGUAGES) {
    for (const colorScheme of ['light', 'dark']) {
      test(`axe, ${language}, ${colorScheme}`, async () => {
        const { context, page, faults } = await open({ colorScheme });
        await goToWork(page, portal, /Fastlege/);
        if (language !== 'nb') await speak(page, portal, language, '/work');
        const found = [];
        for (const path of WORK) {
          for (const viewport of [PHONE, DESKTOP]) {
            await page.setViewportSize(viewport);
            assert.equal((await page.goto(portal.url + path)).status(), 200, path);
            assert.equal(await page.evaluate(() => document.documentElement.lang), language, path);
            assert.equal(await page.locator('h1').count(), 1, `${path} has one main heading`);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(wide <= 0, `${path} scrolls sideways by ${wide}`);
            for (const violation of await axe(page)) found.push(`${path}: ${violation}`);
          }
        }
        assert.deepEqual(found, []);
        assert.deepEqual(faults, []);
        await context.close();
      });
    }
  }
});
