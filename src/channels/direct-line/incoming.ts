import { randomUUID } from "node:crypto";
import { z } from "zod";
import { FIELD_BYTES, isOverlong } from "../../bot/bounded.ts";
import type { Activity } from "../../store/activity.ts";
import type { Refused } from "../../web/answer.ts";
import { Locale, TimeZone } from "../../web/locale.ts";
import { anyCase, fault } from "./any-case.ts";
import { oneSpelling } from "./one-spelling.ts";
import type { Claims } from "./token.ts";

const Key = z.string().min(1).max(200).optional().catch(undefined);

const longestName = 100;

const Shown = z.string().max(500);

/** Of channelData only what clients need back; `guide`, `card` and the like are the desk's to say. */
const ChannelData = z.object({
  clientActivityID: Key,
  postBack: z.boolean().optional().catch(undefined),
  messageBack: z.object({ displayText: Shown }).optional().catch(undefined),
  shown: Shown.optional().catch(undefined),
});

/** What a client may send; fields that are not named here are dropped. */
const Incoming = anyCase(
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

/** The first field that is longer than it may be, as the sender spelt it. Files are refused anyway, and the text is capped. */
function overlong(body: object, most: number): string | undefined {
  for (const [sent, value] of Object.entries(body)) {
    const name = sent.toLowerCase();
    if (name !== "text" && name !== "attachments" && isOverlong(name, value, most)) return sent;
  }
  return undefined;
}

/** An activity from a client, and the keys that tell a second delivery of it. */
export interface Delivery {
  activity: Activity;
  keys: string[];
}

/** Reads what a client posted, with at most `most` bytes in a field. Who it is from is the token's business: a `from` in the body is not looked at. */
export function readIncoming(
  body: unknown,
  { user, conversation }: Claims,
  most: number = FIELD_BYTES,
): Delivery | Refused {
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
  if (id !== undefined) keys.push(`id:${oneSpelling(id)}`);
  if (client !== undefined) keys.push(`client:${oneSpelling(client)}`);
  return { activity, keys };
}
