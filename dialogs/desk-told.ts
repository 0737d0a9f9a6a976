import { z } from "zod";
import type { Activity } from "../src/store/activity.ts";
import { Onward } from "../src/store/ticket.ts";

/** An event by which the desk tells the bot what has become of a ticket. */
const DeskEvent = z.discriminatedUnion("name", [
  z.object({ name: z.literal("desk.returned"), value: z.object({ ticket: z.number(), onward: Onward }) }),
  z.object({ name: z.literal("desk.promise-broken"), value: z.object({ ticket: z.number() }) }),
  z.object({ name: z.literal("desk.expired"), value: z.object({ ticket: z.number() }) }),
]);

/** What the desk tells the bot about the ticket of this talk. */
export type DeskTold =
  | { kind: "returned"; ticket: number; onward: Onward }
  | { kind: "promise-broken"; ticket: number }
  | { kind: "expired"; ticket: number };

/** Reads an event of the desk; null for any other activity. */
export function readDeskTold(activity: Activity): DeskTold | null {
  const read = activity.type === "event" ? DeskEvent.safeParse(activity) : null;
  if (!read?.success) return null;
  const { name, value } = read.data;
  switch (name) {
    case "desk.returned":
      return { kind: "returned", ...value };
    case "desk.promise-broken":
      return { kind: "promise-broken", ...value };
    case "desk.expired":
      return { kind: "expired", ...value };
    default:
      return name satisfies never;
  }
}
