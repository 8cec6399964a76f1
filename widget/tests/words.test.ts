import { describe, expect, test } from "vitest";
import { sources } from "./support/sources";
import { counted, Labels, wordsOf } from "../src/words";

const code = Object.values(sources).join("\n");
const keys = Object.keys(__WORDS__.fi!);

describe("words", () => {
  test("both languages have the same", () => {
    expect(Object.keys(__WORDS__.en!)).toEqual(keys);
  });

  test("none is there for nothing", () => {
    // A key stands in the code as it is, or as a template such as `kinds.${kind}` or counted(say, "composer.left", 2).
    const templates = [...code.matchAll(/[`"]([a-z_]+(?:\.[a-z_]*|\$\{[^}]+\}|\.)*)[`"]/g)].map(([, template]) =>
      template!.replace(/[.]/g, "\\.").replace(/\$\{[^}]+\}/g, "[a-z_]+"),
    );
    const used = templates.map((template) => new RegExp(`^${template}(?:_one|_many)?$`));
    expect(keys.filter((key) => !used.some((pattern) => pattern.test(key)))).toEqual([]);
  });

  test("placeholders are filled", () => {
    expect(wordsOf("fi")("log.reviewed", { date: "22.11.2026" })).toBe("Vastaus tarkistettu 22.11.2026.");
  });

  test("a missing key names itself and its file", () => {
    expect(() => wordsOf("en")("nothing")).toThrow("nothing: add it to locales/en/widget.yml");
  });

  test.each([
    [1, "1 uusi vastaus"],
    [2, "2 uutta vastausta"],
    [0, "0 uutta vastausta"],
  ])("%i is counted as people do", (count, words) => {
    expect(counted(wordsOf("fi"), "launcher.unread", count)).toBe(words);
  });
});

test("labels follow the language", () => {
  const labels = new Labels("fi");
  const node = labels.text(document.createElement("p"), "composer.send");
  expect(node.textContent).toBe("Lähetä");
  labels.language = "en";
  expect(node.textContent).toBe("Send");
});
