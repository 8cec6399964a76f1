import { beforeEach, describe, expect, test, vi } from "vitest";
import "../src/index";
import type { KuntoutusneuvoChat } from "../src/element";
import { wordsOf } from "../src/words";
import { answer, Gateway, ok, problem, settled } from "./support/gateway";
import { media } from "./setup";

const say = wordsOf("fi");
let gateway: Gateway;
let server = 0;

beforeEach(() => {
  gateway = new Gateway();
  // Elements of one server share a conversation; each test has a server of its own.
  server += 1;
});

function embed(attributes = ""): Chat {
  const element = document.createElement("kuntoutusneuvo-chat") as KuntoutusneuvoChat;
  for (const [, name, value] of ` server="https://host${server}/" ${attributes}`.matchAll(
    / ([a-z]+)(?:="([^"]*)")?/g,
  )) {
    element.setAttribute(name!, value ?? "");
  }
  document.body.append(element);
  return new Chat(element);
}

/** What a person sees of the element and does to it. */
class Chat {
  readonly events: Array<[string, unknown]> = [];

  constructor(readonly element: KuntoutusneuvoChat) {
    for (const name of ["opened", "closed", "answered", "feedback", "erased", "unread"]) {
      // On the document: events bubble out of the page's own structure.
      document.addEventListener(name, (event) => this.events.push([name, (event as CustomEvent).detail]));
    }
  }

  all<T extends HTMLElement = HTMLButtonElement>(part: string): T[] {
    return [...this.element.shadowRoot!.querySelectorAll<T>(`[part="${part}"]`)];
  }

  part<T extends HTMLElement = HTMLButtonElement>(part: string): T {
    const [found] = this.all<T>(part);
    if (!found) throw new Error(`There is no ${part}`);
    return found;
  }

  get box(): HTMLTextAreaElement {
    return this.part("text");
  }

  get focused(): string | null {
    return this.element.shadowRoot!.activeElement?.getAttribute("part") ?? null;
  }

  get messages(): string[] {
    return this.all("message").map((node) => node.dataset.author!);
  }

  type(text: string): void {
    this.box.value = text;
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  press(key: string, init: KeyboardEventInit = {}): void {
    const target = this.element.shadowRoot!.activeElement ?? this.box;
    target.dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true, ...init }),
    );
  }

  async say(text: string): Promise<void> {
    this.type(text);
    this.press("Enter");
    await settled();
  }
}

