import { type Activity, isOwn } from "../../../shared/activity.ts";
import { agentIn } from "../agent/agent.ts";
import { type FrameWords, filled } from "../messages.ts";

/** A segment of a text; `href` is null unless it is a link. */
interface TextSegment {
  text: string;
  href: string | null;
}

const address = /https?:\/\/[^\s<>"'`\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/gi;
const notAtTheEnd = /[.,;:!?)\]}'"]+$/;

/** Splits a text at its http and https links. */
export function splitLinks(text: string): TextSegment[] {
  const parts: TextSegment[] = [];
  let at = 0;
  for (const match of text.matchAll(address)) {
    const found = match[0].replace(notAtTheEnd, "");
    if (!URL.canParse(found)) continue;
    if (match.index > at) parts.push({ text: text.slice(at, match.index), href: null });
    parts.push({ text: found, href: new URL(found).href });
    at = match.index + found.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), href: null });
  return parts;
}

const escapes: { [sign: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

const look =
  "body{max-width:42rem;margin:2rem auto;padding:0 1.25rem;font:1rem/1.55 Georgia,serif;color:#22302c;background:#faf6ef}" +
  "h1{font-size:1.6rem}ol{list-style:none;padding:0}li{margin:0 0 1.1rem;padding:.8rem 1.1rem;border:1px solid #e4dccd;border-radius:1rem;background:#fff}" +
  "li.own{background:#e7efe9;margin-inline-start:3rem}h2{margin:0 0 .3rem;font:600 .8rem/1.4 system-ui,sans-serif;color:#5b6762}p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}" +
  "footer{color:#5b6762;font-size:.9rem}@media print{body{background:none}li{break-inside:avoid}}";

/** Returns the visible text of a message: its text, or that of its button. */
function wordsOf(activity: Activity): string {
  const back = activity.channelData?.["messageBack"] as { displayText?: unknown } | undefined;
  const card = activity.channelData?.["card"] as { text?: unknown } | undefined;
  const said =
    typeof back?.displayText === "string" && back.displayText !== "" ? back.displayText : activity.text;
  const draft = typeof card?.text === "string" && !said?.includes(card.text) ? card.text : "";
  return [said, draft].filter(Boolean).join("\n\n");
}

/** Renders the conversation as a self-contained page with escaped texts. */
export function exportPage(
  said: readonly Activity[],
  words: FrameWords,
  { now, time }: { now: Date; time(at: Date): string },
): string {
  const lines = said
    .filter(({ type }) => type === "message")
    .map((activity) => ({ activity, text: wordsOf(activity) }))
    .filter(({ text }) => text !== "")
    .map(({ activity, text }) => {
      const own = isOwn(activity);
      const when = activity.timestamp ? new Date(activity.timestamp) : null;
      const stamp = when
        ? ` · <time datetime="${escapeHtml(when.toISOString())}">${escapeHtml(time(when))}</time>`
        : "";
      const who = own ? words["you"] : agentIn(activity) || words["desk"];
      return `<li${own ? ' class="own"' : ""}><h2>${escapeHtml(who ?? "")}${stamp}</h2><p dir="auto">${escapeHtml(text)}</p></li>`;
    });
  const title = escapeHtml(words["copyTitle"] ?? "");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${look}</style></head>
<body><h1>${title}</h1><p>${escapeHtml(filled(words["copySaved"], { when: time(now) }))}</p>
<ol>
${lines.join("\n")}
</ol>
<footer><p>${escapeHtml(words["copyMade"] ?? "")}</p></footer></body></html>
`;
}
