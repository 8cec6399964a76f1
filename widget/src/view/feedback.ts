// Thumbs for an answer, and a comment for those who want to say more.
import { findPersonalData } from "../model/personal-data";
import type { AssistantEntry, Rating } from "../model/types";
import { wordsOf } from "../words";
import type { MessageActions } from "./actions";
import { button, h } from "./dom";
import * as icons from "./icons";

/** The question whether an answer helped. */
export function feedback(entry: AssistantEntry, { conversation, commentLimit }: MessageActions): HTMLElement {
  const say = wordsOf(entry.language);
  const said = h("p", { class: "said", role: "status" });
  const thumbs = { up: thumb("up"), down: thumb("down") };
  const area = h("textarea", {
    part: "comment",
    rows: 2,
    id: `comment-${entry.id}`,
    "aria-describedby": `hint-${entry.id}`,
  });
  const label = h("label", { for: area.id });
  const hint = h("p", { class: "hint", id: `hint-${entry.id}` }, say("feedback.comment_hint"));
  const form = h("form", { class: "comment", hidden: true }, label, area, hint);
  form.append(h("button", { type: "submit", part: "comment-send", class: "secondary" }, say("feedback.send")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void comment(area.value.trim());
  });
  const question = h("div", { class: "thumbs", role: "group", "aria-label": say("feedback.question") });
  question.append(h("span", { "aria-hidden": "true" }, say("feedback.question")), thumbs.up, thumbs.down);
  show();
  return h("div", { class: "feedback" }, question, form, said);

  function thumb(rating: Rating): HTMLButtonElement {
    const face = rating === "up" ? icons.thumbUp() : icons.thumbDown();
    const element = button(
      `thumb-${rating}`,
      () => void rate(rating, area.value.trim() && form.hidden ? area.value.trim() : null),
      face,
    );
    element.classList.add("thumb");
    element.setAttribute("aria-label", say(`feedback.${rating}`));
    return element;
  }

  function show(): void {
    for (const rating of ["up", "down"] as const) {
      thumbs[rating].setAttribute("aria-pressed", String(entry.rating === rating));
    }
    if (entry.rating) label.textContent = say(`feedback.comment_${entry.rating}`);
  }

  async function rate(rating: Rating, words: string | null): Promise<void> {
    try {
      await conversation.rate(entry, rating, words);
      said.textContent = say("feedback.thanks");
      form.hidden = words !== null;
      if (form.hidden) thumbs[rating].focus();
    } catch {
      said.textContent = say("feedback.failed");
    }
    show();
    // It opens below the thumbs, where the log may end.
    if (!form.hidden) form.scrollIntoView({ block: "nearest" });
  }

  async function comment(words: string): Promise<void> {
    const kinds = findPersonalData(words);
    if (!entry.rating) return;
    if (!words) {
      said.textContent = say("feedback.empty");
      area.focus();
    } else if ([...words].length > commentLimit()) {
      said.textContent = say("feedback.too_long", { limit: commentLimit() });
    } else if (kinds.length) {
      said.textContent = say("feedback.personal", { kinds: kinds.map((kind) => say(`kinds.${kind}`)).join(", ") });
    } else {
      await rate(entry.rating, words);
    }
  }
}
