// What one settles for oneself. Next of kin: what was carried over is unused until it is confirmed, each is for something,
// somebody must never be contacted, the dead are never offered. Consents and reservations: what follows said before, set, taken
// back, with what was said before. With and without script, by keyboard, on a phone, every page clean to axe.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clean } from '../lib/axe.mjs';
import { byKeyboard, visit } from '../lib/browser.mjs';
import { house } from '../lib/house.mjs';
import { birthNumber } from '../lib/identity.mjs';
import { signIn } from '../lib/pages.mjs';
import { putIn } from '../lib/portal.mjs';

const OWNERS = { true: ['Ragna Slektsen', '138651'], false: ['Gunda Slektsen', '138652'], keyboard: ['Turid Slektsen', '138653'] };
const KEEP = 'Nei, gå tilbake';
const DEAD_PHONE = '99 99 99 99';

function family(id, [name, born]) {
  const dead = [{ system: 'http://hospital.example/mrn', value: `${id}-mor` }];
  const near = (number, more) => ({ resourceType: 'RelatedPerson', id: `${id}-${number}`, active: true, patient: { reference: `Patient/${id}` }, ...more });
  const phone = (value) => [{ system: 'phone', value }];
  return [
    {
      resourceType: 'Patient', id, name: [{ text: name }], birthDate: `19${born.slice(4)}-06-13`,
      identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: birthNumber(born, 100) }],
    },
    { resourceType: 'Patient', id: `${id}-dead`, identifier: dead, name: [{ text: 'Gerd Avdød' }], birthDate: '1920-01-01', deceasedDateTime: '2017-05-13' },
    near('old', { meta: { tag: [{ code: 'migrated' }] }, name: [{ text: 'Nils Overført' }], telecom: phone('88 88 88 88'), relationship: [{ text: 'Venn' }] }),
    near('mor', { identifier: dead, name: [{ text: 'Gerd Avdød' }], telecom: phone(DEAD_PHONE), relationship: [{ text: 'Mor' }] }),
  ];
}

const resources = Object.entries(OWNERS).flatMap(([key, owner]) => family(`own-${key}`, owner));
const { portal, browser } = await house({
  env: { HELSAMI_DEMO_CITIZENS: '33', HELSAMI_SIGN_IN_PER_MINUTE: '100' },
  before: (dir) => putIn(dir, resources),
});

// The card of one relative.
const card = (page, name) => page.locator('article', { hasText: name });
const words = (page, selector = 'main') => page.locator(selector).innerText();

async function press(page, name) {
  await page.getByRole('button', { name, exact: true }).click();
}

