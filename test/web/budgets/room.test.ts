import { writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import {
  type FreeDisk,
  type FreeDiskState,
  freeDiskState,
  watchFreeDisk,
} from "../../../src/http/budgets/free-disk.ts";
import { defaultLimits } from "../../../src/http/limits.ts";
import { makeLog } from "../../../src/runtime/log.ts";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import { smallDisk } from "../../store/faults/tmpfs.ts";

const figures = { newBelow: 1000, youngBelow: 500, mostOfDisk: 1, databaseBytes: null };
const nobody: Parameters<FreeDisk["allows"]>[1] = { began: null, known: false };

test("T49: there is room again only once there is clearly more than what was too little", () => {
  const states: FreeDiskState[] = [];
  for (const free of [2000, 1000, 999, 1020, 1050, 999, 499, 510, 526, 499, 2000])
    states.push(freeDiskState({ free, size: 10_000 }, figures, states.at(-1) ?? "enough"));
  const [enough, little, hardly] = ["enough", "little", "hardly any"];
  expect(states).toEqual([
    enough,
    enough,
    little,
    little,
    enough,
    little,
    hardly,
    hardly,
    little,
    hardly,
    enough,
  ]);
});

test("T49: a small disk counts by its size", () => {
  const limits = { ...figures, mostOfDisk: 0.1 };
  const state = (free: number) => freeDiskState({ free, size: 1000 }, limits, "enough");
  expect([200, 99, 49].map(state)).toEqual(["enough", "little", "hardly any"]);
});

test("T49: first strangers begin nothing, then they are not heard in what they began, and others go on", async () => {
  let free = 2000;
  let now = 1000;
  const told: string[] = [];
  const space = async () => ({ free, size: 10_000 });
  const room = watchFreeDisk(
    space,
    figures,
    () => now,
    (state, left) => void told.push(`${state} ${left}`),
  );
  const allowed = (by = nobody) => [room.allows("open", by), room.allows("speak", by)];
  await room.check();
  expect(allowed()).toEqual([true, true]);
  now = 2000;
  free = 900;
  await room.check();
  await room.check();
  expect(allowed()).toEqual([false, true]);
  free = 100;
  await room.check();
  expect(allowed()).toEqual([false, false]);
  expect(allowed({ began: 1500, known: false })).toEqual([true, true]);
  expect(allowed({ began: 2500, known: false })).toEqual([false, false]);
  expect(allowed({ began: null, known: true })).toEqual([true, true]);
  free = 3000;
  await room.check();
  expect(allowed()).toEqual([true, true]);
  expect(told).toEqual(["little 900", "hardly any 100", "enough 3000"]);
  room.close();
});

test("T49: of a database the size that it may have counts, and nothing where none is set", async () => {
  const states = async (databaseBytes: number | null) => {
    const room = watchFreeDisk(
      async () => ({ used: 9800 }),
      { ...figures, databaseBytes },
      Date.now,
      () => {},
    );
    await room.check();
    room.close();
    return [room.state(), room.free()];
  };
  expect(await states(null)).toEqual(["enough", null]);
  expect(await states(10_000)).toEqual(["hardly any", 200]);
  expect(await states(9000)).toEqual(["hardly any", 0]);
});

test("T49: a store that does not answer leaves it as it was", async () => {
  let gone = false;
  const space = async () => {
    if (gone) throw new Error("away");
    return { free: 700, size: 10_000 };
  };
  const room = watchFreeDisk(space, figures, Date.now, () => {});
  await room.check();
  gone = true;
  await room.check();
  expect([room.state(), room.free()]).toEqual(["little", 700]);
  room.close();
});

test("T49: a real disk that fills up is noticed in good time, and that it was emptied", async (context) => {
  const disk = smallDisk(64);
  if (disk === undefined) return context.skip();
  const store = await openEmbeddedStore(path.join(disk.folder, "store"), {
    now: () => new Date(),
    log: makeLog("silent"),
  });
  const room = watchFreeDisk(store.space, defaultLimits.room, Date.now, () => {});
  const file = path.join(disk.folder, "filling");
  await room.check();
  const before = room.state();
  writeFileSync(file, Buffer.alloc(58 << 20));
  await room.check();
  const little = room.state();
  writeFileSync(`${file}-2`, Buffer.alloc(3 << 20));
  await room.check();
  expect([before, little, room.state()]).toEqual(["enough", "little", "hardly any"]);
  await Promise.all([rm(file), rm(`${file}-2`)]);
  await room.check();
  expect(room.state()).toBe("enough");
  room.close();
  await store.close();
  disk.end();
});
