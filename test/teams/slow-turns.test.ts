import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type AppContent, loadAppContent } from "../../src/app.ts";
import type { EmbeddedStore } from "../../src/store/embedded/embedded-store.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { keptLog } from "../store/kept-log.ts";
import { type ConnectorDesk, openConnectorDesk } from "./connector-desk.ts";
import { FakeConnector } from "./fake-connector.ts";
import { type Issuer, openIssuer } from "./issuer.ts";
import { TeamsPerson } from "./teams-person.ts";

const patienceMs = 1_500;

let content: AppContent;
let issuer: Issuer;
let teams: FakeConnector;
let folder: string;
let store: EmbeddedStore;
let desk: ConnectorDesk;
let person: TeamsPerson;
/** lets turns that try to understand something go on */
let goOn: () => void;

beforeAll(async () => {
  content = await loadAppContent();
  issuer = await openIssuer();
});
afterAll(async () => {
  await issuer.close();
  await content.close();
});
beforeEach(async () => {
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const slow: AppContent = {
    ...content,
    interpret: async (...asked) => {
      await gate;
      return content.interpret(...asked);
    },
  };
  teams = await FakeConnector.open(issuer);
  folder = await mkdtemp(path.join(tmpdir(), "slow-turns-"));
  store = await openEmbeddedStore(folder, { now: () => new Date(), log: keptLog() });
  desk = await openConnectorDesk(slow, store, issuer.settings(), { patienceMs });
  person = new TeamsPerson({ issuer, connector: teams, door: () => desk.url });
  await person.install();
  await desk.settled();
});
afterEach(async () => {
  goOn();
  await desk.stop();
  await store.close();
  await teams.close();
  await rm(folder, { recursive: true });
});

const question = "will my reviews disappear?";

test("T10 a turn that takes too long is acknowledged, shows that somebody writes, and is answered when it is done", async () => {
  const welcomed = person.heard.length;
  expect(await person.say(question, { id: "q1" })).toEqual({ status: 200, body: {} });
  expect(teams.typing).toContain(person.conversation);
  expect(person.heard).toHaveLength(welcomed);
  expect((await person.say(question, { id: "q1" })).status).toBe(200);
  goOn();
  await desk.settled();
  expect(person.heard.slice(welcomed).join("\n")).toMatch(
    /removes your project history, feedback and reviews/i,
  );
  expect(
    person.heard.filter((text) => /removes your project history, feedback and reviews/i.test(text)),
  ).toHaveLength(1);
});

test("so is one whose replies were expected in the answer: they come as messages", async () => {
  const answered = await person.say(question, { deliveryMode: "expectReplies" });
  expect(answered).toEqual({ status: 200, body: { activities: [] } });
  goOn();
  await desk.settled();
  expect(person.heard.join("\n")).toMatch(/removes your project history, feedback and reviews/i);
});
