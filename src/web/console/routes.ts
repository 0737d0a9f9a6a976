import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Guide } from "../../guide/guide.ts";
import { escaped } from "../../guide/messages.ts";
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

/** The names of the built files: where the console begins, its styles, and everything there is. */
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

/** Reads what `scripts/build-console.mjs` made. Throws an error that names the folder when that has not been run. */
export function readBuiltConsole(folder: string): BuiltConsole {
  const { entry, styles, files } = Manifest.parse(readManifest(folder, "console"));
  return { entry, styles, files: files.map((name) => readBuiltFile(folder, name)) };
}

/** Everything that goes into the page. `names` is what the guide calls its topics and steps. */
interface ConsolePage {
  built: Omit<BuiltConsole, "files">;
  words: Record<string, string>;
  names: Record<string, string>;
  nonce: string;
  /** null: a page of its own; else a tab in Teams, and whether Teams can sign people in */
  teams: { signIn: boolean } | null;
  /** what the provider is called that signs people in; null: there is none */
  provider: string | null;
}

/** Writes the console's page; `nonce` is for the styles that the toolkit makes in the browser. */
function consolePage({ built, words, names, nonce, teams, provider }: ConsolePage): string {
  const styles = built.styles
    .map((name) => `<link rel="stylesheet" href="/console/assets/${name}">`)
    .join("\n");
  const place = teams === null ? "" : ` data-in="teams" data-sign-in="${teams.signIn ? "teams" : "here"}"`;
  const other = provider === null ? "" : ` data-provider="${escaped(provider)}"`;
  return `<!doctype html>
<html lang="en" data-words="${escaped(JSON.stringify(words))}" data-names="${escaped(JSON.stringify(names))}"${place}${other}>
<head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="style-nonce" content="${nonce}">
<title>${escaped(words["title"] ?? "")}</title>
<link rel="icon" href="data:,">
${styles}
<script type="module" src="/console/assets/${built.entry}"></script></head>
<body><div id="console"></div>
<noscript>${escaped(words["noScript"] ?? "")}</noscript></body></html>
`;
}

/** Whose frames the tab may be shown in: Teams in the browser, in the public cloud and those of governments; its apps have no other. */
const teamsHosts = [
  "https://teams.microsoft.com",
  "https://*.teams.microsoft.com",
  "https://teams.cloud.microsoft",
  "https://*.teams.cloud.microsoft",
  "https://gov.teams.microsoft.us",
  "https://dod.teams.microsoft.us",
];

/** The console's content security policy: nothing from outside, no inline script, no eval, in nobody's frame but in that of Teams for the tab. */
const consolePolicy = (nonce: string, host: string, inTeams: boolean): string =>
  pagePolicy(nonce, host, inTeams ? teamsHosts : ["'none'"]);

type GuideParts = Pick<Guide, "topics" | "steps" | "reasons" | "alternatives" | "checklist">;

/** What topics, steps, reasons and alternatives of the guide are called, and `places` of the conversation, for readers of a ticket. */
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

/** What the console is served from. */
export interface ConsoleParts {
  built: BuiltConsole;
  words: Record<string, string>;
  names: Record<string, string>;
  /** null: the desk is no app in Teams, and the page is in nobody's frame */
  teams?: { signIn: boolean } | null;
  /** what the provider is called that signs people in; null: there is none */
  provider?: string | null;
}

const asksForTab = (url: string | undefined): boolean =>
  new URL(url ?? "/", "http://desk").searchParams.get("in") === "teams";

/** Serves the agents' console at `/console`, as a tab of Teams at `/console?in=teams`, and its files. */
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
