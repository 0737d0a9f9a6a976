import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeRateLimits } from "../../src/directline/rate-limits.ts";
import { countedAs, networkOf } from "../../src/http/client-address.ts";
import { makeDistributedCounters, makeTokenBuckets } from "../../src/http/distributed-counters.ts";
import { defaultLimits, type Limits, loadLimits } from "../../src/http/limits.ts";
import { makeOrigins } from "../../src/http/settings.ts";
import { noteVisit } from "../../src/http/trusted-proxies.ts";
import { ask, conversationPath, newPass, type Pass, post } from "../directline/ask.ts";
import { type EchoDesk, openEchoDesk } from "../directline/echo-desk.ts";

const conversation = (conversation: string) => ({ conversation, user: `dl_${conversation}` });
const allowance = (limits: Limits) =>
  makeRateLimits(
    limits,
    makeDistributedCounters(() => 0, null),
  );

describe("a bucket", () => {
  test("gives its burst at once, then as much as flows in", () => {
    let now = 0;
    const { take } = makeTokenBuckets({ burst: 3, perSecond: 2 }, () => now);
    expect([take("a"), take("a"), take("a"), take("a")]).toEqual([0, 0, 0, 0.5]);
    now = 500;
    expect([take("a"), take("a")]).toEqual([0, 0.5]);
    now = 60_000;
    expect([take("a"), take("a"), take("a"), take("a")]).toEqual([0, 0, 0, 0.5]);
  });
  test("is one for each key", () => {
    const { take } = makeTokenBuckets({ burst: 1, perSecond: 1 }, () => 0);
    expect([take("a"), take("b"), take("a")]).toEqual([0, 0, 1]);
  });
  test("is not filled by a clock that goes back, and not stuck by one that jumped ahead", () => {
    let now = 3_600_000;
    const { take } = makeTokenBuckets({ burst: 1, perSecond: 1 }, () => now);
    take("a");
    now = 0;
    expect(take("a")).toBe(1);
    now = 1000;
    expect(take("a")).toBe(0);
  });
  test("is forgotten when there are too many, so that memory is bounded", () => {
    const { take } = makeTokenBuckets({ burst: 1, perSecond: 0.001 }, () => 0, { most: 100 });
    for (let key = 0; key < 1000; key++) take(String(key));
    expect(take("0")).toBe(0);
    expect(take("999")).toBeGreaterThan(0);
  });
  test("tells of those who have less than half left, each taking once", () => {
    const { take, unshared } = makeTokenBuckets({ burst: 4, perSecond: 1 }, () => 0);
    for (const key of ["a", "a", "a", "b", "b"]) take(key);
    expect(unshared()).toEqual([["a", 3]]);
    expect(unshared()).toEqual([]);
    take("a");
    expect(unshared()).toEqual([["a", 1]]);
  });
  test("does not tell of what has flowed in again", () => {
    let now = 0;
    const { take, unshared } = makeTokenBuckets({ burst: 2, perSecond: 1 }, () => now);
    take("a");
    now = 60_000;
    take("a");
    take("a");
    expect(unshared()).toEqual([["a", 2]]);
  });
  test("counts what was taken elsewhere, and owes one burst at the most", () => {
    let now = 0;
    const { take, spentElsewhere } = makeTokenBuckets({ burst: 2, perSecond: 1 }, () => now);
    spentElsewhere("a", 1);
    expect([take("a"), take("a")]).toEqual([0, 1]);
    spentElsewhere("a", 1000);
    expect(take("a")).toBe(3);
    now = 3000;
    expect(take("a")).toBe(0);
  });
});

describe("an address", () => {
  const limits = {
    ...defaultLimits,
    postsPerAddress: { burst: 2, perSecond: 1 },
    tokensPerAddress: { burst: 1, perSecond: 1 },
  };
  test("is limited over all its talks, and others are not slowed", () => {
    const { post, start } = allowance(limits);
    expect([post(conversation("a"), "203.0.113.7"), post(conversation("b"), "203.0.113.7")]).toEqual([
      null,
      null,
    ]);
    expect(post(conversation("c"), "203.0.113.7")).toEqual({ refused: "too-fast", retryAfter: 1 });
    expect(post(conversation("c"), "203.0.113.8")).toBe(null);
    expect([start("203.0.113.7"), start("203.0.113.7")?.refused, start("203.0.113.8")]).toEqual([
      null,
      "too-fast",
      null,
    ]);
  });
  test("of this machine is not limited while the desk is not open to others", () => {
    const { post } = allowance(limits);
    const posts = (publicUrl: string | null, remoteAddress: string) => {
      const req = { headers: {}, socket: { remoteAddress } } as never;
      noteVisit(req, { origins: makeOrigins(publicUrl, []) });
      return Array.from(
        { length: 9 },
        () => post(conversation(remoteAddress), countedAs(req))?.refused ?? "taken",
      );
    };
    for (const address of ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"]) {
      expect(posts(null, address)).toEqual(Array(9).fill("taken"));
      expect(posts("https://desk.example", address)).toContain("too-fast");
    }
    expect(posts(null, "192.0.2.1")).toContain("too-fast");
  });
});

