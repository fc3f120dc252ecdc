// Staff sign in at a certified provider set up as HelseID, and what a dishonest provider, browser or bystander may try.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { SignJWT, calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, exportSPKI, generateKeyPair } from 'jose';
import { Client } from '../../lib/client.mjs';
import { door } from '../../lib/door.mjs';
import { birthNumber } from '../../lib/identity.mjs';
import { freePort, run, start } from '../../lib/portal.mjs';
import { CLIENT, HELSEID, startProvider } from '../../lib/provider.mjs';

const KARI = birthNumber('138690');
const OLA = birthNumber('218555');
const [PARENT, CHILD] = ['984661185', '922020175'];
const SESSION = '__Host-helsami-work';
const PENDING = '__Host-helsami-work-sign-in';
const ORGANISATION = 'urn:oid:2.16.578.1.12.4.1.4.101';
const HPR = 'urn:oid:2.16.578.1.12.4.1.4.4';

const staff = (pid, hpr, more = {}) => ({
  [HELSEID.pid]: pid, [HELSEID.level]: '4', ...(hpr && { [HELSEID.hpr]: hpr }), [HELSEID.parent]: PARENT, [HELSEID.child]: CHILD, ...more,
});
const PEOPLE = { lege: staff(KARI, '181000001'), ukjent: staff(OLA, '181000009') };

const DIRECTORY = [
  { resourceType: 'Organization', id: 'trust', name: 'St. Elsewhere HF', identifier: [{ system: ORGANISATION, value: PARENT }] },
  { resourceType: 'Organization', id: 'ward', name: 'Medisinsk avdeling', identifier: [{ system: ORGANISATION, value: CHILD }], partOf: { reference: 'Organization/trust' } },
  { resourceType: 'Practitioner', id: 'lege', name: [{ family: 'Lege', given: ['Kari'] }], identifier: [{ system: HPR, value: '181000001' }] },
  { resourceType: 'PractitionerRole', id: 'role', practitioner: { reference: 'Practitioner/lege' }, organization: { reference: 'Organization/ward' }, code: [{ text: 'Overlege' }] },
  { resourceType: 'Patient', identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: KARI }], name: [{ family: 'Nordmann', given: ['Kari'] }] },
];

let citizens;
let provider;
let portal;
let origin;

before(async () => {
  const port = await freePort();
  origin = `http://localhost:${port}`;
  citizens = await startProvider({ portal: origin, people: { kari: { pid: KARI } } });
  provider = await startProvider({ portal: origin, people: PEOPLE, staff: true });
  portal = await start({
    demo: false,
    listen: `127.0.0.1:${port}`,
    env: {
      HELSAMI_SIGN_IN_ISSUER: citizens.issuer,
      HELSAMI_SIGN_IN_CLIENT_ID: CLIENT,
      HELSAMI_SIGN_IN_CLIENT_KEY_ID: 'portal-1',
      HELSAMI_STAFF_SIGN_IN_ISSUER: provider.issuer,
      HELSAMI_STAFF_SIGN_IN_CLIENT_ID: CLIENT,
      HELSAMI_STAFF_SIGN_IN_CLIENT_KEY_ID: 'portal-1',
      HELSAMI_STAFF_SIGN_IN_WORKPLACES: `${PARENT}:${CHILD}`,
      HELSAMI_SIGN_IN_PER_MINUTE: '1000',
      HELSAMI_SIGN_IN_ANSWERS_PER_MINUTE: '1000',
      HELSAMI_LOG_LEVEL: 'debug',
    },
    before: async (dir) => {
      const file = join(dir, 'directory.ndjson');
      writeFileSync(file, DIRECTORY.map((one) => JSON.stringify(one)).join('\n'));
      writeFileSync(join(dir, 'key.pem'), citizens.clientPem, { mode: 0o600 });
      writeFileSync(join(dir, 'work.pem'), provider.clientPem, { mode: 0o600 });
      const toml = `[sign_in]\nclient_key = "${join(dir, 'key.pem')}"\n[staff_sign_in]\nclient_key = "${join(dir, 'work.pem')}"\n`;
      writeFileSync(join(dir, 'helsami.toml'), toml);
      await run(['--data', dir, 'import', file]);
    },
  });
});

after(async () => {
  const code = await portal?.stop();
  await provider?.stop();
  await citizens?.stop();
  assert.equal(code, 0, 'the portal ends cleanly');
});

