import { setTimeout as sleep } from "node:timers/promises";
import { type AttackedDesk, attackDesk } from "./attacked-desk.ts";
import { bytesBelow } from "./machine.ts";
import { addressOf, FloodProxy, keepAt, Stranger, sameNetwork } from "./stranger.ts";

/** What a flood left on the disk. */
export interface Stored {
  bytes: number;
  seconds: number;
  /** what an hour of it would be: what is there, and the rest at the pace of the last third */
  hourly: number;
}

const hour = 3600;
const settledShare = 0.02;
const settledSeconds = 15;

const nested = (depth: number): unknown => (depth === 0 ? "z".repeat(400) : { a: nested(depth - 1) });
const long = "漢".repeat(4000);

/** The ways to have much stored, each the largest of its kind. */
const ways: object[] = [
  { type: "event", name: "f", value: Array.from({ length: 15 }, () => "x".repeat(4000)) },
  { type: "event", name: "f", value: Array.from({ length: 15 }, () => nested(8)) },
  { type: "message", text: long },
  { type: "message", text: "hello", value: { a: "x".repeat(60_000) } },
  { type: "message", text: "hello", value: { a: "x".repeat(1900) }, locale: "en-US" },
  { type: "event", name: "n".repeat(200), value: "x".repeat(1900) },
];

const conversationLength = 40;
const refusals = 40;

/** How many posts of a flood were taken, and how many were put off. */
interface Count {
  taken: number;
  putOff: number;
}

/** Posts what is most and is taken, in conversations of `from(nth)`, until `over`. */
async function flood(
  proxy: FloodProxy,
  from: (nth: number) => string,
  { count, over }: { count: Count; over: () => boolean },
): Promise<void> {
  const taken = ways.map(() => 0);
  const refused = ways.map(() => 0);
  const worth = (way: number): boolean => taken[way] !== 0 || (refused[way] ?? 0) < refusals;
  const putOff = (): Promise<void> => {
    count.putOff += 1;
    return sleep(200);
  };
  await keepAt(48, over, async (nth) => {
    const stranger = await Stranger.begin(proxy, from(nth));
    if (stranger === null) return putOff();
    for (let posts = 0; posts < conversationLength && !over(); posts += 1) {
      const way = (nth + posts) % ways.length;
      if (!worth(way)) continue;
      const status = await stranger.post(ways[way] as object);
      if (status === 413 || status === 400) refused[way] = (refused[way] ?? 0) + 1;
      else if (status < 200 || status >= 300) return putOff();
      else {
        taken[way] = (taken[way] ?? 0) + 1;
        count.taken += 1;
      }
    }
  });
}

/** Floods for at most so many seconds; ends sooner when hardly anything is taken any more, or `enough` bytes are stored. */
async function watch(
  desk: AttackedDesk,
  from: (nth: number) => string,
  { seconds, enough }: { seconds: number; enough: number },
): Promise<Stored> {
  const before = bytesBelow(desk.dataDir);
  const grown = [0];
  const counts: Count[] = [{ taken: 0, putOff: 0 }];
  const count: Count = { taken: 0, putOff: 0 };
  let over = false;
  const proxy = new FloodProxy(desk.url);
  const flooding = flood(proxy, from, { count, over: () => over });
  const pace = (last: number): number => ((grown.at(-1) ?? 0) - (grown.at(-1 - last) ?? 0)) / last;
  const isSettled = (): boolean => {
    const then = counts.at(-1 - settledSeconds);
    if (then === undefined) return false;
    const putOff = count.putOff - then.putOff;
    return putOff > refusals && count.taken - then.taken < settledShare * putOff;
  };
  while (grown.length <= seconds && (grown.at(-1) ?? 0) < enough && !isSettled()) {
    await sleep(1000);
    grown.push(bytesBelow(desk.dataDir) - before);
    counts.push({ ...count });
  }
  over = true;
  await flooding;
  proxy.end();
  const length = grown.length - 1;
  const bytes = grown.at(-1) ?? 0;
  return { bytes, seconds: length, hourly: bytes + pace(Math.ceil(length / 3)) * Math.max(0, hour - length) };
}

/** What one network, or a thousand together, can have stored. */
export const storeFlood = (
  tree: string,
  networks: 1 | 1000,
  size: { seconds: number; enough: number },
): Promise<Stored> =>
  attackDesk(tree, { TRUST_PROXY: "1", LOG_LEVEL: "silent" }, (desk) =>
    watch(desk, networks === 1 ? sameNetwork : (nth) => addressOf(nth % networks), size),
  );
