// The buttons of a reply. After the next answer they are inactive, but stay readable.
import type { Choice } from "../model/types";
import type { Say } from "../words";
import { button, h, hidden } from "./dom";
import { check } from "./icons";
import { plain } from "./markdown";

/** Ways around a question, which step back behind its answers. */
const STEERING = /"value": ?"(?:back|stop|unsure)"/;

export interface Choices {
  node: HTMLElement;
  /** @param isLive whether they can be taken, @param chosen the payload of the one that was */
  update(isLive: boolean, chosen: string | null): void;
}

/** The choices of a reply as a group. */
export function choices(offered: Choice[], say: Say, choose: (choice: Choice) => void): Choices {
  const node = h("div", { class: "choices", role: "group", "aria-label": say("log.choices") });
  let live = true;
  const views = offered.map((choice) => {
    const element = button("choice", () => live && choose(choice), h("bdi", {}, plain(choice.title)));
    element.classList.toggle("steering", STEERING.test(choice.payload));
    node.append(element);
    return { choice, element };
  });
  return {
    node,
    update(isLive, chosen) {
      live = isLive;
      node.classList.toggle("inert", !live);
      for (const { choice, element } of views) {
        // Not `disabled`: that would take the focus away from the button that was just pressed.
        element.setAttribute("aria-disabled", String(!live));
        element.tabIndex = live ? 0 : -1;
        if (choice.payload === chosen && !element.classList.contains("chosen")) {
          element.classList.add("chosen");
          element.append(check(), hidden(` (${say("log.chosen")})`));
        }
      }
    },
  };
}
