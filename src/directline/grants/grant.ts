import { z } from "zod";

/** How access to a conversation was given: to the browser that began it, by the link of an e-mail, by the host page, or to a program with the Direct Line secret. */
export const GrantKind = z.enum(["browser", "mail-link", "host-user", "integration"]);
export type GrantKind = z.infer<typeof GrantKind>;

/** Access to one conversation, for one device. The id opens nothing: tokens and links that name it are signed. */
export const Grant = z.object({
  id: z.string(),
  kind: GrantKind,
  /** the ticket that the link of an e-mail is about, such as XD-1012 */
  about: z.string().nullable().default(null),
  /** what the browser or program says it is; empty until a link is opened */
  device: z.string().default(""),
  madeAt: z.iso.datetime(),
  /** accurate to a day */
  seenAt: z.iso.datetime(),
  until: z.iso.datetime(),
  /** openings left of a link; null: it is no link */
  uses: z.number().int().nonnegative().nullable().default(null),
  /** the hash of the browser's own name, by which alone the same link opens again */
  browser: z.string().nullable().default(null),
  /** a keyed hash of the network from which a browser or program began the conversation */
  network: z.string().nullable().default(null),
  /** the link that was exchanged for it */
  from: z.string().nullable().default(null),
  endedAt: z.iso.datetime().nullable().default(null),
});
export type Grant = z.infer<typeof Grant>;

/** All grants of one conversation, as they are kept with it. */
export const Grants = z.object({
  grants: z.array(Grant),
  /** the host page signed the person out then: what it vouched for before opens nothing any more */
  vouchedSince: z.iso.datetime().nullable().default(null),
  /** tokens and links that name no grant, from before there were any, have ended */
  namelessEnded: z.boolean().default(false),
});
export type Grants = z.infer<typeof Grants>;

/** Grants that one conversation keeps; the oldest that are of no use go first. */
const most = 60;
const DAY_MS = 24 * 3_600_000;
/** A conversation cannot be resumed for longer than this without a new grant. */
export const longestMs = 180 * DAY_MS;
export const linkMs = 30 * DAY_MS;

/** Tells whether a grant is in force. */
export const isInForce = ({ endedAt, until }: Grant, now: Date): boolean =>
  endedAt === null && Date.parse(until) > now.getTime();

const usefulness = (grant: Grant, now: Date): number =>
  !isInForce(grant, now) ? 0 : grant.uses === 0 ? 1 : grant.uses !== null ? 2 : 3;

/** Adds a grant, or replaces the one with its id. Where there are too many, the least useful goes. */
export function withGrant(kept: Grants, grant: Grant, now: Date): Grants {
  const grants = [...kept.grants.filter(({ id }) => id !== grant.id), grant];
  if (grants.length > most) {
    const [least] = grants.slice(0, -1).sort((a, b) => usefulness(a, now) - usefulness(b, now));
    return { ...kept, grants: grants.filter((one) => one !== least) };
  }
  return { ...kept, grants };
}

/** Notes that a grant is in use, accurate to a day; null when that is known already. */
export function seen(kept: Grants, id: string, device: string, now: Date): Grants | null {
  const grant = kept.grants.find((one) => one.id === id);
  if (grant === undefined || now.getTime() - Date.parse(grant.seenAt) < DAY_MS) return null;
  const next = { ...grant, seenAt: now.toISOString(), device: device || grant.device };
  return { ...kept, grants: kept.grants.map((one) => (one === grant ? next : one)) };
}

/** Tells whether the host page took a word back that it had given then; one given within the same second stands. */
export const isTakenBack = ({ vouchedSince }: Grants, givenAt: Date | null): boolean =>
  vouchedSince !== null && givenAt !== null && givenAt.getTime() + 1000 <= Date.parse(vouchedSince);

