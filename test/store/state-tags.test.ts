import { expect, test } from "vitest";
import { type Disk, machineDisk } from "../../src/store/embedded/disk.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { inFolder } from "./faults/folder.ts";
import { keptLog } from "./kept-log.ts";
import { noon } from "./material.ts";

const long = { text: "x".repeat(2_000_000) };

/** A store that has just been started: all it kept is in files. */
const withStarted = (
  use: (store: Awaited<ReturnType<typeof openEmbeddedStore>>, reads: string[]) => Promise<void>,
) =>
  inFolder(async (folder) => {
    const reads: string[] = [];
    const disk: Disk = {
      ...machineDisk,
      read: (path) => {
        reads.push(path);
        return machineDisk.read(path);
      },
    };
    const open = () =>
      openEmbeddedStore(folder, { now: () => new Date(noon), log: keptLog(), disk, journalBytes: 1 });
    const first = await open();
    await first.writeState([{ key: "long", value: long, eTag: null }]);
    for (let number = 0; number < 50; number += 1)
      await first.writeState([{ key: `short ${number}`, value: { number }, eTag: null }]);
    await first.close();
    const store = await open();
    reads.length = 0;
    await use(store, reads);
    await store.close();
  });

test("the tag of a value too long to stay in memory is read from the disk once, and follows each write", () =>
  withStarted(async (store, reads) => {
    const tag = async () => (await store.stateTags(["long"])).get("long");
    const first = await tag();
    expect(first).toBe((await store.readState(["long"])).get("long")?.eTag);
    reads.length = 0;
    for (let look = 0; look < 100; look += 1) expect(await tag()).toBe(first);
    expect(reads).toEqual([]);
    await store.writeState([{ key: "long", value: { ...long, more: 1 }, eTag: first ?? null }]);
    const second = await tag();
    expect(second).not.toBe(first);
    await expect.poll(async () => (await store.readState(["long"])).get("long")?.eTag).toBe(second);
    await store.deleteState(["long"]);
    expect(await tag()).toBe(undefined);
  }));

test("a value that is longer than all the room puts no other out of memory", () =>
  withStarted(async (store, reads) => {
    const keys = Array.from({ length: 50 }, (_, number) => `short ${number}`);
    await store.readState(keys);
    await store.readState(["long"]);
    reads.length = 0;
    await store.readState(keys);
    expect(reads).toEqual([]);
  }));
