// What the build fills in (constants.mjs).
declare const __VERSION__: string;
declare const __LANGUAGES__: Array<{ code: string; name: string; locale: string }>;
declare const __WORDS__: Record<string, Record<string, string>>;
declare const __STYLES__: string;
