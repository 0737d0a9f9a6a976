import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type AppContent, loadAppContent } from "../../src/app.ts";
import type { EmbeddedStore } from "../../src/store/embedded/embedded-store.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import type { Activity, Conversation } from "../../src/store/records.ts";
import { keptLog } from "../store/kept-log.ts";
import { type ConnectorDesk, openConnectorDesk } from "./connector-desk.ts";
import { FakeConnector, wordsOf } from "./fake-connector.ts";
import { type Issuer, openIssuer } from "./issuer.ts";
import { TeamsPerson } from "./teams-person.ts";

let content: AppContent;
let issuer: Issuer;
let teams: FakeConnector;
let folder: string;
let store: EmbeddedStore;
let desk: ConnectorDesk;

beforeAll(async () => {
  content = await loadAppContent();
  issuer = await openIssuer();
});
afterAll(async () => {
  await issuer.close();
  await content.close();
});
beforeEach(async () => {
  teams = await FakeConnector.open(issuer);
  folder = await mkdtemp(path.join(tmpdir(), "connector-door-"));
  store = await openEmbeddedStore(folder, { now: () => new Date(), log: keptLog() });
  desk = await openConnectorDesk(content, store, issuer.settings());
});
afterEach(async () => {
  await desk.stop();
  await store.close();
  await teams.close();
  await rm(folder, { recursive: true });
});

const person = (scope?: "groupChat" | "channel", place?: string): TeamsPerson =>
  new TeamsPerson({ issuer, connector: teams, door: () => desk.url }, scope, place);

async function conversations(): Promise<Conversation[]> {
  const all: Conversation[] = [];
  for await (const conversation of store.conversations()) all.push(conversation);
  return all;
}

const log = async (nth = 0) =>
  (await store.readLog((await conversations())[nth]?.id ?? "", { after: 0, limit: 500 })).map(
    ({ activity }) => activity,
  );

const fromPerson = async () => (await log()).filter(({ from }) => from?.role === "user");

test("who adds the app is welcomed once, and asked the first question", async () => {
  const alone = person();
  await alone.install();
  await alone.install();
  await desk.settled();
  expect(alone.heard.join("\n")).toMatch(/what do you need/i);
  const welcomed = alone.heard.length;
  await alone.say("help");
  await desk.settled();
  expect(alone.heard.length).toBeGreaterThan(welcomed);
  expect(alone.heard.filter((text) => /what do you need/i.test(text))).toHaveLength(2);
  expect(await conversations()).toMatchObject([
    { channel: "msteams", userId: alone.user.aadObjectId, locale: "en-US" },
  ]);
});

test("who just writes is welcomed too, and answered", async () => {
  const alone = person();
  expect(await alone.say("I want to delete my account")).toEqual({ status: 200, body: {} });
  await desk.settled();
  expect(alone.heard.at(-1)).toMatch(/making you want to leave/i);
  expect(await fromPerson()).toMatchObject([
    { type: "conversationUpdate" },
    { text: "I want to delete my account", from: { id: alone.user.aadObjectId }, channelId: "msteams" },
  ]);
});

test("what is sent has the desk as its sender, and none of what only the desk and its widget need", async () => {
  const alone = person();
  await alone.say("hello");
  await desk.settled();
  const sent = teams.of(alone.conversation).map(({ activity }) => activity);
  expect(sent.length).toBeGreaterThan(0);
  for (const activity of sent) {
    expect(activity).toMatchObject({ from: { id: "28:bot" }, conversation: { id: alone.conversation } });
    expect(activity.channelData?.["guide"]).toBeUndefined();
  }
});

test("T08 what is delivered again is one turn, acknowledged each time", async () => {
  const alone = person();
  const id = randomUUID();
  const answers = await Promise.all(Array.from({ length: 5 }, () => alone.say("help", { id })));
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
  expect((await alone.say("help", { id })).status).toBe(200);
  await desk.settled();
  expect((await fromPerson()).filter(({ text }) => text === "help")).toHaveLength(1);
  const helped = (await log()).filter(({ replyToId }) => replyToId === id);
  expect(teams.of(alone.conversation)).toHaveLength(
    (await log()).filter((one) => one.from?.role === "bot" && one.type === "message").length,
  );
  expect(helped.length).toBeGreaterThan(0);
});

test("another channel of the Bot Framework gets what Web Chat gets", async () => {
  const alone = person();
  await alone.send({ type: "message", text: "hello", channelId: "webchat" });
  await desk.settled();
  const [asked] = (await log()).filter(({ suggestedActions }) => suggestedActions);
  const sent = teams.of(alone.conversation).find(({ activity }) => activity.suggestedActions)?.activity;
  expect(sent).toMatchObject({ text: asked?.text, suggestedActions: asked?.suggestedActions });
});

