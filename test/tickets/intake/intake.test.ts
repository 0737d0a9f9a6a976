import { expect, test } from "vitest";
import type { Ticket } from "../../../src/store/ticket.ts";
import { Intake } from "../../../src/tickets/intake/intake.ts";
import { TicketLimits } from "../../../src/tickets/intake/surge.ts";
import { ticket } from "../../store/material.ts";

const limits = TicketLimits.parse({ openPerNetwork: 2, neverUnusual: 5, alwaysUnusual: 5 });

function makeDesk() {
  let at = Date.parse("2026-03-20T12:00:00.000Z");
  const told: string[] = [];
  const intake = new Intake(
    limits,
    () => new Date(at),
    ({ lane, unusual }) => told.push(`${lane} ${unusual}`),
  );
  const stored = (number: number, network: string, over: Partial<Ticket> = {}): void =>
    intake.take(ticket(number, `talk ${number}`, { network, openedAt: new Date(at).toISOString(), ...over }));
  return { intake, told, stored, wait: (ms: number) => (at += ms) };
}
const ordinary = (number: number, network: string | null) => ({ number, network, lane: "ordinary" as const });

test("of one network so many count as are in the queue or taken, with those about to be stored", () => {
  const { intake, stored } = makeDesk();
  expect(intake.admit(ordinary(1, "net"))).toBeNull();
  expect(intake.admit(ordinary(2, "net"))).toBeNull();
  expect(intake.admit(ordinary(3, "net"))).toBe("network");
  stored(1, "net");
  stored(2, "net");
  expect(intake.admit(ordinary(4, "net"))).toBe("network");
  stored(2, "net", { state: { kind: "expired", since: "2026-03-20T12:00:00.000Z" } });
  expect(intake.admit(ordinary(5, "net"))).toBeNull();
  expect(intake.admit(ordinary(6, "net"))).toBe("network");
});

test("a ticket that was never stored is forgotten after a minute", () => {
  const { intake, wait } = makeDesk();
  expect([1, 2, 3].map((number) => intake.admit(ordinary(number, "net")))).toEqual([null, null, "network"]);
  wait(61_000);
  intake.round();
  expect(intake.admit(ordinary(4, "net"))).toBeNull();
});

test("somebody in distress is not kept waiting by a flood of others, nor by their own network's", () => {
  const { intake } = makeDesk();
  for (let number = 1; number <= 9; number += 1) intake.admit(ordinary(number, `net ${number % 2}`));
  expect(intake.admit({ number: 20, network: "net 1", lane: "distress" })).toBeNull();
});

test("an unusual rate is told once, holds back whoever is not vouched for, and is over when it is", () => {
  const { intake, told, wait } = makeDesk();
  const held = [1, 2, 3, 4, 5, 6, 7].map((number) => intake.admit(ordinary(number, `net ${number}`)));
  expect(held).toEqual([null, null, null, null, null, "rate", "rate"]);
  expect(intake.admit(ordinary(8, null))).toBeNull();
  expect(told).toEqual(["ordinary true"]);
  wait(11 * 60_000);
  intake.round();
  expect(told).toEqual(["ordinary true", "ordinary false"]);
  expect(intake.admit(ordinary(9, "net 9"))).toBeNull();
});

test("one network that floods makes nobody else prove anything", () => {
  const { intake } = makeDesk();
  for (let number = 1; number <= 100; number += 1) intake.admit(ordinary(number, "net"));
  expect(intake.admit(ordinary(200, "other"))).toBeNull();
});

test("a process that begins under a flood counts what the store has", async () => {
  const { intake } = makeDesk();
  const open = [1, 2, 3, 4, 5].map((number) =>
    ticket(number, `talk ${number}`, { network: `net ${number >> 1}`, openedAt: "2026-03-20T11:59:00.000Z" }),
  );
  await intake.load({ newestTickets: async () => open.toReversed(), openTickets: async () => open });
  expect(intake.admit(ordinary(6, "net 1"))).toBe("network");
  expect(intake.admit(ordinary(7, "net 9"))).toBe("rate");
});
