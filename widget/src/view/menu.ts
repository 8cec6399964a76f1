// The menu: a button that shows a list of further things to do.
import type { Labels } from "../words";
import { button, h } from "./dom";
import * as icons from "./icons";

export type Command = "restart" | "human" | "download" | "print" | "erase";

const ICONS: Record<Command, () => SVGSVGElement> = {
  restart: icons.restart,
  human: icons.person,
  download: icons.download,
  print: icons.print,
  erase: icons.erase,
};

export class Menu {
  readonly toggle = button("menu", () => this.show(this.list.hidden), icons.menu());
  readonly list = h("div", { class: "menu-list", id: "menu", hidden: true });

  constructor(labels: Labels, run: (command: Command) => void) {
    labels.name(this.toggle, "panel.menu");
    this.toggle.setAttribute("aria-controls", "menu");
    for (const command of Object.keys(ICONS) as Command[]) {
      const item = button(command, () => {
        this.show(false);
        this.toggle.focus();
        run(command);
      });
      item.append(ICONS[command](), labels.text(h("span"), `menu.${command}`));
      this.list.append(item);
    }
    // Safari does not focus a pressed button: a focus that moves to nothing has not left the menu.
    this.list.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && this.leave(relatedTarget));
    this.show(false);
  }

  get isOpen(): boolean {
    return !this.list.hidden;
  }

  /** Closes the list when something outside of it is pressed or gets the focus. */
  leave(target: EventTarget | null): void {
    const isInside = target instanceof Node && (this.list.contains(target) || this.toggle.contains(target));
    if (this.isOpen && !isInside) this.show(false);
  }

  show(open: boolean): void {
    this.list.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    if (open) this.list.querySelector("button")?.focus();
  }
}
