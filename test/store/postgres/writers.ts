import { setTimeout as sleep } from "node:timers/promises";
import { StoreUnavailable } from "../../../src/store/errors.ts";
import type { Store } from "../../../src/store/store.ts";
import { incoming, reply, start, turn } from "../material.ts";

/** What one conversation was told is kept. */
export interface Tally {
  id: string;
  acknowledged: number;
  retries: number;
}

/** Writes messages and their answers to a conversation of its own, each until it is acknowledged, until it is to stop. */
export async function writeUntil(store: Store, id: string, stop: { now: boolean }): Promise<Tally> {
  const tally: Tally = { id, acknowledged: 0, retries: 0 };
  const surely = async <T>(call: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        tally.retries += 1;
        await sleep(100);
      }
    }
  };
  await surely(() => store.openConversation(start(id)));
  while (!stop.now) {
    const number = tally.acknowledged + 1;
    const message = incoming(`message ${number}`, { keys: [`id:${number}`] });
    const { entry } = await surely(() => store.receive(id, message));
    await surely(() => store.commitTurn(turn(id, entry.seq, { replies: [reply(`answer ${number}`)] })));
    tally.acknowledged = number;
  }
  return tally;
}

/** Compares the logs with what was acknowledged. */
export async function verify(
  store: Store,
  tallies: readonly Tally[],
): Promise<{ kept: number; lost: number; doubled: number }> {
  const sum = { kept: 0, lost: 0, doubled: 0 };
  for (const { id, acknowledged } of tallies) {
    const log = await store.readLog(id, { after: 0, limit: 1_000_000 });
    const texts = log.map(({ activity }) => activity.text);
    const once = new Set(texts);
    sum.doubled += texts.length - once.size;
    for (let number = 1; number <= acknowledged; number += 1)
      for (const text of [`message ${number}`, `answer ${number}`]) {
        if (once.has(text)) sum.kept += 1;
        else sum.lost += 1;
      }
  }
  return sum;
}