describe("the panel", () => {
  test("is closed at first; the launcher opens it and the focus goes into the box", () => {
    const chat = embed();
    expect(chat.element.isOpen).toBe(false);
    expect(chat.part("launcher").getAttribute("aria-expanded")).toBe("false");
    chat.part("launcher").click();
    expect(chat.element.isOpen).toBe(true);
    expect(chat.element.hasAttribute("open")).toBe(true);
    expect(chat.focused).toBe("text");
    expect(chat.events).toEqual([["opened", {}]]);
  });

  test("closes by Esc, and the focus goes back to the launcher", () => {
    const chat = embed();
    chat.part("launcher").click();
    chat.press("Escape");
    expect(chat.element.isOpen).toBe(false);
    expect(chat.element.hasAttribute("open")).toBe(false);
    expect(chat.focused).toBe("launcher");
    expect(chat.events.at(-1)).toEqual(["closed", {}]);
  });

  test("gives the focus back to the page's own button", () => {
    const chat = embed();
    const opener = document.createElement("button");
    document.body.append(opener);
    opener.focus();
    chat.element.open();
    chat.part("close").click();
    expect(document.activeElement).toBe(opener);
  });

  test.each<[string, (opener: HTMLButtonElement) => void]>([
    ["hidden", (opener) => (opener.hidden = true)],
    ["disabled", (opener) => (opener.disabled = true)],
    ["gone", (opener) => opener.remove()],
  ])("gives the focus to the launcher where the page's own button is %s meanwhile", (state, change) => {
    const chat = embed();
    const opener = document.createElement("button");
    document.body.append(opener);
    opener.focus();
    chat.element.open();
    change(opener);
    // jsdom has no layout: what is hidden takes the focus there.
    if (state === "hidden") opener.focus = () => undefined;
    chat.part("close").click();
    expect(chat.focused).toBe("launcher");
  });

  test("gives the focus back into a page's own component", () => {
    const chat = embed();
    const host = document.createElement("div");
    const opener = document.createElement("button");
    host.attachShadow({ mode: "open" }).append(opener);
    document.body.append(host);
    opener.focus();
    chat.element.open();
    chat.part("close").click();
    expect(host.shadowRoot!.activeElement).toBe(opener);
  });

  test("leaves the focus where it is on the page when the page closes it", () => {
    const chat = embed();
    const input = document.createElement("input");
    document.body.append(input);
    chat.part("launcher").click();
    input.focus();
    chat.element.close();
    expect(document.activeElement).toBe(input);
  });

  test("takes no focus where the page opens it while it loads", () => {
    const input = document.createElement("input");
    document.body.append(input);
    input.focus();
    const chat = embed("open");
    expect(chat.element.isOpen).toBe(true);
    expect(document.activeElement).toBe(input);
    expect(chat.events).toEqual([]);
  });

  test.each([true, false])("follows its attribute (%s)", (open) => {
    const chat = embed(open ? "" : "open");
    chat.element.toggleAttribute("open", open);
    expect(chat.element.isOpen).toBe(open);
    expect(chat.events).toEqual([[open ? "opened" : "closed", {}]]);
  });

  test("is out of the way of Esc while something inside is open", () => {
    const chat = embed();
    chat.element.open();
    chat.part("menu").click();
    chat.press("Escape");
    expect(chat.part("menu").getAttribute("aria-expanded")).toBe("false");
    expect(chat.element.isOpen).toBe(true);
    expect(chat.focused).toBe("menu");
  });

  test("covers a small screen as a modal dialog, with the focus on its heading", () => {
    media.add("(max-width: 30em), (max-height: 30em)");
    media.add("(pointer: coarse)");
    const modal = vi.spyOn(HTMLDialogElement.prototype, "showModal");
    const chat = embed();
    chat.element.open();
    expect(modal).toHaveBeenCalled();
    expect(chat.element.shadowRoot!.activeElement?.id).toBe("title");
  });

  test("is closed for good where the browser has closed it", () => {
    const chat = embed();
    chat.element.open();
    const dialog = chat.part<HTMLElement>("panel") as HTMLDialogElement;
    dialog.open = false;
    dialog.dispatchEvent(new Event("close"));
    expect(chat.element.isOpen).toBe(false);
  });

  test("stays as the visitor left it on the page before, whatever the page says", async () => {
    const before = embed("open");
    before.part("close").click();
    before.element.remove();
    expect(embed("open").element.isOpen).toBe(false);
  });

  test("inline is a part of the page: open, without launcher and way to close", () => {
    const chat = embed('mode="inline"');
    expect(chat.element.isOpen).toBe(true);
    expect(chat.all("launcher")).toEqual([]);
    expect(chat.all("close")).toEqual([]);
    expect(chat.part<HTMLElement>("panel").localName).toBe("section");
    chat.press("Escape");
    chat.element.close();
    expect(chat.element.isOpen).toBe(true);
  });

  test("inline leaves Esc to the page where it has nothing to close", () => {
    const heard: boolean[] = [];
    const listen = (event: KeyboardEvent) => heard.push(event.defaultPrevented);
    document.body.addEventListener("keydown", listen);
    const chat = embed('mode="inline"');
    chat.part("menu").click();
    chat.press("Escape");
    expect(heard).toEqual([]);
    chat.press("Escape");
    expect(heard).toEqual([false]);
    document.body.removeEventListener("keydown", listen);
  });

  test("has the heading that the page wants, as text", () => {
    const chat = embed('heading="<b>Neuvonta</b>"');
    expect(chat.element.shadowRoot!.querySelector("#title")!.textContent).toBe("<b>Neuvonta</b>");
  });
});

