// A doctor hides a diagnosis from the parents of a girl of 14, with the visit and the medicine that would tell of it, and an
// appointment from the girl herself. Neither finds a trace of it in lists, search or log; the doctor sees who has marked it and
// lifts it. An answer of an adult is shown later. With and without script, in four languages, every page clean to axe.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clean } from '../lib/axe.mjs';
import { visit } from '../lib/browser.mjs';
import { house } from '../lib/house.mjs';
import { birthNumber } from '../lib/identity.mjs';
import { signIn, speak } from '../lib/pages.mjs';
import { putIn } from '../lib/portal.mjs';

const DOCTOR = 'Kari Merkelege';
const PLACE = 'Merket legekontor';
const FNR = 'urn:oid:2.16.578.1.12.4.1.4.1';
const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
const YEAR = new Date().getFullYear();
// One family for each way of reading the pages.
const SETS = {
  true: { girl: 'Emma Merkedal', mother: 'Mona Merkedal', born: '138640' },
  false: { girl: 'Sofie Merkeli', mother: 'Siri Merkeli', born: '138641' },
};
const number = ({ born }) => birthNumber(born, 100);

function family(key) {
  const set = SETS[key];
  const { girl, mother } = set;
  const subject = { reference: `Patient/mark-girl-${key}` };
  const address = [{ use: 'home', line: [`Merkeveien ${key}`], postalCode: '7010', city: 'Trondheim' }];
  const office = [{ reference: 'Organization/mark-office', display: PLACE }];
  const same = { coding: [{ system: 'urn:icpc', code: 'P99' }], text: 'Merkesyke' };
  const appointment = (id, description, days) => ({
    resourceType: 'Appointment', id: `mark-${id}-${key}`, status: 'booked', description, start: `${day(days)}T10:00:00+01:00`, end: `${day(days)}T10:30:00+01:00`,
    participant: [{ actor: subject, status: 'accepted' }],
  });
  return [
    { resourceType: 'Patient', id: `mark-girl-${key}`, name: [{ text: girl }], birthDate: `${YEAR - 14}-01-05`, identifier: [{ system: 'urn:mark', value: `girl-${key}` }], address, generalPractitioner: office },
    { resourceType: 'Patient', id: `mark-mother-${key}`, name: [{ text: mother }], birthDate: '1986-06-13', identifier: [{ system: FNR, value: number(set) }], address, generalPractitioner: office },
    {
      resourceType: 'RelatedPerson', id: `mark-related-${key}`, patient: subject, identifier: [{ system: FNR, value: number(set) }],
      relationship: [
        { coding: [{ system: 'http://hl7.no/fhir/CodeSystem/no-basis-family-relation', code: 'mor' }] },
        { coding: [{ system: 'http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility', code: 'felles' }] },
      ],
    },
    { resourceType: 'Encounter', id: `mark-visit-${key}`, status: 'finished', class: { code: 'AMB' }, type: [{ text: 'Merkesamtale' }], subject, period: { start: `${day(-10)}T08:00:00+01:00`, end: `${day(-10)}T09:00:00+01:00` } },
    { resourceType: 'Condition', id: `mark-condition-${key}`, code: same, subject, recordedDate: day(-10), encounter: { reference: `Encounter/mark-visit-${key}` }, clinicalStatus: { coding: [{ code: 'active' }] } },
    { resourceType: 'MedicationRequest', id: `mark-medicine-${key}`, status: 'active', intent: 'order', medicationCodeableConcept: { text: 'Merkemiddel' }, subject, authoredOn: day(-10), reasonReference: [{ reference: `Condition/mark-condition-${key}` }] },
    appointment('open', 'Vanlig time', 20),
    appointment('close', 'Foreldremøte', 30),
    { resourceType: 'Observation', id: `mark-answer-${key}`, status: 'final', code: { text: 'Merkeprøve' }, subject: { reference: `Patient/mark-mother-${key}` }, category: [{ coding: [{ code: 'laboratory' }] }], effectiveDateTime: day(-1), valueString: 'Positiv' },
  ];
}

