// The shapes of what the gateway answers and of what the widget remembers.
import type { components } from "./openapi";

/** Those of the gateway's description (openapi.ts is made from /openapi.json). */
type Described = components["schemas"];

/** Code of a language; src/languages.ts says which the widget speaks. */
export type Language = string;
export type Audience = "public" | "partner";
export type Rating = Described["FeedbackRequest"]["rating"];
export type InputKind = NonNullable<Described["OpenQuestion"]["input"]>;

/** A button that an answer offers; the payload goes back unchanged. */
export type Choice = Described["Button"];

export interface Reply extends Omit<Described["Reply"], "language" | "buttons"> {
  /** Of this text, where it is not the answer's: a question in Swedish gets a sentence in Swedish. */
  language: Language | null;
  buttons: Choice[];
}

export type Source = Described["Source"];

/** An answer that was given in a guided dialogue, and what reopens its question. */
export type GivenAnswer = Described["GivenAnswer"];
export type Progress = Described["Progress"];

/** A guided dialogue, with the question that is open; the widget has no use for its result. */
export type Flow = Omit<Described["OpenQuestion"], "result">;

/** An answer, its members named as the gateway names them (docs/api.md). */
export interface Answer extends Omit<Described["MessageAnswer"], "confidence" | "replies" | "flow"> {
  replies: Reply[];
  flow: Flow | null;
}

export interface Status {
  human: { isOpen: boolean; text: string; language: Language };
  limits: Described["TextLimits"];
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
