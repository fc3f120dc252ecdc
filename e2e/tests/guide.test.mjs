// Every step of docs/guides/personas.md, in its order, with the people of the demo's region. On a phone; what the guide says
// that somebody sees is there, and what it says that they do not see is not.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clean } from '../lib/axe.mjs';
import { visit } from '../lib/browser.mjs';
import { APPLICANT, PATIENT, apply, atWork as atWorkAs, doctorOf, numberOf, openRecord } from '../lib/desk.mjs';
import { house } from '../lib/house.mjs';
import { signIn } from '../lib/pages.mjs';
import { start } from '../lib/portal.mjs';

const TALK = 'Samtale med helsesykepleier';
const BODY = 'kropp og prevensjon';
const MEETING = 'foreldre og skolelege';
const REASON = 'Fare for liv: prøve av guiden';

const { portal, browser } = await house({ env: { HELSAMI_DEMO_CITIZENS: '60', HELSAMI_SIGN_IN_PER_MINUTE: '1000', HELSAMI_SESSION_PAGES_PER_MINUTE: '10000' } });

const main = (page) => page.locator('main').innerText();

// Somebody who has signed in. `to` is where they begin: a closed record says so there.
async function as(name, to, walk) {
  const { context, page } = await visit(browser, { reducedMotion: 'reduce' });
  await signIn(page, portal, name, to);
  try {
    return await walk(page);
  } finally {
    await context.close();
  }
}

async function see(page, path, has = [], lacks = [], status = 200) {
  assert.equal((await page.goto(portal.url + path)).status(), status, path);
  const found = await main(page);
  for (const words of has) assert.ok(found.includes(words), `${path} lacks ${words}: ${found.slice(0, 2000)}`);
  for (const words of lacks) assert.ok(!found.includes(words), `${path} holds ${words}`);
}

// Opens the record of somebody one acts for; hands back where its pages begin.
async function act(page, name) {
  await page.goto(`${portal.url}/acting`);
  await page.getByRole('link', { name: name ? `Åpne journalen til ${name}` : 'Åpne journalen til barnet' }).click();
  await page.waitForURL(/\/for\/[a-z0-9]{26}$/);
  return new URL(page.url()).pathname;
}

const nobody = (name, whom) => as(name, '/acting', async (page) => assert.ok(!(await main(page)).includes(whom), `${name}: ${whom}`));

describe('a child under 12 with parents apart', () => {
  let address;
  for (const parent of ['Silje Sandnes', 'Martin Holm']) {
    test(parent, () => as(parent, '/acting', async (page) => {
      const card = page.locator('section.card', { hasText: 'Liam Sandnes Holm' });
      assert.match(await card.innerText(), /Du er forelder[\s\S]*når barnet fyller 12 år/);
      const root = await act(page, 'Liam Sandnes Holm');
      for (const part of ['results', 'documents', 'vaccines', 'appointments']) {
        await see(page, `${root}/${part}`, ['Du handler for Liam Sandnes Holm.']);
      }
      for (const part of ['access-log', 'kin', 'settings']) {
        assert.equal((await page.goto(`${portal.url}${root}/${part}`)).status(), 404, part);
        assert.equal(await page.locator(`a[href="${root}/${part}"]`).count(), 0);
      }
      if (parent === 'Silje Sandnes') address = `${root}/documents`;
    }));
  }
  test('somebody else with the same address', () => as('Ingrid Solbakken', '/me', (page) => see(page, address, [], ['Liam'], 404)));
});

describe('a newborn without a name', () => {
  test('every page works', () => as('Thea Brekken', '/acting', async (page) => {
    assert.match(await main(page), /Barn uten navn\s+Født \d/);
    const root = await act(page);
    for (const part of ['', '/results', '/appointments', '/medicines', '/record', '/allergies', '/diagnoses', '/vaccines', '/documents', '/care-team', '/details', '/search', '/emergency-card']) {
      await see(page, root + part, ['Du handler for et barn som ikke har fått navn ennå.']);
    }
  }));
});

