import type { IncomingMessage } from "node:http";
import type { LookupFunction } from "node:net";
import { z } from "zod";
import type { TeamsConfig } from "../../config/teams-config.ts";
import { drainBody, readJson } from "../../http/body.ts";
import type { ProblemResponse } from "../../http/problems.ts";
import { makeServiceUrls, publicLookup } from "./service-urls.ts";
import { fetchKeys, KeyRing } from "./signing-keys.ts";
import { bearerToken, VerifiedTokens, verifyJwt } from "./verify-jwt.ts";

const id = z.string().toLowerCase();

const Placed = z.object({
  conversation: z.object({ tenantId: id.optional() }).optional(),
  channelData: z.object({ tenant: z.object({ id: id.optional() }).optional() }).optional(),
});

/** Returns the tenants of a token and its activity, or null when a tenant id is malformed. */
function tenantsOf(activity: unknown, claimed: string | undefined): string[] | null {
  const placed = Placed.safeParse(activity);
  if (!placed.success) return null;
  const { conversation, channelData } = placed.data;
  const named = [claimed?.toLowerCase(), conversation?.tenantId, channelData?.tenant?.id];
  return [...new Set(named.filter((tenant) => tenant !== undefined))];
}

/**
 * Returns whether the tenants match a single-tenant bot (`own` null: any tenant). Teams always names a
 * tenant; other channels need not.
 */
const isHome = (tenants: readonly string[], own: string | null, channelId: string): boolean =>
  own === null ||
  (tenants.every((tenant) => tenant === own) && (tenants.length > 0 || channelId !== "msteams"));

/** Teams documents a limit of about 100 KB per message; the text arrives twice, the second time as HTML. */
const MOST_BYTES = 256 * 1024;

/**
 * Authenticates a request of the connector, and reads its activity. Discards the body when the token cannot
 * be the connector's.
 */
export async function authenticate(
  req: IncomingMessage,
  guard: ConnectorAuth,
): Promise<{ claims: Claims; activity: unknown } | ProblemResponse> {
  const { authorization } = req.headers;
  if (!guard.mayCome(authorization)) {
    drainBody(req);
    return { refused: "no-token" };
  }
  const body = await readJson(req, MOST_BYTES);
  if ("refused" in body) return body;
  const checked = await guard.check({ authorization, activity: body.value });
  return "refused" in checked ? checked : { ...checked, activity: body.value };
}

const KEYS_MS = 3000;

/** Channels with authentication schemes that the desk does not support. */
const closedChannels = new Set(["emulator", "appservice"]);

const Addressed = z.object({
  serviceUrl: z.string().min(1).max(2048),
  channelId: z.string().min(1).max(100),
});

/** Verified identity of a request. */
interface Claims {
  appId: string;
  serviceUrl: string;
  tenantId?: string;
}

/** Authentication failure: no valid token, a token for another recipient, or an invalid activity. */
interface AuthFailure {
  refused: "no-token" | "foreign-token" | "bad-activity";
}

export interface ConnectorAuth {
  /** Returns whether a header can contain the connector's token, without verifying it. */
  mayCome(authorization: string | undefined): boolean;
  /** Verifies that the connector sent an activity to this bot. Does not throw on untrusted input. */
  check(request: {
    authorization: string | undefined;
    activity: unknown;
  }): Promise<{ claims: Claims } | AuthFailure>;
  /** Returns whether answers may be sent to a service URL. Call it before each send. */
  serviceUrlAllowed(url: string): Promise<boolean>;
  /** DNS lookup for outgoing connections; fails (EPRIVATE) for private addresses. */
  lookup: LookupFunction;
}

interface Parts {
  /** milliseconds since 1970 */
  now: () => number;
  log: (event: string, about: Record<string, unknown>) => void;
  /** tests only: accepts http service URLs on this machine */
  trustLoopback?: boolean;
  lookup?: LookupFunction;
}

/** Makes the authentication of connector requests (THREATS.md: T34 to T37). */
export function makeConnectorAuth(settings: TeamsConfig, parts: Parts): ConnectorAuth {
  const { now, log, trustLoopback = false, lookup = publicLookup(trustLoopback) } = parts;
  const { appId, issuer, tenantId: ownTenant } = settings;
  const ring = new KeyRing({ now, log, fetchKeys: () => fetchKeys(settings.metadataUrl, KEYS_MS) });
  const verified = new VerifiedTokens();
  const serviceUrlAllowed = makeServiceUrls(settings.serviceHosts, lookup, { now, trustLoopback });
  const refuse = (refused: AuthFailure["refused"], because: string): AuthFailure => {
    log("connector request refused", { refused, because });
    return { refused };
  };

  return {
    lookup,
    serviceUrlAllowed,
    mayCome: (authorization) => "token" in bearerToken(authorization, issuer),
    async check({ authorization, activity }) {
      const token = await verifyJwt(authorization, { issuer, ring, verified, now });
      if ("because" in token) return refuse("no-token", token.because);
      if (token.aud.toLowerCase() !== appId) return refuse("foreign-token", "audience");
      const addressed = Addressed.safeParse(activity);
      const tenants = tenantsOf(activity, token.tid);
      if (!addressed.success || tenants === null) return refuse("bad-activity", "no address");
      const { serviceUrl, channelId } = addressed.data;
      if (closedChannels.has(channelId.toLowerCase())) return refuse("foreign-token", "channel");
      if (!token.endorsements.has(channelId)) return refuse("foreign-token", "endorsements");
      if (token.serviceurl !== serviceUrl) return refuse("foreign-token", "another service URL");
      if (!isHome(tenants, ownTenant, channelId)) return refuse("foreign-token", "tenant");
      if (!(await serviceUrlAllowed(serviceUrl))) return refuse("foreign-token", "service URL not allowed");
      const [tenantId] = tenants;
      return { claims: { appId, serviceUrl, ...(tenantId !== undefined && { tenantId }) } };
    },
  };
}
