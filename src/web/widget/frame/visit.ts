import type { ConversationNotice } from "./conversation-parts.ts";
import { openConversationOf } from "./directline/conversation.ts";
import { type DirectLineReply, directLineRequest } from "./directline/request.ts";
import { browserName, type ConversationSlot, ownSlot, slotBeside } from "./directline/token.ts";

/** State of a link before it is opened. */
interface LinkFacts {
  conversationId: string;
  /** ticket of the link, or null */
  about: string | null;
  /** unopened, opened by this browser, by another one, expired, or revoked */
  state: "open" | "yours" | "used" | "over" | "ended";
  /** whether a new link can be requested */
  renewable: boolean;
}

const tries = 5;
const pauseMs = 1500;

const fragment = (): URLSearchParams => new URLSearchParams(location.hash.slice(1));

/** Puts the conversation into the URL, so that a reload shows it again; null: the browser's own. */
function showInAddress(conversationId: string | null): void {
  const parameters = fragment();
  parameters.delete("link");
  parameters.delete("beside");
  if (conversationId !== null) parameters.set("beside", conversationId);
  history.replaceState(null, "", `#${parameters}`);
}

/** Returns the link token in the URL, or null. */
export const linkOfPage = (): string | null => (window.parent === window ? fragment().get("link") : null);

/** Returns the slot in the URL that this page showed before a reload, or null. */
function besideOfPage(): ConversationSlot | null {
  const id = window.parent === window ? fragment().get("beside") : null;
  const slot = id === null ? null : slotBeside(id);
  return slot?.kept() ? slot : null;
}

async function requestWithRetries(path: string, body: unknown): Promise<DirectLineReply> {
  for (let left = tries; ; left -= 1) {
    const response = await directLineRequest(path, { body });
    if (left === 0 || (response.kind !== "away" && response.kind !== "later")) return response;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Requests the state of a link, without using it; null when it is void. */
async function checkLink(link: string): Promise<LinkFacts | "away" | null> {
  const response = await requestWithRetries("link", { link, browser: browserName() });
  if (response.kind === "ok") return response.body as unknown as LinkFacts;
  return response.kind === "refused" ? null : "away";
}

/** Exchanges a link for access, and stores the conversation in a slot of its own; null when it is void. */
async function takeUpLink(
  link: string,
  { about }: Pick<LinkFacts, "about">,
): Promise<ConversationSlot | null> {
  const response = await requestWithRetries("token", { link, browser: browserName() });
  if (response.kind !== "ok") return null;
  const conversation = { ...openConversationOf(response.body), ...(about !== null && { about }) };
  const slot = slotBeside(conversation.conversationId);
  slot.keep(conversation);
  return slot;
}

/** Requests a new link to the stored address. */
async function requestNewLink(link: string): Promise<"sent" | "later" | "refused"> {
  const response = await directLineRequest("link/renew", { body: { link, browser: browserName() } });
  if (response.kind === "ok") return "sent";
  return response.kind === "refused" ? "refused" : "later";
}

/** Conversation of this page, and the notice about it. */
interface Visit {
  place: ConversationSlot;
  notice: ConversationNotice | null;
}

/** Question about a link: whether to open it, or whether to request a new one. */
export type LinkQuestion =
  | { kind: "open"; about: string | null }
  | { kind: "renew"; why: "used" | "over"; renewable: boolean; renew(): ReturnType<typeof requestNewLink> };

/** Asks the person; resolves to whether the link is to be opened. */
export type AskAboutLink = (question: LinkQuestion) => Promise<boolean>;

const endedKey = "said=ended";

const own = (notice: ConversationNotice | null): Visit => {
  showInAddress(null);
  return { place: ownSlot, notice };
};

function beside(place: ConversationSlot): Visit {
  const conversation = place.kept();
  showInAddress(conversation?.conversationId ?? null);
  return { place, notice: conversation?.about === undefined ? "beside" : { beside: conversation.about } };
}

/** Returns what the page showed before, or the browser's own conversation. */
export function visitAgain(): Visit {
  const slot = besideOfPage();
  if (slot !== null) return beside(slot);
  if (!location.hash.includes(endedKey)) return { place: ownSlot, notice: null };
  history.replaceState(null, "", location.hash.replace(`&${endedKey}`, ""));
  return { place: ownSlot, notice: "besideEnded" };
}

/**
 * Opens the conversation of an e-mailed link beside the browser's own. Asks first when there is one already, because the
 * sender of a forged link could read what the person writes.
 */
export async function visitByLink(link: string, ask: AskAboutLink): Promise<Visit> {
  const facts = await checkLink(link);
  if (facts === "away") return own("linkAway");
  if (facts === null || facts.state === "ended") return own("link");
  const { conversationId, about, state, renewable } = facts;
  if (ownSlot.kept()?.conversationId === conversationId) return own(null);
  const known = slotBeside(conversationId);
  if (known.kept() !== null) return beside(known);
  if (state === "used" || state === "over") {
    await ask({ kind: "renew", why: state, renewable, renew: () => requestNewLink(link) });
    return own(null);
  }
  const isAlone = ownSlot.kept() === null;
  if (!isAlone && !(await ask({ kind: "open", about }))) return own(null);
  return openLink(link, facts);
}

async function openLink(link: string, facts: LinkFacts): Promise<Visit> {
  const slot = await takeUpLink(link, facts);
  return slot === null ? own("link") : beside(slot);
}

/** Leaves a revoked conversation for the browser's own. */
export function leaveBeside(place: ConversationSlot): void {
  place.keep(null);
  showInAddress(null);
  history.replaceState(null, "", `${location.hash}&${endedKey}`);
  location.reload();
}
