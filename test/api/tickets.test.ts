import { afterAll, beforeAll, expect, test } from "vitest";
import { message } from "../store/material.ts";
import { openApi, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

interface Line {
  number: number;
  place: number | null;
  lastText: string | null;
  lastFrom: string | null;
  unread: number;
}

let api: TestApi;
let oak: Browser;
let alder: Browser;
let birch: Browser;
beforeAll(async () => {
  api = await openApi({ limits: { writesPerAgent: { burst: 1000, perSecond: 100 } } });
  oak = await api.join("Oak", "owner");
  alder = await api.join("Alder", "agent");
  birch = await api.join("Birch Miller", "agent");
});
afterAll(() => api.stop());

const say = (number: number, text: string) =>
  api.store.receive(`talk-${number}`, {
    activity: message(text),
    keys: [],
    at: new Date().toISOString(),
    needsTurn: false,
  });
const list = async (browser: Browser, query: string): Promise<Line[]> =>
  (await browser.get(`/tickets?${query}`)).body.tickets;
const numbers = async (browser: Browser, query: string): Promise<number[]> =>
  (await list(browser, query)).map(({ number }) => number);

test("T27: of fifty who claim at once over HTTP one has the ticket, and the others are told who", async () => {
  await api.openTicket(1001);
  const claims = await Promise.all(
    Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? alder : birch).post("/tickets/1001/claim")),
  );
  const holder = (await oak.get("/tickets/1001")).body.ticket.state.by;
  const [winner, loser] = holder === alder.id ? [alder, birch] : [birch, alder];
  const lost = claims.filter((_, at) => (at % 2 === 0 ? alder : birch) === loser);
  expect(lost.map(({ status }) => status)).toEqual(Array(25).fill(409));
  const by = { id: winner.id, name: winner === alder ? "Alder" : "Birch Miller" };
  for (const { body } of lost) expect(body).toMatchObject({ code: "taken", by });
  expect(
    (await oak.get("/tickets/1001")).body.ticket.audit.map(({ what }: { what: string }) => what),
  ).toContain("claimed");
});

test("lists are the queue in its order, one's own, what anybody has, what is closed, and all", async () => {
  await api.openTicket(1010);
  await api.openTicket(1011, { priority: "urgent" });
  await api.openTicket(1012);
  await api.openTicket(1013);
  await alder.post("/tickets/1012/claim");
  await birch.post("/tickets/1013/claim");
  // biome-ignore lint/suspicious/noThenProperty: the API's field has this name
  await birch.post("/tickets/1013/resolve", { outcome: "answered", then: "done" });
  const queue = await list(alder, "state=waiting");
  expect(queue.map(({ number, place }) => [number, place])).toEqual([
    [1011, 1],
    [1010, 2],
  ]);
  expect(await numbers(alder, "state=mine")).toContain(1012);
  expect(await numbers(birch, "state=mine")).not.toContain(1012);
  expect(await numbers(oak, "state=claimed")).toContain(1012);
  expect(await numbers(birch, "state=claimed")).not.toContain(1012);
  expect(await numbers(birch, "state=resolved")).toEqual([1013]);
  expect(await numbers(oak, "state=all")).toEqual([1013, 1012, 1011, 1010, 1001]);
  expect(await numbers(birch, "state=all")).not.toContain(1012);
});

test("a list goes on where the last one ended", async () => {
  const first = (await oak.get("/tickets?state=all&limit=2")).body;
  expect([first.tickets.map(({ number }: Line) => number), first.more]).toEqual([[1013, 1012], true]);
  expect(await numbers(oak, "state=all&limit=2&before=1012")).toEqual([1011, 1010]);
  const last = (await oak.get("/tickets?state=all&limit=2&before=1010")).body;
  expect([last.tickets.map(({ number }: Line) => number), last.more]).toEqual([[1001], false]);
  expect(await numbers(oak, "state=waiting&limit=1&before=1011")).toEqual([1010]);
  expect((await oak.get("/tickets?state=none")).status).toBe(400);
  expect((await oak.get("/tickets?limit=100000")).status).toBe(400);
});

test("a line shows the newest words without addresses and numbers, and what nobody has read", async () => {
  await api.openTicket(1020);
  await say(1020, "my mail is someone@example.org");
  await say(1020, `call +351 912 345 678 or ${"x".repeat(200)}`);
  const line = (await list(alder, "state=waiting")).find(({ number }) => number === 1020);
  expect(line?.lastText).toMatch(/^call \[…\] or x+…$/);
  expect(line?.lastText?.length).toBe(140);
  expect([line?.lastFrom, line?.unread]).toEqual(["person", 2]);
  await alder.post("/tickets/1020/claim");
  await alder.post("/conversations/talk-1020/read", { upTo: 3 });
  const [mine] = (await list(alder, "state=mine")).filter(({ number }) => number === 1020);
  expect(mine?.unread).toBe(0);
});

test("a ticket comes with the same person's others, the names in its audit and its receipts", async () => {
  const over = { userId: "dl_same" };
  await api.openTicket(1030, over);
  await api.openTicket(1031, over);
  await birch.post("/tickets/1031/claim");
  await alder.post("/tickets/1030/claim");
  await alder.post("/tickets/1030/transfer", { to: birch.id, note: "knows more" });
  const { body } = await birch.get("/tickets/1030");
  expect(body.ticket.state).toMatchObject({ kind: "claimed", by: birch.id });
  expect(body.agentNames).toEqual({ [alder.id]: "Alder", [birch.id]: "Birch Miller" });
  expect(body.others.map(({ number }: Line) => number)).toEqual([1031]);
  expect(body.receipts).toEqual([]);
  expect((await oak.get("/agents")).body.agents.find(({ id }: { id: string }) => id === birch.id).load).toBe(
    (await numbers(birch, "state=mine")).length,
  );
});

test("a ticket is given to a team that there is and to somebody who works here, and to nobody else", async () => {
  await api.openTicket(1040);
  await alder.post("/tickets/1040/claim");
  const give = async (to: string) => (await alder.post("/tickets/1040/transfer", { to })).body;
  expect((await give("team:nobody")).code).toBe("unknown-team");
  expect((await give("somebody")).code).toBe("unknown-agent");
  expect((await give("team:billing")).ticket).toMatchObject({ team: "billing", state: { kind: "queued" } });
});

test("a closed ticket takes no moves, and one that there is not is not there", async () => {
  const closed = await alder.post("/tickets/1013/claim");
  expect([closed.status, closed.body.code]).toEqual([409, "closed"]);
  for (const path of ["/tickets/999/claim", "/tickets/abc/claim", "/tickets/0/release"]) {
    const { status, body } = await alder.post(path);
    expect([status, body.code]).toEqual([404, "unknown-ticket"]);
  }
  expect((await alder.get("/tickets/1001e1")).status).toBe(404);
});

test("the priority a ticket has already is no change, and a close tells its outcome", async () => {
  const oak = await api.join("Olive", "supervisor");
  await api.openTicket(7001);
  await oak.post("/tickets/7001/claim");
  const { ticket } = (await oak.post("/tickets/7001/priority", { priority: "high" })).body;
  const same = await oak.post("/tickets/7001/priority", { priority: "high" });
  expect([same.status, same.body.ticket]).toEqual([200, ticket]);
  // biome-ignore lint/suspicious/noThenProperty: the API's field has this name
  const closed = (await oak.post("/tickets/7001/resolve", { outcome: "partly", then: "done" })).body.ticket;
  expect(closed.audit.at(-1)).toMatchObject({ what: "resolved", about: { outcome: "partly" } });
});
