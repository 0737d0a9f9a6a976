import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../directline/ask.ts";
import { message } from "../store/material.ts";
import { openApi, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

const DAY_MS = 24 * 3_600_000;

interface Hit {
  ticket: { number: number };
  snippet: string;
  seq: number | null;
}

let api: TestApi;
let oak: Browser;
let alder: Browser;
beforeAll(async () => {
  api = await openApi();
  oak = await api.join("Oak", "owner");
  alder = await api.join("Alder", "agent");
});
afterAll(() => api.stop());

const find = async (browser: Browser, q: string, more = ""): Promise<Hit[]> => {
  const { status, body } = await browser.get(`/search?q=${encodeURIComponent(q)}${more}`);
  expect(status).toBe(200);
  expect(body.reachesBackDays).toBe(90);
  return body.hits;
};
const found = async (browser: Browser, q: string, more = ""): Promise<number[]> =>
  (await find(browser, q, more)).map(({ ticket }) => ticket.number);
/** What is said or erased is found, or no longer found, a moment later. */
const soon = (browser: Browser, q: string, tickets: number[]) =>
  until(async () => String(await found(browser, q)) === String(tickets));

describe("search", () => {
  beforeAll(async () => {
    await api.openTicket(1001, {}, [
      "my invoice is wrong",
      `${"word ".repeat(60)}the Zebra contract ${"word ".repeat(60)}`,
    ]);
    await api.openTicket(1002, { summary: "Wants a refund of an invoice" }, [
      "write to pat@zebra.example, +351 912 345 678",
    ]);
    await api.openTicket(1003, { tags: ["escalated"] });
    await alder.post("/tickets/1003/claim");
    await alder.post("/tickets/1003/notes", { text: "waiting for the ombudsman" });
    await soon(oak, "ombudsman", [1003]);
  });

  test("finds tickets by what they say, by what people and agents said, and by name, the newest first", async () => {
    expect(await found(oak, "invoice")).toEqual([1002, 1001]);
    expect(await found(oak, "zebra")).toEqual([1001]);
    expect(await found(oak, "escal")).toEqual([1003]);
    expect(await found(oak, "ombudsman")).toEqual([1003]);
    expect(await found(oak, "XD-1002")).toEqual([1002]);
    expect(await found(oak, "nothing like this")).toEqual([]);
  });

  test("takes all words, wherever in the ticket and its talk they stand", async () => {
    expect(await found(oak, "invoice zebra")).toEqual([1001]);
    expect(await found(oak, "invoice refund")).toEqual([1002]);
    expect(await found(oak, "refund zebra")).toEqual([]);
  });

  test("shows where, around the word, and leads to the entry", async () => {
    const [hit] = await find(oak, "zebra");
    expect(hit?.snippet).toMatch(/^….*the Zebra contract.*…$/);
    const [entry] = await api.store.readLog("talk-1001", { after: (hit?.seq ?? 0) - 1, limit: 1 });
    expect(entry?.activity.text).toContain("Zebra");
  });

  test("does not know e-mail addresses and phone numbers, and does not show them", async () => {
    for (const q of ["pat@zebra.example", "pat", "912", "351 912 345 678"])
      expect(await found(oak, q)).toEqual([]);
    const [hit] = await find(oak, "write");
    expect(hit?.snippet).toBe("write to […], […]");
  });

  test("does not give an agent what somebody else has", async () => {
    const birch = await api.join("Birch", "agent");
    expect(await found(birch, "ombudsman")).toEqual([]);
    expect(await found(alder, "ombudsman")).toEqual([1003]);
    expect(await found(birch, "invoice")).toEqual([1002, 1001]);
  });

  test("knows what comes while it runs, goes on below a number, and forgets what is erased", async () => {
    await api.openTicket(1004, {}, ["another invoice"]);
    await api.store.receive("talk-1001", {
      activity: message("about the giraffe"),
      keys: [],
      at: new Date().toISOString(),
      needsTurn: false,
    });
    await soon(oak, "giraffe", [1001]);
    expect(await found(oak, "invoice")).toEqual([1004, 1002, 1001]);
    expect(await found(oak, "invoice", "&before=1004")).toEqual([1002, 1001]);
    await api.store.eraseConversation("talk-1001");
    await soon(oak, "giraffe", []);
    expect(await found(oak, "zebra")).toEqual([]);
  });

  test("comes in pages, and says whether there is another one", async () => {
    for (let number = 1201; number <= 1230; number += 1) await api.openTicket(number, {}, ["about a heron"]);
    const page = async (more: string) => (await oak.get(`/search?q=heron${more}`)).body;
    await until(async () => {
      const last = (await page("&before=1202")).hits.map(({ ticket }: Hit) => ticket.number);
      return last.includes(1201) && (await page("")).hits[0]?.ticket.number === 1230;
    });
    const first = await page("");
    expect([first.hits.length, first.more]).toEqual([25, true]);
    const second = await page(`&before=${first.hits.at(-1).ticket.number}`);
    expect([second.hits.length, second.more]).toEqual([5, false]);
    const found = [...first.hits, ...second.hits].map(({ ticket }: Hit) => ticket.number);
    expect(found).toEqual(Array.from({ length: 30 }, (_, at) => 1230 - at));
    expect((await page("&before=1206")).more).toBe(false);
  });

  test("takes signs that mean something to search engines as they are", async () => {
    for (const q of ["*", '"invoice', "a.*b(", "-", "💥", "x".repeat(200)]) await find(oak, q);
    expect((await oak.get("/search?q=")).status).toBe(400);
    expect((await oak.get(`/search?q=${"x".repeat(201)}`)).status).toBe(400);
  });
});

test("search reaches ninety days back, and no further", async () => {
  api.wait(80 * DAY_MS);
  const browser = api.browser();
  await browser.post("/session", { email: "oak@desk.example", password: "correct horse battery" });
  await api.openTicket(1050, {}, ["a question about a llama"]);
  await soon(browser, "llama", [1050]);
  expect(await found(browser, "invoice")).toEqual([1004, 1002]);
  api.wait(11 * DAY_MS);
  await browser.post("/session", { email: "oak@desk.example", password: "correct horse battery" });
  expect(await found(browser, "llama")).toEqual([1050]);
  expect(await found(browser, "invoice")).toEqual([]);
});
