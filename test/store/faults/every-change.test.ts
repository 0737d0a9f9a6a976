import { expect, test } from "vitest";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import { keptLog } from "../kept-log.ts";
import { noon } from "../material.ts";
import { type Fault, FaultyDisk } from "./faulty-disk.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { held, isOneOf, nothing, type Step, session } from "./session.ts";
import { allWritten } from "./stores.ts";

const options = { now: () => new Date(noon), log: keptLog(), journalBytes: 1_500 };

/** What happens to the disk before the first and before the second start after the session. */
type Aftermath = (disk: MemoryDisk, start: 1 | 2) => void;

/** Runs the session on a disk with a fault, and checks what is left: at once, and after two starts on a sound disk. */
async function survive(
  fault?: Fault,
  aftermath: Aftermath = () => undefined,
): Promise<{ changes: number; failed: number }> {
  const memory = new MemoryDisk();
  const disk = new FaultyDisk(memory, fault);
  const expected = nothing();
  const failed: Step[] = [];
  const store = await openEmbeddedStore("/store", { ...options, disk }).catch(refused);
  if (store !== undefined) {
    for (const step of session) {
      const kept = await step.run(store).then(() => true, refused);
      if (kept) step.makes(expected);
      else failed.push(step);
    }
    expect(await held(store)).toEqual(expected);
    await store.close();
  }
  aftermath(memory, 1);
  const again = await openEmbeddedStore("/store", { ...options, disk: memory });
  const found = await held(again);
  const uncertain = fault?.how === "die" ? failed[0] : undefined;
  if (!isOneOf(found, expected, uncertain)) expect(found).toEqual(expected);
  await allWritten(again);
  await again.close();
  aftermath(memory, 2);
  const third = await openEmbeddedStore("/store", { ...options, disk: memory });
  expect(await held(third)).toEqual(found);
  await third.close();
  return { changes: disk.changes, failed: failed.length };
}

function refused(error: { code?: string }): undefined {
  expect(error.code).toMatch(/^(store-unavailable|no-such-conversation|EIO)$/);
}

/** Repeats the session with a fault in each of its changes of the disk. */
async function surviveAll(how: Fault["how"], aftermath: (at: number) => Aftermath): Promise<void> {
  let { changes } = await survive();
  let failed = 0;
  for (let at = 1; at <= changes; at += 1) {
    const result = await survive({ at, how }, aftermath(at)).catch((error: Error) => {
      throw new Error(`change ${at} of the disk: ${error.message}`, { cause: error });
    });
    failed += result.failed;
    changes = Math.max(changes, result.changes);
  }
  process.stdout.write(
    `  ${changes} sessions, one for each change of the disk; ${failed} calls were refused\n`,
  );
  expect(failed).toBeGreaterThan(0);
}

const nothingMore = () => () => undefined;

/** The same sequence for the same seed. */
function coin(seed: number): () => boolean {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e37_79b9) >>> 0;
    return (state & 0x10_000) !== 0;
  };
}

test("a session without a fault keeps everything", async () => {
  expect((await survive()).failed).toBe(0);
});

test("T02 a session whose end is a power cut keeps everything", async () => {
  expect((await survive(undefined, (disk) => disk.cutPower(() => false))).failed).toBe(0);
});

test("T03 whichever change of the disk fails, what was acknowledged is kept, and what was refused is not", () =>
  surviveAll("fail", nothingMore));

test("T03 whichever write is torn, what was acknowledged is kept, and what was refused is not", () =>
  surviveAll("tear", nothingMore));

test("T01 whichever change of the disk is the last of a killed process, what was acknowledged is kept", () =>
  surviveAll("die", nothingMore));

/** What of the unsynced survives a power cut. */
const survivors: [string, (at: number) => (name: string) => boolean][] = [
  ["nothing", () => () => false],
  ["everything but segments of logs", () => (name) => !name.includes(".log-")],
  ["the manifest alone", () => (name) => name.endsWith("/store.json")],
  ["the journal's folder alone", () => (name) => name.includes("/journal/")],
  ["this and that", coin],
];

test.each(survivors)(
  "T02 whenever the power goes and of the unsynced survives %s, what was acknowledged is kept",
  (_, lucky) => surviveAll("die", (at) => (disk) => disk.cutPower(lucky(at))),
);

test.each(survivors)(
  "T02 after a kill, when the next start's power goes and of the unsynced survives %s, what it has shown is kept",
  (_, lucky) =>
    surviveAll("die", (at) => (disk, start) => {
      if (start === 2) disk.cutPower(lucky(at));
    }),
);
