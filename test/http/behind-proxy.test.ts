import { describe, expect, test } from "vitest";
import { version } from "../../src/runtime/version.ts";
import { storeFolder } from "../cli/project.ts";
import { run } from "../cli/run.ts";
import { startDesk } from "../cli/running-desk.ts";
import { ask, newPass, post } from "../directline/ask.ts";
import { hasNginx, nginxProxy, ownProxy } from "./proxy.ts";

const publicUrl = "https://desk.example.com";
const metricsToken = "a-token-for-metrics";
const startPublic = (env: Record<string, string> = {}, dataDir = storeFolder()) =>
  startDesk(dataDir, undefined, { PUBLIC_URL: publicUrl, ALLOWED_ORIGINS: publicUrl, ...env });

/** How many of so many posts for a new conversation met no limit, and how many could at most. */
async function flood(url: string, posts: number, headers: Record<string, string> = {}) {
  const begin = performance.now();
  const codes: number[] = [];
  while (codes.length < posts) {
    const some = Array.from({ length: 20 }, () =>
      ask({ url }, "POST", "/widget/token", { body: {}, headers }),
    );
    for (const { status } of await Promise.all(some)) codes.push(status);
  }
  expect(codes.every((code) => code === 200 || code === 429)).toBe(true);
  const seconds = (performance.now() - begin) / 1000;
  return { let: codes.filter((code) => code === 200).length, most: 121 + 2 * seconds };
}

const status = async (url: string, path: string, token?: string): Promise<number> =>
  (await fetch(`${url}${path}`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } }))
    .status;

/** The warnings of a log that are about TRUST_PROXY. */
const warnings = (output: string): { level: number; toldBy: string; advice: string }[] =>
  output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .filter((line) => line.variable === "TRUST_PROXY");

if (!hasNginx) process.stderr.write("behind-proxy.test.ts: nginx is not installed, its tests are skipped\n");

describe.each([
  ["a plain proxy", true, ownProxy],
  ["nginx", hasNginx, nginxProxy],
] as const)("T38: behind %s", (_, isHere, startProxy) => {
  test.runIf(isHere)("that nobody told the desk of, nobody is exempt and nothing is open", async () => {
    const dataDir = storeFolder();
    const desk = await startPublic({}, dataDir);
    const url = await startProxy(desk.url, { tells: false });
    const pass = await newPass({ url });
    const { let: taken, most } = await flood(url, 400);
    expect(taken).toBeGreaterThanOrEqual(119);
    expect(taken).toBeLessThanOrEqual(most);
    for (const at of [url, desk.url])
      for (const path of ["/metrics", "/readyz?verbose", "/readyz?verbose=1", "/readyz?a&%76erbose"])
        for (const token of [undefined, "null", "undefined", metricsToken])
          expect(await status(at, path, token)).toBe(401);
    for (const at of [url, desk.url])
      expect(await (await fetch(`${at}/readyz`)).json()).toEqual({ status: "ready" });
    expect((await post({ url }, pass, { type: "message", text: "I am still here" })).status).toBe(200);
    expect(await run("cli/desk.js", { args: ["tickets"], env: { DATA_DIR: dataDir } })).toMatchObject({
      code: 0,
      stderr: "",
    });
    const told = warnings(desk.output());
    expect(told).toEqual([expect.objectContaining({ level: 40, toldBy: "limit met from loopback" })]);
    expect(told[0]?.advice).toContain("Set TRUST_PROXY");
    expect(await desk.stop()).toBe(0);
  });

  test.runIf(isHere)("whose headers nobody reads, there is one warning and a failed check", async () => {
    const desk = await startPublic({ METRICS_TOKEN: metricsToken });
    const url = await startProxy(desk.url, { tells: true });
    const checks = async (at: string) => {
      const answer = await fetch(`${at}/readyz?verbose`, {
        headers: { authorization: `Bearer ${metricsToken}` },
      });
      return [answer.status, await answer.json()];
    };
    const proxy = (status: string) =>
      expect.objectContaining({
        name: "proxy",
        status,
        variable: "TRUST_PROXY",
        message: expect.stringContaining("TRUST_PROXY"),
      });
    const store = { name: "store", status: "ok" };
    const ready = { status: "ready", version };
    expect(await checks(desk.url)).toEqual([200, { ...ready, checks: [store, proxy("warning")] }]);
    expect(warnings(desk.output())).toEqual([]);
    for (let count = 0; count < 5; count++) await newPass({ url });
    expect(await checks(url)).toEqual([200, { ...ready, checks: [store, proxy("failed")] }]);
    expect(warnings(desk.output())).toEqual([
      expect.objectContaining({ level: 40, toldBy: "x-forwarded-for" }),
    ]);
    expect([
      await status(url, "/metrics", metricsToken),
      await status(url, "/metrics", `${metricsToken}x`),
    ]).toEqual([200, 401]);
  });

  test.runIf(isHere)("that it is told of, everybody is counted alone, whatever they claim", async () => {
    const desk = await startPublic({ TRUST_PROXY: "1", METRICS_TOKEN: metricsToken });
    const url = await startProxy(desk.url, { tells: true });
    const claimed = { "x-forwarded-for": "127.0.0.1" };
    const { let: taken, most } = await flood(url, 160, claimed);
    expect(taken).toBeGreaterThanOrEqual(119);
    expect(taken).toBeLessThanOrEqual(most);
    if (startProxy === ownProxy) {
      const other = { "x-person": "203.0.113.7" };
      expect((await ask({ url }, "POST", "/widget/token", { body: {}, headers: other })).status).toBe(200);
    }
    expect(warnings(desk.output())).toEqual([]);
    const verbose = { headers: { authorization: `Bearer ${metricsToken}` } };
    expect(await (await fetch(`${desk.url}/readyz?verbose`, verbose)).json()).toMatchObject({
      checks: [{ name: "store" }, { name: "proxy", status: "ok" }],
    });
  });
});

test("T38: a request round the proxy that a desk trusts is counted by its connection", async () => {
  const desk = await startPublic({ TRUST_PROXY: "2" });
  const short: Record<string, string>[] = [{}, { "x-forwarded-for": "203.0.113.7" }];
  for (const headers of short) {
    const { let: taken, most } = await flood(desk.url, 160, headers);
    expect(taken).toBeLessThanOrEqual(most);
  }
});

test("T38: signing in from loopback is counted too once the desk is open to others", async () => {
  const desk = await startPublic();
  const codes = new Set<number>();
  const wrong = { email: "lee@desk.example", password: "seven doors ajar" };
  for (let count = 0; count < 80; count++)
    codes.add((await ask(desk, "POST", "/api/desk/session", { body: wrong })).status);
  expect([...codes].sort()).toEqual([401, 429]);
});

test.each(["", "http://localhost:3978", "http://desk.localhost", "http://127.8.8.8/", "http://[::1]:80"])(
  "a desk of this machine alone (%j) is open to its programs, and still not to a proxy",
  async (own) => {
    const desk = await startDesk(storeFolder(), undefined, { PUBLIC_URL: own });
    expect((await flood(desk.url, 160)).let).toBe(160);
    expect([await status(desk.url, "/metrics"), await status(desk.url, "/readyz?verbose")]).toEqual([
      200, 200,
    ]);
    expect(warnings(desk.output())).toEqual([]);
    const url = await ownProxy(desk.url, { tells: true });
    expect([await status(url, "/metrics"), await status(url, "/readyz?verbose")]).toEqual([401, 401]);
    expect(warnings(desk.output())).toHaveLength(1);
  },
);
