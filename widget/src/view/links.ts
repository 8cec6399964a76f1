// Makes links, and only to where links may lead.
import { h, hidden } from "./dom";
import { newTab } from "./icons";
import type { Say } from "../words";

const PROTOCOLS = ["https:", "mailto:", "tel:"];

/** The address if a link may lead there, else null. */
export function safeAddress(address: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  // "https://kela.fi@example.com" looks like one place and leads to another.
  const isPlain = PROTOCOLS.includes(url.protocol) && !url.username && !url.password;
  return isPlain ? url.href : null;
}

/** A link; null where it may not lead there. Pages open in a tab of their own, so that the conversation stays. */
export function link(title: string, address: string, say: Say): HTMLAnchorElement | null {
  const href = safeAddress(address);
  if (href === null) return null;
  const element = h("a", { href }, h("bdi", {}, title));
  if (href.startsWith("https:")) {
    element.target = "_blank";
    element.rel = "noopener noreferrer";
    // A word joiner: the icon does not stand on a line of its own.
    element.append("\u2060", newTab(), hidden(` (${say("log.new_tab")})`));
  }
  return element;
}
