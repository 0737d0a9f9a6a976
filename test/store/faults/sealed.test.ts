import { appendFile, cp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkStore } from "../../../src/store/check.ts";
import { places } from "../../../src/store/embedded/folders.ts";
import { segmentPath } from "../../../src/store/embedded/segment.ts";
import { keptLog } from "../kept-log.ts";
import { incoming } from "../material.ts";
import { fingerprint } from "./damage.ts";
import { inFolder } from "./folder.ts";
import { asEarlierVersion, framesOf, unseal } from "./left-by.ts";
import { salvage, textsIn } from "./salvaged.ts";
import { allWritten, fillDocuments, fillJournal, openIn } from "./stores.ts";

/** `fillJournal` leaves an empty first segment, one with the first day and one with the next. */
const older = (folder: string) => segmentPath(folder, 2);
const newest = (folder: string) => segmentPath(folder, 3);

/** Both the start and the check tell of the file, and nothing in the folder changes. */
async function isTold(folder: string, file: string): Promise<void> {
  const before = await fingerprint(folder);
  await expect(openIn(folder)).rejects.toMatchObject({
    code: "store-file",
    file,
    message: expect.stringContaining("--salvage"),
  });
  const { findings } = await checkStore(folder);
  expect(findings).toContainEqual(expect.objectContaining({ kind: "broken", file }));
  expect(await fingerprint(folder)).toEqual(before);
}

const ways: [string, (whole: Buffer, at: number) => Buffer][] = [
  ["flipped", (whole, at) => Buffer.from(whole.map((byte, index) => (index === at ? byte ^ 0x20 : byte)))],
  ["the first that is cut off", (whole, at) => whole.subarray(0, at)],
  ["left out", (whole, at) => Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)])],
];

describe("T01 in a store that was closed, damage of the last record", () => {
  test.each(ways)("is told wherever a byte is %s, and all but that record comes out", (_, how) =>
    inFolder(async (folder) => {
      const desk = join(folder, "desk");
      await fillJournal(desk);
      const whole = await readFile(newest(desk));
      const last = whole.length - (framesOf(whole).at(-1)?.length ?? 0);
      for (let at = last; at < whole.length; at += 1) {
        await writeFile(newest(desk), how(whole, at));
        await isTold(desk, newest(desk));
        if ((at - last) % 5 > 0 && at !== whole.length - 1) continue;
        const before = await fingerprint(desk);
        const to = join(folder, "out");
        expect(await salvage(desk, to)).toMatchObject({
          whole: false,
          out: { conversations: 2, entries: 269, tickets: 2, states: 2 },
          lost: { conversations: 0, tickets: 0, records: 1 },
        });
        expect(await fingerprint(desk)).toEqual(before);
        expect((await textsIn(to, "a"))[0]).toBe("the next day");
        expect(await textsIn(to, "a")).not.toContain("the last");
        await rm(to, { recursive: true });
      }
    }),
  );

  test.each([
    ["zeros", () => Buffer.alloc(5_000)],
    ["one byte", () => Buffer.from("\n")],
    ["a frame that was there before", (whole: Buffer) => framesOf(whole).at(-1) ?? Buffer.alloc(0)],
  ])("is also that %s were added after it, and then nothing is lost", (_, added) =>
    inFolder(async (folder) => {
      const desk = join(folder, "desk");
      await fillJournal(desk);
      await appendFile(newest(desk), added(await readFile(newest(desk))));
      await isTold(desk, newest(desk));
      expect(await salvage(desk, join(folder, "out"))).toMatchObject({ whole: true, out: { entries: 270 } });
    }),
  );

  test("is also that its segment is gone, or another record is in its place", () =>
    inFolder(async (folder) => {
      await fillJournal(folder);
      const whole = await readFile(newest(folder));
      await rm(newest(folder));
      await isTold(folder, newest(folder));
      await writeFile(newest(folder), whole);
      await unseal(folder);
      await truncate(newest(folder), whole.length - (framesOf(whole).at(-1)?.length ?? 0));
      const store = await openIn(folder);
      await store.receive("a", incoming("not last"));
      await store.close();
      await rm(segmentPath(folder, 4));
      await isTold(folder, segmentPath(folder, 4));
    }));
});

describe("T01 of a segment that another one follows", () => {
  test.each(ways)("damage is told wherever a byte is %s", (_, how) =>
    inFolder(async (folder) => {
      await fillJournal(folder);
      await unseal(folder);
      const whole = await readFile(older(folder));
      for (let at = 0; at < whole.length; at += 97) {
        await writeFile(older(folder), how(whole, at));
        await isTold(folder, older(folder));
      }
    }),
  );

  test("bytes after its end are told, and nothing is lost", () =>
    inFolder(async (folder) => {
      const desk = join(folder, "desk");
      await fillJournal(desk);
      await unseal(desk);
      await appendFile(older(desk), "x");
      await isTold(desk, older(desk));
      expect(await salvage(desk, join(folder, "out"))).toMatchObject({ whole: true, out: { entries: 270 } });
    }));
});

