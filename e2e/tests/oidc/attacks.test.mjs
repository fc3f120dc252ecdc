// Signing in at a certified provider, and what a dishonest provider, browser or bystander may try.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeJwt, exportSPKI, generateKeyPair } from 'jose';
import { certified, patient } from '../../lib/certified.mjs';
import { Client } from '../../lib/client.mjs';
import { door } from '../../lib/door.mjs';
import { birthNumber } from '../../lib/identity.mjs';
import { CLIENT } from '../../lib/provider.mjs';

const KARI = birthNumber('138690');
const OLA = birthNumber('218555');
const NOBODY = birthNumber('018160');
const SESSION = '__Host-helsami';
const PENDING = '__Host-helsami-sign-in';

const { provider, portal, origin } = await certified({
  people: { kari: { pid: KARI }, ola: { pid: OLA }, nobody: { pid: NOBODY } },
  patients: [patient(KARI, 'Nordmann', 'Kari'), patient(OLA, 'Hansen', 'Ola')],
  env: { HELSAMI_LOG_LEVEL: 'debug' },
});

const { cookies, isSignedIn, isCallback, callbackOf, signIn, refused, signOut, signOutAt } =
  door(() => origin, { home: '/me/record', session: SESSION, person: 'kari' });

describe('signing in', () => {
  test('ends at the page that was asked for, as the person of the national number', async () => {
    const client = new Client();
    const first = await client.ask(`${origin}/me/record`);
    assert.equal(first.location, `${origin}/sign-in?to=%2Fme%2Frecord`);
    const answer = await client.ask((await client.follow(first.location, 'kari', isCallback)).location);
    assert.equal(answer.location, `${origin}/me/record`);
    const page = await client.ask(answer.location);
    assert.equal(page.status, 200);
    assert.match(page.text, /Kari Nordmann/);
    const other = new Client();
    await signIn(other, 'ola');
    assert.match((await other.ask(`${origin}/me/record`)).text, /Ola Hansen/);
  });

  test('gives a cookie that only this host gets, over TLS, and no script sees', async () => {
    const client = new Client();
    const answer = await signIn(client);
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith(`${SESSION}=`));
    assert.match(cookie, /^__Host-helsami=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    assert.ok(!cookies(client).has(PENDING), 'the cookie of the beginning is gone');
  });

  test('asks for the level, in the language of the page', async () => {
    const client = new Client();
    cookies(client).set('helsami-language', 'nn');
    const url = (await client.follow(`${origin}/sign-in`, 'kari', (next) => next.includes('/interaction/'))).location;
    assert.match((await client.ask(url)).text, /id="locale">nn</);
  });

  test('never leads to another site', async () => {
    for (const to of ['//evil.example/', 'https://evil.example/', '/\\evil.example', '/sign-out', 'javascript:alert(1)']) {
      const client = new Client();
      const answer = await client.ask(await callbackOf(client, 'kari', `?to=${encodeURIComponent(to)}`));
      assert.equal(answer.location, `${origin}/me`, to);
    }
  });

  test('says so when the person has no record, and begins no session', async () => {
    const client = new Client();
    await refused(client, await callbackOf(client, 'nobody'), 403);
  });

  test('says so when the person stops at the provider', async () => {
    const client = new Client();
    const url = new URL(await callbackOf(client));
    const stopped = `${origin}/sign-in/callback?error=access_denied&state=${url.searchParams.get('state')}&iss=${encodeURIComponent(provider.issuer)}`;
    await refused(client, stopped, 200);
  });
});

describe('the answer through the browser', () => {
  test('a code is good once', async () => {
    const client = new Client();
    const url = await callbackOf(client);
    const pending = cookies(client).get(PENDING);
    assert.equal((await client.ask(url)).status, 303);
    const again = new Client();
    cookies(again).set(PENDING, pending);
    await refused(again, url);
  });

  test('the state must be the one that was given to this browser', async () => {
    for (const state of ['wrong', '', null]) {
      const client = new Client();
      const url = new URL(await callbackOf(client));
      if (state === null) url.searchParams.delete('state');
      else url.searchParams.set('state', state);
      await refused(client, url.href);
    }
  });

  test('an attacker cannot sign a victim in as somebody else', async () => {
    const attacker = new Client();
    const url = await callbackOf(attacker, 'ola');
    await refused(new Client(), url);
    const victim = new Client();
    await callbackOf(victim, 'kari');
    await refused(victim, url);
  });

  test('the issuer must be named, and be ours', async () => {
    for (const issuer of ['https://evil.example', 'x', null]) {
      const client = new Client();
      const url = new URL(await callbackOf(client));
      if (issuer === null) url.searchParams.delete('iss');
      else url.searchParams.set('iss', issuer);
      await refused(client, url.href);
    }
  });

  test('what the browser carries cannot be changed or made up', async () => {
    const changed = (text) => `${text[0] === 'A' ? 'B' : 'A'}${text.slice(1)}`;
    for (const change of [changed, (text) => text.slice(1), () => 'x', () => '']) {
      const client = new Client();
      const url = await callbackOf(client);
      cookies(client).set(PENDING, change(cookies(client).get(PENDING)));
      await refused(client, url);
    }
  });

  test('the callback is one address and nothing below it', async () => {
    const client = new Client();
    const url = new URL(await callbackOf(client));
    url.pathname += '/x';
    const answer = await client.ask(url.href);
    assert.equal(answer.status, 404);
    assert.ok(!await isSignedIn(client));
  });

  test('a foreign code is refused', async () => {
    const client = new Client();
    const url = new URL(await callbackOf(client));
    url.searchParams.set('code', new URL(await callbackOf(new Client(), 'ola')).searchParams.get('code'));
    await refused(client, url.href);
  });
});

