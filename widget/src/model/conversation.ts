// A conversation with the gateway: what was said, and the messages on their way. Nothing is lost and nothing doubled:
// every message has an id of its own and is stored before it is sent, they go out one at a time in their order, and one
// that got no answer is sent again with the same id.
import { wordsOf, type Say } from "../words";
import { Problem, type Api } from "./api";
import { backoff } from "./backoff";
import { newId } from "./ids";
import { withoutPersonalData } from "./personal-data";
import { emptyState, type State, type Store } from "./store";
import { Tabs } from "./tabs";
import type { Answer, AssistantEntry, Choice, Language, PersonEntry, Rating } from "./types";

/** Why messages do not get through at present; the words are `trouble.<kind>`. */
export type Trouble = "offline" | "offline_kept" | "unreachable" | "busy" | "unavailable";

export type Change =
  | { kind: "changed" }
  | { kind: "answered"; answer: Answer }
  | { kind: "rated"; topic: string; rating: Rating }
  | { kind: "erased" }
  /** Another page continued the conversation; this view is stale. */
  | { kind: "reloaded" };

/** A conversation may have ended while nobody looked; ask at most this often. */
const ASK_ALIVE_EVERY = 60_000;
const KEEP_AFTER = 500;

export class Conversation {
  readonly state: State;
  trouble: Trouble | null = null;
  private running = false;
  private failures = 0;
  private notBefore = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private keeping: ReturnType<typeof setTimeout> | undefined;
  private askedAlive = 0;
  private readonly listeners = new Set<(change: Change) => void>();
  private readonly shownIn = new Set<object>();
  private readonly tabs = new Tabs((conversation, message) => this.movedOn(conversation, message));

  constructor(
    readonly api: Api,
    private readonly store: Store,
  ) {
    this.state = store.load();
    // The visitor went back, and the browser has kept the page as it was left.
    addEventListener("pageshow", (event) => event.persisted && this.reload());
  }

  // --- What is shown

