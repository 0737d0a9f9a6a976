import { performance } from "node:perf_hooks";
import { quantile } from "../numbers.ts";
import type { Conversation } from "./conversation.ts";

/** What came of a stretch of talking. Times are milliseconds from an answer to the bot's reply. */
export interface Load {
  turns: number;
  seconds: number;
  /** conversations that came to their end, and their turns */
  finished: number;
  turnsOfFinished: number;
  p50: number;
  p99: number;
}

/** Keeps so many conversations going for so long, each new one after the end of one before. The first words count as a turn. */
export async function conversationMany(
  open: () => Promise<Conversation>,
  { parallel, seconds }: { parallel: number; seconds: number },
): Promise<Load> {
  const load: Load = { turns: 0, seconds: 0, finished: 0, turnsOfFinished: 0, p50: 0, p99: 0 };
  const times: number[] = [];
  const began = performance.now();
  const until = began + seconds * 1000;
  const person = async (): Promise<void> => {
    while (performance.now() < until) {
      const conversation = await open();
      let turns = 1;
      let over = false;
      while (!over && performance.now() < until) {
        const asked = performance.now();
        over = !(await conversation.answer());
        if (over) break;
        times.push(performance.now() - asked);
        turns += 1;
      }
      conversation.end();
      load.turns += turns;
      if (over) {
        load.finished += 1;
        load.turnsOfFinished += turns;
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, person));
  load.seconds = (performance.now() - began) / 1000;
  load.p50 = quantile(times, 0.5);
  load.p99 = quantile(times, 0.99);
  return load;
}
