import { randomBytes } from "node:crypto";
import type { Web } from "../server.ts";
import { fileAnswer, guarded, type Serve, serve, typeOf } from "../widget/serving.ts";
import type { Words } from "../widget/words.ts";
import type { BuiltConsole } from "./built.ts";
import { consolePage, consolePolicy } from "./page.ts";

/** What the console is served from. */
export interface ConsoleParts {
  built: BuiltConsole;
  words: Words;
  names: Words;
  /** null: the desk is no app in Teams, and the page is in nobody's frame */
  teams?: { signIn: boolean } | null;
  /** what the provider is called that signs people in; null: there is none */
  provider?: string | null;
}

const asksForTab = (url: string | undefined): boolean =>
  new URL(url ?? "/", "http://desk").searchParams.get("in") === "teams";

/** Serves the agents' console at `/console`, as a tab of Teams at `/console?in=teams`, and its files. */
export function serveConsole(
  web: Web,
  { built, words, names, teams = null, provider = null }: ConsoleParts,
): void {
  const lasting = {
    "cache-control": "public, max-age=31536000, immutable",
    "cross-origin-resource-policy": "same-origin",
  };
  for (const file of built.files) serve(web, `/console/assets/${file.name}`, fileAnswer(file, lasting));

  const page: Serve = (req, res) => {
    const nonce = randomBytes(16).toString("base64url");
    const host = new URL(web.settings.origins.base(req) ?? "http://localhost").host;
    const tab = asksForTab(req.url) ? teams : null;
    const html = consolePage({
      built,
      words,
      names,
      nonce,
      teams: tab,
      provider: tab === null ? provider : null,
    });
    res.writeHead(200, {
      ...guarded,
      "content-type": typeOf("console.html"),
      "cache-control": "no-store",
      "content-length": Buffer.byteLength(html),
      ...(tab === null && {
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      }),
      "permissions-policy": "camera=(), geolocation=(), microphone=()",
      "content-security-policy": consolePolicy(nonce, host, tab !== null),
    });
    res.end(html);
  };
  for (const path of ["/console", "/console/"]) serve(web, path, page);
}
