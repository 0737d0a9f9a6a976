import type { EmbeddedStore } from "../../../src/store/embedded/embedded-store.ts";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import { type KeptLog, keptLog } from "../kept-log.ts";
import { incoming, noon, reply, start, ticket, turn } from "../material.ts";

export function openIn(
  folder: string,
  over: { journalBytes?: number; log?: KeptLog } = {},
): Promise<EmbeddedStore> {
  return openEmbeddedStore(folder, { now: () => new Date(noon), log: keptLog(), ...over });
}

/** Two conversations of 134 entries with a ticket each, and two bot states. */
export async function fill(store: EmbeddedStore): Promise<void> {
  for (const [id, number] of [
    ["a", 1001],
    ["b", 1002],
  ] as const) {
    await store.openConversation(start(id));
    await store.receive(id, incoming(`${id} 1`, { keys: ["1"] }));
    const replies = Array.from({ length: 133 }, (_, index) => reply(`${id} ${index + 2}`));
    await store.commitTurn(turn(id, 1, { replies, tickets: [ticket(number, id)] }));
  }
  await store.writeState([
    { key: "directline/users/dl_a", value: { name: "x" }, eTag: null },
    { key: "desk", value: { open: true }, eTag: null },
  ]);
}

/** Two accounts, an invitation, a session of one of them, and 70 lines of the audit log. */
export async function fillStaff(store: EmbeddedStore): Promise<void> {
  const account = (id: string) =>
    ({ kind: "account", id, value: { id, email: `${id}@desk.example` } }) as const;
  const { revision } = await store.staff(null);
  const invitation = { kind: "invitation", id: "i1", value: { id: "i1" } } as const;
  await store.changeStaff(revision, [account("alder"), account("birch"), invitation]);
  await store.startSession({ key: "k1", account: "alder", value: { agent: "alder" } }, []);
  const lines = Array.from({ length: 70 }, (_, at) => ({
    seq: at + 1,
    value: { seq: at + 1, before: `h${at}`, hash: `h${at + 1}` },
  }));
  await store.writeAudit("audit", {
    from: null,
    ends: { first: 1, last: 70, before: "h0", hash: "h70" },
    lines,
  });
}

/** Resolves when the checkpoints that were asked for are done. */
export async function allWritten(store: EmbeddedStore): Promise<void> {
  await store.whileFrozen(async () => undefined);
}

/** The same in a closed store that has written every document and whose journal is empty. */
export async function fillDocuments(folder: string): Promise<void> {
  const store = await openIn(folder, { journalBytes: 1 });
  await fill(store);
  await fillStaff(store);
  await allWritten(store);
  await store.close();
}

/** The same in a closed store whose journal holds everything, in two segments. */
export async function fillJournal(folder: string): Promise<void> {
  const store = await openIn(folder);
  await fill(store);
  await store.close();
  const again = await openIn(folder);
  await again.receive("a", incoming("the next day"));
  await again.receive("a", incoming("the last"));
  await again.close();
}
