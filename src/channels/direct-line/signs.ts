import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { HumanDesk } from "../../desk/human-desk.ts";
import type { Activity } from "../../store/activity.ts";
import type { Line } from "./line.ts";
import { passing } from "./passing.ts";
import type { Claims } from "./token.ts";

/** Who hears when people type, what they have seen, and that they look on. */
export type Signs = Pick<HumanDesk, "personTyping" | "seen" | "showPlace">;

/** `{type: "event", name: "desk.read", value: {upTo}}`: the person has seen the talk up to this watermark. */
const Read = z.object({
  type: z.literal("event"),
  name: z.literal("desk.read"),
  value: z.object({ upTo: z.coerce.number().int().positive() }),
});

/** Passes on what is no part of the talk: typing, and how far it was read. Nothing of it is stored. Gives its id, or null for anything else. */
export async function takeSign(line: Line, claims: Claims, activity: Activity): Promise<string | null> {
  const { conversation, user } = claims;
  if (activity.type === "typing") {
    const sign = { type: "typing", from: { id: user, role: "user" } };
    const passed = passing(sign, conversation, line.web.settings.now());
    line.sockets.pass(conversation, JSON.stringify(passed));
    line.signs?.personTyping(conversation);
    return passed.id;
  }
  if (activity.type !== "event") return null;
  const read = Read.safeParse(activity);
  if (!read.success) return null;
  const known = await line.store.conversation(conversation);
  if (typeof known === "object")
    await line.signs?.seen(conversation, "person", Math.min(read.data.value.upTo, known.lastSeq));
  return randomUUID();
}
