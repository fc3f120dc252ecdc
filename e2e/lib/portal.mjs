// The built binary on a data folder of its own, with the synthetic region in it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const BINARY = process.env.HELSAMI ?? new URL('../../target/debug/helsami', import.meta.url).pathname;

// Runs one command of the binary to its end and gives back what it printed.
export function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => { output += chunk; });
    child.stderr.on('data', (chunk) => { output += chunk; });
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`helsami ${args.join(' ')} exited ${code}: ${output}`))));
  });
}

// Starts `helsami serve`, as the demo unless told otherwise. `before(dir)` may fill the data folder first; `env` holds
// settings as HELSAMI_…. A `dir` of the caller's own stays when the portal stops.
export async function start({ before, dir: own, args = [], env = {}, demo = true, listen = '127.0.0.1:0' } = {}) {
  const dir = own ?? mkdtempSync(join(tmpdir(), 'helsami-e2e-'));
  if (before) await before(dir);
  const child = spawn(BINARY, ['serve', ...(demo ? ['--demo'] : []), '--listen', listen, '--data', dir, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let log = '';
  child.stderr.on('data', (chunk) => { log += chunk; });
  const url = await new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`helsami serve exited ${code}: ${log}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      log += `${line}\n`;
      const found = /https?:\/\/(?:localhost|127\.0\.0\.1):\d+/.exec(line);
      if (found) resolve(found[0]);
    });
  });
  return {
    url,
    dir,
    pid: child.pid,
    log: () => log,
    async stop() {
      const ended = new Promise((resolve) => child.on('close', resolve));
      child.kill('SIGTERM');
      const code = await ended;
      if (!own) rmSync(dir, { recursive: true, force: true });
      return code;
    },
  };
}

// Puts resources into a data folder before the portal starts, in one transaction.
export async function putIn(dir, resources) {
  const file = join(dir, 'resources.json');
  const entry = resources.map((resource) => ({ resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } }));
  writeFileSync(file, JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }));
  await run(['import', '--data', dir, file]);
}

// A port that nobody listens on now: where an address has to be known beforehand.
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
