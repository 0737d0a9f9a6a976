import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EmbeddedStore } from "../../../src/store/embedded/embedded-store.ts";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import type { Conversation } from "../../../src/store/records.ts";
import { keptLog } from "../../store/kept-log.ts";
import { FakeConnector } from "../fake-connector.ts";
import { type Issuer, openIssuer } from "../issuer.ts";
import { TeamsPerson } from "../teams-person.ts";
import { buildProgram, KilledDesk } from "./killed-desk.ts";

const kills = Number(process.env["CONNECTOR_KILLS"] ?? 2);
const people = 4;
const AGAIN_MS = 50;

let issuer: Issuer;
let teams: FakeConnector;
let folder: string;
let desk: KilledDesk;

beforeAll(async () => {
  await buildProgram();
  issuer = await openIssuer();
  teams = await FakeConnector.open(issuer);
  folder = await mkdtemp(path.join(tmpdir(), "connector-kill-"));
  desk = new KilledDesk(folder, issuer.settings());
});
afterAll(async () => {
  await desk.kill();
  await teams.close();
  await issuer.close();
  await rm(folder, { recursive: true, force: true });
});

/** Says something, again and again with the same id until it is acknowledged, as Teams does. */
async function deliver(person: TeamsPerson, text: string, more: object): Promise<void> {
  const id = randomUUID();
  for (;;) {
    const status = await person.say(text, { id, ...more }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await sleep(AGAIN_MS);
  }
}

/** Somebody who writes until they are told to end; counts what they said. */
async function conversation(person: TeamsPerson, isOver: () => boolean): Promise<number> {
  for (let said = 1; ; said += 1) {
    const [button] = person.buttons;
    if (said % 3 === 0 && button !== undefined) await deliver(person, button.title, { value: button.value });
    else await deliver(person, `help ${said}`, {});
    if (isOver()) return said;
  }
}

async function conversationsIn(store: EmbeddedStore): Promise<Map<string, Conversation>> {
  const conversations = new Map<string, Conversation>();
  for await (const one of store.conversations()) conversations.set(one.userId, one);
  return conversations;
}

test(`after ${kills} kills under ${people} people nothing that was said to them is lost, and what may be there twice is marked`, {
  timeout: 60_000 + kills * 20_000,
}, async () => {
  await desk.start();
  const parts = { issuer, connector: teams, door: () => desk.url };
  const persons = Array.from({ length: people }, () => new TeamsPerson(parts));
  let over = false;
  const talking = persons.map((person) => conversation(person, () => over));
  for (let killed = 0; killed < kills; killed += 1) {
    const before = teams.shown.length;
    await expect.poll(() => teams.shown.length).toBeGreaterThan(before + people);
    await sleep(Math.random() * 100);
    await desk.kill();
    await desk.start();
  }
  over = true;
  const said = await Promise.all(talking);
  const troubles = await desk.settled();
  await desk.kill();

  const store = await openEmbeddedStore(folder, { now: () => new Date(), log: keptLog() });
  const conversations = await conversationsIn(store);
  let doubled = 0;
  for (const [at, person] of persons.entries()) {
    const log = await store.readLog(conversations.get(person.user.aadObjectId)?.id ?? "", {
      after: 0,
      limit: 10_000,
    });
    const messages = log.filter(
      ({ activity, audience }) => audience === "everyone" && activity.type === "message",
    );
    const heard = messages.filter(({ activity }) => activity.from?.role === "user");
    expect(heard).toHaveLength(said[at] ?? 0);
    const answered = messages.filter(({ activity }) => activity.from?.role === "bot");
    const counts = new Map<string, number>();
    for (const text of person.heard) counts.set(text, (counts.get(text) ?? 0) + 1);
    for (const { activity } of answered)
      counts.set(activity.text ?? "", (counts.get(activity.text ?? "") ?? 0) - 1);
    expect([...counts].filter(([, times]) => times < 0)).toEqual([]);
    doubled += [...counts.values()].reduce((sum, times) => sum + times, 0);
  }
  await store.close();
  expect(troubles.map(({ kind }) => kind)).toEqual(troubles.map(() => "unconfirmed"));
  expect(doubled).toBeLessThanOrEqual(troubles.length);
});
