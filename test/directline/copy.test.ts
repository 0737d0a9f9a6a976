import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConversationExport } from "../../src/privacy/conversation-export.ts";
import { message, receipt, ticket, turn } from "../store/material.ts";
import { newPass, type Pass, post } from "./ask.ts";
import { type EchoDesk, openEchoDesk } from "./echo-desk.ts";

const hostile = `</p><script>window.__pwned=1</script><img src=x onerror=alert(1)>"'`;

let desk: EchoDesk;
let own: Pass;
let other: Pass;

const fetchCopy = (id: string, query: string, token?: string) =>
  fetch(
    `${desk.url}/widget/copy/${id}${query}`,
    token ? { headers: { authorization: `Bearer ${token}` } } : {},
  );

beforeAll(async () => {
  desk = await openEchoDesk();
  own = await newPass(desk);
  other = await newPass(desk);
  for (const pass of [own, other])
    await post(desk, pass, { type: "message", text: hostile, from: { id: "x" } });
  await desk.store.commitTurn(
    turn(own.conversationId, null, {
      replies: [
        { audience: "desk", activity: message("a note of the desk", { from: { id: "a1", role: "bot" } }) },
        {
          audience: "everyone",
          activity: message("hello", { from: { id: "a1", name: "<b>Clover</b>", role: "bot" } }),
        },
      ],
      tickets: [ticket(1001, own.conversationId, { summary: hostile })],
      receipts: [receipt("r1", own.conversationId)],
    }),
  );
});
afterAll(() => desk.stop());

test("a copy as data holds what was said, decided and asked, and no note of the desk", async () => {
  const answer = await fetchCopy(own.conversationId, "?as=json", own.token);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="exit-desk-talk.json"$/);
  const copy = (await answer.json()) as ConversationExport;
  expect(copy.said).toContainEqual(expect.objectContaining({ who: "person", text: hostile }));
  expect(copy.receipts).toHaveLength(1);
  expect(copy.tickets).toMatchObject([{ name: "XD-1001", summary: hostile }]);
  expect(JSON.stringify(copy)).not.toMatch(/note of the desk|audit|alder/);
});

test("XSS: a copy to read holds hostile texts as texts, and its policy lets nothing run or load", async () => {
  const answer = await fetchCopy(own.conversationId, "?as=html", own.token);
  const page = await answer.text();
  expect(page).toContain("&lt;script&gt;window.__pwned=1&lt;/script&gt;");
  expect(page).toContain("&lt;b&gt;Clover&lt;/b&gt;");
  expect(page).not.toMatch(/<script|<img|<b>|note of the desk/);
  const policy = answer.headers.get("content-security-policy");
  expect(policy).toMatch(/default-src 'none'.*sandbox/);
  expect(policy).not.toContain("unsafe");
  expect(answer.headers.get("content-disposition")).toContain("attachment");
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

test("T20: a copy is for whoever has the talk's own token", async () => {
  expect((await fetchCopy(own.conversationId, "")).status).toBe(401);
  expect((await fetchCopy(own.conversationId, "", other.token)).status).toBe(403);
  expect((await fetchCopy("unknown", "", other.token)).status).toBe(403);
  expect((await fetchCopy(own.conversationId, "?as=exe", own.token)).status).toBe(400);
  await desk.store.eraseConversation(other.conversationId);
  expect((await fetchCopy(other.conversationId, "", other.token)).status).toBe(404);
});
