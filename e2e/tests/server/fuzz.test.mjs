// Half a minute of requests that nobody would send, made of the API's own OpenAPI document. `cargo xtask fuzz-api` asks for an hour.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz, schemathesis } from '../../lib/fuzz.mjs';

test('schemathesis: every answer is one that the document knows, and none is an error of ours', { timeout: 240_000 }, async (t) => {
  const program = schemathesis();
  if (!program) return t.skip('python3 with venv and pip, or its package index, is not here');
  const { requests, found } = await fuzz(program, { seconds: 30 });
  assert.deepEqual(found, []);
  assert.ok(requests > 100, `${requests} requests`);
});
