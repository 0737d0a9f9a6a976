import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import type { Ticket } from "../../../src/store/ticket.ts";
import { claimed, incoming, move, noon, reply, resolved, start, ticket, turn } from "../material.ts";

/** What a store should hold, in a form that can be read from one. */
export interface Expected {
  conversations: Record<string, string[] | "erased">;
  state: Record<string, unknown>;
  tickets: Record<string, { revision: number; summary: string }>;
  pending: string[];
  /** the names of accounts by id */
  staff: Record<string, string>;
  /** whose each session is */
  sessions: Record<string, string>;
  /** the lines of the audit log, from which one on they are kept */
  audit: { first: number; lines: string[] };
}

/** One call of a store, and what it adds to what is expected. */
export interface Step {
  run(store: Store): Promise<unknown>;
  makes(expected: Expected): void;
}

const home = (id: string) => `directline/conversations/${id}`;
const stateKeys = [home("a"), home("b"), "directline/users/dl_a", "directline/users/dl_b", "desk"];

function open(id: string): Step {
  return {
    run: (store) => store.openConversation(start(id)),
    makes: ({ conversations }) => {
      conversations[id] ??= [];
    },
  };
}

function receive(id: string, text: string): Step {
  return {
    run: (store) => store.receive(id, incoming(text, { keys: [text] })),
    makes({ conversations, pending }) {
      const log = conversations[id];
      if (!Array.isArray(log) || log.includes(text)) return;
      log.push(text);
      pending.push(`${id} ${log.length}`);
    },
  };
}

const kept = (call: Promise<unknown>): Promise<boolean> =>
  call.then(
    () => true,
    () => false,
  );

/** Receives, and answers in a turn that commits as soon as it begins: both are kept, or neither. */
function converse(id: string, text: string): Step {
  return {
    async run(store) {
      let committed: Promise<boolean> | undefined;
      const received = store.receive(id, {
        ...incoming(text, { keys: [text] }),
        claim: {
          by: text,
          leaseMs: 60_000,
          begun({ entry }) {
            committed = kept(
              store.commitTurn(turn(id, entry.seq, { by: text, replies: [reply(`answer to ${text}`)] })),
            );
          },
        },
      });
      const came = await kept(received);
      if (committed !== undefined) expect(await committed).toBe(came);
      await received;
    },
    makes({ conversations }) {
      const log = conversations[id];
      if (Array.isArray(log)) log.push(text, `answer to ${text}`);
    },
  };
}

/** Answers the oldest entry that waits, with this many replies, and stores state and a ticket with them. */
function answer(id: string, replies: number, number: number, state: Ticket["state"] = resolved): Step {
  const texts = Array.from({ length: replies }, (_, index) => `answer ${number}.${index}`);
  return {
    async run(store) {
      const waiting = (await store.pendingTurns()).find(({ conversationId }) => conversationId === id);
      if (waiting === undefined) return;
      await store.commitTurn(
        turn(id, waiting.seq, {
          replies: texts.map(reply),
          state: [home(id), `directline/users/dl_${id}`].map((key) => ({
            key,
            value: { number },
            eTag: "*",
          })),
          tickets: [ticket(number, id, { state })],
        }),
      );
    },
    makes({ conversations, state, tickets, pending }) {
      const log = conversations[id];
      const waiting = pending.findIndex((turnOf) => turnOf.startsWith(`${id} `));
      if (waiting === -1 || !Array.isArray(log)) return;
      pending.splice(waiting, 1);
      log.push(...texts);
      state[home(id)] = { number };
      state[`directline/users/dl_${id}`] = { number };
      tickets[number] = { revision: 1, summary: ticket(number, id).summary };
    },
  };
}

/** An agent takes the ticket, and the person is told. */
function claim(id: string, number: number): Step {
  return {
    async run(store) {
      const found = await store.ticket(number);
      if (found?.revision !== 1) return;
      await store.moveTicket(move(claimed(found, "alder"), { says: [reply("taken")] }));
    },
    makes({ conversations, tickets }) {
      const log = conversations[id];
      const found = tickets[number];
      if (found?.revision !== 1 || !Array.isArray(log)) return;
      found.revision = 2;
      log.push("taken");
    },
  };
}

function write(key: string, count: number): Step {
  return {
    run: (store) => store.writeState([{ key, value: { count }, eTag: "*" }]),
    makes: ({ state }) => {
      state[key] = { count };
    },
  };
}

function remove(key: string): Step {
  return {
    run: (store) => store.deleteState([key]),
    makes: ({ state }) => {
      delete state[key];
    },
  };
}

function erase(id: string): Step {
  return {
    run: (store) => store.eraseConversation(id),
    makes({ conversations, state, tickets, pending }) {
      if (conversations[id] === undefined) return;
      conversations[id] = "erased";
      delete state[home(id)];
      delete state[`directline/users/dl_${id}`];
      for (const [number, { revision }] of Object.entries(tickets))
        if (number.startsWith(id === "a" ? "11" : "12"))
          tickets[number] = { revision: revision + 1, summary: "" };
      pending.splice(0, pending.length, ...pending.filter((turnOf) => !turnOf.startsWith(`${id} `)));
    },
  };
}

