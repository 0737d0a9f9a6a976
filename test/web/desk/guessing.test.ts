import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi, password, type TestApi } from "./api-desk.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
  await api.join("Olga", "owner");
});
afterAll(() => api.stop());
const guess = (email: string, given = "wrong wrong wrong") =>
  api.browser().post("/session", { email, password: given });

test("T44: an account whose password is guessed at is locked after five attempts, for the right password too, and says when it opens", async () => {
  for (let count = 0; count < 5; count++) expect((await guess("olga@desk.example")).status).toBe(401);
  const { status, headers, body } = await guess("olga@desk.example", password);
  expect([status, body.code]).toEqual([429, "locked-out"]);
  const wait = Date.parse(headers.get("retry-after") ?? "") - Date.now();
  expect(wait).toBeGreaterThan(20_000);
  expect(wait).toBeLessThan(32_000);
  expect((await guess("other@desk.example")).status).toBe(401);
  api.wait(31_000);
  expect((await guess("olga@desk.example", password)).status).toBe(204);
});

test("T44: an account whose password is guessed at gets no more guesses by many at once", async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, () => guess("many@desk.example")));
  const compared = answers.filter(({ status }) => status === 401).length;
  expect(compared).toBeGreaterThan(0);
  expect(compared).toBeLessThanOrEqual(5);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(30 - compared);
});
