import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

let api: TestApi;
let oak: Browser;
let alder: Browser;

beforeAll(async () => {
  api = await openApi();
  oak = await api.join("Oak", "owner");
  alder = await api.join("Alder", "agent");
});
afterAll(() => api.stop());

test("an owner reads who did what to which ticket, from where, and no word of anybody", async () => {
  await api.openTicket(1001);
  await alder.post("/tickets/1001/claim");
  await alder.post("/conversations/talk-1001/messages", { text: "a planted word" });
  await alder.post("/tickets/1001/transfer", { to: oak.id, note: "a planted word" });
  const { lines, names } = (await oak.get("/audit?limit=3")).body;
  expect(lines.map(({ what, about }: { what: string; about: object }) => [what, about])).toEqual([
    ["ticket transferred", { number: "1001", to: oak.id }],
    ["person answered", { id: "talk-1001" }],
    ["ticket claimed", { number: "1001" }],
  ]);
  expect(lines[0].who).toEqual({ kind: "agent", id: alder.id });
  expect(lines[0].from).toMatch(/127\.0\.0\.1$/);
  expect(names).toEqual({ [alder.id]: "Alder" });
  expect(JSON.stringify(lines)).not.toContain("planted");
});

test("an owner asks for the lines of somebody, of one kind, or about one ticket", async () => {
  const asked = async (query: string) =>
    (await oak.get(`/audit?${query}`)).body.lines.map(({ what }: { what: string }) => what);
  expect(await asked(`who=${alder.id}&limit=2`)).toEqual(["ticket transferred", "person answered"]);
  expect(await asked("what=ticket%20claimed&limit=1")).toEqual(["ticket claimed"]);
  expect(await asked("about=1001&limit=200")).toEqual(["ticket transferred", "ticket claimed"]);
  expect(await asked(`who=${oak.id}&about=1001`)).toEqual([]);
  expect((await oak.get("/audit?what=nothing")).status).toBe(400);
});

test("what was refused leaves no line", async () => {
  const [before] = (await oak.get("/audit?limit=1")).body.lines;
  expect((await alder.post("/tickets/1001/claim")).status).toBe(409);
  expect((await alder.post("/audit/export")).status).toBe(403);
  expect((await oak.get("/audit?limit=1")).body.lines[0].seq).toBe(before.seq);
});

test("an export has every line and leaves one itself", async () => {
  const { csv } = (await oak.post("/audit/export")).body;
  const [newest] = (await oak.get("/audit?limit=1")).body.lines;
  expect(newest.what).toBe("audit exported");
  expect(csv.trim().split("\r\n")).toHaveLength(newest.seq);
});

test("a removed line shows in the check", async () => {
  expect((await oak.get("/audit/check")).body).toEqual({ whole: true, seq: null, fault: null });
  const { auditLines } = api.store;
  api.store.auditLines = async (...range) => {
    const lines = await auditLines(...range);
    lines.delete(2);
    return lines;
  };
  expect((await oak.get("/audit/check")).body).toEqual({ whole: false, seq: 2, fault: "missing" });
});
