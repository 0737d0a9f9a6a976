import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi, password, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
  await api.join("Oak", "owner");
});
afterAll(() => api.stop());
const guess = (email: string, given = "wrong wrong wrong") =>
  api.browser().post("/session", { email, password: given });

test("T44: an account whose password is guessed at is locked after five attempts, for the right password too, and says when it opens", async () => {
  for (let count = 0; count < 5; count++) expect((await guess("oak@desk.example")).status).toBe(401);
  const { status, headers, body } = await guess("oak@desk.example", password);
  expect([status, body.code]).toEqual([429, "locked-out"]);
  const wait = Date.parse(headers.get("retry-after") ?? "") - Date.now();
  expect(wait).toBeGreaterThan(20_000);
  expect(wait).toBeLessThan(32_000);
  expect((await guess("other@desk.example")).status).toBe(401);
  api.wait(31_000);
  expect((await guess("oak@desk.example", password)).status).toBe(204);
});

test("T44: an account whose password is guessed at gets no more guesses by many at once", async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, () => guess("many@desk.example")));
  const compared = answers.filter(({ status }) => status === 401).length;
  expect(compared).toBeGreaterThan(0);
  expect(compared).toBeLessThanOrEqual(5);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(30 - compared);
});

test("T38, T44: who is not signed in asks only so often from one address, and others are not slowed", async () => {
  const asked = await openApi({ proxies: 1, limits: { strangersPerAddress: { burst: 3, perSecond: 0.01 } } });
  const from = async (address: string): Promise<number> => {
    const headers = { "x-forwarded-for": address };
    return (await asked.browser().post("/link", { token: "no such link" }, { headers })).status;
  };
  const network = "2001:db8:1:2";
  const statuses = [await from(`${network}::1`), await from(`${network}::2`), await from(`${network}::3`)];
  expect([...statuses, await from(`${network}::4`)]).toEqual([400, 400, 400, 429]);
  expect(await from("2001:db8:1:3::1")).toBe(400);
  const oak = await asked.join("Oak", "owner");
  const headers = { "x-forwarded-for": `${network}::1` };
  expect((await oak.ask("GET", "/session", undefined, { headers })).status).toBe(200);
  await asked.stop();
});

test("T51: a known browser signs in from a network that has used up its calls and its guesses, and another does not", async () => {
  const asked = await openApi({
    proxies: 1,
    limits: { strangersPerAddress: { burst: 12, perSecond: 0.01 } },
  });
  const headers = { "x-forwarded-for": "203.0.113.7" };
  const signIn = async (browser: Browser, given = password): Promise<number> =>
    (await browser.post("/session", { email: "oak@desk.example", password: given }, { headers })).status;
  const oak = await asked.join("Oak", "owner");
  const known = asked.browser();
  known.device = oak.device;
  const statuses: number[] = [];
  for (let count = 0; count < 13; count++) statuses.push(await signIn(asked.browser(), "wrong wrong wrong"));
  expect(statuses).toEqual([...Array(5).fill(401), ...Array(8).fill(429)]);
  expect(await signIn(asked.browser())).toBe(429);
  expect(await signIn(known)).toBe(204);
  expect(await signIn(oak)).toBe(204);
  for (let count = 0; count < 5; count++) expect(await signIn(known, "wrong wrong wrong")).toBe(401);
  expect(await signIn(known)).toBe(429);
  await asked.stop();
});
