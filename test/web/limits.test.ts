import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeAllowance } from "../../src/channels/direct-line/allowance.ts";
import { makeBuckets } from "../../src/web/buckets.ts";
import { defaultLimits } from "../../src/web/limits.ts";
import { ask, newPass, type Pass, post, talkPath } from "../channels/direct-line/ask.ts";
import { type EchoDesk, openEchoDesk } from "../channels/direct-line/echo-desk.ts";

describe("a bucket", () => {
  test("gives its burst at once, then as much as flows in", () => {
    let now = 0;
    const take = makeBuckets({ burst: 3, perSecond: 2 }, () => now);
    expect([take("a"), take("a"), take("a"), take("a")]).toEqual([0, 0, 0, 0.5]);
    now = 500;
    expect([take("a"), take("a")]).toEqual([0, 0.5]);
    now = 60_000;
    expect([take("a"), take("a"), take("a"), take("a")]).toEqual([0, 0, 0, 0.5]);
  });
  test("is one for each key", () => {
    const take = makeBuckets({ burst: 1, perSecond: 1 }, () => 0);
    expect([take("a"), take("b"), take("a")]).toEqual([0, 0, 1]);
  });
  test("is not filled by a clock that goes back, and not stuck by one that jumped ahead", () => {
    let now = 3_600_000;
    const take = makeBuckets({ burst: 1, perSecond: 1 }, () => now);
    take("a");
    now = 0;
    expect(take("a")).toBe(1);
    now = 1000;
    expect(take("a")).toBe(0);
  });
  test("is forgotten when there are too many, so that memory is bounded", () => {
    const take = makeBuckets({ burst: 1, perSecond: 0.001 }, () => 0, 100);
    for (let key = 0; key < 1000; key++) take(String(key));
    expect(take("0")).toBe(0);
    expect(take("999")).toBeGreaterThan(0);
  });
});

describe("an address", () => {
  const limits = {
    ...defaultLimits,
    postsPerAddress: { burst: 2, perSecond: 1 },
    tokensPerAddress: { burst: 1, perSecond: 1 },
  };
  test("is limited over all its talks, and others are not slowed", () => {
    const { post, start } = makeAllowance(limits, () => 0);
    expect([post("a", "203.0.113.7"), post("b", "203.0.113.7")]).toEqual([null, null]);
    expect(post("c", "203.0.113.7")).toEqual({ refused: "too-fast", retryAfter: 1 });
    expect(post("c", "203.0.113.8")).toBe(null);
    expect([start("203.0.113.7"), start("203.0.113.7")?.refused, start("203.0.113.8")]).toEqual([
      null,
      "too-fast",
      null,
    ]);
  });
  test("of this machine is not limited", () => {
    const { post } = makeAllowance(limits, () => 0);
    for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) {
      expect(Array.from({ length: 9 }, () => post("a", address))).toEqual(Array(9).fill(null));
    }
  });
});

describe("T38: a talk that posts too fast", () => {
  let desk: EchoDesk;
  let fast: Pass;
  beforeAll(async () => {
    desk = await openEchoDesk({
      limits: {
        postsPerConversation: { burst: 5, perSecond: 2 },
        readsPerConversation: { burst: 3, perSecond: 0.1 },
      },
    });
    fast = await newPass(desk);
  });
  afterAll(() => desk.stop());

  test("gets 429, a friendly text and a Retry-After that is an HTTP date and true", async () => {
    const message = { type: "message", text: "again" };
    for (let count = 0; count < 5; count++) expect((await post(desk, fast, message)).status).toBe(200);
    const { status, headers, body } = await post(desk, fast, message);
    expect([status, body.error.code]).toEqual([429, "too-fast"]);
    expect(body.error.message).toMatch(/wait a moment/i);
    const until = headers.get("retry-after") ?? "";
    expect(until).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
    expect((await post(desk, await newPass(desk), message)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, Date.parse(until) - Date.now()));
    expect((await post(desk, fast, message)).status).toBe(200);
  });

  test("is never told 429 when it reads, which would end its polling for ever", async () => {
    const answers = [];
    for (let count = 0; count < 6; count++) {
      answers.push(
        await ask(desk, "GET", `${talkPath(fast, "/activities")}?watermark=1`, { token: fast.token }),
      );
    }
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(answers[0]?.body.activities.length).toBeGreaterThan(0);
    expect(answers[5]?.body).toEqual({ activities: [], watermark: "1" });
  });
});
