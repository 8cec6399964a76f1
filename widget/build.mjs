// Builds the widget's bundle into the gateway's static files; with --check, fails where the committed one differs.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { constants, TARGET, VERSION } from "./constants.mjs";

const LARGEST = 30 * 1024; // bytes, gzipped
const OUT = new URL("../bot/gateway/static/widget/", import.meta.url);

const result = await build({
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  entryPoints: ["src/index.ts"],
  bundle: true,
  minify: true,
  format: "esm",
  target: TARGET,
  charset: "utf8",
  legalComments: "none",
  banner: { js: `/* Kuntoutusneuvo widget ${VERSION}, EUPL-1.2 */` },
  define: constants(),
  write: false,
});
const bundle = Buffer.from(result.outputFiles[0].contents);
const integrity = `sha384-${createHash("sha384").update(bundle).digest("base64")}`;
const files = {
  [`${VERSION}/widget.js`]: bundle,
  "version.json": Buffer.from(
    `${JSON.stringify({ version: VERSION, script: `/widget/${VERSION}/widget.js`, integrity }, null, 2)}\n`,
  ),
};

const gzipped = gzipSync(bundle, { level: 9 }).length;
console.log(`widget.js ${VERSION}: ${bundle.length} bytes, ${gzipped} gzipped (at most ${LARGEST})`);
if (gzipped > LARGEST) fail("The bundle is too large.");

const released = JSON.parse(readFileSync(new URL("released.json", import.meta.url), "utf8"));
if (VERSION in released && released[VERSION] !== integrity) {
  fail(`Version ${VERSION} is released and must not change: raise the version in widget/package.json.`);
}

if (process.argv.includes("--check")) {
  const stale = Object.keys(files).filter((name) => !isCommitted(name));
  if (stale.length) fail(`${stale.join(" and ")} in bot/gateway/static/widget/ differ from the source: make widget`);
} else {
  // Released versions stay: pages that have fixed one ask for it by its number.
  mkdirSync(new URL(`${VERSION}/`, OUT), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(new URL(name, OUT), content);
}

function isCommitted(name) {
  try {
    return readFileSync(new URL(name, OUT)).equals(files[name]);
  } catch {
    return false;
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
