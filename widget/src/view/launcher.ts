// The button that opens the panel, with a badge for answers that came while it was closed.
import { counted, type Labels } from "../words";
import { button, h } from "./dom";
import * as icons from "./icons";

export class Launcher {
  readonly node: HTMLButtonElement;
  private readonly badge = h("span", { part: "badge", class: "badge", hidden: true, "aria-hidden": "true" });
  private readonly spoken = h("span", { class: "visually-hidden" });
  private readonly news = h("p", { class: "visually-hidden", role: "status" });

  constructor(
    private readonly labels: Labels,
    open: () => void,
  ) {
    this.node = button("launcher", open, icons.adviser(), labels.text(h("span"), "launcher.label"));
    this.node.append(this.badge, this.spoken);
    this.node.setAttribute("aria-haspopup", "dialog");
  }

  /** Announces new answers while the panel is closed. */
  get announcer(): HTMLElement {
    return this.news;
  }

  update(isOpen: boolean, unread: number): void {
    this.node.hidden = isOpen;
    this.node.setAttribute("aria-expanded", String(isOpen));
    this.badge.hidden = unread === 0;
    this.badge.textContent = String(unread);
    const words = unread ? counted(this.labels.say, "launcher.unread", unread) : "";
    this.spoken.textContent = words && `, ${words}`;
    if (this.news.textContent !== words) this.news.textContent = words;
  }
}
