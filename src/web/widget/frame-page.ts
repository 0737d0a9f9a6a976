import type { Built } from "./built.ts";
import { escaped, type Words } from "./words.ts";

/** Everything that goes into the page inside the frame. */
export interface FramePage {
  built: Pick<Built, "frame" | "chat">;
  words: Words;
  locale: string;
  nonce: string;
  /** ask for the talk's script at once */
  withChat: boolean;
}

const rightToLeft = /^(ar|arc|ckb|dv|fa|he|ks|ku|nqo|ps|sd|syr|ug|ur|yi)(-|$)/i;

/** The directions of the two ways of writing. */
export const directionOf = (locale: string): "ltr" | "rtl" => (rightToLeft.test(locale) ? "rtl" : "ltr");

const waiting = `
html { color-scheme: light dark; height: 100%; background: #faf6ef; }
@media (prefers-color-scheme: dark) { html { background: #161c1a; } }
body { margin: 0; height: 100%; }
#waiting { height: 100%; display: grid; place-items: center; }
#waiting svg { width: 56px; color: #1d5247; opacity: .35; animation: breathe 1.6s ease-in-out infinite; }
#waiting[hidden] { display: none; }
@media (prefers-color-scheme: dark) { #waiting svg { color: #8fd0bd; } }
@keyframes breathe { 50% { opacity: .75; } }
@media (prefers-reduced-motion: reduce) { #waiting svg { animation: none; } }`;

/** The desk's sign: a door, ajar. */
export const door =
  '<svg viewBox="0 0 32 32" fill="none" aria-hidden="true"><path d="M7 28V13a9 9 0 0 1 18 0v15" stroke="currentColor" stroke-width="2.6" stroke-linecap="round"/><path d="M12 28V13.6c0-1.5 1-2.8 2.4-3.2l4.4-1.3c.9-.3 1.8.4 1.8 1.3V28" fill="currentColor"/><path d="M4 28h24" stroke="currentColor" stroke-width="2.6" stroke-linecap="round"/><circle cx="17.6" cy="18.6" r="1.2" fill="#fff"/></svg>';

/** Writes the page inside the frame. */
export function framePage({ built, words, locale, nonce, withChat }: FramePage): string {
  const preloads = (withChat ? built.chat : [])
    .map((name) => `<link rel="modulepreload" href="assets/${name}">`)
    .join("");
  return `<!doctype html>
<html lang="en" dir="${directionOf(locale)}" data-locale="${escaped(locale)}" data-words="${escaped(JSON.stringify(words))}">
<head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<title>${escaped(words["title"] ?? "")}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${waiting}</style>${preloads}
<script type="module" src="assets/${built.frame}" data-nonce="${nonce}" id="frame"></script></head>
<body><div id="waiting" hidden>${door}</div><div id="talk"></div>
<noscript>${escaped(words["noScript"] ?? "")}</noscript></body></html>
`;
}

/** The frame's content security policy: nothing from outside, no inline script, no eval. */
export function framePolicy(nonce: string, host: string, ancestors: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    `connect-src 'self' ws://${host} wss://${host}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${["'self'", ...ancestors].join(" ")}`,
  ].join("; ");
}
