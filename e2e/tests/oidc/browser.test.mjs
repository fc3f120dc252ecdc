// The door in a real browser: the demo's own test provider, with and without script, with the keyboard, and a foreign
// site that tries to use the browser against its owner.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch, watch } from '../../lib/browser.mjs';
import { birthNumber } from '../../lib/identity.mjs';
import { run, start } from '../../lib/portal.mjs';

const KARI = birthNumber('138690');
const PEOPLE = [
  { resourceType: 'Patient', identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: KARI }], name: [{ family: 'Nordmann', given: ['Kari'] }], birthDate: '1990-06-13' },
  { resourceType: 'Patient', identifier: [{ system: 'https://hospital.example/id', value: 'A1' }], name: [{ family: 'Kshlerin', given: ['Danae'] }], birthDate: '1960-01-02' },
  ...Array.from({ length: 40 }, (_, index) => ({
    resourceType: 'Patient', identifier: [{ system: 'https://hospital.example/id', value: `B${index}` }], name: [{ family: 'Mange', given: [`Nummer${String(index).padStart(2, '0')}`] }],
  })),
];

let portal;
let browser;

before(async () => {
  browser = await launch();
  portal = await start({
    env: { HELSAMI_SIGN_IN_PER_MINUTE: '12', HELSAMI_DEMO_CITIZENS: '0' },
    before: async (dir) => {
      const file = join(dir, 'people.ndjson');
      writeFileSync(file, PEOPLE.map((one) => JSON.stringify(one)).join('\n'));
      await run(['--data', dir, 'import', file]);
    },
  });
});

after(async () => {
  await browser?.close();
  assert.equal(await portal?.stop(), 0);
});

async function visit(options, work) {
  const context = await browser.newContext({ locale: 'nb-NO', ...options });
  const page = await context.newPage();
  const faults = watch(page);
  await work(page, context);
  assert.deepEqual(faults, []);
  await context.close();
}

async function signIn(page, name, to = '/me/record') {
  await page.goto(portal.url + to);
  await page.getByRole('searchbox').fill(name);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name }).click();
  await page.waitForURL(portal.url + to);
}

const session = async (context) => (await context.cookies(portal.url)).find((cookie) => cookie.name === '__Host-helsami');

describe('the test provider', () => {
  test('lets one sign in as a person with a national number', () => visit({}, async (page, context) => {
    await signIn(page, 'Kari Nordmann');
    assert.match(await page.content(), /Kari Nordmann/);
    const cookie = await session(context);
    assert.deepEqual([cookie.secure, cookie.httpOnly, cookie.sameSite, cookie.domain, cookie.path], [true, true, 'Lax', 'localhost', '/']);
  }));

  test('lets one sign in as a person without one, without script', () => visit({ javaScriptEnabled: false }, async (page) => {
    await signIn(page, 'Danae Kshlerin');
    assert.match(await page.content(), /Danae Kshlerin/);
  }));

  test('is one tab and a key away, and says in red what it is', () => visit({}, async (page) => {
    await page.goto(`${portal.url}/sign-in`);
    const banner = page.getByRole('note');
    assert.match(await banner.innerText(), /TEST/);
    assert.equal(await banner.evaluate((element) => getComputedStyle(element).backgroundColor), 'rgb(166, 18, 31)');
    await page.keyboard.type('Kshlerin');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Danae Kshlerin' }).waitFor();
    for (let press = 0; press < 6; press += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement.classList.contains('test-person'))) break;
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(`${portal.url}/me**`);
  }));

  test('shows everybody, a page at a time, and says when nobody fits', () => visit({}, async (page) => {
    await page.goto(`${portal.url}/sign-in`);
    assert.equal(await page.locator('.test-person').count(), 30);
    await page.getByRole('link', { name: 'Neste side' }).click();
    assert.equal(await page.locator('.test-person').count(), 12);
    await page.getByRole('searchbox').fill('ingenheterdette');
    await page.keyboard.press('Enter');
    await page.getByText('Ingen personer passer til søket.').waitFor();
  }));
});

describe('signing out', () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`ends here and at the provider, ${javaScriptEnabled ? 'with' : 'without'} script`, () => visit({ javaScriptEnabled }, async (page, context) => {
      await signIn(page, 'Kari Nordmann');
      const { value } = await session(context);
      await page.locator('details.menu summary').last().click();
      await page.getByRole('button', { name: 'Logg ut' }).click();
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Logg ut av innloggingstjenesten' }).click();
      await page.waitForURL(`${portal.url}/signed-out?state=*`);
      assert.equal(await session(context), undefined);
      const answer = await fetch(`${portal.url}/me/record`, { redirect: 'manual', headers: { cookie: `__Host-helsami=${value}` } });
      assert.equal(answer.status, 303, 'the old token is dead');
    }));
  }

  test('at the provider ends it here', () => visit({}, async (page, context) => {
    await signIn(page, 'Kari Nordmann');
    const signInPage = await context.request.get(`${portal.url}/sign-in?to=/x`, { maxRedirects: 0 });
    assert.equal(signInPage.headers().location, '/x', 'still signed in');
    const other = await (await browser.newContext()).newPage();
    await other.goto(`${portal.url}/sign-in`);
    const provider = new URL(other.url()).origin;
    await page.goto(`${provider}/sessions`);
    await page.getByRole('button', { name: 'Avslutt økten' }).first().click();
    await page.waitForURL(`${provider}/sessions`);
    const answer = await context.request.get(`${portal.url}/me/record`, { maxRedirects: 0 });
    assert.equal(answer.status(), 303);
    await other.context().close();
  }));
});

describe('a foreign site', () => {
  test('cannot use the browser against its owner', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await signIn(page, 'Kari Nordmann');
    const evil = http.createServer((request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<!doctype html><form method="post" action="${portal.url}/sign-out"><button id="go">go</button></form>
        <form method="post" action="${portal.url}/language"><input name="language" value="en"><input name="back" value="/"><button id="say">say</button></form>
        <a id="link" href="${portal.url}/me/record">link</a><iframe src="${portal.url}/me/record"></iframe>
        <script>fetch('${portal.url}/sign-out', { method: 'POST', mode: 'no-cors', credentials: 'include' })</script>`);
    }).listen(0, '127.0.0.1');
    await once(evil, 'listening');
    const home = `http://127.0.0.1:${evil.address().port}/`;
    for (const button of ['#go', '#say']) {
      await page.goto(home);
      const [answer] = await Promise.all([page.waitForResponse((response) => response.request().method() === 'POST' && response.request().isNavigationRequest()), page.click(button)]);
      assert.equal(answer.status(), 403, button);
    }
    await page.goto(home);
    await page.waitForTimeout(300);
    assert.equal(page.frames().some((frame) => frame.url().startsWith(`${portal.url}/me`)), false, 'no page of ours in a frame');
    await page.click('#link');
    await page.waitForURL(`${portal.url}/me/record`);
    assert.match(await page.content(), /Kari Nordmann/, 'a plain link works, and nobody was signed out');
    evil.closeAllConnections();
    evil.close();
    await context.close();
  });
});

describe('too many sign-ins', () => {
  test('are asked to wait, on a page', () => visit({}, async (page, context) => {
    let answer;
    for (let count = 0; count < 20; count += 1) {
      answer = await context.request.get(`${portal.url}/sign-in`, { maxRedirects: 0 });
      if (answer.status() === 429) break;
    }
    assert.equal(answer.status(), 429);
    assert.match(await answer.text(), /For mange forespørsler/);
  }));
});
