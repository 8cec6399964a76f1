// What the build puts into the code as constants: the words of locales/, the style sheet, the version.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { parse } from "yaml";

const HERE = new URL(".", import.meta.url);
const LOCALES = new URL("../locales/", HERE);

/** Syntax that every supported browser knows (docs/widget.md lists them). */
export const TARGET = ["chrome111", "edge111", "firefox113", "safari16.4"];

/** The bundle's version, which its address carries. */
export const VERSION = JSON.parse(read("package.json")).version;

/** Names as they stand in the code (src/constants.d.ts), and what stands for them in the bundle. */
export function constants() {
  return {
    __VERSION__: JSON.stringify(VERSION),
    __LANGUAGES__: JSON.stringify(languages()),
    __WORDS__: JSON.stringify(Object.fromEntries(languages().map(({ code }) => [code, words(code)]))),
    __STYLES__: JSON.stringify(styles()),
  };
}

function read(path) {
  return readFileSync(fileURLToPath(new URL(path, HERE)), "utf8");
}

/** The languages whose folders describe them, the default one first: code, name and locale of each. */
function languages() {
  return readdirSync(fileURLToPath(LOCALES))
    .filter((code) => existsSync(new URL(`${code}/_language.yml`, LOCALES)))
    .map((code) => ({ code, ...parse(read(`../locales/${code}/_language.yml`)) }))
    .sort((one, other) => one.order - other.order || one.code.localeCompare(other.code))
    .map(({ code, name, babel }) => ({ code, name, locale: babel.replace("_", "-") }));
}

function words(language) {
  return Object.fromEntries(flat("", parse(read(`../locales/${language}/widget.yml`))));
}

function flat(prefix, node) {
  if (typeof node === "string") return [[prefix, node.trim()]];
  return Object.entries(node).flatMap(([key, value]) => flat(prefix ? `${prefix}.${key}` : key, value));
}

function styles() {
  const files = readdirSync(fileURLToPath(new URL("src/styles/", HERE))).sort();
  const css = files.map((file) => read(`src/styles/${file}`)).join("\n");
  return transformSync(css, { loader: "css", minify: true, target: TARGET }).code.trim();
}
