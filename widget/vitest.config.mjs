// The unit tests run in jsdom, with the same constants as the bundle.
import { defineConfig } from "vitest/config";
import { constants } from "./constants.mjs";

export default defineConfig({
  define: constants(),
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "https://www.example.fi/page" } },
    setupFiles: ["tests/setup.ts"],
    include: ["tests/**/*.test.ts"],
  },
});
