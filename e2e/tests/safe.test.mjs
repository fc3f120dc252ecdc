// Safe mode's lock: somebody chooses what wants a fresh sign-in, meets the padlock, unlocks, closes again and takes it back. With
// and without script, by keyboard, in four languages, every page clean to axe.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clean } from '../lib/axe.mjs';
import { byKeyboard, visit } from '../lib/browser.mjs';
import { house } from '../lib/house.mjs';
import { birthNumber } from '../lib/identity.mjs';
import { LANGUAGES, signIn, speak } from '../lib/pages.mjs';
import { putIn } from '../lib/portal.mjs';

const OWNERS = { true: ['Ragna Låsen', '138651'], false: ['Gunda Låsen', '138652'], keyboard: ['Turid Låsen', '138653'], languages: ['Olaug Låsen', '138654'] };
const OTHER = ['Nils Fremmed', '138655'];
const UNLOCK = 'Logg inn på nytt og lås opp';

function record(id, [name, born]) {
  const subject = { reference: `Patient/${id}` };
  const paper = (number, words) => ({
    resourceType: 'DocumentReference', id: `${id}-${number}`, status: 'current', subject, description: words, date: '2026-11-03T08:00:00+01:00',
    content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(words).toString('base64') } }],
  });
  return [
    {
      resourceType: 'Patient', id, name: [{ text: name }], birthDate: `19${born.slice(4)}-06-13`,
      identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: birthNumber(born, 100) }],
    },
    {
      resourceType: 'Observation', id: `${id}-hb`, status: 'final', subject, effectiveDateTime: '2026-11-02T08:00:00+01:00',
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] }],
      code: { coding: [{ system: 'http://loinc.org', code: '718-7' }], text: 'Hemoglobinprøve' }, valueQuantity: { value: 13, unit: 'g/dL' },
    },
    {
      resourceType: 'Condition', id: `${id}-c`, subject, code: { text: 'Hemmelig diagnose' }, recordedDate: '2026-11-01',
      clinicalStatus: { coding: [{ code: 'active' }] },
    },
    paper('plain', 'Vanlig brev'), paper('secret', 'Hemmelig brev'),
  ];
}

const resources = [...Object.entries(OWNERS).flatMap(([key, owner]) => record(`safe-${key}`, owner)), ...record('safe-other', OTHER)];
const { portal, browser } = await house({
  env: { HELSAMI_DEMO_CITIZENS: '33', HELSAMI_SIGN_IN_PER_MINUTE: '200' },
  before: (dir) => putIn(dir, resources),
});

const words = (page) => page.locator('main').innerText();

// The browser itself tells of pages that are refused.
const none = (faults) => assert.deepEqual(faults.filter((fault) => !fault.includes('status of 403')), []);

// At the test provider: by name.
async function prove(page, name) {
  await page.getByRole('searchbox').fill(name);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name }).first().click();
}

