import { expect, test } from "vitest";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import type { Store } from "../../../src/store/store.ts";
import { keptLog } from "../kept-log.ts";
import { noon } from "../material.ts";
import { earlierDesk, heldByStaff } from "../staff-of-before.ts";
import { FaultyDisk } from "./faulty-disk.ts";
import { MemoryDisk } from "./memory-disk.ts";

const options = { now: () => new Date(noon), log: keptLog(), journalBytes: 1_000_000 };

/** A disk with the data of a version before, which knew no such records. */
async function earlierDisk(): Promise<MemoryDisk> {
  const disk = new MemoryDisk();
  const store = await openEmbeddedStore("/store", { ...options, disk });
  await store.writeState(earlierDesk.states);
  await store.close();
  return disk;
}

const openOn = (disk: MemoryDisk | FaultyDisk): Promise<Store> =>
  openEmbeddedStore("/store", { ...options, disk });

test("T01 wherever a start is killed that moves the staff of an earlier version, the next one has all of it once", async () => {
  const counted = new FaultyDisk(await earlierDisk());
  const whole = await openOn(counted);
  expect(await heldByStaff(whole)).toEqual(earlierDesk.held);
  await whole.close();
  expect(counted.changes).toBeGreaterThan(10);
  // after the moves come the documents, one like the other
  for (let at = 1; at <= counted.changes; at += at < 30 ? 1 : 25) {
    const disk = await earlierDisk();
    const killed = await openOn(new FaultyDisk(disk, { at, how: "die" })).catch(() => undefined);
    if (killed !== undefined) {
      expect(await heldByStaff(killed)).toEqual(earlierDesk.held);
      await killed.close();
    }
    const again = await openOn(disk);
    expect(await heldByStaff(again), `change ${at} of the disk`).toEqual(earlierDesk.held);
    await again.close();
  }
});

test("what was kept before is in no file after the first checkpoint, and a second start moves nothing", async () => {
  const disk = await earlierDisk();
  const log = keptLog();
  const store = await openEmbeddedStore("/store", { ...options, log, disk });
  await store.whileFrozen(async () => undefined);
  expect((await store.readState(earlierDesk.removed)).size).toBe(0);
  await store.close();
  const again = await openEmbeddedStore("/store", { ...options, log, disk });
  expect(log.lines.flatMap(({ message }) => (message.includes("moved") ? [message] : []))).toEqual([
    "staff moved into records of their own",
    "audit log moved into records of its own",
    "audit log moved into records of its own",
  ]);
  await again.close();
});

test("a store that this version has opened is one that the version before does not", async () => {
  const disk = new MemoryDisk();
  const store = await openOn(disk);
  await store.close();
  expect(String(await disk.read("/store/store.json"))).toContain('"format":2');
});
