// `cargo xtask fuzz-api [MINUTES]`: asks the FHIR API for an hour, or as long as told, and says what came of it.
import { fuzz, schemathesis } from './lib/fuzz.mjs';

const minutes = Number(process.argv[2] ?? 60);
const seed = Number(process.argv[3] ?? 1);
if (!(minutes > 0) || !Number.isInteger(seed)) {
  console.error('fuzz.mjs MINUTES [SEED]');
  process.exit(2);
}
const program = schemathesis();
if (!program) {
  console.error('python3 with venv and pip, or its package index, is not here');
  process.exit(1);
}
const { requests, found } = await fuzz(program, { seconds: minutes * 60, seed, all: true, tell: (line) => console.log(line) });
for (const one of found) console.log(one);
console.log(`${requests} requests in ${minutes} minutes; ${found.length === 0 ? 'nothing found' : `${found.length} rounds found something`}`);
process.exit(found.length === 0 ? 0 : 1);
