// The conversation as something to keep: a text file, or paper.
import type { AssistantEntry, Entry, Language, PersonEntry, SystemEntry } from "../model/types";
import { wordsOf } from "../words";
import { checkedOn, longTime, pageDate, shortTime } from "./dates";
import { focused, h } from "./dom";
import { markdown, plain } from "./markdown";

const PRINT_STYLES = `
  body { font: 11pt/1.5 system-ui, sans-serif; margin: 0; color: #000; }
  article { border-top: 1px solid #999; padding: 0.6em 0; break-inside: avoid; }
  p, ul, h1, h2 { margin: 0 0 0.4em; }
  h1 { font-size: 16pt; }
  h2 { font-size: 11pt; }
  .written { white-space: pre-wrap; }
  a::after { content: " (" attr(href) ")"; font-size: 9pt; overflow-wrap: anywhere; }
  svg, a span { display: none; }
`;

/** The conversation as plain text. */
export function asText(entries: Entry[], language: Language, now = new Date()): string {
  const say = wordsOf(language);
  const head = [say("transcript.heading"), say("transcript.saved", { date: longTime(now, language) })];
  const blocks = entries.map((entry) => {
    const title = `${wordsOf(entry.language)(`author.${entry.author}`)} (${shortTime(entry.at, entry.language, now)})`;
    return [title, ...(entry.author === "person" ? written(entry) : paragraphs(entry).map(withoutMarks))].join("\n");
  });
  return `${[[...head, say("transcript.disclaimer")].join("\n"), ...blocks].join("\n\n")}\n`;
}

function withoutMarks(markdown: string): string {
  return markdown.replace(/\*\*/g, "").replace(/\[([^\][]*)\]\(([^()\s]*)\)/g, "$1 ($2)");
}

/** Lets the browser save the conversation as a file. */
export function download(entries: Entry[], language: Language): void {
  const file = new Blob([asText(entries, language)], { type: "text/plain;charset=utf-8" });
  const url = URL.createObjectURL(file);
  const day = new Date().toISOString().slice(0, 10);
  h("a", { href: url, download: `${wordsOf(language)("transcript.file")}-${day}.txt` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Prints the conversation alone: from a frame of its own, since the widget must not hide the page around it. */
export function print(entries: Entry[], language: Language, into: Node): void {
  const say = wordsOf(language);
  const before = focused();
  const frame = h("iframe", { class: "visually-hidden", "aria-hidden": "true", tabindex: -1 });
  into.appendChild(frame);
  const page = frame.contentDocument;
  const view = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!page || !view) return;
  page.documentElement.lang = language;
  page.title = say("transcript.heading");
  const styles = new view.CSSStyleSheet();
  styles.replaceSync(PRINT_STYLES);
  page.adoptedStyleSheets = [styles];
  page.body.append(
    h("h1", {}, say("transcript.heading")),
    h("p", {}, say("transcript.saved", { date: longTime(new Date(), language) })),
    h("p", {}, say("transcript.disclaimer")),
    ...entries.map(printed),
  );
  view.addEventListener("afterprint", () => {
    frame.remove();
    before?.focus();
  });
  view.focus();
  view.print();
}

function printed(entry: Entry): HTMLElement {
  const say = wordsOf(entry.language);
  const title = h("h2", {}, `${say(`author.${entry.author}`)}, ${shortTime(entry.at, entry.language)}`);
  const content =
    entry.author === "person"
      ? written(entry).map((text) => h("p", { class: "written" }, text))
      : paragraphs(entry).flatMap((text) => markdown(text, say));
  return h("article", { lang: entry.language }, title, ...content);
}

/** What a person wrote, as it is: no Markdown; and that it was not sent, where it was not. */
function written({ text, status, language }: PersonEntry): string[] {
  if (status === "answered") return [plain(text)];
  return [plain(text), wordsOf(language)(status === "waiting" ? "log.waiting" : "log.not_sent")];
}

function paragraphs(entry: AssistantEntry | SystemEntry): string[] {
  if (entry.author === "system") return [plain(entry.text)];
  const { replies, sources } = entry.answer;
  const say = wordsOf(entry.language);
  const options = replies.flatMap((reply) => reply.buttons.map((button) => plain(button.title)));
  const texts = replies.map((reply) => plain(reply.text));
  if (options.length) texts.push(`${say("transcript.options")}: ${options.join("; ")}`);
  for (const source of sources) {
    const { title, url } = source;
    texts.push(`${say("log.sources")}: ${plain(title)}, ${url} (${pageDate(source, entry.language)})`);
  }
  const checked = checkedOn(entry.answer, entry.language);
  if (checked) texts.push(checked);
  return texts;
}
