// Asks the FHIR API of the built binary what nobody would ask, after its own OpenAPI document: schemathesis, in a Python folder of
// its own. What it finds is an answer that the document does not know, above all any 5xx.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SignJWT } from 'jose';
import { freePort, start } from './portal.mjs';

const CHECKS = ['not_a_server_error', 'status_code_conformance', 'content_type_conformance', 'response_headers_conformance', 'response_schema_conformance'];
// One of each kind of type; the others have the same routes and the same code.
const FEW = '^/(oauth/token|fhir(/(openapi\\.json|metadata|_search|\\.well-known/.*|(Patient|Observation|Consent|Organization|Bundle)(/_search)?|.*[{$].*))?)$';

// The program, installed when it is not there yet; none where Python or its package index is not there.
export function schemathesis() {
  const folder = fileURLToPath(new URL('../node_modules/.schemathesis', import.meta.url));
  const program = join(folder, 'bin/schemathesis');
  if (existsSync(join(folder, 'ready'))) return program;
  const requirements = fileURLToPath(new URL('../clients/schemathesis.txt', import.meta.url));
  if (spawnSync('python3', ['-m', 'venv', folder]).status !== 0) return undefined;
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  if (spawnSync(join(folder, 'bin/python'), install).status !== 0) return undefined;
  writeFileSync(join(folder, 'ready'), '');
  return program;
}

// A portal with one system that may do everything, and a way to sign it in.
async function open(dir) {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const keys = join(dir, 'keys.json');
  writeFileSync(keys, JSON.stringify({ keys: [{ ...key.publicKey.export({ format: 'jwk' }), alg: 'ES384', use: 'sig', kid: 'k' }] }));
  const config = join(dir, 'helsami.toml');
  const types = ['*', 'Consent', 'RelatedPerson', 'Practitioner', 'PractitionerRole'].map((type) => `system/${type}.cruds`).concat('system/Patient.$merge').join(' ');
  writeFileSync(config, `[[api.clients]]\nid = "fuzz"\nname = "fuzz"\nkeys = ${JSON.stringify(keys)}\nscopes = "${types}"\n`);
  const portal = await start({ args: ['--config', config], listen: `127.0.0.1:${await freePort()}`, env: { HELSAMI_DEMO_CITIZENS: '0', HELSAMI_API_TOKEN_S: '3600' } });
  const token = async () => {
    const signed = await new SignJWT({}).setProtectedHeader({ alg: 'ES384', typ: 'JWT', kid: 'k' })
      .setIssuer('fuzz').setSubject('fuzz').setAudience(`${portal.url}/oauth/token`).setJti(randomUUID()).setExpirationTime('1m').sign(key.privateKey);
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_assertion: signed,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' });
    return (await (await fetch(`${portal.url}/oauth/token`, { method: 'POST', body })).json()).access_token;
  };
  return { portal, token };
}

// Runs in a folder of its own, where it leaves what it has learnt.
function round(program, { url, dir }, options) {
  return new Promise((resolve) => {
    const child = spawn(program, ['run', `${url}/fhir/openapi.json`, '--no-color', '--warnings', 'off', '--generation-database', 'none',
      '--request-timeout', '30', '--continue-on-failure', '--checks', CHECKS.join(','), ...options], { cwd: dir });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += chunk; });
    child.on('close', (code) => resolve({ code, output }));
  });
}

// Asks for so many seconds, in rounds with seeds of their own. `tell` hears of each round. Gives back how many requests there were and
// what was found.
export async function fuzz(program, { seconds, seed = 1, all = false, tell = () => {} }) {
  const dir = mkdtempSync(join(tmpdir(), 'helsami-fuzz-'));
  const { portal, token } = await open(dir);
  const until = Date.now() + seconds * 1000;
  let requests = 0;
  const found = [];
  try {
    for (let number = seed; Date.now() < until - 5000; number += 1) {
      const left = Math.ceil((until - Date.now()) / 1000);
      const { code, output } = await round(program, { url: portal.url, dir }, ['--header', `Authorization: Bearer ${await token()}`,
        '--seed', String(number), '--max-time', String(Math.min(left, 1800)), ...(all ? [] : ['--include-path-regex', FEW])]);
      requests += Number(/([\d,]+) generated/.exec(output)?.[1].replaceAll(',', '') ?? 0);
      tell(`seed ${number}: exit ${code}, ${requests} requests so far`);
      if (code !== 0) found.push(output);
    }
    const alive = await fetch(`${portal.url}/fhir/metadata`);
    if (alive.status !== 200) found.push(`the portal answers ${alive.status} afterwards`);
    const lines = portal.log().split('\n').filter((line) => /panicked|Could not answer/.test(line));
    if (lines.length > 0) found.push(lines.join('\n'));
  } finally {
    const code = await portal.stop();
    if (code !== 0) found.push(`the portal ended with ${code}`);
    rmSync(dir, { recursive: true, force: true });
  }
  return { requests, found };
}
