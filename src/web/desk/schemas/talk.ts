import { z } from "zod";
import { Audience } from "../../../store/records.ts";

/** A Bot Framework activity; `text` is only ever text, whoever wrote it. */
const Activity = z.looseObject({ type: z.string() }).meta({ id: "Activity" });

/** One line of a conversation's log. */
export const Entry = z
  .object({ seq: z.number().int().positive(), at: z.iso.datetime(), audience: Audience, activity: Activity })
  .meta({ id: "Entry" });

export const TalkQuery = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

export const TalkPage = z.object({
  activities: z.array(Entry),
  /** there are later ones, from `after=<next>` on; a page ends after about 256 KB, whatever `limit` says */
  more: z.boolean(),
  next: z.number().int().nonnegative().nullable(),
  /** seq of the newest entry there is */
  lastSeq: z.number().int().nonnegative(),
  /** up to which entry each side has seen the talk */
  readUpTo: z.object({ person: z.number().int(), agent: z.number().int() }),
});

/** What the sender calls a message, so that sending it again does no harm. */
export const ClientId = z.string().regex(/^[\w-]{1,100}$/);

/** A message to the person. One with a `clientId` that was used before is not said again. */
export const Say = z.strictObject({
  text: z.string().trim().min(1).max(4000),
  clientId: ClientId.optional(),
});
export const Said = z.object({ seq: z.number().int().positive(), id: z.string() });
export const Seen = z.strictObject({ upTo: z.number().int().nonnegative() });

/** A device, or a link that nobody has opened yet, by which a conversation can be opened. The id opens nothing. */
export const Device = z
  .object({
    id: z.string(),
    kind: z.enum(["browser", "mail-link", "host-user", "integration"]),
    isLink: z.boolean(),
    /** what the browser says it is */
    device: z.string(),
    madeAt: z.iso.datetime(),
    /** to a day */
    seenAt: z.iso.datetime(),
    until: z.iso.datetime(),
  })
  .meta({ id: "Device" });
export type Device = z.infer<typeof Device>;
export const Devices = z.object({ devices: z.array(Device) });
