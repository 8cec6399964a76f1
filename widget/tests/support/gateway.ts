// A stand-in for the gateway: it takes the place of `fetch` and answers as a test wants.
import { vi } from "vitest";

export interface Sent {
  method: string;
  path: string;
  body: Record<string, unknown>;
}

type Json = Record<string, unknown>;
type Answering = (sent: Sent) => Response | Promise<Response>;

/** An answer as the gateway gives it. */
export function answer(changes: Json = {}): Json {
  return {
    conversation_id: "c1",
    message_id: "m1",
    language: "fi",
    topic: "travel.copayment",
    confidence: 0.9,
    replies: [{ text: "Omavastuu on **25 €**.", buttons: [{ title: "Laske", payload: "/flow{}" }] }],
    sources: [{ title: "Omavastuu", url: "https://www.kela.fi/omavastuu", dated: null, reviewed: "2026-11-22" }],
    redacted: [],
    flow: null,
    progress: null,
    ...changes,
  };
}

export function ok(body: unknown): Response {
  return new Response(JSON.stringify(body), { status: 200 });
}

export function problem(status: number, detail = "", headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ status, detail }), { status, headers });
}

const answered: Answering = (sent) => ok(answer({ message_id: sent.body.message_id }));

export class Gateway {
  readonly sent: Sent[] = [];
  /** What comes next on `/widget/messages`; afterwards every message is answered. */
  readonly next: Array<Answering | Error> = [];
  /** What the other endpoints answer, by method and path. */
  readonly routes: Record<string, Answering> = {};

  constructor() {
    vi.stubGlobal("fetch", (url: string, init: RequestInit = {}) => this.take(url, init));
  }

  get messages(): Json[] {
    return this.sent.filter((sent) => sent.path === "/widget/messages").map((sent) => sent.body);
  }

  /** Keeps the answer to the next message back. Returns what lets it go. */
  hold(answering: Answering = answered): () => void {
    let release = () => undefined as void;
    const released = new Promise<void>((done) => (release = done));
    this.next.push(async (sent) => {
      await released;
      return answering(sent);
    });
    return release;
  }

  private async take(url: string, { method = "GET", body }: RequestInit): Promise<Response> {
    const { pathname } = new URL(url);
    const sent = { method, path: pathname, body: body ? (JSON.parse(String(body)) as Json) : {} };
    this.sent.push(sent);
    if (pathname !== "/widget/messages") return this.other(sent);
    const next = this.next.shift() ?? answered;
    if (next instanceof Error) throw next;
    return next(sent);
  }

  private async other(sent: Sent): Promise<Response> {
    const route = this.routes[`${sent.method} ${sent.path}`];
    if (route) return route(sent);
    if (sent.method === "DELETE") return new Response(null, { status: 204 });
    if (sent.path === "/widget/status") {
      return ok({ human: { text: "Asiakaspalvelu on **kiinni**.", lang: "fi" }, limits: { text: 100, comment: 20 } });
    }
    return ok({});
  }
}

// The real one: a test may have set the clock.
const { setTimeout } = globalThis;

/** Lets everything that waits for an answer go on. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 5; round += 1) await new Promise((done) => setTimeout(done, 0));
}
