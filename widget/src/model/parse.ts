// Reads JSON of the gateway or of the browser's storage into the widget's shapes, whatever it holds.
import { DEFAULT_LANGUAGE, isSpoken } from "../languages";
import type {
  Answer,
  Choice,
  Entry,
  Flow,
  GivenAnswer,
  InputKind,
  Language,
  Progress,
  Reply,
  Source,
  Status,
} from "./types";

type Json = Record<string, unknown>;

const INPUTS: readonly InputKind[] = ["integer", "decimal", "text", "choice"];

/** The value as an object; an empty one where it is none. */
export function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The value as a list, each entry read by `read`. */
export function list<T>(value: unknown, read: (entry: unknown) => T): T[] {
  return Array.isArray(value) ? value.map(read) : [];
}

/** The value as text; an empty one where it is none. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The value as text, or null. */
export function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** The value as a whole number that is not negative; `otherwise` where it is none. */
export function count(value: unknown, otherwise: number): number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : otherwise;
}

/** The value as a language that the widget speaks; `otherwise` where it is none. */
export function language(value: unknown, otherwise: Language): Language {
  return isSpoken(value) ? value : otherwise;
}

/** An answer to a message; null where it is not one. */
export function answer(value: unknown): Answer | null {
  const json = object(value);
  const read: Answer = {
    conversation_id: text(json.conversation_id),
    message_id: text(json.message_id),
    language: language(json.language, DEFAULT_LANGUAGE),
    topic: text(json.topic),
    replies: list(json.replies, reply),
    sources: list(json.sources, source),
    redacted: list(json.redacted, text),
    flow: flow(json.flow),
    progress: progress(json.progress),
  };
  return read.conversation_id && read.replies.length ? read : null;
}

function reply(value: unknown): Reply {
  const json = object(value);
  // Of any language: a question in Swedish gets a sentence in Swedish.
  return { text: text(json.text), language: textOrNull(json.language), buttons: list(json.buttons, choice) };
}

function choice(value: unknown): Choice {
  const json = object(value);
  const role = json.role === "alternative" ? { role: "alternative" as const } : {};
  return { title: text(json.title), payload: text(json.payload), ...role };
}

function source(value: unknown): Source {
  const json = object(value);
  return { title: text(json.title), url: text(json.url), dated: textOrNull(json.dated), reviewed: text(json.reviewed) };
}

function flow(value: unknown): Flow | null {
  const json = object(value);
  if (typeof json.id !== "string") return null;
  return { id: json.id, step: textOrNull(json.step), input: INPUTS.find((kind) => kind === json.input) ?? null };
}

function progress(value: unknown): Progress | null {
  const json = object(value);
  const number = count(json.number, 0);
  const of = count(json.of, 0);
  return number && of ? { number, of: Math.max(number, of), answers: list(json.answers, givenAnswer) } : null;
}

function givenAnswer(value: unknown): GivenAnswer {
  const json = object(value);
  return { step: text(json.step), title: text(json.title), value: text(json.value), payload: text(json.payload) };
}

/** What the gateway says of people who can be reached and of its limits. */
export function status(value: unknown): Status {
  const { human, limits } = object(value);
  return {
    human: {
      isOpen: object(human).open === true,
      text: text(object(human).text),
      language: language(object(human).lang, DEFAULT_LANGUAGE),
    },
    limits: { text: count(object(limits).text, 2000), comment: count(object(limits).comment, 500) },
  };
}

/** An entry of a stored transcript; null where it cannot be shown. */
export function entry(value: unknown): Entry | null {
  const json = object(value);
  const base = { id: text(json.id), at: text(json.at), language: language(json.language, DEFAULT_LANGUAGE) };
  if (!base.id || Number.isNaN(Date.parse(base.at))) return null;
  if (json.author === "system") return { ...base, author: "system", text: text(json.text) };
  if (json.author === "assistant") {
    const read = answer(json.answer);
    const rating = json.rating === "up" || json.rating === "down" ? json.rating : null;
    return read && { ...base, author: "assistant", answer: read, rating };
  }
  const { status } = json;
  return {
    ...base,
    author: "person",
    text: text(json.text),
    payload: textOrNull(json.payload),
    status: status === "answered" || status === "refused" || status === "expired" ? status : "waiting",
    problem: textOrNull(json.problem),
    conversation: textOrNull(json.conversation),
  };
}
