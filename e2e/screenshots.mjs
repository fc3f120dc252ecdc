// A picture of every page, phone and desktop, light and dark: `node screenshots.mjs FOLDER [NAME…]`.
import { join } from 'node:path';
import { DESKTOP, PHONE, launch } from './lib/browser.mjs';
import { PAGES, WORK, below, goToWork, signIn, speak } from './lib/pages.mjs';
import { start } from './lib/portal.mjs';

const [folder, ...names] = process.argv.slice(2);
const people = names.length ? names : ['Ingrid Solbakken', 'Nora Uthaug'];
const portal = await start({ env: { HELSAMI_DEMO_CITIZENS: '40', HELSAMI_SIGN_IN_PER_MINUTE: '100', HELSAMI_SESSION_PAGES_PER_MINUTE: '10000' } });
const browser = await launch();
const PATIENT = { name: 'Ingrid Solbakken', born: '1981-05-23' };
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

// The record of somebody, open at work: their own doctor, who stands on their page, has found them and said why.
async function tourOfChart(size, viewport, colorScheme, language) {
  const context = await browser.newContext({ locale: 'nb-NO', viewport, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await signIn(page, portal, PATIENT.name);
  await page.goto(`${portal.url}/me/care-team`);
  const doctor = await page.locator('ul.rows li', { hasText: 'Fastlege' }).first().locator('.name').innerText();
  await page.goto(`${portal.url}/work`);
  await page.getByRole('searchbox').fill(doctor);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: new RegExp(doctor) }).filter({ hasText: 'Fastlege' }).first().click();
  await page.waitForURL(`${portal.url}/work`);
  await page.goto(`${portal.url}/work/find`);
  await page.getByLabel('Fornavn og etternavn').fill(PATIENT.name);
  await page.getByLabel('Fødselsdato').fill(PATIENT.born);
  await page.getByRole('button', { name: 'Søk' }).click();
  await page.getByRole('link', { name: new RegExp(PATIENT.name) }).click();
  await page.getByLabel(/^Helsehjelp/).check();
  await page.getByRole('button', { name: 'Åpne journalen' }).click();
  await page.getByRole('complementary', { name: 'Hvilken journal som er åpen' }).waitFor();
  const root = page.url();
  if (language !== 'nb') await speak(page, portal, language, '/work');
  await page.goto(`${root}/results`);
  const below = await page.locator('main a[href*="/results/"]').evaluateAll((all) => all.map((link) => link.href));
  const trend = below.find((href) => href.includes('/trend/'));
  const order = below.find((href) => !href.includes('/trend/'));
  const parts = { chart: root, results: `${root}/results`, trend, order, appointments: `${root}/appointments`, register: `${root}/register` };
  for (const [name, address] of Object.entries(parts)) {
    if (!address) continue;
    await page.goto(address);
    await picture(page, ['staff', size, colorScheme, language, `record-${name}`].join('_'));
  }
  await context.close();
}

for (const colorScheme of ['light', 'dark']) {
  await tourAtWork('phone', PHONE, colorScheme);
  await tourAtWork('desktop', DESKTOP, colorScheme);
  await tourOfChart('phone', PHONE, colorScheme, 'nb');
  await tourOfChart('desktop', DESKTOP, colorScheme, 'en');
}
for (const person of people) {
  for (const colorScheme of ['light', 'dark']) {
    await tour(person, 'phone', PHONE, colorScheme);
    await tour(person, 'desktop', DESKTOP, colorScheme);
  }
}
for (const language of ['nn', 'se', 'en']) await tour(people[0], 'phone', PHONE, 'light', language);
await browser.close();
await portal.stop();
console.log(`${count} pictures in ${folder}`);