describe("where others talk too", () => {
  const thread = "19:team@thread.tacv2;messageid=17";

  test.each<["groupChat" | "channel", string]>([
    ["groupChat", "19:group@thread.v2"],
    ["channel", thread],
  ])(
    "%s: only what mentions the desk is heard, without the mention, and answered there",
    async (scope, place) => {
      const one = person(scope, place);
      await one.say("just among us");
      expect(await conversations()).toEqual([]);
      await one.mention("I want to delete my account");
      await desk.settled();
      expect((await fromPerson()).at(-1)).toMatchObject({ text: "I want to delete my account" });
      expect(teams.words(place).at(-1)).toMatch(/making you want to leave/i);
    },
  );

  test("a group that the desk is added to is welcomed once, a team's channel is left in peace", async () => {
    const group = person("groupChat");
    const team = person("channel", "19:general@thread.tacv2");
    await group.install();
    await team.install();
    await desk.settled();
    expect(group.heard.join()).toMatch(/what do you need/i);
    expect(team.heard).toEqual([]);
  });

  test("two threads of a channel are two talks, and two people in one thread are in one", async () => {
    await person("channel", thread).mention("help");
    await person("channel", thread).mention("help");
    await person("channel", "19:team@thread.tacv2;messageid=18").mention("help");
    await desk.settled();
    expect(await conversations()).toHaveLength(2);
  });
});

test("a button's value comes back unchanged, from messageBack and from Action.Submit", async () => {
  const alone = person();
  await alone.install();
  await desk.settled();
  const [first] = alone.buttons;
  await alone.send({ type: "message", value: first?.value });
  await desk.settled();
  expect((await fromPerson()).at(-1)?.value).toEqual(
    (await log()).flatMap(({ suggestedActions }) => suggestedActions?.actions ?? [])[0]?.value,
  );
  expect(alone.heard.at(-1)).toMatch(/making you want to leave/i);
});

test("Action.Execute ticks the checklist in its place: the answer carries the card, and it is not sent again", async () => {
  const alone = person();
  await alone.install();
  await desk.settled();
  for (const title of [
    "Close my account",
    "I'd rather not say",
    "No, carry on",
    "No, unlikely",
    "Yes, delete it",
    "A freelancer account",
  ]) {
    await alone.click(title);
    await desk.settled();
  }
  const before = teams.of(alone.conversation).length;
  const pressed = await alone.click("All closed, or none");
  await desk.settled();
  expect(pressed).toMatchObject({
    status: 200,
    body: {
      statusCode: 200,
      type: "application/vnd.microsoft.card.adaptive",
      value: { type: "AdaptiveCard", speak: expect.stringContaining("✓ Contracts: done") },
    },
  });
  expect(teams.of(alone.conversation)).toHaveLength(before);
  expect((await log()).at(-1)?.channelData?.["guide"]).toMatchObject({ step: "checklist.payments" });
});

test("an Action.Execute that leads elsewhere disarms its card, and its answer is sent", async () => {
  const alone = person();
  await alone.install();
  await desk.settled();
  const pressed = await alone.click("Close my account");
  await desk.settled();
  expect(pressed.body).toMatchObject({ statusCode: 200, type: "application/vnd.microsoft.card.adaptive" });
  const card = JSON.stringify(pressed.body["value"]);
  expect(card).toContain("You chose: Close my account");
  expect(card).not.toContain("Action.");
  expect(alone.heard.at(-1)).toMatch(/making you want to leave/i);
  expect((await fromPerson()).at(-1)).toMatchObject({ text: "Close my account" });
});

test("an Action.Submit disarms its card too, in its place and once", async () => {
  const alone = person();
  await alone.install();
  await desk.settled();
  const card = teams.of(alone.conversation).at(-1)?.id ?? "";
  const submit = {
    type: "message",
    id: randomUUID(),
    replyToId: card,
    value: alone.buttons.find(({ title }) => title === "Close my account")?.value,
  };
  await alone.send(submit);
  await alone.send(submit);
  await desk.settled();
  const shown = JSON.stringify(teams.shown.find(({ id }) => id === card)?.activity.attachments);
  expect(shown).toContain("You chose: Close my account");
  expect(shown).not.toContain("Action.");
  expect(teams.requests.filter(({ method }) => method === "PUT")).toHaveLength(1);
  expect(alone.heard.at(-1)).toMatch(/making you want to leave/i);
});

test("an Action.Execute of a card that is not known any more is acknowledged, and answered", async () => {
  const alone = person();
  await alone.install();
  await desk.settled();
  const pressed = await alone.execute({ version: "1", step: "root.fork", nonce: "gone", choice: "delete" });
  await desk.settled();
  expect(pressed.body).toMatchObject({ statusCode: 200, type: "application/vnd.microsoft.activity.message" });
  expect(alone.heard.join("\n")).toMatch(/that button is from an earlier/i);
});