describe('between 12 and 16', () => {
  test('Jonas', () => as('Jonas Rognes', '/me', async (page) => {
    await see(page, '/me/appointments', [BODY], [MEETING]);
    for (const part of ['medicines', 'vaccines', 'details', 'access-log']) await see(page, `/me/${part}`);
    for (const part of ['results', 'documents', 'diagnoses']) await see(page, `/me/${part}`, [], [TALK], 403);
  }));
  for (const parent of ['Hege Rognes', 'Rune Rognes']) {
    test(parent, () => as(parent, '/acting', async (page) => {
      const root = await act(page, 'Jonas Rognes');
      await see(page, `${root}/documents`, [], [TALK]);
      await see(page, `${root}/appointments`, [MEETING], [BODY]);
    }));
  }
  test('Frida', () => as('Frida Rognes', '/me', async (page) => {
    await see(page, '/me', ['må en forelder si ja'], ['Feber'], 403);
    await see(page, '/acting');
    await page.locator('header details.menu summary').last().click();
    await page.getByRole('button', { name: 'Logg ut' }).click();
    await page.waitForURL(/\/signed-out/);
  }));
});

describe('soon sixteen', () => {
  for (const parent of ['Monica Bakklund', 'Stian Bakklund']) {
    test(parent, () => as(parent, '/acting', async (page) => {
      assert.match(await page.locator('section.card', { hasText: 'Emilie Bakklund' }).innerText(), /når barnet fyller 16 år/);
    }));
  }
  // That it opens on her birthday is a matter of the clock: crates/domain/tests/access has it to the minute.
  test('Emilie', () => as('Emilie Bakklund', '/me', (page) => see(page, '/me', ['må en forelder si ja'], [], 403)));
});

describe('where a parent cannot act', () => {
  test('Kristin', () => nobody('Kristin Dragsten', 'Mikkel'));
  test('Anders', () => as('Anders Lian', '/acting', (page) => act(page, 'Sander Lian')));
  test('Geir and Line', async () => {
    await nobody('Geir Hauge', 'Tiril');
    await as('Line Hauge', '/acting', (page) => act(page, 'Tiril Hauge'));
  });
  test('Siv and Bodil', async () => {
    await nobody('Siv Aas', 'Noah');
    await as('Bodil Vinje', '/acting', async (page) => {
      const root = await act(page, 'Noah Aas');
      for (const part of ['appointments', 'vaccines', 'medicines', 'allergies']) await see(page, `${root}/${part}`);
      for (const part of ['results', 'documents', 'diagnoses', 'care-team', 'details']) await see(page, `${root}/${part}`, [], [], 403);
    });
  });
});

describe('given access', () => {
  test('Bente', () => as('Bente Aunemo Lund', '/acting', async (page) => {
    const root = await act(page, 'Solveig Aunemo');
    await see(page, `${root}/results`, [], ['Nortriptylin', 'alderspsykiatri']);
    await see(page, `${root}/appointments`, ['hjertesvikt'], ['alderspsykiatrisk']);
    for (const part of ['medicines', 'documents']) await see(page, `${root}/${part}`, ['Denne delen har du ikke tilgang til'], [], 403);
  }));
  test('Håkon and Tove', async () => {
    await as('Håkon Lund', '/acting', async (page) => see(page, `${await act(page, 'Solveig Aunemo')}/medicines`, ['Metoprolol']));
    await as('Tove Strand', '/acting', async (page) => {
      assert.match(await main(page), /Du kan ikke handle for noen/);
      await see(page, '/me', ['Tilgangen din til journalen til Solveig Aunemo har gått ut']);
    });
  });
  test('Solveig', () => as('Solveig Aunemo', '/me', async (page) => {
    await see(page, '/me', ['Tilgangen til Tove Strand har gått ut']);
    await see(page, '/me/access-log', ['Bente Aunemo Lund', 'Håkon Lund', 'Prøvde å åpne journalen din, men ble stoppet.']);
  }));
});

