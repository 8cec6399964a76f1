// How to reach a person: the gateway's words, fetched anew whenever somebody looks.
import type { Status } from "../model/types";
import { wordsOf, type Labels } from "../words";
import { button, h } from "./dom";
import * as icons from "./icons";
import { markdown } from "./markdown";

export class Human {
  readonly node: HTMLElement;
  private readonly words = h("div", { class: "text" });
  private readonly heading: HTMLHeadingElement;

  constructor(
    private readonly labels: Labels,
    private readonly fetchStatus: () => Promise<Status>,
    onClose: () => void,
  ) {
    this.heading = labels.text(h("h3", { tabindex: -1, id: "human" }), "human.heading");
    const close = labels.name(button("human-close", onClose, icons.close()), "human.close");
    this.node = h(
      "section",
      { part: "human-channel", class: "human-channel", hidden: true, "aria-labelledby": "human" },
      this.heading,
      close,
      this.words,
    );
  }

  get isOpen(): boolean {
    return !this.node.hidden;
  }

  /** Shows or hides the section. */
  show(open: boolean): void {
    this.node.hidden = !open;
    if (!open) return;
    this.heading.focus();
    void this.refresh();
  }

  /** Fetches what holds now. */
  async refresh(): Promise<void> {
    const { say } = this.labels;
    if (!this.words.hasChildNodes()) this.words.textContent = say("human.loading");
    try {
      const { human } = await this.fetchStatus();
      this.words.lang = human.language;
      this.words.replaceChildren(...markdown(human.text, wordsOf(human.language)));
    } catch {
      this.words.lang = this.labels.language;
      this.words.replaceChildren(...markdown(say("human.failed"), say));
    }
  }
}
