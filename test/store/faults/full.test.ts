import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { checkStore } from "../../../src/store/check.ts";
import { machineDisk } from "../../../src/store/embedded/disk.ts";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import type { Store } from "../../../src/store/store.ts";
import { keptLog } from "../kept-log.ts";
import { incoming, noon, start } from "../material.ts";
import { FaultyDisk } from "./faulty-disk.ts";
import { inFolder } from "./folder.ts";
import { smallDisk } from "./tmpfs.ts";

const options = { now: () => new Date(noon), journalBytes: 20_000 };
const small = smallDisk(1);
afterAll(() => small?.end());

/** Posts messages of a thousand characters until one is refused; gives the texts that were acknowledged. */
async function postUntilRefused(store: Store): Promise<string[]> {
  const kept: string[] = [];
  for (let number = 1; number <= 20_000; number += 1) {
    const text = `message ${number} ${"x".repeat(1_000)}`;
    const error = await store.receive("a", incoming(text, { keys: [text] })).then(
      () => kept.push(text) && undefined,
      (failure: unknown) => failure,
    );
    if (error === undefined) continue;
    expect(error).toMatchObject({ code: "store-unavailable" });
    return kept;
  }
  throw new Error("the disk never became full");
}

async function textsIn(store: Store): Promise<(string | undefined)[]> {
  return (await store.readLog("a", { after: 0, limit: 100_000 })).map(({ activity }) => activity.text);
}

test("T03 with no room a message is refused and not kept, what is there can be read, and with room it goes on", () =>
  inFolder(async (folder) => {
    const disk = new FaultyDisk(machineDisk);
    const log = keptLog();
    const store = await openEmbeddedStore(folder, { ...options, log, disk });
    await store.openConversation(start("a"));
    const kept = ["one", "two", "three"];
    for (const text of kept) await store.receive("a", incoming(text, { keys: [text] }));
    disk.full = true;
    for (let times = 0; times < 5; times += 1) {
      await expect(store.receive("a", incoming("four", { keys: ["four"] }))).rejects.toMatchObject({
        code: "store-unavailable",
        cause: { code: "ENOSPC" },
      });
      await expect(store.openConversation(start("b"))).rejects.toMatchObject({ code: "store-unavailable" });
    }
    expect(await textsIn(store)).toEqual(kept);
    expect(await store.conversation("b")).toBeUndefined();
    disk.full = false;
    expect(await store.receive("a", incoming("four", { keys: ["four"] }))).toMatchObject({
      duplicate: false,
    });
    expect(await store.openConversation(start("b"))).toMatchObject({ created: true });
    await store.close();
    const again = await openEmbeddedStore(folder, { ...options, log });
    expect(await textsIn(again)).toEqual([...kept, "four"]);
    await again.close();
  }));

test(
  "T03 a checkpoint that finds no room is reported, loses nothing, and is made up for later",
  { timeout: 240_000 },
  () =>
    inFolder(async (folder) => {
      const disk = new FaultyDisk(machineDisk);
      const log = keptLog();
      const store = await openEmbeddedStore(folder, { ...options, log, disk });
      await store.openConversation(start("a"));
      const texts = [`long ${"x".repeat(30_000)}`, "after it"];
      await store.receive("a", incoming(texts[0] ?? ""));
      disk.full = true;
      await expect(store.receive("a", incoming("refused"))).rejects.toMatchObject({
        code: "store-unavailable",
      });
      await expect
        .poll(() => log.lines)
        .toMatchObject([{ level: "error", details: { err: { code: "ENOSPC" } } }]);
      disk.full = false;
      await store.receive("a", incoming("after it"));
      await expect.poll(() => checkpointed(folder), { timeout: 60_000 }).toBe(true);
      await store.close();
      const again = await openEmbeddedStore(folder, { ...options, log });
      expect(await textsIn(again)).toEqual(texts);
      await again.close();
    }),
);

async function checkpointed(folder: string): Promise<boolean> {
  return (await machineDisk.list(join(folder, "conversations"))).length > 0;
}

test.skipIf(small === undefined)(
  "T03 on a disk of one megabyte the same holds",
  { timeout: 120_000 },
  async () => {
    const { folder = "" } = small ?? {};
    const log = keptLog();
    const filler = join(folder, "other people's file");
    await writeFile(filler, Buffer.alloc(300_000));
    const data = join(folder, "data");
    const store = await openEmbeddedStore(data, { ...options, log });
    await store.openConversation(start("a"));
    const kept = await postUntilRefused(store);
    expect(kept.length).toBeGreaterThan(50);
    expect(await textsIn(store)).toEqual(kept);
    await rm(filler);
    await expect
      .poll(
        () =>
          store.receive("a", incoming("room again", { keys: ["room"] })).then(
            () => true,
            () => false,
          ),
        { timeout: 60_000 },
      )
      .toBe(true);
    expect(await textsIn(store)).toEqual([...kept, "room again"]);
    await store.close();
    const again = await openEmbeddedStore(data, { ...options, log });
    expect(await textsIn(again)).toEqual([...kept, "room again"]);
    await again.close();
    expect((await checkStore(data)).findings.filter(({ kind }) => kind === "broken")).toEqual([]);
    process.stdout.write(`  a megabyte took ${kept.length} messages before the first was refused\n`);
  },
);
