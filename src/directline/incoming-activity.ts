import { randomUUID } from "node:crypto";
import { z } from "zod";
import { FIELD_BYTES, isOversized } from "../bot/activity-limits.ts";
import type { ProblemResponse } from "../http/problems.ts";
import { Locale, TimeZone } from "../runtime/locale.ts";
import type { Activity } from "../store/records.ts";
import { normalizeId } from "./host-users.ts";
import type { Claims } from "./token.ts";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

type Names = ReadonlyMap<string, string>;

/** Returns whether all known names have their canonical spelling, so that no copy is needed. */
const isWellSpelt = (given: object, names: Names): boolean => {
  for (const sent in given) if ((names.get(sent.toLowerCase()) ?? sent) !== sent) return false;
  return true;
};

/** Copies an object with canonical names, and reports duplicates. */
function respell(
  given: Record<string, unknown>,
  names: Names,
): { value: Record<string, unknown>; twice: string[] } {
  const found = new Map<string, unknown>();
  const twice: string[] = [];
  for (const [sent, value] of Object.entries(given)) {
    const name = names.get(sent.toLowerCase()) ?? sent;
    if (found.has(name)) twice.push(sent);
    else found.set(name, value);
  }
  return { value: Object.fromEntries(found), twice };
}

/**
 * Makes a schema match property names without regard to case, as the service does. A duplicate name is an
 * issue.
 */
export const caseInsensitive = <S extends z.ZodObject>(schema: S) => {
  const names = new Map(Object.keys(schema.shape).map((name) => [name.toLowerCase(), name]));
  return z.preprocess((given, context) => {
    if (!isObject(given) || isWellSpelt(given, names)) return given;
    const { value, twice } = respell(given, names);
    if (twice.length > 0) context.issues.push({ code: "unrecognized_keys", keys: twice, input: given });
    return value;
  }, schema);
};

const longest = 100;

/** Returns the path of a property in the sender's spelling, such as `User.Id`; `body` for the root. */
export function clientActivity(body: unknown, path: readonly PropertyKey[]): string {
  const names: string[] = [];
  let at = body;
  for (const part of path) {
    if (!isObject(at)) break;
    const requested = String(part);
    const name = Object.hasOwn(at, requested)
      ? requested
      : (Object.keys(at).find((one) => isSame(one, requested)) ?? requested);
    names.push(name);
    at = at[name];
  }
  return names.length === 0 ? "body" : names.join(".").slice(0, longest);
}

/** A problem that names the property. */
type About = Required<Pick<ProblemResponse, "refused" | "name">>;

/** Converts the first issue into a problem: the property, and whether its name or its value is invalid. */
export function fault(body: unknown, { issues: [issue] }: z.ZodError): About {
  const path = issue?.path ?? [];
  return issue?.code === "unrecognized_keys"
    ? { refused: "unknown-name", name: clientActivity(body, [...path, issue.keys[0] ?? ""]) }
    : { refused: "unusable-value", name: clientActivity(body, path) };
}

const Key = z.string().min(1).max(200).optional().catch(undefined);

const longestName = 100;

const Shown = z.string().max(500);

/** Accepted part of channelData. Clients cannot set `guide`, `card` and the like. */
const ChannelData = z.object({
  clientActivityID: Key,
  postBack: z.boolean().optional().catch(undefined),
  messageBack: z.object({ displayText: Shown }).optional().catch(undefined),
  shown: Shown.optional().catch(undefined),
});

/** Accepted activity of a client; unknown fields are dropped. */
const Incoming = caseInsensitive(
  z.object({
    type: z.enum(["message", "typing", "event"]),
    id: Key,
    text: z.string().nullish(),
    textFormat: z.enum(["plain", "markdown", "xml"]).optional().catch(undefined),
    locale: Locale.optional().catch(undefined),
    localTimezone: TimeZone.optional().catch(undefined),
    name: z.string().max(200).nullish(),
    value: z.unknown().optional(),
    channelData: ChannelData.nullish(),
    attachments: z.array(z.unknown()).nullish(),
  }),
);

/**
 * Returns the first oversized field in the sender's spelling. Files are refused elsewhere, and the text is
 * truncated.
 */
function overlong(body: object, most: number): string | undefined {
  for (const [sent, value] of Object.entries(body)) {
    const name = sent.toLowerCase();
    if (name !== "text" && name !== "attachments" && isOversized(name, value, most)) return sent;
  }
  return undefined;
}

/** A client's activity, and the keys that detect its redelivery. */
interface Delivery {
  activity: Activity;
  keys: string[];
}

/**
 * Parses a client's activity with at most `most` bytes in a field. Takes the sender from the token, not from
 * the body.
 */
export function readIncoming(
  body: unknown,
  { user, conversation }: Claims,
  most: number = FIELD_BYTES,
): Delivery | ProblemResponse {
  const parsed = Incoming.safeParse(body);
  if (!parsed.success) return { ...fault(body, parsed.error), refused: "bad-activity" };
  const { type, id, text, textFormat, locale, localTimezone, name, value, channelData, attachments } =
    parsed.data;
  if (attachments && attachments.length > 0) return { refused: "no-uploads" };
  const tooLong = overlong(body as object, most);
  if (tooLong !== undefined) return { refused: "too-large", name: tooLong.slice(0, longestName) };
  const activity: Activity = {
    type,
    id: randomUUID(),
    from: { id: user, role: "user" },
    conversation: { id: conversation },
    channelId: "directline",
  };
  if (typeof text === "string") activity.text = text;
  if (textFormat !== undefined) activity.textFormat = textFormat;
  if (locale !== undefined) activity.locale = locale;
  if (localTimezone !== undefined) activity["localTimezone"] = localTimezone;
  if (typeof name === "string") activity.name = name;
  if (value !== undefined && value !== null) activity.value = value;
  if (channelData) activity.channelData = channelData;
  const keys: string[] = [];
  const client = channelData?.clientActivityID;
  if (id !== undefined) keys.push(`id:${normalizeId(id)}`);
  if (client !== undefined) keys.push(`client:${normalizeId(client)}`);
  return { activity, keys };
}
