// The shapes of what the gateway answers and of what the widget remembers.

/** Code of a language; src/languages.ts says which the widget speaks. */
export type Language = string;
export type Audience = "public" | "partner";
export type Rating = "up" | "down";
export type InputKind = "integer" | "decimal" | "text" | "choice";

/** A button that an answer offers; the payload goes back unchanged. */
export interface Choice {
  title: string;
  payload: string;
}

export interface Reply {
  text: string;
  /** Of this text, where it is not the answer's: a question in Swedish gets a sentence in Swedish. */
  language: Language | null;
  buttons: Choice[];
}

export interface Source {
  title: string;
  url: string;
  /** The date that the page bears; null where it bears none. */
  dated: string | null;
  /** When the answer was last checked against its sources. */
  reviewed: string;
}

/** An answer that was given in a guided dialogue, and what reopens its question. */
export interface GivenAnswer {
  step: string;
  title: string;
  value: string;
  payload: string;
}

export interface Progress {
  number: number;
  of: number;
  answers: GivenAnswer[];
}

export interface Flow {
  id: string;
  /** The question that is open; null at the dialogue's end. */
  step: string | null;
  /** The kind of input that the open question wants. */
  input: InputKind | null;
}

/** An answer, its members named as the gateway names them (docs/api.md). */
export interface Answer {
  conversation_id: string;
  message_id: string;
  language: Language;
  topic: string;
  replies: Reply[];
  sources: Source[];
  redacted: string[];
  flow: Flow | null;
  progress: Progress | null;
}

export interface Status {
  human: { isOpen: boolean; text: string; language: Language };
  limits: { text: number; comment: number };
}

interface EntryBase {
  id: string;
  at: string;
  language: Language;
}

/**
 * What a person sent. It waits until it is answered; `refused` messages will not be taken as they are, and `expired`
 * ones belong to a conversation that the gateway no longer knows.
 */
export interface PersonEntry extends EntryBase {
  author: "person";
  text: string;
  payload: string | null;
  status: "waiting" | "answered" | "refused" | "expired";
  problem: string | null;
  /** Where it goes if that is not the present conversation: the one it was sent to before another tab went on with it. */
  conversation: string | null;
}

export interface AssistantEntry extends EntryBase {
  author: "assistant";
  answer: Answer;
  rating: Rating | null;
}

export interface SystemEntry extends EntryBase {
  author: "system";
  text: string;
}

export type Entry = PersonEntry | AssistantEntry | SystemEntry;
