import { afterAll, beforeAll, expect, test } from "vitest";
import { Priority } from "../../src/store/ticket.ts";
import type { Actor, QueueLine } from "../../src/tickets/human-desk.ts";
import { later, message, noon } from "../store/material.ts";
import { conversationOf, LiveDesk } from "./live-desk.ts";
import { alder } from "./people.ts";

const WAITING = 200;
const AGENTS = 20;
const LOOKS = 200;

let desk: LiveDesk;
beforeAll(async () => {
  desk = await LiveDesk.open();
  for (let at = 0; at < WAITING; at += 1) {
    const until = at % 3 === 0 ? null : later(1 + ((at * 7) % 50));
    await desk.ticket(1001 + at, {
      priority: Priority.options[(at * 3) % 4] ?? "normal",
      openedAt: later(-((at * 11) % 24)),
      promise: at % 5 === 0 ? null : { toldAt: noon, place: 1, until, brokenAt: null },
    });
  }
});
afterAll(() => desk.close());

const rank = ({ ticket: { priority, promise, openedAt } }: QueueLine): string =>
  [Priority.options.indexOf(priority), promise?.until ?? "9", openedAt].join(" ");

test("two hundred who wait stand by priority, then by promise, then by age", async () => {
  const begin = process.cpuUsage();
  for (let look = 0; look < LOOKS; look += 1) await desk.human.queue();
  const { user, system } = process.cpuUsage(begin);
  process.stdout.write(`  a look at ${WAITING} who wait: ${Math.round((user + system) / LOOKS)} µs of CPU\n`);
  const lines = await desk.human.queue();
  expect(lines.map(({ place }) => place)).toEqual(Array.from({ length: WAITING }, (_, at) => at + 1));
  expect(lines.map(rank)).toEqual(lines.map(rank).toSorted());
});

test("twenty agents who take whoever is first serve each once", async () => {
  const served = new Map<number, string[]>();
  const work = async (agent: Actor): Promise<void> => {
    for (let [first] = await desk.human.queue(); first !== undefined; [first] = await desk.human.queue()) {
      const { number } = first.ticket;
      const claim = await desk.human.claim(number, agent);
      if ("refused" in claim) continue;
      served.set(number, [...(served.get(number) ?? []), agent.id]);
      await desk.human.reply(number, agent, message("Hello"), null);
      await desk.human.resolve(number, agent, "answered", "done");
    }
  };
  await Promise.all(Array.from({ length: AGENTS }, (_, at) => work({ ...alder, id: `a${at}` })));
  expect(served.size).toBe(WAITING);
  for (const [number, by] of served) {
    expect(by).toHaveLength(1);
    const said = (await desk.said(number)).filter((what) => what !== "next-in-line");
    const told = ["handoff.status", "claimed", "Hello", "resolved", "handoff.status", "desk.returned"];
    expect(said).toEqual(told);
    expect(await desk.store.conversation(conversationOf(number))).toMatchObject({
      ticket: null,
      agent: null,
    });
  }
});
