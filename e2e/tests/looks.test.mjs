// How pages hold under what readers do to them: forced colours, a language written from right to left, text twice as
// large, a narrow window, long names.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe } from '../lib/axe.mjs';
import { DESKTOP, PHONE, launch } from '../lib/browser.mjs';
import { faintText, sticksOut } from '../lib/look.mjs';
import { OPEN, PAGES, below, openFolds, signIn, speak } from '../lib/pages.mjs';
import { start } from '../lib/portal.mjs';

let portal;
let browser;

before(async () => {
  browser = await launch();
  portal = await start({ env: { HELSAMI_DEMO_CITIZENS: '40', HELSAMI_SIGN_IN_PER_MINUTE: '100' } });
});

after(async () => {
  await browser?.close();
  assert.equal(await portal?.stop(), 0);
});

async function enter(name, options) {
  const context = await browser.newContext({ locale: 'nb-NO', viewport: PHONE, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await signIn(page, portal, name);
  return { context, page };
}

for (const colorScheme of ['light', 'dark']) {
  test(`forced colours, ${colorScheme}: axe finds nothing, and all text can be read`, async () => {
    const { context, page } = await enter('Ingrid Solbakken', { forcedColors: 'active', colorScheme });
    const found = [];
    for (const path of [...OPEN, ...PAGES, ...(await below(page, portal))]) {
      await page.goto(portal.url + path);
      await openFolds(page);
      for (const fault of [...(await axe(page)), ...(await faintText(page))]) found.push(`${path}: ${fault}`);
    }
    assert.deepEqual(found, []);
    await context.close();
  });
}

test('the check for faint text sees text in the colour of the paper', async () => {
  const { context, page } = await enter('Ingrid Solbakken', { forcedColors: 'active' });
  await page.evaluate(() => {
    const line = document.querySelector('.foot p');
    line.style.forcedColorAdjust = 'none';
    line.style.color = 'Canvas';
  });
  assert.equal((await faintText(page)).length, 1);
  await context.close();
});

// No language of ours is written from right to left yet: the switch of the page is turned by hand.
const turn = (page) => page.evaluate(() => { document.documentElement.dir = 'rtl'; });

for (const viewport of [PHONE, DESKTOP]) {
  test(`from right to left, ${viewport.width} pixels: nothing sticks out, and numbers keep their order`, async () => {
    for (const name of ['Ingrid Solbakken', 'Arne Kvålsvoll']) {
      const { context, page } = await enter(name, { viewport });
      for (const path of [...OPEN, ...PAGES, ...(await below(page, portal))]) {
        await page.goto(portal.url + path);
        await openFolds(page);
        const before = await drawnText(page);
        await turn(page);
        assert.deepEqual(await sticksOut(page), [], `${name}, ${path}`);
        // The pages of staff have no strip with the citizens' emergency numbers.
        assert.deepEqual(await emergencyNumbers(page), path.startsWith('/work') ? [] : ['113', '116\u00a0117'], path);
        assert.deepEqual(await drawnText(page), before, `${path}: words in drawings stay where they were drawn`);
      }
      await context.close();
    }
  });
}

// The emergency numbers as the eye meets them: digits from left to right.
function emergencyNumbers(page) {
  return page.evaluate(() => [...document.querySelectorAll('.strip a[href^="tel:"]')].map((link) => {
    const words = document.createTreeWalker(link, NodeFilter.SHOW_TEXT);
    const letters = [];
    while (words.nextNode()) {
      const node = words.currentNode;
      for (let at = 0; at < node.length; at += 1) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        letters.push({ letter: node.data[at], left: range.getBoundingClientRect().left });
      }
    }
    const seen = letters.sort((a, b) => a.left - b.left).map(({ letter }) => letter).join('');
    return /\d[\d\u00a0]*\d/.exec(seen)[0];
  }));
}

// Where each word stands in its drawing, in whole pixels from the drawing's left edge.
function drawnText(page) {
  return page.evaluate(() => [...document.querySelectorAll('main svg text')]
    .filter((text) => text.checkVisibility())
    .map((text) => `${text.textContent} ${Math.round(text.getBoundingClientRect().left - text.closest('svg').getBoundingClientRect().left)}`));
}

test('menus open inside the window, from left and from right', async () => {
  for (const viewport of [PHONE, DESKTOP]) {
    const { context, page } = await enter('Anne-Kristine', { viewport });
    for (const direction of ['ltr', 'rtl']) {
      await page.evaluate((value) => { document.documentElement.dir = value; }, direction);
      for (const menu of await page.locator('.menu > summary').all()) {
        await menu.click();
        assert.deepEqual(await sticksOut(page), [], `${direction} ${viewport.width}`);
        await page.keyboard.press('Escape');
      }
    }
    await context.close();
  }
});

test('text twice as large: nothing sticks out or is cut off', async () => {
  for (const [name, language] of [['Anne-Kristine', 'nb'], ['Arne Kvålsvoll', 'se']]) {
    for (const viewport of [PHONE, DESKTOP]) {
      const { context, page } = await enter(name, { viewport });
      if (language !== 'nb') await speak(page, portal, language);
      for (const path of [...OPEN, ...PAGES, ...(await below(page, portal))]) {
        await page.goto(portal.url + path);
        await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
        assert.deepEqual(await sticksOut(page), [], `${name}, ${path}, ${viewport.width}`);
      }
      await context.close();
    }
  }
});
