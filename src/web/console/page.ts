import { escaped, type Words } from "../widget/words.ts";
import type { BuiltConsole } from "./built.ts";

/** Everything that goes into the page. `names` is what the guide calls its topics and steps. */
export interface ConsolePage {
  built: Omit<BuiltConsole, "files">;
  words: Words;
  names: Words;
  nonce: string;
  /** null: a page of its own; else a tab in Teams, and whether Teams can sign people in */
  teams: { signIn: boolean } | null;
  /** what the provider is called that signs people in; null: there is none */
  provider: string | null;
}

/** Writes the console's page; `nonce` is for the styles that the toolkit makes in the browser. */
export function consolePage({ built, words, names, nonce, teams, provider }: ConsolePage): string {
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
export const consolePolicy = (nonce: string, host: string, inTeams: boolean): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    `connect-src 'self' ws://${host} wss://${host}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${inTeams ? teamsHosts.join(" ") : "'none'"}`,
  ].join("; ");
