// The words of locales/*/widget.yml in a language.
import type { Language } from "./model/types";

export type Values = Record<string, string | number>;
export type Say = (key: string, values?: Values) => string;

const SAY = new Map(Object.keys(__WORDS__).map((language) => [language, sayer(language)]));

/** What says a key's words in a language. */
export function wordsOf(language: Language): Say {
  return SAY.get(language) ?? sayer(language);
}

/** The words for a number of things: `<key>_one` or `<key>_many`. */
export function counted(say: Say, key: string, count: number): string {
  return say(`${key}_${count === 1 ? "one" : "many"}`, { count });
}

function sayer(language: Language): Say {
  return (key, values = {}) => {
    const words = __WORDS__[language]?.[key];
    if (words === undefined) throw new Error(`No words for ${key}: add it to locales/${language}/widget.yml`);
    return words.replace(/%\{(\w+)\}/g, (_, name: string) => String(values[name]));
  };
}

/** The words of a page's chrome, which change when the visitor changes the language. */
export class Labels {
  private readonly labels: Array<() => void> = [];

  constructor(private current: Language) {}

  get language(): Language {
    return this.current;
  }

  set language(language: Language) {
    if (language === this.current) return;
    this.current = language;
    for (const label of this.labels) label();
  }

  readonly say: Say = (key, values) => wordsOf(this.current)(key, values);

  /** Runs `label` now and after each change of language. */
  keep(label: () => void): void {
    this.labels.push(label);
    label();
  }

  /** Keeps a node's text in the present language. */
  text<T extends Node>(node: T, key: string): T {
    this.keep(() => (node.textContent = this.say(key)));
    return node;
  }

  /** Keeps an element's accessible name in the present language. */
  name<T extends Element>(element: T, key: string): T {
    this.keep(() => element.setAttribute("aria-label", this.say(key)));
    return element;
  }
}