describe('somebody who cannot consent', () => {
  test('Inger', () => as('Inger Tømmervåg', '/acting', async (page) => {
    assert.match(await main(page), /Du er nærmeste pårørende for en som ikke kan samtykke selv/);
    await see(page, `${await act(page, 'Olav Tømmervåg')}/documents`, ['Erklæring om samtykkekompetanse']);
  }));
  test('Pål', () => nobody('Pål Krogstad', 'Olav'));
});

// Steps 3 to 5 of «Somebody who cannot consent»: at the desk of the office that treats Olav.
test('an application, papers and an application on paper at the desk', async () => {
  const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const doctor = await as(PATIENT.name, '/me', (page) => doctorOf(page, portal));
  const list = await visit(browser, {});
  const number = await numberOf(list.page, portal, PATIENT.name);
  await list.context.close();
  await as(APPLICANT, '/acting', (page) => apply(page, portal, { name: PATIENT.name, number, office: doctor.office }));
  const { context, page } = await visit(browser, { reducedMotion: 'reduce' });
  await atWorkAs(page, portal, doctor);
  await page.goto(`${portal.url}/work/cases`);
  await page.getByRole('link', { name: /Søknad om å handle for en annen/ }).last().click();
  await page.getByRole('link', { name: 'Gi tilgang etter søknad' }).click();
  await page.getByText('Du må ha åpnet journalen til personen').waitFor();
  const give = page.url();
  const root = await openRecord(page, portal, PATIENT);
  await page.goto(give);
  await page.getByLabel('Hvem har skrevet erklæringen?').fill('Lise Erklæring');
  await page.getByLabel('Erklæringen er datert').fill(day(-30));
  await page.getByLabel('Skal vurderes på nytt senest').fill(day(700));
  await page.getByLabel('Hva står i erklæringen?').fill('Kan ikke samtykke i helsespørsmål.');
  await page.getByLabel(/^[Vv]aksiner/).check();
  await page.getByLabel('Siste dag med tilgang').fill(day(365));
  await page.getByLabel('Svaret til søkeren').fill('Du ser vaksinene i ett år.');
  await press(page, 'Se hva søkeren vil se');
  await page.getByRole('heading', { name: `Dette vil ${APPLICANT} se` }).waitFor();
  await press(page, 'Gi tilgangen');
  await page.getByText('Saken er lukket.').waitFor();
  await as(APPLICANT, '/acting', async (other) => {
    await see(other, `${await act(other, PATIENT.name)}/vaccines`);
    await see(other, '/me/cases', ['Du ser vaksinene i ett år.']);
  });

  // 4. What staff have registered is ended; who cannot consent signs nothing.
  await page.goto(`${portal.url}${root}/register`);
  await page.getByRole('link', { name: /Tilgang for nærmeste pårørende/ }).filter({ hasText: APPLICANT }).click();
  await page.getByLabel('Det gjelder ikke lenger').check();
  await press(page, 'Avslutt nå');
  await page.waitForURL(/\/register$/);
  await nobody(APPLICANT, 'Åpne journalen til Olav');
  await page.getByLabel('Fullmakt som pasienten har skrevet under').check();
  await page.getByLabel('Fornavn og etternavn').fill('Inger Tømmervåg');
  await page.getByLabel('Fødselsdato').fill('1963-03-02');
  await page.getByLabel(/^[Vv]aksiner/).check();
  await page.getByLabel('Til noen avslutter').check();
  await page.getByLabel('Hva står på papiret?').fill('Underskrevet av Olav.');
  await press(page, 'Se hva mottakeren vil se');
  await page.locator('main').getByRole('status').waitFor();
  assert.match(await main(page), /kan ikke samtykke|samtykke/);

  // 5. The same application on paper.
  await page.goto(`${portal.url}/work`);
  await page.getByRole('link', { name: /^Registrer søknad på papir/ }).click();
  await page.getByLabel('Fornavn og etternavn').fill('Håkon Lund');
  await page.getByLabel('Fødselsdato').fill('1996-11-29');
  await press(page, 'Finn søkeren');
  await page.getByLabel('Personens fulle navn').fill(PATIENT.name);
  await page.getByLabel('Fødselsnummer eller D-nummer').fill(number);
  await page.getByLabel('Hva er søkeren til personen?').selectOption('other-family');
  await page.getByLabel('Hva trenger søkeren tilgang til, og hvorfor?').fill('Timer. Originalen ligger i arkivet.');
  await press(page, 'Registrer søknaden');
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Fødselsnummer eller D-nummer').fill(number);
  await page.getByLabel('Ja, jeg har sett underskriften og legitimasjonen').check();
  await press(page, 'Registrer søknaden');
  await page.getByRole('heading', { name: 'Søknaden er registrert' }).waitFor();
  assert.ok((await main(page)).includes(doctor.office));
  await clean(page);
  await page.getByRole('link', { name: 'Åpne saken' }).click();
  await page.getByText(`Registrert av ${doctor.name}`).waitFor();
  await page.getByLabel(/^Avslå/).check();
  await page.getByLabel('Svaret til innbyggeren').fill('Datteren er nærmeste pårørende.');
  await press(page, 'Send svaret');
  await page.getByText('Saken er lukket.').waitFor();
  await as('Håkon Lund', '/me/cases', (other) => see(other, '/me/cases', ['Datteren er nærmeste pårørende.', `Registrert av ${doctor.name}`]));
  await context.close();
});

