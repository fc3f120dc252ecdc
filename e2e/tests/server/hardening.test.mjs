// What the server does with clients that are slow, silent, many, too big, malformed or from elsewhere, and when it is
// told to stop. Limits are short here, so that the test is; each is a setting.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { start } from '../../lib/portal.mjs';

const LIMITS = {
  HELSAMI_LIMITS_FIRST_BYTE_S: '2',
  HELSAMI_LIMITS_HEAD_S: '2',
  HELSAMI_LIMITS_BODY_S: '2',
  HELSAMI_LIMITS_ANSWER_S: '5',
  HELSAMI_LIMITS_BODY_BYTES: '10000',
  HELSAMI_LIMITS_CONNECTIONS_PER_ADDRESS: '40',
  HELSAMI_DEMO_CITIZENS: '0',
};

let portal;
let port;

before(async () => {
  portal = await start({ env: LIMITS });
  port = Number(new URL(portal.url).port);
});

after(async () => {
  assert.equal(await portal.stop(), 0);
});

const alive = async () => (await fetch(`${portal.url}/health/live`)).status;

function connect({ from = '127.0.0.1' } = {}) {
  const socket = net.connect({ port, host: '127.0.0.1', localAddress: from });
  socket.heard = '';
  socket.isClosed = false;
  socket.on('data', (chunk) => { socket.heard += chunk; });
  socket.on('error', () => {});
  socket.on('close', () => { socket.isClosed = true; });
  return socket;
}

// Everything the server says to these bytes until it closes, or for some time.
async function say(bytes, { from, seconds = 4 } = {}) {
  const socket = connect({ from });
  socket.write(bytes);
  await Promise.race([once(socket, 'close'), pause(seconds * 1000)]);
  const { heard, isClosed } = socket;
  socket.destroy();
  return { heard, isClosed, statuses: [...heard.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map((found) => Number(found[1])) };
}

const head = (...lines) => `${lines.join('\r\n')}\r\n\r\n`;
const hostLine = () => `Host: localhost:${port}`;

describe('clients that are', () => {
  test('silent are closed and starve nobody', async () => {
    const sockets = Array.from({ length: 100 }, () => connect({ from: '127.0.0.2' }));
    await pause(500);
    assert.equal(await alive(), 200, 'others are served meanwhile');
    const closedAtOnce = sockets.filter((socket) => socket.isClosed).length;
    assert.equal(closedAtOnce, 60, 'one address gets 40 connections');
    await pause(2500);
    assert.equal(sockets.filter((socket) => !socket.isClosed).length, 0);
  });

  test('slow with their head are closed', async () => {
    const sockets = Array.from({ length: 20 }, () => connect({ from: '127.0.0.3' }));
    for (const socket of sockets) socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
    for (let second = 0; second < 8; second += 1) {
      await pause(500);
      for (const socket of sockets) if (!socket.isClosed) socket.write(`X-${second}: y\r\n`);
    }
    assert.equal(sockets.filter((socket) => !socket.isClosed).length, 0);
    assert.equal(await alive(), 200);
  });

  test('slow with their body are told so', async () => {
    const lines = ['POST /language HTTP/1.1', hostLine(), 'Sec-Fetch-Site: same-origin', 'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 1000'];
    const { statuses } = await say(`${head(...lines)}l`, { seconds: 5 });
    assert.equal(statuses.length, 1);
    assert.ok([400, 408].includes(statuses[0]), String(statuses[0]));
  });

  test('idle after an answer are closed', async () => {
    const { statuses, isClosed } = await say(head('GET /health/live HTTP/1.1', hostLine()));
    assert.deepEqual([statuses, isClosed], [[200], true]);
  });
});

describe('requests that are', () => {
  test('too big are refused', async () => {
    const answer = await fetch(`${portal.url}/language`, {
      method: 'POST', body: `language=nn&back=${'x'.repeat(20000)}`,
      headers: { origin: portal.url, 'content-type': 'application/x-www-form-urlencoded' },
    });
    assert.equal(answer.status, 413);
  });

  test('all head are refused', async () => {
    const { statuses } = await say(head('GET / HTTP/1.1', hostLine(), `X-Big: ${'x'.repeat(200000)}`));
    assert.deepEqual(statuses, [431]);
  });

  test('two in one by contradiction are one bad one', async () => {
    const both = head('POST /language HTTP/1.1', hostLine(), 'Content-Length: 4', 'Transfer-Encoding: chunked');
    const hidden = head('GET /health/live HTTP/1.1', hostLine());
    const { statuses, heard } = await say(`${both}0\r\n\r\n${hidden}`);
    assert.ok(!heard.includes('alive'), 'the hidden request was not answered');
    assert.ok(statuses.length <= 1 || statuses.every((status) => status >= 400), String(statuses));
    const twice = head('POST /language HTTP/1.1', hostLine(), 'Content-Length: 4', 'Content-Length: 5');
    assert.deepEqual((await say(`${twice}abcde`)).statuses, [400]);
    const obscure = head('POST /language HTTP/1.1', hostLine(), 'Transfer-Encoding: xchunked');
    assert.ok((await say(`${obscure}0\r\n\r\n`)).statuses.every((status) => status >= 400));
  });

  test('not HTTP are refused', async () => {
    for (const bytes of ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc', 'HELO example\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n']) {
      const { statuses } = await say(bytes);
      assert.ok(statuses.every((status) => status >= 400), `${JSON.stringify(bytes)} ${statuses}`);
    }
    assert.equal(await alive(), 200);
  });

  test('for another host are not answered with a page', async () => {
    const { statuses, heard } = await say(head('GET /signed-out HTTP/1.1', 'Host: evil.example', 'Connection: close'));
    assert.deepEqual(statuses, [421]);
    assert.ok(!heard.includes('HelsaMi'));
  });

  test('for the same machine under its other name are led to the right one', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/signed-out?x=1`, { redirect: 'manual' });
    assert.deepEqual([answer.status, answer.headers.get('location')], [307, `http://localhost:${port}/signed-out?x=1`]);
  });
});

