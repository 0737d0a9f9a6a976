import { writeSync } from "node:fs";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import type { LogEntry } from "../../../src/store/records.ts";
import type { Store, TurnStart } from "../../../src/store/store.ts";
import { incoming, reply, resolved, start, ticket, turn } from "../material.ts";

/*
 * A desk with eight people at once, to be killed: node program.mjs FOLDER ROUND. Prints a line of JSON for each
 * call that was acknowledged. First it answers what the process before it left unanswered, as a desk does.
 */
const [folder = "", round = ""] = process.argv.slice(2);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const now = () => new Date().toISOString();

function acknowledged(what: object): void {
  writeSync(1, `${JSON.stringify(what)}\n`);
}

async function answer(store: Store, id: string, entry: LogEntry, by?: string): Promise<void> {
  const text = entry.activity.text ?? "";
  const key = `directline/conversations/${id}`;
  const state = (await store.readState([key])).get(key);
  const number = await store.reserveTicketNumber();
  await store.commitTurn(
    turn(id, entry.seq, {
      at: now(),
      ...(by === undefined ? {} : { by }),
      replies: [reply(`first answer to ${text}`), reply(`second answer to ${text}`)],
      state: [{ key, value: { turns: Number(state?.value["turns"] ?? 0) + 1 }, eTag: state?.eTag ?? null }],
      tickets: entry.seq % 4 === 1 ? [ticket(number, id, { summary: text, state: resolved })] : [],
    }),
  );
  acknowledged({ answered: text, id, ...(entry.seq % 4 === 1 ? { ticket: number } : {}) });
}

async function takeAndAnswer(store: Store, id: string, text: string): Promise<void> {
  const { entry } = await store.receive(id, incoming(text, { keys: [text], at: now() }));
  acknowledged({ received: text, id });
  await answer(store, id, entry);
}

/** The turn begins, and mostly commits, before the message is on disk. */
async function answerAsItComes(store: Store, id: string, text: string): Promise<void> {
  let answered: Promise<void> | undefined;
  const begun = ({ entry, by }: TurnStart) => {
    answered = answer(store, id, entry, by);
  };
  const claim = { by: text, leaseMs: 60_000, begun };
  await store.receive(id, { ...incoming(text, { keys: [text], at: now() }), claim });
  acknowledged({ received: text, id });
  await answered;
}

async function conversation(store: Store, id: string): Promise<void> {
  await store.openConversation(start(id));
  for (let number = 1; number <= 40; number += 1) {
    const text = `${id} message ${number}`;
    await (number % 2 === 0 ? takeAndAnswer(store, id, text) : answerAsItComes(store, id, text));
  }
}

async function writer(store: Store, name: number): Promise<never> {
  for (let number = 1; ; number += 1)
    await conversation(store, `round ${round}, writer ${name}, talk ${number}`);
}

const store = await openEmbeddedStore(folder, { now: () => new Date(), log, journalBytes: 100_000 });
for (const { conversationId, seq } of await store.pendingTurns()) {
  const [entry] = await store.readLog(conversationId, { after: seq - 1, limit: 1 });
  if (entry !== undefined) await answer(store, conversationId, entry);
}
acknowledged({ ready: true });
await Promise.all(Array.from({ length: 8 }, (_, name) => writer(store, name)));
