// The log of a conversation: a live region that announces each reply once, and nothing that was there before.
import type { Audience, Entry } from "../model/types";
import type { Labels } from "../words";
import { button, h } from "./dom";
import { markdown } from "./markdown";
import type { MessageActions } from "./actions";
import { message, type MessageView } from "./message";

/** Around what is scrolled to, in pixels. */
const MARGIN = 14;
const STARTERS = ["first", "second", "third"];

export class Log {
  readonly node = h("div", { part: "log", class: "log", role: "log", tabindex: 0, "aria-live": "off" });
  private readonly views = new Map<string, MessageView>();
  // Not live: another language changes their words.
  private readonly welcome = h("div", { class: "welcome", "aria-live": "off" });
  private readonly starters = h("div", { class: "starters", "aria-live": "off" });
  private isBuilt = false;
  private end = "";
  private readonly typing = h("p", { part: "typing", class: "typing", hidden: true });

  constructor(
    labels: Labels,
    private readonly actions: MessageActions,
    audience: Audience,
  ) {
    labels.name(this.node, "log.label");
    labels.keep(() => this.greet(labels, audience));
    const words = labels.text(h("span"), "log.typing");
    this.typing.append(words, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")));
    this.node.append(this.welcome, this.starters, this.typing);
    this.update();
    this.isBuilt = true;
  }

  /** Says nothing aloud until the next message comes: what is only shown again was heard before. */
  hush(): void {
    this.node.setAttribute("aria-live", "off");
  }

  /** Shows the conversation as it is now. */
  update(): void {
    const { conversation } = this.actions;
    const { entries } = conversation.state;
    this.removeAllBut(entries);
    const hasNews = entries.some((entry) => !this.views.has(entry.id));
    if (hasNews && this.isBuilt) this.node.setAttribute("aria-live", "polite");
    let place: Element = this.starters;
    for (const entry of entries) {
      const view = this.views.get(entry.id) ?? this.add(entry);
      view.update();
      if (place.nextElementSibling !== view.node) place.after(view.node);
      place = view.node;
    }
    this.starters.hidden = entries.length > 0;
    this.typing.hidden = !conversation.isSending || conversation.trouble !== null;
    const last = entries.at(-1);
    const end = `${last?.id} ${last?.author === "person" && last.status}`;
    if (end !== this.end) this.toEnd();
    this.end = end;
  }

  /** Scrolls to the newest message: to the beginning of an answer, to the end of what a person sent. */
  toEnd(): void {
    const last = this.actions.conversation.state.entries.at(-1);
    // Where the panel is low, it is the panel that scrolls.
    const scroller = this.node.scrollHeight > this.node.clientHeight + 1 ? this.node : this.node.parentElement;
    if (!last || !scroller) return;
    const { node } = this.views.get(last.id)!;
    const [target, side] =
      last.author === "assistant" ? [node, "top" as const] : [this.lowest(node), "bottom" as const];
    const beyond = target.getBoundingClientRect()[side] - scroller.getBoundingClientRect()[side];
    scroller.scrollTop += beyond + (side === "top" ? -MARGIN : MARGIN);
  }

  private greet(labels: Labels, audience: Audience): void {
    const { conversation, toLog } = this.actions;
    this.welcome.replaceChildren(...markdown(labels.say(`welcome.${audience}`), labels.say));
    this.starters.replaceChildren(
      h("p", {}, labels.say("welcome.starters")),
      ...STARTERS.map((name) => {
        const question = labels.say(`starters.${audience}.${name}`);
        const start = () => {
          conversation.ask(question);
          toLog();
        };
        return button("starter", start, question);
      }),
    );
  }

  private lowest(node: HTMLElement): HTMLElement {
    return this.typing.hidden ? node : this.typing;
  }

  private add(entry: Entry): MessageView {
    const view = message(entry, this.actions);
    this.views.set(entry.id, view);
    return view;
  }

  private removeAllBut(entries: Entry[]): void {
    const kept = new Set(entries.map((entry) => entry.id));
    for (const [id, view] of this.views) {
      if (kept.has(id)) continue;
      view.node.remove();
      this.views.delete(id);
    }
  }
}
