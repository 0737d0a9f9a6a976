import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { defaultLimits } from "../../src/http/limits.ts";
import { claimed, move, ticket, turn } from "../store/material.ts";
import { ask, conversationPath, type Pass, post, type Reply, until } from "./ask.ts";
import type { EchoSettings } from "./echo-desk.ts";
import { type EchoDesk, openEchoDesk } from "./echo-desk.ts";
import { hostSecret, voucher } from "./vouchers.ts";

const publicUrl = "https://desk.example";
const wide = { burst: 1e9, perHour: 1e9 };
const allWide = { perConversation: wide, perNetwork: wide, perWideNetwork: wide, ofStrangers: wide };
const of = (address: string) => ({ "x-forwarded-for": address });
const flooder = of("203.0.113.7");
const neighbour = of("203.0.113.8");
const elsewhere = of("198.51.100.7");
const hello = { type: "message", text: "hello" };
const long = { type: "message", text: "x".repeat(4000) };

let desk: EchoDesk;
afterEach(() => desk.stop());

const behindProxy = async (more: Partial<EchoSettings>): Promise<void> => {
  desk = await openEchoDesk({ publicUrl, proxies: 1, hostUsersKey: hostSecret, ...more });
};
const limited = (figures: Partial<typeof allWide>): Promise<void> =>
  behindProxy({ limits: { storedBytes: { reserve: 0.25, ...allWide, ...figures } } });

const begin = async (headers: Record<string, string>, body: object = {}): Promise<Pass> => {
  const pass = (await ask(desk, "POST", "/widget/token", { body, headers })).body as Pass;
  await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token, headers });
  return pass;
};
const say = (pass: Pass, headers: Record<string, string>, activity: unknown = hello): Promise<Reply> =>
  ask(desk, "POST", conversationPath(pass, "/activities"), { token: pass.token, body: activity, headers });
const code = ({ status, body }: Reply) => (status === 200 ? "taken" : `${status} ${body.error.code}`);
/** Writes from an address until it is refused, also once all its turns have run. */
const flood = async (headers: Record<string, string>): Promise<Reply> => {
  const pass = await begin(headers);
  for (let n = 0; n < 1000; n++) {
    const answer = await say(pass, headers, long);
    if (answer.status === 200) continue;
    await sleep(100);
    if ((await say(pass, headers, long)).status !== 200) return answer;
  }
  throw new Error("was never refused");
};
/** A conversation in which somebody has spoken. */
const running = async (headers: Record<string, string>): Promise<Pass> => {
  const pass = await begin(headers);
  for (let n = 0; n < 3; n++) expect(code(await say(pass, headers))).toBe("taken");
  await until(async () => {
    const found = await desk.store.conversation(pass.conversationId);
    return typeof found === "object" && found.lastSeq > 4;
  });
  return pass;
};
const narrow = { burst: 600_000, perHour: 3600 };