describe("T01 a folder of an earlier version", () => {
  test("opens with everything, also with bytes after a closed segment, and is sealed by the next stop", () =>
    inFolder(async (folder) => {
      await fillJournal(folder);
      await asEarlierVersion(folder);
      await appendFile(older(folder), "left by a write that failed");
      const { findings, endKnown } = await checkStore(folder);
      expect(findings).toMatchObject([{ kind: "repair", file: older(folder) }]);
      expect(endKnown).toBe(false);
      expect(await textsIn(folder, "a")).toEqual(["the next day", "the last"]);
      expect((await checkStore(folder)).endKnown).toBe(true);
      await truncate(newest(folder), 300);
      await isTold(folder, newest(folder));
    }));

  test("with a torn last record has it cut off at the start", () =>
    inFolder(async (folder) => {
      await fillJournal(folder);
      await asEarlierVersion(folder);
      await truncate(newest(folder), (await readFile(newest(folder))).length - 1);
      expect((await checkStore(folder)).findings).toMatchObject([{ kind: "repair", file: newest(folder) }]);
      const log = keptLog();
      await (await openIn(folder, { log })).close();
      expect(log.lines).toMatchObject([{ level: "warn", details: { file: newest(folder) } }]);
      expect(await textsIn(folder, "a")).toEqual(["the next day"]);
    }));

  test("that goes on with a store this version had sealed leaves it as good as before", () =>
    inFolder(async (folder) => {
      await fillJournal(folder);
      const sealed = await readFile(places.manifest(folder));
      const store = await openIn(folder);
      await store.receive("a", incoming("after the seal"));
      await store.close();
      await asEarlierVersion(folder);
      await writeFile(places.manifest(folder), sealed);
      expect((await checkStore(folder)).findings).toEqual([]);
      expect(await textsIn(folder, "a")).toEqual(["the next day", "the last", "after the seal"]);
    }));
});

describe("T05 documents of a store that was closed", () => {
  test.each([
    ["a conversation", (root: string) => places.conversation(root, "a")],
    ["a segment of a log", (root: string) => places.segment(root, "a", 1)],
    ["bot state", (root: string) => places.state(root, "desk")],
    ["a ticket", (root: string) => places.ticket(root, 1001)],
  ])("are checked for one that is missing: %s", (_, placeOf) =>
    inFolder(async (folder) => {
      await fillDocuments(folder);
      await rm(placeOf(folder));
      const { findings } = await checkStore(folder);
      expect(findings.filter(({ kind }) => kind === "broken").length).toBeGreaterThan(0);
    }),
  );

  test.each([
    ["a checkpoint", 1],
    ["the stop", 10_000_000],
  ])("that went away while it was closed are told for good once %s writes the next seal", (_, journalBytes) =>
    inFolder(async (folder) => {
      await fillDocuments(folder);
      const place = places.ticket(folder, 1001);
      await rm(place);
      for (const text of ["more", "and more"]) {
        const log = keptLog();
        const store = await openIn(folder, { journalBytes, log });
        await store.receive("b", incoming(text));
        await allWritten(store);
        await store.close();
        expect(log.lines.map(({ level }) => level)).toEqual(text === "more" ? ["error"] : []);
      }
      const { findings } = await checkStore(folder);
      expect(findings.filter(({ kind }) => kind === "broken")).toContainEqual({
        kind: "broken",
        file: dirname(place),
        says: "held 2 documents after a clean stop and 1 at the next start",
      });
    }),
  );

  test("are checked for one that came from elsewhere", () =>
    inFolder((folder) =>
      inFolder(async (other) => {
        await fillDocuments(folder);
        const store = await openIn(other, { journalBytes: 1 });
        for (const key of ["foreign", "foreign too"])
          await store.writeState([{ key, value: {}, eTag: null }]);
        await allWritten(store);
        await store.close();
        const place = places.state("", "foreign");
        await cp(join(other, place), join(folder, place));
        const { findings } = await checkStore(folder);
        expect(findings).toMatchObject([{ kind: "broken", file: dirname(join(folder, place)) }]);
        expect(findings[0]?.says).toBe("held 0 documents after a clean stop and 1 at the next start");
      }),
    ));
});

test("T05 a check tells of each segment that is damaged, and counts nothing then", () =>
  inFolder(async (folder) => {
    await fillJournal(folder);
    for (const path of [older(folder), newest(folder)]) await truncate(path, 300);
    const { findings, counts } = await checkStore(folder);
    expect(new Set(findings.map(({ file }) => file))).toEqual(new Set([older(folder), newest(folder)]));
    expect(counts).toBe(null);
  }));

test("a start and a stop without anything between leave the folder as it was, to the byte", () =>
  inFolder(async (folder) => {
    await fillJournal(folder);
    const before = await fingerprint(folder);
    await (await openIn(folder)).close();
    expect(await fingerprint(folder)).toEqual(before);
  }));

test("a store that is closed twice is sealed once, and not over what another has written since", () =>
  inFolder(async (folder) => {
    await fillJournal(folder);
    const first = await openIn(folder);
    await first.receive("a", incoming("of the first"));
    await first.close();
    const second = await openIn(folder);
    await second.receive("a", incoming("of the second"));
    await second.close();
    await first.close();
    expect((await checkStore(folder)).findings).toEqual([]);
    expect(await textsIn(folder, "a")).toEqual(["the next day", "the last", "of the first", "of the second"]);
  }));