test('what staff hide', async () => {
  const { doctor, born, root } = await as('Hege Rognes', '/acting', async (page) => {
    const card = await page.locator('section.card', { hasText: 'Jonas Rognes' }).innerText();
    const [, day, month, year] = /Født (\d+)\. (\p{L}+) (\d{4})/u.exec(card);
    const months = ['januar', 'februar', 'mars', 'april', 'mai', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'desember'];
    const root = await act(page, 'Jonas Rognes');
    await page.goto(`${portal.url}${root}/care-team`);
    const row = page.locator('ul.rows li', { hasText: 'Fastlege' }).first();
    const doctor = { name: await row.locator('.name').innerText(), office: await row.locator('.sub').first().innerText() };
    return { doctor, root, born: `${year}-${String(months.indexOf(month) + 1).padStart(2, '0')}-${day.padStart(2, '0')}` };
  });
  const { context, page } = await visit(browser, { reducedMotion: 'reduce' });
  await atWorkAs(page, portal, doctor);
  const chart = await openRecord(page, portal, { name: 'Jonas Rognes', born });
  await page.getByRole('link', { name: /^Skjult og utsatt/ }).click();
  const marked = (words) => page.locator('main ul.rows li', { hasText: words });
  assert.match(await marked(TALK).innerText(), /Skjult for foreldre/);
  assert.match(await marked(MEETING).innerText(), /Skjult for den unge/);
  await clean(page);

  await page.goto(`${portal.url}${chart}/marks?part=vaccines`);
  const row = page.locator('main ul.rows a').first();
  const vaccine = await row.locator('.name').innerText();
  await row.click();
  const line = page.url();
  const mark = async (isHidden, ground) => {
    await page.goto(line);
    await page.getByLabel('Foreldre og andre som handler for barnet').setChecked(isHidden);
    await page.getByLabel(/^Hvorfor\?/).fill(ground);
    await press(page, 'Se hva merket gjør');
    await page.getByRole('heading', { name: 'Dette gjør merket' }).waitFor();
    // What still tells of it follows, one or all of them.
    const others = page.getByRole('button', { name: isHidden ? /^Merk alle disse også|^Merk denne også/ : /^Endre alle disse også|^Endre denne også/ });
    while (await others.count()) {
      await others.last().click();
      await page.getByRole('heading', { name: /til blir merket likt/ }).waitFor();
    }
    await press(page, 'Bekreft merkingen');
    await page.getByText(ground).waitFor();
  };
  const seen = async (name, to, path) => as(name, to, async (other) => {
    await other.goto(portal.url + path);
    return main(other);
  });
  const count = async (...of) => (await seen(...of)).split(vaccine).length;
  const before = await count('Hege Rognes', '/acting', `${root}/vaccines`);
  await mark(true, 'Jonas vil fortelle det selv.');
  assert.ok(await count('Jonas Rognes', '/me', '/me/vaccines') > 1, 'Jonas sees it');
  assert.ok(await count('Hege Rognes', '/acting', `${root}/vaccines`) < before, 'Hege does not');
  assert.match(await seen('Jonas Rognes', '/me', '/me/access-log'), /Skjuling og utsatt visning/);
  await mark(false, 'Han har fortalt det.');
  assert.equal(await count('Hege Rognes', '/acting', `${root}/vaccines`), before);
  await context.close();
});

