import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TurnLeases } from "../../src/bot/turn-leases.ts";
import type { EmbeddedStore } from "../../src/store/embedded/embedded-store.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { keptLog } from "../store/kept-log.ts";
import { incoming, start } from "../store/material.ts";

const leaseThird = 10_000 / 3;
let folder: string;
let store: EmbeddedStore;
let taking: TurnLeases;
let kept: Promise<boolean>[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "exit-desk-taking-"));
  store = await openEmbeddedStore(folder, { now: () => new Date(), log: keptLog() });
  kept = [];
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  taking = new TurnLeases({
    takeTurn: store.takeTurn,
    watch: store.watch,
    keepTurn: (id, claim) => {
      const keeping = store.keepTurn(id, claim);
      kept.push(keeping);
      return keeping;
    },
  });
});
afterEach(async () => {
  taking.stop();
  vi.useRealTimers();
  await store.close();
  await rm(folder, { recursive: true });
});

test("a turn is kept once it has run for a while, before its lease ends, and until it is over", async () => {
  await store.openConversation(start("a"));
  await store.receive("a", incoming("hello"));
  const begun = await taking.next("a");
  if (begun === null || begun === "busy") throw new Error("the turn was not to be had");
  let finish: () => void = () => undefined;
  const running = taking.keeping("a", begun.by, () => new Promise<void>((resolve) => (finish = resolve)));
  vi.advanceTimersByTime(leaseThird + 1);
  expect(kept).toHaveLength(0);
  vi.advanceTimersByTime(leaseThird);
  expect(await Promise.all(kept)).toEqual([true]);
  vi.advanceTimersByTime(2 * leaseThird);
  expect(await Promise.all(kept)).toEqual([true, true, true]);
  finish();
  await running;
  vi.advanceTimersByTime(2 * leaseThird);
  expect(kept).toHaveLength(3);
});