describe("writing", () => {
  test("Enter sends, Shift and Enter does not, nor Enter while a word is being composed", async () => {
    const chat = embed("open");
    chat.type("Hei");
    chat.press("Enter", { shiftKey: true });
    chat.press("Enter", { isComposing: true });
    expect(gateway.messages).toEqual([]);
    chat.press("Enter");
    await settled();
    expect(gateway.messages).toHaveLength(1);
    expect(chat.box.value).toBe("");
    expect(chat.messages).toEqual(["person", "assistant"]);
    expect(chat.events.at(-1)).toEqual(["answered", { topic: "travel.copayment", language: "fi", flow: null }]);
  });

  test("nothing is sent twice by a second press", async () => {
    const chat = embed("open");
    chat.type("Hei");
    chat.part("send").click();
    chat.part("send").click();
    await settled();
    expect(gateway.messages).toHaveLength(1);
  });

  test.each(["", "   ", "\n"])("%j is not sent, and a sentence says why", (text) => {
    const chat = embed("open");
    chat.type(text);
    chat.part("send").click();
    expect(gateway.messages).toEqual([]);
    expect(chat.part("error").textContent).toBe(say("composer.empty"));
    expect(chat.box.getAttribute("aria-invalid")).toBe("true");
    chat.type("a");
    expect(chat.part("error").textContent).toBe("");
    expect(chat.box.getAttribute("aria-invalid")).toBe("false");
  });

  test("the limit is the server's, counted in characters as people see them", async () => {
    const chat = embed("open");
    await settled();
    chat.type("😀".repeat(99));
    expect(chat.part("counter").textContent).toBe("1 merkki jäljellä");
    chat.type("😀".repeat(102));
    expect(chat.part("counter").textContent).toBe("Viesti on 2 merkkiä liian pitkä");
    chat.part("send").click();
    expect(gateway.messages).toEqual([]);
    expect(chat.part("error").textContent).toBe(say("composer.too_long", { limit: 100 }));
    chat.type("a".repeat(100));
    chat.part("send").click();
    await settled();
    expect(gateway.messages).toHaveLength(1);
  });

  test("the counter speaks at steps, not at every letter", async () => {
    const chat = embed("open");
    await settled();
    const spoken = chat.element.shadowRoot!.querySelector(".composer [role=status]")!;
    const heard = new Set<string>();
    for (let length = 1; length <= 100; length += 1) {
      chat.type("a".repeat(length));
      heard.add(spoken.textContent);
    }
    expect([...heard].map((words) => parseInt(words))).toEqual([99, 50, 20, 10, 0]);
  });

  test("personal data is warned of before it leaves; it can be edited or sent all the same", async () => {
    const chat = embed("open");
    await chat.say("Soita 040 123 4567");
    const warning = chat.part<HTMLElement>("warning");
    expect(warning.hidden).toBe(false);
    expect(warning.textContent).toContain(say("kinds.phone_number"));
    expect(chat.focused).toBe("warning");
    expect(gateway.messages).toEqual([]);
    chat.part("edit").click();
    expect(warning.hidden).toBe(true);
    expect(chat.focused).toBe("text");
    expect(chat.box.value).toBe("Soita 040 123 4567");
    chat.press("Enter");
    chat.part("send-anyway").click();
    chat.part("send-anyway").click();
    await settled();
    expect(gateway.messages).toHaveLength(1);
    expect(warning.hidden).toBe(true);
  });

  test("what is wrong with a text is said in the language that was switched to", async () => {
    const say = wordsOf("en");
    const chat = embed("open");
    await settled();
    chat.part("send").click();
    chat.part("language").click();
    expect(chat.part("error").textContent).toBe(say("composer.empty"));
    chat.part("language").click();
    chat.type("a".repeat(99));
    chat.part("language").click();
    expect(chat.part("counter").textContent).toBe(say("composer.left_one"));
    const spoken = chat.element.shadowRoot!.querySelector(".composer [role=status]")!;
    expect(spoken.textContent).toBe(say("composer.left_one"));
    chat.part("language").click();
    await chat.say("Soita 040 123 4567");
    chat.part("language").click();
    expect(chat.part("warning").textContent).toContain(say("warning.text", { kinds: say("kinds.phone_number") }));
  });

  test("prefill puts a text into the box and sends nothing", async () => {
    const chat = embed();
    chat.element.prefill("Miten haen?");
    await settled();
    expect(chat.box.value).toBe("Miten haen?");
    expect(gateway.messages).toEqual([]);
    expect(chat.element.isOpen).toBe(false);
  });

  test("a draft is there again on the next page", () => {
    const chat = embed("open");
    chat.type("kesken");
    chat.element.remove();
    expect(embed().box.value).toBe("kesken");
  });

  test("a starter asks its question, and then they are gone", async () => {
    const chat = embed("open");
    const [starter] = chat.all("starter");
    starter!.click();
    await settled();
    expect(gateway.messages[0]!.text).toBe(starter!.textContent);
    expect(starter!.parentElement!.hidden).toBe(true);
    expect(chat.focused).toBe("log");
  });
});

