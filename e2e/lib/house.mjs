// What the tests of one file share: a portal and a browser, there before the first and ended after the last, the portal
// without a fault.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { launch } from './browser.mjs';
import { start } from './portal.mjs';

// `options` are those of `start`.
export async function house(options) {
  let portal;
  let browser;
  after(async () => {
    await browser?.close();
    assert.equal(await portal?.stop(), 0);
  });
  browser = await launch();
  portal = await start(options);
  return { portal, browser };
}
