import { basename, join } from "node:path";
import type { Piece } from "../copy-store.ts";
import { conversationCodec, stateCodec } from "../embedded/conversation-codec.ts";
import { segmentCodec } from "../embedded/conversation-log.ts";
import { filesBelow } from "../embedded/disk.ts";
import { places } from "../embedded/folders.ts";
import { isDocumentName } from "../embedded/manifest.ts";
import { readTicket } from "../embedded/tickets.ts";
import type { Ticket } from "../ticket.ts";
import { readConversation } from "./read-conversation.ts";
import { readAuditLogs, readStaff } from "./read-staff.ts";
import type { SalvageSource } from "./salvage-source.ts";

/**
 * Yields everything readable, in pieces that a store takes. `lastTicket` is the highest number that a ticket may have.
 */
export async function* readPieces(source: SalvageSource, lastTicket: number): AsyncGenerator<Piece> {
  yield* readStates(source);
  yield* readStaff(source);
  yield* readAuditLogs(source);
  const tickets = new FoundTickets();
  for await (const piece of readTickets(source, lastTicket)) {
    tickets.found(piece.ticket);
    yield piece;
  }
  const ids = new Set([...(await conversationIds(source)), ...tickets.conversations()]);
  const opened = new Set<string>();
  for await (const piece of readConversations(source, ids, tickets)) {
    if (piece.kind === "talk" && piece.start !== null) opened.add(piece.id);
    yield piece;
  }
  yield* readPendingWork(source, opened);
  countLost(source, ids, tickets);
}

/** The tickets that were read, and the numbers under which others are mentioned. */
class FoundTickets {
  /** the newest ticket of each conversation */
  readonly #newest = new Map<string, number>();
  readonly #read = new Set<number>();
  readonly #mentioned = new Set<number>();

  found({ conversationId, number }: Ticket): void {
    this.#newest.set(conversationId, number);
    this.#read.add(number);
  }

  mention(numbers: Iterable<number>): void {
    for (const number of numbers) this.#mentioned.add(number);
  }

  conversations(): Iterable<string> {
    return this.#newest.keys();
  }

  newestOf(conversation: string): number | undefined {
    return this.#newest.get(conversation);
  }

