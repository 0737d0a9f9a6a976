import { z } from "zod";
import { ConversationStart, LogEntry, Rating, Receipt } from "../records.ts";
import { Ticket } from "../ticket.ts";
import { ConversationFile, type SeenKey, type StateText } from "./conversation-file.ts";
import { type Codec, type Document, Misplaced } from "./document-file.ts";
import { type JournalOperation, JsonText } from "./journal-operation.ts";

/** Bot state outside of conversations, one key per file. */
export class StateFile implements Document {
  lsn = 0;
  value: StateText | undefined;

  constructor(readonly key: string) {}

  get bytes(): number {
    return 500 + (this.value?.text.length ?? 0);
  }

  get blank(): boolean {
    return this.value === undefined;
  }

  apply(change: JournalOperation, lsn: number): void {
    if (change.do !== "state") return;
    this.value = change.value === undefined ? undefined : { text: change.value, eTag: String(lsn) };
  }
}

export const StateDocument = z.object({
  kind: z.literal("state"),
  key: z.string(),
  lsn: z.number().int().positive(),
  eTag: z.string(),
  value: JsonText,
});

/** Makes the codec of a state file; without a key it accepts any. */
export function stateCodec(key?: string): Codec<StateFile> {
  return {
    write: ({ key: own, lsn, value }) => [
      `{"kind":"state","key":${JSON.stringify(own)},"lsn":${lsn},"eTag":"${value?.eTag}","value":${value?.text}}`,
    ],
    read(json) {
      const stored = StateDocument.parse(json);
      if (stored.key !== (key ?? stored.key))
        throw new Misplaced(`holds state ${JSON.stringify(stored.key)}, not ${JSON.stringify(key)}`);
      const file = new StateFile(stored.key);
      file.lsn = stored.lsn;
      file.value = { text: stored.value, eTag: stored.eTag };
      return file;
    },
  };
}

/** One ticket as JSON text. */
export class TicketFile implements Document {
  lsn = 0;
  ticket: string | undefined;

  constructor(readonly number: number) {}

  get bytes(): number {
    return 500 + (this.ticket?.length ?? 0);
  }

  get blank(): boolean {
    return this.ticket === undefined;
  }

  apply(change: JournalOperation): void {
    if (change.do === "ticket") this.ticket = change.ticket;
  }
}

export const TicketDocument = z.object({
  kind: z.literal("ticket"),
  lsn: z.number().int().positive(),
  ticket: Ticket,
});

/** Makes the codec of a ticket file. */
export function ticketCodec(number: number): Codec<TicketFile> {
  return {
    write: ({ lsn, ticket }) => [`{"kind":"ticket","lsn":${lsn},"ticket":${ticket}}`],
    read(json) {
      const stored = TicketDocument.parse(json);
      if (stored.ticket.number !== number)
        throw new Misplaced(`holds ticket ${stored.ticket.number}, not ${number}`);
      const file = new TicketFile(number);
      file.lsn = stored.lsn;
      file.ticket = JSON.stringify(stored.ticket);
      return file;
    },
  };
}

/** Validates a log entry of a file, then keeps it as text. */
export const EntryText = LogEntry.transform((entry) => JSON.stringify(entry));
export const SeenKeys = z.array(z.tuple([z.string(), z.number().int().positive(), z.string()]));

export const ConversationDocument = z.object({
  kind: z.literal("conversation"),
  id: z.string().min(1),
  lsn: z.number().int().positive(),
  erased: z.boolean(),
  sealed: z.number().int().nonnegative(),
  start: ConversationStart.nullable(),
  log: z.array(EntryText),
  keys: SeenKeys,
  state: z.array(z.tuple([z.string(), z.string(), JsonText])),
  elsewhere: z.array(z.string()),
  tickets: z.array(z.number().int().positive()),
  receipts: z.array(Receipt),
  ratings: z.array(Rating),
});

/** Makes the codec of a conversation file; without an id it accepts any. */
export function conversationCodec(id?: string): Codec<ConversationFile> {
  return { write: writeConversation, read: (json) => readConversation(json, id) };
}

function writeConversation(file: ConversationFile): string[] {
  const state = [...file.state].map(
    ([key, { text, eTag }]) => `[${JSON.stringify([key, eTag]).slice(1, -1)},${text}]`,
  );
  return [
    `{"kind":"conversation","id":${JSON.stringify(file.id)},"lsn":${file.lsn},"erased":${file.erased},` +
      `"sealed":${file.sealed},"start":${file.start},"log":[`,
    ...commaSeparated(file.tail),
    `],"keys":${seenKeysText(file, file.sealed + 1, file.lastSeq)},"state":[${state.join(",")}],` +
      `"elsewhere":${JSON.stringify([...file.elsewhere])},"tickets":${JSON.stringify([...file.tickets])},` +
      `"receipts":[${[...file.receipts.values()].join(",")}],"ratings":[${[...file.ratings.values()].join(",")}]}`,
  ];
}

/** Joins texts with commas. */
export const commaSeparated = (texts: readonly string[]): string[] =>
  texts.flatMap((text, index) => (index === 0 ? [text] : [",", text]));

function readConversation(json: unknown, id?: string): ConversationFile {
  const stored = ConversationDocument.parse(json);
  if (stored.id !== (id ?? stored.id))
    throw new Misplaced(`holds conversation ${JSON.stringify(stored.id)}, not ${JSON.stringify(id)}`);
  const file = new ConversationFile(stored.id);
  file.lsn = stored.lsn;
  file.erased = stored.erased;
  file.sealed = stored.sealed;
  file.start = stored.start && JSON.stringify(stored.start);
  file.tail = stored.log;
  file.keys = new Map(stored.keys.map(([key, seq, at]) => [key, { seq, at }]));
  file.knowsSealedKeys = stored.sealed === 0;
  file.state = new Map(stored.state.map(([key, eTag, text]) => [key, { text, eTag }]));
  file.elsewhere = new Set(stored.elsewhere);
  file.tickets = new Set(stored.tickets);
  file.receipts = new Map(stored.receipts.map((receipt) => [receipt.id, JSON.stringify(receipt)]));
  file.ratings = new Map(stored.ratings.map((rating) => [rating.id, JSON.stringify(rating)]));
  return file.countWords();
}

/** Serializes the delivery keys of the entries `from` to `to`. */
export function seenKeysText(file: { keys: Map<string, SeenKey> }, from: number, to: number): string {
  const within = [...file.keys].filter(([, { seq }]) => seq >= from && seq <= to);
  return JSON.stringify(within.map(([key, { seq, at }]) => [key, seq, at]));
}