describe("the log", () => {
  const live = (chat: Chat) => chat.part<HTMLElement>("log").getAttribute("aria-live");

  test("is live once something new comes, but not for what is only shown again", async () => {
    const chat = embed("open");
    expect(live(chat)).toBe("off");
    await chat.say("Hei");
    expect(live(chat)).toBe("polite");
    chat.part("close").click();
    chat.element.open();
    expect(live(chat)).toBe("off");
    chat.element.remove();
    const later = embed();
    expect(later.messages).toEqual(["person", "assistant"]);
    expect(live(later)).toBe("off");
  });

  test("adds each message once and leaves it where it is", async () => {
    const chat = embed("open");
    await chat.say("Hei");
    const [first] = chat.all("message");
    let moved = 0;
    new MutationObserver((records) => (moved += records.length)).observe(first!.parentElement!, { childList: true });
    await chat.say("Toinen");
    expect(chat.messages).toEqual(["person", "assistant", "person", "assistant"]);
    expect(moved).toBe(2);
  });

  test("marks each message's language and time", async () => {
    const replies = [
      { text: "Tyvärr", language: "sv", buttons: [] },
      { text: "Sorry", buttons: [] },
    ];
    gateway.next.push(() => ok(answer({ language: "en", replies })));
    const chat = embed("open");
    await chat.say("Hei");
    expect(chat.all("message").map((node) => node.lang)).toEqual(["fi", "en"]);
    const texts = chat.all("message")[1]!.querySelectorAll<HTMLElement>(".text");
    expect([...texts].map((text) => text.lang)).toEqual(["sv", "en"]);
    for (const node of chat.all("message")) {
      expect(Date.parse(node.querySelector("time")!.dateTime)).not.toBeNaN();
    }
  });

  test("shows sources with their date, and links only to where links may lead", async () => {
    const bad = { title: "<b>x</b>", url: "javascript:alert(1)", dated: "<i>", reviewed: "2026-11-22" };
    const dated = { title: "Taksi", url: "https://www.kela.fi/taksi", dated: "2024-03-05", reviewed: "2026-11-22" };
    gateway.next.push(() => ok(answer({ sources: [...(answer().sources as object[]), bad, dated] })));
    const chat = embed("open");
    await chat.say("Hei");
    const list = chat.part<HTMLElement>("sources");
    const [good, hostile, ofMarch] = list.querySelectorAll("li");
    expect(good!.textContent).toContain("sivulla ei ole päiväystä");
    expect(ofMarch!.textContent).toContain("sivu päivätty 5.3.2024");
    expect(list.textContent!.split("Vastaus tarkistettu 22.11.2026.")).toHaveLength(2);
    expect(good!.querySelector("a")!.href).toBe("https://www.kela.fi/omavastuu");
    expect(hostile!.querySelector("a, b, i")).toBeNull();
    expect(hostile!.textContent).toContain("<b>x</b>");
  });

  test("shows what else may have been meant below the answer, with nothing between its words and its choices", async () => {
    const other = { title: "Kela-taksi", payload: "/answer{}", role: "alternative" };
    const replies = [
      { text: "Hae korvausta.", buttons: [{ title: "Laske", payload: "/flow{}" }] },
      { text: "Tarkoititko muuta?", buttons: [other] },
    ];
    gateway.next.push(() => ok(answer({ replies })));
    const chat = embed("open");
    await chat.say("Hei");
    const parts = chat.all("message")[1]!.querySelectorAll(".text, .choices, [part=sources]");
    const texts = [...parts].map((part) => part.textContent!.trim().slice(0, 10));
    expect(texts).toEqual(["Hae korvau", expect.stringContaining("Lähteet"), "Laske", "Tarkoititk", "Kela-taksi"]);
  });

  test("choices are inert once one was taken, and the one taken is marked", async () => {
    const chat = embed("open");
    await chat.say("Hei");
    const [choice] = chat.all("choice");
    expect(choice!.getAttribute("aria-disabled")).toBe("false");
    choice!.click();
    choice!.click();
    await settled();
    expect(gateway.messages).toHaveLength(2);
    expect(choice!.getAttribute("aria-disabled")).toBe("true");
    expect(choice!.tabIndex).toBe(-1);
    expect(choice!.textContent).toBe("Laske (valittu)");
    expect(chat.all("choice")[1]!.getAttribute("aria-disabled")).toBe("false");
  });

  test("says in words that an answer is on its way", async () => {
    const release = gateway.hold();
    const chat = embed("open");
    await chat.say("Hei");
    expect(chat.part<HTMLElement>("typing").hidden).toBe(false);
    expect(chat.part("typing").textContent).toBe(say("log.typing"));
    release();
    await settled();
    expect(chat.part<HTMLElement>("typing").hidden).toBe(true);
  });

  test("a refused message says why and can be changed", async () => {
    gateway.next.push(() => problem(422, "Kirjoita toisin."));
    const chat = embed("open");
    await chat.say("Hei");
    const [message] = chat.all("message");
    expect(message!.textContent).toContain("Ei lähetetty. Kirjoita toisin.");
    message!.querySelector<HTMLButtonElement>("[part=edit-again]")!.click();
    expect(chat.messages).toEqual([]);
    expect(chat.box.value).toBe("Hei");
    expect(chat.focused).toBe("text");
  });

  test("a refused message that is changed stands before what was begun since", async () => {
    gateway.next.push(() => problem(422, "Kirjoita toisin."));
    const chat = embed("open");
    await chat.say("Hei");
    chat.type("jatkan");
    chat.part("edit-again").click();
    expect(chat.box.value).toBe("Hei\njatkan");
  });

  test("the reason of a refusal turns nothing of what stands around it", async () => {
    gateway.next.push(() => problem(422, "\u202ensiot\u2069"));
    const chat = embed("open");
    await chat.say("Hei");
    expect(chat.part("message").querySelector(".problem bdi")!.textContent).toBe("nsiot");
  });

  test("marks a text's language once its answer tells it", async () => {
    gateway.next.push(() => ok(answer({ language: "en" })));
    const chat = embed("open");
    await chat.say("How do I apply?");
    expect(chat.part("message").querySelector<HTMLElement>(".text")!.lang).toBe("en");
  });

  test("says nothing of an answer to come once the conversation was left", async () => {
    const release = gateway.hold();
    const chat = embed("open");
    await chat.say("Hei");
    chat.part("restart").click();
    expect(chat.part("typing").hidden).toBe(true);
    release();
    await settled();
  });

  test("has a welcome that is not read out when its language changes", () => {
    const chat = embed("open");
    const log = chat.part("log");
    for (const greeting of log.querySelectorAll(".welcome, .starters")) {
      expect(greeting.getAttribute("aria-live")).toBe("off");
    }
  });
});

