// What the tests of citizens' sign-in share: a portal with people in it whose provider is a certified one, there before the first
// test and ended after the last, with the provider's tricks taken back before each.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach } from 'node:test';
import { freePort, run, start } from './portal.mjs';
import { ACR, CLIENT, startProvider } from './provider.mjs';

// Somebody of the record, by their number; `more` is what else their Patient says.
export const patient = (number, family, given, more = {}) => ({
  resourceType: 'Patient', ...more,
  identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: number }],
  name: [{ family, given: [given] }],
});

// `people` are whom the provider knows, `patients` whom the record knows.
export async function certified({ people, patients, env = {} }) {
  let provider;
  let portal;
  after(async () => {
    const code = await portal?.stop();
    await provider?.stop();
    assert.equal(code, 0, 'the portal ends cleanly');
  });
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  provider = await startProvider({ portal: origin, people });
  portal = await start({
    demo: false,
    listen: `127.0.0.1:${port}`,
    env: {
      HELSAMI_SIGN_IN_ISSUER: provider.issuer,
      HELSAMI_SIGN_IN_CLIENT_ID: CLIENT,
      HELSAMI_SIGN_IN_CLIENT_KEY_ID: 'portal-1',
      HELSAMI_SIGN_IN_PER_MINUTE: '1000',
      HELSAMI_SIGN_IN_ANSWERS_PER_MINUTE: '1000',
      ...env,
    },
    before: async (dir) => {
      const file = join(dir, 'people.ndjson');
      writeFileSync(file, patients.map((one) => JSON.stringify(one)).join('\n'));
      writeFileSync(join(dir, 'key.pem'), provider.clientPem, { mode: 0o600 });
      writeFileSync(join(dir, 'helsami.toml'), `[sign_in]\nclient_key = "${join(dir, 'key.pem')}"\n`);
      await run(['--data', dir, 'import', file]);
    },
  });
  beforeEach(() => {
    provider.hooks.token = null;
    provider.hooks.acr = ACR;
  });
  return { provider, portal, origin };
}
