// A picture of every page, phone and desktop, light and dark: `node screenshots.mjs FOLDER [NAME…]`.
import { join } from 'node:path';
import { DESKTOP, PHONE, launch } from './lib/browser.mjs';
import { deskPages, furnish } from './lib/desk.mjs';
import { LANGUAGES, PAGES, WORK, below, goToWork, signIn, speak } from './lib/pages.mjs';
import { start } from './lib/portal.mjs';

// With DESK in place of names: the desk alone.
const [folder, ...names] = process.argv.slice(2);
const isDesk = names[0] === 'DESK';
const people = names.length ? names : ['Ingrid Solbakken', 'Nora Uthaug'];
const portal = await start({ env: { HELSAMI_DEMO_CITIZENS: '40', HELSAMI_SIGN_IN_PER_MINUTE: '100', HELSAMI_SESSION_PAGES_PER_MINUTE: '10000' } });
const browser = await launch();
let count = 0;

// The window is made as tall as the page, so that the bar at the foot of a phone does not lie across the middle.
async function picture(page, name) {
  const { width, height } = page.viewportSize();
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(Math.max(height, whole), 12_000) });
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.setViewportSize({ width, height });
  count += 1;
}

async function tour(person, size, viewport, colorScheme, language = 'nb') {
  const context = await browser.newContext({ locale: 'nb-NO', viewport, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const label = (path) => [person.split(' ')[0].toLowerCase(), size, colorScheme, language, path.replace(/^\/(me\/?)?/, '').replace(/[^a-z-]+/gi, '-').slice(0, 40) || 'home'].join('_');
  await page.goto(portal.url);
  await picture(page, label('/front'));
  await page.goto(`${portal.url}/sign-in`);
  await picture(page, label('/test-provider'));
  await signIn(page, portal, person);
  if (language !== 'nb') await speak(page, portal, language);
  for (const path of [...PAGES, ...(await below(page, portal))]) {
    await page.goto(portal.url + path);
    await picture(page, label(path));
  }
  await page.goto(`${portal.url}/me/nowhere`);
  await picture(page, label('/not-found'));
  await context.close();
}

async function tourAtWork(size, viewport, colorScheme) {
  const context = await browser.newContext({ locale: 'nb-NO', viewport, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await goToWork(page, portal, /Fastlege/);
  for (const path of [...WORK, '/work/nowhere']) {
    await page.goto(portal.url + path);
    await picture(page, ['staff', size, colorScheme, 'nb', path.slice(1).replaceAll('/', '-')].join('_'));
  }
  await context.close();
}

// The desk: every page there is for a doctor who has a record open and a case, in every language.
async function tourOfDesk(size, viewport, colorScheme, languages) {
  const open = () => browser.newContext({ locale: 'nb-NO', viewport, colorScheme, reducedMotion: 'reduce' }).then((context) => context.newPage());
  const [page, other] = [await open(), await open()];
  const { root } = await furnish(page, other, { portal, signIn });
  await other.context().close();
  const pages = await deskPages(page, portal, root);
  for (const language of languages) {
    await speak(page, portal, language, '/work');
    for (const path of pages) {
      await page.goto(portal.url + path);
      const name = path.replace(root, 'record').replace(/[a-z0-9]{26}/g, 'one').replace(/^\//, '').replace(/[^a-z]+/g, '-');
      await picture(page, ['desk', size, colorScheme, language, name].join('_'));
    }
    // What a mark does, before it is set.
    const line = pages.find((path) => /\/marks\/[a-z0-9]{26}$/.test(path));
    if (line) {
      await page.goto(portal.url + line);
      await page.locator('input[name=release][value=later]').check();
      await page.locator('input[name=day]').fill(new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10));
      await page.locator('textarea[name=ground]').fill('Jeg ringer først.');
      await page.locator('main form.card button').first().click();
      await page.locator('button[name=confirm]').waitFor();
      await picture(page, ['desk', size, colorScheme, language, 'record-marks-check'].join('_'));
    }
  }
  await page.context().close();
}

for (const colorScheme of ['light', 'dark']) {
  await tourAtWork('phone', PHONE, colorScheme);
  await tourAtWork('desktop', DESKTOP, colorScheme);
  await tourOfDesk('phone', PHONE, colorScheme, LANGUAGES);
  await tourOfDesk('desktop', DESKTOP, colorScheme, LANGUAGES);
}
for (const person of isDesk ? [] : people) {
  for (const colorScheme of ['light', 'dark']) {
    await tour(person, 'phone', PHONE, colorScheme);
    await tour(person, 'desktop', DESKTOP, colorScheme);
  }
}
for (const language of isDesk ? [] : ['nn', 'se', 'en']) await tour(people[0], 'phone', PHONE, 'light', language);
await browser.close();
await portal.stop();
console.log(`${count} pictures in ${folder}`);
