// A doctor finds a patient, says why, reads a list, meets a padlock and opens past it with a reason. The citizen is told at
// once and finds it in the log. A colleague reviews it, and the citizen reads what the review found. With and without script,
// on a phone, every page clean to axe.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clean } from '../lib/axe.mjs';
import { visit } from '../lib/browser.mjs';
import { house } from '../lib/house.mjs';
import { birthNumber } from '../lib/identity.mjs';
import { signIn } from '../lib/pages.mjs';
import { putIn } from '../lib/portal.mjs';

const PATIENTS = { true: ['Ragnhild Sperrestad', '138655'], false: ['Gudrun Sperrestad', '138656'] };
const DOCTOR = 'Kari Journallege';
const COLLEAGUE = 'Ola Journalkollega';
const SECRET = 'Bevisstløs på venterommet';

function staff(id, family, given, hpr) {
  const name = [{ family, given: [given] }];
  return [
    { resourceType: 'Practitioner', id, active: true, name, identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.4', value: hpr }] },
    {
      resourceType: 'PractitionerRole', id: `${id}-role`, active: true, code: [{ text: 'Fastlege' }],
      practitioner: { reference: `Practitioner/${id}`, display: `${given} ${family}` },
      organization: { reference: 'Organization/chart-office', display: 'Journal legekontor' },
    },
  ];
}

function patient(id, name, born) {
  const subject = { reference: `Patient/${id}` };
  const number = birthNumber(born, 100);
  return [
    {
      resourceType: 'Patient', id, name: [{ text: name }], birthDate: `19${born.slice(4)}-06-13`,
      identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: number }],
      generalPractitioner: [{ reference: 'Organization/chart-office', display: 'Journal legekontor' }],
    },
    {
      resourceType: 'Observation', id: `${id}-k`, status: 'final', subject, code: { text: 'Kalium' }, effectiveDateTime: '2026-02-01',
      category: [{ coding: [{ code: 'laboratory' }] }], valueQuantity: { value: 4.1, unit: 'mmol/L' },
    },
    {
      resourceType: 'DocumentReference', id: `${id}-note`, status: 'current', subject, description: 'Samtale om en vanskelig tid', date: '2026-02-02T10:00:00Z',
      content: [{ attachment: { contentType: 'text/plain', data: Buffer.from('Notatet selv').toString('base64') } }],
    },
    {
      resourceType: 'Consent', id: `${id}-block`, status: 'active', patient: subject, dateTime: '2026-03-01',
      scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
      category: [{ coding: [{ system: 'http://helsami.no/fhir/CodeSystem/consent', code: 'block' }] }],
      provision: {
        type: 'deny', period: { start: '2026-03-01' },
        extension: [{ url: 'http://helsami.no/fhir/StructureDefinition/until-ended', valueBoolean: true }],
        data: [{ meaning: 'instance', reference: { reference: `DocumentReference/${id}-note` } }],
      },
    },
  ];
}

function resources() {
  const office = {
    resourceType: 'Organization', id: 'chart-office', active: true, name: 'Journal legekontor',
    identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.101', value: '998447356' }],
  };
  return [
    office,
    ...staff('chart-doctor', 'Journallege', 'Kari', '990900001'), ...staff('chart-colleague', 'Journalkollega', 'Ola', '990900002'),
    ...patient('chart-one', ...PATIENTS.true), ...patient('chart-two', ...PATIENTS.false),
  ];
}

const { portal, browser } = await house({
  env: { HELSAMI_DEMO_CITIZENS: '33', HELSAMI_SIGN_IN_PER_MINUTE: '100' },
  before: (dir) => putIn(dir, resources()),
});

const open = (options) => visit(browser, options);

async function press(page, name) {
  await page.getByRole('button', { name, exact: true }).click();
}

