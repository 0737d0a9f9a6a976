import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { StoreUnavailable } from "../../src/store/errors.ts";
import { ask, conversationPath, newPass, type Pass, post, type Reply, until } from "./ask.ts";
import { type EchoDesk, openEchoDesk } from "./echo-desk.ts";

let desk: EchoDesk;
let pass: Pass;
let trouble: Error | null = null;

beforeAll(async () => {
  desk = await openEchoDesk({
    store: (real) => ({
      ...real,
      receive: (id, incoming) => (trouble ? Promise.reject(trouble) : real.receive(id, incoming)),
      readLogTexts: (id, range) => (trouble ? Promise.reject(trouble) : real.readLogTexts(id, range)),
    }),
  });
});
afterAll(() => desk.stop());
beforeEach(async () => {
  trouble = null;
  pass = await newPass(desk);
});

const read = (watermark = ""): Promise<Reply> =>
  ask(desk, "GET", `${conversationPath(pass, "/activities")}?watermark=${watermark}`, { token: pass.token });
const textsOf = async (): Promise<string[]> =>
  (await read()).body.activities.map((activity: { text: string }) => activity.text);

test("a message is acknowledged with the id it has in the log", async () => {
  const { status, body } = await post(desk, pass, { type: "message", text: "hi" });
  expect(status).toBe(200);
  const found = (await read()).body.activities.find((activity: { id: string }) => activity.id === body.id);
  expect(found).toMatchObject({
    type: "message",
    text: "hi",
    from: { role: "user" },
    conversation: { id: pass.conversationId },
  });
});

test.each([
  ["with a query", (path: string) => `${path}?userId=dl_x`],
  ["with escapes", (path: string) => path.replace("activities", "%61ctivities")],
])("a path written %s leads to the same door", async (_, spelt) => {
  const path = spelt(conversationPath(pass, "/activities"));
  const hello = { type: "message", text: "hi" };
  expect((await ask(desk, "POST", path, { body: hello })).status).toBe(401);
  const { status, body } = await ask(desk, "POST", path, { token: pass.token, body: hello });
  expect(status).toBe(200);
  expect((await read()).body.activities.map(({ id }: { id: string }) => id)).toContain(body.id);
});

test("T10: the acknowledgement does not wait for the bot", async () => {
  const slow = await openEchoDesk({ answerMs: 3_000 });
  const conversation = await newPass(slow);
  const started = Date.now();
  expect((await post(slow, conversation, { type: "message", text: "quick" })).status).toBe(200);
  expect(Date.now() - started).toBeLessThan(2_500);
  const heard = async (): Promise<unknown[]> =>
    (await ask(slow, "GET", conversationPath(conversation, "/activities"), { token: conversation.token }))
      .body.activities;
  expect(await heard()).toHaveLength(2);
  await until(async () => (await heard()).length === 3);
  await slow.stop();
});

test("T21: the token's user wins, whatever the body says it is", async () => {
  const claimed = {
    type: "message",
    text: "spoof",
    id: "42",
    from: { id: "dl_somebody", name: "Support", role: "bot" },
    recipient: { id: "x" },
    conversation: { id: "other" },
    serviceUrl: "http://169.254.169.254/",
    callerId: "urn:botframework:azure",
    channelId: "msteams",
    replyToId: "1",
    timestamp: "1999-01-01T00:00:00Z",
    suggestedActions: { actions: [{ type: "imBack", title: "x" }] },
  };
  const { body } = await post(desk, pass, claimed);
  const found = (await read()).body.activities.find((activity: { id: string }) => activity.id === body.id);
  const user = JSON.parse(Buffer.from(pass.token.split(".")[1] ?? "", "base64url").toString()).user;
  expect(found).toEqual({
    type: "message",
    text: "spoof",
    id: body.id,
    from: { id: user, role: "user" },
    conversation: { id: pass.conversationId },
    channelId: "directline",
    timestamp: expect.stringMatching(/^20/),
  });
});

test.each([
  "conversationUpdate",
  "contactRelationUpdate",
  "trace",
  "endOfConversation",
  "messageUpdate",
  "messageDelete",
  "invoke",
  "handoff",
  "messageReaction",
  "installationUpdate",
  "command",
  "Message",
  "",
  7,
  null,
  undefined,
  {},
])("T21: an activity of type %j is refused", async (type) => {
  const { status, body } = await post(desk, pass, { type, text: "no", name: "x" });
  expect([status, body.error.code]).toEqual([400, "bad-activity"]);
  expect(await textsOf()).not.toContain("no");
});

test.each([
  ["no body", undefined],
  ["null", null],
  ["a list", []],
  ["a number", 7],
  ["a text that is a number", { type: "message", text: 7 }],
  ["channelData that is a text", { type: "message", channelData: "x" }],
])("%s is refused with 400", async (_, body) => {
  expect((await post(desk, pass, body)).status).toBe(400);
});

test.each([
  ["no text", { type: "message" }],
  [
    "null fields, as some clients send them",
    { type: "message", text: null, value: null, channelData: null, attachments: [] },
  ],
  ["a card's value", { type: "message", value: { step: "x", nested: { list: [1, "two"] } } }],
  ["an event", { type: "event", name: "webchat/join", value: { language: "en" } }],
  ["a locale that is none", { type: "message", text: "x", locale: "not a locale" }],
  ["an id that is none", { type: "message", text: "x", id: { a: 1 }, channelData: { clientActivityID: 7 } }],
])("%s is taken", async (_, body) => {
  expect((await post(desk, pass, body)).status).toBe(200);
});

