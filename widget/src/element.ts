// The element <kuntoutusneuvo-chat>: its attributes, methods and events (docs/widget.md).
import { spokenOn } from "./languages";
import { Api } from "./model/api";
import { Conversation, type Change } from "./model/conversation";
import { Store } from "./model/store";
import { Launcher } from "./view/launcher";
import { focused, h } from "./view/dom";
import { Panel } from "./view/panel";
import { Labels } from "./words";

/** Where this script came from, without its own path: "/widget.js" or "/widget/<version>/widget.js". */
const HOME = import.meta.url.replace(/(?:\/widget\/[^/]+)?\/[^/]*$/, "");

/** What the page is about: a topic's id or its beginning, of at most 100 characters. */
const SUBJECT = /^(?=.{1,100}$)[a-z0-9_]+(?:\.[a-z0-9_]+)*$/;

const styles = new CSSStyleSheet();
styles.replaceSync(__STYLES__);

/** Elements of the same server on one page show the same conversation. */
const conversations = new Map<string, Conversation>();

export class KuntoutusneuvoChat extends HTMLElement {
  static readonly observedAttributes = ["lang", "audience", "topic", "mode", "open", "server", "heading"];

  private parts: {
    conversation: Conversation;
    labels: Labels;
    panel: Panel;
    launcher: Launcher;
    root: HTMLElement;
  } | null = null;
  private cleanup = new AbortController();
  private cameFrom: HTMLElement | null = null;
  private isShown = false;
  private toldUnread = 0;

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [styles];
  }

  // --- For the host page

  /** Whether the panel is on show. */
  get isOpen(): boolean {
    return this.isShown;
  }

  /** How many answers came while the panel was closed. */
  get unread(): number {
    return this.parts?.conversation.state.unread ?? 0;
  }

  /** Opens the panel and moves the focus in. */
  open(): void {
    if (!this.parts || this.isOpen) return;
    const from = focused();
    this.cameFrom = from === document.body ? null : from;
    this.setOpen(true);
    this.parts.panel.focus();
    this.emit("opened", {});
  }

  /** Closes the panel; the focus goes back to where it came from, unless it is elsewhere on the page already. */
  close(): void {
    this.leave(this.shadowRoot?.activeElement !== null);
  }

  /** Opens or closes the panel. */
  toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }

  /** Puts a text into the box, without sending it. */
  prefill(text: string): void {
    if (this.parts) this.parts.panel.composer.text = String(text);
  }

  /** Leaves the conversation for a new one. */
  restart(): void {
    this.parts?.panel.restart();
  }

  // --- For the browser

  connectedCallback(): void {
    const server = (this.getAttribute("server") ?? HOME).replace(/\/+$/, "");
    const conversation = this.conversationWith(server);
    const { state } = conversation;
    const { lang } = this.closest<HTMLElement>("[lang]") ?? this;
    const pageLanguage = spokenOn(lang);
    if (state.pageLanguage !== pageLanguage) Object.assign(state, { language: pageLanguage, pageLanguage });
    const audience = this.getAttribute("audience") === "partner" ? "partner" : "public";
    const topic = this.getAttribute("topic");
    // A subject that the gateway would refuse as such is none: the message is worth more.
    conversation.api.page = { audience, topic: topic && SUBJECT.test(topic) ? topic : null };
    const labels = new Labels(state.language);
    const panel = new Panel(labels, conversation, {
      audience,
      isInline: this.isInline,
      heading: this.getAttribute("heading"),
      close: () => this.leave(true),
      signal: this.cleanup.signal,
    });
    const launcher = new Launcher(labels, () => this.open());
    const root = h("div", this.isInline ? { class: "root inline" } : { class: "root", popover: "manual" });
    labels.keep(() => (root.lang = labels.language));
    root.append(panel.node);
    if (!this.isInline) root.prepend(launcher.node, launcher.announcer);
    this.shadowRoot?.replaceChildren(root);
    // Browsers that know no popovers show an ordinary element.
    if (!this.isInline) root.showPopover?.();
    this.parts = { conversation, labels, panel, launcher, root };
    this.listen(conversation);
    // What a visitor opened or closed on the page before counts for more than what the page says.
    this.setOpen(this.isInline || (state.open ?? this.hasAttribute("open")));
    this.show({ kind: "changed" });
    conversation.resume();
  }

  disconnectedCallback(): void {
    this.parts?.conversation.showIn(this, false);
    this.parts?.conversation.keep();
    this.cleanup.abort();
    this.cleanup = new AbortController();
    this.parts = null;
    this.isShown = false;
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.parts || before === after) return;
    if (name === "open") {
      if ((after !== null) !== this.isOpen) this.toggle();
      return;
    }
    this.rebuild();
  }

  private rebuild(): void {
    this.disconnectedCallback();
    this.connectedCallback();
  }

  private get isInline(): boolean {
    return this.getAttribute("mode") === "inline";
  }

  private conversationWith(server: string): Conversation {
    // By the whole address: two assistants may share a host.
    const key = `kuntoutusneuvo:1:${server}`;
    const conversation = conversations.get(key) ?? new Conversation(new Api(server), new Store(key));
    conversations.set(key, conversation);
    return conversation;
  }

  private listen(conversation: Conversation): void {
    const { signal } = this.cleanup;
    signal.addEventListener(
      "abort",
      conversation.subscribe((change) => this.show(change)),
    );
    window.addEventListener("online", () => conversation.resume(), { signal });
    window.addEventListener("offline", () => conversation.lost(), { signal });
    window.addEventListener("pagehide", () => conversation.keep(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && conversation.resume(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.wake(conversation), { signal });
    const { visualViewport } = window;
    for (const event of ["resize", "scroll"]) {
      visualViewport?.addEventListener(event, () => this.fit(visualViewport), { signal });
    }
    this.fit(visualViewport);
  }

  private wake(conversation: Conversation): void {
    conversation.resume();
    if (this.isOpen) this.parts?.panel.refresh();
  }

  /** A keyboard on the screen takes height away from what can be seen, not from the page. */
  private fit(viewport: VisualViewport | null): void {
    const isWhole = viewport === null || viewport.scale !== 1;
    this.parts?.root.style.setProperty("--seen", isWhole ? "100dvh" : `${viewport.height}px`);
    this.parts?.root.style.setProperty("--seen-from", isWhole ? "0" : `${viewport.offsetTop}px`);
  }

  private leave(movesFocus: boolean): void {
    if (!this.parts || !this.isOpen || this.isInline) return;
    const { cameFrom } = this;
    this.cameFrom = null;
    this.setOpen(false);
    if (movesFocus) {
      cameFrom?.focus();
      // It may be gone meanwhile, hidden or disabled.
      if (!cameFrom || focused() !== cameFrom) this.parts.launcher.node.focus();
    }
    this.emit("closed", {});
  }

  private setOpen(open: boolean): void {
    if (!this.parts) return;
    const { panel, launcher, conversation } = this.parts;
    const { state } = conversation;
    // First of all: the attribute's change calls back.
    this.isShown = open;
    if (open) panel.open();
    else panel.close();
    conversation.showIn(this, open);
    if (!this.isInline) {
      this.toggleAttribute("open", open);
      state.open = open;
      conversation.keep();
    }
    launcher.update(open, state.unread);
  }

  private show(change: Change): void {
    if (!this.parts) return;
    if (change.kind === "reloaded") return this.rebuild();
    const { conversation, labels, panel, launcher } = this.parts;
    labels.language = conversation.state.language;
    panel.update(change);
    if (change.kind === "answered") {
      const { topic, language, flow } = change.answer;
      this.emit("answered", { topic, language, flow: flow?.id ?? null });
    }
    if (change.kind === "rated") this.emit("feedback", { topic: change.topic, rating: change.rating });
    if (change.kind === "erased") this.emit("erased", {});
    this.tellUnread();
    launcher.update(this.isOpen, conversation.state.unread);
  }

  private tellUnread(): void {
    const { unread } = this;
    if (unread === this.toldUnread) return;
    this.toldUnread = unread;
    this.emit("unread", { count: unread });
  }

  private emit(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
