import { expect, test } from "vitest";
import { DEFAULT_LANGUAGE, isSpoken, localeOf, others, spokenOn } from "../src/languages";

test.each([
  ["fi", "fi"],
  ["en-GB", "en"],
  ["EN", "en"],
  ["de", DEFAULT_LANGUAGE],
  ["", DEFAULT_LANGUAGE],
])('a page whose lang is "%s" gets %s', (lang, language) => {
  expect(spokenOn(lang)).toBe(language);
});

test("every folder of words is a language with a locale, and its switch leads to the others", () => {
  expect(__LANGUAGES__.map(({ code }) => code)).toEqual(Object.keys(__WORDS__));
  for (const { code } of __LANGUAGES__) {
    expect(isSpoken(code)).toBe(true);
    expect(Intl.DateTimeFormat.supportedLocalesOf(localeOf(code))).toHaveLength(1);
    expect(others(code).map((other) => other.code)).not.toContain(code);
    expect(others(code)).toHaveLength(__LANGUAGES__.length - 1);
  }
});

test("a language's name begins with a capital on its button", () => {
  expect(others("en")).toContainEqual({ code: "fi", name: "Suomi" });
});
