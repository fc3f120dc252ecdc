// axe over the page that is open, with the rules of WCAG 2.2 A and AA and its best practice.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// The rules that look at colours: what can differ between light and dark.
export const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

// The window is made as tall as the page, so that a fixed bar covers nothing that a reader could not scroll free.
export async function axe(page, runOnly = { type: 'tag', values: RULES }) {
  const { width, height } = page.viewportSize();
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(whole + 120, 12_000) });
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((only) => window.axe.run(document, { runOnly: only }), runOnly);
  await page.setViewportSize({ width, height });
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(' | ')}`);
}

// axe finds nothing, and the page is no wider than the window. Only where script runs.
export async function clean(page) {
  assert.deepEqual(await axe(page), [], page.url());
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${page.url()} scrolls sideways`);
}
