import { expect, test, vi } from "vitest";
import { newId } from "../src/model/ids";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test.each([
  ["with TLS", {}],
  ["without TLS, where browsers have no randomUUID", { randomUUID: undefined }],
])("ids are random UUIDs %s", (_, missing) => {
  const { crypto } = globalThis;
  const randomUUID = () => crypto.randomUUID();
  const getRandomValues = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);
  vi.stubGlobal("crypto", { randomUUID, getRandomValues, ...missing });
  const ids = Array.from({ length: 50 }, newId);
  vi.unstubAllGlobals();
  expect(ids.filter((id) => !UUID.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(50);
});
