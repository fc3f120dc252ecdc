// Clients that others have written, against the built binary: each runs a script of forty calls, and every answer is looked at.
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from 'fhir-kit-client';
import smart from 'fhirclient';
import { SignJWT } from 'jose';
import { freePort, start } from '../../lib/portal.mjs';

let dir;
let portal;
const key = generateKeyPairSync('ec', { namedCurve: 'P-384' });

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'helsami-e2e-'));
  const keys = join(dir, 'keys.json');
  writeFileSync(keys, JSON.stringify({ keys: [{ ...key.publicKey.export({ format: 'jwk' }), alg: 'ES384', use: 'sig', kid: 'k' }] }));
  const config = join(dir, 'helsami.toml');
  const clients = ['kit', 'smart', 'fhirpy', 'fhirclient'].map((id) => `[[api.clients]]\nid = "${id}"\nname = "${id}"\nkeys = ${JSON.stringify(keys)}\nscopes = "system/*.cruds"\n`);
  writeFileSync(config, clients.join('\n'));
  portal = await start({ args: ['--config', config], listen: `127.0.0.1:${await freePort()}`, env: { HELSAMI_DEMO_CITIZENS: '0' } });
});
after(async () => {
  if (portal) assert.equal(await portal.stop(), 0);
  rmSync(dir, { recursive: true, force: true });
});

async function token(id) {
  const signed = await new SignJWT({}).setProtectedHeader({ alg: 'ES384', typ: 'JWT', kid: 'k' })
    .setIssuer(id).setSubject(id).setAudience(`${portal.url}/oauth/token`).setJti(randomUUID()).setExpirationTime('1m').sign(key.privateKey);
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_assertion: signed,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' });
  const answer = await fetch(`${portal.url}/oauth/token`, { method: 'POST', body });
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()).access_token;
}

const patient = (number) => ({ resourceType: 'Patient', birthDate: '1980-05-05', name: [{ family: `Kit${number}`, given: ['Kari'] }],
  identifier: [{ system: 'http://kit.example/person', value: `${number}` }] });
const observation = (subject, value, day) => ({ resourceType: 'Observation', status: 'final', subject: { reference: subject },
  effectiveDateTime: `2026-11-${day}T08:00:00+01:00`, code: { coding: [{ system: 'http://loinc.org', code: '718-7' }] },
  identifier: [{ system: 'http://kit.example/answer', value: `${value}-${day}` }],
  valueQuantity: { value, unit: 'g/dL', system: 'http://unitsofmeasure.org', code: 'g/dL' } });

async function refused(promise, status, code) {
  const error = await promise.then(() => assert.fail(`${status} expected`), (error) => error);
  assert.equal(error.response?.status, status, String(error));
  const outcome = error.response.data;
  assert.deepEqual([outcome.resourceType, outcome.issue[0].code], ['OperationOutcome', code]);
}