describe('the ID token', () => {
  const now = () => Math.floor(Date.now() / 1000);
  const withClaims = (change, options) => async (said) => {
    if (!said.id_token) return said;
    const claims = decodeJwt(said.id_token);
    change(claims);
    return { ...said, id_token: await provider.sign(claims, options) };
  };
  const raw = (make) => async (said) => ({ ...said, id_token: await make(said.id_token) });
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

  const cases = {
    'another nonce': [withClaims((claims) => { claims.nonce = 'x'; })],
    'no nonce': [withClaims((claims) => { delete claims.nonce; })],
    'a lower level': [withClaims((claims) => { claims.acr = 'idporten-loa-substantial'; }), 403],
    'no level': [withClaims((claims) => { delete claims.acr; }), 403],
    'a foreign issuer': [withClaims((claims) => { claims.iss = 'https://evil.example'; })],
    'a foreign audience': [withClaims((claims) => { claims.aud = 'another'; })],
    'two audiences and no party': [withClaims((claims) => { claims.aud = [CLIENT, 'another']; })],
    'an end in the past': [withClaims((claims) => { claims.exp = now() - 60; claims.iat = now() - 180; })],
    'no end': [withClaims((claims) => { delete claims.exp; })],
    'a beginning in the future': [withClaims((claims) => { claims.iat = now() + 600; })],
    'no person': [withClaims((claims) => { delete claims.pid; })],
    'a record instead of a person': [withClaims((claims) => { delete claims.pid; claims.helsami_record = 'a'.repeat(26); })],
    'no signature': [raw((token) => `${encode({ alg: 'none', kid: 'op-1' })}.${token.split('.')[1]}.`)],
    'a broken signature': [raw((token) => `${token.slice(0, -6)}AAAAAA`)],
    'changed claims': [raw((token) => {
      const [head, , signature] = token.split('.');
      return `${head}.${encode({ ...decodeJwt(token), pid: OLA })}.${signature}`;
    })],
    'the public key as a shared secret': [raw(async (token) => {
      const secret = new TextEncoder().encode(await exportSPKI(provider.publicKey));
      return provider.sign(decodeJwt(token), { key: secret, alg: 'HS256' });
    })],
    'a foreign key under a known name': [raw(async (token) => provider.sign(decodeJwt(token), { key: (await generateKeyPair('RS256')).privateKey }))],
    'a foreign key under its own name': [raw(async (token) => provider.sign(decodeJwt(token), { key: (await generateKeyPair('RS256')).privateKey, kid: 'evil' }))],
    'another algorithm': [raw(async (token) => provider.sign(decodeJwt(token), { key: (await generateKeyPair('ES256')).privateKey, alg: 'ES256' }))],
    'a logout in its place': [withClaims((claims) => { claims.events = { 'http://schemas.openid.net/event/backchannel-logout': {} }; }, { typ: 'logout+jwt' })],
    'nothing at all': [async ({ id_token, ...said }) => said],
  };
  for (const [name, [tamper, status = 400]] of Object.entries(cases)) {
    test(`with ${name} is refused`, async () => {
      const client = new Client();
      const url = await callbackOf(client);
      provider.hooks.token = tamper;
      await refused(client, url, status);
    });
  }

  test('with nothing changed but signed anew is accepted: the refusals above are about the change', async () => {
    const client = new Client();
    const url = await callbackOf(client);
    provider.hooks.token = withClaims(() => {});
    assert.equal((await client.ask(url)).status, 303);
    assert.ok(await isSignedIn(client));
  });

  test('of a person at a lower level is refused even if the provider means it', async () => {
    provider.hooks.acr = 'idporten-loa-substantial';
    const client = new Client();
    const end = await client.follow(`${origin}/sign-in`, 'kari', isCallback).catch(() => null);
    if (end?.location) await refused(client, end.location, 403);
    assert.ok(!await isSignedIn(client));
  });
});