describe.each([
  ["a network", { perNetwork: narrow }, flooder],
  ["a wide net", { perWideNetwork: narrow }, neighbour],
  ["all strangers together", { ofStrangers: narrow }, elsewhere],
])("T49: when %s has stored its share,", (_, figures, other) => {
  test("whoever shares it is refused in friendly words with a true Retry-After, and those who are known go on", async () => {
    await limited(figures);
    const before = await running(other);
    const agents = await begin(other);
    const stored = new Map<string, number>();
    desk.store.watchStored((id, bytes) => stored.set(id, (stored.get(id) ?? 0) + bytes));
    const refused = await flood(flooder);
    expect(code(refused)).toBe("429 busy");
    expect(refused.body.error.message).toMatch(/try again in a few minutes/i);
    const until = Date.parse(refused.headers.get("retry-after") ?? "");
    expect(until).toBeGreaterThan(Date.now());
    expect(until).toBeLessThan(Date.now() + 1000 * 1000);
    expect([...stored.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(620_000);

    const young = await begin(other);
    expect(code(await say(young, other))).toBe("429 busy");
    for (let n = 0; n < 3; n++) {
      expect(code(await say(before, other))).toBe("taken");
      await sleep(100);
    }

    const number = await desk.store.reserveTicketNumber();
    const opened = ticket(number, agents.conversationId);
    await desk.store.commitTurn(turn(agents.conversationId, null, { tickets: [opened] }));
    await desk.store.moveTicket(move(claimed(opened, "anna")));
    for (let n = 0; n < 5; n++) expect(code(await say(agents, other, long))).toBe("taken");

    const vouched = await begin(other, { userToken: await voucher("somebody", publicUrl) });
    for (let n = 0; n < 5; n++) expect(code(await say(vouched, other, long))).toBe("taken");

    const mailed = await begin(other);
    const url = await desk.line.linkTo(desk.url, { conversation: agents.conversationId, user: "dl_x" });
    const link = new URLSearchParams(new URL(url).hash.slice(1)).get("link");
    const byLink = (await ask(desk, "POST", "/widget/token", { body: { link }, headers: other }))
      .body as Pass;
    expect(code(await say(byLink, other))).toBe("taken");
    expect(code(await say(mailed, other))).toBe("429 busy");
  });
});

test("T49: what a conversation may store is its own, and another of the same network goes on", async () => {
  await limited({ perConversation: { burst: 20_000, perHour: 3600 } });
  expect(code(await flood(flooder))).toBe("429 busy");
  expect(code(await say(await begin(flooder), flooder))).toBe("taken");
});

test("T49: a reader of a conversation that may not begin yet is told nothing new, never an error, and later finds it", async () => {
  let now = Date.now();
  await behindProxy({
    now: () => now,
    limits: { storedBytes: { reserve: 0, ...allWide, perNetwork: { burst: 100_000, perHour: 36_000_000 } } },
  });
  await flood(flooder);
  const pass = (await ask(desk, "POST", "/widget/token", { body: {}, headers: flooder })).body as Pass;
  const read = () =>
    ask(desk, "GET", conversationPath(pass, "/activities"), { token: pass.token, headers: flooder });
  const begun = await ask(desk, "POST", "/v3/directline/conversations", {
    token: pass.token,
    headers: flooder,
  });
  expect(code(begun)).toBe("429 busy");
  expect(await read()).toMatchObject({ status: 200, body: { activities: [] } });
  expect(await desk.store.conversation(pass.conversationId)).toBe(undefined);
  now += 60_000;
  expect((await read()).body.activities.length).toBe(1);
});

test("T49: an address that writes too fast does not silence who is known there, nor a conversation that ran before", async () => {
  await behindProxy({
    limits: {
      postsPerAddress: { burst: 20, perSecond: 0.01 },
      postsReserve: 0.5,
      tokensPerAddress: defaultLimits.tokensPerAddress,
    },
  });
  const before = await running(neighbour);
  const vouched = await begin(neighbour, { userToken: await voucher("somebody", publicUrl) });
  await sleep(5);
  const pass = await begin(neighbour);
  let answer = await say(pass, neighbour);
  while (answer.status === 200) answer = await say(pass, neighbour);
  expect(code(answer)).toBe("429 too-fast");
  for (let n = 0; n < 12; n++) expect(code(await say(vouched, neighbour))).toBe("taken");
  expect(code(await say(before, neighbour))).toMatch(/taken|too-fast/);
});

describe("T49: with little room", () => {
  const state = { little: false, hardly: false };
  const room: EchoSettings["room"] = {
    allows: (what, { began, known }) =>
      known || began !== null || (what === "open" ? !state.little : !state.hardly),
  };
  test("strangers begin nothing, then are not heard in what they began; others go on; and it ends by itself", async () => {
    Object.assign(state, { little: false, hardly: false });
    await behindProxy({ room });
    const before = await running(flooder);
    const young = await begin(flooder);
    state.little = true;
    const pass = (await ask(desk, "POST", "/widget/token", { body: {}, headers: flooder })).body as Pass;
    const start = () =>
      ask(desk, "POST", "/v3/directline/conversations", { token: pass.token, headers: flooder });
    const refused = await start();
    expect(code(refused)).toBe("503 no-room");
    expect(refused.body.error.message).toMatch(/come back in a little while/i);
    expect(refused.headers.get("retry-after")).toMatch(/GMT$/);
    expect(code(await say(young, flooder))).toBe("taken");
    state.hardly = true;
    expect(code(await say(young, flooder))).toBe("503 no-room");
    expect(code(await say(before, flooder))).toBe("taken");
    const vouched = await begin(flooder, { userToken: await voucher("somebody", publicUrl) });
    expect(code(await say(vouched, flooder))).toBe("taken");
    Object.assign(state, { little: false, hardly: false });
    expect((await start()).status).toBe(201);
  });
});

test("this machine's own programs are not limited, as long as the desk is not open to others", async () => {
  desk = await openEchoDesk({
    limits: { storedBytes: { reserve: 0, ...allWide, ofStrangers: { burst: 1, perHour: 1 } } },
  });
  const pass = await begin({});
  for (let n = 0; n < 10; n++) expect((await post(desk, pass, long)).status).toBe(200);
});