  /** Calls `listener` after each change; returns what ends that. */
  subscribe(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Takes notice that `view` shows the conversation, or no longer does: an answer that none shows is unread. */
  showIn(view: object, isShown: boolean): void {
    if (isShown) this.shownIn.add(view);
    else this.shownIn.delete(view);
    if (!isShown || !this.state.unread) return;
    this.state.unread = 0;
    this.changed();
  }

  /** Whether a message is being sent at this moment, and not one that was left behind. */
  get isSending(): boolean {
    return this.running && this.pending !== undefined;
  }

  /** The message that is to be answered next. */
  get pending(): PersonEntry | undefined {
    return this.people().find((entry) => entry.status === "waiting");
  }

  /** The last answer, if the conversation that it belongs to goes on. */
  get last(): AssistantEntry | undefined {
    const last = this.state.entries.filter((entry) => entry.author === "assistant").at(-1);
    return last?.answer.conversation_id === this.state.conversation ? last : undefined;
  }

  /** The answer whose choices can be taken: the last one, while nothing is on its way. */
  get current(): AssistantEntry | undefined {
    return this.pending ? undefined : this.last;
  }

  // --- What a person does

  /** Sends what a person wrote. */
  ask(text: string): void {
    this.add(text, null);
  }

  /** Presses a button of the present answer. A second press comes too late: the first one's message is on its way. */
  choose(choice: Choice): void {
    if (this.current) this.add(choice.title, choice.payload);
  }

  /** Sends a message again that was refused or belongs to a conversation that is over. */
  again(id: string): void {
    const entry = this.takeOut(id);
    // A button's payload means nothing to a new conversation; its words may.
    if (entry) this.add(entry.text, entry.status === "expired" ? null : entry.payload);
  }

  /** Takes a message out that was not accepted, and returns its text, to be changed. */
  takeBack(id: string): string {
    const entry = this.takeOut(id);
    this.changed();
    return entry?.text ?? "";
  }

  /** Leaves the conversation for a new one. */
  restart(): void {
    this.leave();
    this.changed();
    void this.eraseLeft();
  }

  /** Ends the conversation and erases it, here and on the server. Returns whether the server has done so already. */
  async erase(): Promise<boolean> {
    // Which conversation the first message began is known only from its answer.
    const isUnknown = this.state.conversation === null && this.pending !== undefined;
    this.leave();
    this.changed();
    const done = (await this.eraseLeft()) && !isUnknown;
    clearTimeout(this.keeping);
    if (done) this.store.clear();
    this.tell({ kind: "erased" });
    return done;
  }

  /** Rates an answer. */
  async rate(entry: AssistantEntry, rating: Rating, comment: string | null): Promise<void> {
    await this.api.feedback({
      conversation: entry.answer.conversation_id,
      message: entry.answer.message_id,
      rating,
      comment,
      language: entry.answer.language,
    });
    // A comment goes out with the rating that was given before.
    const isNew = entry.rating !== rating;
    entry.rating = rating;
    this.changed();
    if (isNew) this.tell({ kind: "rated", topic: entry.answer.topic, rating });
  }

  /** Changes the language of the widget, and of the conversation where there is one. */
  switchLanguage(language: Language): void {
    this.state.language = language;
    this.changed();
    if (this.state.conversation !== null || this.pending) this.ask(this.say("menu.language_request"));
  }

  /** Stores the state as it is now. */
  keep(): void {
    clearTimeout(this.keeping);
    this.store.save(this.state);
  }

  /** Stores it in a moment: not at every letter that is typed. */
  keepSoon(): void {
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), KEEP_AFTER);
  }

  /** Goes on where things stopped: after a reload, a sleep, a lost connection. */
  resume(): void {
    if (this.trouble === "offline" && navigator.onLine) this.trouble = null;
    void this.eraseLeft();
    if (!this.pending) void this.askWhetherAlive();
    else if (Date.now() >= this.notBefore) void this.run();
    this.tell({ kind: "changed" });
  }

  /** Sends what waits now, whatever the server asked for. */
  retry(): void {
    void this.run();
  }

  /** Takes notice that the network is gone. */
  lost(): void {
    this.trouble = this.pending ? "offline_kept" : "offline";
    this.tell({ kind: "changed" });
  }

  // --- Sending

  private add(text: string, payload: string | null): void {
    const { language, entries } = this.state;
    entries.push({
      author: "person",
      id: newId(),
      at: new Date().toISOString(),
      language,
      text,
      payload,
      status: "waiting",
      problem: null,
      conversation: null,
    });
    this.changed();
    void this.run();
  }

  private async run(): Promise<void> {
    if (this.running) return;
    clearTimeout(this.timer);
    this.running = true;
    for (let next = this.pending; next; next = this.pending) {
      this.tell({ kind: "changed" });
      const conversation = next.conversation ?? this.state.conversation;
      const result = await this.api.send({ ...next, conversation }).catch((problem: Problem) => problem);
      if (!(result instanceof Problem)) this.answered(next, result);
      // Left behind meanwhile: what became of it says nothing of the present conversation.
      else if (next !== this.pending) continue;
      else if (!result.passes) this.refused(next, result);
      else {
        this.sendLater(result);
        break;
      }
    }
    this.running = false;
    this.tell({ kind: "changed" });
  }

  private answered(entry: PersonEntry, answer: Answer): void {
    this.failures = 0;
    this.trouble = null;
    const { state } = this;
    const place = state.entries.indexOf(entry);
    if (place < 0) {
      // The conversation was left while this message was on its way.
      state.erasing.push(answer.conversation_id);
      this.keep();
      void this.eraseLeft();
      return;
    }
    // A later page has shown the answer already.
    if (entry !== this.pending) return;
    entry.status = "answered";
    // A button's words are the assistant's; what a person wrote is in the language that it was understood in.
    if (entry.payload === null) entry.language = answer.language;
    if (answer.redacted.length) entry.text = masked(entry);
    if (entry.conversation === null) state.conversation = answer.conversation_id;
    // What still waits may be the wish for another language.
    if (!this.pending) state.language = answer.language;
    if (!this.shownIn.size) state.unread += 1;
    const at = new Date().toISOString();
    // Behind its own question, before those that still wait.
    state.entries.splice(place + 1, 0, {
      author: "assistant",
      id: `${entry.id}/answer`,
      at,
      language: answer.language,
      answer,
      rating: null,
    });
    this.keep();
    this.tabs.tell(answer.conversation_id, entry.id);
    this.tell({ kind: "answered", answer });
  }

  private sendLater(problem: Problem): void {
    this.failures += 1;
    if (!navigator.onLine) this.trouble = "offline_kept";
    else if (problem.status === 429) this.trouble = "busy";
    else this.trouble = problem.status ? "unavailable" : "unreachable";
    this.notBefore = Date.now() + (problem.wait ?? 0);
    this.timer = setTimeout(() => void this.run(), problem.wait ?? backoff(this.failures));
  }

  private refused(entry: PersonEntry, problem: Problem): void {
    this.failures = 0;
    this.trouble = null;
    if (problem.status === 404) {
      this.expire();
      return;
    }
    entry.status = "refused";
    entry.problem = problem.detail || this.say("trouble.refused");
    this.changed();
  }

  // --- The end of a conversation

  private expire(): void {
    this.state.conversation = null;
    for (const entry of this.people()) if (entry.status === "waiting") entry.status = "expired";
    this.note("log.expired");
  }

  private async askWhetherAlive(): Promise<void> {
    const { conversation } = this.state;
    if (conversation === null || Date.now() - this.askedAlive < ASK_ALIVE_EVERY) return;
    this.askedAlive = Date.now();
    try {
      await this.api.alive(conversation);
    } catch (error) {
      const isOver = error instanceof Problem && error.status === 404;
      if (isOver && this.state.conversation === conversation && !this.pending) this.expire();
    }
  }

  private movedOn(conversation: string, message: string): void {
    if (conversation !== this.state.conversation || this.state.entries.some((entry) => entry.id === message)) return;
    // What was sent to it stays with it, also where it has to be sent again.
    if (this.pending) this.pending.conversation = conversation;
    this.state.conversation = null;
    this.note("log.moved");
  }

  /** Forgets everything but what the next conversation needs. */
  private leave(): void {
    const { conversation, erasing, language, pageLanguage, open } = this.state;
    if (conversation !== null) erasing.push(conversation);
    Object.assign(this.state, emptyState(), { erasing, language, pageLanguage, open });
    this.calm();
  }

  /** Takes over what later pages have made of the conversation. */
  private reload(): void {
    if (!this.store.isChanged) return;
    const known = new Map(this.state.entries.map((entry) => [entry.id, entry]));
    const kept = this.store.load();
    // In the same objects: one of them may be on its way.
    const entries = kept.entries.map((entry) => Object.assign(known.get(entry.id) ?? {}, entry));
    Object.assign(this.state, kept, { entries });
    this.calm();
    this.tell({ kind: "reloaded" });
  }

  /** Forgets the troubles of messages that are no longer there. */
  private calm(): void {
    clearTimeout(this.timer);
    this.failures = 0;
    this.notBefore = 0;
    this.trouble = null;
  }

  /** Erases what was left on the server. Returns whether nothing remains there. */
  private async eraseLeft(): Promise<boolean> {
    for (const conversation of this.state.erasing) {
      try {
        await this.api.erase(conversation);
      } catch (error) {
        if (!(error instanceof Problem) || error.passes) return false;
      }
      this.state.erasing = this.state.erasing.filter((left) => left !== conversation);
      this.store.save(this.state);
    }
    return true;
  }

  // --- Small things

  private changed(): void {
    this.keep();
    this.tell({ kind: "changed" });
  }

  private people(): PersonEntry[] {
    return this.state.entries.filter((entry) => entry.author === "person");
  }

  private takeOut(id: string): PersonEntry | undefined {
    const entry = this.people().find((entry) => entry.id === id && entry.status !== "answered");
    if (entry) this.state.entries.splice(this.state.entries.indexOf(entry), 1);
    return entry;
  }

  private note(key: string): void {
    const { language, entries } = this.state;
    entries.push({ author: "system", id: newId(), at: new Date().toISOString(), language, text: this.say(key) });
    this.changed();
  }

  private get say(): Say {
    return wordsOf(this.state.language);
  }

  private tell(change: Change): void {
    // A copy: who is told may begin or end listening.
    for (const listener of [...this.listeners]) listener(change);
  }
}

function masked({ text, language }: PersonEntry): string {
  const say = wordsOf(language);
  return withoutPersonalData(text, (kind) => `[${say("warning.removed", { kind: say(`kinds.${kind}`) })}]`);
}
