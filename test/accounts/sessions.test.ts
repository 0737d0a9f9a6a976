import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSessions, type Sessions } from "../../src/accounts/sessions.ts";
import type { EmbeddedStore } from "../../src/store/embedded/embedded-store.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";

const beginning = { by: "password", from: null, browser: "", provider: null } as const;
const HOUR_MS = 3_600_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let folder: string;
let store: EmbeddedStore;
let sessions: Sessions;
let time: number;
const now = () => new Date(time);

beforeEach(async () => {
  time = Date.parse("2026-03-01T12:00:00.000Z");
  folder = await mkdtemp(path.join(tmpdir(), "exit-desk-sessions-"));
  store = await openEmbeddedStore(folder, { now, log: quiet });
  sessions = openSessions(store, now);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

test("T44: a session is open while it is used, for a week at most", async () => {
  const { token } = await sessions.start("a1", beginning);
  for (let used = 0; used < 24; used++) {
    time += 7 * HOUR_MS - 1;
    expect((await sessions.find(token))?.session.agent).toBe("a1");
  }
  time += HOUR_MS;
  expect(await sessions.find(token)).toBe(null);
});

test("T44: a session that is not used for eight hours is over", async () => {
  const { token, session } = await sessions.start("a1", beginning);
  time += 8 * HOUR_MS;
  expect(await sessions.holds(session.key)).toBe(true);
  time += 1;
  expect(await sessions.holds(session.key)).toBe(false);
  expect(await sessions.find(token)).toBe(null);
});

test("a session outlives a restart, and its token stands nowhere on disk", async () => {
  const { token } = await sessions.start("a1", beginning);
  await store.close();
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((file) =>
    file.isFile(),
  );
  for (const file of files)
    expect(await readFile(path.join(file.parentPath, file.name), "latin1")).not.toContain(token);
  store = await openEmbeddedStore(folder, { now, log: quiet });
  expect((await openSessions(store, now).find(token))?.session.agent).toBe("a1");
});

test("many sign-ins at once all hold, and signing out everywhere ends each of them and nobody else's", async () => {
  const mine = await Promise.all(Array.from({ length: 12 }, () => sessions.start("a1", beginning)));
  const other = await sessions.start("a2", beginning);
  expect(await sessions.list("a1")).toHaveLength(12);
  const ended: string[] = [];
  sessions.watchEnds((key) => ended.push(key));
  await sessions.endAll("a1");
  expect(ended.sort()).toEqual(mine.map(({ session }) => session.key).sort());
  expect(await Promise.all(mine.map(({ token }) => sessions.find(token)))).toEqual(Array(12).fill(null));
  expect(await sessions.find(other.token)).not.toBe(null);
});

test("one session ends without the others, and is not brought back by a request that is under way", async () => {
  const [one, two] = [await sessions.start("a1", beginning), await sessions.start("a1", beginning)];
  time += HOUR_MS;
  await Promise.all([sessions.find(one.token), sessions.end(one.session)]);
  expect(await sessions.find(one.token)).toBe(null);
  expect((await sessions.list("a1")).map(({ key }) => key)).toEqual([two.session.key]);
});

test("sessions that are over are forgotten when their agent signs in again", async () => {
  const { session } = await sessions.start("a1", beginning);
  time += 9 * HOUR_MS;
  await sessions.start("a1", beginning);
  expect(await store.session(session.key)).toBe(undefined);
});

test("T44: an owner of the desk sets how long sessions stay open", async () => {
  const strict = openSessions(store, now, { idleHours: 0.5, longestHours: 1 });
  const [used, unused] = [await strict.start("a1", beginning), await strict.start("a1", beginning)];
  time += HOUR_MS / 2;
  expect(await strict.find(used.token)).not.toBe(null);
  time += HOUR_MS / 2;
  expect(await strict.find(unused.token)).toBe(null);
  expect(await strict.find(used.token)).not.toBe(null);
  time += 1;
  expect(await strict.find(used.token)).toBe(null);
});
