// Every reading page of a citizen, and how to get in.
import assert from 'node:assert/strict';
import { axe } from './axe.mjs';

export const PAGES = [
  '/me', '/me/appointments', '/me/results', '/me/results?side=measurements', '/me/medicines', '/me/record', '/me/allergies',
  '/me/diagnoses', '/me/vaccines', '/me/documents', '/me/care-team', '/me/details', '/me/search', '/me/access-log',
  '/me/settings', '/me/emergency-card', '/me/appointments?all=1', '/me/access', '/me/access/invite', '/me/lock',
  '/me/blocks', '/me/cases', '/me/kin', '/me/kin/edit', '/me/consents', '/me/safe', '/acting/apply', '/acting',
];

// Every reading page of a member of staff.
export const WORK = ['/work', '/work/find', '/work/cases', '/work/apply'];

// What everybody may open; the gallery only where the people are made up.
export const OPEN = ['/', '/signed-out', '/forms/act-for-another', '/gallery', '/work/signed-out'];

export const LANGUAGES = ['nb', 'nn', 'se', 'en'];

// Signs in at the demo's test provider by searching for a name and choosing it.
export async function signIn(page, portal, name, to = '/me') {
  await page.goto(portal.url + to);
  await page.getByRole('searchbox').fill(name);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name }).first().click();
  await page.waitForURL(portal.url + to);
}

// Signs in at work as the first whose name, role or place has these words; hands back what the provider's list said.
export async function goToWork(page, portal, words, to = '/work') {
  await page.goto(portal.url + to);
  const button = page.getByRole('button', { name: words }).first();
  const said = await button.innerText();
  await button.click();
  await page.waitForURL(portal.url + to);
  return said;
}

// Chooses a language as the menu's form does, on a page that has it.
export async function speak(page, portal, language, at = '/me/settings') {
  await page.goto(portal.url + at);
  await page.evaluate((value) => {
    const button = document.querySelector(`form[action="/language"] button[value="${value}"]`);
    button.form.requestSubmit(button);
  }, language);
  await page.waitForFunction((value) => document.documentElement.lang === value, language);
}

// The pages one level below: the first order, the first trend, the first document, the results of one analysis.
export async function below(page, portal) {
  const found = [];
  for (const [list, prefix] of [
    ['/me/results', '/me/results/trend/'], ['/me/results', '/me/results/'], ['/me/documents', '/me/documents/'],
  ]) {
    await page.goto(portal.url + list);
    const hrefs = await page.locator(`main a[href^="${prefix}"]`).evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    const first = hrefs.find((href) => prefix !== '/me/results/' || !href.includes('trend'));
    if (first) found.push(first);
  }
  await page.goto(`${portal.url}/me/results`);
  const analyses = await page.locator('select[name="analysis"] option').evaluateAll((all) => all.map((one) => one.value));
  const chosen = analyses.find((value) => value);
  if (chosen) found.push(`/me/results?analysis=${chosen}`);
  return found;
}

// The pages that one comes to by a link or a button of another: to report a line, to ask about a look, to review a block, to
// read what follows of a choice, to remove a relative.
export async function asked(page, portal) {
  const found = [];
  for (const [from, prefix] of [['/me/medicines', '/me/report/'], ['/me/access-log', '/me/access-log/ask'], ['/me/consents', '/me/consents/review'], ['/me/kin', '/me/kin/end']]) {
    await page.goto(portal.url + from);
    const link = page.locator(`main a[href^="${prefix}"]`).first();
    if (await link.count()) found.push(await link.getAttribute('href'));
  }
  await page.goto(`${portal.url}/me/blocks`);
  await page.locator('form[action="/me/blocks/review"] button').first().click();
  await page.waitForURL(/\/me\/blocks\/review/);
  const { pathname, search } = new URL(page.url());
  return [...found, pathname + search];
}

// The pages about the first person one can act for.
export async function acting(page, portal) {
  await page.goto(`${portal.url}/acting`);
  const root = await page.locator('main a[href^="/for/"]').first().getAttribute('href');
  const parts = ['results', 'appointments', 'medicines', 'record', 'allergies', 'diagnoses', 'vaccines', 'documents', 'care-team', 'details', 'search', 'emergency-card'];
  const found = [root, ...parts.map((part) => `${root}/${part}`)];
  for (const [part, prefix] of [['results', 'results/trend/'], ['results', 'results/'], ['documents', 'documents/'], ['vaccines', 'report/']]) {
    await page.goto(`${portal.url}${root}/${part}`);
    const hrefs = await page.locator(`main a[href^="${root}/${prefix}"]`).evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    const first = hrefs.find((href) => prefix !== 'results/' || !href.includes('trend'));
    if (first) found.push(first);
  }
  return found;
}

// Opens every fold of the page, but no menu: what is folded away must hold too.
export function openFolds(page) {
  return page.evaluate(() => {
    for (const fold of document.querySelectorAll('main details')) fold.open = true;
  });
}

// Opens a page whole: it is there, in the language, with one main heading; what axe finds is added to `found`.
export async function inspect(page, portal, { path, language }, found) {
  const answer = await page.goto(portal.url + path);
  assert.equal(answer.status(), 200, path);
  await openFolds(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), language, path);
  assert.equal(await page.locator('h1').count(), 1, `${path} has one main heading`);
  for (const violation of await axe(page)) found.push(`${path}: ${violation}`);
}
