// The panel: everything of a conversation, as a dialog that floats or as a part of the page.
import type { Change, Conversation } from "../model/conversation";
import { others } from "../languages";
import type { Audience, Language, Status } from "../model/types";
import type { Labels } from "../words";
import { Composer } from "./composer";
import { button, focused, h } from "./dom";
import { Human } from "./human";
import * as icons from "./icons";
import { Log } from "./log";
import { Menu, type Command } from "./menu";
import { Notices } from "./notices";
import { ProgressView } from "./progress";
import { download, print } from "./transcript";

export interface PanelSettings {
  audience: Audience;
  isInline: boolean;
  heading: string | null;
  /** Closes the panel; does nothing where it is a part of the page. */
  close: () => void;
  /** Ends what the panel listens to outside of itself. */
  signal: AbortSignal;
}

/** Where the screen has no room beside the panel, the panel covers it. */
const COVERS = "(max-width: 30em), (max-height: 30em)";

export class Panel {
  readonly node: HTMLElement;
  readonly composer: Composer;
  private readonly log: Log;
  private readonly menu: Menu;
  private readonly human: Human;
  private readonly notices: Notices;
  private readonly progress: ProgressView;
  private readonly covers = matchMedia(COVERS);
  private readonly humanOpener = button("human-open", () => this.toggleHuman());
  private isSomeoneThere = false;
  private limits: Status["limits"] = { text: 2000, comment: 500 };

