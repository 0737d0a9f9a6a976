import { appendFile, copyFile, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkStore } from "../../../src/store/check.ts";
import { places } from "../../../src/store/embedded/folders.ts";
import { segmentPath } from "../../../src/store/embedded/segment.ts";
import { keptLog } from "../kept-log.ts";
import { incoming } from "../material.ts";
import { cuts, damage, damages, fingerprint } from "./damage.ts";
import { inFolder } from "./folder.ts";
import { unseal } from "./left-by.ts";
import { allWritten, fillDocuments, fillJournal, openIn } from "./stores.ts";

/** `fillJournal` leaves an empty first segment, one with the first day and one with the next. */
const older = (folder: string) => segmentPath(folder, 2);
const newest = (folder: string) => segmentPath(folder, 3);

/** Opening ends with this file's name, and nothing in the folder has changed. */
async function refusesToStart(folder: string, file: string): Promise<void> {
  const before = await fingerprint(folder);
  await expect(openIn(folder)).rejects.toMatchObject({
    code: "store-file",
    file,
    message: expect.stringContaining("store:restore"),
  });
  expect(await fingerprint(folder)).toEqual(before);
  const broken = (await checkStore(folder)).findings.filter(({ kind }) => kind === "broken");
  expect(broken.map((finding) => finding.file)).toContain(file);
}

describe("T05 the manifest", () => {
  test.each([...damages, ...cuts])("that is %s ends the start", (_, how) =>
    inFolder(async (folder) => {
      await fillDocuments(folder);
      await damage(places.manifest(folder), how);
      await refusesToStart(folder, places.manifest(folder));
    }),
  );

  test.each([
    ["documents", fillDocuments],
    ["a journal", fillJournal],
  ])("that is missing ends the start when there are %s", (_, fill) =>
    inFolder(async (folder) => {
      await fill(folder);
      await rm(places.manifest(folder));
      await refusesToStart(folder, places.manifest(folder));
    }),
  );

  test("of an earlier checkpoint ends the start, because its journal is gone", () =>
    inFolder(async (folder) => {
      await fillDocuments(folder);
      const early = await readFile(places.manifest(folder));
      const store = await openIn(folder, { journalBytes: 1 });
      await store.receive("a", incoming("more"));
      await allWritten(store);
      await store.close();
      await writeFile(places.manifest(folder), early);
      const before = await fingerprint(folder);
      await expect(openIn(folder)).rejects.toMatchObject({ code: "store-file" });
      expect(await fingerprint(folder)).toEqual(before);
    }));
});

describe("T05 the journal", () => {
  test.each([...damages, ...cuts])("whose older segment is %s ends the start", (_, how) =>
    inFolder(async (folder) => {
      await fillJournal(folder);
      await damage(older(folder), how);
      await refusesToStart(folder, older(folder));
    }),
  );

  test.each(damages.filter(([name]) => name !== "with one changed byte"))(
    "whose newest segment is %s ends the start",
    (_, how) =>
      inFolder(async (folder) => {
        await fillJournal(folder);
        await damage(newest(folder), how);
        await refusesToStart(folder, newest(folder));
      }),
  );

  test("whose newest segment was changed before its last record ends the start", () =>
    inFolder(async (folder) => {
      await fillJournal(folder);
      const text = (await readFile(newest(folder), "latin1")).replace("the next day", "the next dax");
      await writeFile(newest(folder), text, "latin1");
      await refusesToStart(folder, newest(folder));
    }));

  test("with a missing segment ends the start", () =>
    inFolder(async (folder) => {
      await fillJournal(folder);
      await rm(older(folder));
      await refusesToStart(folder, older(folder));
    }));

  test("with swapped segments ends the start", () =>
    inFolder(async (folder) => {
      await fillJournal(folder);
      await rename(older(folder), join(folder, "aside"));
      await rename(newest(folder), older(folder));
      await rename(join(folder, "aside"), newest(folder));
      await refusesToStart(folder, newest(folder));
    }));

  test("with a segment of another store ends the start", () =>
    inFolder((folder) =>
      inFolder(async (other) => {
        await fillJournal(folder);
        await fillJournal(other);
        await copyFile(newest(other), newest(folder));
        await refusesToStart(folder, newest(folder));
      }),
    ));
});

describe("T01 a torn end of the journal of a store that was not closed", () => {
  test("is cut off and reported, wherever it was torn, and all before it is there", () =>
    inFolder(async (folder) => {
      await fillJournal(folder);
      await unseal(folder);
      const path = newest(folder);
      const manifest = await readFile(places.manifest(folder));
      const whole = await readFile(path);
      const lastFrame = whole.lastIndexOf("frame ");
      for (let length = lastFrame + 1; length < whole.length; length += 7) {
        await writeFile(path, whole.subarray(0, length));
        await writeFile(places.manifest(folder), manifest);
        const { findings } = await checkStore(folder);
        expect(findings).toMatchObject([{ kind: "repair", file: path }]);
        const log = keptLog();
        const store = await openIn(folder, { log });
        expect(log.lines).toMatchObject([
          { level: "warn", details: { file: path, bytes: length - lastFrame } },
        ]);
        expect(
          (await store.readLog("a", { after: 134, limit: 10 })).map(({ activity }) => activity.text),
        ).toEqual(["the next day"]);
        expect((await stat(path)).size).toBe(lastFrame);
        await store.close();
      }
    }));

  test.each([
    ["zeros", Buffer.alloc(5_000)],
    ["noise", Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 251))],
    ["a frame's beginning", Buffer.from("frame 0000000000 00000010 00000000\nxxx")],
  ])("that is %s after the last record is cut off, and the store goes on", (_, rest) =>
    inFolder(async (folder) => {
      await fillJournal(folder);
      await unseal(folder);
      await appendFile(newest(folder), rest);
      const store = await openIn(folder);
      await store.receive("a", incoming("after the cut"));
      await store.close();
      const again = await openIn(folder);
      expect(
        (await again.readLog("a", { after: 134, limit: 10 })).map(({ activity }) => activity.text),
      ).toEqual(["the next day", "the last", "after the cut"]);
      await again.close();
    }),
  );

  test("a start that is cut off right after the cut starts again", () =>
    inFolder(async (folder) => {
      await fillJournal(folder);
      await unseal(folder);
      const { size } = await stat(newest(folder));
      await truncate(newest(folder), size - 3);
      for (let times = 0; times < 3; times += 1) await (await openIn(folder)).close();
      const store = await openIn(folder);
      expect(await store.conversation("a")).toMatchObject({ lastSeq: 135 });
      await store.close();
    }));
});

test("T01 drafts that a kill left behind are removed at the start", () =>
  inFolder(async (folder) => {
    await fillDocuments(folder);
    await writeFile(join(folder, "tmp", "7.tmp"), '{"sum":"');
    const log = keptLog();
    await (await openIn(folder, { log })).close();
    expect(log.lines).toMatchObject([{ level: "info", details: { drafts: 1 } }]);
    expect(Object.keys(await fingerprint(join(folder, "tmp")))).toEqual([]);
  }));