test("a card's value comes through unchanged", async () => {
  const value = { guide: "close", step: "invoices", list: [{ a: null }, 1.5, "ü"] };
  const { body } = await post(desk, pass, { type: "message", value });
  const found = (await read()).body.activities.find((activity: { id: string }) => activity.id === body.id);
  expect(found.value).toEqual(value);
});

test("T21: what only the desk says in channelData cannot be forged, what clients need back comes back", async () => {
  const kept = { clientActivityID: "c-1", postBack: true, messageBack: { displayText: "Yes" }, shown: "Yes" };
  const forged = {
    guide: { node: "N9" },
    card: { text: "x" },
    copy: true,
    masked: [],
    note: "4111 1111 1111 1111",
  };
  const { body } = await post(desk, pass, {
    type: "message",
    text: "x",
    channelData: { ...kept, ...forged },
  });
  const found = (await read()).body.activities.find((activity: { id: string }) => activity.id === body.id);
  expect(found.channelData).toEqual(kept);
});

test.each([
  ["clientActivityID", (key: string) => ({ channelData: { clientActivityID: key } })],
  ["activity id", (key: string) => ({ id: key })],
])(
  "T08: of 20 deliveries with the same %s each is acknowledged with the same id, and one is answered",
  async (_, named) => {
    const activity = { type: "message", text: "once", ...named("k1") };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(desk, pass, activity)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    await until(async () => (await textsOf()).includes("echo once"));
    expect(await textsOf()).toEqual(["welcome", "once", "echo once"]);
  },
);

test("T16: a delivery whose id is spelt with a letter in two signs is the one whose id has it in one", async () => {
  const answers = [];
  for (const id of ["caf\u00e9", "cafe\u0301"])
    answers.push((await post(desk, pass, { type: "message", text: "once", id })).body.id);
  expect(answers[1]).toBe(answers[0]);
});

test("attachments in JSON are refused like uploads", async () => {
  const attachments = [{ contentType: "image/png", contentUrl: "http://169.254.169.254/" }];
  const { status, body } = await post(desk, pass, { type: "message", text: "see", attachments });
  expect([status, body.error.code]).toEqual([415, "no-uploads"]);
});

test("T39: an upload is refused with words that help, and the next message goes through", async () => {
  const form = new FormData();
  form.set("activity", new Blob(['{"type":"message"}'], { type: "application/vnd.microsoft.activity" }));
  form.set("file", new Blob([new Uint8Array(5_000_000)]), "../../passport.png");
  const response = await fetch(`${desk.url}${conversationPath(pass, "/upload?userId=dl_x")}`, {
    method: "POST",
    headers: { authorization: `Bearer ${pass.token}` },
    body: form,
  });
  expect(response.status).toBe(415);
  expect(((await response.json()) as { error: { message: string } }).error.message).toMatch(
    /can't take files/i,
  );
  expect((await post(desk, pass, { type: "message", text: "then in words" })).status).toBe(200);
});

test("T03: what cannot be stored is not acknowledged: 503, a fixed text, and a time to try again", async () => {
  await post(desk, pass, { type: "message", text: "kept" });
  trouble = new StoreUnavailable("ENOSPC: no space left on device, write /secret/path");
  const { status, body, headers } = await post(desk, pass, { type: "message", text: "lost" });
  expect([status, body.error.code]).toEqual([503, "cannot-store"]);
  expect(JSON.stringify(body)).not.toMatch(/ENOSPC|secret/);
  expect(Date.parse(headers.get("retry-after") ?? "")).toBeGreaterThan(Date.now());
  trouble = null;
  expect((await post(desk, pass, { type: "message", text: "again" })).status).toBe(200);
  expect(await textsOf()).not.toContain("lost");
});

test("an unexpected failure is 500 with a fixed text and an id that the log knows", async () => {
  await read();
  trouble = new Error("secret detail");
  const { status, body } = await post(desk, pass, { type: "message", text: "x" });
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain("secret detail");
  expect(desk.logged.some((line) => line.includes(body.error.id))).toBe(true);
});

test("a poller never hears of trouble: it is told that nothing is new", async () => {
  await post(desk, pass, { type: "message", text: "x" });
  trouble = new Error("disk gone");
  expect(await read("1")).toMatchObject({ status: 200, body: { activities: [], watermark: "1" } });
  trouble = null;
  expect((await read("1")).body.activities.length).toBeGreaterThan(0);
});

test.each(["-", "-1", "abc", "1e9", "99999999999999999999", "%00", "'"])(
  "a watermark %j means the beginning",
  async (watermark) => {
    expect((await read(watermark)).body.activities).toHaveLength(1);
  },
);

test("notes of the desk never reach the person", async () => {
  await read();
  await desk.store.commitTurn({
    conversationId: pass.conversationId,
    answers: null,
    at: new Date().toISOString(),
    replies: [
      {
        audience: "desk",
        activity: { type: "message", text: "a note among ourselves", from: { id: "agent" } },
      },
      {
        audience: "everyone",
        activity: {
          type: "message",
          text: "hello",
          from: { id: "agent" },
          serviceUrl: "urn:x",
          callerId: "c",
          recipient: { id: "r" },
        },
      },
    ],
    state: [],
    tickets: [],
    receipts: [],
    ratings: [],
    outbox: [],
  });
  const { body } = await read("1");
  expect(body.watermark).toBe("3");
  expect(body.activities).toEqual([
    expect.objectContaining({
      text: "hello",
      from: { id: "agent", role: "bot" },
      id: expect.any(String),
      timestamp: expect.any(String),
    }),
  ]);
  for (const field of ["serviceUrl", "callerId", "recipient"])
    expect(body.activities[0]).not.toHaveProperty(field);
});
