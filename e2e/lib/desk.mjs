// At the desk: the doctor of somebody of the region signs in for staff, opens the record, and every page that is there then.

// Somebody who cannot consent, and somebody who applies to act for him.
export const PATIENT = { name: 'Olav Tømmervåg', born: '1934-01-08' };
export const APPLICANT = 'Pål Krogstad';
// Somebody with something in every list.
const FULL = { name: 'Ingrid Solbakken', born: '1981-05-23' };

// The doctor and the office that stand on somebody's own page.
export async function doctorOf(page, portal) {
  await page.goto(`${portal.url}/me/care-team`);
  const row = page.locator('ul.rows li', { hasText: 'Fastlege' }).first();
  return { name: await row.locator('.name').innerText(), office: await row.locator('.sub').first().innerText() };
}

// The made-up national number that the test provider's list shows beside a name. `page` is of somebody who has not signed in.
export async function numberOf(page, portal, name) {
  await page.goto(`${portal.url}/me`);
  await page.getByRole('searchbox').fill(name);
  await page.keyboard.press('Enter');
  return /\b\d{11}\b/.exec(await page.getByRole('button', { name }).first().innerText())[0];
}

// Signs in for staff as this doctor at this office.
export async function atWork(page, portal, { name, office }) {
  await page.goto(`${portal.url}/work`);
  await page.getByRole('searchbox').fill(name);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: new RegExp(name) }).filter({ hasText: `Fastlege, ${office}` }).first().click();
  await page.waitForURL(`${portal.url}/work`);
}

// Finds somebody and opens the record to treat them, in bokmål; hands back where its pages begin.
export async function openRecord(page, portal, { name, born }) {
  await page.goto(`${portal.url}/work/find`);
  await page.getByLabel('Fornavn og etternavn').fill(name);
  await page.getByLabel('Fødselsdato').fill(born);
  await page.getByRole('button', { name: 'Søk', exact: true }).click();
  await page.getByRole('link', { name: new RegExp(name) }).click();
  await page.getByLabel(/^Helsehjelp/).check();
  await page.getByRole('button', { name: 'Åpne journalen' }).click();
  await page.getByRole('complementary', { name: 'Hvilken journal som er åpen' }).waitFor();
  return new URL(page.url()).pathname;
}

// Sends an application to act for somebody, to a place, from the applicant's own pages.
export async function apply(page, portal, { name, number, office }) {
  await page.goto(`${portal.url}/acting/apply`);
  await page.getByLabel('Personens fulle navn').fill(name);
  await page.getByLabel('Fødselsnummer eller D-nummer').fill(number);
  await page.getByLabel('Hva er du til personen?').selectOption('guardian');
  await page.getByLabel('Hvor får personen hjelp?').selectOption({ label: office });
  await page.getByLabel('Hva trenger du tilgang til, og hvorfor?').fill('Følge med på timer og prøvesvar.');
  await page.getByRole('button', { name: 'Send søknaden', exact: true }).click();
  await page.waitForURL(/\/me\/cases/);
}

// The first address under `prefix` that a page leads to.
async function first(page, portal, from, prefix, isMeant = () => true) {
  await page.goto(portal.url + from);
  const all = await page.locator(`main a[href^="${prefix}"]`).evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  return all.find((href) => href !== from && isMeant(href));
}

// Every page of the desk: those without a record, an open record, and what its lists and cases lead to.
export async function deskPages(page, portal, root) {
  const lists = ['results', 'results?side=measurements', 'medicines', 'allergies', 'diagnoses', 'vaccines', 'documents', 'appointments', 'care-team'];
  const found = [
    '/work', '/work/find', '/work/cases', '/work/apply', root, `${root}/unlock`, `${root}/register`, `${root}/marks`, `${root}/marks?part=documents`,
    ...lists.map((list) => `${root}/${list}`),
    await first(page, portal, `${root}/results`, `${root}/results/trend/`),
    await first(page, portal, `${root}/results`, `${root}/results/`, (href) => !href.includes('/trend/')),
    await first(page, portal, `${root}/documents`, `${root}/documents/`),
    await first(page, portal, `${root}/marks?part=documents`, `${root}/marks/`),
    await first(page, portal, `${root}/register`, `${root}/register/end`),
  ];
  const given = await first(page, portal, '/work/cases', '/work/cases/');
  found.push(given, given && await first(page, portal, given, `${given}/give`));
  return found.filter(Boolean);
}

// Registers a power of attorney on paper in the open record, for somebody of the region.
async function registerPaper(page, portal, root) {
  await page.goto(`${portal.url}${root}/register`);
  await page.getByLabel('Fullmakt som pasienten har skrevet under').check();
  await page.getByLabel('Fornavn og etternavn').fill('Håkon Lund');
  await page.getByLabel('Fødselsdato').fill('1996-11-29');
  await page.getByLabel(/^[Vv]aksiner/).check();
  await page.getByLabel('Til noen avslutter').check();
  await page.getByLabel('Hva står på papiret?').fill('Underskrevet, originalen ligger i arkivet.');
  await page.getByRole('button', { name: 'Se hva mottakeren vil se' }).click();
  await page.getByRole('button', { name: 'Registrer', exact: true }).click();
  await page.getByRole('link', { name: /Fullmakt på papir/ }).waitFor();
}

// Puts a doctor of the region at work, with a full record open, a paper registered in it and an application on the list of cases.
// `page` ends at work; `other` is a page of another visitor.
export async function furnish(page, other, { portal, signIn }) {
  const number = await numberOf(other, portal, PATIENT.name);
  await signIn(other, portal, FULL.name, '/me');
  const doctor = await doctorOf(other, portal);
  await other.context().clearCookies();
  await signIn(other, portal, APPLICANT, '/acting');
  await apply(other, portal, { name: PATIENT.name, number, office: doctor.office });
  await atWork(page, portal, doctor);
  const root = await openRecord(page, portal, FULL);
  await registerPaper(page, portal, root);
  return { root };
}

// The desk of one doctor, furnished once: a record that is open, a case, and every page they lead to. `open` opens a window.
export function furnished(open, { portal, signIn }) {
  let made;
  return () => {
    made ??= (async () => {
      const [staff, other] = [await open({}), await open({})];
      const { root } = await furnish(staff.page, other.page, { portal, signIn });
      await other.context.close();
      return { ...staff, pages: await deskPages(staff.page, portal, root) };
    })();
    return made;
  };
}