describe('staff read a record, and the citizen knows', () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`a padlock, an override and its review, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      const [name, born] = PATIENTS[javaScriptEnabled];
      const look = async (page) => javaScriptEnabled && clean(page);
      const doctor = await open({ javaScriptEnabled });
      const colleague = await open({ javaScriptEnabled });
      const citizen = await open({ javaScriptEnabled });
      const { page } = doctor;

      // Find, by name and birth date; a number would do as well, and half a name does not.
      await signIn(page, portal, DOCTOR, '/work/find');
      await look(page);
      await page.getByLabel('Fornavn og etternavn').fill(name.slice(0, -3));
      await page.getByLabel('Fødselsdato').fill(`19${born.slice(4)}-06-13`);
      await press(page, 'Søk');
      await page.getByText('Ingen treff').waitFor();
      await page.getByLabel(/^Fødselsnummer/).fill(birthNumber(born, 100));
      await page.getByLabel('Fornavn og etternavn').fill('');
      await page.getByLabel('Fødselsdato').fill('');
      await press(page, 'Søk');
      await look(page);
      assert.ok(!(await page.content()).includes(birthNumber(born, 100)), 'the number is not in the page');
      await page.getByRole('link', { name: new RegExp(name) }).click();

      // Why; then the record, with a bar that says whose it is.
      await page.getByRole('heading', { name: 'Hvorfor åpner du journalen?' }).waitFor();
      await look(page);
      await page.getByLabel(/^Helsehjelp/).check();
      await press(page, 'Åpne journalen');
      await page.getByRole('complementary', { name: 'Hvilken journal som er åpen' }).getByText(name).waitFor();
      await look(page);
      await page.getByRole('link', { name: 'Prøvesvar' }).click();
      await page.getByText('Kalium').waitFor();
      await look(page);

      // The padlock: that there is something, not what.
      const [root] = page.url().split('/results');
      for (const part of ['medicines', 'allergies', 'diagnoses', 'vaccines', 'appointments', 'care-team']) {
        await page.goto(`${root}/${part}`);
        assert.equal(await page.locator('h1').count(), 1, part);
        await look(page);
      }
      await page.goto(`${root}/documents`);
      await page.getByText('Én opplysning her er sperret av pasienten.').waitFor();
      assert.ok(!(await page.content()).includes('Samtale om en vanskelig tid'));
      assert.equal(await page.getByText('Ingenting er registrert her.').count(), 0, 'what is closed is there');
      await look(page);
      await page.getByRole('link', { name: 'Åpne det som er sperret' }).click();
      await look(page);
      await press(page, 'Åpne på tross av sperren');
      await page.getByText('Skriv hvorfor du må åpne journalen.').first().waitFor();
      await page.getByLabel('Hva er faren, og hvorfor kan du ikke spørre?').fill(SECRET);
      await press(page, 'Åpne på tross av sperren');
      await page.getByText('Åpnet på tross av en sperre').waitFor();
      await page.getByRole('link', { name: 'Notater og dokumenter' }).click();
      await page.getByRole('link', { name: /Samtale om en vanskelig tid/ }).click();
      await page.getByText('Notatet selv').waitFor();
      await look(page);

      // The citizen is told, and finds who it was. The reason itself is not there.
      await signIn(citizen.page, portal, name);
      await citizen.page.getByText('Noe du har sperret, er åpnet').waitFor();
      await look(citizen.page);
      await citizen.page.getByRole('link', { name: /Noe du har sperret, er åpnet/ }).click();
      await citizen.page.getByRole('heading', { name: 'Åpnet i en akutt situasjon eller på tross av en sperre' }).waitFor();
      await citizen.page.getByText(DOCTOR).first().waitFor();
      await look(citizen.page);
      assert.ok(!(await citizen.page.content()).includes(SECRET));

      // Whoever opened it does not review it; a colleague does.
      await page.goto(`${portal.url}/work/cases`);
      await look(page);
      await page.getByRole('link', { name: /Kontroll av en åpning/ }).click();
      await page.getByText('Du åpnet denne journalen selv.').waitFor();
      await signIn(colleague.page, portal, COLLEAGUE, '/work/cases');
      await colleague.page.getByRole('link', { name: /Kontroll av en åpning/ }).click();
      await colleague.page.getByText(SECRET).waitFor();
      await look(colleague.page);
      await press(colleague.page, 'Send svaret');
      await colleague.page.getByText('Velg hva du gjør.').first().waitFor();
      await colleague.page.getByLabel('Åpningen var riktig', { exact: true }).check();
      await colleague.page.getByLabel('Svaret til innbyggeren').fill('Du var bevisstløs og kunne ikke spørres.');
      await press(colleague.page, 'Send svaret');
      await colleague.page.getByText('Saken er lukket.').waitFor();
      await look(colleague.page);
      await citizen.page.goto(`${portal.url}/me/cases`);
      await citizen.page.getByText('Du var bevisstløs og kunne ikke spørres.').waitFor();
      await look(citizen.page);

      // Closed by hand, the record asks why again.
      await page.goto(root);
      await press(page, 'Lukk journalen');
      await page.goto(root);
      await page.getByRole('heading', { name: 'Hvorfor åpner du journalen?' }).waitFor();
      for (const one of [doctor, colleague, citizen]) {
        // The browser itself tells of forms that come again.
        assert.deepEqual(one.faults.filter((fault) => !fault.includes('status of 422')), [], 'no faults in the browser');
        await one.context.close();
      }
    });
  }
});
