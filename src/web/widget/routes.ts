import { randomBytes } from "node:crypto";
import { escapeHtml } from "../../guide/messages.ts";
import type { HttpServer } from "../../http/server.ts";
import { Locale } from "../../runtime/locale.ts";
import { type Built, fileAnswer, guarded, pagePolicy, serve, typeOf } from "../static-files.ts";

/** Parameters of the frame's page. */
interface FramePage {
  built: Pick<Built, "frame" | "chat">;
  words: Record<string, string>;
  locale: string;
  nonce: string;
  /** preloads the chat's script */
  withChat: boolean;
}

const rightToLeft = /^(ar|arc|ckb|dv|fa|he|ks|ku|nqo|ps|sd|syr|ug|ur|yi)(-|$)/i;

/** Returns the writing direction of a locale. */
const directionOf = (locale: string): "ltr" | "rtl" => (rightToLeft.test(locale) ? "rtl" : "ltr");

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

/** Logo: a door, ajar. */
const logo =
  '<svg viewBox="0 0 32 32" fill="none" aria-hidden="true"><path d="M7 28V13a9 9 0 0 1 18 0v15" stroke="currentColor" stroke-width="2.6" stroke-linecap="round"/><path d="M12 28V13.6c0-1.5 1-2.8 2.4-3.2l4.4-1.3c.9-.3 1.8.4 1.8 1.3V28" fill="currentColor"/><path d="M4 28h24" stroke="currentColor" stroke-width="2.6" stroke-linecap="round"/><circle cx="17.6" cy="18.6" r="1.2" fill="#fff"/></svg>';

/** Renders the frame's page. */
export function framePage({ built, words, locale, nonce, withChat }: FramePage): string {
  const preloads = (withChat ? built.chat : [])
    .map((name) => `<link rel="modulepreload" href="assets/${name}">`)
    .join("");
  return `<!doctype html>
<html lang="en" dir="${directionOf(locale)}" data-locale="${escapeHtml(locale)}" data-words="${escapeHtml(JSON.stringify(words))}">
<head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<title>${escapeHtml(words["title"] ?? "")}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${waiting}</style>${preloads}
<script type="module" src="assets/${built.frame}" data-nonce="${nonce}" id="frame"></script></head>
<body><div id="waiting" hidden>${logo}</div><div id="talk"></div>
<noscript>${escapeHtml(words["noScript"] ?? "")}</noscript></body></html>
`;
}

/** Makes the frame's content security policy: no external resources, no inline script, no eval. */
export function framePolicy(nonce: string, host: string, ancestors: readonly string[]): string {
  return pagePolicy(nonce, host, ["'self'", ...ancestors]);
}

/** Dependencies of the widget's routes. */
interface WidgetParts {
  built: Built;
  words: Record<string, string>;
  /** origins that may embed the widget, besides the desk's own */
  ancestors: readonly string[];
}

const anyPage = { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" };

/** Serves `/widget.js`, the frame and its assets. */
export function serveWidget(web: HttpServer, { built, words, ancestors }: WidgetParts): void {
  const origins = ancestors.map((url) => new URL(url).origin);
  const fresh = { ...anyPage, "cache-control": "public, max-age=300, stale-while-revalidate=86400" };
  const lasting = { ...anyPage, "cache-control": "public, max-age=31536000, immutable" };
  serve(web, "/widget.js", fileAnswer(built.loader, fresh));
  serve(web, "/widget.d.ts", fileAnswer(built.types, fresh));
  for (const file of built.files) serve(web, `/widget/assets/${file.name}`, fileAnswer(file, lasting));

  serve(web, "/widget/frame", (req, res) => {
    const query = new URL(req.url ?? "/", "http://desk").searchParams;
    const locale = Locale.catch("en").parse(query.get("locale"));
    const nonce = randomBytes(16).toString("base64url");
    const host = new URL(web.settings.origins.base(req) ?? "http://localhost").host;
    const page = framePage({ built, words, locale, nonce, withChat: query.has("chat") });
    res.writeHead(200, {
      ...guarded,
      "content-type": typeOf("frame.html"),
      "cache-control": "no-store",
      "content-length": Buffer.byteLength(page),
      "cross-origin-resource-policy": "cross-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=()",
      "content-security-policy": framePolicy(nonce, host, origins),
    });
    res.end(page);
  });
}
