import { keep, keptNames, recall } from "../kept.ts";
import type { Talk } from "./talk.ts";

/**
 * Where this browser keeps a conversation and what belongs to it. Its own one is that of all its pages; those that links
 * of e-mails opened stand beside it, each for the pages that were opened with its link.
 */
export interface Place {
  kept(): Talk | null;
  /** null forgets it */
  keep(talk: Talk | null): void;
  /** opened by a link, so that another conversation cannot take its place */
  beside: boolean;
  /** how names begin under which its unsent messages are kept */
  waiting: string;
  /** the name under which is kept how far it was read */
  seen: string;
  /** the name under which one tab at a time asks for a token */
  lock: string;
}

const isTalk = (value: unknown): value is Talk =>
  typeof value === "object" &&
  value !== null &&
  ["conversationId", "token", "root"].every(
    (key) => typeof (value as Record<string, unknown>)[key] === "string",
  );

const placeCalled = (name: string, suffix: string): Place => ({
  kept: () => {
    const kept = recall(name);
    return isTalk(kept) ? kept : null;
  },
  keep: (talk) => {
    keep(name, talk);
    if (talk === null && suffix !== "")
      for (const waiting of keptNames(`beside-waiting${suffix}.`)) keep(waiting, null);
  },
  beside: suffix !== "",
  waiting: suffix === "" ? "waiting." : `beside-waiting${suffix}.`,
  seen: `seen${suffix}`,
  lock: `grant${suffix}`,
});

/** Where the browser's own conversation is kept. */
export const ownPlace: Place = placeCalled("talk", "");

/** Where a conversation is kept that a link opened. */
export const placeBeside = (conversationId: string): Place =>
  placeCalled(`beside.${conversationId}`, `-${conversationId}`);