/** Writes an account, or removes it. */
function staff(id: string, name: string | null): Step {
  return {
    async run(store) {
      const { revision } = await store.staff(null);
      await store.changeStaff(revision, [
        { kind: "account", id, value: name === null ? null : { id, name } },
      ]);
    },
    makes({ staff: accounts }) {
      if (name === null) delete accounts[id];
      else accounts[id] = name;
    },
  };
}

/** Begins a session, which ends another one. */
function signIn(key: string, account: string, ends: string): Step {
  return {
    run: (store) => store.startSession({ key, account, value: { agent: account } }, [ends]),
    makes({ sessions }) {
      delete sessions[ends];
      sessions[key] = account;
    },
  };
}

function signOut(key: string): Step {
  return {
    run: (store) => store.endSessions([key]),
    makes: ({ sessions }) => {
      delete sessions[key];
    },
  };
}

const nobody = { first: 1, last: 0, before: "", hash: "" };

/** Adds lines to the audit log, or lets that many of the first ones go, as far as there are any. */
function note(lines: readonly string[], dropped = 0): Step {
  return {
    async run(store) {
      const from = (await store.auditEnds("audit")) ?? null;
      const { first, last, ...hashes } = from ?? nobody;
      const ends = { first: Math.min(first + dropped, last + 1), last: last + lines.length, ...hashes };
      await store.writeAudit("audit", {
        from,
        ends,
        lines: lines.map((text, at) => ({ seq: last + at + 1, value: { text } })),
      });
    },
    makes({ audit }) {
      audit.lines.push(...lines);
      audit.first += audit.lines.splice(0, dropped).length;
    },
  };
}

/** A little of everything, with enough of it to move old entries into a segment. */
export const session: readonly Step[] = [
  open("a"),
  staff("alder", "Alder"),
  signIn("s1", "alder", "nothing"),
  note(["alder joined"]),
  converse("a", "anybody there?"),
  receive("a", "hello"),
  answer("a", 2, 1101),
  write("desk", 1),
  open("b"),
  receive("b", "good day"),
  receive("a", "and then?"),
  receive("a", "hello"),
  answer("b", 1, 1201),
  answer("a", 134, 1102),
  receive("b", "more"),
  note(Array.from({ length: 70 }, (_, at) => `line ${at}`)),
  signIn("s2", "alder", "s1"),
  staff("birch", "Birch"),
  staff("alder", "Alder Two"),
  write(home("b"), 2),
  remove("desk"),
  receive("b", "and more"),
  answer("b", 1, 1202, { kind: "queued", since: noon }),
  claim("b", 1202),
  erase("a"),
  note([], 66),
  staff("birch", null),
  signIn("s3", "alder", "nothing"),
  signOut("s2"),
  write("desk", 3),
  receive("b", "the last"),
];

export const nothing = (): Expected => ({
  conversations: {},
  state: {},
  tickets: {},
  pending: [],
  staff: {},
  sessions: {},
  audit: { first: 1, lines: [] },
});

/** What a store holds. */
export async function held(store: Store): Promise<Expected> {
  const found = nothing();
  for (const id of ["a", "b"]) {
    const conversation = await store.conversation(id);
    if (conversation === "erased") found.conversations[id] = "erased";
    else if (conversation !== undefined) {
      const entries = await store.readLog(id, { after: 0, limit: 1_000 });
      found.conversations[id] = entries.map(({ activity }) => activity.text ?? "");
    }
  }
  for (const [key, { value }] of await store.readState(stateKeys)) found.state[key] = value;
  for await (const { number, revision, summary } of store.tickets())
    found.tickets[number] = { revision, summary };
  found.pending = (await store.pendingTurns()).map(({ conversationId, seq }) => `${conversationId} ${seq}`);
  for (const { value } of (await store.staff(null)).accounts)
    found.staff[String(value["id"])] = String(value["name"]);
  for (const key of await store.openSessions(["s1", "s2", "s3"])) {
    const account = (await store.session(key))?.value["agent"];
    found.sessions[key] = String(account);
    expect([...(await store.sessionsOf(String(account))).keys()]).toContain(key);
  }
  const { first, last } = (await store.auditEnds("audit")) ?? nobody;
  const lines = await store.auditLines("audit", 1, 200);
  expect(lines.size).toBe(last - first + 1);
  found.audit = { first, lines: [...lines.values()].map((line) => String(line["text"])) };
  return found;
}

/** Whether the store holds this, or this and the step that nobody knows the end of. */
export function isOneOf(found: Expected, expected: Expected, open?: Step): boolean {
  if (isDeepStrictEqual(found, expected)) return true;
  if (open === undefined) return false;
  const more = structuredClone(expected);
  open.makes(more);
  return isDeepStrictEqual(found, more);
}
