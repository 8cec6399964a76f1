import { describe, expect, test, vi } from "vitest";
import { emptyState, Store } from "../src/model/store";
import type { Entry } from "../src/model/types";
import * as parse from "../src/model/parse";
import { answer } from "./support/gateway";

const KEY = "kuntoutusneuvo:1:https://host";
const at = "2026-11-23T10:00:00.000Z";
const person = (id: string): Entry => ({
  author: "person",
  id,
  at,
  language: "fi",
  text: "Hei",
  payload: null,
  status: "waiting",
  problem: null,
  conversation: null,
});

test("what is saved comes back", () => {
  const state = {
    ...emptyState(),
    conversation: "c1",
    language: "en" as const,
    pageLanguage: "fi" as const,
    entries: [
      person("m1"),
      { author: "assistant", id: "m1/answer", at, language: "fi", answer: parse.answer(answer())!, rating: "up" },
      { author: "system", id: "s1", at, language: "fi", text: "Huomaa" },
    ] satisfies Entry[],
    draft: "kesken",
    open: true,
    unread: 2,
    erasing: ["c0"],
  };
  new Store(KEY).save(state);
  expect(new Store(KEY).load()).toEqual(state);
});

describe("what cannot be read is as if nothing were kept", () => {
  test.each([
    ["nothing", null],
    ["no JSON", "{"],
    ["null", "null"],
    ["a list", "[1]"],
    ["wrong types", '{"conversation": 5, "entries": {}, "draft": [], "open": "yes", "unread": -1, "language": "sv"}'],
    ["entries that are none", '{"entries": [null, 5, {}, {"id": "a", "at": "yesterday"}]}'],
  ])("%s", (_, kept) => {
    if (kept !== null) sessionStorage.setItem(KEY, kept);
    expect({ ...new Store(KEY).load(), pageLanguage: null }).toEqual(emptyState());
  });
});

test("the oldest entries make room", () => {
  const state = { ...emptyState(), entries: Array.from({ length: 205 }, (_, index) => person(`m${index}`)) };
  const store = new Store(KEY);
  store.save(state);
  expect(store.load().entries.map((entry) => entry.id)).toEqual(state.entries.map((entry) => entry.id));
  expect(state.entries).toHaveLength(200);
  expect(state.entries[0]!.id).toBe("m5");
});

test("a browser that forbids storage still has the conversation in memory", () => {
  for (const name of ["getItem", "setItem", "removeItem"] as const) {
    vi.spyOn(Storage.prototype, name).mockImplementation(() => {
      throw new DOMException("forbidden", "SecurityError");
    });
  }
  const store = new Store(KEY);
  store.save(emptyState());
  store.clear();
  expect(store.load()).toEqual(emptyState());
});