// Step 3 of «Soon sixteen»: the demo's clock runs a week ahead.
test('a birthday', async () => {
  const ahead = await start({ env: { HELSAMI_DEMO_CITIZENS: '40', HELSAMI_DEMO_DAYS_AHEAD: '7' } });
  try {
    const at = async (name, to, walk) => {
      const { context, page } = await visit(browser, { reducedMotion: 'reduce' });
      await signIn(page, ahead, name, to);
      try {
        return await walk(page);
      } finally {
        await context.close();
      }
    };
    await at('Emilie Bakklund', '/me', async (page) => {
      for (const part of ['', '/record', '/results', '/documents', '/appointments']) {
        assert.equal((await page.goto(`${ahead.url}/me${part}`)).status(), 200, part);
      }
      await page.goto(`${ahead.url}/me`);
      const home = await main(page);
      assert.ok(home.includes('Monica Bakklund') && home.includes('Stian Bakklund'), `she is asked about her parents: ${home}`);
    });
    for (const parent of ['Monica Bakklund', 'Stian Bakklund']) {
      await at(parent, '/acting', async (page) => assert.equal(await page.getByRole('link', { name: 'Åpne journalen til Emilie Bakklund' }).count(), 0, parent));
    }
  } finally {
    assert.equal(await ahead.stop(), 0);
  }
});

describe('a protected address', () => {
  test('Maria', async () => {
    await as('Maria Elvestad', '/me', (page) => see(page, '/me/details', ['Maria Elvestad'], ['Telefon\n']));
    await nobody('Maria Elvestad', 'Selma');
  });
  test('Heidi', () => nobody('Heidi Norum', 'Maria'));
});

test('after death', () => as('Åse Fossum', '/acting', async (page) => {
  const root = await act(page, 'Odd Henrik Fossum');
  for (const part of ['documents', 'diagnoses', 'medicines']) await see(page, `${root}/${part}`);
  for (const part of ['results', 'appointments', 'vaccines', 'allergies', 'care-team', 'details']) await see(page, `${root}/${part}`, [], [], 403);
}));

describe('what is closed and what waits', () => {
  test('Helle', () => as('Helle Krogh', '/me', async (page) => {
    for (const part of ['', '/record', '/results', '/documents']) await see(page, `/me${part}`, ['akuttsperren'], [], 403);
  }));
  test('Vidar', () => as('Vidar Sletten', '/me', (page) => see(page, '/me/documents', ['Samtale om en vanskelig tid'])));
  test('Sigrid', () => as('Sigrid Moe', '/me', async (page) => {
    await see(page, '/me/results', ['2 svar er kommet'], ['blodmangel', 'Genundersøkelse']);
    await see(page, '/me/documents', ['Videre utredning'], ['fra pårørende', 'Foreløpig vurdering']);
    await page.goto(`${portal.url}/me/search`);
    await page.getByRole('searchbox').fill('Foreløpig vurdering');
    await page.keyboard.press('Enter');
    await page.waitForLoadState();
    assert.ok(!(await main(page)).includes('Notat'), 'in no search');
  }));
});

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