describe("troubles", () => {
  test("are said in words once, with a way to try again", async () => {
    gateway.next.push(() => problem(503, "", { "Retry-After": "60" }));
    const chat = embed("open");
    await chat.say("Hei");
    const status = chat.part<HTMLElement>("status");
    expect(status.getAttribute("role")).toBe("status");
    expect(status.textContent).toBe(say("trouble.unavailable"));
    const retry = status.nextElementSibling as HTMLButtonElement;
    expect(retry.hidden).toBe(false);
    expect(chat.part("message").textContent).toContain(say("log.waiting"));
    retry.click();
    await settled();
    expect(status.textContent).toBe("");
    expect(retry.hidden).toBe(true);
    expect(chat.messages).toEqual(["person", "assistant"]);
    expect(chat.focused).toBe("log");
  });

  test("of the network are said when they come and gone when they go", async () => {
    const chat = embed("open");
    window.dispatchEvent(new Event("offline"));
    expect(chat.part("status").textContent).toBe(say("trouble.offline"));
    chat.part("language").click();
    expect(chat.part("status").textContent).toBe(wordsOf("en")("trouble.offline"));
    window.dispatchEvent(new Event("online"));
    expect(chat.part("status").textContent).toBe("");
  });

  test("end when a sleeping page wakes up", async () => {
    gateway.next.push(new TypeError("gone"));
    const chat = embed("open");
    await chat.say("Hei");
    document.dispatchEvent(new Event("visibilitychange"));
    await settled();
    expect(chat.messages).toEqual(["person", "assistant"]);
  });
});

describe("unread answers", () => {
  test("are counted while the panel is closed, told at the launcher, and read when it opens", async () => {
    const release = gateway.hold();
    const chat = embed("open");
    await chat.say("Hei");
    chat.part("close").click();
    release();
    await settled();
    expect(chat.element.unread).toBe(1);
    expect(chat.events).toContainEqual(["unread", { count: 1 }]);
    expect(chat.part("badge").textContent).toBe("1");
    expect(chat.part("launcher").textContent).toContain(", 1 uusi vastaus");
    chat.element.open();
    expect(chat.element.unread).toBe(0);
    expect(chat.events).toContainEqual(["unread", { count: 0 }]);
    expect(chat.part<HTMLElement>("badge").hidden).toBe(true);
  });

  async function answeredLate(chat: Chat): Promise<void> {
    const release = gateway.hold();
    chat.element.open();
    await chat.say("Hei");
    chat.part("close").click();
    release();
    await settled();
  }

  test("are counted once where two elements show the conversation, and read in both", async () => {
    const [one, other] = [embed("open"), embed()];
    other.element.close();
    await answeredLate(one);
    expect([one.element.unread, other.element.unread]).toEqual([1, 1]);
    expect([one, other].map((chat) => chat.part("badge").textContent)).toEqual(["1", "1"]);
    other.element.open();
    expect([one, other].map((chat) => chat.part("badge").hidden)).toEqual([true, true]);
  });

  test("are none where another element of the page shows them", async () => {
    const [one, inline] = [embed("open"), embed('mode="inline"')];
    await answeredLate(one);
    expect(one.element.unread).toBe(0);
    inline.element.remove();
    await answeredLate(one);
    expect(one.element.unread).toBe(1);
  });

  test("are told to be none when the conversation is left", async () => {
    const chat = embed("open");
    await answeredLate(chat);
    chat.element.restart();
    expect(chat.element.unread).toBe(0);
    expect(chat.events.at(-1)).toEqual(["unread", { count: 0 }]);
  });
});

