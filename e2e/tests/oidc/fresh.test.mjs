// A fresh sign-in at a certified provider, for what somebody has locked in safe mode: what is asked of the provider, and what a
// dishonest provider, browser or bystander may try.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import { certified, patient } from '../../lib/certified.mjs';
import { Client } from '../../lib/client.mjs';
import { door } from '../../lib/door.mjs';
import { birthNumber } from '../../lib/identity.mjs';
import { ACR, CLIENT } from '../../lib/provider.mjs';

const KARI = birthNumber('138690');
const OLA = birthNumber('218555');
const SESSION = '__Host-helsami';
const PENDING = '__Host-helsami-sign-in';

const { provider, portal, origin } = await certified({
  people: { kari: { pid: KARI }, ola: { pid: OLA } },
  patients: [patient(KARI, 'Nordmann', 'Kari', { birthDate: '1990-06-13' }), patient(OLA, 'Hansen', 'Ola', { birthDate: '1955-05-21' })],
});

const { cookies, isCallback, signIn } = door(() => origin, { home: '/me/record', session: SESSION, person: 'kari' });

const results = async (client) => (await client.ask(`${origin}/me/results`)).status;
const now = () => Math.floor(Date.now() / 1000);

// Kari, signed in, with her results locked.
async function locked() {
  const client = new Client();
  await signIn(client, 'kari');
  const answer = await client.ask(`${origin}/me/safe`, { method: 'POST', form: { part: 'results' }, headers: { origin } });
  assert.equal(answer.status, 303, answer.text);
  assert.equal(await results(client), 403);
  return client;
}

// Up to the provider's answer to a fresh sign-in, which is not yet given to the portal.
async function anew(client, who = 'kari') {
  const { location } = await client.follow(`${origin}/sign-in/anew?to=/me/results`, who, isCallback);
  return location;
}

// The answer opens nothing, and leaves the session as it was.
async function opensNothing(client, url, status = 400) {
  const token = cookies(client).get(SESSION);
  const answer = await client.ask(url);
  assert.equal(answer.status, status, answer.text.slice(0, 300));
  assert.equal(cookies(client).get(SESSION), token);
  assert.equal(await results(client), 403);
  assert.match((await client.ask(`${origin}/me/record`)).text, /Kari Nordmann/);
}

const withClaims = (change) => async (said) => {
  if (!said.id_token) return said;
  const claims = decodeJwt(said.id_token);
  change(claims);
  return { ...said, id_token: await provider.sign(claims) };
};

