// The commands of the binary as an operator meets them.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { birthNumber } from '../../lib/identity.mjs';
import { run, start } from '../../lib/portal.mjs';

let dir;
let file;

before(() => {
  dir = mkdtempSync(join(tmpdir(), 'helsami-e2e-'));
  file = join(dir, 'kari.json');
  writeFileSync(file, JSON.stringify({
    resourceType: 'Patient', name: [{ family: 'Nordmann', given: ['Kari'] }],
    identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: birthNumber('138690') }],
  }));
});

after(() => rmSync(dir, { recursive: true, force: true }));

// The command fails and says so in these words, without a stack or a panic.
async function fails(args, words) {
  await assert.rejects(run(args), (error) => {
    assert.match(error.message, words);
    assert.doesNotMatch(error.message, /panicked|RUST_BACKTRACE/);
    return true;
  });
}

describe('helsami', () => {
  test('explains itself', async () => {
    const help = await run(['--help']);
    for (const word of ['serve', 'import', 'demo', 'check', 'backup', 'migrate', 'config', '--data', '--database']) assert.match(help, new RegExp(word));
    assert.match(await run(['config']), /HELSAMI_SIGN_IN_ISSUER/);
  });

  test('imports, checks and tells counts', async () => {
    const data = join(dir, 'counts');
    assert.match(await run(['--data', data, 'import', file]), /1 files: 1 resources new, 0 changed, 0 deleted, 0 already there; 0 refused/);
    const told = await run(['--data', data, 'check']);
    assert.match(told, /1 resources of 1 persons/);
    assert.match(told, /The record is whole/);
    assert.equal(statSync(join(data, 'secret.key')).mode & 0o777, 0o600);
  });

  test('notes the end of the log in a second place, and the check compares', async () => {
    const data = join(dir, 'watched');
    const elsewhere = join(dir, 'elsewhere');
    const config = join(dir, 'watched.toml');
    writeFileSync(config, `[audit]\ncheckpoints = ${JSON.stringify(elsewhere)}\n`);
    const line = ['--config', config, '--data', data];
    await run([...line, 'import', file]);
    await fails([...line, 'check'], /there are no checkpoints of the audit chain in/);
    const portal = await start({ dir: data, args: ['--config', config], env: { HELSAMI_DEMO_CITIZENS: '0' } });
    assert.equal(await portal.stop(), 0);
    const notes = readFileSync(join(elsewhere, 'helsami-audit.checkpoints'), 'utf8');
    assert.match(notes, /^helsami-audit\n\d+\n[A-Za-z0-9+/]{43}=\n20\d\d-[^\n]+Z\n\n\u2014 helsami-audit [A-Za-z0-9+/=]{92}\n/);
    assert.match(readFileSync(join(elsewhere, 'helsami-audit.key'), 'utf8'), /^helsami-audit\+[0-9a-f]{8}\+/);
    assert.match(await run([...line, 'check']), /The record is whole/);
    writeFileSync(join(elsewhere, 'helsami-audit.checkpoints'), notes.replace(/^helsami-audit\n\d+/, 'helsami-audit\n999'));
    await fails([...line, 'check'], /checkpoints of the audit chain are not signed by this installation/);
  });

  test('makes the region once', async () => {
    const data = join(dir, 'region');
    assert.match(await run(['--data', data, 'demo', '--citizens', '30']), /resources are in the record/);
    assert.match(await run(['--data', data, 'demo', '--citizens', '30']), /is there already/);
  });

  test('backs up while the portal runs, and the copy is whole', async () => {
    const portal = await start({ env: { HELSAMI_DEMO_CITIZENS: '0' }, before: (data) => run(['--data', data, 'import', file]) });
    const copy = join(dir, 'copy');
    await run(['--data', portal.dir, 'backup', copy]);
    await fails(['--data', portal.dir, 'backup', copy], /exists already/);
    await fails(['--data', portal.dir, 'import', file], /another process has .* open/);
    assert.equal(await portal.stop(), 0);
    assert.match(await run(['--data', copy, 'check']), /1 resources of 1 persons[^]*The record is whole/);
  });

  test('is a demo of imported files until it has been served for real, and never again', async () => {
    const data = join(dir, 'real');
    await run(['--data', data, 'import', file]);
    const demo = { dir: data, env: { HELSAMI_DEMO_CITIZENS: '0' } };
    for (let time = 0; time < 2; time += 1) assert.equal(await (await start(demo)).stop(), 0);
    const key = join(dir, 'client.pem');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
    writeFileSync(key, privateKey, { mode: 0o600 });
    const provider = { HELSAMI_SIGN_IN_ISSUER: 'http://127.0.0.1:9', HELSAMI_SIGN_IN_CLIENT_ID: 'portal' };
    // A start that fails leaves the demo what it was.
    await assert.rejects(start({ dir: data, demo: false, env: { ...provider, HELSAMI_SIGN_IN_CLIENT_KEY: join(dir, 'no.pem') } }), /no\.pem/);
    assert.equal(await (await start(demo)).stop(), 0);
    const real = await start({ dir: data, demo: false, env: { ...provider, HELSAMI_SIGN_IN_CLIENT_KEY: key } });
    assert.equal(await real.stop(), 0);
    const words = /has been served for real since \d{4}-\d\d-\d\d, and the demo lets anybody sign in as anybody: serve it without --demo, or give the demo a folder or database of its own/;
    await fails(['--data', data, 'serve', '--demo', '--listen', '127.0.0.1:0'], words);
    await fails(['--data', data, 'demo'], words);
    const copy = join(dir, 'real-copy');
    await run(['--data', data, 'backup', copy]);
    await fails(['--data', copy, 'serve', '--demo', '--listen', '127.0.0.1:0'], words);
    assert.match(await run(['--data', data, 'import', file]), /1 already there; 0 refused/);
    assert.match(await run(['--data', data, 'check']), /The record is whole/);
  });

  test('says what is wrong with what it is given', async () => {
    const data = join(dir, 'wrong');
    await fails(['--data', data, 'serve'], /nobody could sign in: set sign_in.issuer, or try it out with --demo/);
    await fails(['--data', data, 'serve', '--demo', '--listen', '0.0.0.0:0'], /must be on this machine only/);
    await fails(['--data', data, 'serve', '--demo', '--listen', 'nonsense'], /listen \(from the command line\) must be an address/);
    await fails(['--data', data, 'import', join(dir, 'nothing-here')], /there is no file or folder/);
    await fails(['--data', join(dir, 'no-database'), 'backup', join(dir, 'to')], /no-database/);
    await fails(['--data', data, '--database', 'postgres://u:secret@192.0.2.1/x', 'check'], /the database server 192\.0\.2\.1 is not on this machine and the way to it must be TLS: add sslmode=require/);
    const config = join(dir, 'wrong.toml');
    writeFileSync(config, '[session]\nidle = 5\n');
    await fails(['--config', config, '--data', data, 'check'], /there is no setting session.idle; did you mean session.idle_min\?/);
  });
});
