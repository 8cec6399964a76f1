// The languages that the widget speaks: those that have a folder in locales/.
import type { Language } from "./model/types";

const LOCALES = new Map(__LANGUAGES__.map(({ code, locale }) => [code, locale]));

export const DEFAULT_LANGUAGE = __LANGUAGES__[0]!.code;

/** Whether the widget speaks the language. */
export function isSpoken(code: unknown): code is Language {
  return typeof code === "string" && LOCALES.has(code);
}

/** The language of a page by its `lang`, such as "en-GB"; the default one where the widget does not speak it. */
export function spokenOn(lang: string): Language {
  const [code] = lang.toLowerCase().split("-");
  return isSpoken(code) ? code : DEFAULT_LANGUAGE;
}

/** The other languages, by their own names for themselves. */
export function others(code: Language): Array<{ code: Language; name: string }> {
  return __LANGUAGES__
    .filter((language) => language.code !== code)
    .map(({ code, name }) => ({
      code,
      // As a label of its own it begins with a capital, which Finnish gives no language.
      name: name.charAt(0).toLocaleUpperCase(code) + name.slice(1),
    }));
}

/** The locale whose customs dates and times follow. */
export function localeOf(code: Language): string {
  return LOCALES.get(code) ?? code;
}
