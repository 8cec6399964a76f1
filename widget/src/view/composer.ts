// The box to write in: its limit, its keyboard, and the warning before personal data is sent.
import { findPersonalData, type Kind } from "../model/personal-data";
import type { Flow, InputKind } from "../model/types";
import { counted, type Labels } from "../words";
import { button, h } from "./dom";
import * as icons from "./icons";

/** So many characters before the limit the counter appears; it speaks at these steps. */
const COUNTED_FROM = 200;
const SPOKEN_AT = [200, 100, 50, 20, 10, 0];
const TALLEST = 160; // pixels
/** The phone keyboard that fits the input a question wants; any other input gets the ordinary one. */
const KEYBOARDS: Partial<Record<InputKind, string>> = { integer: "numeric", decimal: "decimal" };

export interface ComposerActions {
  send: (text: string) => void;
  draft: (text: string) => void;
  limit: () => number;
}

export class Composer {
  readonly node = h("form", { class: "composer", novalidate: true });
  readonly input = h("textarea", { part: "text", id: "text", rows: 1, enterkeyhint: "send", autocomplete: "off" });
  private readonly label = h("label", { for: "text" });
  private readonly counter = h("p", { part: "counter", class: "counter", "aria-hidden": "true" });
  private readonly spoken = h("p", { class: "visually-hidden", role: "status" });
  private readonly error = h("p", { part: "error", class: "error", id: "error", role: "alert" });
  private readonly warning: HTMLElement;
  private readonly kinds = h("p", { id: "kinds" });
  private readonly letters: HTMLButtonElement;
  private spokenAt: number | null = null;
  private complaint = "";
  private found: Kind[] = [];
  private isAnswer = false;
  private keyboard: string | undefined;

  constructor(
    private readonly labels: Labels,
    private readonly actions: ComposerActions,
  ) {
    labels.keep(() => this.name());
    const hint = labels.text(h("span", { class: "hint", id: "hint" }), "composer.hint");
    const send = h("button", { type: "submit", part: "send", class: "send" }, icons.send());
    send.prepend(labels.text(h("span"), "composer.send"));
    this.letters = button("letters", () => this.useLetters(), "ABC");
    labels.name(this.letters, "composer.letters");
    this.letters.hidden = true;
    this.warning = this.makeWarning();
    this.input.setAttribute("aria-describedby", "hint error");
    labels.keep(() => {
      this.spokenAt = null;
      this.nameTroubles();
    });
    this.node.append(
      this.warning,
      h("div", { class: "labels" }, this.label, hint),
      h("div", { class: "row" }, this.input, this.letters, send),
      h("div", { class: "under" }, this.error, this.counter),
      this.spoken,
    );
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.input.addEventListener("input", () => this.edited());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
  }

  get text(): string {
    return this.input.value;
  }

  /** Puts a text into the box. */
  set text(text: string) {
    if (text === this.input.value) return;
    this.input.value = text;
    this.edited();
  }

  focus(): void {
    this.input.focus();
  }

  /** Fits the label and a phone's keyboard to the open question of a guided dialogue, null where none is open. */
  expect(question: Flow | null): void {
    this.isAnswer = question?.step != null;
    this.name();
    const keyboard = question?.input ? KEYBOARDS[question.input] : undefined;
    if (keyboard === this.keyboard) return;
    this.keyboard = keyboard;
    if (keyboard) this.input.inputMode = keyboard;
    else this.useLetters();
    this.letters.hidden = !keyboard;
  }

  private name(): void {
    this.label.textContent = this.labels.say(this.isAnswer ? "composer.answer" : "composer.label");
  }

  /** Brings back a keyboard with letters, which a question of the person's own needs. */
  private useLetters(): void {
    this.input.removeAttribute("inputmode");
    this.letters.hidden = true;
    if (this.keyboard) this.focus();
  }

  private edited(): void {
    this.actions.draft(this.text);
    this.warning.hidden = true;
    this.complain("");
    this.grow();
  }

  private grow(): void {
    this.input.style.height = "auto";
    const { scrollHeight, offsetHeight, clientHeight } = this.input;
    if (scrollHeight) this.input.style.height = `${Math.min(scrollHeight + offsetHeight - clientHeight, TALLEST)}px`;
  }

  private get left(): number {
    return this.actions.limit() - [...this.text.trim()].length;
  }

  private count(): void {
    const { left } = this;
    const words =
      left < 0
        ? counted(this.labels.say, "composer.over", -left)
        : left <= COUNTED_FROM
          ? counted(this.labels.say, "composer.left", left)
          : "";
    this.counter.textContent = words;
    this.counter.classList.toggle("over", left < 0);
    // Not at every letter: that would drown what is being typed.
    const step = left < 0 ? -1 : (SPOKEN_AT.findLast((mark) => left <= mark) ?? null);
    if (step !== this.spokenAt) this.spoken.textContent = words;
    this.spokenAt = step;
  }

  private submit(): void {
    const text = this.text.trim();
    if (!text) return this.complain("composer.empty");
    if (this.left < 0) return this.complain("composer.too_long");
    const kinds = findPersonalData(text);
    if (kinds.length) return this.warn(kinds);
    this.send(text);
  }

  private send(text: string): void {
    // Emptied first, so that a second press finds nothing to send.
    this.text = "";
    this.actions.send(text);
  }

  private complain(key: string): void {
    this.complaint = key;
    this.nameTroubles();
    this.input.setAttribute("aria-invalid", String(key !== ""));
    if (key) this.focus();
  }

  /** Says what is wrong with the text in the present language. */
  private nameTroubles(): void {
    const { say } = this.labels;
    this.error.textContent = this.complaint && say(this.complaint, { limit: this.actions.limit() });
    this.kinds.textContent = say("warning.text", { kinds: this.found.map((kind) => say(`kinds.${kind}`)).join(", ") });
    this.count();
  }

  private makeWarning(): HTMLElement {
    const edit = this.labels.text(
      button("edit", () => this.editAgain()),
      "warning.edit",
    );
    const sendAnyway = this.labels.text(
      button("send-anyway", () => {
        if (this.isWarning) this.send(this.text.trim());
        this.focus();
      }),
      "warning.send_anyway",
    );
    const heading = this.labels.text(h("h3", { id: "warning" }), "warning.heading");
    return h(
      "section",
      {
        part: "warning",
        class: "warning",
        tabindex: -1,
        hidden: true,
        "aria-labelledby": "warning",
        "aria-describedby": "kinds",
      },
      icons.alert(),
      heading,
      this.kinds,
      h("div", { class: "actions" }, edit, sendAnyway),
    );
  }

  get isWarning(): boolean {
    return !this.warning.hidden;
  }

  /** Takes the warning away, for the text to be changed. */
  editAgain(): void {
    this.warning.hidden = true;
    this.focus();
  }

  private warn(kinds: Kind[]): void {
    this.found = kinds;
    this.nameTroubles();
    this.warning.hidden = false;
    this.warning.focus();
  }
}
