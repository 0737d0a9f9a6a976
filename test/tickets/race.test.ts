import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LogEntry } from "../../src/store/records.ts";
import type { Ticket } from "../../src/store/ticket.ts";
import type { Actor } from "../../src/tickets/human-desk.ts";
import { TestDesk } from "../desk.ts";
import { message, ticket, turn } from "../store/material.ts";
import { alder, birch } from "./people.ts";
import { faultsOf, type Outcome } from "./race-faults.ts";

const RACES = 1_000;
const SIDE_BY_SIDE = 8;
const seed = Number(process.env["RACE_SEED"] ?? Date.now() % 2 ** 31);
const LEASE_HOURS = 121 / 3_600;

const pause = fc.nat(6);
const personActs = fc.constantFrom("hello", "will my reviews disappear?", "bad reviews", "no, carry on");
const agentActs = fc.oneof(
  { weight: 8, arbitrary: fc.constant("claim") },
  { weight: 6, arbitrary: fc.constant("reply") },
  { weight: 1, arbitrary: fc.constant("reply twice") },
  { weight: 3, arbitrary: fc.constant("release") },
  { weight: 1, arbitrary: fc.constant("transfer") },
  { weight: 1, arbitrary: fc.constant("resolve") },
);
const acts = <T>(act: fc.Arbitrary<T>, most: number) =>
  fc.array(fc.tuple(pause, act), { minLength: 1, maxLength: most });

/** What everybody in one conversation does; each waits for the end of what they did before, and for nobody else. */
const plans = fc.record({
  person: acts(personActs, 4),
  alder: acts(agentActs, 8),
  birch: acts(agentActs, 8),
  /** how long after the beginning the desk takes everybody for gone who is silent; null: never */
  vanish: fc.option(fc.nat(40), { freq: 3 }),
});
type Plan = typeof plans extends fc.Arbitrary<infer P> ? P : never;

let desk: TestDesk;
beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

/** Some turns of the event loop, or some milliseconds. */
async function wait(length: number): Promise<void> {
  if (length > 3) return sleep(length - 3);
  for (let turns = 0; turns < length; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits until no turn of this conversation is left to run. */
async function settled(id: string): Promise<void> {
  const pending = async () =>
    (await desk.store.pendingTurns()).some(({ conversationId }) => conversationId === id);
  while (await pending()) await sleep(1);
}

async function race(plan: Plan, number: number): Promise<Outcome> {
  const id = `race ${number}`;
  const { inbox, human } = desk.desk;
  const said = new Map<string, boolean>();
  const forms: Ticket[] = [];
  const stopWatching = desk.store.watchTickets((form) => {
    if (form.number === number) forms.push(form);
  });

  await inbox.open({ id, channel: "test", userId: "dl_race", locale: "en" });
  await settled(id);
  await desk.store.commitTurn(turn(id, null, { at: desk.time, tickets: [ticket(number, id)] }));

  const person = async (): Promise<void> => {
    for (const [length, text] of plan.person) {
      await wait(length);
      const key = randomUUID();
      const activity = { type: "message", id: key, from: { id: "dl_race", role: "user" }, text };
      const posts = [inbox.post(id, activity, [key]), inbox.post(id, activity, [key])];
      await Promise.all(posts);
      said.set(key, true);
    }
  };
  const agent = async (actor: Actor, other: Actor, plan: readonly (readonly [number, string])[]) => {
    for (const [length, act] of plan) {
      await wait(length);
      const key = randomUUID();
      const reply = async () => {
        const made = await human.reply(number, actor, message(key), key);
        said.set(key, !("refused" in made) || said.get(key) === true);
      };
      switch (act) {
        case "claim":
          await human.claim(number, actor);
          break;
        case "reply twice":
          await Promise.all([reply(), reply()]);
          break;
        case "reply":
          await reply();
          break;
        case "release":
          await human.release(number, actor);
          break;
        case "transfer":
          await human.transfer(number, actor, { agent: other }, null);
          break;
        case "resolve":
          await human.resolve(number, actor, "done", "continue");
          break;
        default:
          throw new Error(`nobody knows how to ${act}`);
      }
    }
  };
  const vanish = async () => {
    if (plan.vanish === null) return;
    await sleep(plan.vanish);
    desk.wait(LEASE_HOURS);
    await human.runDueTasks();
  };
  const [one, other] = [alder, birch].map((actor) => ({ ...actor, id: `${actor.id}-${number}` })) as [
    Actor,
    Actor,
  ];
  await Promise.all([person(), agent(one, other, plan.alder), agent(other, one, plan.birch), vanish()]);
  await settled(id);
  stopWatching();

  const log: LogEntry[] = await desk.store.readLog(id, { after: 0, limit: 1_000 });
  const conversation = await desk.store.conversation(id);
  const agentNow = typeof conversation === "object" ? conversation.agent : null;
  return { log, said, agentNow, ticket: await desk.store.ticket(number), forms };
}

test(`T27 in ${RACES} races between a person, two agents and the bot nobody talks over anybody`, {
  timeout: 300_000,
}, async () => {
  const count = { entries: 0, claims: 0, leases: 0, taken: 0, refused: 0, bot: 0 };
  const left = [...fc.sample(plans, { seed, numRuns: RACES }).entries()];
  const run = async ([index, plan]: [number, Plan]): Promise<void> => {
    const { log, said, ticket, ...rest } = await race(plan, 10_001 + index);
    const faults = faultsOf({ log, said, ticket, ...rest });
    expect(faults, `race ${index} of RACE_SEED=${seed}: ${JSON.stringify(plan)}`).toEqual([]);
    const done = ticket?.audit.map(({ what }) => what) ?? [];
    count.entries += log.length;
    count.claims += done.filter((what) => what === "claimed").length;
    count.leases += done.filter((what) => what === "lease-ended").length;
    count.bot += log.filter(({ activity }) => activity.channelData?.["guide"]).length;
    for (const taken of said.values()) count[taken ? "taken" : "refused"] += 1;
  };
  const track = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, track));
  process.stdout.write(`  RACE_SEED=${seed}: ${RACES} races, ${JSON.stringify(count)}\n`);
  expect(await desk.store.pendingTurns()).toEqual([]);
  expect(await desk.store.parkedTurns()).toEqual([]);
  for (const happened of Object.values(count)) expect(happened).toBeGreaterThan(RACES / 20);
});