describe('sessions', () => {
  test('a token that was planted before is worth nothing after', async () => {
    const client = new Client();
    const planted = 'A'.repeat(43);
    cookies(client).set(SESSION, planted);
    assert.ok(!await isSignedIn(client));
    cookies(client).set(SESSION, planted);
    await signIn(client);
    assert.notEqual(cookies(client).get(SESSION), planted);
  });

  test("an attacker's own session does not become the victim's", async () => {
    const [attacker, victim] = [new Client(), new Client()];
    await signIn(attacker, 'ola');
    const url = await callbackOf(victim, 'kari');
    cookies(victim).set(SESSION, cookies(attacker).get(SESSION));
    assert.equal((await victim.ask(url)).status, 303);
    assert.notEqual(cookies(victim).get(SESSION), cookies(attacker).get(SESSION));
    assert.match((await victim.ask(`${origin}/me/record`)).text, /Kari Nordmann/);
    assert.ok(!await isSignedIn(attacker), 'the session that was planted has ended');
  });

  test('a changed token is no token', async () => {
    const client = new Client();
    await signIn(client);
    const token = cookies(client).get(SESSION);
    for (const bad of [token.slice(1), `${token}A`, token.toLowerCase(), '', '%00']) {
      const other = new Client();
      cookies(other).set(SESSION, bad);
      assert.ok(!await isSignedIn(other), bad);
    }
    assert.ok(await isSignedIn(client));
  });
});

describe('logging out', () => {
  test('here ends it at the provider too', async () => {
    const client = new Client();
    await signIn(client);
    const { token, page, action, fields } = await signOut(client, provider);
    assert.match(page.headers.get('content-security-policy'), new RegExp(`form-action 'self' ${provider.issuer};`));
    assert.ok(!action.includes('?'), 'the token that names the person is in no address');
    assert.equal(decodeJwt(fields.id_token_hint).pid, KARI);
    const old = new Client();
    cookies(old).set(SESSION, token);
    assert.ok(!await isSignedIn(old), 'the old token is dead');
  });

  test('at the provider ends it here, behind the browser', async () => {
    const client = new Client();
    await signIn(client);
    await signOutAt(provider, client);
    assert.ok(!await isSignedIn(client));
  });

  test('at the provider ends it here, through the browser', async () => {
    const client = new Client();
    provider.hooks.token = (said) => { client.sid = decodeJwt(said.id_token).sid; return said; };
    await signIn(client);
    const told = (issuer, sid) => new Client().ask(`${origin}/sign-out/front-channel?iss=${encodeURIComponent(issuer)}&sid=${sid}`);
    assert.equal((await told('https://evil.example', client.sid)).status, 400);
    assert.equal((await told(provider.issuer, '')).status, 400);
    assert.equal((await told(provider.issuer, 'another')).status, 200);
    assert.ok(await isSignedIn(client));
    assert.equal((await told(provider.issuer, client.sid)).status, 200);
    assert.ok(!await isSignedIn(client));
  });

  test('cannot be forged', async () => {
    const client = new Client();
    let idToken;
    provider.hooks.token = (said) => { idToken = said.id_token; return said; };
    await signIn(client);
    const { sid } = decodeJwt(idToken);
    const now = Math.floor(Date.now() / 1000);
    const good = { iss: provider.issuer, aud: CLIENT, iat: now, jti: 'x', sid, events: { 'http://schemas.openid.net/event/backchannel-logout': {} } };
    const told = async (token) => (await new Client().ask(`${origin}/sign-out/back-channel`, { method: 'POST', form: { logout_token: token } })).status;
    const { events, ...without } = good;
    const bad = [
      idToken,
      await provider.sign({ ...good, nonce: 'x' }),
      await provider.sign(without),
      await provider.sign({ ...good, events: { other: {} } }),
      await provider.sign({ ...good, iat: now - 3600 }),
      await provider.sign({ ...good, aud: 'another' }),
      await provider.sign({ ...good, iss: 'https://evil.example' }),
      await provider.sign({ ...good, sid: undefined }),
      await provider.sign(good, { key: (await generateKeyPair('RS256')).privateKey }),
      'x',
      '',
    ];
    for (const [index, token] of bad.entries()) assert.equal(await told(token), 400, `forgery ${index}`);
    assert.ok(await isSignedIn(client));
    assert.equal(await told(await provider.sign(good, { typ: 'logout+jwt' })), 200);
    assert.ok(!await isSignedIn(client));
  });
});

describe('requests that change something', () => {
  const out = (client, headers) => client.ask(`${origin}/sign-out`, { method: 'POST', headers });

  test('come from our own pages or not at all', async () => {
    const client = new Client();
    await signIn(client);
    for (const headers of [
      {}, { origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin },
    ]) {
      assert.equal((await out(client, headers)).status, 403, JSON.stringify(headers));
    }
    assert.ok(await isSignedIn(client));
    assert.equal((await out(client, { 'sec-fetch-site': 'same-origin' })).status, 200);
    assert.ok(!await isSignedIn(client));
  });
});

describe('logs', () => {
  test('name no person, no number, no token, no address that was asked for', () => {
    const log = portal.log();
    assert.match(log, /A sign-in did not succeed/);
    for (const secret of [KARI, OLA, NOBODY, 'Nordmann', 'Hansen', 'code=', 'state=', 'id_token', 'eyJ']) {
      assert.ok(!log.includes(secret), secret);
    }
  });
});
