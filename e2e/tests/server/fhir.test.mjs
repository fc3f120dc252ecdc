// docs/guides/fhir.md, command by command, as a system's integrator would run them: against the built binary, in bash.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { freePort, start } from '../../lib/portal.mjs';

const guide = readFileSync(new URL('../../../docs/guides/fhir.md', import.meta.url), 'utf8');
const blocks = (language) => [...guide.matchAll(new RegExp('^```' + language + '\\n([\\s\\S]*?)^```', 'gm'))].map((found) => found[1]);

let dir;
let portal;

before(() => { dir = mkdtempSync(join(tmpdir(), 'helsami-e2e-')); });
after(async () => {
  if (portal) assert.equal(await portal.stop(), 0);
  rmSync(dir, { recursive: true, force: true });
});

// Runs commands in bash, one shell for all of them; gives back what they printed.
function bash(script, env) {
  const ran = spawnSync('bash', ['-euo', 'pipefail', '-c', script], { cwd: dir, encoding: 'utf8', env: { ...process.env, ...env } });
  assert.equal(ran.status, 0, `${script}\n${ran.stdout}\n${ran.stderr}`);
  return ran.stdout.trim().split('\n');
}

test('an integrator connects by the guide', { skip: spawnSync('bash', ['-c', 'which jq xxd curl openssl']).status !== 0 && 'jq, xxd, curl or openssl is not here' }, async () => {
  const [key, ...rest] = blocks('bash');
  bash(key);
  const config = join(dir, 'helsami.toml');
  const keys = blocks('toml')[0].replace('"lab.jwks.json"', JSON.stringify(join(dir, 'lab.jwks.json')));
  writeFileSync(config, keys);
  const port = await freePort();
  portal = await start({ args: ['--config', config], listen: `127.0.0.1:${port}`, env: { HELSAMI_DEMO_CITIZENS: '0' } });
  const base64url = key.split('\n').find((line) => line.startsWith('base64url()'));
  const printed = bash([base64url, ...rest].join('\n'), { PORTAL: portal.url });
  assert.deepEqual(printed, [
    `${portal.url}/oauth/token`,
    'search-type', 'create', 'read', 'update', 'delete', 'patch', 'history-instance', 'history-type', 'vread',
    'search-Observation',
    '1',
    'code-invalid Patient.gender',
    '201 Created',
    '"value": 13.50',
    '200', '412',
    '2',
    'amended',
    '200', '4',
    '1',
    'match Observation', 'include Patient',
    '1', '1', '1',
    'colour: R4 has no such search parameter for Observation',
    'Observation Patient',
    '4',
    'Observation 1', 'Patient 1', 'Observation', '202',
    'Observation.issued',
  ]);
});

test('without a registered system there is no API', async () => {
  const closed = await start({ env: { HELSAMI_DEMO_CITIZENS: '0' } });
  for (const path of ['/fhir/metadata', '/fhir/Patient/1', '/oauth/token']) {
    assert.equal((await fetch(closed.url + path)).status, 404, path);
  }
  await closed.stop();
});
