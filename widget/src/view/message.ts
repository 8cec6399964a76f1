// One message of the log.
import type { AssistantEntry, Choice, Entry, Language, PersonEntry, SystemEntry } from "../model/types";
import { wordsOf, type Say } from "../words";
import type { MessageActions } from "./actions";
import { choices } from "./choices";
import { checkedOn, pageDate, shortTime } from "./dates";
import { button, h, hidden } from "./dom";
import { feedback } from "./feedback";
import { link } from "./links";
import { markdown, plain } from "./markdown";

export interface MessageView {
  node: HTMLElement;
  /** Shows what has changed about the entry since. */
  update(): void;
}

const EMERGENCY = "guard.emergency";

/** The view of an entry. */
export function message(entry: Entry, actions: MessageActions): MessageView {
  if (entry.author === "person") return personMessage(entry, actions);
  if (entry.author === "assistant") return assistantMessage(entry, actions);
  return systemMessage(entry);
}

function systemMessage(entry: SystemEntry): MessageView {
  const node = frame(entry);
  node.append(h("div", { class: "text" }, ...markdown(entry.text, wordsOf(entry.language))));
  return { node, update: () => undefined };
}

function personMessage(entry: PersonEntry, { conversation, edit, toLog }: MessageActions): MessageView {
  const { language } = entry;
  const say = wordsOf(language);
  // What a person sends is nothing new to them.
  const node = frame(entry, { "aria-live": "off" });
  const text = h("p", { class: "text" });
  const state = h("div", { class: "meta" });
  node.append(text, state);
  let shown = "";
  return {
    node,
    update() {
      const { status } = entry;
      const waits = status === "waiting" && say(conversation.trouble ? "log.waiting" : "log.sending");
      const now = `${status} ${waits}`;
      if (shown === now) return;
      // That it was not accepted is news, unless it was seen before a reload.
      if (shown && status !== "waiting") state.setAttribute("aria-live", "polite");
      shown = now;
      node.dataset.status = status;
      text.textContent = plain(entry.text);
      text.lang = entry.language;
      state.replaceChildren(time(entry.at, language));
      if (waits) state.append(` · ${waits}`);
      if (status === "refused" || status === "expired") {
        const again = button(
          "retry",
          () => {
            conversation.again(entry.id);
            toLog();
          },
          say("trouble.again"),
        );
        const change = button("edit-again", () => edit(conversation.takeBack(entry.id)), say("trouble.edit"));
        const problem = h("p", { class: "problem" }, say("log.not_sent"));
        if (entry.problem) problem.append(" ", h("bdi", {}, plain(entry.problem)));
        state.replaceChildren(problem, again, change);
      }
    },
  };
}

function assistantMessage(entry: AssistantEntry, actions: MessageActions): MessageView {
  const { answer } = entry;
  const { conversation } = actions;
  const say = wordsOf(entry.language);
  const node = frame(entry);
  node.classList.toggle("urgent", answer.topic === EMERGENCY);
  const groups = answer.replies.map(({ buttons }) => choices(buttons, say, (choice) => conversation.choose(choice)));
  const nodes = groups.filter((_, number) => answer.replies[number]?.buttons.length).map((group) => group.node);
  // What else may have been meant stands below the whole answer, with its own buttons right after its words.
  const offer = answer.replies.at(-1);
  const isOffer = answer.replies.length > 1 && offer?.buttons.some((choice) => choice.role === "alternative");
  const texts = answer.replies.map((reply) => {
    const lang = reply.language ?? entry.language;
    return reply.text.trim() ? [h("div", { class: "text", lang }, ...markdown(reply.text, say))] : [];
  });
  const lastText = isOffer ? (texts.pop() ?? []) : [];
  const lastChoices = isOffer ? nodes.splice(-1) : [];
  node.append(...texts.flat());
  if (answer.sources.length) node.append(sources(entry, say));
  node.append(...nodes, ...lastText, ...lastChoices);
  // Neither the time nor the thumbs are part of what was said.
  const extras = h(
    "div",
    { class: "extras", "aria-live": "off" },
    h("div", { class: "meta" }, time(entry.at, entry.language)),
  );
  node.append(extras);
  // A question of a guided dialogue is no answer yet.
  if (!answer.flow?.step) extras.append(feedback(entry, actions));
  return {
    node,
    update() {
      const isCurrent = conversation.current === entry;
      const chosen = isCurrent ? null : taken(entry, conversation.state.entries);
      for (const group of groups) group.update(isCurrent, chosen);
    },
  };
}

/** The payload that was chosen from an answer: of the next message, if it was a button. */
function taken(entry: AssistantEntry, entries: Entry[]): Choice["payload"] | null {
  const next = entries.slice(entries.indexOf(entry) + 1).find((later) => later.author === "person");
  return next?.payload ?? null;
}

function frame(entry: Entry, attributes: Record<string, string> = {}): HTMLElement {
  const author = wordsOf(entry.language)(`author.${entry.author}`);
  return h(
    "article",
    { part: "message", class: "message", "data-author": entry.author, lang: entry.language, ...attributes },
    h("p", { class: "author" }, author, hidden(": ")),
  );
}

function time(at: string, language: Language): HTMLTimeElement {
  return h("time", { datetime: at }, shortTime(at, language));
}

function sources({ answer, language }: AssistantEntry, say: Say): HTMLElement {
  const items = answer.sources.map((source) => {
    const title = link(plain(source.title), source.url, say) ?? h("bdi", {}, plain(source.title));
    return h("li", {}, title, h("span", { class: "dated" }, ` ${pageDate(source, language)}`));
  });
  const checked = checkedOn(answer, language);
  const node = h("div", { part: "sources", class: "sources" }, h("p", {}, say("log.sources")), h("ul", {}, ...items));
  if (checked) node.append(h("p", { class: "dated" }, checked));
  return node;
}
