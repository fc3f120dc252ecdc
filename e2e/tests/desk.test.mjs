// A daughter applies to act for her father, who cannot consent. Staff who have his record open register the doctor's statement and
// give her the access; she sees the parts that were given and nothing else, and it is ended at the desk. A power of attorney on paper
// is registered the same way. With and without script, on a phone, in two languages, every page clean to axe.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clean } from '../lib/axe.mjs';
import { visit } from '../lib/browser.mjs';
import { house } from '../lib/house.mjs';
import { birthNumber } from '../lib/identity.mjs';
import { signIn, speak } from '../lib/pages.mjs';
import { putIn } from '../lib/portal.mjs';

const DOCTOR = 'Kari Skrankelege';
const PLACE = 'Skranken legekontor';
// The father, the daughter, and the patient who signs on paper: one set for each way of reading the pages.
const SETS = {
  true: { father: ['Torleif Skrankerud', '138638'], daughter: ['Unni Skrankerud', '138665'], friend: ['Vigdis Skrankevenn', '138666'] },
  false: { father: ['Halvdan Skrankerud', '138639'], daughter: ['Ragna Skrankerud', '138667'], friend: ['Yngve Skrankevenn', '138668'] },
};

const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
const number = ([, born]) => birthNumber(born, 100);

function person(id, who, rest = {}) {
  const [name, born] = who;
  return {
    resourceType: 'Patient', id, name: [{ text: name }], birthDate: `19${born.slice(4)}-06-13`,
    identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: number(who) }], ...rest,
  };
}

