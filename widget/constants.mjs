// What the build puts into the code as constants: the words of locales/, the style sheet, the version.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { parse } from "yaml";

const HERE = new URL(".", import.meta.url);
const LANGUAGES = ["fi", "en"];

/** Syntax that every supported browser knows (docs/widget.md lists them). */
export const TARGET = ["chrome111", "edge111", "firefox113", "safari16.4"];

/** The bundle's version, which its address carries. */
export const VERSION = JSON.parse(read("package.json")).version;

/** Names as they stand in the code (src/constants.d.ts), and what stands for them in the bundle. */
export function constants() {
  return {
    __VERSION__: JSON.stringify(VERSION),
    __WORDS__: JSON.stringify(Object.fromEntries(LANGUAGES.map((language) => [language, words(language)]))),
    __STYLES__: JSON.stringify(styles()),
  };
}

function read(path) {
  return readFileSync(fileURLToPath(new URL(path, HERE)), "utf8");
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