test('fhir-kit-client: forty calls', async () => {
  let calls = 0;
  const made = new Client({ baseUrl: `${portal.url}/fhir`, bearerToken: await token('kit') });
  const kit = new Proxy(made, { get: (target, name) => {
    const member = target[name];
    return typeof member === 'function' ? (...args) => { calls += 1; return member.apply(target, args); } : member;
  } });
  const statement = await kit.capabilityStatement();
  assert.deepEqual([statement.resourceType, statement.fhirVersion], ['CapabilityStatement', '4.0.1']);
  const metadata = await kit.smartAuthMetadata();
  assert.equal(String(metadata.tokenUrl ?? metadata.token_endpoint), `${portal.url}/oauth/token`);

  // One resource from its birth to its end.
  const person = await kit.create({ resourceType: 'Patient', body: patient(1) });
  const again = await kit.read({ resourceType: 'Patient', id: person.id });
  assert.deepEqual(again, person);
  const changed = await kit.update({ resourceType: 'Patient', id: person.id, body: { ...person, birthDate: '1981-05-05' } });
  assert.deepEqual([changed.birthDate, changed.meta.versionId], ['1981-05-05', '2']);
  assert.equal((await kit.vread({ resourceType: 'Patient', id: person.id, version: '1' })).birthDate, '1980-05-05');
  const patched = await kit.patch({ resourceType: 'Patient', id: person.id, jsonPatch: [{ op: 'replace', path: '/birthDate', value: '1982-05-05' }] });
  assert.deepEqual([patched.birthDate, patched.meta.versionId], ['1982-05-05', '3']);
  const history = await kit.resourceHistory({ resourceType: 'Patient', id: person.id });
  assert.deepEqual([history.type, history.total, history.entry.length], ['history', 3, 3]);
  await refused(kit.update({ resourceType: 'Patient', id: person.id, body: person, options: { headers: { 'If-Match': 'W/"1"' } } }), 412, 'conflict');
  await refused(kit.read({ resourceType: 'Patient', id: 'nothing' }), 404, 'not-found');
  await refused(kit.create({ resourceType: 'Patient', body: { resourceType: 'Patient', nonsense: 1 } }), 400, 'structure');

  // Answers, one by one, together, and on a condition.
  const subject = `Patient/${person.id}`;
  const first = await kit.create({ resourceType: 'Observation', body: observation(subject, 13.5, 20) });
  for (const day of [21, 22, 23, 24]) await kit.create({ resourceType: 'Observation', body: observation(subject, 14, day) });
  const entry = (resource, request) => ({ resource, request });
  const whole = await kit.transaction({ body: { resourceType: 'Bundle', type: 'transaction', entry: [
    { fullUrl: 'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a', ...entry(patient(2), { method: 'POST', url: 'Patient' }) },
    entry(observation('urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a', 12, 25), { method: 'POST', url: 'Observation' })] } });
  assert.deepEqual(whole.entry.map((one) => one.response.status), ['201 Created', '201 Created']);
  const each = await kit.batch({ body: { resourceType: 'Bundle', type: 'batch', entry: [
    { request: { method: 'GET', url: subject } }, { request: { method: 'GET', url: 'Patient/nothing' } }] } });
  assert.deepEqual(each.entry.map((one) => one.response.status), ['200 OK', '404 Not Found']);
  const same = await kit.create({ resourceType: 'Observation', body: observation(subject, 14, 24), options: { headers: { 'If-None-Exist': 'identifier=http://kit.example/answer|14-24' } } });
  assert.equal(same.meta.versionId, '1');
  await refused(kit.transaction({ body: { resourceType: 'Bundle', type: 'transaction', entry: [
    entry(observation(subject, 1, 26), { method: 'POST', url: 'Observation' }), entry({ resourceType: 'Nothing' }, { method: 'POST', url: 'Nothing' })] } }), 400, 'invalid');

  // Searches: by type, in a record, by form, with pages.
  const find = async (searchParams, resourceType = 'Observation') => (await kit.search({ resourceType, searchParams })).entry ?? [];
  const found = await kit.search({ resourceType: 'Observation', searchParams: { patient: person.id, _sort: '-date', _count: 2 } });
  assert.deepEqual([found.type, found.total, found.entry.length], ['searchset', 5, 2]);
  assert.deepEqual(found.entry.map((one) => one.resource.effectiveDateTime.slice(8, 10)), ['24', '23']);
  const second = await kit.nextPage({ bundle: found });
  assert.deepEqual(second.entry.map((one) => one.resource.effectiveDateTime.slice(8, 10)), ['22', '21']);
  const third = await kit.nextPage({ bundle: second });
  assert.deepEqual(third.entry.map((one) => one.resource.id), [first.id]);
  assert.equal(kit.nextPage({ bundle: third }), undefined);
  assert.equal((await find({ patient: person.id, code: 'http://loinc.org|718-7', date: 'ge2026-11-23' })).length, 2);
  assert.equal((await find({ patient: person.id, 'value-quantity': 'lt14|http://unitsofmeasure.org|g/dL' })).length, 1);
  assert.equal((await find({ patient: person.id, 'value-quantity': '135|http://unitsofmeasure.org|g/L' })).length, 1);
  assert.equal((await find({ identifier: 'http://kit.example/person|2' }, 'Patient')).length, 1);
  assert.equal((await find({ patient: person.id, status: 'cancelled' })).length, 0);
  assert.equal((await find({ patient: person.id, _id: first.id })).length, 1);
  const included = await find({ patient: person.id, _id: first.id, _include: 'Observation:subject' });
  assert.deepEqual(included.map((one) => one.search.mode).sort(), ['include', 'match']);
  const inside = await kit.search({ resourceType: 'Observation', compartment: { resourceType: 'Patient', id: person.id }, searchParams: { code: '718-7' } });
  assert.equal(inside.total, 5);
  const posted = await kit.search({ resourceType: 'Observation', searchParams: { patient: person.id }, options: { postSearch: true } });
  assert.equal(posted.total, 5);
  await refused(kit.search({ resourceType: 'Observation', searchParams: { nonsense: '1' }, options: { headers: { Prefer: 'handling=strict' } } }), 400, 'not-supported');
  const counted = await kit.search({ resourceType: 'Observation', searchParams: { patient: person.id, _summary: 'count' } });
  assert.deepEqual([counted.total, counted.entry], [5, undefined]);

  // Operations, and the end.
  const everything = await kit.operation({ name: '$everything', resourceType: 'Patient', id: person.id, method: 'GET' });
  assert.equal(everything.entry.length, 6);
  const judged = await kit.operation({ name: '$validate', resourceType: 'Patient', input: { ...patient(3), gender: 'mann' } });
  assert.equal(judged.issue[0].code, 'code-invalid');
  await kit.delete({ resourceType: 'Observation', id: first.id });
  await refused(kit.read({ resourceType: 'Observation', id: first.id }), 410, 'deleted');
  assert.equal((await find({ patient: person.id })).length, 4);
  assert.ok(calls >= 40, `${calls} calls`);
});

