// The unit tests run in jsdom, with the same constants as the bundle.
import { defineConfig } from "vitest/config";
import { constants } from "./constants.mjs";

export default defineConfig({
  define: constants(),
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "https://www.example.fi/page" } },
    setupFiles: ["tests/setup.ts"],
    // A busy machine is no failure.
    testTimeout: 60_000,
    include: ["tests/**/*.test.ts"],
  },
});