test("T38: a person is limited over all their talks, and another is not slowed", () => {
  const { post } = allowance({ ...defaultLimits, postsPerUser: { burst: 2, perSecond: 1 } });
  const said = ["a", "b", "c"].map((conversation) => post({ conversation, user: "dl_1" }, "203.0.113.7"));
  expect(said).toEqual([null, null, { refused: "too-fast", retryAfter: 1 }]);
  expect(post({ conversation: "d", user: "dl_2" }, "203.0.113.7")).toBe(null);
});

test.each([
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["203.0.113.7", "203.0.113.7"],
  ["unknown", "unknown"],
])("%s is counted as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

describe("data/limits.json", () => {
  test("says what holds without it, and so does the reference", async () => {
    const file = JSON.parse(await readFile("data/limits.json", "utf8"));
    expect(file).toEqual(defaultLimits);
    const flat = Object.entries(defaultLimits).flatMap(([name, limit]): [string, unknown][] =>
      typeof limit !== "object" || "perSecond" in limit
        ? [[name, limit]]
        : Object.entries(limit).map(([part, value]) => [`${name}.${part}`, value]),
    );
    const page = await readFile("docs/reference/limits.md", "utf8");
    const rows = page.matchAll(
      /^\| `([\w.]+)` +\| ([\d,.]+|none)(?: at once, then ([\d.,]+) (a second|an hour))? +\| .{10,}\|$/gm,
    );
    const table = Object.fromEntries(
      [...rows].map(([, name, first = "", more, per]) => {
        const [count, flow] = [first, more ?? ""].map((text) => Number(text.replaceAll(",", "")));
        if (first === "none") return [name, null];
        if (more === undefined) return [name, count];
        return [name, { burst: count, [per === "an hour" ? "perHour" : "perSecond"]: flow }];
      }),
    );
    for (const [name, limit] of flat) expect([name, table[name ?? ""]]).toEqual([name, limit]);
  });
  test.each([
    ["a name that nobody knows", { postsPerHour: 3 }, /top: .*postsPerHour/],
    ["a rate that never refills", { postsPerUser: { burst: 3, perSecond: 0 } }, /postsPerUser\.perSecond/],
    ["half a rate", { postsPerUser: { burst: 3 } }, /postsPerUser\.perSecond/],
    ["a reserve that is more than all", { storedBytes: { reserve: 2 } }, /storedBytes\.reserve/],
    ["half an allotment", { cpuMs: { perNetwork: { burst: 3 } } }, /cpuMs\.perNetwork\.perHour/],
    ["a name in a part", { memoryBytes: { perPerson: 3 } }, /memoryBytes: .*perPerson/],
    [
      "no thread for those who are known",
      { comparisons: { strangersAtOnce: 4 } },
      /comparisons\.strangersAtOnce/,
    ],
    ["room the wrong way round", { room: { newBelow: 1, youngBelow: 2 } }, /room\.youngBelow: must not/],
    ["none at all", { connections: 0 }, /connections/],
    ["headers that may take longer than all", { headersMs: 9, requestMs: 8 }, /headersMs: must not be more/],
  ])("with %s is refused with the file and the key", async (_, raw, says) => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), "limits-")), "limits.json");
    await writeFile(file, JSON.stringify(raw));
    expect(() => loadLimits(file)).toThrow(says);
    expect(() => loadLimits(file)).toThrow(file);
  });
});

test("T38: files that nobody takes are counted, too", async () => {
  const desk = await openEchoDesk({ limits: { uploadsPerConversation: { burst: 2, perSecond: 0.01 } } });
  const pass = await newPass(desk);
  const codes = [];
  for (let count = 0; count < 3; count++) {
    const form = {
      token: pass.token,
      headers: { "content-type": "multipart/form-data; boundary=x" },
      body: "--x--",
    };
    codes.push((await ask(desk, "POST", conversationPath(pass, "/upload"), form)).body.error.code);
  }
  expect(codes).toEqual(["no-uploads", "no-uploads", "too-fast"]);
  await desk.stop();
});

describe("T38: a talk that posts too fast", () => {
  let desk: EchoDesk;
  let fast: Pass;
  beforeAll(async () => {
    desk = await openEchoDesk({
      limits: {
        postsPerConversation: { burst: 5, perSecond: 1 },
        readsPerConversation: { burst: 3, perSecond: 0.1 },
      },
    });
    fast = await newPass(desk);
  });
  afterAll(() => desk.stop());

  test("gets 429, a friendly text and a Retry-After that is an HTTP date and true", async () => {
    const message = { type: "message", text: "again" };
    let taken = 0;
    let answer = await post(desk, fast, message);
    for (; answer.status === 200; answer = await post(desk, fast, message)) taken += 1;
    expect(taken).toBeGreaterThanOrEqual(5);
    const { status, headers, body } = answer;
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
        await ask(desk, "GET", `${conversationPath(fast, "/activities")}?watermark=1`, { token: fast.token }),
      );
    }
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(answers[0]?.body.activities.length).toBeGreaterThan(0);
    expect(answers[5]?.body).toEqual({ activities: [], watermark: "1" });
  });
});