// SMART's own client for JavaScript, as a program on a server uses it that has got its token by itself.
test('fhirclient (npm): forty calls', async () => {
  let calls = 0;
  const made = smart({ headers: {} }, {}, {}).client({ serverUrl: `${portal.url}/fhir`, tokenResponse: { access_token: await token('smart') } });
  const client = new Proxy(made, { get: (target, name) => {
    const member = target[name];
    return typeof member === 'function' ? (...args) => { calls += 1; return member.apply(target, args); } : member;
  } });
  const no = async (promise, status, code) => {
    const error = await promise.then(() => assert.fail(`${status} expected`), (error) => error);
    assert.equal(error.statusCode ?? error.status, status, String(error));
    assert.match(error.message, new RegExp(code));
  };
  assert.deepEqual([await client.getFhirVersion(), await client.getFhirRelease()], ['4.0.1', 4]);

  // One resource from its birth to its end.
  const person = await client.create({ ...patient(11), identifier: [{ system: 'http://smart.example/person', value: '11' }] });
  assert.deepEqual(await client.request(`Patient/${person.id}`), person);
  const changed = await client.update({ ...person, birthDate: '1981-05-05' });
  assert.deepEqual([changed.birthDate, changed.meta.versionId], ['1981-05-05', '2']);
  assert.equal((await client.request(`Patient/${person.id}/_history/1`)).birthDate, '1980-05-05');
  const patched = await client.patch(`Patient/${person.id}`, [{ op: 'replace', path: '/birthDate', value: '1982-05-05' }]);
  assert.deepEqual([patched.birthDate, patched.meta.versionId], ['1982-05-05', '3']);
  const history = await client.request(`Patient/${person.id}/_history`);
  assert.deepEqual([history.type, history.total], ['history', 3]);
  await no(client.update(person, { headers: { 'content-type': 'application/json', 'If-Match': 'W/"1"' } }), 412, 'conflict');
  await no(client.request('Patient/nothing'), 404, 'not-found');
  await no(client.create({ resourceType: 'Patient', nonsense: 1 }), 400, 'structure');
  await no(client.patch(`Patient/${person.id}`, [{ op: 'remove', path: '/gender' }]), 422, 'processing');

  // Answers, and what the client makes of them.
  const subject = `Patient/${person.id}`;
  const ids = [];
  for (const day of [20, 21, 22, 23, 24]) ids.push((await client.create(observation(subject, day / 2, day))).id);
  const own = `Observation?patient=${person.id}`;
  const found = await client.request(`${own}&_sort=-date&_count=2`);
  assert.deepEqual([found.type, found.total, found.entry.map((one) => one.resource.id)], ['searchset', 5, [ids[4], ids[3]]]);
  const all = await client.request(`${own}&_sort=date&_count=2`, { pageLimit: 0, flat: true });
  assert.deepEqual(all.map((one) => one.id), ids);
  const two = await client.request(`${own}&_sort=date&_count=2`, { pageLimit: 2, flat: true });
  assert.deepEqual(two.map((one) => one.id), ids.slice(0, 4));
  const walked = [];
  for await (const one of client.resources(`${own}&_sort=-date&_count=3`)) walked.push(one.id);
  assert.deepEqual(walked, ids.toReversed());
  const sizes = [];
  for await (const page of client.pages(`${own}&_count=3`)) sizes.push(page.entry.length);
  assert.deepEqual(sizes, [3, 2]);
  assert.deepEqual(client.byCodes(all, 'code')('718-7').map((one) => one.valueQuantity.value), [10, 10.5, 11, 11.5, 12]);
  assert.deepEqual(Object.keys(client.byCode(all, 'code')), ['718-7']);
  assert.equal(client.getPath(all[0], 'code.coding.0.system'), 'http://loinc.org');
  const resolved = await client.request(`Observation/${ids[0]}`, { resolveReferences: 'subject' });
  assert.deepEqual([resolved.subject.id, resolved.subject.birthDate], [person.id, '1982-05-05']);
  const beside = await client.request(`Observation/${ids[1]}`, { resolveReferences: 'subject', graph: false });
  assert.deepEqual(Object.keys(beside.references), [subject]);
  const named = await client.getReferences(all[0], ['subject']);
  assert.equal(named[subject].id, person.id);

  // Searches.
  const total = async (query) => (await client.request(`${query}&_summary=count`)).total;
  assert.equal(await total(`${own}&code=http://loinc.org|718-7`), 5);
  assert.equal(await total(`${own}&date=ge2026-11-23`), 2);
  assert.equal(await total(`${own}&value-quantity=gt11`), 2);
  assert.equal(await total(`${own}&value-quantity=105|http://unitsofmeasure.org|g/L`), 1);
  assert.equal(await total(`${own}&status=cancelled`), 0);
  assert.equal(await total(`${own}&code:missing=true`), 0);
  assert.equal(await total('Patient?identifier=http://smart.example/person|11'), 1);
  assert.equal(await total(`Observation?subject:Patient.birthdate=1982-05-05&_id=${ids[2]}`), 1);
  const included = await client.request(`Observation?_id=${ids[0]}&_include=Observation:subject`);
  assert.deepEqual(included.entry.map((one) => [one.search.mode, one.resource.resourceType]), [['match', 'Observation'], ['include', 'Patient']]);
  await no(client.request({ url: `${own}&nonsense=1`, headers: { Prefer: 'handling=strict' } }), 400, 'not-supported');

  // What is done in one, and the end.
  const whole = await client.request({ url: '/', method: 'POST', headers: { 'content-type': 'application/fhir+json' }, body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: [
    { resource: observation(subject, 30, 25), request: { method: 'POST', url: 'Observation' } },
    { resource: observation(subject, 31, 26), request: { method: 'POST', url: 'Observation' } }] }) });
  assert.deepEqual(whole.entry.map((one) => one.response.status), ['201 Created', '201 Created']);
  assert.equal((await client.request(`${subject}/$everything`)).entry.length, 8);
  await client.delete(`Observation/${ids[0]}`);
  await no(client.request(`Observation/${ids[0]}`), 410, 'deleted');
  assert.equal(await total(own), 6);
  assert.ok(calls >= 40, `${calls} calls`);
});

// The Python packages, in a folder of their own; where Python or its package index is not there, the test says so.
function python() {
  const folder = fileURLToPath(new URL('../../node_modules/.clients', import.meta.url));
  const program = join(folder, 'bin/python');
  if (existsSync(join(folder, 'ready'))) return program;
  const requirements = fileURLToPath(new URL('../../clients/requirements.txt', import.meta.url));
  if (spawnSync('python3', ['-m', 'venv', folder]).status !== 0) return undefined;
  if (spawnSync(program, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]).status !== 0) return undefined;
  writeFileSync(join(folder, 'ready'), '');
  return program;
}

for (const id of ['fhirpy', 'fhirclient']) {
  test(`${id}: forty calls`, async (t) => {
    const program = python();
    if (!program) return t.skip('python3 with venv and pip, or its package index, is not here');
    const script = fileURLToPath(new URL(`../../clients/${id}_calls.py`, import.meta.url));
    const ran = spawnSync(program, [script, `${portal.url}/fhir`, await token(id)], { encoding: 'utf8', timeout: 120_000 });
    assert.equal(ran.status, 0, `${ran.stdout}\n${ran.stderr}`);
    assert.match(ran.stdout, /^4\d calls$/m);
  });
}
