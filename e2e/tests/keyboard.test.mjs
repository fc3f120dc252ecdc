// The desk by keyboard alone: signing in, finding a patient, opening the record, hiding a line, registering an application on
// paper, answering a case. No mouse, no jump by script: Tab, arrows, Space, Enter and letters.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, byKeyboard, visit } from '../lib/browser.mjs';
import { APPLICANT, PATIENT, doctorOf, numberOf } from '../lib/desk.mjs';
import { house } from '../lib/house.mjs';
import { signIn } from '../lib/pages.mjs';

const { portal, browser } = await house({ env: { HELSAMI_DEMO_CITIZENS: '40', HELSAMI_SIGN_IN_PER_MINUTE: '100' } });

// Presses Tab until the focus is on the control that this finds, and shows that the focus can be seen.
async function to(page, control, steps = 200) {
  const wanted = await control.elementHandle();
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((one) => one === document.activeElement)) {
      const seen = await wanted.evaluate((one) => {
        const of = (element) => getComputedStyle(element);
        const near = [one, one.nextElementSibling, one.parentElement].filter(Boolean);
        return near.some((element) => of(element).outlineStyle !== 'none' || of(element).boxShadow !== 'none');
      });
      assert.ok(seen, 'the focus can be seen');
      return;
    }
  }
  throw new Error(`the keyboard does not reach ${control}`);
}

async function type(page, control, words) {
  await to(page, control);
  await page.keyboard.type(words);
}

async function press(page, control, key = 'Enter') {
  await to(page, control);
  await page.keyboard.press(key);
}

// A date field takes day, month and year one after the other, in the order of the browser's own language.
async function typeDate(page, control, date) {
  await to(page, control);
  const [year, month, day] = date.split('-');
  for (const order of [[day, month, year], [month, day, year]]) {
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowLeft');
    await page.keyboard.type(order.join(''));
    if (await control.inputValue() === date) return;
  }
  throw new Error(`the date cannot be typed: ${await control.inputValue()}`);
}

test('a day at the desk by keyboard', async () => {
  const other = await visit(browser, {});
  const number = await numberOf(other.page, portal, PATIENT.name);
  const applicant = await numberOf(other.page, portal, APPLICANT);
  await signIn(other.page, portal, PATIENT.name, '/me');
  const doctor = await doctorOf(other.page, portal);
  await other.context.close();

  const { context, page, faults } = await visit(browser, { viewport: DESKTOP, reducedMotion: 'reduce' });
  const button = (name) => page.getByRole('button', { name, exact: true });
  // Signing in, from the portal's own front.
  await page.goto(portal.url);
  await byKeyboard(page, /^For ansatte$/);
  await page.getByRole('searchbox').waitFor();
  await type(page, page.getByRole('searchbox'), doctor.name);
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=/);
  await press(page, page.getByRole('button', { name: new RegExp(doctor.name) }).filter({ hasText: `Fastlege, ${doctor.office}` }).first());
  await page.waitForURL(`${portal.url}/work`);

  // The first stop is the way past the menu.
  await page.keyboard.press('Tab');
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Hopp til|innhold/i);
  await press(page, page.getByRole('link', { name: /^Finn pasient/ }).first());
  await page.waitForURL(/\/work\/find$/);
  await type(page, page.getByLabel('Fornavn og etternavn'), PATIENT.name);
  await typeDate(page, page.getByLabel('Fødselsdato'), PATIENT.born);
  await press(page, button('Søk'));
  await page.getByRole('link', { name: new RegExp(PATIENT.name) }).waitFor();
  await press(page, page.getByRole('link', { name: new RegExp(PATIENT.name) }));
  await press(page, page.getByLabel(/^Helsehjelp/), 'Space');
  await press(page, button('Åpne journalen'));
  await page.getByRole('complementary', { name: 'Hvilken journal som er åpen' }).waitFor();
  const root = page.url();

  // A document is shown later, and what it does is read before.
  await press(page, page.getByRole('link', { name: /^Skjult og utsatt/ }));
  await page.waitForURL(`${root}/marks`);
  await press(page, page.locator('main a[href$="part=documents"]'));
  await page.waitForURL(/part=documents/);
  await press(page, page.locator('main ul.rows a').first());
  await page.waitForURL(/\/marks\/[a-z0-9]{26}$/);
  const line = page.url();
  await to(page, page.getByLabel('Med en gang'));
  await page.keyboard.press('ArrowDown');
  assert.ok(await page.getByLabel('Senere, på en dag jeg velger').isChecked(), 'arrows choose');
  const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await typeDate(page, page.getByLabel('Vises fra denne dagen'), day);
  await press(page, button('Se hva merket gjør'));
  // What is missing is told, and the focus can go straight to it.
  await page.getByRole('alert').waitFor();
  await press(page, page.getByRole('alert').getByRole('link').first());
  assert.equal(await page.evaluate(() => document.activeElement.id), 'ground');
  await page.keyboard.type('Jeg ringer først.');
  await press(page, button('Se hva merket gjør'));
  await page.getByRole('heading', { name: 'Dette gjør merket' }).waitFor();
  await press(page, button('Bekreft merkingen'));
  await page.waitForURL(line);
  await page.getByText('Jeg ringer først.').waitFor();

  // An application on paper, and its answer.
  await page.goto(`${portal.url}/work`);
  await press(page, page.getByRole('link', { name: /^Registrer søknad på papir/ }));
  await page.waitForURL(/\/work\/apply$/);
  await type(page, page.getByLabel(/^Fødselsnummer/), applicant);
  await press(page, button('Finn søkeren'));
  await page.getByText(APPLICANT).waitFor();
  await type(page, page.getByLabel('Personens fulle navn'), PATIENT.name);
  await type(page, page.getByLabel('Fødselsnummer eller D-nummer'), number);
  await type(page, page.getByLabel('Hva er søkeren til personen?'), 'Verge');
  await type(page, page.getByLabel('Hva trenger søkeren tilgang til, og hvorfor?'), 'Timer. Originalen ligger i arkivet.');
  await press(page, page.getByLabel('Nei', { exact: true }), 'ArrowUp');
  await press(page, page.getByLabel('Ja, jeg har sett underskriften og legitimasjonen'), 'Space');
  await press(page, button('Registrer søknaden'));
  await page.getByRole('heading', { name: 'Søknaden er registrert' }).waitFor();
  assert.ok(!(await page.content()).includes(number), 'the number stands on no page');
  await press(page, page.getByRole('link', { name: 'Åpne saken' }));
  await page.getByText(`Registrert av`).waitFor();
  await press(page, page.getByLabel(/^Avslått|^Nei|^Avslå/).first(), 'Space');
  await type(page, page.getByLabel('Svaret til innbyggeren'), 'Vergemålet gjelder ikke helsespørsmål.');
  await press(page, button('Send svaret'));
  await page.getByText('Saken er lukket.').waitFor();
  assert.deepEqual(faults.filter((fault) => !/status of 422/.test(fault)), []);
  await context.close();
});