test("invokes that are not for this desk are told so", async () => {
  expect((await person().send({ type: "invoke", name: "composeExtension/query", value: {} })).status).toBe(
    501,
  );
});

describe("what is beside the talk", () => {
  test("an edit and a deletion are noted once each, and answer nothing anew", async () => {
    const alone = person();
    const id = randomUUID();
    await alone.say("help", { id });
    await desk.settled();
    const answered = alone.heard.length;
    const edit = {
      type: "messageUpdate",
      id,
      text: "my card is 4111 1111 1111 1111",
      timestamp: "2026-03-01T12:00:00Z",
    };
    await alone.send(edit);
    await alone.send(edit);
    await alone.send({ type: "messageDelete", id });
    await desk.settled();
    expect(alone.heard).toHaveLength(answered);
    const noted = (await fromPerson()).slice(2);
    expect(noted).toMatchObject([
      { type: "messageUpdate", channelData: { changes: id, masked: ["card"] } },
      { type: "messageDelete", channelData: { changes: id } },
    ]);
    expect(JSON.stringify(noted)).not.toContain("4111");
  });

  test.each([
    ["like", "yes"],
    ["1f44e_thumbsdown-tone1", "no"],
  ])("a thumb under an answer (%s) is a rating", async (type, solved) => {
    const alone = person();
    await alone.say("help");
    await desk.settled();
    const replyToId = teams.of(alone.conversation).at(-1)?.id;
    const reaction = { type: "messageReaction", reactionsAdded: [{ type }], replyToId };
    await alone.send({ ...reaction, reactionsAdded: [{ type: "laugh" }] });
    await alone.send(reaction);
    await alone.send(reaction);
    const [conversation] = await conversations();
    expect(await store.ratings(conversation?.id ?? "")).toMatchObject([{ solved, comment: null }]);
  });

  test("nothing of it begins a talk", async () => {
    const alone = person();
    for (const type of ["messageUpdate", "messageDelete", "messageReaction", "typing", "event", "handoff"])
      expect((await alone.send({ type, reactionsAdded: [{ type: "like" }] })).status).toBe(200);
    expect(await conversations()).toEqual([]);
  });

  test.each([
    ["a value", { value: { blob: ["x".repeat(50_000)] } }],
    ["a press of no button", { value: { press: { blob: "x".repeat(50_000) }, title: "help", on: null } }],
    ["data of the channel", { channelData: { blob: "x".repeat(50_000) } }],
    ["entities", { entities: [{ type: "clientInfo", blob: "x".repeat(50_000) }] }],
    ["anything else", { blob: "x".repeat(50_000), name: "n".repeat(50_000) }],
  ])("T49: of %s that nobody asked for nothing is kept, and the words are heard", async (_, more) => {
    const alone = person();
    await alone.say("help", more);
    await desk.settled();
    const said = await fromPerson();
    expect(said.at(-1)).toMatchObject({ type: "message", text: "help" });
    expect(JSON.stringify(said).length).toBeLessThan(2000);
    expect(alone.heard.length).toBeGreaterThan(0);
  });

  test("a file is refused in words, once; words beside it are heard", async () => {
    const alone = person();
    const file = { contentType: "application/vnd.microsoft.teams.file.download.info", content: {} };
    const id = randomUUID();
    await alone.say("help", {
      id,
      attachments: [{ contentType: "text/html", content: "<p>help</p>" }, file],
    });
    await alone.say("", { attachments: [file] });
    await alone.say("help", { id, attachments: [file] });
    await desk.settled();
    expect(alone.heard.filter((text) => /can't take files/i.test(text))).toHaveLength(2);
    expect((await fromPerson()).filter(({ text }) => text === "help")).toHaveLength(1);
  });
});

test("expectReplies: what is answered is in the answer, also to a second delivery, and is not sent besides", async () => {
  const alone = person();
  const id = randomUUID();
  const ask = () => alone.say("I want to delete my account", { id, deliveryMode: "expectReplies" });
  const { status, body } = await ask();
  const texts = (body["activities"] as Activity[]).map(wordsOf);
  expect(status).toBe(200);
  expect(texts[0]).toMatch(/i'm a bot/i);
  expect(texts.at(-1)).toMatch(/making you want to leave/i);
  const again = ((await ask()).body["activities"] as Activity[]).map(wordsOf);
  expect(again).toEqual(texts.slice(-again.length));
  expect(again.at(-1)).toBe(texts.at(-1));
  await desk.settled();
  expect(alone.heard).toEqual([]);
});

test("after an erasure the next word begins a new talk", async () => {
  const alone = person();
  await alone.say("help");
  await desk.settled();
  const [first] = await conversations();
  await store.eraseConversation(first?.id ?? "");
  expect((await alone.say("help")).status).toBe(200);
  await desk.settled();
  const [second] = await conversations();
  expect(second?.id).not.toBe(first?.id);
  expect(await conversations()).toHaveLength(1);
});