beforeEach(() => {
  provider.hooks.token = null;
  provider.hooks.nonce = false;
  provider.hooks.asked.length = 0;
});

const { cookies, isSignedIn, callbackOf, signIn, refused, signOut, signOutAt } =
  door(() => origin, { root: '/work', home: '/work', session: SESSION, person: 'lege' });

describe('signing in as HelseID does it', () => {
  test('ends at work, in the role of the directory', async () => {
    const client = new Client();
    const first = await client.ask(`${origin}/work/role`);
    assert.equal(first.location, `${origin}/work/sign-in?to=%2Fwork%2Frole`);
    const answer = await signIn(client);
    assert.equal(answer.location, `${origin}/work`);
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith(`${SESSION}=`));
    assert.match(cookie, /^__Host-helsami-work=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    assert.ok(!cookies(client).has(PENDING), 'the cookie of the beginning is gone');
    const page = (await client.ask(`${origin}/work`)).text;
    for (const words of ['Kari Lege', 'Overlege', 'Medisinsk avdeling']) assert.ok(page.includes(words), words);
    assert.equal((await client.ask(`${origin}/me`)).location, `${origin}/sign-in`, 'no citizen is signed in');
  });

  test('pushes the key and the organisation, and proves the key anew with the nonce', async () => {
    await signIn(new Client());
    const [pushed, first, second, ...more] = provider.hooks.asked;
    assert.deepEqual([pushed.path, first.path, second.path, more.length], ['/request', '/token', '/token', 0]);
    const organization = { identifier: { system: 'urn:oid:1.0.6523', type: 'ENH', value: `NO:ORGNR:${PARENT}:${CHILD}` } };
    const details = [{ type: 'helseid_authorization', practitioner_role: { organization } }];
    assert.deepEqual(JSON.parse(pushed.form.authorization_details), details);
    assert.equal(pushed.form.prompt, 'login');
    assert.equal(pushed.form.acr_values, undefined);
    const proofs = [first, second].map(({ proof }) => ({ head: decodeProtectedHeader(proof), claims: decodeJwt(proof) }));
    for (const { head, claims } of proofs) {
      assert.deepEqual([head.typ, head.alg, Object.keys(head.jwk).sort().join()], ['dpop+jwt', 'ES256', 'crv,kty,x,y']);
      assert.deepEqual([claims.htm, claims.htu], ['POST', `${provider.issuer}/token`]);
      assert.equal(await calculateJwkThumbprint(head.jwk), pushed.form.dpop_jkt);
    }
    assert.equal(proofs[0].claims.nonce, undefined);
    assert.ok(proofs[1].claims.nonce);
    assert.notEqual(proofs[0].claims.jti, proofs[1].claims.jti);
    const assertions = [pushed, first, second].map(({ form }) => form.client_assertion);
    assert.equal(new Set(assertions.map((one) => decodeJwt(one).jti)).size, 3, 'each assertion is used once');
    for (const one of assertions) {
      const [head, claims] = [decodeProtectedHeader(one), decodeJwt(one)];
      assert.deepEqual([head.typ, head.kid], ['client-authentication+jwt', 'portal-1']);
      assert.deepEqual([claims.iss, claims.sub, claims.aud], [CLIENT, CLIENT, provider.issuer]);
      assert.ok(claims.exp - claims.iat <= 60 && claims.nbf === claims.iat);
      assert.deepEqual(claims.assertion_details, details);
    }
  });

  test('uses another key for every sign-in', async () => {
    await signIn(new Client());
    await signIn(new Client());
    const keys = provider.hooks.asked.filter(({ path }) => path === '/request').map(({ form }) => form.dpop_jkt);
    assert.equal(new Set(keys).size, 2);
  });

  test('says so when the directory does not know the person', async () => {
    const client = new Client();
    await refused(client, await callbackOf(client, 'ukjent'), 403);
  });

  test('never leads to another site or to the other side', async () => {
    for (const to of ['//evil.example/', 'https://evil.example/', '/work\\evil.example', '/me', '/work/sign-out']) {
      const client = new Client();
      const answer = await client.ask(await callbackOf(client, 'lege', `?to=${encodeURIComponent(to)}`));
      assert.equal(answer.location, `${origin}/work`, to);
    }
  });
});