function resources() {
  return [
    { resourceType: 'Organization', id: 'mark-office', active: true, name: PLACE, identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.101', value: '998447356' }] },
    { resourceType: 'Practitioner', id: 'mark-doctor', active: true, name: [{ family: 'Merkelege', given: ['Kari'] }], identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.4', value: '990900012' }] },
    {
      resourceType: 'PractitionerRole', id: 'mark-role', active: true, code: [{ text: 'Fastlege' }],
      practitioner: { reference: 'Practitioner/mark-doctor', display: DOCTOR }, organization: { reference: 'Organization/mark-office', display: PLACE },
    },
    ...Object.keys(SETS).flatMap(family),
  ];
}

const { portal, browser } = await house({
  env: { HELSAMI_DEMO_CITIZENS: '33', HELSAMI_SIGN_IN_PER_MINUTE: '100', HELSAMI_SESSION_PAGES_PER_MINUTE: '10000' },
  before: (dir) => putIn(dir, resources()),
});

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const main = (page) => page.locator('main').innerText();

// Opens a record at work, found by name and birth date; hands back where its pages begin.
async function enter(page, name, born) {
  await page.goto(`${portal.url}/work/find`);
  await page.getByLabel('Fornavn og etternavn').fill(name);
  await page.getByLabel('Fødselsdato').fill(born);
  await press(page, 'Søk');
  await page.getByRole('link', { name: new RegExp(name) }).click();
  await page.getByLabel(/^Helsehjelp/).check();
  await press(page, 'Åpne journalen');
  await page.getByRole('complementary', { name: 'Hvilken journal som er åpen' }).getByText(name).waitFor();
  return page.url();
}

// What a search in somebody's record finds.
async function finds(page, root, words) {
  await page.goto(`${portal.url}${root}/search`);
  await page.getByRole('searchbox').fill(words);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  return (await page.locator('main ul.rows li').allInnerTexts()).join('\n');
}

describe('marks', () => {
  for (const javaScriptEnabled of [true, false]) {
    const { girl, mother } = SETS[javaScriptEnabled];
    const born = `${YEAR - 14}-01-05`;
    const look = async (page) => {
      if (javaScriptEnabled) await clean(page);
    };

    test(`hidden from the parents and from the young, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      const [staff, parent, young] = await Promise.all([1, 2, 3].map(() => visit(browser, { javaScriptEnabled, reducedMotion: 'reduce' })));
      const { page } = staff;
      await signIn(parent.page, portal, mother, '/acting');
      await parent.page.getByRole('link', { name: `Åpne journalen til ${girl}` }).click();
      const root = new URL(parent.page.url()).pathname;
      await parent.page.goto(`${portal.url}${root}/youth`);
      await parent.page.locator(`form[action$="/youth"] button`).first().click();
      assert.match(await finds(parent.page, root, 'Merkesyke'), /Merkesyke/);

      // The doctor chooses the line, and is told what a mark needs.
      await signIn(page, portal, DOCTOR, '/work');
      const chart = await enter(page, girl, born);
      await page.getByRole('link', { name: /^Skjult og utsatt/ }).click();
      await page.getByText('Ingenting er skjult eller utsatt.').waitFor();
      await look(page);
      await page.goto(`${chart}/diagnoses`);
      await page.getByRole('link', { name: 'Skjul eller vis senere' }).click();
      await look(page);
      await page.getByRole('link', { name: /Merkesyke/ }).click();
      await look(page);
      const line = page.url();
      await page.getByLabel('Foreldre og andre som handler for barnet').check();
      await press(page, 'Se hva merket gjør');
      await page.getByRole('alert').waitFor();
      assert.ok(await page.getByLabel('Foreldre og andre som handler for barnet').isChecked(), 'what was chosen stays');
      await look(page);
      await page.getByLabel(/^Hvorfor\?/).fill('Emma vil fortelle det selv.');
      await press(page, 'Se hva merket gjør');

      // What still tells: the visit and the medicine, each with one tap.
      await page.getByRole('heading', { name: 'Dette gjør merket' }).waitFor();
      await page.getByRole('heading', { name: '2 ting røper det fremdeles' }).waitFor();
      assert.match(await main(page), /Merkesamtale/);
      await look(page);
      await page.getByRole('button', { name: /Merk denne også.*Merkemiddel/ }).click();
      await page.getByRole('heading', { name: 'Én ting røper det fremdeles' }).waitFor();
      await page.getByRole('heading', { name: 'Én ting til blir merket likt' }).waitFor();
      await page.getByRole('button', { name: /Merk denne også.*Merkesamtale/ }).click();
      await page.getByText('Vi finner ikke noe annet som røper det').waitFor();
      await look(page);
      await press(page, 'Bekreft merkingen');
      await page.waitForURL(line);
      await page.getByText('Emma vil fortelle det selv.').waitFor();
      await page.getByText(new RegExp(`Av ${DOCTOR.split(' ')[0]}`)).first().waitFor();
      await look(page);

      // The mother finds nothing of it, and nothing says that something is missing.
      for (const words of ['Merkesyke', 'Merkemiddel', 'Merkesamtale']) assert.equal(await finds(parent.page, root, words), '', words);
      for (const part of ['', '/diagnoses', '/medicines', '/appointments?all=1']) {
        await parent.page.goto(`${portal.url}${root}${part}`);
        assert.doesNotMatch(await main(parent.page), /Merkes|Merkemiddel/, part);
      }

      // An appointment is hidden from the girl, and her log tells neither which nor that.
      await page.goto(`${chart}/marks?part=appointments`);
      await page.getByRole('link', { name: /Foreldremøte/ }).click();
      await page.getByLabel('Den unge, mens foreldrene ser det').check();
      await page.getByLabel(/^Hvorfor\?/).fill('Møte om henne uten henne.');
      await press(page, 'Se hva merket gjør');
      await page.getByText('Ser at du så på «Timer').waitFor();
      await press(page, 'Bekreft merkingen');
      await page.getByText('Møte om henne uten henne.').waitFor();
      await signIn(young.page, portal, girl, '/me');
      await young.page.goto(`${portal.url}/me/appointments`);
      assert.match(await main(young.page), /Vanlig time/);
      assert.doesNotMatch(await main(young.page), /Foreldremøte/);
      await young.page.goto(`${portal.url}/me/access-log`);
      const log = await main(young.page);
      assert.doesNotMatch(log, /Foreldremøte/);
      assert.match(log, /Merkemiddel/, 'what was hidden from the parents alone is told to her');
      await parent.page.goto(`${portal.url}${root}/appointments`);
      assert.match(await main(parent.page), /Foreldremøte/);

      // The list of what is marked; in every language; and the mark is lifted.
      await page.goto(`${chart}/marks`);
      assert.match(await main(page), /Foreldremøte[\s\S]*Skjult for den unge|Skjult for den unge[\s\S]*Foreldremøte/);
      if (javaScriptEnabled) {
        for (const language of ['nn', 'se', 'en', 'nb']) {
          await speak(page, portal, language, '/work');
          for (const path of [`${chart}/marks`, `${chart}/marks?part=diagnoses`, line]) {
            await page.goto(path);
            await look(page);
          }
        }
      }
      await page.goto(line);
      await page.getByLabel('Foreldre og andre som handler for barnet').uncheck();
      await page.getByLabel(/^Hvorfor\?/).fill('Hun har fortalt det.');
      await press(page, 'Se hva merket gjør');
      await page.getByText('Etter dette er det ikke skjult for noen').waitFor();
      await look(page);
      await press(page, 'Bekreft merkingen');
      await page.getByText('Hun har fortalt det.').waitFor();
      assert.match(await finds(parent.page, root, 'Merkesyke'), /Merkesyke/);
      for (const one of [staff, parent, young]) {
        assert.deepEqual(one.faults.filter((fault) => !/status of (422|403)/.test(fault)), [], 'no faults in the browser');
        await one.context.close();
      }
    });

    test(`an answer shown later, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      const [staff, citizen] = await Promise.all([1, 2].map(() => visit(browser, { javaScriptEnabled, reducedMotion: 'reduce' })));
      const { page } = staff;
      await signIn(page, portal, DOCTOR, '/work');
      const chart = await enter(page, mother, '1986-06-13');
      await page.goto(`${chart}/marks?part=results`);
      await page.getByRole('link', { name: /Merkeprøve/ }).click();
      assert.equal(await page.getByLabel('Den unge, mens foreldrene ser det').count(), 0, 'she is of age');
      await page.getByLabel('Senere, på en dag jeg velger').check();
      await page.getByLabel('Vises fra denne dagen').fill(day(30));
      await page.getByLabel(/^Hvorfor\?/).fill('Jeg ringer først.');
      await press(page, 'Se hva merket gjør');
      await page.getByRole('alert').waitFor();
      await page.getByLabel('Vises fra denne dagen').fill(day(5));
      await press(page, 'Se hva merket gjør');
      await page.getByText('Ser at noe kommer, men ikke hva').first().waitFor();
      await look(page);
      await press(page, 'Bekreft merkingen');
      await page.getByText('Jeg ringer først.').waitFor();
      await signIn(citizen.page, portal, mother, '/me');
      await citizen.page.goto(`${portal.url}/me/results`);
      assert.doesNotMatch(await main(citizen.page), /Merkeprøve/);
      assert.match(await main(citizen.page), /1 svar er kommet|Ett svar er kommet/);
      for (const one of [staff, citizen]) await one.context.close();
    });
  }
});
