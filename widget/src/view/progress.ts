// Where a guided dialogue stands: which question, and the answers given, each of which can be changed.
import type { AssistantEntry, GivenAnswer } from "../model/types";
import { counted, wordsOf, type Say } from "../words";
import { button, focused, h, hidden } from "./dom";
import { plain } from "./markdown";

export class ProgressView {
  readonly node = h("section", { part: "progress", class: "progress", hidden: true });
  private readonly where = h("p", { class: "where" });
  private readonly bar = h("progress", { "aria-hidden": "true" });
  private readonly summary = h("summary");
  private readonly list = h("ul");
  private readonly answers = h("details", { part: "answers" }, this.summary, this.list);
  private shown: AssistantEntry | undefined;

  constructor(private readonly change: (answer: GivenAnswer) => void) {
    this.node.append(this.where, this.bar, this.answers);
  }

  /** Shows the progress of the last answer, if it belongs to a guided dialogue. */
  update(last: AssistantEntry | undefined, canChange: boolean): void {
    if (last !== this.shown) {
      this.shown = last;
      this.node.hidden = !last?.answer.progress;
      if (last?.answer.progress) this.render(last);
      else this.answers.open = false;
    }
    for (const element of this.list.querySelectorAll("button")) {
      element.setAttribute("aria-disabled", String(!canChange));
    }
  }

  /** Fills the elements in place: the list of answers stays open, and the focus where it is. */
  private render({ answer: { progress, language } }: AssistantEntry): void {
    if (!progress) return;
    const say = wordsOf(language);
    const { number, of, answers } = progress;
    this.node.lang = language;
    this.node.setAttribute("aria-label", say("progress.label"));
    this.bar.max = of;
    this.bar.value = number;
    const shown = h("span", { "aria-hidden": "true" }, `${say("progress.question")} ${number}/${of}`);
    this.where.replaceChildren(shown, hidden(say("progress.spoken", { number, of })));
    this.answers.hidden = !answers.length;
    this.summary.textContent = counted(say, "progress.answers", answers.length);
    if (this.list.contains(focused())) this.summary.focus();
    this.list.replaceChildren(...answers.map((answer) => this.row(answer, say)));
  }

  private row(answer: GivenAnswer, say: Say): HTMLLIElement {
    const title = plain(answer.title);
    const change = button("change", () => this.change(answer), say("progress.change"));
    change.setAttribute("aria-label", say("progress.change_what", { title }));
    const value = h("strong", {}, h("bdi", {}, plain(answer.value)));
    return h("li", {}, h("span", {}, h("bdi", {}, title), ": ", value), change);
  }
}
