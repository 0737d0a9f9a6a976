import { expect, test } from "vitest";
import type { Ticket } from "../../src/store/ticket.ts";
import { announced } from "../../src/tickets/handoff-events.ts";
import type { MoveResult } from "../../src/tickets/human-desk.ts";
import { claim, leaseEnded, release, transfer } from "../../src/tickets/transitions/claim.ts";
import {
  expire,
  promise,
  promiseBroken,
  rate,
  reachThrough,
  reopen,
  resolve,
  withdraw,
} from "../../src/tickets/transitions/close.ts";
import { markNoted, personWrote, reply, setPriority, setTags } from "../../src/tickets/transitions/edit.ts";
import { bulkClose, letIn, quarantine, undoBulkClose } from "../../src/tickets/transitions/quarantine.ts";
import { byAgent } from "../../src/tickets/transitions/transition.ts";
import { later, noon } from "../store/material.ts";
import { alder, birch, inState, oak, type StateName, spruce, states } from "./people.ts";

/** When the moves are made: eight days after the tickets came into their states. */
const now = new Date(later(8 * 24));
const broken = { toldAt: noon, place: 2, until: later(1), brokenAt: null };

const byOak = byAgent(oak);
const swept = { network: "net", queued: true, distress: false };

const moves: Record<string, (ticket: Ticket) => MoveResult> = {
  "claim by another": (ticket) => claim(ticket, birch, now),
  "claim by Alder": (ticket) => claim(ticket, alder, now),
  "release by Alder": (ticket) => release(ticket, alder, now),
  "release by another": (ticket) => release(ticket, birch, now),
  "release by a supervisor": (ticket) => release(ticket, spruce, now),
  "transfer by Alder to an agent": (ticket) => transfer(ticket, alder, { agent: birch }, now),
  "transfer by another": (ticket) => transfer(ticket, birch, { agent: birch }, now),
  "transfer by an owner to a team": (ticket) => transfer(ticket, oak, { team: "billing" }, now),
  "reply by Alder": (ticket) => reply(ticket, alder, now),
  "reply by another": (ticket) => reply(ticket, birch, now),
  "reply by a supervisor": (ticket) => reply(ticket, spruce, now),
  "the person writes": (ticket) => ({ ticket: personWrote(ticket, now) }),
  "note by another": (ticket) => markNoted(ticket, birch, now),
  "note by a supervisor": (ticket) => markNoted(ticket, spruce, now),
  "resolve by Alder": (ticket) => resolve(ticket, alder, "answered", "continue", now),
  "resolve by another": (ticket) => resolve(ticket, birch, "answered", "continue", now),
  "resolve by a supervisor": (ticket) => resolve(ticket, spruce, "answered", "continue", now),
  "reopen within nine days": (ticket) => reopen(ticket, 9, now),
  "reopen within seven days": (ticket) => reopen(ticket, 7, now),
  "expire after seven days": (ticket) => expire(ticket, 7, now),
  "expire after nine days": (ticket) => expire(ticket, 9, now),
  "the lease ends": (ticket) => leaseEnded(ticket, now),
  "a promise": (ticket) => promise(ticket, { place: 3, until: new Date(later(200)) }, now),
  "a broken promise": (ticket) => promiseBroken({ ...ticket, promise: broken }, now),
  "another contact": (ticket) => reachThrough(ticket, { kind: "later" }, now),
  "priority by another": (ticket) => setPriority(ticket, birch, "high", now),
  "tags by a supervisor": (ticket) => setTags(ticket, spruce, ["fees", "angry", "fees"], now),
  "withdrawn by the person": (ticket) => withdraw(ticket, now),
  rating: (ticket) => rate(ticket, { score: 4, comment: null }, now),
  "let in": (ticket) => letIn(ticket, { kind: "desk" }, now),
  "a sweep of quarantine": (ticket) => bulkClose(ticket, { ...swept, queued: false }, "act", byOak, now),
  "a sweep of the queue too": (ticket) => bulkClose(ticket, swept, "act", byOak, now),
  "a sweep of another network": (ticket) =>
    bulkClose(ticket, { ...swept, network: "other" }, "act", byOak, now),
  "a sweep undone": (ticket) => undoBulkClose(ticket, "act", byOak, now),
};

