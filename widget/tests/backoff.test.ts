import { describe, expect, test } from "vitest";
import { backoff, retryAfter } from "../src/model/backoff";

const NOW = Date.parse("2026-11-23T10:00:00Z");

describe("the wait before a message is sent again", () => {
  test.each([
    [1, 0, 500],
    [1, 1, 1_000],
    [2, 1, 2_000],
    [5, 1, 16_000],
    [6, 1, 30_000],
    [60, 1, 30_000],
    [60, 0, 15_000],
  ])("after %i failures, at chance %f: %i ms", (failures, chance, wait) => {
    expect(backoff(failures, () => chance)).toBe(wait);
  });
});

describe("a Retry-After header", () => {
  test.each([
    [null, null],
    ["", null],
    ["soon", null],
    ["0", 0],
    ["7", 7_000],
    [" 7 ", 7_000],
    ["86400", 300_000],
    ["Mon, 23 Nov 2026 10:00:30 GMT", 30_000],
    ["Mon, 23 Nov 2026 09:00:00 GMT", 0],
  ])("%j asks for %j ms", (header, wait) => {
    expect(retryAfter(header, NOW)).toBe(wait);
  });
});