  constructor(
    private readonly labels: Labels,
    private readonly conversation: Conversation,
    private readonly settings: PanelSettings,
  ) {
    const { state } = conversation;
    this.composer = new Composer(labels, {
      send: (text) => conversation.ask(text),
      draft: (text) => {
        state.draft = text;
        conversation.keepSoon();
      },
      limit: () => this.limits.text,
    });
    const actions = {
      conversation,
      toLog: () => this.log.node.focus(),
      commentLimit: () => this.limits.comment,
      edit: (text: string) => {
        // Before what has been begun since.
        this.composer.text = [text, this.composer.text].filter((each) => each.trim()).join("\n");
        this.composer.focus();
      },
    };
    this.log = new Log(labels, actions, settings.audience);
    this.menu = new Menu(labels, (command) => this.run(command));
    this.human = new Human(
      labels,
      () => this.status(),
      () => this.toggleHuman(),
    );
    this.notices = new Notices(labels, {
      retry: () => {
        conversation.retry();
        this.log.node.focus();
      },
      erase: () => void this.erase(),
      kept: () => this.menu.toggle.focus(),
    });
    this.progress = new ProgressView(({ title, payload }) => {
      conversation.choose({ title: labels.say("progress.changing", { title }), payload });
      this.log.node.focus();
    });
    this.node = h(settings.isInline ? "section" : "dialog", {
      part: "panel",
      class: "panel",
      "aria-labelledby": "title",
    });
    this.node.append(
      this.header(),
      this.human.node,
      this.progress.node,
      this.log.node,
      this.notices.node,
      this.composer.node,
      this.footer(),
    );
    this.node.addEventListener("keydown", (event) => this.pressed(event));
    this.node.addEventListener("pointerdown", (event) => this.menu.leave(event.target));
    this.node.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.escape();
    });
    // Browsers close a dialog by themselves where Esc or a phone's back key is pressed again.
    this.node.addEventListener("close", () => this.isOpen || settings.close());
    this.covers.addEventListener("change", () => this.isOpen && this.open(), { signal: settings.signal });
    this.composer.text = state.draft;
  }

  private get isOpen(): boolean {
    return !(this.node instanceof HTMLDialogElement) || this.node.open;
  }

  /** Shows the panel; a screen that it covers is out of reach meanwhile. */
  open(): void {
    if (this.node instanceof HTMLDialogElement) {
      const focused = (this.node.getRootNode() as ShadowRoot).activeElement;
      this.log.hush();
      this.node.close();
      if (this.covers.matches) this.node.showModal();
      // Not show(): it takes the focus, also from somebody who has only come to the next page.
      else this.node.open = true;
      if (focused instanceof HTMLElement && this.node.contains(focused)) focused.focus();
    }
    this.log.toEnd();
    this.refresh();
  }

  /** Asks what holds now: who can be reached, and the limits. */
  refresh(): void {
    void this.status().catch(() => undefined);
  }

  close(): void {
    if (this.node instanceof HTMLDialogElement) this.node.close();
  }

  /** Moves the focus in: to the box, or to the heading where a keyboard on the screen would hide half of it. */
  focus(): void {
    if (matchMedia("(pointer: coarse)").matches) this.node.querySelector<HTMLElement>("#title")?.focus();
    else this.composer.focus();
  }

  /** Shows the conversation as it is now. */
  update(change: Change): void {
    const { conversation } = this;
    const { trouble, last, current } = conversation;
    const wasTrouble = this.notices.isTrouble;
    this.progress.update(last, last === current);
    this.log.update();
    this.composer.expect(current?.answer.flow ?? null);
    if (trouble) this.notices.say(`trouble.${trouble}`, conversation.pending !== undefined);
    else if (this.notices.isTrouble || change.kind === "answered") this.notices.say("");
    // The notice takes its height from the log.
    if (trouble && !wasTrouble) this.log.toEnd();
  }

  private header(): HTMLElement {
    const { heading, isInline, close } = this.settings;
    const title = h("h2", { id: "title", tabindex: -1 });
    this.labels.keep(() => (title.textContent = heading ?? this.labels.say("title")));
    const subtitle = this.labels.text(h("p", {}), "panel.subtitle");
    const languages = this.languageButtons();
    const names = h("div", { class: "names" }, title, subtitle);
    // No <header> or <footer>: in a dialog these are the landmarks of a page, which has its own.
    const header = h("div", { class: "head" }, icons.adviser(), names, languages, this.menu.toggle, this.menu.list);
    if (!isInline) header.append(this.labels.name(button("close", close, icons.close()), "panel.close"));
    return header;
  }

  private footer(): HTMLElement {
    this.labels.keep(() => this.offerHuman());
    return h("div", { class: "foot" }, this.humanOpener);
  }

  /** Offers a person only while somebody is there. */
  private offerHuman(): void {
    this.humanOpener.textContent = this.labels.say(this.isSomeoneThere ? "human.open" : "human.closed");
  }

  /** A button for each language but the present one. */
  private languageButtons(): HTMLElement {
    const node = h("div", { class: "languages" });
    this.labels.keep(() => {
      const isFocused = node.contains(focused());
      const buttons = others(this.labels.language).map(({ code, name }) => {
        const element = button("language", () => this.switchLanguage(code), name);
        element.lang = code;
        return element;
      });
      node.replaceChildren(...buttons);
      if (isFocused) buttons[0]?.focus();
    });
    return node;
  }

  private switchLanguage(language: Language): void {
    this.conversation.switchLanguage(language);
    if (this.human.isOpen) void this.human.refresh();
  }

  private run(command: Command): void {
    const { entries } = this.conversation.state;
    if (command === "restart") this.restart();
    else if (command === "human") this.toggleHuman(true);
    else if (command === "download") download(entries, this.labels.language);
    else if (command === "print") print(entries, this.labels.language, this.node);
    else this.notices.ask(true);
  }

  restart(): void {
    this.conversation.restart();
    this.composer.text = "";
    this.notices.say("menu.restarted");
  }

  private async erase(): Promise<void> {
    this.notices.ask(false);
    this.composer.text = "";
    this.menu.toggle.focus();
    const isDone = await this.conversation.erase();
    this.notices.say(isDone ? "erase.done" : "erase.pending");
  }

  private toggleHuman(open = !this.human.isOpen): void {
    this.human.show(open);
    // The footer is hidden where the screen is low.
    if (!open) (this.humanOpener.getClientRects().length ? this.humanOpener : this.menu.toggle).focus();
  }

  private async status(): Promise<Status> {
    const status = await this.conversation.api.status(this.labels.language, this.settings.audience);
    this.limits = status.limits;
    this.isSomeoneThere = status.human.isOpen;
    this.offerHuman();
    return status;
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing || !this.escape()) return;
    event.preventDefault();
    // The page may have an Esc of its own.
    event.stopPropagation();
  }

  /** Closes what is open, the innermost first. Returns whether anything was: a part of the page stays. */
  private escape(): boolean {
    if (this.menu.isOpen) {
      this.menu.show(false);
      this.menu.toggle.focus();
    } else if (this.human.isOpen) {
      this.toggleHuman(false);
    } else if (this.notices.isAsking) {
      this.notices.ask(false);
      this.menu.toggle.focus();
    } else if (this.composer.isWarning) {
      this.composer.editAgain();
    } else {
      this.settings.close();
      return !this.settings.isInline;
    }
    return true;
  }
}
