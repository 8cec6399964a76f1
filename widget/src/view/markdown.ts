// Shows the little Markdown that answers use: paragraphs, "- " lists, **bold** and [links](https://...).
import { h } from "./dom";
import { link } from "./links";
import type { Say } from "../words";

const INLINE = /\*\*([^*]+)\*\*|\[([^\][\n]+)\]\(([^()\s]+)\)/g;

/** The nodes of a text. Everything that is not of the subset stays text. */
export function markdown(text: string, say: Say): Node[] {
  return plain(text)
    .split(/\n\s*\n/)
    .filter((block) => block.trim())
    .flatMap((block) => paragraphsAndLists(block, say));
}

/** The text without bidirectional controls, which can disguise it and which no language here needs. */
export function plain(text: string): string {
  return text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}

function paragraphsAndLists(block: string, say: Say): Node[] {
  const nodes: HTMLElement[] = [];
  for (const line of block.split("\n")) {
    const isItem = line.startsWith("- ");
    const last = nodes.at(-1);
    if (isItem) {
      const list = last?.localName === "ul" ? last : h("ul");
      list.append(h("li", {}, ...inline(line.slice(2), say)));
      if (list !== last) nodes.push(list);
    } else if (last?.localName === "p") {
      last.append(h("br"), ...inline(line, say));
    } else {
      nodes.push(h("p", {}, ...inline(line, say)));
    }
  }
  return nodes;
}

function inline(text: string, say: Say): Array<Node | string> {
  const nodes: Array<Node | string> = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, title, url] = match;
    nodes.push(text.slice(end, match.index));
    if (bold !== undefined) nodes.push(h("strong", {}, ...inline(bold, say)));
    else nodes.push(link(title ?? "", url ?? "", say) ?? whole);
    end = match.index + whole.length;
  }
  nodes.push(text.slice(end));
  return nodes;
}