describe('a fresh sign-in', () => {
  test('asks the provider to ask again, though it has a session, and opens what was locked', async () => {
    const client = await locked();
    provider.hooks.asked.length = 0;
    // Without a person to choose nothing comes back: the provider's own session is not enough.
    const asked = await client.follow(`${origin}/sign-in/anew?to=/me/results`, 'kari', (next) => next.includes('/interaction/') || isCallback(next));
    assert.match(asked.location, /\/interaction\//);
    const { form } = provider.hooks.asked.find(({ path }) => path === '/request');
    assert.deepEqual([form.prompt, String(form.max_age), form.acr_values], ['login', '0', ACR]);
    const token = cookies(client).get(SESSION);
    const answer = await client.ask(await anew(client));
    assert.deepEqual([answer.status, answer.location], [303, `${origin}/me/results`]);
    assert.notEqual(cookies(client).get(SESSION), token);
    assert.equal(await results(client), 200);
    const old = new Client();
    cookies(old).set(SESSION, token);
    assert.equal(await results(old), 303, 'the old token is dead');
    const other = new Client();
    await signIn(other, 'kari');
    assert.equal(await results(other), 403, 'another session stays closed');
  });

  test('is none for an ordinary one, which asks for nothing of the kind', async () => {
    const client = new Client();
    provider.hooks.asked.length = 0;
    await signIn(client, 'kari');
    const { form } = provider.hooks.asked.find(({ path }) => path === '/request');
    assert.deepEqual([form.prompt, form.max_age], [undefined, undefined]);
  });

  test('of another person opens nothing and signs nobody in', async () => {
    const client = await locked();
    // This provider asks about its own session first; in a browser that has none, whoever holds the device just signs in.
    client.cookies(new URL(provider.issuer).host).clear();
    await opensNothing(client, await anew(client, 'ola'), 403);
  });

  const tampered = {
    'from before it was asked for': [(claims) => { claims.auth_time = now() - 600; }],
    'at a time to come': [(claims) => { claims.auth_time = now() + 600; }],
    'at no time': [(claims) => { delete claims.auth_time; }],
    'at a time that is none': [(claims) => { claims.auth_time = 'now'; }],
    'at a time in words': [(claims) => { claims.auth_time = String(now()); }],
    'for another request': [(claims) => { claims.nonce = 'x'; }],
    'at a lower level': [(claims) => { claims.acr = 'idporten-loa-substantial'; }, 403],
    'at no level': [(claims) => { delete claims.acr; }, 403],
    'of nobody': [(claims) => { delete claims.pid; }],
    'of another person, in the words of the token': [(claims) => { claims.pid = OLA; }, 403],
  };
  for (const [name, [change, status]] of Object.entries(tampered)) {
    test(`${name} opens nothing`, async () => {
      const client = await locked();
      const url = await anew(client);
      provider.hooks.token = withClaims(change);
      await opensNothing(client, url, status);
    });
  }

  test('with nothing changed but signed anew opens: the refusals above are about the change', async () => {
    const client = await locked();
    const url = await anew(client);
    provider.hooks.token = withClaims(() => {});
    assert.equal((await client.ask(url)).status, 303);
    assert.equal(await results(client), 200);
  });

  test('opens once: the same answer again opens nothing, even if the provider gives its tokens again', async () => {
    const client = await locked();
    const url = await anew(client);
    const pending = cookies(client).get(PENDING);
    let said;
    provider.hooks.token = (first) => { said = first; return first; };
    assert.equal((await client.ask(url)).status, 303);
    await client.ask(`${origin}/me/safe/close`, { method: 'POST', headers: { origin } });
    cookies(client).set(PENDING, pending);
    await opensNothing(client, url);
    cookies(client).set(PENDING, pending);
    provider.hooks.token = () => said;
    await opensNothing(client, url);
  });

  test('begun in one browser opens nothing in another, and begins no session there', async () => {
    const [one, other, nobody] = [await locked(), await locked(), new Client()];
    const url = await anew(one);
    const pending = cookies(one).get(PENDING);
    cookies(other).set(PENDING, pending);
    await opensNothing(other, url);
    cookies(nobody).set(PENDING, pending);
    assert.equal((await nobody.ask(url)).status, 400);
    assert.ok(!cookies(nobody).has(SESSION));
  });

  test('of an attacker in the session of a victim opens nothing', async () => {
    const [attacker, victim] = [new Client(), await locked()];
    await signIn(attacker, 'ola');
    const url = await anew(attacker, 'ola');
    // With what the attacker carried, and with the victim's own beginning.
    cookies(victim).set(PENDING, cookies(attacker).get(PENDING));
    await opensNothing(victim, url);
    await anew(victim);
    await opensNothing(victim, url);
  });

  test('needs somebody who is signed in', async () => {
    const answer = await new Client().ask(`${origin}/sign-in/anew?to=/me/results`);
    assert.equal(answer.location, `${origin}/sign-in?to=%2Fsign-in%2Fanew%3Fto%3D%2Fme%2Fresults`);
  });

  test('never leads to another site', async () => {
    for (const to of ['//evil.example/', 'https://evil.example/', '/sign-out', 'javascript:alert(1)']) {
      const client = await locked();
      const { location } = await client.follow(`${origin}/sign-in/anew?to=${encodeURIComponent(to)}`, 'kari', isCallback);
      assert.equal((await client.ask(location)).location, `${origin}/me/safe`, to);
    }
  });

  test('logging out after it ends the session at the provider, and the provider ends it here', async () => {
    const client = await locked();
    let idToken;
    const url = await anew(client);
    provider.hooks.token = (said) => { idToken = said.id_token; return said; };
    await client.ask(url);
    const sent = await client.ask(`${origin}/sign-out`, { method: 'POST', headers: { origin } });
    assert.ok(sent.text.includes(idToken), 'the newest token is shown');
    const again = await locked();
    await again.ask(await anew(again));
    const { sid } = decodeJwt(idToken);
    const told = { iss: provider.issuer, aud: CLIENT, iat: now(), jti: 'x', sid, events: { 'http://schemas.openid.net/event/backchannel-logout': {} } };
    const logout = await provider.sign({ ...told, exp: now() + 60 }, { typ: 'logout+jwt' });
    assert.equal((await new Client().ask(`${origin}/sign-out/back-channel`, { method: 'POST', form: { logout_token: logout } })).status, 200);
    assert.equal(await results(again), 303);
  });

  test('leaves no name, number or token in the log', () => {
    const log = portal.log();
    for (const secret of [KARI, OLA, 'Nordmann', 'Hansen', 'code=', 'state=', 'id_token', 'eyJ']) assert.ok(!log.includes(secret), secret);
  });
});
