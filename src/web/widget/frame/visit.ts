import {
  besideOfPage,
  type LinkFacts,
  lookAtLink,
  renewLink,
  showInAddress,
  takeUpLink,
} from "./line/link.ts";
import { ownPlace, type Place, placeBeside } from "./line/place.ts";
import type { TalkNotice } from "./talk-parts.ts";

/** Which conversation this page shows, and what is said about it. */
export interface Visit {
  place: Place;
  notice: TalkNotice | null;
}

/** What the person is asked about a link before anything is opened: whether to, or whether a new one is to be sent. */
export type LinkQuestion =
  | { kind: "open"; about: string | null }
  | { kind: "renew"; why: "used" | "over"; renewable: boolean; renew(): ReturnType<typeof renewLink> };

/** Asks; gives whether the link is to be opened. */
export type AskAboutLink = (question: LinkQuestion) => Promise<boolean>;

const endedKey = "said=ended";

const own = (notice: TalkNotice | null): Visit => {
  showInAddress(null);
  return { place: ownPlace, notice };
};

function beside(place: Place): Visit {
  const talk = place.kept();
  showInAddress(talk?.conversationId ?? null);
  return { place, notice: talk?.about === undefined ? "beside" : { beside: talk.about } };
}

/** Shows what the page showed before, or the browser's own conversation. */
export function visitAgain(): Visit {
  const place = besideOfPage();
  if (place !== null) return beside(place);
  if (!location.hash.includes(endedKey)) return { place: ownPlace, notice: null };
  history.replaceState(null, "", location.hash.replace(`&${endedKey}`, ""));
  return { place: ownPlace, notice: "besideEnded" };
}

/**
 * Opens the conversation that the link of an e-mail leads to, beside the browser's own one. Where there is one already,
 * the person is asked first, for whoever wrote the link would else read what they write.
 */
export async function visitByLink(link: string, ask: AskAboutLink): Promise<Visit> {
  const facts = await lookAtLink(link);
  if (facts === "away") return own("linkAway");
  if (facts === null || facts.state === "ended") return own("link");
  const { conversationId, about, state, renewable } = facts;
  if (ownPlace.kept()?.conversationId === conversationId) return own(null);
  const known = placeBeside(conversationId);
  if (known.kept() !== null) return beside(known);
  if (state === "used" || state === "over") {
    await ask({ kind: "renew", why: state, renewable, renew: () => renewLink(link) });
    return own(null);
  }
  const isAlone = ownPlace.kept() === null;
  if (!isAlone && !(await ask({ kind: "open", about }))) return own(null);
  return openLink(link, facts);
}

async function openLink(link: string, facts: LinkFacts): Promise<Visit> {
  const place = await takeUpLink(link, facts);
  return place === null ? own("link") : beside(place);
}

/** Leaves a conversation that a link opened and that cannot be used any more, for the browser's own one. */
export function leaveBeside(place: Place): void {
  place.keep(null);
  showInAddress(null);
  history.replaceState(null, "", `${location.hash}&${endedKey}`);
  location.reload();
}
