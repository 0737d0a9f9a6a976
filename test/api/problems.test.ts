import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ProblemSchema } from "../../src/api/open-api.ts";
import { openApi, type TestApi } from "./api-desk.ts";
import type { Answer, Browser } from "./browser.ts";

const words = JSON.parse(readFileSync("data/phrases/en/refusals.json", "utf8"));

let api: TestApi;
let oak: Browser;
beforeAll(async () => {
  api = await openApi({ limits: { writesPerAgent: { burst: 5, perSecond: 0.5 } } });
  oak = await api.join("Oak", "owner");
});
afterAll(() => api.stop());

function expectProblem({ status, headers, body }: Answer, wanted: number, code: string): void {
  expect([status, body?.code]).toEqual([wanted, code]);
  expect(headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(ProblemSchema.strict().parse(body)).toEqual(body);
  expect([body.status, body.detail]).toEqual([wanted, words[code]]);
  expect(body.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  const id = body.instance.slice("urn:uuid:".length);
  expect(api.logged.some((line) => line.includes(id) && line.includes(code))).toBe(true);
}

test("whatever is refused under /api is a problem with a fixed text and an id that the log has", async () => {
  const guest = api.browser();
  expectProblem(await guest.get("/session"), 401, "not-signed-in");
  expectProblem(await guest.get("/nothing"), 404, "not-found");
  expectProblem(await oak.ask("DELETE", "/agents"), 405, "wrong-method");
  expectProblem(await oak.get("/tickets/9"), 404, "unknown-ticket");
  expectProblem(await oak.get("/agents", { headers: { "content-encoding": "gzip" } }), 415, "encoded");
  expectProblem(
    await guest.post("/session", {}, { headers: { origin: "https://x.example" } }),
    403,
    "foreign-origin",
  );
});

test("a store that fails is told as trouble without a word of why", async () => {
  const read = api.store.newestTickets;
  api.store.newestTickets = () => Promise.reject(new Error("planted secret"));
  const answer = await oak.get("/tickets?state=all");
  api.store.newestTickets = read;
  expectProblem(answer, 500, "trouble");
  expect(JSON.stringify(answer.body) + api.logged.join()).not.toContain("planted");
});

test("T38: an account that writes too fast waits as long as it is told, and others are not slowed", async () => {
  const spruce = await api.join("Spruce", "supervisor");
  const away = (browser: Browser) => browser.ask("PUT", "/presence", { presence: "away" });
  for (let count = 0; count < 5; count++) expect((await away(spruce)).status).toBe(204);
  const refused = await away(spruce);
  expectProblem(refused, 429, "too-fast");
  const wait = Date.parse(refused.headers.get("retry-after") ?? "") - Date.now();
  expect(wait).toBeGreaterThan(0);
  expect((await away(oak)).status).toBe(204);
  expect((await spruce.get("/agents")).status).toBe(200);
  api.wait(wait);
  expect((await away(spruce)).status).toBe(204);
});

test("T20, T23: paths and queries that were made to break things are refused like others", async () => {
  for (const path of [
    "/conversations/%2e%2e%2f%2e%2e%2fdesk%2fpeople/activities",
    "/conversations/__proto__/activities",
    "/conversations/%00/activities",
    "/tickets/%zz",
    "/tickets/__proto__",
    "/agents?__proto__[role]=owner",
    `/conversations/${"x".repeat(3000)}/activities`,
  ]) {
    const { status } = await oak.get(path);
    expect([200, 400, 404], path).toContain(status);
  }
  const body = '{"presence":"away","__proto__":{"role":"owner"}}';
  expect((await oak.ask("PUT", "/presence", {}, { raw: body })).status).not.toBe(500);
  expect(({} as Record<string, unknown>)["role"]).toBe(undefined);
});
