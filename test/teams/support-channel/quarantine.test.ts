import { expect, test } from "vitest";
import { TicketLimits } from "../../../src/tickets/intake/surge.ts";
import { oak as owner } from "../../tickets/people.ts";
import { deskForEach } from "./desk-for-each.ts";

const each = deskForEach(undefined, {
  announcing: false,
  mail: false,
  tickets: TicketLimits.parse({ openPerNetwork: 1 }),
  networkOf: async () => "one network",
});

test("T50: a ticket in quarantine has no card in the agents' channel, whatever is said there, until it is let in", async () => {
  const { desk, oak } = each;
  await oak.mention("/desk here");
  await desk.asksForPerson(desk.guest());
  const cards = oak.cards.length;
  const second = desk.guest();
  await desk.asksForPerson(second);
  await second.say("are you there?");
  await desk.running.settled();
  expect(oak.cards).toHaveLength(cards);
  const { quarantine } = desk.running.desk.human;
  const [held] = await quarantine.tickets();
  await quarantine.letIn(held?.number ?? 0, owner);
  await desk.running.settled();
  expect(oak.cards).toHaveLength(cards + 1);
  expect(oak.said(oak.cards.at(-1) ?? "")).toContain(`XD-${held?.number}`);
});