/** What comes of each move in each state: the state afterwards, `=` for the ticket as it was, or why not and who has it. */
const order: StateName[] = ["queued", "claimed", "waiting", "resolved", "reopened", "expired", "quarantined"];
const table: Record<keyof typeof moves, string> = {
  "claim by another": "claimed:a2 taken:a1 taken:a1 closed claimed:a2 closed claimed:a2",
  "claim by Alder": "claimed:a1 = = closed claimed:a1 closed claimed:a1",
  "release by Alder": "not-yours queued queued closed not-yours closed not-yours",
  "release by another": "not-yours not-yours:a1 not-yours:a1 closed not-yours closed not-yours",
  "release by a supervisor": "not-yours queued queued closed not-yours closed not-yours",
  "transfer by Alder to an agent": "not-yours claimed:a2 claimed:a2 closed not-yours closed not-yours",
  "transfer by another": "not-yours not-yours:a1 not-yours:a1 closed not-yours closed not-yours",
  "transfer by an owner to a team": "queued queued queued closed queued closed queued",
  "reply by Alder": "not-yours waiting:a1 waiting:a1 closed not-yours closed not-yours",
  "reply by another": "not-yours not-yours:a1 not-yours:a1 closed not-yours closed not-yours",
  "reply by a supervisor": "not-yours not-yours:a1 not-yours:a1 closed not-yours closed not-yours",
  "the person writes": "= = claimed:a1 = = = =",
  "note by another": "queued not-yours:a1 not-yours:a1 resolved:a1 reopened expired quarantined",
  "note by a supervisor": "queued claimed:a1 waiting:a1 resolved:a1 reopened expired quarantined",
  "resolve by Alder": "not-yours resolved:a1 resolved:a1 closed not-yours closed not-yours",
  "resolve by another": "not-yours not-yours:a1 not-yours:a1 closed not-yours closed not-yours",
  "resolve by a supervisor": "resolved:s1 resolved:s1 resolved:s1 closed resolved:s1 closed resolved:s1",
  "reopen within nine days": "= = = reopened = reopened =",
  "reopen within seven days": "= = = closed = closed =",
  "expire after seven days": "not-waiting not-waiting expired closed not-waiting closed not-waiting",
  "expire after nine days": "not-waiting not-waiting not-waiting closed not-waiting closed not-waiting",
  "the lease ends": "not-waiting queued not-waiting closed not-waiting closed not-waiting",
  "a promise": "queued not-waiting not-waiting closed reopened closed not-waiting",
  "a broken promise": "queued not-waiting not-waiting not-waiting reopened not-waiting not-waiting",
  "another contact": "queued claimed:a1 waiting:a1 closed reopened closed quarantined",
  "priority by another": "queued not-yours:a1 not-yours:a1 closed reopened closed quarantined",
  "tags by a supervisor": "queued claimed:a1 waiting:a1 closed reopened closed quarantined",
  "withdrawn by the person": "expired expired expired closed expired closed expired",
  rating: "not-waiting not-waiting not-waiting resolved:a1 not-waiting expired not-waiting",
  "let in": "not-waiting not-waiting not-waiting closed not-waiting closed queued",
  "a sweep of quarantine": "not-waiting not-waiting not-waiting closed not-waiting closed expired",
  "a sweep of the queue too": "expired not-waiting not-waiting closed expired closed expired",
  "a sweep of another network": "not-waiting not-waiting not-waiting closed not-waiting closed not-waiting",
  "a sweep undone": "not-waiting not-waiting not-waiting not-waiting not-waiting not-waiting not-waiting",
};

function short(before: Ticket, moved: MoveResult): string {
  const with_ = (name: string, by: string | null | undefined) => (by ? `${name}:${by}` : name);
  if ("refused" in moved) return with_(moved.refused, "by" in moved ? moved.by : null);
  if (moved.ticket === before) return "=";
  const { state } = moved.ticket;
  return with_(state.kind, "by" in state ? state.by : null);
}

const cases = Object.entries(table).flatMap(([move, row]) =>
  row.split(" ").map((outcome, at) => [move, order[at] as StateName, outcome] as const),
);

test("the table has each move in each state", () => {
  expect(cases).toHaveLength(Object.keys(moves).length * Object.keys(states).length);
});

test.each(cases)("%s on a ticket that is %s gives %s", (move, name, outcome) => {
  const before = inState(name, { network: "net" });
  const untouched = structuredClone(before);
  const moved = (moves[move] as (ticket: Ticket) => MoveResult)(before);
  expect(short(before, moved)).toBe(outcome);
  expect(before).toEqual(untouched);
  if ("refused" in moved || moved.ticket === before) return;
  const { revision, audit } = moved.ticket;
  expect(revision).toBe(before.revision + 1);
  const saysMore = move === "reply by Alder" && name === "waiting";
  expect(audit.slice(before.audit.length).map(({ at }) => at)).toEqual(saysMore ? [] : [now.toISOString()]);
});

const made = (moved: MoveResult): Ticket => {
  if ("refused" in moved) throw new Error(moved.refused);
  return moved.ticket;
};

test("the first claim is remembered when others follow", () => {
  const first = made(claim(inState("queued"), alder, new Date(later(1))));
  const again = made(claim(made(release(first, alder, new Date(later(2)))), birch, new Date(later(3))));
  expect(again).toMatchObject({ firstClaimedAt: later(1), state: { by: "a2", since: later(3) } });
});