// The browser itself tells of forms that come again.
const none = (faults) => assert.deepEqual(faults.filter((fault) => !fault.includes('status of 422')), []);

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    const look = async (page) => javaScriptEnabled && clean(page);
    const [name] = OWNERS[javaScriptEnabled];

    test('next of kin are confirmed, changed, added and removed', async () => {
      const { context, page, faults } = await visit(browser, { javaScriptEnabled });
      const isOnCard = async (who) => {
        await page.goto(`${portal.url}/me/emergency-card`);
        const found = (await words(page)).includes(who);
        await page.goto(`${portal.url}/me/kin`);
        return found;
      };
      await signIn(page, portal, name, '/me/details');
      assert.ok(!(await page.content()).includes(DEAD_PHONE));
      await page.getByRole('link', { name: 'Bekreft eller rett opp pårørende' }).click();
      await page.getByRole('heading', { level: 1, name: 'Pårørende' }).waitFor();
      await look(page);

      // The dead are there as that, and nothing leads to them.
      assert.match(await card(page, 'Gerd Avdød').innerText(), /Registrert som død/);
      assert.equal(await card(page, 'Gerd Avdød').getByRole('link').count(), 0);
      assert.ok(!(await page.content()).includes(DEAD_PHONE));

      // What was carried over is used for nothing before it is confirmed, with what it is for.
      assert.match(await card(page, 'Nils Overført').innerText(), /Ikke bekreftet/);
      assert.equal(await isOnCard('Nils Overført'), false);
      await page.getByRole('link', { name: 'Bekreft Nils Overført' }).click();
      await look(page);
      await page.getByLabel('Kan ringes hvis noe skjer').check();
      await press(page, 'Lagre');
      await page.waitForURL(`${portal.url}/me/kin`);
      assert.match(await card(page, 'Nils Overført').innerText(), /Bekreftet av deg[\s\S]*Kan ringes hvis noe skjer/);
      assert.equal(await isOnCard('Nils Overført'), true);
      await look(page);

      // Never means never, whatever else is chosen.
      await page.getByRole('link', { name: 'Endre Nils Overført' }).click();
      await page.getByLabel('Skal aldri kontaktes').check();
      await press(page, 'Lagre');
      await page.waitForURL(`${portal.url}/me/kin`);
      const never = await card(page, 'Nils Overført').innerText();
      assert.match(never, /Skal aldri kontaktes/);
      assert.doesNotMatch(never, /Kan ringes/);
      assert.equal(await isOnCard('Nils Overført'), false);

      // Somebody new: the form comes again with what was typed, and says what is missing.
      await page.getByRole('link', { name: 'Legg til en pårørende' }).click();
      await page.getByLabel('Hva er personen til deg?').fill('Nabo');
      await page.getByLabel('Kan ringes hvis noe skjer').check();
      await press(page, 'Lagre');
      assert.match(await page.title(), /^Feil/);
      await look(page);
      assert.equal(await page.getByLabel('Hva er personen til deg?').inputValue(), 'Nabo');
      assert.ok(await page.getByLabel('Kan ringes hvis noe skjer').isChecked());
      await page.getByLabel('Navn').fill('Åse Nabo');
      await page.getByLabel('Telefon').fill('22 22 22 22');
      await press(page, 'Lagre');
      await page.waitForURL(`${portal.url}/me/kin`);
      assert.match(await card(page, 'Åse Nabo').innerText(), /Nabo[\s\S]*22 22 22 22/);
      assert.equal(await isOnCard('Åse Nabo'), true);

      // And removed: asked first, used no more, and shown as somebody who was.
      await page.getByRole('link', { name: 'Fjern Åse Nabo' }).click();
      await page.getByText('Åse Nabo blir ikke lenger ringt eller fortalt noe.').waitFor();
      await look(page);
      await press(page, 'Ja, fjern');
      await page.waitForURL(`${portal.url}/me/kin`);
      assert.match(await card(page, 'Åse Nabo').innerText(), /Ikke lenger pårørende/);
      assert.equal(await isOnCard('Åse Nabo'), false);
      await look(page);
      none(faults);
      assert.doesNotMatch(portal.log(), /Slektsen|Overført|Åse Nabo/);
      await context.close();
    });

    test('a reservation and a consent are set and taken back', async () => {
      const { context, page, faults } = await visit(browser, { javaScriptEnabled });
      await signIn(page, portal, name, '/me/consents');
      await look(page);
      // What silence means differs, and what each has effect on today is said.
      assert.match(await words(page, '#quality'), /Ikke reservert[\s\S]*I dag: Ingen kan åpne journalen din/);
      assert.match(await words(page, '#research-contact'), /Ikke samtykket/);
      for (const topic of ['sharing', 'quality', 'decision-tools', 'research-samples', 'research-contact', 'paper-letters']) {
        assert.match(await words(page, `#${topic}`), /I dag: [\s\S]*Loven: /, topic);
      }
      for (const [topic, act, follows, set, back, was] of [
        ['quality', /^Reserver deg: Kvalitetssikring/, 'Når du reserverer deg, skal de ikke få se journalen', /Reservert siden/, /^Trekk tilbake reservasjonen: Kvalitetssikring/, /Ikke reservert/],
        ['research-contact', /^Samtykk: Spørsmål om/, 'Når du samtykker, kan du få spørsmål', /Samtykket \d/, /^Trekk tilbake samtykket: Spørsmål om/, /Ikke samtykket/],
      ]) {
        await page.getByRole('link', { name: act }).click();
        await page.getByText(follows).waitFor();
        await look(page);
        // Nothing is said before the button is pressed.
        await page.getByRole('link', { name: KEEP, exact: true }).click();
        assert.match(await words(page, `#${topic}`), was);
        await page.getByRole('link', { name: act }).click();
        await page.getByRole('button', { name: act }).click();
        await page.waitForURL(`${portal.url}/me/consents`);
        assert.match(await words(page, `#${topic}`), set);
        await look(page);
        await page.getByRole('link', { name: back }).click();
        await page.getByRole('button', { name: back }).click();
        await page.waitForURL(`${portal.url}/me/consents`);
        assert.match(await words(page, `#${topic}`), was);
        await page.locator(`#${topic} summary`).click();
        assert.match(await words(page, `#${topic}`), /Tidligere valg[\s\S]*Fra .* til /);
      }
      await look(page);
      none(faults);
      await context.close();
    });
  });
}

test('both with the keyboard alone', async () => {
  const { context, page, faults } = await visit(browser, {});
  await signIn(page, portal, OWNERS.keyboard[0], '/me/kin');
  await byKeyboard(page, /^Bekreft Nils Overført$/);
  await page.waitForURL(/\/me\/kin\/edit/);
  for (let step = 0; step < 60 && await page.evaluate(() => document.activeElement?.id) !== 'purpose-told'; step += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await byKeyboard(page, /^Lagre$/);
  await page.waitForURL(`${portal.url}/me/kin`);
  assert.match(await card(page, 'Nils Overført').innerText(), /Kan få vite hvordan det går med meg/);
  await page.goto(`${portal.url}/me/consents`);
  await byKeyboard(page, /^Reserver deg: Brev på papir$/);
  await page.waitForURL(/\/me\/consents\/review/);
  await byKeyboard(page, /^Reserver deg: Brev på papir$/);
  await page.waitForURL(`${portal.url}/me/consents`);
  assert.match(await words(page, '#paper-letters'), /Reservert siden/);
  none(faults);
  await context.close();
});
