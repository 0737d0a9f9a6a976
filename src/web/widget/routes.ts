import { randomBytes } from "node:crypto";
import { Locale } from "../locale.ts";
import type { Web } from "../server.ts";
import type { Built } from "./built.ts";
import { framePage, framePolicy } from "./frame-page.ts";
import { fileAnswer, guarded, serve, typeOf } from "./serving.ts";
import type { Words } from "./words.ts";

/** What the widget is served from. */
export interface WidgetParts {
  built: Built;
  words: Words;
  /** origins whose pages may embed it, besides the desk's own */
  ancestors: readonly string[];
}

const anyPage = { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" };

/** Serves `/widget.js`, the frame it opens, and the frame's files. */
export function serveWidget(web: Web, { built, words, ancestors }: WidgetParts): void {
  const origins = ancestors.map((url) => new URL(url).origin);
  const fresh = { ...anyPage, "cache-control": "public, max-age=300, stale-while-revalidate=86400" };
  const lasting = { ...anyPage, "cache-control": "public, max-age=31536000, immutable" };
  serve(web, "/widget.js", fileAnswer(built.loader, fresh));
  serve(web, "/widget.d.ts", fileAnswer(built.types, fresh));
  for (const file of built.files) serve(web, `/widget/assets/${file.name}`, fileAnswer(file, lasting));

  serve(web, "/widget/frame", (req, res) => {
    const asked = new URL(req.url ?? "/", "http://desk").searchParams;
    const locale = Locale.catch("en").parse(asked.get("locale"));
    const nonce = randomBytes(16).toString("base64url");
    const host = new URL(web.settings.origins.base(req) ?? "http://localhost").host;
    const page = framePage({ built, words, locale, nonce, withChat: asked.has("chat") });
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
