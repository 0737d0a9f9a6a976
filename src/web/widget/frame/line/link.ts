import { type Answered, ask } from "./ask.ts";
import { browserName } from "./browser-name.ts";
import { type Place, placeBeside } from "./place.ts";
import { talkOf } from "./talk.ts";

/** What is known of a link before it is opened. */
export interface LinkFacts {
  conversationId: string;
  /** the ticket it is about, or null */
  about: string | null;
  /** this browser can open it, another one did, or nobody can any more */
  state: "open" | "yours" | "used" | "over" | "ended";
  /** a new one can be sent */
  renewable: boolean;
}

const tries = 5;
const pauseMs = 1500;

const fragment = (): URLSearchParams => new URLSearchParams(location.hash.slice(1));

/** Says in the page's address which conversation it shows, so that a reload shows the same; null: the browser's own. */
export function showInAddress(conversationId: string | null): void {
  const said = fragment();
  said.delete("link");
  said.delete("beside");
  if (conversationId !== null) said.set("beside", conversationId);
  history.replaceState(null, "", `#${said}`);
}

/** What an e-mail led here with, or null. */
export const linkOfPage = (): string | null => (window.parent === window ? fragment().get("link") : null);

/** The conversation beside the browser's own one that this page showed before it was loaded again, or null. */
export function besideOfPage(): Place | null {
  const id = window.parent === window ? fragment().get("beside") : null;
  const place = id === null ? null : placeBeside(id);
  return place?.kept() ? place : null;
}

async function askPatiently(path: string, body: unknown): Promise<Answered> {
  for (let left = tries; ; left -= 1) {
    const answered = await ask(path, { body });
    if (left === 0 || (answered.kind !== "away" && answered.kind !== "later")) return answered;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Asks what a link is worth here, which does not use it; null: nothing. */
export async function lookAtLink(link: string): Promise<LinkFacts | "away" | null> {
  const answered = await askPatiently("link", { link, browser: browserName() });
  if (answered.kind === "ok") return answered.body as unknown as LinkFacts;
  return answered.kind === "refused" ? null : "away";
}

/** Exchanges a link for access, and keeps it beside the browser's own conversation; null where the link opens nothing. */
export async function takeUpLink(link: string, { about }: Pick<LinkFacts, "about">): Promise<Place | null> {
  const answered = await askPatiently("token", { link, browser: browserName() });
  if (answered.kind !== "ok") return null;
  const talk = { ...talkOf(answered.body), ...(about !== null && { about }) };
  const place = placeBeside(talk.conversationId);
  place.keep(talk);
  return place;
}

/** Has a new link sent to the address that the desk knows. */
export async function renewLink(link: string): Promise<"sent" | "later" | "refused"> {
  const answered = await ask("link/renew", { body: { link, browser: browserName() } });
  if (answered.kind === "ok") return "sent";
  return answered.kind === "refused" ? "refused" : "later";
}
