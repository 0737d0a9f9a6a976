import { z } from "zod";

/**
 * Origin of a grant: the browser that began the conversation, an e-mailed link, the host page, or a program
 * with the Direct Line secret.
 */
export const GrantKind = z.enum(["browser", "mail-link", "host-user", "integration"]);
export type GrantKind = z.infer<typeof GrantKind>;

/**
 * Access of one device to one conversation. The id grants nothing, because tokens and links that name it are
 * signed.
 */
export const Grant = z.object({
  id: z.string(),
  kind: GrantKind,
  /** ticket of an e-mailed link, such as XD-1012 */
  about: z.string().nullable().default(null),
  /** `User-Agent` of the device; empty until a link is opened */
  device: z.string().default(""),
  madeAt: z.iso.datetime(),
  /** precise to a day */
  seenAt: z.iso.datetime(),
  until: z.iso.datetime(),
  /** remaining uses of a link; null: not a link */
  uses: z.number().int().nonnegative().nullable().default(null),
  /** hash of the browser's own name; only that browser may open a used link again */
  browser: z.string().nullable().default(null),
  /** keyed hash of the network from which the conversation began */
  network: z.string().nullable().default(null),
  /** the link that was exchanged for this grant */
  from: z.string().nullable().default(null),
  endedAt: z.iso.datetime().nullable().default(null),
});
export type Grant = z.infer<typeof Grant>;

/** All grants of one conversation, stored with it. */
export const Grants = z.object({
  grants: z.array(Grant),
  /** time of the host page's sign-out; its earlier user tokens are void */
  vouchedSince: z.iso.datetime().nullable().default(null),
  /** tokens and links from before grants existed are void */
  namelessEnded: z.boolean().default(false),
});
export type Grants = z.infer<typeof Grants>;

/** Maximum number of grants in a conversation; the least useful are dropped first. */
const most = 60;
const DAY_MS = 24 * 3_600_000;
/** Maximum lifetime of a grant. */
export const longestMs = 180 * DAY_MS;
export const linkMs = 30 * DAY_MS;

/** Returns whether a grant is in force. */
export const isInForce = ({ endedAt, until }: Grant, now: Date): boolean =>
  endedAt === null && Date.parse(until) > now.getTime();

const usefulness = (grant: Grant, now: Date): number =>
  !isInForce(grant, now) ? 0 : grant.uses === 0 ? 1 : grant.uses !== null ? 2 : 3;

/** Adds or replaces a grant. Drops the least useful one beyond the maximum. */
export function withGrant(kept: Grants, grant: Grant, now: Date): Grants {
  const grants = [...kept.grants.filter(({ id }) => id !== grant.id), grant];
  if (grants.length > most) {
    const [least] = grants.slice(0, -1).sort((a, b) => usefulness(a, now) - usefulness(b, now));
    return { ...kept, grants: grants.filter((one) => one !== least) };
  }
  return { ...kept, grants };
}

/** Updates the last use of a grant, at most once a day; null when nothing changes. */
export function withLastUse(kept: Grants, id: string, device: string, now: Date): Grants | null {
  const grant = kept.grants.find((one) => one.id === id);
  if (grant === undefined || now.getTime() - Date.parse(grant.seenAt) < DAY_MS) return null;
  const next = { ...grant, seenAt: now.toISOString(), device: device || grant.device };
  return { ...kept, grants: kept.grants.map((one) => (one === grant ? next : one)) };
}

/**
 * Returns whether the host page signed the user out after issuing a token. A token from the same second stays
 * valid.
 */
export const isTakenBack = ({ vouchedSince }: Grants, givenAt: Date | null): boolean =>
  vouchedSince !== null && givenAt !== null && givenAt.getTime() + 1000 <= Date.parse(vouchedSince);

/** Grants access to a host user until the token's end. Reuses the grant of the same device. */
export function vouchGrant(kept: Grants, fresh: Grant, now: Date): { next: Grants; device: Grant } {
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

/** Selects the grants to end: one, all but one, or the host user's until a time. */
export type Which = { id: string } | { allBut: string | null } | { vouchedUntil: Date };

/** Ends grants. A link ends together with the device that used it. */
export function endGrants(kept: Grants, which: Which, now: Date): { next: Grants; ended: string[] } {
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

/**
 * State of a link for a browser: unopened, opened by this browser, opened by another one, expired, or
 * revoked.
 */
export type LinkState = "open" | "yours" | "used" | "over" | "ended";

/** Returns the state of a link; undefined when it does not exist. */
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

/** Exchanges a link for a device, once. The same browser receives the same device again. */
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
