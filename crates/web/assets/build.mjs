// Builds what the browser gets: one style sheet, one script module, one icon sprite, the fonts, the images; and the whole
// fonts that are embedded in PDF files, which no browser asks for.
// Writes to dist/ with content hashes in the names, brotli and gzip beside each text file, and manifest.json, which
// the crate's build.rs turns into typed paths. Never used at run time, never touches the network.

import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(here, ...parts);
const dist = at("dist");

const hash = (...parts) => parts.reduce((sum, part) => sum.update(part), createHash("sha256")).digest("hex");

/** Every file that decides what comes out. */
function inputs() {
  const folders = ["style", "script", "images"].flatMap((folder) =>
    readdirSync(at(folder)).sort().map((name) => at(folder, name)),
  );
  return [at("build.mjs"), at("icons.txt"), at("designsystemet.config.json"), at("package-lock.json"), ...folders];
}

/** The theme: 16 shades per colour for light and dark, made from the hex colours of the configuration. */
function theme() {
  const config = readFileSync(at("designsystemet.config.json"));
  const stamp = hash(config, readFileSync(at("package-lock.json")));
  const mark = at("theme/out/stamp");
  if (existsSync(mark) && readFileSync(mark, "utf8") === stamp) return;
  const tool = at("node_modules/@digdir/designsystemet/dist/bin/designsystemet.js");
  const run = (...args) => execFileSync(process.execPath, [tool, "tokens", ...args], { cwd: here, stdio: "pipe" });
  run("create", "--clean");
  run("build", "-t", "./tokens", "-o", "./theme/out", "--clean");
  writeFileSync(mark, stamp);
}

/** One SVG file with a symbol per icon we name. */
function sprite() {
  const names = readFileSync(at("icons.txt"), "utf8").split("\n").map((line) => line.trim()).filter(Boolean);
  const symbols = names.map((name) => {
    const file = at("node_modules/@navikt/aksel-icons/dist/svg", `${name}.svg`);
    if (!existsSync(file)) throw new Error(`icons.txt: there is no icon ${name}`);
    const inner = readFileSync(file, "utf8").replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "")
      .replace(/(\.\d{3})\d+/g, "$1"); // a thousandth of a 24 px square cannot be seen
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
  });
  const text = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
  return { names, text };
}

const compressible = new Set([".css", ".js", ".svg", ".json", ".webmanifest", ".txt"]);
const manifest = { files: [], icons: [], print: [] };

/** Writes one file, hashed unless `plain`, and its compressed twins where they are smaller. */
function put(key, bytes, plain = false) {
  const kind = extname(key);
  const name = plain ? key : `${basename(key, kind)}-${hash(bytes).slice(0, 10)}${kind}`;
  writeFileSync(join(dist, name), bytes);
  const entry = { key, name, plain, br: false, gz: false };
  if (compressible.has(kind)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(join(dist, `${name}.br`), brotliCompressSync(bytes, { params }));
    writeFileSync(join(dist, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    entry.br = true;
    entry.gz = true;
  }
  manifest.files.push(entry);
  return `/assets/${name}`;
}

async function bundle(entry, options) {
  const result = await esbuild.build({
    entryPoints: [at(entry)], bundle: true, minify: true, write: false, outdir: dist, legalComments: "none",
    target: ["chrome115", "firefox118", "safari16.4"], logLevel: "warning", ...options,
  });
  return result.outputFiles[0].contents;
}

const stamp = hash(...inputs().map((file) => readFileSync(file)));
const done = join(dist, "manifest.json");
if (existsSync(done) && JSON.parse(readFileSync(done, "utf8")).stamp === stamp) process.exit(0);

theme();
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
manifest.stamp = stamp;

const fonts = {};
for (const script of ["latin", "latin-ext", "cyrillic"]) {
  const file = at(`node_modules/@fontsource-variable/inter/files/inter-${script}-wght-normal.woff2`);
  fonts[script] = put(`inter-${script}.woff2`, readFileSync(file));
}
const fontAddresses = {
  name: "font-addresses",
  setup(build) {
    build.onResolve({ filter: /^font:/ }, (found) => ({ path: fonts[found.path.slice(5)], external: true }));
  },
};
put("site.css", await bundle("style/site.css", { plugins: [fontAddresses] }));
put("site.js", await bundle("script/site.js", { format: "esm" }));
const icons = sprite();
manifest.icons = icons.names;
put("icons.svg", Buffer.from(icons.text));
for (const name of readdirSync(at("images")).sort()) put(name, readFileSync(at("images", name)));
for (const [key, style] of [["regular", "400Regular"], ["strong", "600SemiBold"]]) {
  const bytes = readFileSync(at(`node_modules/@expo-google-fonts/inter/${style}/Inter_${style}.ttf`));
  writeFileSync(join(dist, `print-${key}.ttf`), bytes);
  manifest.print.push({ key, name: `print-${key}.ttf` });
}
writeFileSync(done, JSON.stringify(manifest, null, 1));

const sizes = manifest.files.map(({ name, br }) => `  ${name}  ${statSync(join(dist, br ? `${name}.br` : name)).size}`);
console.log(`assets, bytes over the wire:\n${sizes.join("\n")}`);
