import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rating, turn } from "../store/material.ts";
import { openApi, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

let api: TestApi;
let oak: Browser;
beforeAll(async () => {
  api = await openApi();
  oak = await api.join("Oak", "owner");
});
afterAll(() => api.stop());

describe("ready answers", () => {
  const canned = async (q: string): Promise<{ id: string; from: string; title: string }[]> => {
    return (await oak.get(`/canned?q=${encodeURIComponent(q)}`)).body.canned;
  };

  test("are the team's and the guide's, found by the beginnings of words", async () => {
    expect((await canned("")).at(0)?.from).toBe("team");
    expect((await canned("passw"))[0]).toMatchObject({ id: "no-passwords", from: "team" });
    const pause = await canned("paus period");
    expect(pause.map(({ id }) => id)).toContain("alt_pause.pause");
    expect(pause.every(({ from }) => from === "guide")).toBe(true);
    expect(await canned("xyzzy")).toEqual([]);
  });
});

test("reports keep apart what people said of agents and what they said of the bot", async () => {
  const counted = await openApi();
  const browser = await counted.join("Oak", "owner");
  const at = new Date().toISOString();
  expect((await browser.get("/reports")).body.csat).toMatchObject({ count: 0, average: null });
  await counted.openTicket(1001, { csat: { score: 5, comment: null, at } });
  await counted.openTicket(1002, { csat: { score: 2, comment: "slow", at } });
  await counted.openTicket(1003);
  await counted.store.commitTurn(turn("talk-1003", null, { at, ratings: [rating("r1", "talk-1003")] }));
  counted.wait(61_000);
  expect((await browser.get("/reports")).body).toEqual({
    csat: { count: 2, average: 3.5, byScore: { "1": 0, "2": 1, "3": 0, "4": 0, "5": 1 } },
    solved: { count: 1, yes: 0, partly: 1, no: 0 },
  });
  await counted.stop();
});