function resources() {
  const office = {
    resourceType: 'Organization', id: 'desk-office', active: true, name: PLACE,
    identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.101', value: '998447356' }],
  };
  const staff = [
    { resourceType: 'Practitioner', id: 'desk-doctor', active: true, name: [{ family: 'Skrankelege', given: ['Kari'] }], identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.4', value: '990900011' }] },
    {
      resourceType: 'PractitionerRole', id: 'desk-role', active: true, code: [{ text: 'Fastlege' }],
      practitioner: { reference: 'Practitioner/desk-doctor', display: DOCTOR }, organization: { reference: 'Organization/desk-office', display: PLACE },
    },
  ];
  const people = Object.entries(SETS).flatMap(([key, { father, daughter, friend }]) => {
    const subject = { reference: `Patient/desk-father-${key}` };
    return [
      person(`desk-father-${key}`, father, { generalPractitioner: [{ reference: 'Organization/desk-office', display: PLACE }] }),
      person(`desk-daughter-${key}`, daughter, { generalPractitioner: [{ reference: 'Organization/desk-office', display: PLACE }] }),
      person(`desk-friend-${key}`, friend),
      { resourceType: 'Immunization', id: `desk-flu-${key}`, status: 'completed', vaccineCode: { text: 'Skrankevaksine' }, patient: subject, occurrenceDateTime: '2025-10-01' },
      { resourceType: 'Condition', id: `desk-condition-${key}`, code: { text: 'Skrankesyke' }, subject, recordedDate: '2025-01-01' },
      { resourceType: 'Immunization', id: `desk-hers-${key}`, status: 'completed', vaccineCode: { text: 'Fullmaktsvaksine' }, patient: { reference: `Patient/desk-daughter-${key}` }, occurrenceDateTime: '2025-10-01' },
    ];
  });
  return [office, ...staff, ...people];
}

const { portal, browser } = await house({
  env: { HELSAMI_DEMO_CITIZENS: '33', HELSAMI_SIGN_IN_PER_MINUTE: '100' },
  before: (dir) => putIn(dir, resources()),
});

async function press(page, name) {
  await page.getByRole('button', { name, exact: true }).click();
}

async function openRecord(page, who) {
  await page.goto(`${portal.url}/work/find`);
  await page.getByLabel(/^Fødselsnummer/).fill(number(who));
  await press(page, 'Søk');
  await page.getByRole('link', { name: new RegExp(who[0]) }).click();
  await page.getByLabel(/^Helsehjelp/).check();
  await press(page, 'Åpne journalen');
  await page.getByRole('complementary', { name: 'Hvilken journal som er åpen' }).getByText(who[0]).waitFor();
}

describe('access at the desk', () => {
  for (const javaScriptEnabled of [true, false]) {
    const { father, daughter, friend } = SETS[javaScriptEnabled];
    const how = javaScriptEnabled ? 'with' : 'without';
    const look = async (page) => {
      if (javaScriptEnabled) await clean(page);
    };
    const narrow = async (page) => {
      if (!javaScriptEnabled) return;
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${page.url()} scrolls sideways by ${wide}`);
    };

    test(`an application is answered with access, ${how} script`, async () => {
      const staff = await visit(browser, { javaScriptEnabled });
      const citizen = await visit(browser, { javaScriptEnabled });
      const { page } = staff;

      await signIn(citizen.page, portal, daughter[0], '/acting/apply');
      await citizen.page.getByLabel('Personens fulle navn').fill(father[0]);
      await citizen.page.getByLabel('Fødselsnummer eller D-nummer').fill(number(father));
      await citizen.page.getByLabel('Hva er du til personen?').selectOption('child');
      await citizen.page.getByLabel('Hvor får personen hjelp?').selectOption({ label: PLACE });
      await citizen.page.getByLabel('Hva trenger du tilgang til, og hvorfor?').fill('Følge med på vaksiner');
      await press(citizen.page, 'Send søknaden');
      await citizen.page.waitForURL(/\/me\/cases/);

      // The case alone opens nothing: the record must be open first.
      await signIn(page, portal, DOCTOR, '/work/cases');
      await page.getByRole('link', { name: /Søknad om å handle for en annen/ }).last().click();
      await look(page);
      assert.ok(!(await page.content()).includes(number(father)), 'the number stands on no page');
      await page.getByRole('link', { name: 'Gi tilgang etter søknad' }).click();
      const give = page.url();
      await page.getByText('Du må ha åpnet journalen til personen').waitFor();
      await look(page);
      await openRecord(page, father);
      const record = page.url();
      await page.goto(give);
      await look(page);
      await narrow(page);

      // What is missing is told, and nothing typed is lost.
      await page.getByLabel('Hvem har skrevet erklæringen?').fill('Lise Erklæring');
      await press(page, 'Se hva søkeren vil se');
      await page.getByRole('alert').waitFor();
      assert.equal(await page.getByLabel('Hvem har skrevet erklæringen?').inputValue(), 'Lise Erklæring');
      await look(page);
      await page.getByLabel('Erklæringen er datert').fill(day(-30));
      await page.getByLabel('Skal vurderes på nytt senest').fill(day(700));
      await page.getByLabel('Hva står i erklæringen?').fill('Kan ikke samtykke i helsespørsmål.');
      await page.getByLabel(/^[Vv]aksiner/).check();
      await page.getByLabel('Siste dag med tilgang').fill(day(365));
      await page.getByLabel('Svaret til søkeren').fill('Du ser vaksinene i ett år.');
      await press(page, 'Se hva søkeren vil se');
      await page.getByRole('heading', { name: `Dette vil ${daughter[0]} se` }).waitFor();
      await page.getByText('Skrankevaksine').first().waitFor();
      assert.equal(await page.getByText('Skrankesyke').count(), 0);
      await look(page);
      await narrow(page);
      await press(page, 'Gi tilgangen');
      await page.getByText('Saken er lukket.').waitFor();

      // She is answered and told, and sees what was given and nothing else.
      await citizen.page.goto(`${portal.url}/me/cases`);
      await citizen.page.getByText('Du ser vaksinene i ett år.').waitFor();
      await citizen.page.goto(`${portal.url}/acting`);
      const root = await citizen.page.locator('main a[href^="/for/"]').first().getAttribute('href');
      await citizen.page.goto(`${portal.url}${root}/vaccines`);
      await citizen.page.getByText('Skrankevaksine').first().waitFor();
      for (const part of ['diagnoses', 'documents', 'results']) {
        const answer = await citizen.page.goto(`${portal.url}${root}/${part}`);
        assert.equal(answer.status(), 403, part);
      }

      // The statement is in his record, and the access is ended at the desk.
      await page.goto(`${record}/documents`);
      await page.getByText('Erklæring om samtykkekompetanse').waitFor();
      await page.goto(`${record}/register`);
      await look(page);
      await narrow(page);
      await page.getByRole('link', { name: /Tilgang for nærmeste pårørende/ }).click();
      await look(page);
      await press(page, 'Avslutt nå');
      await page.getByRole('alert').waitFor();
      await page.getByLabel('Det gjelder ikke lenger').check();
      await press(page, 'Avslutt nå');
      await page.waitForURL(/\/register$/);
      assert.equal(await page.getByRole('link', { name: /Tilgang for nærmeste pårørende/ }).count(), 0);
      const after = await citizen.page.goto(`${portal.url}${root}/vaccines`);
      assert.equal(after.status(), 403);
      for (const one of [staff, citizen]) {
        assert.deepEqual(one.faults.filter((fault) => !/status of (422|403)/.test(fault)), [], 'no faults in the browser');
        await one.context.close();
      }
    });

    test(`a power of attorney on paper, ${how} script`, async () => {
      const staff = await visit(browser, { javaScriptEnabled });
      const citizen = await visit(browser, { javaScriptEnabled });
      const { page } = staff;
      await signIn(page, portal, DOCTOR, '/work');
      await openRecord(page, daughter);
      await page.getByRole('link', { name: /Registrer på papir/ }).click();
      await look(page);
      await narrow(page);
      await press(page, 'Se hva mottakeren vil se');
      await page.getByRole('alert').waitFor();
      await look(page);
      await page.getByLabel('Fullmakt som pasienten har skrevet under').check();
      await page.getByLabel(/^Fødselsnummer/).fill(number(friend));
      await page.getByLabel(/^[Vv]aksiner/).check();
      assert.equal(await page.getByLabel('Fra og med').inputValue(), day(0));
      await page.getByLabel('Til noen avslutter').check();
      await page.getByLabel('Hva står på papiret?').fill('Underskrevet 1. mars, originalen ligger i arkivet.');
      await press(page, 'Se hva mottakeren vil se');
      await page.getByRole('heading', { name: `Dette vil ${friend[0]} se` }).waitFor();
      await page.getByText('Fullmaktsvaksine').first().waitFor();
      assert.ok(!(await page.content()).includes(number(friend)), 'the number is not in the page');
      await look(page);
      await narrow(page);
      // A hand that presses twice registers once.
      await page.getByRole('button', { name: 'Registrer', exact: true }).dblclick();
      await page.getByText(`Registrert av ${DOCTOR}`).waitFor();
      await page.reload();
      assert.equal(await page.getByRole('link', { name: /Fullmakt på papir/ }).count(), 1);
      await page.getByText(`Registrert av ${DOCTOR}`).waitFor();
      if (javaScriptEnabled) {
        const here = page.url();
        await speak(page, portal, 'en', '/work');
        await page.goto(here);
        await page.getByRole('heading', { name: 'Register from paper' }).waitFor();
        await look(page);
      }
      await signIn(citizen.page, portal, friend[0], '/acting');
      const root = await citizen.page.locator('main a[href^="/for/"]').first().getAttribute('href');
      await citizen.page.goto(`${portal.url}${root}/vaccines`);
      await citizen.page.getByText('Fullmaktsvaksine').first().waitFor();
      const closed = await citizen.page.goto(`${portal.url}${root}/diagnoses`);
      assert.equal(closed.status(), 403);
      for (const one of [staff, citizen]) {
        assert.deepEqual(one.faults.filter((fault) => !/status of (422|403)/.test(fault)), [], 'no faults in the browser');
        await one.context.close();
      }
    });
  }
});
