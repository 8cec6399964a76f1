import { beforeEach, describe, expect, test, vi } from "vitest";
import { Api } from "../src/model/api";
import { Conversation, type Change } from "../src/model/conversation";
import { Store } from "../src/model/store";
import type { Entry } from "../src/model/types";
import { wordsOf } from "../src/words";
import { answer, Gateway, ok, problem, settled } from "./support/gateway";

const KEY = "kuntoutusneuvo:1:https://host";
const say = wordsOf("fi");
let gateway: Gateway;

beforeEach(() => {
  // The pages of earlier tests hear nothing of this one's.
  window.dispatchEvent(new Event("pagehide"));
  vi.useFakeTimers();
  gateway = new Gateway();
});

const begin = () => new Conversation(new Api("https://host"), new Store(KEY));
const seen = (entries: Entry[]) =>
  entries.map((entry) => (entry.author === "assistant" ? "answer" : `${entry.author}: ${entry.text}`));

function online(is: boolean): void {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(is);
}

describe("sending", () => {
  test("a message goes out with an id and the language, and its answer is shown behind it", async () => {
    const conversation = begin();
    conversation.ask("Hei");
    await settled();
    const [message] = gateway.messages;
    expect(message).toMatchObject({ conversation_id: null, text: "Hei", language: "fi" });
    expect(message).not.toHaveProperty("payload");
    expect(message!.message_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(seen(conversation.state.entries)).toEqual(["person: Hei", "answer"]);
    expect(conversation.state.conversation).toBe("c1");
    expect(conversation.state.language).toBe("fi");
  });

  test("it is stored before it is sent", () => {
    begin().ask("Hei");
    expect(seen(new Store(KEY).load().entries)).toEqual(["person: Hei"]);
  });

  test("the next one belongs to the conversation and hints no language", async () => {
    const conversation = begin();
    conversation.ask("Hei");
    await settled();
    conversation.ask("Entä sitten?");
    await settled();
    expect(gateway.messages[1]).toMatchObject({ conversation_id: "c1", language: null });
  });

  test("messages written ahead go out one at a time, each answer behind its question", async () => {
    const release = gateway.hold();
    const conversation = begin();
    conversation.ask("eka");
    conversation.ask("toka");
    await settled();
    expect(gateway.messages).toHaveLength(1);
    release();
    await settled();
    expect(gateway.messages.map((message) => message.text)).toEqual(["eka", "toka"]);
    expect(seen(conversation.state.entries)).toEqual(["person: eka", "answer", "person: toka", "answer"]);
  });

  test("a choice goes out as its payload, and only once", async () => {
    const conversation = begin();
    conversation.ask("Hei");
    await settled();
    const choice = { title: "Laske", payload: "/flow{}" };
    conversation.choose(choice);
    conversation.choose(choice);
    await settled();
    expect(gateway.messages).toHaveLength(2);
    expect(gateway.messages[1]).toMatchObject({ payload: "/flow{}" });
    expect(gateway.messages[1]).not.toHaveProperty("text");
  });

  test("the language follows the answers", async () => {
    gateway.next.push(() => ok(answer({ language: "en" })));
    const conversation = begin();
    conversation.ask("Hello");
    await settled();
    expect(conversation.state.language).toBe("en");
  });

  test("a text is in the language of its answer, a button's words in that of the answer that offered it", async () => {
    const conversation = begin();
    gateway.next.push(() => ok(answer({ language: "en" })));
    conversation.ask("Hello");
    await settled();
    gateway.next.push(() => ok(answer({ language: "fi" })));
    conversation.choose({ title: "Work it out", payload: "/flow{}" });
    await settled();
    expect(conversation.state.entries.map((entry) => entry.language)).toEqual(["en", "en", "en", "fi"]);
  });

  test("personal data is masked in the language of the text", async () => {
    gateway.next.push(() => ok(answer({ language: "en", redacted: ["phone_number"] })));
    const conversation = begin();
    conversation.ask("Call 040 123 4567");
    await settled();
    expect(seen(conversation.state.entries)[0]).toBe("person: Call [removed: phone number]");
  });

  test("personal data that was sent anyway is not kept", async () => {
    gateway.next.push(() => ok(answer({ redacted: ["phone_number"] })));
    const conversation = begin();
    conversation.ask("Soita 040 123 4567");
    await settled();
    expect(seen(conversation.state.entries)[0]).toBe("person: Soita [poistettu: puhelinnumero]");
    expect(sessionStorage.getItem(KEY)).not.toContain("040 123 4567");
  });
});

describe("a message that gets no answer", () => {
  const failures: Array<[string, Error | (() => Response), string]> = [
    ["the network is gone", new TypeError("Failed to fetch"), "unreachable"],
    ["the service is down", () => problem(503), "unavailable"],
    ["the service breaks", () => problem(500), "unavailable"],
    ["there were too many", () => problem(429), "busy"],
    ["something else answers", () => new Response("<h1>Wi-Fi</h1>"), "unreachable"],
    ["half an answer comes", () => ok({ conversation_id: "c1" }), "unreachable"],
  ];

  test.each(failures)("is sent again with the same id where %s", async (_, failure, trouble) => {
    online(true);
    gateway.next.push(failure);
    const conversation = begin();
    conversation.ask("Hei");
    await settled();
    expect(conversation.trouble).toBe(trouble);
    expect(conversation.isSending).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    const ids = gateway.messages.map((message) => message.message_id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(conversation.trouble).toBeNull();
    expect(seen(conversation.state.entries)).toEqual(["person: Hei", "answer"]);
  });

  test("waits as long as the server asks, also when the page wakes up meanwhile", async () => {
    gateway.next.push(() => problem(503, "", { "Retry-After": "20" }));
    const conversation = begin();
    conversation.ask("Hei");
    await vi.advanceTimersByTimeAsync(19_000);
    conversation.resume();
    await settled();
    expect(gateway.messages).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(gateway.messages).toHaveLength(2);
  });

  test("goes out at once when the person says so", async () => {
    gateway.next.push(() => problem(503, "", { "Retry-After": "20" }));
    const conversation = begin();
    conversation.ask("Hei");
    await settled();
    conversation.retry();
    await settled();
    expect(seen(conversation.state.entries)).toEqual(["person: Hei", "answer"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(gateway.messages).toHaveLength(2);
  });

  test("waits longer after each failure", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    for (let failures = 0; failures < 3; failures += 1) gateway.next.push(new TypeError("gone"));
    const conversation = begin();
    conversation.ask("Hei");
    const sentAfter = async (wait: number) => {
      await vi.advanceTimersByTimeAsync(wait);
      return gateway.messages.length;
    };
    expect(await sentAfter(0)).toBe(1);
    expect(await sentAfter(1_000)).toBe(2);
    expect(await sentAfter(1_999)).toBe(2);
    expect(await sentAfter(1)).toBe(3);
    expect(await sentAfter(4_000)).toBe(4);
  });

  test("leaves after a reload, with the same id, and so does the one behind it", async () => {
    gateway.next.push(new TypeError("gone"));
    const before = begin();
    before.ask("eka");
    before.ask("toka");
    await settled();
    vi.clearAllTimers();
    const after = begin();
    after.resume();
    await settled();
    expect(gateway.messages.map((message) => message.text)).toEqual(["eka", "eka", "toka"]);
    expect(gateway.messages[1]!.message_id).toBe(gateway.messages[0]!.message_id);
    expect(seen(after.state.entries)).toEqual(["person: eka", "answer", "person: toka", "answer"]);
  });

  test("is kept while the network is gone, which is said", async () => {
    online(false);
    gateway.next.push(new TypeError("gone"));
    const conversation = begin();
    conversation.lost();
    expect(conversation.trouble).toBe("offline");
    conversation.ask("Hei");
    await settled();
    expect(conversation.trouble).toBe("offline_kept");
    online(true);
    conversation.resume();
    await settled();
    expect(conversation.trouble).toBeNull();
    expect(seen(conversation.state.entries)).toEqual(["person: Hei", "answer"]);
  });

  test("a network that was gone while nothing waited is no trouble any more once it is back", () => {
    const conversation = begin();
    conversation.lost();
    online(true);
    conversation.resume();
    expect(conversation.trouble).toBeNull();
  });
});

describe("a message that is refused", () => {
  test.each([
    [422, "Tuo valinta ei ole enää käytössä.", "Tuo valinta ei ole enää käytössä."],
    [413, "", say("trouble.refused")],
    [409, "Käytetty.", "Käytetty."],
    [403, "Ei täältä.", "Ei täältä."],
  ])("by %i is not sent again by itself, and the reason is shown", async (status, detail, words) => {
    gateway.next.push(() => problem(status, detail));
    const conversation = begin();
    conversation.ask("Hei");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(gateway.messages).toHaveLength(1);
    expect(conversation.state.entries[0]).toMatchObject({ status: "refused", problem: words });
    expect(conversation.trouble).toBeNull();
  });

  test("leaves the choices of the answer before it as they were", async () => {
    const conversation = begin();
    conversation.ask("Hei");
    await settled();
    gateway.next.push(() => problem(422, "Ei."));
    conversation.ask("x");
    expect(conversation.current).toBeUndefined();
    await settled();
    expect(conversation.current?.answer.topic).toBe("travel.copayment");
  });

  test("can be sent again, at the end and with a new id", async () => {
    gateway.next.push(() => problem(422, "Ei."));
    const conversation = begin();
    conversation.ask("Hei");
    conversation.ask("Toinen");
    await settled();
    conversation.again(conversation.state.entries[0]!.id);
    await settled();
    expect(seen(conversation.state.entries)).toEqual(["person: Toinen", "answer", "person: Hei", "answer"]);
    expect(new Set(gateway.messages.map((message) => message.message_id)).size).toBe(3);
  });

  test("can be taken back to be changed", async () => {
    gateway.next.push(() => problem(422, "Ei."));
    const conversation = begin();
    conversation.ask("Hei");
    await settled();
    expect(conversation.takeBack(conversation.state.entries[0]!.id)).toBe("Hei");
    expect(conversation.state.entries).toEqual([]);
  });

  test("an answered message cannot be sent again or taken back", async () => {
    const conversation = begin();
    conversation.ask("Hei");
    await settled();
    const { id } = conversation.state.entries[0]!;
    conversation.again(id);
    expect(conversation.takeBack(id)).toBe("");
    await settled();
    expect(gateway.messages).toHaveLength(1);
    expect(seen(conversation.state.entries)).toEqual(["person: Hei", "answer"]);
  });
});

describe("a conversation that the gateway no longer knows", () => {
  test("is said to have expired, and its message can be sent to a new one as words", async () => {
    const conversation = begin();
    conversation.ask("Hei");
    await settled();
    gateway.next.push(() => problem(404, "Vanhentui."));
    conversation.choose({ title: "Laske", payload: "/flow{}" });
    await settled();
    expect(conversation.state.conversation).toBeNull();
    expect(conversation.current).toBeUndefined();
    expect(seen(conversation.state.entries).at(-1)).toBe(`system: ${say("log.expired")}`);
    const expired = conversation.state.entries.find((entry) => entry.author === "person" && entry.status === "expired");
    conversation.again(expired!.id);
    await settled();
    expect(gateway.messages[2]).toMatchObject({ conversation_id: null, text: "Laske" });
    expect(gateway.messages[2]!.message_id).not.toBe(gateway.messages[1]!.message_id);
  });

  test("is noticed when the page wakes up, but not asked about at every turn", async () => {
    const conversation = begin();
    conversation.ask("Hei");
    await settled();
    const asked = () => gateway.sent.filter((sent) => sent.path === "/widget/conversations/c1").length;
    conversation.resume();
    conversation.resume();
    await settled();
    expect(asked()).toBe(1);
    gateway.routes["GET /widget/conversations/c1"] = () => problem(404);
    await vi.advanceTimersByTimeAsync(60_000);
    conversation.resume();
    await settled();
    expect(asked()).toBe(2);
    expect(conversation.state.conversation).toBeNull();
    expect(seen(conversation.state.entries).at(-1)).toBe(`system: ${say("log.expired")}`);
  });

  test("a server that cannot be asked says nothing about it", async () => {
    const conversation = begin();
    conversation.ask("Hei");
    await settled();
    gateway.routes["GET /widget/conversations/c1"] = () => problem(503);
    conversation.resume();
    await settled();
    expect(conversation.state.conversation).toBe("c1");
  });
});

describe("the end", () => {
  const deleted = () => gateway.sent.filter((sent) => sent.method === "DELETE").map((sent) => sent.path);

  async function talked(): Promise<Conversation> {
    const conversation = begin();
    Object.assign(conversation.state, { open: true, language: "fi" });
    conversation.ask("Hei");
    await settled();
    return conversation;
  }

  test("a restart empties the log and erases what the server has", async () => {
    const conversation = await talked();
    conversation.restart();
    await settled();
    expect(conversation.state).toMatchObject({
      conversation: null,
      entries: [],
      draft: "",
      open: true,
      language: "fi",
    });
    expect(deleted()).toEqual(["/widget/conversations/c1"]);
  });

  test("erasing leaves nothing here or there", async () => {
    const conversation = await talked();
    const changes: Change[] = [];
    conversation.subscribe((change) => changes.push(change));
    expect(await conversation.erase()).toBe(true);
    expect(deleted()).toEqual(["/widget/conversations/c1"]);
    expect(sessionStorage).toHaveLength(0);
    expect(changes.map((change) => change.kind)).toContain("erased");
  });

  test("erasing without a connection is made up for later, also after a reload", async () => {
    const conversation = await talked();
    gateway.routes["DELETE /widget/conversations/c1"] = () => Promise.reject(new TypeError("gone"));
    expect(await conversation.erase()).toBe(false);
    expect(sessionStorage.getItem(KEY)).not.toContain("Hei");
    delete gateway.routes["DELETE /widget/conversations/c1"];
    const later = begin();
    later.resume();
    await settled();
    expect(deleted()).toHaveLength(2);
    expect(later.state.erasing).toEqual([]);
  });

  test("an answer that comes after the end is not shown, and its conversation is erased too", async () => {
    const release = gateway.hold(() => ok(answer({ conversation_id: "late" })));
    const conversation = begin();
    conversation.ask("Hei");
    await settled();
    conversation.restart();
    conversation.ask("Uusi");
    release();
    await settled();
    expect(seen(conversation.state.entries)).toEqual(["person: Uusi", "answer"]);
    expect(gateway.messages[1]).toMatchObject({ conversation_id: null });
    expect(deleted()).toEqual(["/widget/conversations/late"]);
  });

  test("erasing before the first answer is done only when its conversation is known and erased", async () => {
    const release = gateway.hold(() => ok(answer({ conversation_id: "late" })));
    const conversation = begin();
    conversation.ask("Hei");
    await settled();
    expect(await conversation.erase()).toBe(false);
    expect(deleted()).toEqual([]);
    release();
    await settled();
    expect(deleted()).toEqual(["/widget/conversations/late"]);
    expect(conversation.state.erasing).toEqual([]);
  });

  test("erasing goes on where the page is left", async () => {
    const conversation = await talked();
    const request = vi.spyOn(globalThis, "fetch");
    await conversation.erase();
    expect(request.mock.calls.at(-1)![1]).toMatchObject({ method: "DELETE", keepalive: true });
  });

  test.each([404, 422])(
    "a refusal (%i) that comes after the end does not touch the new conversation",
    async (status) => {
      const conversation = await talked();
      const refuse = gateway.hold(() => problem(status, "Ei."));
      conversation.ask("Vanha");
      await settled();
      conversation.restart();
      conversation.ask("Uusi");
      refuse();
      await settled();
      expect(seen(conversation.state.entries)).toEqual(["person: Uusi", "answer"]);
      expect(gateway.messages.at(-1)).toMatchObject({ conversation_id: null, text: "Uusi" });
    },
  );

  test("nothing is being sent for the new conversation while the old one's message is on its way", async () => {
    const release = gateway.hold();
    const conversation = begin();
    conversation.ask("Hei");
    expect(conversation.isSending).toBe(true);
    conversation.restart();
    expect(conversation.isSending).toBe(false);
    release();
    await settled();
  });

  test("a failure that comes after the end is not tried again", async () => {
    gateway.next.push(new TypeError("gone"));
    const conversation = begin();
    conversation.ask("Hei");
    conversation.restart();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(gateway.messages).toHaveLength(1);
    expect(conversation.trouble).toBeNull();
  });
});

describe("two tabs with copies of one conversation", () => {
  const copies = async () => {
    const one = begin();
    one.ask("Hei");
    await settled();
    return [one, begin()] as const;
  };
  const delivered = async () => {
    vi.useRealTimers();
    await new Promise((done) => setTimeout(done, 50));
  };

  test("the one that was left behind begins a conversation of its own", async () => {
    const [one, other] = await copies();
    one.ask("Jatkan");
    await settled();
    await delivered();
    expect(one.state.conversation).toBe("c1");
    expect(other.state.conversation).toBeNull();
    expect(seen(other.state.entries).at(-1)).toBe(`system: ${say("log.moved")}`);
  });

  test("what the one that was left behind had on its way stays in the old conversation, also sent again", async () => {
    const [one, other] = await copies();
    gateway.next.push(new TypeError("gone"));
    other.ask("Kesken");
    await settled();
    one.ask("Jatkan");
    await settled();
    await delivered();
    other.retry();
    await settled();
    expect(gateway.messages.at(-1)).toMatchObject({ conversation_id: "c1", text: "Kesken" });
    expect(seen(other.state.entries).slice(2)).toEqual(["person: Kesken", "answer", `system: ${say("log.moved")}`]);
    expect(other.state.conversation).toBeNull();
    other.ask("Uusi");
    await settled();
    expect(gateway.messages.at(-1)).toMatchObject({ conversation_id: null, text: "Uusi" });
  });

  test("a message that both have on its way is answered once and moves nobody", async () => {
    gateway.next.push(new TypeError("gone"));
    const one = begin();
    one.ask("Hei");
    await settled();
    vi.clearAllTimers();
    const other = begin();
    one.retry();
    other.resume();
    await settled();
    await delivered();
    for (const tab of [one, other]) {
      expect(tab.state.conversation).toBe("c1");
      expect(seen(tab.state.entries)).toEqual(["person: Hei", "answer"]);
    }
  });
});

test("a change of language is told to the assistant once there is a conversation", async () => {
  const conversation = begin();
  conversation.switchLanguage("en");
  await settled();
  expect(gateway.messages).toEqual([]);
  conversation.ask("Hello");
  await settled();
  conversation.switchLanguage("en");
  await settled();
  expect(gateway.messages.map((message) => message.text)).toEqual(["Hello", wordsOf("en")("menu.language_request")]);
});

test("a change of language before the first answer holds: the answer does not undo it", async () => {
  const release = gateway.hold();
  gateway.next.push(() => ok(answer({ language: "en" })));
  const conversation = begin();
  const languages = new Set<string>();
  conversation.ask("Hei");
  await settled();
  conversation.switchLanguage("en");
  conversation.subscribe(() => languages.add(conversation.state.language));
  release();
  await settled();
  expect(gateway.messages.map((message) => message.text)).toEqual(["Hei", wordsOf("en")("menu.language_request")]);
  expect([...languages]).toEqual(["en"]);
});

describe("a page that the browser has kept, shown again by the back button", () => {
  /** Another page of the visit, while this one is kept. */
  const next = () => {
    window.dispatchEvent(new Event("pagehide"));
    return begin();
  };
  const back = () => window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));

  test("goes on with what later pages said", async () => {
    const before = begin();
    before.ask("Hei");
    await settled();
    next().ask("Toinen");
    await settled();
    const changes: Change[] = [];
    before.subscribe((change) => changes.push(change));
    back();
    expect(seen(before.state.entries)).toEqual(["person: Hei", "answer", "person: Toinen", "answer"]);
    expect(changes).toContainEqual({ kind: "reloaded" });
    before.keep();
    expect(seen(new Store(KEY).load().entries)).toHaveLength(4);
  });

  test("does not bring back what a later page erased", async () => {
    const before = begin();
    before.ask("Hei");
    await settled();
    await next().erase();
    back();
    before.keep();
    expect(before.state).toMatchObject({ conversation: null, entries: [] });
    expect(sessionStorage.getItem(KEY)).not.toContain("Hei");
  });

  test("shows an answer once that a later page has got as well", async () => {
    const release = gateway.hold();
    const before = begin();
    before.ask("Hei");
    await settled();
    next().resume();
    await settled();
    back();
    release();
    await settled();
    expect(seen(before.state.entries)).toEqual(["person: Hei", "answer"]);
    expect(gateway.sent.filter((sent) => sent.method === "DELETE")).toEqual([]);
  });

  test("says nothing of a trouble that a later page is over", async () => {
    gateway.next.push(new TypeError("gone"));
    const before = begin();
    before.ask("Hei");
    await settled();
    expect(before.trouble).not.toBeNull();
    next().resume();
    await settled();
    back();
    expect(before.trouble).toBeNull();
  });

  test("stays as it is where nothing has happened since, or storage is forbidden", async () => {
    const page = begin();
    page.ask("Hei");
    await settled();
    const changes: Change[] = [];
    page.subscribe((change) => changes.push(change));
    back();
    vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
      throw new DOMException("forbidden", "SecurityError");
    });
    back();
    expect(changes).toEqual([]);
    expect(page.state.entries).toHaveLength(2);
  });
});

test("a comment on an answer that was rated before tells of no second rating", async () => {
  const conversation = begin();
  conversation.ask("Hei");
  await settled();
  const rated: string[] = [];
  conversation.subscribe((change) => change.kind === "rated" && rated.push(change.rating));
  await conversation.rate(conversation.current!, "down", null);
  await conversation.rate(conversation.current!, "down", "Liian lyhyt");
  await conversation.rate(conversation.current!, "up", "Liian lyhyt");
  expect(rated).toEqual(["down", "up"]);
});

test("a rating goes out with what it rates, and is remembered", async () => {
  const conversation = begin();
  conversation.ask("Hei");
  await settled();
  const changes: Change[] = [];
  conversation.subscribe((change) => changes.push(change));
  await conversation.rate(conversation.current!, "down", "Liian lyhyt");
  const { body } = gateway.sent.at(-1)!;
  expect(body).toMatchObject({ conversation_id: "c1", rating: "down", comment: "Liian lyhyt", language: "fi" });
  expect(changes).toContainEqual({ kind: "rated", topic: "travel.copayment", rating: "down" });
  expect(new Store(KEY).load().entries.at(-1)).toMatchObject({ rating: "down" });
});
