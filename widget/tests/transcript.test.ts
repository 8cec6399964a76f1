import { expect, test, vi } from "vitest";
import * as parse from "../src/model/parse";
import type { Entry } from "../src/model/types";
import { asText, download, print } from "../src/view/transcript";
import { answer } from "./support/gateway";

const at = "2026-11-23T10:00:00";
const entries: Entry[] = [
  {
    author: "person",
    id: "m1",
    at,
    language: "fi",
    text: "Paljonko?",
    payload: null,
    status: "answered",
    problem: null,
  },
  { author: "assistant", id: "m1/answer", at, language: "fi", answer: parse.answer(answer())!, rating: null },
  { author: "system", id: "s1", at, language: "en", text: "Expired" },
];

test("the text has who said what and when, without marks, with sources and their date", () => {
  expect(asText(entries, "fi", new Date("2026-11-23T12:30:00"))).toBe(`Keskustelu Kuntoutusneuvon kanssa
Tallennettu 23. marraskuuta 2026 klo 12.30
Yleistä neuvontaa, ei päätös. Kuntoutusneuvo on automaatti eikä Kelan palvelu.

Sinä (10.00)
Paljonko?

Kuntoutusneuvo (10.00)
Omavastuu on 25 €.
Vaihtoehdot: Laske
Lähteet: Omavastuu, https://www.kela.fi/omavastuu (tarkistettu 22.11.2026)

Note (10:00)
Expired
`);
});

test("a message of another day has its date", () => {
  expect(asText(entries, "fi", new Date("2026-11-24T12:30:00"))).toContain("Sinä (23.11.2026 10.00)");
});

test("it is saved as a file that says what it is", () => {
  URL.createObjectURL = vi.fn(() => "blob:x");
  URL.revokeObjectURL = vi.fn();
  let name = "";
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    name = this.download;
  });
  download(entries, "en");
  expect(name).toMatch(/^kuntoutusneuvo-conversation-\d{4}-\d\d-\d\d\.txt$/);
});

test("it is printed from a frame of its own, as text", () => {
  const hostile: Entry = { author: "system", id: "s2", at, language: "fi", text: "<img src=x onerror=alert(1)>" };
  let printed: Document | null = null;
  const frame = vi.spyOn(HTMLIFrameElement.prototype, "contentWindow", "get").mockImplementation(function (
    this: HTMLIFrameElement,
  ) {
    const page = this.contentDocument!;
    const print = () => (printed = page);
    return Object.assign(page.defaultView!, { CSSStyleSheet, print, focus: () => undefined });
  });
  print([...entries, hostile], "fi", document.body);
  frame.mockRestore();
  expect(printed!.documentElement.lang).toBe("fi");
  expect(printed!.querySelectorAll("article")).toHaveLength(4);
  expect(printed!.querySelector("img")).toBeNull();
  expect(printed!.body.textContent).toContain("<img src=x onerror=alert(1)>");
});
