// The widget's own source, for tests of what stands in it.

/** Every module's text by its path. */
export const sources = import.meta.glob<string>("../../src/**/*.ts", { query: "?raw", import: "default", eager: true });
