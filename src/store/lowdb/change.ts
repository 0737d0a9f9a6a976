import { z } from "zod";

/** JSON that is carried as its text, so that it is made once and never shared as an object. */
export const JsonText = z
  .custom<unknown>((value) => value !== undefined)
  .transform((value) => JSON.stringify(value));

const Id = z.string().min(1);
const Seq = z.number().int().positive();

/** One change to one thing the store keeps. A journal record is a list of them that happens whole or not at all. */
export const Change = z.discriminatedUnion("do", [
  z.object({ do: z.literal("open"), conversation: Id, start: JsonText }),
  z.object({
    do: z.literal("append"),
    conversation: Id,
    seq: Seq,
    at: z.string(),
    keys: z.array(z.string()),
    awaits: z.boolean(),
    entry: JsonText,
  }),
  z.object({ do: z.literal("answer"), conversation: Id, seq: Seq }),
  z.object({ do: z.literal("park"), conversation: Id, seq: Seq, reason: z.string(), at: z.string() }),
  /** `value` absent removes the key; `by` is the conversation whose turn wrote it */
  z.object({ do: z.literal("state"), key: z.string(), by: Id.optional(), value: JsonText.optional() }),
  z.object({ do: z.literal("ticket"), conversation: Id, number: Seq, open: z.boolean(), ticket: JsonText }),
  z.object({ do: z.literal("receipt"), conversation: Id, id: z.string(), receipt: JsonText }),
  z.object({ do: z.literal("rating"), conversation: Id, id: z.string(), rating: JsonText }),
  z.object({ do: z.literal("send"), conversation: Id, id: z.string(), entry: JsonText }),
  z.object({
    do: z.literal("settle"),
    id: z.string(),
    kind: z.enum(["sent", "unconfirmed", "parked"]),
    reason: z.string(),
    at: z.string(),
  }),
  z.object({ do: z.literal("erase"), conversation: Id }),
]);
export type Change = z.infer<typeof Change>;

/** A journal record: changes under the number that orders all records of a store. */
export const JournalRecord = z.object({ lsn: z.number().int().positive(), changes: z.array(Change) });
export type JournalRecord = z.infer<typeof JournalRecord>;

/** The record as one line of JSON that `JournalRecord` reads back. */
export function recordLine({ lsn, changes }: JournalRecord): string {
  return `{"lsn":${lsn},"changes":[${changes.map(changeText).join(",")}]}`;
}

function changeText(change: Change): string {
  switch (change.do) {
    case "open":
      return withText({ do: change.do, conversation: change.conversation }, "start", change.start);
    case "append": {
      const { entry, ...rest } = change;
      return withText(rest, "entry", entry);
    }
    case "state": {
      const { value, ...rest } = change;
      return value === undefined ? JSON.stringify(rest) : withText(rest, "value", value);
    }
    case "ticket": {
      const { ticket, ...rest } = change;
      return withText(rest, "ticket", ticket);
    }
    case "receipt": {
      const { receipt, ...rest } = change;
      return withText(rest, "receipt", receipt);
    }
    case "rating": {
      const { rating, ...rest } = change;
      return withText(rest, "rating", rating);
    }
    case "send": {
      const { entry, ...rest } = change;
      return withText(rest, "entry", entry);
    }
    case "answer":
    case "park":
    case "settle":
    case "erase":
      return JSON.stringify(change);
    default:
      return change satisfies never;
  }
}

function withText(rest: Record<string, unknown>, name: string, text: string): string {
  return `${JSON.stringify(rest).slice(0, -1)},"${name}":${text}}`;
}
