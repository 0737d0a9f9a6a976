import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

let api: TestApi;
let alder: Browser;
beforeAll(async () => {
  api = await openApi();
  await api.join("Oak", "owner");
  alder = await api.join("Alder Example", "agent");
  await api.openTicket(1);
  await alder.post("/tickets/1/claim");
});
afterAll(() => api.stop());

const said = async () => (await alder.get("/conversations/talk-1/activities")).body.activities;

test("an agent's message is in the log under their first name, as plain text, once however often it is sent", async () => {
  const send = () =>
    alder.post("/conversations/talk-1/messages", { text: "<b>hello</b> **you**", clientId: "m-1" });
  const answers = await Promise.all([send(), send(), send()]);
  expect(new Set(answers.map(({ body }) => body.seq)).size).toBe(1);
  const entries = (await said()).filter(({ activity }: { activity: { text?: string } }) =>
    activity.text?.includes("hello</b>"),
  );
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    seq: answers[0]?.body.seq,
    audience: "everyone",
    activity: {
      id: answers[0]?.body.id,
      text: "<b>hello</b> **you**",
      textFormat: "plain",
      from: { id: `agent-${alder.id}`, name: "Alder", role: "bot" },
      channelData: { agent: { id: alder.id, name: "Alder" }, clientActivityID: "m-1" },
    },
  });
});

test("a note is for the desk alone, and secrets in notes and messages are masked", async () => {
  const note = await alder.post("/tickets/1/notes", {
    text: "card 4111 1111 1111 1111, see mail a@b.example",
  });
  await alder.post("/conversations/talk-1/messages", { text: "is it 4111 1111 1111 1111?" });
  const entries = await said();
  const noted = entries.find(({ seq }: { seq: number }) => seq === note.body.seq);
  expect(noted).toMatchObject({ audience: "desk", activity: { channelData: { note: true } } });
  expect(JSON.stringify(entries)).not.toContain("4111 1111");
  expect(noted.activity.text).toContain("a@b.example");
});

test("a talk is read on from a place, with how far each side has read", async () => {
  const all = (await alder.get("/conversations/talk-1/activities")).body;
  const part = (await alder.get("/conversations/talk-1/activities?after=2&limit=2")).body;
  expect(part.activities.map(({ seq }: { seq: number }) => seq)).toEqual([3, 4]);
  expect(part.lastSeq).toBe(all.activities.at(-1).seq);
  await alder.post("/conversations/talk-1/read", { upTo: 1e9 });
  expect((await alder.get("/conversations/talk-1/activities?limit=1")).body.readUpTo).toEqual({
    person: 0,
    agent: all.lastSeq,
  });
});

test("a talk in which nobody asked for a person is like one that there is not, for everybody", async () => {
  const at = new Date().toISOString();
  await api.store.openConversation({
    id: "alone",
    channel: "test",
    userId: "dl_x",
    locale: "en",
    startedAt: at,
  });
  for (const id of ["alone", "unknown"]) {
    for (const answer of [
      await alder.get(`/conversations/${id}/activities`),
      await alder.post(`/conversations/${id}/messages`, { text: "hello" }),
      await alder.post(`/conversations/${id}/typing`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, "not-found"]);
  }
});

test("an erased talk is gone", async () => {
  await api.openTicket(2);
  await api.store.eraseConversation("talk-2");
  const { status, body } = await alder.get("/conversations/talk-2/activities");
  expect([status, body.code]).toEqual([404, "gone"]);
});

test("empty, endless and wrong messages are refused", async () => {
  for (const body of [{ text: " " }, { text: "x".repeat(4001) }, { text: 1 }, { text: "a", html: "b" }, []])
    expect((await alder.post("/conversations/talk-1/messages", body)).status).toBe(400);
  expect((await alder.post("/conversations/talk-1/messages", {}, { raw: "{" })).body.code).toBe("bad-json");
  const large = JSON.stringify({ text: "x".repeat(70_000) });
  expect((await alder.post("/conversations/talk-1/messages", {}, { raw: large })).status).toBe(413);
});
