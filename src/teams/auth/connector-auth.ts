import type { IncomingMessage } from "node:http";
import type { LookupFunction } from "node:net";
import { z } from "zod";
import type { TeamsConfig } from "../../config/teams-config.ts";
import { letPass, readJson } from "../../http/body.ts";
import type { ProblemResponse } from "../../http/problems.ts";
import { makeServiceUrls, publicLookup } from "./service-urls.ts";
import { fetchKeys, KeyRing } from "./signing-keys.ts";
import { bearerToken, VerifiedTokens, verifyJwt } from "./verify-jwt.ts";

const id = z.string().toLowerCase();

const Placed = z.object({
  conversation: z.object({ tenantId: id.optional() }).optional(),
  channelData: z.object({ tenant: z.object({ id: id.optional() }).optional() }).optional(),
});

/** The tenants that a token and its activity name, or null when the activity names one in no known form. */
function tenantsOf(activity: unknown, claimed: string | undefined): string[] | null {
  const placed = Placed.safeParse(activity);
  if (!placed.success) return null;
  const { conversation, channelData } = placed.data;
  const named = [claimed?.toLowerCase(), conversation?.tenantId, channelData?.tenant?.id];
  return [...new Set(named.filter((tenant) => tenant !== undefined))];
}

/** Tells whether a bot of one tenant (null: of any) may hear this; Teams names a tenant in each activity, other channels need not. */
const isHome = (tenants: readonly string[], own: string | null, channelId: string): boolean =>
  own === null ||
  (tenants.every((tenant) => tenant === own) && (tenants.length > 0 || channelId !== "msteams"));

/** Teams documents about 100 KB for a message; it comes twice, as text and as an HTML attachment. */
const MOST_BYTES = 256 * 1024;

/** Reads what the connector sent and proves that it did. A body whose token cannot be the connector's is not kept. */
export async function authenticate(
  req: IncomingMessage,
  guard: ConnectorAuth,
): Promise<{ claims: Claims; activity: unknown } | ProblemResponse> {
  const { authorization } = req.headers;
  if (!guard.mayCome(authorization)) {
    letPass(req);
    return { refused: "no-token" };
  }
  const body = await readJson(req, MOST_BYTES);
  if ("refused" in body) return body;
  const checked = await guard.check({ authorization, activity: body.value });
  return "refused" in checked ? checked : { ...checked, activity: body.value };
}

const KEYS_MS = 3000;

/** The Emulator and the App Service Extension have other ways of signing in, which this desk does not have. */
const closedChannels = new Set(["emulator", "appservice"]);

const Addressed = z.object({
  serviceUrl: z.string().min(1).max(2048),
  channelId: z.string().min(1).max(100),
});

/** What is proven of a request that came in. */
interface Claims {
  appId: string;
  serviceUrl: string;
  tenantId?: string;
}

/** Why a request is not believed: nothing proves who sent it, it is for somebody else, or it is no activity. */
interface AuthFailure {
  refused: "no-token" | "foreign-token" | "bad-activity";
}

export interface ConnectorAuth {
  /** Tells without a key whether a header can be the connector's at all. */
  mayCome(authorization: string | undefined): boolean;
  /** Tells whether the connector sent this activity to this bot. Never throws on what an outsider can send. */
  check(request: {
    authorization: string | undefined;
    activity: unknown;
  }): Promise<{ claims: Claims } | AuthFailure>;
  /** Tells whether answers may be sent to this URL; to be asked again before each. */
  serviceUrlAllowed(url: string): Promise<boolean>;
  /** For the agent that sends answers: fails (EPRIVATE) for a name with a private address. */
  lookup: LookupFunction;
}

interface Parts {
  /** milliseconds since 1970 */
  now: () => number;
  log: (event: string, about: Record<string, unknown>) => void;
  /** for tests alone: takes http service URLs of this machine */
  trustLoopback?: boolean;
  lookup?: LookupFunction;
}

/** Makes the guard before everything that comes from the connector (THREATS.md: T34 to T37). */
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