  /** Returns how many are mentioned and could not be read. */
  missing(): number {
    return [...this.#mentioned].filter((number) => !this.#read.has(number)).length;
  }
}

/** Reads conversations, and bot state where nothing else of one can be read. Notes which tickets they mention. */
async function* readConversations(
  source: SalvageSource,
  ids: Iterable<string>,
  tickets: FoundTickets,
): AsyncGenerator<Piece> {
  const { documentStore, broken, tally } = source;
  for (const id of ids) {
    const number = tickets.newestOf(id);
    const ticket = number === undefined ? undefined : await readTicket(documentStore, number);
    const read = await readConversation(documentStore, broken, id, ticket, tally.traces);
    tickets.mention((await documentStore.conversations.glance(id)).tickets);
    if (read === undefined) yield* stateOf(source, id);
    else {
      count(source, read.piece, read.gaps);
      yield read.piece;
    }
  }
}

/** Counts tickets that are mentioned and conversations that left traces, of which nothing else was read. */
function countLost(
  { documentStore, broken, tally }: SalvageSource,
  ids: ReadonlySet<string>,
  tickets: FoundTickets,
): void {
  const brokenTickets = broken.below(join(documentStore.folders.root, "tickets/"));
  tickets.mention(tally.traces.tickets);
  tickets.mention(brokenTickets.map((path) => Number(basename(path, ".json"))));
  tally.lost.tickets += tickets.missing();
  for (const id of tally.traces.conversations.filter((traced) => !ids.has(traced))) {
    tally.lost.conversations += 1;
    tally.lost.entries += tally.traces.entries(id);
  }
}

async function* readStates({ documentStore, broken, tally }: SalvageSource): AsyncGenerator<Piece> {
  const { folders, states } = documentStore;
  const keys = new Set(states.changed().map(({ id }) => id));
  for await (const path of filesBelow(folders.root, "state")) {
    if (!isDocumentName(path.split("/").at(-1) ?? "")) continue;
    const file = await broken.file(folders, join(folders.root, path), stateCodec()).read();
    if (file !== null) keys.add(file.key);
  }
  for (const key of keys) {
    const { value } = await states.glance(key);
    broken.recovered(places.state(folders.root, key));
    if (value === undefined) continue;
    tally.out.states += 1;
    yield { kind: "state", key, value: value.text };
  }
  tally.lost.states += broken.below(join(folders.root, "state/")).length;
}

async function* readTickets(
  { documentStore, broken, tally }: SalvageSource,
  lastTicket: number,
): AsyncGenerator<Extract<Piece, { kind: "ticket" }>> {
  for (let number = 1; number <= lastTicket; number += 1) {
    const ticket = await readTicket(documentStore, number);
    if (ticket === undefined) continue;
    broken.recovered(places.ticket(documentStore.folders.root, number));
    tally.out.tickets += 1;
    yield { kind: "ticket", ticket };
  }
}

/** Lists the known ids: from whole documents, from older segments of a broken document, and from the journal. */
async function conversationIds({ documentStore, broken }: SalvageSource): Promise<Set<string>> {
  const { folders, conversations } = documentStore;
  const ids = new Set(conversations.changed().map(({ id }) => id));
  for await (const path of filesBelow(folders.root, "conversations")) {
    if (!isDocumentName(path.split("/").at(-1) ?? "")) continue;
    const [, stem] = /^(.+)\.log-\d+\.json$/.exec(join(folders.root, path)) ?? [];
    if (stem === undefined) {
      const file = await broken.file(folders, join(folders.root, path), conversationCodec()).read();
      if (file !== null) ids.add(file.id);
    } else if (broken.has(`${stem}.json`)) {
      const segment = await broken.file(folders, join(folders.root, path), segmentCodec()).read();
      if (segment !== null) ids.add(segment.conversation);
    }
  }
  return ids;
}

/** Yields the bot state of a conversation that was never opened, or of which nothing else can be read. */
async function* stateOf({ documentStore, tally }: SalvageSource, id: string): AsyncGenerator<Piece> {
  const file = await documentStore.conversations.glance(id);
  tally.lost.entries += file.tail.length;
  if (file.tail.length > 0) tally.lost.conversations += 1;
  for (const [key, { text }] of file.state) {
    tally.out.states += 1;
    yield { kind: "state", key, value: text };
  }
}

function count(
  { documentStore, broken, tally }: SalvageSource,
  piece: Extract<Piece, { kind: "talk" }>,
  gaps: number,
): void {
  const known = documentStore.conversations.inMemory(piece.id);
  if (known?.start || known?.erased)
    broken.recovered(places.conversation(documentStore.folders.root, piece.id));
  if (piece.start === null) return;
  tally.out.conversations += 1;
  tally.out.entries += piece.entries.length - gaps;
  tally.out.states += piece.states.length;
  tally.lost.entries += gaps;
}

async function* readPendingWork(
  { documentStore, tally }: SalvageSource,
  conversations: ReadonlySet<string>,
): AsyncGenerator<Piece> {
  const { parked, unsent, troubles } = documentStore.pendingWork.snapshot();
  for (const turn of parked) yield { kind: "parked", ...turn };
  for (const { id, conversationId, entry } of unsent) {
    if (conversations.has(conversationId)) yield { kind: "unsent", entry: JSON.parse(entry) };
    else {
      const says = `wants to send ${id} for conversation ${conversationId}, of which nothing can be read`;
      tally.lose({ file: places.manifest(documentStore.folders.root), says, bytes: 0, records: 0 });
    }
  }
  for (const trouble of troubles) yield { kind: "trouble", trouble };
}
