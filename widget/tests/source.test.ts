// What must not stand in the source: each of these is a way for a text to become markup or code.
import { expect, test } from "vitest";
import { sources } from "./support/sources";

const FORBIDDEN =
  /innerHTML|outerHTML|insertAdjacentHTML|setHTML|createContextualFragment|DOMParser|document\.write|srcdoc|\beval\b|new Function|localStorage|document\.cookie|console\./;

test.each(Object.entries(sources))("%s makes no markup from text", (_, source) => {
  expect(source).not.toMatch(FORBIDDEN);
});
