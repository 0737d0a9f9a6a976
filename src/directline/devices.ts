import { z } from "zod";
import { type HttpResponse, ok } from "../http/problems.ts";
import type { Request } from "../http/route.ts";
import { claimsOf, readRenewal } from "./authorization.ts";
import type { DirectLineContext } from "./context.ts";
import { type Grant, isInForce } from "./grants/grant.ts";

const End = z.union([
  z.strictObject({ id: z.string().max(100) }),
  z.strictObject({ others: z.literal(true) }),
]);

/** A device or an unopened link with access to a conversation. The id grants nothing. */
export interface DeviceView {
  id: string;
  kind: Grant["kind"];
  /** an unopened link */
  isLink: boolean;
  device: string;
  madeAt: string;
  seenAt: string;
  until: string;
}

/** Returns the devices and links with access now, the newest first. */
export const devicesIn = (grants: readonly Grant[], now: Date): DeviceView[] =>
  grants
    .filter((grant) => isInForce(grant, now) && grant.uses !== 0)
    .map(({ id, kind, uses, device, madeAt, seenAt, until }) => ({
      id,
      kind,
      isLink: uses !== null,
      device,
      madeAt,
      seenAt,
      until,
    }))
    .reverse();

const devicesReply = async (
  line: DirectLineContext,
  conversation: string,
  own: string | undefined,
): Promise<HttpResponse> => {
  const now = new Date(line.web.settings.now());
  const devices = devicesIn(await line.grants.list(conversation), now);
  return ok({ devices: devices.map((device) => ({ ...device, current: device.id === own })) });
};

/** `GET /widget/devices`: lists the devices of the token's conversation. */
export const listDevices =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    const claims = await claimsOf(req, line);
    if ("refused" in claims) return claims;
    return (
      line.rateLimits.renew(claims.conversation) ??
      (await devicesReply(line, claims.conversation, claims.grant))
    );
  };

/** `POST /widget/devices/end`: revokes one device or link (`{id}`), or all others (`{others: true}`). */
export const endDevices =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    const read = await readRenewal(req, line);
    if ("refused" in read) return read;
    const asked = End.safeParse(read.body);
    if (!asked.success) return { refused: "bad-request" };
    const { conversation, grant } = read.claims;
    const which = "id" in asked.data ? asked.data : { allBut: grant ?? null };
    await line.grants.end(conversation, which);
    return devicesReply(line, conversation, grant);
  };
