import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Disk, machineDisk } from "../../src/store/embedded/disk.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import type { Store } from "../../src/store/store.ts";
import { FaultyDisk } from "./faults/faulty-disk.ts";
import { inFolder } from "./faults/folder.ts";
import { allWritten } from "./faults/stores.ts";
import { keptLog } from "./kept-log.ts";
import { incoming, noon, reply, start, turn } from "./material.ts";

const options = { now: () => new Date(noon), log: keptLog() };
const journalBytes = 50_000;

async function conversations(store: Store, from: number, to: number): Promise<void> {
  const conversation = async (number: number) => {
    const id = `talk ${number}`;
    await store.openConversation(start(id));
    for (let count = 1; count <= 3; count += 1) {
      const { entry } = await store.receive(id, incoming(`message ${count}`));
      await store.commitTurn(
        turn(id, entry.seq, {
          replies: [reply("x".repeat(500))],
          state: [{ key: `directline/conversations/${id}`, value: { count }, eTag: "*" }],
        }),
      );
    }
  };
  for (let number = from; number < to; number += 20) {
    await Promise.all(
      Array.from({ length: Math.min(20, to - number) }, (_, index) => conversation(number + index)),
    );
  }
}

async function bytesOfJournal(folder: string): Promise<number> {
  const names = await readdir(join(folder, "journal"));
  const sizes = await Promise.all(
    names.map(async (name) => (await stat(join(folder, "journal", name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

test("the journal stays short however much is written", () =>
  inFolder(async (folder) => {
    const store = await openEmbeddedStore(folder, { ...options, journalBytes });
    let longest = 0;
    for (let from = 0; from < 400; from += 100) {
      await conversations(store, from, from + 100);
      longest = Math.max(longest, await bytesOfJournal(folder));
    }
    await store.close();
    expect(longest).toBeLessThan(7 * journalBytes);
  }));

test("a talk that is under way at a checkpoint is written at the next one, with all that was said", () =>
  inFolder(async (folder) => {
    let written = 0;
    const disk: Disk = {
      ...machineDisk,
      rename: (from, to) => {
        if (to.includes("conversations")) written += 1;
        return machineDisk.rename(from, to);
      },
    };
    const store = await openEmbeddedStore(folder, { ...options, journalBytes: 40_000, disk });
    const counts: number[] = [];
    for (const id of ["a", "b", "c"]) {
      await store.openConversation(start(id));
      await store.receive("a", incoming("more"));
      for (let times = 0; times < 4; times += 1) await store.receive(id, incoming("x".repeat(5_000)));
      await allWritten(store);
      counts.push(written);
    }
    await store.close();
    expect(counts).toEqual([0, 1, 2]);
    const again = await openEmbeddedStore(folder, options);
    for (const [id, lastSeq] of [
      ["a", 7],
      ["b", 4],
      ["c", 4],
    ] as const)
      expect(await again.conversation(id)).toMatchObject({ lastSeq });
    await again.close();
  }));

test("a start reads as much after 600 conversations as after 60", () =>
  inFolder(async (folder) => {
    const reads: number[] = [];
    for (const [from, to] of [
      [0, 60],
      [60, 600],
    ] as const) {
      const store = await openEmbeddedStore(folder, { ...options, journalBytes });
      await conversations(store, from, to);
      await allWritten(store);
      await store.close();
      const disk = new FaultyDisk(machineDisk);
      await (await openEmbeddedStore(folder, { ...options, journalBytes: 10_000_000, disk })).close();
      reads.push(disk.reads);
    }
    expect(Math.max(...reads)).toBeLessThan(120);
  }));

test("a turn of a long conversation among many changes as much on disk as one of a short one", () =>
  inFolder(async (folder) => {
    const changesOfTurn = async (id: string) => {
      const disk = new FaultyDisk(machineDisk);
      const store = await openEmbeddedStore(folder, { ...options, disk });
      const before = { changes: disk.changes, reads: disk.reads };
      const { entry } = await store.receive(id, incoming("hello", { keys: ["id:x"] }));
      await store.commitTurn(turn(id, entry.seq, { replies: [reply("hello")] }));
      await store.close();
      return { changes: disk.changes - before.changes, reads: disk.reads - before.reads };
    };
    const store = await openEmbeddedStore(folder, { ...options, journalBytes });
    await conversations(store, 0, 1);
    await store.openConversation(start("long"));
    for (let times = 0; times < 30; times += 1) {
      await store.commitTurn(
        turn("long", null, { replies: Array.from({ length: 64 }, () => reply("more")) }),
      );
    }
    await conversations(store, 1, 200);
    await store.close();
    const [short, long] = [await changesOfTurn("talk 0"), await changesOfTurn("long")];
    expect(long.changes).toBe(short.changes);
    expect(long.reads).toBeLessThanOrEqual(short.reads + 1);
  }));

test("quiet conversations do not stay in memory", () =>
  inFolder(async (folder) => {
    const disk = new FaultyDisk(machineDisk);
    const store = await openEmbeddedStore(folder, { ...options, journalBytes, restingBytes: 50_000, disk });
    await conversations(store, 0, 200);
    await allWritten(store);
    const before = disk.reads;
    for (let number = 0; number < 200; number += 1) await store.conversation(`talk ${number}`);
    expect(disk.reads - before).toBeGreaterThan(150);
    await store.close();
  }));

test("a store that is closed in the middle of a checkpoint closes soon and loses nothing", () =>
  inFolder(async (folder) => {
    const store = await openEmbeddedStore(folder, { ...options, journalBytes: 10_000_000 });
    await conversations(store, 0, 300);
    await store.eraseConversation("talk 0");
    const began = performance.now();
    await store.close();
    const again = await openEmbeddedStore(folder, options);
    expect(performance.now() - began).toBeLessThan(5_000);
    for (const number of [1, 150, 299])
      expect(await again.conversation(`talk ${number}`)).toMatchObject({ lastSeq: 6 });
    expect(await again.conversation("talk 0")).toBe("erased");
    await again.close();
  }));

test("whoever wants the documents to stand still gets a turn however much is written meanwhile", () =>
  inFolder(async (folder) => {
    const store = await openEmbeddedStore(folder, { ...options, journalBytes: 1 });
    await store.openConversation(start("a"));
    let going = true;
    const writing = (async () => {
      while (going) await store.receive("a", incoming("more"));
    })();
    for (let times = 0; times < 5; times += 1) await allWritten(store);
    going = false;
    await writing;
    await store.close();
  }));