/** Gives a host's user access until the host's word ends, as the device that they had it by before where there is one. */
export function vouchedGrant(kept: Grants, fresh: Grant, now: Date): { next: Grants; device: Grant } {
  const same = kept.grants.find(
    (grant) =>
      grant.kind === "host-user" &&
      isInForce(grant, now) &&
      grant.device === fresh.device &&
      grant.browser === fresh.browser,
  );
  const until = same !== undefined && same.until > fresh.until ? same.until : fresh.until;
  const device = same === undefined ? fresh : { ...same, seenAt: fresh.seenAt, until };
  return { next: withGrant(kept, device, now), device };
}

/** Which grants to end: one of them, all but one, or those that the host page vouched for until then. */
export type Which = { id: string } | { allBut: string | null } | { vouchedUntil: Date };

/** Ends grants, a link together with the device that it was exchanged for. */
export function ended(kept: Grants, which: Which, now: Date): { next: Grants; ended: string[] } {
  const root = (grant: Grant): boolean => {
    if ("id" in which) return grant.id === which.id;
    return "allBut" in which ? grant.id !== which.allBut : grant.kind === "host-user";
  };
  const own = "allBut" in which ? kept.grants.find(({ id }) => id === which.allBut) : null;
  const roots = new Set(kept.grants.filter(root).map(({ id }) => id));
  if (own?.from) roots.delete(own.from);
  const ends = (grant: Grant): boolean =>
    isInForce(grant, now) && grant !== own && (roots.has(grant.id) || roots.has(grant.from ?? ""));
  const list = kept.grants.filter(ends).map(({ id }) => id);
  const endedAt = now.toISOString();
  return {
    next: {
      ...kept,
      ...("vouchedUntil" in which && { vouchedSince: which.vouchedUntil.toISOString() }),
      grants: kept.grants.map((grant) => (list.includes(grant.id) ? { ...grant, endedAt } : grant)),
      namelessEnded: kept.namelessEnded || !("id" in which),
    },
    ended: list,
  };
}

/** What a link is worth to a browser: it can be opened, was opened by this browser, by another one, is over, or was ended. */
export type LinkState = "open" | "yours" | "used" | "over" | "ended";

/** Tells what a link is worth; undefined: there is no such link. */
export function linkState(
  kept: Grants,
  id: string,
  browser: string | null,
  now: Date,
): LinkState | undefined {
  const link = kept.grants.find((grant) => grant.id === id && grant.uses !== null);
  if (link === undefined) return undefined;
  if (link.endedAt !== null) return "ended";
  const device = kept.grants.find(({ from }) => from === id);
  if (device !== undefined && device.endedAt !== null) return "ended";
  if (Date.parse(link.until) <= now.getTime()) return "over";
  if (link.uses !== 0) return "open";
  return browser !== null && link.browser === browser ? "yours" : "used";
}

/** Exchanges a link for a device, once; the browser that did so gets the same device again. */
export function takeLink(
  kept: Grants,
  id: string,
  asked: { device: string; browser: string | null; fresh: string },
  now: Date,
): { next: Grants; device: Grant } | { refused: Exclude<LinkState, "open" | "yours"> } {
  const state = linkState(kept, id, asked.browser, now) ?? "ended";
  if (state !== "open" && state !== "yours") return { refused: state };
  const link = kept.grants.find((grant) => grant.id === id) as Grant;
  const before = kept.grants.find(({ from }) => from === id);
  if (state === "yours" && before !== undefined) return { next: kept, device: before };
  const at = now.toISOString();
  const device: Grant = {
    ...link,
    id: asked.fresh,
    device: asked.device,
    madeAt: at,
    seenAt: at,
    until: new Date(now.getTime() + longestMs).toISOString(),
    uses: null,
    browser: asked.browser,
    from: id,
  };
  const used = { ...link, uses: (link.uses ?? 1) - 1, browser: asked.browser, seenAt: at };
  return { next: withGrant(withGrant(kept, used, now), device, now), device };
}