// Finds a patient by name and birth date, and says why.
async function enter(page, [name, born], ground, reason = '') {
  await page.goto(`${portal.url}/work/find`);
  await page.getByLabel('Fornavn og etternavn').fill(name);
  await page.getByLabel('Fødselsdato').fill(born);
  await press(page, 'Søk');
  await page.getByRole('link', { name: new RegExp(name) }).click();
  await page.getByRole('heading', { name: 'Hvorfor åpner du journalen?' }).waitFor();
  await page.getByLabel(ground).check();
  await page.getByLabel(/^Hvorfor, med dine egne ord/).fill(reason);
  await press(page, 'Åpne journalen');
  await page.getByRole('complementary', { name: 'Hvilken journal som er åpen' }).or(page.locator('main').getByRole('status')).first().waitFor();
}

const bar = (page, words) => page.getByRole('complementary', { name: 'Hvilken journal som er åpen' }).getByText(words).waitFor();

// Everybody whom the provider lists for staff: name, and role with place.
async function listed() {
  const { context, page } = await visit(browser, {});
  await page.goto(`${portal.url}/work`);
  const all = [];
  for (let more = true; more;) {
    for (const text of await page.locator('main button, form button').allInnerTexts()) {
      const [name, role] = text.split('\n').map((line) => line.trim()).filter(Boolean).slice(-2);
      if (role?.includes(', ')) all.push({ name, role });
    }
    const next = page.getByRole('link', { name: 'Neste side' });
    more = await next.count() > 0;
    if (more) await next.click();
  }
  await context.close();
  return all;
}

// Signs in for staff as one of them, from the portal's own front.
async function atWork({ name, role }) {
  const { page } = await visit(browser, { reducedMotion: 'reduce' });
  await page.goto(portal.url);
  await page.getByRole('link', { name: 'For ansatte' }).click();
  await page.getByRole('searchbox').fill(name);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: new RegExp(name) }).filter({ hasText: role }).first().click();
  await page.waitForURL(`${portal.url}/work`);
  return page;
}

