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
}

/** Serves the agents' console at `/console`, and its files. */
export function serveConsole(web: Web, { built, words, names }: ConsoleParts): void {
  const lasting = {
    "cache-control": "public, max-age=31536000, immutable",
    "cross-origin-resource-policy": "same-origin",
  };
  for (const file of built.files) serve(web, `/console/assets/${file.name}`, fileAnswer(file, lasting));

  const page: Serve = (req, res) => {
    const nonce = randomBytes(16).toString("base64url");
    const host = new URL(web.settings.origins.base(req) ?? "http://localhost").host;
    const html = consolePage({ built, words, names, nonce });
    res.writeHead(200, {
      ...guarded,
      "content-type": typeOf("console.html"),
      "cache-control": "no-store",
      "content-length": Buffer.byteLength(html),
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=()",
      "content-security-policy": consolePolicy(nonce, host),
    });
    res.end(html);
  };
  for (const path of ["/console", "/console/"]) serve(web, path, page);
}
