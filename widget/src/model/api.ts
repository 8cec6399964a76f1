// Talks to the gateway. Every failure is a Problem: its status is 0 where no answer came.
import { retryAfter } from "./backoff";
import * as parse from "./parse";
import type { Answer, Audience, Language, Rating, Status } from "./types";

const TIMEOUT = 30_000;

export class Problem extends Error {
  constructor(
    readonly status: number,
    /** What the gateway says about it, in words a person can read; empty where it says nothing. */
    readonly detail = "",
    /** Milliseconds that the gateway asks to wait. */
    readonly wait: number | null = null,
  ) {
    super(`${status} ${detail}`);
  }

  /** Whether the same request may succeed later. */
  get passes(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export interface Message {
  conversation: string | null;
  id: string;
  text: string;
  payload: string | null;
  language: Language;
}

/** Who asks, and what the page is about; null where it does not say. */
export interface Page {
  audience: Audience;
  topic: string | null;
}

export interface Feedback {
  conversation: string;
  message: string;
  rating: Rating;
  comment: string | null;
  language: Language;
}

export class Api {
  /** @param base the gateway's address, without a slash at the end */
  constructor(private readonly base: string) {}

  /** What is known of the page where messages are written. */
  page: Page = { audience: "public", topic: null };

  /** Sends a message; one that was answered before gets the same answer again. */
  async send(message: Message): Promise<Answer> {
    const said = message.payload === null ? { text: message.text } : { payload: message.payload };
    // Once the conversation has a language, a hint would only disturb it.
    const language = message.conversation === null ? message.language : null;
    const response = await this.request("POST", "/widget/messages", {
      conversation_id: message.conversation,
      message_id: message.id,
      language,
      audience: this.page.audience,
      topic_hint: this.page.topic,
      ...said,
    });
    const answer = parse.answer(await json(response));
    if (answer === null) throw new Problem(0);
    return answer;
  }

  /** Asks who can be reached now, and for the limits. */
  async status(language: Language, audience: Audience): Promise<Status> {
    const query = new URLSearchParams({ language, audience });
    return parse.status(await json(await this.request("GET", `/widget/status?${query}`)));
  }

  /** Rates an answer. */
  async feedback(feedback: Feedback): Promise<void> {
    await this.request("POST", "/widget/feedback", {
      conversation_id: feedback.conversation,
      message_id: feedback.message,
      rating: feedback.rating,
      comment: feedback.comment,
      language: feedback.language,
    });
  }

  /** Asks whether the gateway still knows a conversation: a 404 is a Problem. */
  async alive(conversation: string): Promise<void> {
    await this.request("GET", `/widget/conversations/${encodeURIComponent(conversation)}`);
  }

  /** Erases a conversation on the server, also where the page is left at the same moment. */
  async erase(conversation: string): Promise<void> {
    const path = `/widget/conversations/${encodeURIComponent(conversation)}`;
    await this.request("DELETE", path, undefined, { keepalive: true });
  }

  private async request(method: string, path: string, body?: unknown, init: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(this.base + path, {
        ...init,
        method,
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(TIMEOUT),
        ...(body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
      });
    } catch {
      throw new Problem(0);
    }
    if (response.ok) return response;
    const { detail } = parse.object(await json(response).catch(() => null));
    throw new Problem(response.status, parse.text(detail), retryAfter(response.headers.get("Retry-After"), Date.now()));
  }
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    // Cut off on the way, or not the gateway that answered: a hotel's sign-in page, a proxy's error page.
    throw new Problem(0);
  }
}
