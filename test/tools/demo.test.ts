import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TicketLine } from "../../src/api/schemas/tickets.ts";
import { seeded } from "../../src/nlu/training/examples.ts";
import { projectFolder } from "../../src/runtime/paths.ts";
import { readWeek, schedule } from "../../tools/demo/week.ts";
import { Browser } from "../api/browser.ts";
import { environment } from "../cli/run.ts";
import { spawn } from "../own/spawn.ts";

const folder = mkdtempSync(path.join(tmpdir(), "demo-"));
const demo = spawn(process.execPath, ["dist/tools/demo.js"], {
  cwd: projectFolder,
  env: environment({ TMPDIR: folder, PORT: "0" }),
});
let said = "";
let url = "";

beforeAll(async () => {
  await new Promise<void>((resolve, reject) => {
    demo.once("close", (code) => reject(new Error(`the demo ended with ${code}:\n${said}`)));
    for (const stream of [demo.stdout, demo.stderr])
      stream.on("data", (chunk) => {
        said += String(chunk);
        if (said.includes("Ctrl-C")) resolve();
      });
  });
  url = /^Exit Desk demo ready (\S+)\/$/m.exec(said)?.[1] ?? "";
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Somebody of the desk, signed in with what the demo printed. */
async function signedIn(role: string): Promise<Browser> {
  const [, email, password] = new RegExp(`^ +${role} +(\\S+) +(\\S+)$`, "m").exec(said) ?? [];
  const browser = new Browser(url);
  expect((await browser.post("/session", { email, password })).status).toBe(204);
  expect((await browser.look()).body.agent.role).toBe(role);
  return browser;
}

const kindsOf = (tickets: readonly TicketLine[]): Set<string> =>
  new Set(tickets.map(({ state }) => state.kind));

async function everyTicket(browser: Browser): Promise<TicketLine[]> {
  const lists = await Promise.all(
    ["all", "quarantined"].map((state) => browser.get(`/tickets?state=${state}&limit=200`)),
  );
  return lists.flatMap(({ body }) => body.tickets);
}

test("each role signs in with what the demo prints", async () => {
  for (const role of ["owner", "supervisor", "agent"]) await signedIn(role);
});

test("there are tickets in every state, urgent ones and such in distress", async () => {
  const owner = await signedIn("owner");
  const tickets = await everyTicket(owner);
  expect(kindsOf(tickets)).toEqual(
    new Set(["queued", "claimed", "waiting", "resolved", "reopened", "expired", "quarantined"]),
  );
  expect(tickets.some(({ priority }) => priority === "urgent")).toBe(true);
  expect(new Set(tickets.map(({ distress }) => distress))).toEqual(
    new Set([null, "abuse", "security", "bereavement"]),
  );
  const details = await Promise.all(tickets.map(({ number }) => owner.get(`/tickets/${number}`)));
  const done = new Set(
    details.flatMap(({ body }) => body.ticket.audit.map(({ what }: { what: string }) => what)),
  );
  for (const what of ["released", "transferred", "noted", "tags-set", "rated", "withdrawn", "person-wrote"])
    expect(done).toContain(what);
});

test("the week reaches back seven days and up to now", async () => {
  const tickets = await everyTicket(await signedIn("owner"));
  const days = new Set(tickets.map(({ openedAt }) => openedAt.slice(0, 10)));
  expect(days.size).toBeGreaterThanOrEqual(7);
  const newest = Math.max(...tickets.map(({ openedAt }) => Date.parse(openedAt)));
  expect(Date.now() - newest).toBeLessThan(24 * 3_600_000);
});

test("the reports count ratings of agents and of conversations, good ones and bad ones", async () => {
  const { body } = await (await signedIn("owner")).get("/reports");
  expect(body.csat.count).toBeGreaterThanOrEqual(8);
  expect(body.csat.byScore["5"]).toBeGreaterThan(0);
  expect(body.csat.byScore["2"]).toBeGreaterThan(0);
  expect(body.solved.yes).toBeGreaterThan(0);
  expect(body.solved.partly + body.solved.no).toBeGreaterThan(0);
});

test("all but the owner are at work, and the audit log tells what they did", async () => {
  const owner = await signedIn("owner");
  const { agents } = (await owner.get("/agents")).body;
  for (const { role, presence } of agents) if (role !== "owner") expect(presence).toBe("available");
  const { lines } = (await owner.get("/audit")).body;
  expect(new Set(lines.map(({ what }: { what: string }) => what))).toContain("ticket resolved");
});

describe("the schedule", () => {
  const week = readWeek("data/demo/week.json");
  const end = new Date("2026-03-10T10:00:00.000Z");

  test("is the same for the same seed, and another one for another", () => {
    expect(schedule(week, end, seeded(1))).toEqual(schedule(week, end, seeded(1)));
    expect(schedule(week, end, seeded(2))).not.toEqual(schedule(week, end, seeded(1)));
  });

  test("has the same stories at every hour of the day", () => {
    const storiesBy = (hours: number) => {
      const at = new Date(end.getTime() + hours * 3_600_000);
      return schedule(week, at, seeded(1))
        .filter(({ visitor }) => visitor < week.stories.length)
        .map(({ at: moment, ...rest }) => ({ before: at.getTime() - moment.getTime(), ...rest }));
    };
    expect(storiesBy(13)).toEqual(storiesBy(0));
  });

  test("runs forward and never beyond its end", () => {
    const moments = schedule(week, end, seeded(1)).map(({ at }) => at.getTime());
    expect(moments).toEqual(moments.toSorted((one, other) => one - other));
    expect(moments.at(-1)).toBeLessThanOrEqual(end.getTime());
  });
});

test("Ctrl-C ends it with 0 and removes its folder", async () => {
  expect(readdirSync(folder).filter((name) => name.startsWith("exit-desk-demo-"))).toHaveLength(1);
  const closed = once(demo, "close");
  demo.kill("SIGINT");
  expect((await closed)[0]).toBe(0);
  expect(readdirSync(folder).filter((name) => name.startsWith("exit-desk-demo-"))).toEqual([]);
});
