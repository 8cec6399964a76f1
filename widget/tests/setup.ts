// What jsdom lacks of the browsers that the widget supports.
import { afterEach, beforeEach, vi } from "vitest";

class Sheet {
  replaceSync(): void {}
}
vi.stubGlobal("CSSStyleSheet", Sheet);
vi.stubGlobal("visualViewport", null);

HTMLDialogElement.prototype.showModal = function () {
  this.open = true;
};
HTMLDialogElement.prototype.close = function () {
  this.open = false;
};

Element.prototype.scrollIntoView = () => undefined;

/** Media queries hold where a test says so. */
export const media = new Set<string>();

beforeEach(() => {
  media.clear();
  vi.stubGlobal("matchMedia", (query: string) => ({
    get matches() {
      return media.has(query);
    },
    addEventListener: () => undefined,
  }));
});

afterEach(() => {
  document.body.replaceChildren();
  sessionStorage.clear();
  vi.useRealTimers();
  vi.restoreAllMocks();
});