test('staff, and what they find closed', async () => {
  const vidar = ['Vidar Sletten', '1969-05-31'];
  const helle = ['Helle Krogh', '1994-06-07'];
  const note = 'Samtale om en vanskelig tid';
  const staff = await listed();
  const find = (wanted) => staff.find(wanted) ?? assert.fail(`${wanted} of ${staff.length}`);

  // 1. His own page names his doctor and the office.
  const { name, office } = await as(vidar[0], '/me/care-team', async (page) => {
    const row = page.locator('ul.rows li', { hasText: 'Fastlege' }).first();
    return { name: await row.locator('.name').innerText(), office: await row.locator('.sub').first().innerText() };
  });
  assert.ok(name.includes(' ') && office, `${name}, ${office}`);

  // 2. The doctor finds him, says why, and reads his results.
  const doctor = await atWork(find((one) => one.name === name && one.role.endsWith(office)));
  await enter(doctor, vidar, /^Helsehjelp/);
  await bar(doctor, vidar[0]);
  const root = new URL(doctor.url()).pathname;
  await see(doctor, `${root}/results`);
  const below = await doctor.locator(`main a[href^="${root}/results/"]`).evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  // One analysis over time, and one order where there is a report: clean to axe, on a phone.
  for (const path of [below.find((href) => href.includes('/trend/')), below.find((href) => !href.includes('/trend/'))]) {
    if (!path) continue;
    await see(doctor, path);
    assert.equal(await doctor.locator('h1').count(), 1, path);
    await clean(doctor);
  }
  assert.ok(below.length > 0, 'the results lead on');

  // 3. One document is closed, and opens with a reason.
  await see(doctor, `${root}/documents`, ['Én opplysning her er sperret av pasienten.'], [note]);
  await doctor.getByRole('link', { name: 'Åpne det som er sperret' }).click();
  await doctor.getByLabel('Hva er faren, og hvorfor kan du ikke spørre?').fill(REASON);
  await press(doctor, 'Åpne på tross av sperren');
  await bar(doctor, 'Åpnet på tross av en sperre');
  await see(doctor, `${root}/documents`, [note]);

  // 4. He is told at once, by name, and that the doctor searched for him.
  await as(vidar[0], '/me', async (page) => {
    await see(page, '/me', ['Noe du har sperret, er åpnet']);
    await see(page, '/me/access-log', ['Åpnet i en akutt situasjon eller på tross av en sperre', name, 'Søkte etter deg'], [REASON]);
    assert.match(await page.locator('h2').first().innerText(), /Åpnet i en akutt situasjon/, 'first in the log');
  });

  // 5. The doctor does not review it; a colleague of the office does, and he reads the answer.
  await doctor.goto(`${portal.url}/work/cases`);
  await doctor.getByRole('link', { name: /Kontroll av en åpning/ }).first().click();
  await doctor.getByText('Du åpnet denne journalen selv.').waitFor();
  const colleague = await atWork(find((one) => one.name !== name && one.role === `Fastlege, ${office}`));
  await colleague.goto(`${portal.url}/work/cases`);
  await colleague.getByRole('link', { name: /Kontroll av en åpning/ }).first().click();
  await colleague.getByText(REASON).waitFor();
  await colleague.getByLabel('Åpningen var riktig', { exact: true }).check();
  await colleague.getByLabel('Svaret til innbyggeren').fill('Det var fare for liv.');
  await press(colleague, 'Send svaret');
  await colleague.getByText('Saken er lukket.').waitFor();
  await as(vidar[0], '/me/cases', (page) => page.getByText('Det var fare for liv.').waitFor());

  // 6. A doctor of a department that he has never met: no relation, but an emergency with a reason.
  const stranger = await atWork(find((one) => one.role.startsWith('Lege, Nevrologisk avdeling')));
  await enter(stranger, vidar, /^Helsehjelp/);
  await stranger.locator('main').getByText('Vi finner ikke at').waitFor();
  assert.equal(await stranger.getByRole('complementary', { name: 'Hvilken journal som er åpen' }).count(), 0, 'refused');
  await enter(stranger, vidar, /^Akutt/, REASON);
  await bar(stranger, vidar[0]);
  await stranger.goto(`${portal.url}/work/cases`);
  await stranger.getByRole('link', { name: /Kontroll av en åpning/ }).first().waitFor();

  // 7. A doctor of Helle's office lifts her lock, having made sure who asks.
  // Which office is hers, nobody is told: one of each is asked.
  const offices = new Map(staff.filter((one) => one.role.startsWith('Fastlege, ')).map((one) => [one.role, one]));
  let hers;
  for (const one of offices.values()) {
    const page = await atWork(one);
    await enter(page, helle, /^Helsehjelp/);
    if (await page.getByRole('complementary', { name: 'Hvilken journal som er åpen' }).count()) {
      hers = page;
      break;
    }
    await page.context().close();
  }
  assert.ok(hers, `one of ${offices.size} offices is hers`);
  await hers.getByText('Pasienten har satt akuttsperre').waitFor();
  await hers.getByRole('link', { name: 'Opphev akuttsperren' }).click();
  await hers.getByLabel('Ja, jeg har kontrollert at det er pasienten selv').check();
  await press(hers, 'Opphev akuttsperren');
  await bar(hers, helle[0]);
  await as(helle[0], '/me', (page) => see(page, '/me/record'));
});
