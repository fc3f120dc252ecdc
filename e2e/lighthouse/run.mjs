// Lighthouse, mobile preset, over what a citizen meets first: `node run.mjs`. Three runs a page; the middle speed counts,
// and the worst of the other two scores. Fails under the limits.
import lighthouse from 'lighthouse';
import { createServer } from 'node:net';
import { launch } from '../lib/browser.mjs';
import { signIn } from '../lib/pages.mjs';
import { start } from '../lib/portal.mjs';

const PERSON = 'Ingrid Solbakken';
const PAGES = [['/', false], ['/me', true], ['/me/results', true], ['/me/medicines', true]];
const LIMITS = { performance: 98, accessibility: 100, 'best-practices': 100 };
const RUNS = 3;

// A port nobody uses now: Lighthouse talks to the browser over it.
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// The cookies of somebody who has signed in, as a request header.
async function session(browser, portal) {
  const context = await browser.newContext({ locale: 'nb-NO' });
  await signIn(await context.newPage(), portal, PERSON);
  const cookies = await context.cookies(portal.url);
  await context.close();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

async function look(url, port, extraHeaders) {
  const { lhr } = await lighthouse(url, { port, extraHeaders, onlyCategories: Object.keys(LIMITS), logLevel: 'error' });
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  // A session that has ended would answer with another page, which must not be measured in its place.
  if (new URL(lhr.finalDisplayedUrl).pathname !== new URL(url).pathname) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}`);
  return lhr;
}

const middle = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const score = (lhr, name) => Math.round(lhr.categories[name].score * 100);

// What a category lost points for.
function losses(lhr, name) {
  return lhr.categories[name].auditRefs
    .map(({ id, weight }) => ({ ...lhr.audits[id], weight }))
    .filter((audit) => audit.weight > 0 && audit.score !== null && audit.score < 1)
    .map((audit) => `    ${name}: ${audit.id}, ${audit.title}${audit.displayValue ? `, ${audit.displayValue}` : ''}`);
}

const port = await freePort();
const browser = await launch([`--remote-debugging-port=${port}`]);
const portal = await start({ env: { HELSAMI_DEMO_CITIZENS: '40', HELSAMI_SIGN_IN_PER_MINUTE: '100' } });
let failures = 0;
try {
  const cookie = await session(browser, portal);
  console.log('page, performance, accessibility, best practices, first contentful paint, largest, blocking, shift');
  for (const [path, isSignedIn] of PAGES) {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await look(portal.url + path, port, isSignedIn ? { Cookie: cookie } : {}));
    const scores = Object.keys(LIMITS).map((name) => {
      const all = runs.map((lhr) => score(lhr, name));
      return name === 'performance' ? middle(all) : Math.min(...all);
    });
    const figure = (id, digits) => middle(runs.map((lhr) => lhr.audits[id].numericValue)).toFixed(digits);
    const times = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'].map((id) => `${figure(id, 0)} ms`);
    console.log([path, ...scores, ...times, figure('cumulative-layout-shift', 3)].join(', '));
    for (const [index, [name, limit]] of Object.entries(LIMITS).entries()) {
      if (scores[index] >= limit) continue;
      failures += 1;
      console.log(`  ${name} ${scores[index]} is under ${limit}`);
      for (const line of new Set(runs.flatMap((lhr) => losses(lhr, name)))) console.log(line);
    }
  }
} finally {
  await browser.close();
  await portal.stop();
}
process.exitCode = failures ? 1 : 0;
