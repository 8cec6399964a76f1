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
    conversation: null,
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
Lähteet: Omavastuu, https://www.kela.fi/omavastuu (sivulla ei ole päiväystä)
Vastaus tarkistettu 22.11.2026.

Note (10:00)
Expired
`);
});

test("a message of another day has its date", () => {
  expect(asText(entries, "fi", new Date("2026-11-24T12:30:00"))).toContain("Sinä (23.11.2026 10.00)");
});

const sent = (status: "waiting" | "refused" | "expired", text: string): Entry => ({
  author: "person",
  id: status,
  at,
  language: "fi",
  text,
  payload: null,
  status,
  problem: null,
  conversation: null,
});

test.each([
  ["waiting", "Odottaa lähettämistä"],
  ["refused", "Ei lähetetty."],
  ["expired", "Ei lähetetty."],
] as const)("a message that is %s is marked as one that was not sent", (status, mark) => {
  const text = asText([sent(status, "Hei")], "fi", new Date("2026-11-23T12:30:00"));
  expect(text).toContain(`Sinä (10.00)\nHei\n${mark}\n`);
});

test("what a person wrote is no Markdown", () => {
  const written = "**a** [b](https://c.fi)\n- d";
  expect(asText([sent("refused", written)], "fi")).toContain(written);
  const page = printed([sent("refused", written)]);
  expect(page.querySelector("strong, a, li")).toBeNull();
  expect([...page.querySelectorAll("article p")].map((line) => line.textContent)).toEqual([written, "Ei lähetetty."]);
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
  const page = printed([...entries, hostile]);
  expect(page.documentElement.lang).toBe("fi");
  expect(page.querySelectorAll("article")).toHaveLength(4);
  expect(page.querySelector("img")).toBeNull();
  expect(page.body.textContent).toContain("<img src=x onerror=alert(1)>");
});

test("printing gives the focus back to what had it", () => {
  const button = document.body.appendChild(document.createElement("button"));
  button.focus();
  const view = printed(entries).defaultView!;
  button.blur();
  view.dispatchEvent(new Event("afterprint"));
  expect(document.querySelector("iframe")).toBeNull();
  expect(document.activeElement).toBe(button);
});

/** Prints, and returns the page that the printer gets. */
function printed(entries: Entry[]): Document {
  let page: Document | null = null;
  const frame = vi.spyOn(HTMLIFrameElement.prototype, "contentWindow", "get").mockImplementation(function (
    this: HTMLIFrameElement,
  ) {
    const document = this.contentDocument!;
    const print = () => (page = document);
    return Object.assign(document.defaultView!, { CSSStyleSheet, print, focus: () => undefined });
  });
  print(entries, "fi", document.body);
  frame.mockRestore();
  return page!;
}
