// Keeps a conversation in the browser's session storage, so that it outlives a reload and moves with the visitor from page to page.
import { DEFAULT_LANGUAGE } from "../languages";
import * as parse from "./parse";
import type { Entry, Language } from "./types";

/** So many entries are kept; a longer conversation loses its oldest ones. */
const MOST_ENTRIES = 200;

export interface State {
  conversation: string | null;
  language: Language;
  /** The page's language when `language` was chosen: a page in another language is a reason to change it. */
  pageLanguage: Language | null;
  entries: Entry[];
  draft: string;
  /** Whether the visitor opened or closed the panel; null where they did neither. */
  open: boolean | null;
  unread: number;
  /** Conversations that are erased here and still have to be erased on the server. */
  erasing: string[];
}

export function emptyState(): State {
  return {
    conversation: null,
    language: DEFAULT_LANGUAGE,
    pageLanguage: null,
    entries: [],
    draft: "",
    open: null,
    unread: 0,
    erasing: [],
  };
}

export class Store {
  /** As this page has stored or read it last. */
  private known: string | null = null;

  constructor(private readonly key: string) {}

  /** What was kept; an empty state where nothing was, or nothing that can be read. */
  load(): State {
    try {
      this.known = sessionStorage.getItem(this.key);
      return this.known === null ? emptyState() : read(JSON.parse(this.known));
    } catch {
      return emptyState();
    }
  }

  /** Whether another page has stored something since, or erased it. */
  get isChanged(): boolean {
    try {
      return sessionStorage.getItem(this.key) !== this.known;
    } catch {
      return false;
    }
  }

  /** Keeps the state. Where storage is full or forbidden the conversation lives in memory only. */
  save(state: State): void {
    state.entries.splice(0, state.entries.length - MOST_ENTRIES);
    const kept = JSON.stringify(state);
    try {
      sessionStorage.setItem(this.key, kept);
      this.known = kept;
    } catch {
      // The page goes on without.
    }
  }

  clear(): void {
    try {
      sessionStorage.removeItem(this.key);
      this.known = null;
    } catch {
      // Forbidden storage holds nothing.
    }
  }
}

function read(kept: unknown): State {
  const json = parse.object(kept);
  const empty = emptyState();
  return {
    conversation: parse.textOrNull(json.conversation),
    language: parse.language(json.language, empty.language),
    pageLanguage: json.pageLanguage === null ? null : parse.language(json.pageLanguage, empty.language),
    entries: parse.list(json.entries, parse.entry).filter((entry) => entry !== null),
    draft: parse.text(json.draft),
    open: typeof json.open === "boolean" ? json.open : null,
    unread: parse.count(json.unread, 0),
    erasing: parse.list(json.erasing, parse.text),
  };
}
