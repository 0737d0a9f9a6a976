import type { StateWrite, Store } from "../../src/store/store.ts";
import { noon } from "./material.ts";

/** more than are moved at once */
const lines = 135;
const line = (log: string, seq: number) => ({
  seq,
  at: noon,
  what: log,
  before: `h${seq - 1}`,
  hash: `h${seq}`,
});
const ends = (first: number, last: number) => ({ first, last, before: `h${first - 1}`, hash: `h${last}` });
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

const people = [
  { id: "zoe", email: "zoe@desk.example", name: "Zoe" },
  { id: "alder", email: "alder@desk.example", name: "Alder" },
];
const sessions = { zoe: ["k2", "k1"], alder: ["k3"] };
const all: Record<string, Record<string, unknown>> = {
  "desk/people": { people, invitations: [{ id: "i1", by: "zoe" }], links: [{ id: "l1", kind: "owner" }] },
  ...Object.fromEntries(
    Object.entries(sessions).flatMap(([agent, keys]) => [
      [`desk/sessions-of/${agent}`, { keys }],
      ...keys.map((key) => [`desk/sessions/${key}`, { agent, csrf: `of ${key}` }]),
    ]),
  ),
  "desk/audit": ends(3, lines),
  ...Object.fromEntries(range(3, lines).map((seq) => [`desk/audit/${seq}`, line("audit", seq)])),
  "desk/readings": ends(1, 2),
  ...Object.fromEntries(range(1, 2).map((seq) => [`desk/readings/${seq}`, line("readings", seq)])),
  "desk/holds": { stays: true },
};
const stays = ["desk/people", "desk/audit", "desk/readings", "desk/holds"];

/** What a store holds of the staff. */
export async function heldByStaff(store: Store) {
  const { accounts, all: there } = await store.staff(null);
  const held: Record<string, unknown> = {
    accounts: accounts.map(({ value }) => value),
    invitations: there?.invitations.map(({ value }) => value),
    links: there?.links.map(({ value }) => value),
  };
  for (const { id } of people)
    held[id] = [...(await store.sessionsOf(id))].map(([key, { value }]) => [key, value]);
  for (const log of ["audit", "readings"] as const)
    held[log] = [await store.auditEnds(log), ...(await store.auditLines(log, 1, 1000)).values()];
  const kept = await store.readState(Object.keys(all));
  return { ...held, states: [...kept.keys()], marks: kept.get("desk/people")?.value["people"] };
}

/** The staff of a desk as versions before 0.2 kept them, in bot state, and what a store then holds. */
export const earlierDesk = {
  states: Object.entries(all).map(([key, value]): StateWrite => ({ key, value, eTag: null })),
  removed: Object.keys(all).filter((key) => !stays.includes(key)),
  held: {
    accounts: people,
    invitations: [{ id: "i1", by: "zoe" }],
    links: [{ id: "l1", kind: "owner" }],
    zoe: sessions.zoe.map((key) => [key, { agent: "zoe", csrf: `of ${key}` }]),
    alder: sessions.alder.map((key) => [key, { agent: "alder", csrf: `of ${key}` }]),
    audit: [ends(3, lines), ...range(3, lines).map((seq) => line("audit", seq))],
    readings: [ends(1, 2), ...range(1, 2).map((seq) => line("readings", seq))],
    states: stays,
    marks: undefined,
  },
};