test("an agent who vanishes leaves a ticket that comes before all others, with their name in the audit", () => {
  const left = made(leaseEnded(inState("claimed"), now));
  expect(left.state).toEqual({ kind: "queued", since: inState("claimed").openedAt, ahead: true });
  expect(left.audit).toEqual([
    { at: now.toISOString(), who: { kind: "desk" }, what: "lease-ended", about: { agent: "a1" } },
  ]);
});

test("the wait for an agent who vanishes counts from the first queueing, or from what the person wrote last", () => {
  const queued = inState("queued", { openedAt: noon });
  const lost = made(leaseEnded(made(claim(queued, alder, new Date(later(1)))), new Date(later(2))));
  const again = made(leaseEnded(made(claim(lost, birch, new Date(later(3)))), new Date(later(4))));
  expect([lost.state, again.state]).toMatchObject([{ since: noon }, { since: noon }]);
  const answered = made(reply(made(claim(queued, alder, new Date(later(1)))), alder, new Date(later(2))));
  const asked = personWrote(answered, new Date(later(3)));
  expect(made(leaseEnded(asked, new Date(later(4)))).state).toMatchObject({ since: later(3) });
});

test("a transfer to a team waits in that team's queue and says so", () => {
  const moved = made(transfer(inState("claimed"), alder, { team: "billing" }, now));
  expect(moved).toMatchObject({ team: "billing", state: { kind: "queued" } });
  expect(moved.audit).toMatchObject([{ who: { id: "a1" }, what: "transferred", about: { team: "billing" } }]);
});

test("a promise is broken once, one priority up each ticket, and never above urgent", () => {
  const waits = inState("queued", { promise: broken });
  const once = made(promiseBroken(waits, now));
  expect(once).toMatchObject({ priority: "high", promise: { brokenAt: now.toISOString() } });
  expect(promiseBroken(once, now)).toEqual({ refused: "not-waiting" });
  expect(made(promiseBroken({ ...waits, priority: "urgent" }, now)).priority).toBe("urgent");
  expect(promiseBroken(waits, new Date(later(0.9)))).toEqual({ refused: "not-waiting" });
  expect(promiseBroken({ ...waits, promise: { ...broken, until: null } }, now)).toHaveProperty("refused");
});

test("the promise of before does not hold for a ticket that is reopened", () => {
  expect(made(reopen(inState("resolved", { promise: broken }), 9, now)).promise).toBeNull();
});

test("a rating is taken once, and tags are kept once each", () => {
  const rated = made(rate(inState("resolved"), { score: 5, comment: "quick" }, now));
  expect(rated.csat).toEqual({ score: 5, comment: "quick", at: now.toISOString() });
  expect(rate(rated, { score: 1, comment: null }, now)).toEqual({ refused: "not-waiting" });
  expect(made(setTags(inState("queued"), alder, ["fees", "angry", "fees"], now)).tags).toEqual([
    "fees",
    "angry",
  ]);
});

test("a sweep leaves words of distress and what an agent has had, unless distress is named; it is undone by its own act alone", () => {
  const distressed = inState("quarantined", { network: "net", distress: "crisis" });
  expect(bulkClose(distressed, swept, "act", byOak, now)).toEqual({ refused: "not-waiting" });
  const known = inState("queued", { network: "net", firstClaimedAt: noon });
  expect(bulkClose(known, { ...swept, distress: true }, "act", byOak, now)).toEqual({
    refused: "not-waiting",
  });
  const closed = made(bulkClose(distressed, { ...swept, distress: true }, "act", byOak, now));
  expect(undoBulkClose(closed, "another act", byOak, now)).toEqual({ refused: "not-waiting" });
  expect(made(undoBulkClose(closed, "act", byOak, now)).state).toMatchObject({
    kind: "quarantined",
    because: "network",
  });
  const queued = made(bulkClose(inState("queued", { network: "net" }), swept, "act", byOak, now));
  expect(made(undoBulkClose(queued, "act", byOak, now)).state.kind).toBe("reopened");
});

test("a ticket is announced once: when it is opened, or when it leaves quarantine by whatever way", () => {
  const opened = { what: "opened" as const, at: noon, who: { kind: "person" as const }, about: {} };
  const fresh = inState("queued", { audit: [opened], network: "net" });
  expect(announced(null, fresh).map(({ id }) => id)).toEqual(["ticket-opened-1001"]);
  expect(JSON.stringify(announced(null, fresh))).not.toContain('"net"');
  const held = quarantine(inState("queued", { revision: 0, audit: [opened] }), "rate", now);
  expect(announced(null, held)).toEqual([]);
  for (const moved of [letIn(held, { kind: "desk" }, now), claim(held, alder, now)])
    expect(announced(held, made(moved))).toHaveLength(1);
  const closed = made(withdraw(held, now));
  expect(announced(held, closed)).toEqual([]);
  const again = quarantine(made(letIn(held, { kind: "desk" }, now)), "rate", now);
  expect(announced(again, made(letIn(again, { kind: "desk" }, now)))).toEqual([]);
});
