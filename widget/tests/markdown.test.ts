import { describe, expect, test } from "vitest";
import { h } from "../src/view/dom";
import { safeAddress } from "../src/view/links";
import { markdown, plain } from "../src/view/markdown";
import { wordsOf } from "../src/words";

const say = wordsOf("fi");
const shown = (text: string) => h("div", {}, ...markdown(text, say));

describe("Markdown that answers use", () => {
  test.each([
    ["Yksi\n\nKaksi", "<p>Yksi</p><p>Kaksi</p>"],
    ["Yksi\nKaksi", "<p>Yksi<br>Kaksi</p>"],
    ["- a\n- b", "<ul><li>a</li><li>b</li></ul>"],
    ["Alku:\n- a\n\nLoppu", "<p>Alku:</p><ul><li>a</li></ul><p>Loppu</p>"],
    ["**25 €** yhteensä", "<p><strong>25 €</strong> yhteensä</p>"],
    ["- **a** b", "<ul><li><strong>a</strong> b</li></ul>"],
    ["2 * 3 ** 4", "<p>2 * 3 ** 4</p>"],
    ["", ""],
  ])("%j", (text, html) => {
    expect(shown(text).innerHTML).toBe(html);
  });

  test("a link leads to its page in a tab of its own, and says so", () => {
    const anchor = shown("Lue [Kelan sivu](https://www.kela.fi/a?b=1).").querySelector("a")!;
    expect(anchor.href).toBe("https://www.kela.fi/a?b=1");
    expect(anchor.rel).toBe("noopener noreferrer");
    expect(anchor.target).toBe("_blank");
    expect(anchor.textContent).toBe("Kelan sivu\u2060 (avautuu uuteen välilehteen)");
  });

  test("a link stands in bold as well", () => {
    expect(shown("**[a](https://www.kela.fi)**").querySelector("strong > a")).not.toBeNull();
  });

  test.each(["mailto:a@kela.fi", "tel:+35820692205"])("%s opens in place", (address) => {
    expect(shown(`[a](${address})`).querySelector("a")!.target).toBe("");
  });
});

describe("hostile texts stay texts", () => {
  test.each([
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "**<b onclick=alert(1)>b</b>**",
    "- <iframe src=https://example.com></iframe>",
    "[<img src=x onerror=alert(1)>](https://www.kela.fi)",
    '[a](https://www.kela.fi/"onmouseover="alert(1))',
    "&lt;img&gt;",
  ])("%s", (text) => {
    const box = shown(text);
    const tags = [...box.querySelectorAll("*")].map((element) => element.localName);
    expect(tags.filter((tag) => !/^(p|ul|li|strong|a|bdi|span|svg|path)$/.test(tag))).toEqual([]);
    const attributes = [...box.querySelectorAll("*")].flatMap((element) => element.getAttributeNames());
    expect(attributes.filter((name) => name.startsWith("on"))).toEqual([]);
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "blob:https://www.kela.fi/1",
    "http://www.kela.fi",
    "//www.kela.fi",
    "/plain",
    "https://www.kela.fi@example.com/",
    "https://user:pass@example.com/",
    "https://",
    "",
  ])("no link leads to %j", (address) => {
    expect(safeAddress(address)).toBeNull();
    expect(shown(`[a](${address})`).querySelector("a")).toBeNull();
  });

  test("what turns the direction of writing is left out", () => {
    expect(plain("a\u202egnp.exe\u202c\u2066b\u2069\u200f")).toBe("agnp.exeb");
    expect(shown("[a\u202eb](https://www.kela.fi)").querySelector("bdi")!.textContent).toBe("ab");
  });

  test("a long text of marks is read in no time to speak of", () => {
    for (const piece of ["**", "[", "[a](", "- "]) expect(shown(piece.repeat(20_000)).textContent).not.toBe("");
  });
});