describe('every answer', () => {
  test('has the headers of the table', async () => {
    for (const [path, status] of [['/', 200], ['/signed-out', 200], ['/me', 303], ['/nothing', 404], ['/sign-in/callback', 400]]) {
      const answer = await fetch(portal.url + path, { redirect: 'manual' });
      assert.equal(answer.status, status, path);
      const csp = answer.headers.get('content-security-policy');
      for (const part of ["default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'"]) {
        assert.ok(csp.includes(part), `${path} ${part}`);
      }
      assert.ok(!/unsafe|\*|https?:/.test(csp), csp);
      assert.deepEqual(
        ['cache-control', 'x-content-type-options', 'referrer-policy', 'cross-origin-opener-policy', 'cross-origin-resource-policy', 'x-frame-options'].map((name) => answer.headers.get(name)),
        ['private, no-store', 'nosniff', 'same-origin', 'same-origin', 'same-origin', 'DENY'],
        path,
      );
      assert.match(answer.headers.get('permissions-policy'), /camera=\(\)/);
      assert.equal(answer.headers.get('server'), null);
    }
  });

  test('of the health routes is short and plain', async () => {
    for (const [path, text] of [['live', 'alive\n'], ['ready', 'ready\n']]) {
      const answer = await fetch(`${portal.url}/health/${path}`);
      assert.deepEqual([answer.status, await answer.text()], [200, text]);
    }
  });
});

describe('told to stop', () => {
  test('it finishes what is in flight and takes nothing new', async () => {
    const own = await start({ env: { ...LIMITS, HELSAMI_LIMITS_BODY_S: '10', HELSAMI_LIMITS_ANSWER_S: '20' } });
    const { port: ownPort, host } = new URL(own.url);
    const request = http.request({
      port: ownPort, host: '127.0.0.1', path: '/language', method: 'POST',
      headers: { host, origin: own.url, 'content-type': 'application/x-www-form-urlencoded', 'content-length': 21 },
    });
    request.write('language=nn');
    await pause(300);
    const silent = net.connect({ port: Number(ownPort), host: '127.0.0.1' });
    silent.on('error', () => {});
    await once(silent, 'connect');
    const stopped = own.stop();
    await pause(300);
    await assert.rejects(fetch(`${own.url}/health/live`), 'no new connections');
    request.end('&back=%2Fx');
    const [answer] = await once(request, 'response');
    assert.deepEqual([answer.statusCode, answer.headers.location], [303, '/x']);
    answer.resume();
    assert.equal(await stopped, 0);
  });
});