describe('the key', () => {
  const instead = (change) => (said) => (said.id_token ? change(said) : said);
  const bound = async (cnf) => {
    const { privateKey } = await generateKeyPair('ES256');
    return new SignJWT({ cnf }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' }).sign(privateKey);
  };
  const cases = {
    'a bearer token': instead((said) => ({ ...said, token_type: 'Bearer' })),
    'a token of no type': instead(({ token_type, ...said }) => said),
    'no access token': instead(({ access_token, ...said }) => said),
    'a token bound to another key': instead(async (said) => ({ ...said, access_token: await bound({ jkt: 'A'.repeat(43) }) })),
    'a token bound to a certificate': instead(async (said) => ({ ...said, access_token: await bound({ 'x5t#S256': 'A'.repeat(43) }) })),
  };
  for (const [name, tamper] of Object.entries(cases)) {
    test(`${name} is refused`, async () => {
      const client = new Client();
      const url = await callbackOf(client);
      provider.hooks.token = tamper;
      await refused(client, url);
    });
  }

  test('a provider that asks for one nonce after another is asked twice and no more', async () => {
    const client = new Client();
    const url = await callbackOf(client);
    provider.hooks.asked.length = 0;
    provider.hooks.nonce = true;
    await refused(client, url);
    const [first, second, ...more] = provider.hooks.asked.map(({ proof }) => decodeJwt(proof));
    assert.deepEqual([first.nonce, second.nonce, more.length], [undefined, 'n1', 0]);
  });

  test('a bystander who has seen everything but the key cannot redeem the code', async () => {
    const client = new Client();
    const url = new URL(await callbackOf(client));
    assert.equal((await client.ask(url.href)).status, 303);
    const { form, proof } = provider.hooks.asked.at(-1);
    const send = async (headers) => (await fetch(`${provider.issuer}/token`, { method: 'POST', headers, body: new URLSearchParams(form) })).status;
    for (const headers of [{}, { dpop: proof }]) assert.ok([400, 401].includes(await send(headers)), JSON.stringify(headers));
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
  const raw = (make) => async (said) => (said.id_token ? { ...said, id_token: await make(said.id_token) } : said);
  const set = (name, value) => withClaims((claims) => { claims[name] = value; });
  const without = (name) => withClaims((claims) => { delete claims[name]; });
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const cases = {
    'security level 3': [set(HELSEID.level, '3'), 403],
    'no security level': [without(HELSEID.level), 403],
    'several security levels': [set(HELSEID.level, ['3', '4']), 403],
    'a level that is only said as acr': [withClaims((claims) => { delete claims[HELSEID.level]; claims.acr = '4'; }), 403],
    'no national number': [without(HELSEID.pid)],
    'a national number that is none': [set(HELSEID.pid, '12345678901')],
    'a number of health personnel that is none': [set(HELSEID.hpr, 'LE 181000001')],
    'two numbers of health personnel': [set(HELSEID.hpr, ['181000001', '181000009'])],
    'another number of health personnel': [set(HELSEID.hpr, '181000009'), 403],
    'another legal entity': [set(HELSEID.parent, '998447356')],
    'another place below it': [set(HELSEID.child, '998447356')],
    'a record instead of a person': [withClaims((claims) => { delete claims[HELSEID.pid]; claims.helsami_record = 'a'.repeat(26); })],
    'a citizen of the other provider': [withClaims((claims) => { for (const name of Object.values(HELSEID)) delete claims[name]; claims.pid = KARI; claims.acr = 'idporten-loa-high'; }), 403],
    'a sign-in from before': [withClaims((claims) => { claims.auth_time = now() - 600; })],
    'no time of the sign-in': [without('auth_time')],
    'a time of the sign-in that is none': [set('auth_time', 'now')],
    'another nonce': [set('nonce', 'x')],
    'no nonce': [without('nonce')],
    'no subject': [without('sub')],
    'a foreign issuer': [set('iss', 'https://evil.example')],
    "the citizens' issuer": [withClaims((claims) => { claims.iss = citizens.issuer; })],
    'a foreign audience': [set('aud', 'another')],
    'an end in the past': [withClaims((claims) => { claims.exp = now() - 60; claims.iat = now() - 180; })],
    'no end': [without('exp')],
    'no signature': [raw((token) => `${encode({ alg: 'none', kid: 'op-1' })}.${token.split('.')[1]}.`)],
    'changed claims': [raw((token) => {
      const [head, , signature] = token.split('.');
      return `${head}.${encode({ ...decodeJwt(token), [HELSEID.hpr]: '181000009' })}.${signature}`;
    })],
    'the public key as a shared secret': [raw(async (token) => {
      const secret = new TextEncoder().encode(await exportSPKI(provider.publicKey));
      return provider.sign(decodeJwt(token), { key: secret, alg: 'HS256' });
    })],
    "the citizens' provider's key": [raw(async (token) => provider.sign(decodeJwt(token), { key: citizens.key }))],
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

  test('without a number of health personnel, of somebody who has one, is refused', async () => {
    const client = new Client();
    const url = await callbackOf(client);
    provider.hooks.token = without(HELSEID.hpr);
    await refused(client, url, 403);
  });

  test('with nothing changed but signed anew is accepted: the refusals above are about the change', async () => {
    const client = new Client();
    const url = await callbackOf(client);
    provider.hooks.token = withClaims(() => {});
    assert.equal((await client.ask(url)).status, 303);
    assert.ok(await isSignedIn(client));
  });
});

describe('what the browser carries', () => {
  test('from one door opens nothing at the other', async () => {
    const citizen = new Client();
    const { location } = await citizen.follow(`${origin}/sign-in`, 'kari', (url) => url.startsWith(`${origin}/sign-in/callback`));
    cookies(citizen).set(PENDING, cookies(citizen).get('__Host-helsami-sign-in'));
    await refused(citizen, location.replace('/sign-in/callback', '/work/sign-in/callback'));
    const client = new Client();
    const url = await callbackOf(client);
    cookies(client).set('__Host-helsami-sign-in', cookies(client).get(PENDING));
    const answer = await client.ask(url.replace('/work/sign-in', '/sign-in'));
    assert.equal(answer.status, 400);
    assert.ok(!cookies(client).has('__Host-helsami'));
  });

  test('cannot be changed, and belongs to one sign-in', async () => {
    const client = new Client();
    const url = await callbackOf(client);
    const other = new Client();
    await callbackOf(other);
    cookies(other).set(PENDING, cookies(client).get(PENDING).replace(/^./, (sign) => (sign === 'A' ? 'B' : 'A')));
    await refused(other, url);
    await refused(new Client(), url);
  });

  test("a session of staff is nobody's on the citizens' side, and the other way round", async () => {
    const client = new Client();
    await signIn(client);
    cookies(client).set('__Host-helsami', cookies(client).get(SESSION));
    assert.equal((await client.ask(`${origin}/me/record`)).status, 303);
    const citizen = new Client();
    const { location } = await citizen.follow(`${origin}/sign-in`, 'kari', (url) => url.startsWith(`${origin}/sign-in/callback`));
    assert.equal((await citizen.ask(location)).status, 303);
    cookies(citizen).set(SESSION, cookies(citizen).get('__Host-helsami'));
    assert.ok(!await isSignedIn(citizen));
    assert.equal((await citizen.ask(`${origin}/me/record`)).status, 200, 'the session of the citizen lives');
  });
});

describe('logging out', () => {
  test('here ends it at the provider too', async () => {
    const client = new Client();
    await signIn(client);
    const { token } = await signOut(client, provider);
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

  test("cannot be told with a logout of the citizens' provider", async () => {
    const client = new Client();
    let sid;
    provider.hooks.token = (said) => { if (said.id_token) ({ sid } = decodeJwt(said.id_token)); return said; };
    await signIn(client);
    const claims = { aud: CLIENT, iat: Math.floor(Date.now() / 1000), jti: 'x', sid, events: { 'http://schemas.openid.net/event/backchannel-logout': {} } };
    const told = async (path, token) => (await new Client().ask(origin + path, { method: 'POST', form: { logout_token: token } })).status;
    const theirs = await citizens.sign({ ...claims, iss: citizens.issuer });
    assert.equal(await told('/work/sign-out/back-channel', theirs), 400);
    assert.equal(await told('/sign-out/back-channel', theirs), 200, 'no citizen has this session');
    assert.ok(await isSignedIn(client));
    const ours = await provider.sign({ ...claims, iss: provider.issuer });
    assert.equal(await told('/sign-out/back-channel', ours), 400);
    assert.ok(await isSignedIn(client));
    assert.equal(await told('/work/sign-out/back-channel', ours), 200);
    assert.ok(!await isSignedIn(client));
  });
});

describe('logs', () => {
  test('name no person, no number, no token', () => {
    const log = portal.log();
    assert.match(log, /A sign-in of staff did not succeed/);
    for (const secret of [KARI, OLA, '181000001', 'Kari', 'Nordmann', 'code=', 'state=', 'id_token', 'eyJ']) {
      assert.ok(!log.includes(secret), secret);
    }
  });
});
