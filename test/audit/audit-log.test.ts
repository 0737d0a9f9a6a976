import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AuditEvent } from "../../src/audit/audit-entry.ts";
import { auditCsv, csvCell } from "../../src/audit/audit-entry.ts";
import { type AuditLog, openAuditLog } from "../../src/audit/audit-log.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import type { Store } from "../../src/store/store.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const HOUR_MS = 3_600_000;

let folder: string;
let store: Store;
let log: AuditLog;
let time: number;
const now = () => new Date(time);

const claimed = (ticket: number): AuditEvent => ({
  who: { kind: "agent", id: "a1" },
  from: "127.0.0.1",
  what: "ticket claimed",
  about: { ticket: String(ticket) },
});

beforeEach(async () => {
  time = Date.parse("2026-03-01T12:00:00.000Z");
  folder = await mkdtemp(path.join(tmpdir(), "exit-desk-audit-"));
  store = await openEmbeddedStore(folder, { now, log: quiet });
  log = openAuditLog(store, now);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

test("lines written at once by two processes make one chain without gaps", async () => {
  const other = openAuditLog(store, now);
  await Promise.all(Array.from({ length: 40 }, (_, at) => (at % 2 ? log : other).add(claimed(at))));
  const seqs = (await log.newest({ limit: 100 })).map(({ seq }) => seq);
  expect(seqs).toEqual(Array.from({ length: 40 }, (_, at) => 40 - at));
  expect(await log.fault()).toBeNull();
});

test("pages go back from the newest line", async () => {
  for (let at = 1; at <= 5; at += 1) await log.add(claimed(at));
  const [, second] = await log.newest({ limit: 2 });
  expect(second?.seq).toBe(4);
  expect((await log.newest({ before: 4, limit: 2 })).map(({ seq }) => seq)).toEqual([3, 2]);
});

/** The log as somebody left it who changed what the store gives. */
const tampered = (change: (lines: Map<number, Record<string, unknown>>) => void, last?: number): AuditLog =>
  openAuditLog(
    {
      ...store,
      auditLines: async (name, from, to) => {
        const lines = await store.auditLines(name, 1, 100);
        change(lines);
        return new Map([...lines].filter(([seq]) => seq >= from && seq <= to));
      },
      auditEnds: async (name) => {
        const ends = await store.auditEnds(name);
        return ends && { ...ends, last: last ?? ends.last };
      },
    },
    now,
  );

test("a removed line shows", async () => {
  for (let at = 1; at <= 5; at += 1) await log.add(claimed(at));
  expect(await tampered((lines) => lines.delete(3)).fault()).toEqual({ seq: 3, fault: "missing" });
});

test("a changed line shows, and so does one that was taken out with the others moved up", async () => {
  for (let at = 1; at <= 4; at += 1) await log.add(claimed(at));
  const changed = tampered((lines) => lines.set(3, { ...lines.get(3), from: "10.0.0.9" }));
  expect(await changed.fault()).toEqual({ seq: 3, fault: "changed" });
  const movedUp = tampered((lines) => {
    lines.set(2, { ...lines.get(3), seq: 2 });
    lines.set(3, { ...lines.get(4), seq: 3 });
  }, 3);
  expect(await movedUp.fault()).toEqual({ seq: 2, fault: "changed" });
});

test("the newest lines cannot be cut off unseen while the ends are as they were written", async () => {
  for (let at = 1; at <= 3; at += 1) await log.add(claimed(at));
  expect(await tampered(() => undefined, 2).fault()).toEqual({ seq: 2, fault: "changed" });
});

test("old lines go from the front, and the chain holds from the first that stays", async () => {
  for (let at = 1; at <= 5; at += 1) {
    await log.add(claimed(at));
    time += HOUR_MS;
  }
  expect(await log.forgetBefore(new Date(time - 3 * HOUR_MS))).toBe(2);
  expect((await log.newest({ limit: 10 })).map(({ seq }) => seq)).toEqual([5, 4, 3]);
  expect(await log.fault()).toBeNull();
  await log.add(claimed(6));
  expect(await log.fault()).toBeNull();
});

test("T41: no cell of the export is a formula", async () => {
  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", '=HYPERLINK("x")'])
    expect(csvCell(text)).toMatch(/^"'/);
  expect(csvCell('a "b"')).toBe('"a ""b"""');
  await log.add({ ...claimed(1), from: "=cmd|' /C calc'!A0" });
  expect(await auditCsv(log.lines())).toContain(`"'=cmd|' /C calc'!A0"`);
});
