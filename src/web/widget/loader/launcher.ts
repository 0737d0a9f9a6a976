import {
  dismissGreeting,
  launcherClose,
  launcherOpen,
  unreadMany,
  unreadOne,
} from "../../../../data/phrases/en/widget.json";

type Attributes = Record<string, string>;

/** Makes an element. Strings are inserted as text, not as markup. */
export function makeElement<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Makes an icon from paths; filled ones start with `F`. */
function icon(...paths: string[]): SVGSVGElement {
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

/** Button that opens the panel, with its badge and greeting. */
interface Launcher {
  button: HTMLButtonElement;
  greeting: HTMLElement | null;
  show(open: boolean, unread: number): void;
}

/** Click handlers of the launcher, the greeting and its close button. */
interface Presses {
  toggle(): void;
  open(): void;
  dismiss(): void;
}

const logoIcon = () =>
  icon(
    "M7 28V13a9 9 0 0 1 18 0v15M4 28h24",
    "FM12 28V13.6c0-1.5 1-2.8 2.4-3.2l4.4-1.3c.9-.3 1.8.4 1.8 1.3V28zm5.6-10.6a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4",
  );
const down = () => icon("M8 13l8 8 8-8");
const cross = () => icon("M9 9l14 14M23 9L9 23");

function makeGreeting(text: string, presses: Presses): HTMLElement {
  const say = makeElement("button", { type: "button", class: "say", dir: "auto" }, text);
  const away = makeElement(
    "button",
    { type: "button", class: "away", "aria-label": dismissGreeting },
    cross(),
  );
  say.addEventListener("click", () => presses.open());
  away.addEventListener("click", presses.dismiss);
  return makeElement("div", { class: "greeting" }, say, away);
}

/** Makes the launcher. */
export function makeLauncher(
  { label, greeting }: { label: string | null; greeting: string | null },
  presses: Presses,
): Launcher {
  const name = label ?? launcherOpen;
  const badge = makeElement("span", { class: "badge", "aria-hidden": "true" });
  const button = makeElement("button", {
    type: "button",
    class: "launcher",
    "aria-expanded": "false",
    "aria-label": name,
  });
  const closed = makeElement("span", { class: "face closed" }, logoIcon());
  const opened = makeElement("span", { class: "face opened" }, down());
  button.append(closed, opened, badge);
  button.addEventListener("click", presses.toggle);
  const waiting = (unread: number): string =>
    unread === 0 ? "" : `, ${unread === 1 ? unreadOne : unreadMany.replace("{count}", String(unread))}`;
  return {
    button,
    greeting: greeting === null ? null : makeGreeting(greeting, presses),
    show: (open, unread) => {
      button.setAttribute("aria-expanded", String(open));
      button.setAttribute("aria-label", open ? launcherClose : `${name}${waiting(unread)}`);
      badge.textContent = open || unread === 0 ? "" : unread > 9 ? "9+" : String(unread);
    },
  };
}