test("a page that the browser has kept shows what a later page made of the conversation", async () => {
  const chat = embed("open");
  await chat.say("Hei");
  const [key] = Object.keys(sessionStorage);
  const kept = JSON.parse(sessionStorage.getItem(key!)!);
  kept.entries[1].rating = "up";
  sessionStorage.setItem(key!, JSON.stringify({ ...kept, draft: "kesken", open: false }));
  window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  expect(chat.element.isOpen).toBe(false);
  expect(chat.box.value).toBe("kesken");
  expect(chat.part("thumb-up").getAttribute("aria-pressed")).toBe("true");
  expect(chat.part("log").getAttribute("aria-live")).toBe("off");
});

describe("guided dialogues", () => {
  const question = (step: string, number: number, input = "choice") =>
    answer({
      topic: "check.eligibility",
      flow: { id: "check.eligibility", step, input, result: null },
      progress: {
        number,
        of: 6,
        answers: number > 1 ? [{ step: "age", title: "Ikä", value: "54", payload: "/change-age" }] : [],
      },
    });

  test("show which question it is and the answers given, each of which can be changed", async () => {
    gateway.next.push(
      () => ok(question("age", 1, "integer")),
      () => ok(question("difficulty", 2)),
    );
    const chat = embed("open");
    await chat.say("Tarkista");
    const progress = chat.part<HTMLElement>("progress");
    expect(progress.textContent).toContain("1/6");
    expect(progress.textContent).toContain("Kysymys 1, yhteensä 6");
    expect(chat.part("answers").hidden).toBe(true);
    expect(chat.box.inputMode).toBe("numeric");
    await chat.say("54");
    expect(progress.textContent).toContain("2/6");
    expect(chat.part("answers").textContent).toContain("Ikä: 54");
    expect(chat.element.shadowRoot!.querySelector("label")!.textContent).toBe(say("composer.answer"));
    expect(chat.box.hasAttribute("inputmode")).toBe(false);
    const change = chat.part("change");
    expect(change.getAttribute("aria-label")).toBe("Muuta vastausta: Ikä");
    change.click();
    await settled();
    expect(gateway.messages[2]).toMatchObject({ payload: "/change-age" });
    expect(chat.events.find(([name]) => name === "answered")![1]).toMatchObject({ flow: "check.eligibility" });
  });

  test("keep the answers on show, and the focus, when the next question comes", async () => {
    gateway.next.push(
      () => ok(question("difficulty", 2)),
      () => ok(question("duration", 3)),
      () => ok(question("means", 4)),
      () => ok(answer()),
      () => ok(question("difficulty", 2)),
    );
    const chat = embed("open");
    await chat.say("Tarkista");
    const answers = chat.part<HTMLDetailsElement>("answers");
    const summary = answers.querySelector("summary")!;
    answers.open = true;
    summary.tabIndex = 0;
    chat.type("kyllä");
    chat.part("send").click();
    summary.focus();
    await settled();
    expect(chat.part("progress").textContent).toContain("3/6");
    expect(answers.open).toBe(true);
    expect(chat.element.shadowRoot!.activeElement).toBe(summary);
    chat.type("kyllä");
    chat.part("send").click();
    chat.part("change").focus();
    await settled();
    expect(chat.part("progress").textContent).toContain("4/6");
    expect(chat.element.shadowRoot!.activeElement).toBe(summary);
    chat.box.focus();
    await chat.say("Lopeta");
    await chat.say("Tarkista");
    expect(answers.open).toBe(false);
  });

  test("end without progress, and only then ask whether the answer helped", async () => {
    gateway.next.push(
      () => ok(question("age", 1)),
      () => ok(answer({ flow: { id: "check.eligibility", step: null } })),
    );
    const chat = embed("open");
    await chat.say("Tarkista");
    expect(chat.all("thumb-up")).toEqual([]);
    await chat.say("54");
    expect(chat.part<HTMLElement>("progress").hidden).toBe(true);
    expect(chat.all("thumb-up")).toHaveLength(1);
  });

  test("a phone's keyboard can be turned to letters again", async () => {
    gateway.next.push(() => ok(question("a question of tomorrow", 2, "decimal")));
    const chat = embed("open");
    await chat.say("Laske");
    expect(chat.box.inputMode).toBe("decimal");
    chat.part("letters").click();
    expect(chat.box.hasAttribute("inputmode")).toBe(false);
    expect(chat.focused).toBe("text");
  });
});

