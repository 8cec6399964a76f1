// Makes elements. Text only ever becomes text nodes, so nothing that a server or a person wrote can become markup.

type Child = Node | string;
type Attributes = Record<string, string | number | boolean>;

/** An element with attributes (`true`: present, `false`: absent) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAll(element, attributes);
  element.append(...children);
  return element;
}

/** A button; `part` is its stable name for tests and host pages' styles. */
export function button(part: string, onClick: () => void, ...children: Child[]): HTMLButtonElement {
  const element = h("button", { type: "button", part, class: part }, ...children);
  element.addEventListener("click", onClick);
  return element;
}

/** Words that only screen readers get. */
export function hidden(...children: Child[]): HTMLSpanElement {
  return h("span", { class: "visually-hidden" }, ...children);
}

/** An icon of 24 by 24 units, drawn by paths; words beside it say what it means. */
export function icon(...paths: string[]): SVGSVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  setAll(svg, { viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" });
  for (const d of paths) {
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** What has the focus, inside of shadow roots too. */
export function focused(): HTMLElement | null {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at as HTMLElement | null;
}

function setAll(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
}
