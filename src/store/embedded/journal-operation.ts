import { z } from "zod";
import { checkActivity, checkMoment, conversationOfState, type LogEntry } from "../records.ts";
import { AuditName, StaffKind } from "../staff.ts";

/** Builds the operation that appends an entry to its conversation. Throws for a moment that cannot be stored. */
export function appendChange(
  conversation: string,
  { seq, at, audience, activity }: LogEntry,
  delivery: { keys: readonly string[]; awaits: boolean },
): JournalOperation {
  checkMoment(at);
  checkActivity(activity);
  const entry = JSON.stringify({ seq, at, audience, activity });
  return { do: "append", conversation, seq, at, keys: [...delivery.keys], awaits: delivery.awaits, entry };
}

/** JSON that is carried as its text, so that it is made once and never shared as an object. */
export const JsonText = z
  .custom<unknown>((value) => value !== undefined)
  .transform((value) => JSON.stringify(value));

const Id = z.string().min(1);
const Seq = z.number().int().positive();

/** One change to one thing the store keeps. A journal record is a list of them that happens whole or not at all. */
export const JournalOperation = z.discriminatedUnion("do", [
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
  z.object({
    do: z.literal("ticket"),
    conversation: Id,
    number: Seq,
    open: z.boolean(),
    /** who speaks, unless it is the bot */
    agent: z.string().nullable().default(null),
    ticket: JsonText,
  }),
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
  /** `value` absent removes the record; `position` is its place among those that were written first */
  z.object({ do: z.literal("staff"), kind: StaffKind, id: Id, position: Seq, value: JsonText.optional() }),
  /** `value` absent ends the session */
  z.object({ do: z.literal("session"), key: Id, account: Id, value: JsonText.optional() }),
  z.object({ do: z.literal("audit-line"), log: AuditName, seq: Seq, line: JsonText }),
  /** `trimmed` are the blocks that hold lines before `first`, which go */
  z.object({
    do: z.literal("audit-ends"),
    log: AuditName,
    first: Seq,
    trimmed: z.array(z.number().int().nonnegative()),
    ends: JsonText,
  }),
]);
export type JournalOperation = z.infer<typeof JournalOperation>;

/** A journal record: changes under the number that orders all records of a store. */
export const JournalRecord = z.object({
  lsn: z.number().int().positive(),
  changes: z.array(JournalOperation),
});
export type JournalRecord = z.infer<typeof JournalRecord>;

/**
 * Serializes a record in pieces of one JSON line for `JournalRecord`. Long texts stay pieces, as joining would copy
 * them.
 */
export function recordPieces({ lsn, changes }: JournalRecord): string[] {
  const pieces: string[] = [];
  let between = `{"lsn":${lsn},"changes":[`;
  let gap = "";
  for (const change of changes) {
    const { begin, text } = partsOf(change);
    pieces.push(`${between}${gap}${begin}`, text);
    between = "}";
    gap = ",";
  }
  pieces.push(`${between}]}\n`);
  return pieces;
}

/** Returns an operation's JSON up to its text, and that text; the closing brace is not included. */
function partsOf(change: JournalOperation): { begin: string; text: string } {
  switch (change.do) {
    case "append":
      return {
        begin: `${open(change)},"seq":${change.seq},"at":"${change.at}","keys":${JSON.stringify(change.keys)},"awaits":${change.awaits},"entry":`,
        text: change.entry,
      };
    case "state":
      return change.value === undefined ? whole(change) : { begin: stateOpen(change), text: change.value };
    case "open":
      return { begin: `${open(change)},"start":`, text: change.start };
    case "ticket":
      return {
        begin: `${open(change)},"number":${change.number},"open":${change.open},"agent":${JSON.stringify(change.agent)},"ticket":`,
        text: change.ticket,
      };
    case "receipt":
      return { begin: `${open(change)},"id":${JSON.stringify(change.id)},"receipt":`, text: change.receipt };
    case "rating":
      return { begin: `${open(change)},"id":${JSON.stringify(change.id)},"rating":`, text: change.rating };
    case "send":
      return { begin: `${open(change)},"id":${JSON.stringify(change.id)},"entry":`, text: change.entry };
    case "answer":
      return { begin: `${open(change)},"seq":`, text: String(change.seq) };
    case "staff":
    case "session": {
      const { value, ...rest } = change;
      return value === undefined ? whole(change) : { begin: `${whole(rest).begin},"value":`, text: value };
    }
    case "audit-line":
      return {
        begin: `{"do":"audit-line","log":"${change.log}","seq":${change.seq},"line":`,
        text: change.line,
      };
    case "audit-ends": {
      const { ends, ...rest } = change;
      return { begin: `${whole(rest).begin},"ends":`, text: ends };
    }
    case "park":
    case "settle":
    case "erase":
      return whole(change);
    default:
      return change satisfies never;
  }
}

/** of a record and a document, for each change in them */
const overheadBytes = 200;

/** Returns the conversation that an operation stores for, and its approximate size in bytes; null if it is for none. */
export function storedBy(change: JournalOperation): { conversation: string; bytes: number } | null {
  const conversation =
    change.do === "state"
      ? conversationOfState(change.key)
      : "conversation" in change
        ? change.conversation
        : undefined;
  if (conversation === undefined) return null;
  return { conversation, bytes: overheadBytes + Buffer.byteLength(textOf(change)) };
}

function textOf(change: JournalOperation): string {
  switch (change.do) {
    case "append":
    case "send":
      return change.entry;
    case "state":
    case "staff":
    case "session":
      return change.value ?? "";
    case "open":
      return change.start;
    case "ticket":
      return change.ticket;
    case "receipt":
      return change.receipt;
    case "rating":
      return change.rating;
    case "audit-line":
      return change.line;
    case "audit-ends":
      return change.ends;
    case "answer":
    case "park":
    case "settle":
    case "erase":
      return "";
    default:
      return change satisfies never;
  }
}

const whole = (change: object) => ({ begin: JSON.stringify(change).slice(0, -1), text: "" });

function open(change: { do: string; conversation: string }): string {
  return `{"do":"${change.do}","conversation":${JSON.stringify(change.conversation)}`;
}

function stateOpen({ key, by }: { key: string; by?: string | undefined }): string {
  const writer = by === undefined ? "" : `,"by":${JSON.stringify(by)}`;
  return `{"do":"state","key":${JSON.stringify(key)}${writer},"value":`;
}