describe("feedback", () => {
  const sent = () => gateway.sent.filter((each) => each.path === "/widget/feedback").map((each) => each.body);

  test("a thumb is sent, and a comment with it where there is more to say", async () => {
    const chat = embed("open");
    await chat.say("Hei");
    chat.part("thumb-down").click();
    await settled();
    expect(sent()).toMatchObject([{ rating: "down", comment: null }]);
    expect(chat.part("thumb-down").getAttribute("aria-pressed")).toBe("true");
    expect(chat.events.at(-1)).toEqual(["feedback", { topic: "travel.copayment", rating: "down" }]);
    const comment = chat.part<HTMLTextAreaElement>("comment");
    comment.value = "Liian lyhyt";
    chat.part("comment-send").click();
    await settled();
    expect(sent()[1]).toMatchObject({ rating: "down", comment: "Liian lyhyt" });
    expect(comment.closest("form")!.hidden).toBe(true);
    chat.part("thumb-up").click();
    await settled();
    expect(sent()[2]).toMatchObject({ rating: "up", comment: "Liian lyhyt" });
  });

  test.each([
    ["personal data", "040 123 4567", "puhelinnumero"],
    ["more than the limit", "a".repeat(21), "20 merkkiin"],
  ])("a comment with %s stays here", async (_, words, said) => {
    const chat = embed("open");
    await chat.say("Hei");
    chat.part("thumb-down").click();
    await settled();
    chat.part<HTMLTextAreaElement>("comment").value = words;
    chat.part("comment-send").click();
    await settled();
    expect(sent()).toHaveLength(1);
    expect(chat.all("message")[1]!.querySelector(".said")!.textContent).toContain(said);
  });

  test("a comment without words is asked for instead of sent", async () => {
    const chat = embed("open");
    await chat.say("Hei");
    chat.part("thumb-down").click();
    await settled();
    chat.part("comment-send").click();
    await settled();
    expect(sent()).toHaveLength(1);
    expect(chat.all("message")[1]!.querySelector(".said")!.textContent).toBe(say("feedback.empty"));
    expect(chat.focused).toBe("comment");
  });

  test("what did not get through is said, and the thumb stays as it was", async () => {
    gateway.routes["POST /widget/feedback"] = () => problem(503);
    const chat = embed("open");
    await chat.say("Hei");
    chat.part("thumb-up").click();
    await settled();
    expect(chat.all("message")[1]!.querySelector(".said")!.textContent).toBe(say("feedback.failed"));
    expect(chat.part("thumb-up").getAttribute("aria-pressed")).toBe("false");
  });
});

describe("the menu", () => {
  test("starts over", async () => {
    const chat = embed("open");
    await chat.say("Hei");
    chat.part("menu").click();
    chat.part("restart").click();
    expect(chat.messages).toEqual([]);
    expect(chat.part("status").textContent).toBe(say("menu.restarted"));
    expect(chat.focused).toBe("menu");
    await settled();
  });

  test("erases after a question, and not where the answer is no", async () => {
    const chat = embed("open");
    await chat.say("Hei");
    chat.part("erase").click();
    chat.part("erase-cancel").click();
    expect(chat.messages).toHaveLength(2);
    chat.part("erase").click();
    chat.part("erase-confirm").click();
    await settled();
    expect(chat.messages).toEqual([]);
    expect(chat.part("status").textContent).toBe(say("erase.done"));
    expect(chat.events.at(-1)).toEqual(["erased", {}]);
    expect(sessionStorage).toHaveLength(0);
  });

  test("goes away when something else is pressed, but not when one of its own is", () => {
    const chat = embed("open");
    const press = (part: string) => chat.part(part).dispatchEvent(new Event("pointerdown", { bubbles: true }));
    chat.part("menu").click();
    press("restart");
    expect(chat.part("menu").getAttribute("aria-expanded")).toBe("true");
    press("text");
    expect(chat.part("menu").getAttribute("aria-expanded")).toBe("false");
    chat.part("menu").click();
    chat.box.focus();
    expect(chat.part("menu").getAttribute("aria-expanded")).toBe("false");
  });

  test.each([
    ['open audience="partner" topic="travel"', { audience: "partner", topic_hint: "travel" }],
    ["open", { audience: "public", topic_hint: null }],
    ['open topic="Taxi, please"', { audience: "public", topic_hint: null }],
  ])("sends who asks, and what the page is about: %s", async (attributes, sent) => {
    const chat = embed(attributes);
    chat.say("Hei");
    await settled();
    expect(gateway.messages.at(-1)).toMatchObject(sent);
  });

  test("tells how to reach a person, as it is at the moment", async () => {
    const chat = embed('open audience="partner"');
    const status = vi.spyOn(globalThis, "fetch");
    chat.part("human").click();
    await settled();
    expect(String(status.mock.calls[0]![0])).toContain("/widget/status?language=fi&audience=partner");
    expect(chat.part("human-channel").textContent).toContain("Asiakaspalvelu on kiinni.");
    chat.press("Escape");
    expect(chat.part<HTMLElement>("human-channel").hidden).toBe(true);
    gateway.routes["GET /widget/status"] = () => problem(503);
    chat.part("human-open").click();
    await settled();
    expect(chat.part("human-channel").textContent).toContain("ei saatu juuri nyt");
  });
});

