// What the build fills in (constants.mjs).
declare const __VERSION__: string;
declare const __WORDS__: Record<"fi" | "en", Record<string, string>>;
declare const __STYLES__: string;