for (const javaScriptEnabled of [true, false]) {
  test(javaScriptEnabled ? 'with script' : 'without script', async () => {
    const [name] = OWNERS[javaScriptEnabled];
    const look = async (page) => javaScriptEnabled && clean(page);
    const { context, page, faults } = await visit(browser, { javaScriptEnabled });
    const open = async (path) => (await page.goto(portal.url + path)).status();
    await signIn(page, portal, name, '/me/settings');
    await page.getByRole('link', { name: 'Krev ny innlogging for noe av journalen' }).click();
    await page.getByRole('heading', { level: 1, name: 'Krev ny innlogging for noe av journalen' }).waitFor();
    await look(page);
    assert.match(await words(page), /De som handler for deg, ser ikke det du har låst/);

    // A part and one document.
    await page.getByLabel(/Prøvesvar/i).check();
    await page.getByRole('button', { name: 'Lagre' }).click();
    await page.getByText('Det du har valgt, er låst').waitFor();
    await look(page);
    await page.goto(`${portal.url}/me/documents`);
    await page.getByRole('link', { name: 'Hemmelig brev' }).click();
    const paper = new URL(page.url()).pathname;
    await look(page);
    await page.getByRole('link', { name: 'Krev ny innlogging for dette' }).click();
    await page.getByLabel('Hemmelig brev').waitFor();
    await look(page);
    await page.getByRole('button', { name: 'Lagre' }).click();
    await page.getByText('Låst til du logger inn på nytt').waitFor();
    await look(page);

    // A single line, from the list it stands in; what stands on the emergency card locks that too.
    await page.goto(`${portal.url}/me/diagnoses`);
    await page.getByRole('link', { name: /^Lås\s*: Hemmelig diagnose/ }).click();
    await page.getByLabel('Hemmelig diagnose').waitFor();
    await page.getByRole('button', { name: 'Lagre' }).click();
    await page.waitForURL(`${portal.url}/me/safe`);
    assert.equal(await page.getByText('Låst til du logger inn på nytt').count(), 2);
    assert.equal(await open('/me/diagnoses'), 200);
    assert.match(await words(page), /Noe du har låst, er ikke med her/);
    assert.ok(!(await page.content()).includes('Hemmelig'));
    assert.equal(await open('/me/emergency-card'), 403);

    // The padlock, and nothing beside it.
    assert.equal(await open('/me/results'), 403);
    assert.match(await words(page), /Dette er låst/);
    await look(page);
    assert.equal(await open(paper), 403);
    assert.equal(await open('/me/documents'), 200);
    assert.match(await words(page), /Vanlig brev[\s\S]*Noe du har låst, er ikke med her/);
    assert.ok(!(await page.content()).includes('Hemmelig'));
    await page.goto(`${portal.url}/me`);
    assert.match(await words(page), /Noe av journalen er låst til du logger inn på nytt/);
    await look(page);
    for (const search of ['Hemoglobinprøve', 'Hemmelig']) {
      await page.goto(`${portal.url}/me/search`);
      await page.getByRole('searchbox').fill(search);
      await page.keyboard.press('Enter');
      await page.getByText('Noe du har låst, er ikke med her').waitFor();
      assert.ok(!(await words(page)).includes(`${search}, `) && await page.locator('main ul.rows li').count() === 0, search);
    }

    // Somebody else at the provider opens nothing.
    await open('/me/results');
    await page.getByRole('link', { name: UNLOCK }).click();
    await prove(page, OTHER[0]);
    await page.getByText('Det var ikke du som logget inn').waitFor();
    await look(page);
    assert.equal(await open('/me/results'), 403);

    // The same person does, and comes back to the page.
    await page.getByRole('link', { name: UNLOCK }).click();
    await prove(page, name);
    await page.waitForURL(`${portal.url}/me/results`);
    assert.match(await words(page), /Hemoglobinprøve/);
    assert.equal(await open(paper), 200);
    await open('/me/safe');
    assert.ok(await page.getByLabel('Hemmelig brev').isChecked() && await page.getByLabel(/Prøvesvar/i).isChecked());
    await look(page);

    // Closed again by hand; to take it back takes a fresh sign-in.
    await page.getByRole('button', { name: 'Lås igjen nå' }).click();
    await page.getByText('Det du har valgt, er låst').waitFor();
    assert.equal(await open('/me/results'), 403);
    await open('/me/safe');
    await page.getByRole('link', { name: UNLOCK }).click();
    await prove(page, name);
    await page.waitForURL(`${portal.url}/me/safe`);
    await page.getByLabel('Hemmelig brev').uncheck();
    await page.getByLabel('Hemmelig diagnose').uncheck();
    await page.getByLabel(/Prøvesvar/i).uncheck();
    await page.getByRole('button', { name: 'Lagre' }).click();
    await page.waitForURL(`${portal.url}/me/safe`);
    assert.ok(!/Det du har valgt/.test(await words(page)));
    assert.equal(await open('/me/results'), 200);
    none(faults);
    await context.close();
  });
}

test('with the keyboard alone', async () => {
  const { context, page, faults } = await visit(browser, {});
  await signIn(page, portal, OWNERS.keyboard[0], '/me/safe');
  for (let step = 0; step < 60 && await page.evaluate(() => document.activeElement?.value) !== 'results'; step += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await byKeyboard(page, /^Lagre$/);
  await page.getByText('Det du har valgt, er låst').waitFor();
  await page.goto(`${portal.url}/me/results`);
  await byKeyboard(page, new RegExp(`^${UNLOCK}$`));
  await prove(page, OWNERS.keyboard[0]);
  await page.waitForURL(`${portal.url}/me/results`);
  assert.match(await words(page), /Hemoglobinprøve/);
  await page.goto(`${portal.url}/me/safe`);
  await byKeyboard(page, /^Lås igjen nå$/);
  await page.getByText('Det du har valgt, er låst').waitFor();
  none(faults);
  await context.close();
});

describe('in every language', () => {
  test('the page and the padlock', async () => {
    const { context, page, faults } = await visit(browser, {});
    await signIn(page, portal, OWNERS.languages[0], '/me/safe');
    await page.getByLabel(/Prøvesvar/i).check();
    await page.getByRole('button', { name: 'Lagre' }).click();
    const seen = new Set();
    for (const language of LANGUAGES) {
      await speak(page, portal, language);
      for (const path of ['/me/safe', '/me/results', '/me']) {
        await page.goto(portal.url + path);
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
        assert.ok(await page.locator('main a[href^="/sign-in/anew?to="]').count() > 0, `${language} ${path}`);
        await clean(page);
        seen.add(await words(page));
      }
    }
    assert.equal(seen.size, 3 * LANGUAGES.length, 'each in its own words');
    none(faults);
    await context.close();
  });
});