describe("a person", () => {
  const someoneIsThere = (open: boolean) => {
    gateway.routes["GET /widget/status"] = () => ok({ human: { open, text: "Kela", lang: "fi" } });
  };

  test.each([
    [true, "human.open"],
    [false, "human.closed"],
  ])("is offered only while somebody is there (%s)", async (open, words) => {
    someoneIsThere(open);
    const chat = embed("open");
    expect(chat.part("human-open").textContent).toBe(say("human.closed"));
    await settled();
    expect(chat.part("human-open").textContent).toBe(say(words));
    chat.part("language").click();
    expect(chat.part("human-open").textContent).toBe(wordsOf("en")(words));
  });

  test("is no longer offered when the page wakes up after hours", async () => {
    someoneIsThere(true);
    const chat = embed("open");
    await settled();
    someoneIsThere(false);
    document.dispatchEvent(new Event("visibilitychange"));
    await settled();
    expect(chat.part("human-open").textContent).toBe(say("human.closed"));
  });
});

describe("languages", () => {
  test("the page's language is the widget's", () => {
    const chat = embed('lang="en-GB"');
    expect(chat.part("send").textContent).toBe("Send");
  });

  test("without one of its own it takes that of the page around it", () => {
    document.body.lang = "en";
    expect(embed().part("send").textContent).toBe("Send");
    document.body.removeAttribute("lang");
  });

  test("it is switched in place, and what was written stays", () => {
    const chat = embed("open");
    chat.type("kesken");
    chat.part("language").click();
    expect(chat.part("send").textContent).toBe("Send");
    expect(chat.part("language").lang).toBe("fi");
    expect(chat.box.value).toBe("kesken");
    expect(chat.part<HTMLElement>("panel").parentElement!.lang).toBe("en");
  });

  test("a choice of language holds on pages of the same language, and a page in another one changes it", () => {
    embed("open").part("language").click();
    document.body.replaceChildren();
    expect(embed("open").part("send").textContent).toBe("Send");
    document.body.replaceChildren();
    const english = embed('lang="en"');
    expect(english.part("send").textContent).toBe("Send");
    english.element.lang = "fi";
    expect(english.part("send").textContent).toBe("Lähetä");
  });
});

test("events carry nothing of what was said", async () => {
  gateway.next.push(() => ok(answer({ replies: [{ text: "salaisuus", buttons: [] }] })));
  const chat = embed("open");
  await chat.say("salaisuus");
  chat.part("thumb-up").click();
  await settled();
  chat.part("erase").click();
  chat.part("erase-confirm").click();
  await settled();
  expect(chat.events.length).toBeGreaterThan(2);
  expect(JSON.stringify(chat.events)).not.toContain("salaisuus");
});

test("two elements on a page show the same conversation", async () => {
  const [one, other] = [embed("open"), embed('mode="inline"')];
  await one.say("Hei");
  expect(other.messages).toEqual(["person", "assistant"]);
  expect(gateway.messages).toHaveLength(1);
});

test("an element that is taken away listens no more", async () => {
  const chat = embed("open");
  chat.element.remove();
  chat.element.open();
  chat.element.restart();
  chat.element.prefill("a");
  window.dispatchEvent(new Event("offline"));
  expect(chat.element.isOpen).toBe(false);
});
