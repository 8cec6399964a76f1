// What stands between the log and the box: troubles in words with a way to try again, and the question before erasing.
import type { Labels } from "../words";
import { button, h } from "./dom";

export class Notices {
  readonly node: HTMLElement;
  private readonly bar = h("div", { class: "status" });
  private readonly status = h("p", { part: "status", role: "status" });
  private readonly retry: HTMLButtonElement;
  private readonly question: HTMLElement;
  private readonly cancel: HTMLButtonElement;
  private said = "";
  private canRetry = false;

  constructor(
    private readonly labels: Labels,
    actions: { retry: () => void; erase: () => void; kept: () => void },
  ) {
    this.retry = labels.text(button("retry", actions.retry), "trouble.retry");
    this.bar.append(this.status, this.retry);
    const confirm = labels.text(button("erase-confirm", actions.erase), "erase.confirm");
    this.cancel = labels.text(
      button("erase-cancel", () => this.ask(false)),
      "erase.cancel",
    );
    this.cancel.addEventListener("click", actions.kept);
    const words = labels.text(h("p", { id: "erase" }), "erase.question");
    this.question = h(
      "section",
      { class: "question", hidden: true, "aria-labelledby": "erase" },
      words,
      h("div", { class: "actions" }, confirm, this.cancel),
    );
    this.node = h("div", { class: "notices" }, this.question, this.bar);
    labels.keep(() => this.say(this.said, this.canRetry));
  }

  /** Says a sentence, or nothing where the key is empty; a trouble can be tried again. */
  say(key: string, canRetry = false): void {
    this.said = key;
    this.canRetry = canRetry;
    const words = key && this.labels.say(key);
    // Only what is new: the same sentence again would be read out again.
    if (this.status.textContent !== words) this.status.textContent = words;
    this.retry.hidden = !canRetry;
    this.bar.classList.toggle("trouble", key.startsWith("trouble."));
    this.bar.classList.toggle("empty", !key);
  }

  /** Whether the sentence on show is a trouble's. */
  get isTrouble(): boolean {
    return this.said.startsWith("trouble.");
  }

  get isAsking(): boolean {
    return !this.question.hidden;
  }

  /** Asks whether to erase the conversation, or takes the question away. */
  ask(open: boolean): void {
    this.question.hidden = !open;
    if (open) this.cancel.focus();
  }
}
