import { afterEach, beforeEach, expect, test } from "vitest";
import { makeConnectorAuth } from "../../../src/teams/auth/connector-auth.ts";
import { makeCredentials } from "../../../src/teams/credentials.ts";
import { type Calls, makeCalls, sendActivity } from "../../../src/teams/send-activity.ts";
import { makePost, type Post } from "../../../src/teams/support-channel/ticket-post.ts";
import { FakeConnector } from "../fake-connector.ts";
import { type Issuer, openIssuer } from "../issuer.ts";
import { channel } from "./teams-agent.ts";

let issuer: Issuer;
let teams: FakeConnector;
let calls: Calls;
let post: Post;
let ahead: number;

beforeEach(async () => {
  ahead = 0;
  issuer = await openIssuer();
  teams = await FakeConnector.open(issuer);
  const settings = issuer.settings();
  const guard = makeConnectorAuth(settings, { now: Date.now, log: () => undefined, trustLoopback: true });
  calls = makeCalls(guard.lookup);
  const parts = { calls, guard, credentials: makeCredentials(settings, Date.now) };
  post = makePost(
    (target, activity) => sendActivity(parts, target, activity),
    () => Date.now() + ahead,
  );
});
afterEach(async () => {
  await calls.close();
  await teams.close();
  await issuer.close();
});

const say = async (conversationId: string) => {
  const target = { serviceUrl: teams.serviceUrl, conversationId, replaces: null };
  return (await post(target, { type: "message", text: "hello" })).delivery;
};

test("Retry-After holds up the whole channel, whatever the thread, until it is over, and no other", async () => {
  teams.manners = [{ kind: "status", status: 429, keeps: false, headers: { "retry-after": "600" } }];
  expect(await say(`${channel};messageid=1`)).toEqual({
    kind: "again",
    reason: "answered 429",
    afterMs: 600_000,
  });
  ahead = 60_000;
  const held = await say(`${channel};messageid=2`);
  expect(held).toMatchObject({ kind: "again", afterMs: expect.any(Number) });
  expect(held.kind === "again" && held.afterMs).toBeLessThanOrEqual(540_000);
  expect(await say("19:other@thread.tacv2")).toEqual({ kind: "sent" });
  expect(teams.requests.map(({ status }) => status)).toEqual([429, 201]);
  ahead = 600_000;
  expect(await say(channel)).toEqual({ kind: "sent" });
});

test("T07 a clock that is put back holds nothing up for longer", async () => {
  teams.manners = [{ kind: "status", status: 429, keeps: false, headers: { "retry-after": "600" } }];
  await say(channel);
  ahead = -3_600_000;
  expect(await say(channel)).toEqual({ kind: "sent" });
});

test("a 429 that names no time holds nothing else up", async () => {
  teams.manners = [{ kind: "status", status: 429, keeps: false }];
  expect(await say(`${channel};messageid=1`)).toEqual({ kind: "again", reason: "answered 429" });
  expect(await say(`${channel};messageid=2`)).toEqual({ kind: "sent" });
});
