// Where a guided dialogue stands: which question, and the answers given, each of which can be changed.
import type { AssistantEntry, GivenAnswer } from "../model/types";
import { counted, wordsOf } from "../words";
import { button, h, hidden } from "./dom";
import { plain } from "./markdown";

export class ProgressView {
  readonly node = h("section", { part: "progress", class: "progress", hidden: true });
  private shown: AssistantEntry | undefined;

  constructor(private readonly change: (answer: GivenAnswer) => void) {}

  /** Shows the progress of the last answer, if it belongs to a guided dialogue. */
  update(last: AssistantEntry | undefined, canChange: boolean): void {
    if (last !== this.shown) {
      this.shown = last;
      this.node.hidden = !last?.answer.progress;
      if (last?.answer.progress) this.render(last);
    }
    for (const element of this.node.querySelectorAll<HTMLButtonElement>("button")) {
      element.setAttribute("aria-disabled", String(!canChange));
    }
  }

  private render({ answer: { progress, language } }: AssistantEntry): void {
    if (!progress) return;
    const say = wordsOf(language);
    const { number, of, answers } = progress;
    this.node.lang = language;
    this.node.setAttribute("aria-label", say("progress.label"));
    const bar = h("progress", { max: of, value: number, "aria-hidden": "true" });
    const shown = h("span", { "aria-hidden": "true" }, `${say("progress.question")} ${number}/${of}`);
    const where = h("p", { class: "where" }, shown, hidden(say("progress.spoken", { number, of })));
    this.node.replaceChildren(where, bar);
    if (!answers.length) return;
    const list = h("ul", {});
    for (const answer of answers) {
      const title = plain(answer.title);
      const change = button("change", () => this.change(answer), say("progress.change"));
      change.setAttribute("aria-label", say("progress.change_what", { title }));
      list.append(
        h(
          "li",
          {},
          h("span", {}, h("bdi", {}, title), ": ", h("strong", {}, h("bdi", {}, plain(answer.value)))),
          change,
        ),
      );
    }
    const summary = h("summary", {}, counted(say, "progress.answers", answers.length));
    this.node.append(h("details", { part: "answers" }, summary, list));
  }
}
