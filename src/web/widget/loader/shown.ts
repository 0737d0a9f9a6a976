type Attributes = Record<string, string>;

/** Makes an element. Texts go in as text, never as markup. */
export function made<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Draws an icon from paths: filled ones begin with `F`. */
export function icon(...paths: string[]): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 32 32");
  svg.setAttribute("aria-hidden", "true");
  for (const line of paths) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const filled = line.startsWith("F");
    path.setAttribute("d", filled ? line.slice(1) : line);
    path.setAttribute("class", filled ? "filled" : "drawn");
    svg.append(path);
  }
  return svg;
}
