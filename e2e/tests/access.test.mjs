// A mother invites her daughter by a link. The daughter has nothing before she says yes; then she sees results and no
// medicines; then her access is ended. With and without script, on a phone, every page clean to axe.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clean } from '../lib/axe.mjs';
import { visit } from '../lib/browser.mjs';
import { house } from '../lib/house.mjs';
import { birthNumber } from '../lib/identity.mjs';
import { signIn } from '../lib/pages.mjs';
import { putIn } from '../lib/portal.mjs';

const MOTHER = 'Torbjørg Giverud';
const DAUGHTER = 'Marit Mottaker';

function person(id, name, born, number) {
  const identifier = [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: number }];
  return { resourceType: 'Patient', id, identifier, name: [{ text: name }], birthDate: born };
}

function resources() {
  const subject = { reference: 'Patient/torbjorg' };
  const result = (id, text, meta) => ({
    resourceType: 'Observation', id, meta, status: 'final', subject, code: { text }, effectiveDateTime: '2026-02-01',
    category: [{ coding: [{ code: 'laboratory' }] }], valueQuantity: { value: 5, unit: 'mmol/L' },
  });
  const psy = { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'PSY' }] };
  return [
    person('torbjorg', MOTHER, '1950-06-13', birthNumber('138650', 100)),
    person('marit', DAUGHTER, '1980-06-13', birthNumber('138680', 100)),
    result('en', 'Kalium'), result('to', 'Natrium'), result('skjult', 'Litium', psy),
    { resourceType: 'MedicationStatement', id: 'm', status: 'active', subject, medicationCodeableConcept: { text: 'Metoprolol' } },
  ];
}

const { portal, browser } = await house({
  env: { HELSAMI_DEMO_CITIZENS: '33', HELSAMI_SIGN_IN_PER_MINUTE: '100' },
  before: (dir) => putIn(dir, resources()),
});

const open = (options) => visit(browser, options);

describe('access is given, used and ended', () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`a daughter, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      const look = async (page) => javaScriptEnabled && clean(page);
      const mother = await open({ javaScriptEnabled });
      const daughter = await open({ javaScriptEnabled });
      await signIn(mother.page, portal, MOTHER, '/me/access');
      await look(mother.page);
      await mother.page.getByRole('link', { name: 'Gi noen tilgang' }).click();
      await mother.page.getByLabel('prøvesvar og målinger').check();
      // The end is left out: an error, and what was chosen stays chosen.
      await mother.page.getByRole('button', { name: 'Se hva personen vil se' }).click();
      await mother.page.getByRole('link', { name: 'Velg hvor lenge tilgangen skal vare' }).click();
      assert.match(await mother.page.title(), /^Feil/);
      assert.ok(await mother.page.getByLabel('prøvesvar og målinger').isChecked());
      await look(mother.page);
      await mother.page.getByLabel('Til en av oss avslutter').check();
      await mother.page.getByRole('button', { name: 'Se hva personen vil se' }).click();
      const preview = await mother.page.locator('main').innerText();
      assert.match(preview, /2 opplysninger/);
      assert.match(preview, /Kalium/);
      assert.doesNotMatch(preview, /Litium|Metoprolol/);
      await look(mother.page);
      // One answer is held back, and taken along again: the preview follows.
      await mother.page.getByText('Hold tilbake enkelte opplysninger').click();
      await mother.page.getByLabel(/^Natrium/).check();
      await mother.page.getByRole('button', { name: 'Vis på nytt' }).click();
      assert.match(await mother.page.locator('main').innerText(), /1 opplysning\n/);
      await mother.page.getByText('Hold tilbake enkelte opplysninger').click();
      await mother.page.getByLabel(/^Natrium/).uncheck();
      await look(mother.page);
      await mother.page.getByRole('button', { name: 'Lag invitasjonen' }).click();
      const link = await mother.page.getByLabel('Lenke').inputValue();
      await look(mother.page);
      const path = new URL(link).pathname;
      assert.match(path, /^\/invitation\/[\w-]{43}$/);

      await signIn(daughter.page, portal, DAUGHTER, path);
      assert.match(await daughter.page.locator('main').innerText(), new RegExp(`${MOTHER} vil gi deg tilgang`));
      await look(daughter.page);
      await daughter.page.getByRole('button', { name: 'Ja, ta imot tilgangen' }).click();
      await daughter.page.waitForURL(`${portal.url}/acting`);
      await look(daughter.page);
      await daughter.page.getByRole('link', { name: `Åpne journalen til ${MOTHER}` }).click();
      await daughter.page.waitForURL(/\/for\/[a-z0-9]{26}$/);
      const root = daughter.page.url();
      await daughter.page.goto(`${root}/results`);
      const results = await daughter.page.locator('main').innerText();
      assert.match(results, /Kalium/);
      assert.doesNotMatch(results, /Litium/);
      assert.equal((await daughter.page.goto(`${root}/medicines`)).status(), 403);
      assert.doesNotMatch(await daughter.page.content(), /Metoprolol/);
      assert.equal((await daughter.page.goto(link)).status(), 403, 'a link is used once');

      await mother.page.goto(`${portal.url}/me`);
      await mother.page.getByText(`${DAUGHTER} har fått tilgang til journalen din`).waitFor();
      await look(mother.page);
      await mother.page.getByRole('button', { name: 'Jeg har lest dette' }).click();
      await mother.page.waitForURL(`${portal.url}/me`);
      assert.equal(await mother.page.getByText('Nytt om tilganger').count(), 0);
      await mother.page.goto(`${portal.url}/me/access`);
      await mother.page.getByRole('link', { name: `Avslutt tilgangen til ${DAUGHTER}` }).click();
      await look(mother.page);
      await mother.page.getByRole('button', { name: 'Ja, avslutt nå' }).click();
      await mother.page.waitForURL(`${portal.url}/me/access`);
      assert.equal((await daughter.page.goto(`${root}/results`)).status(), 403);
      assert.match(await daughter.page.locator('main').innerText(), /Tilgangen er avsluttet/);
      await mother.page.goto(`${portal.url}/me/access-log`);
      assert.match(await mother.page.locator('main').innerText(), new RegExp(DAUGHTER));
      // The browser itself tells of the answers that are no success; nothing else is wrong.
      const told = (fault) => !/status of 403/.test(fault);
      assert.deepEqual([...mother.faults, ...daughter.faults].filter(told), []);
      assert.doesNotMatch(portal.log(), new RegExp(`${path.slice('/invitation/'.length)}|${MOTHER}|${DAUGHTER}`));
      await mother.context.close();
      await daughter.context.close();
    });
  }
});
