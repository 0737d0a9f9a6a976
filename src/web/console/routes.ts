import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Guide } from "../../guide/guide.ts";
import { escapeHtml } from "../../guide/messages.ts";
import type { HttpServer } from "../../http/server.ts";
import {
  type BuiltFile,
  fileAnswer,
  guarded,
  pagePolicy,
  readBuiltFile,
  readManifest,
  type Serve,
  serve,
  typeOf,
} from "../static-files.ts";

/** Build manifest: entry script, styles and all files. */
const Manifest = z.strictObject({
  entry: z.string(),
  styles: z.array(z.string()),
  files: z.array(z.string()),
});

/** The built console. */
interface BuiltConsole {
  entry: string;
  styles: string[];
  files: BuiltFile[];
}

/**
 * Loads the output of `scripts/build-console.mjs`. Throws an error that names the folder when it is missing.
 */
export function readBuiltConsole(folder: string): BuiltConsole {
  const { entry, styles, files } = Manifest.parse(readManifest(folder, "console"));
  return { entry, styles, files: files.map((name) => readBuiltFile(folder, name)) };
}

/** Parameters of the console's page. `names`: names of the guide's topics and steps. */
interface ConsolePage {
  built: Omit<BuiltConsole, "files">;
  words: Record<string, string>;
  names: Record<string, string>;
  nonce: string;
  /** null: a standalone page; else a tab in Teams, and whether Teams can sign people in */
  teams: { signIn: boolean } | null;
  /** name of the sign-in provider; null: none */
  provider: string | null;
}

/** Renders the console's page; `nonce` is for styles generated in the browser. */
function consolePage({ built, words, names, nonce, teams, provider }: ConsolePage): string {
  const styles = built.styles
    .map((name) => `<link rel="stylesheet" href="/console/assets/${name}">`)
    .join("\n");
  const place = teams === null ? "" : ` data-in="teams" data-sign-in="${teams.signIn ? "teams" : "here"}"`;
  const other = provider === null ? "" : ` data-provider="${escapeHtml(provider)}"`;
  return `<!doctype html>
<html lang="en" data-words="${escapeHtml(JSON.stringify(words))}" data-names="${escapeHtml(JSON.stringify(names))}"${place}${other}>
<head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="style-nonce" content="${nonce}">
<title>${escapeHtml(words["title"] ?? "")}</title>
<link rel="icon" href="data:,">
${styles}
<script type="module" src="/console/assets/${built.entry}"></script></head>
<body><div id="console"></div>
<noscript>${escapeHtml(words["noScript"] ?? "")}</noscript></body></html>
`;
}

/** Origins that may embed the tab: Teams in the browser, in the public and government clouds. */
const teamsHosts = [
  "https://teams.microsoft.com",
  "https://*.teams.microsoft.com",
  "https://teams.cloud.microsoft",
  "https://*.teams.cloud.microsoft",
  "https://gov.teams.microsoft.us",
  "https://dod.teams.microsoft.us",
];

/**
 * Makes the content security policy: no external resources, no inline script, no eval. Only Teams may embed
 * the tab.
 */
const consolePolicy = (nonce: string, host: string, inTeams: boolean): string =>
  pagePolicy(nonce, host, inTeams ? teamsHosts : ["'none'"]);

type GuideParts = Pick<Guide, "topics" | "steps" | "reasons" | "alternatives" | "checklist">;

/** Returns the names of the guide's topics, steps, reasons and alternatives, and of the dialogs' places. */
export function guideNames(
  { topics, steps, reasons, alternatives, checklist }: GuideParts,
  places: Record<string, string>,
): Record<string, string> {
  const titles = (kind: string, things: readonly { id: string; title: string }[]): [string, string][] =>
    things.map(({ id, title }) => [`${kind}.${id}`, title]);
  const named = Object.entries(places).filter(([, name]) => !name.includes("{"));
  return Object.fromEntries([
    ...titles("topic", topics),
    ...titles("step", [...steps, ...checklist]),
    ...titles("answer", [...reasons, ...alternatives]),
    ...reasons.flatMap(({ topics: of, title }) => of.map((topic) => [`reason.${topic}`, title])),
    ...named.map(([id, name]) => [`place.${id}`, name]),
  ]);
}

/** Dependencies of the console's routes. */
export interface ConsoleParts {
  built: BuiltConsole;
  words: Record<string, string>;
  names: Record<string, string>;
  /** null: the desk is no app in Teams, and no frame is allowed */
  teams?: { signIn: boolean } | null;
  /** name of the sign-in provider; null: none */
  provider?: string | null;
}

const asksForTab = (url: string | undefined): boolean =>
  new URL(url ?? "/", "http://desk").searchParams.get("in") === "teams";

/** Serves the console at `/console`, the Teams tab at `/console?in=teams`, and the assets. */
export function serveConsole(
  web: HttpServer,
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
