import { performance } from "node:perf_hooks";
import { quantile } from "../numbers.ts";
import { openDeskTalk } from "./desk-talk.ts";
import type { Post } from "./poster.ts";

type Talk = Awaited<ReturnType<typeof openDeskTalk>>;

const openAtOnce = 32;

/** The orders for many people who are connected and mostly say nothing. */
export function idleSockets(post: Post) {
  const talks: Talk[] = [];
  return {
    /** Opens so many talks and leaves them connected. */
    connect: async ({ url, sockets }: { url: string; sockets: number }): Promise<void> => {
      const wanted = talks.length + sockets;
      const connect = async (): Promise<void> => {
        for (let slot = talks.length; slot < wanted; slot = talks.length) {
          talks.length += 1;
          talks[slot] = await openDeskTalk(post, [url]);
        }
      };
      await Promise.all(Array.from({ length: openAtOnce }, connect));
    },
    /** Says something in one talk after another; gives p50 and p95 of the time until the reply, in milliseconds. */
    poke: async ({ times }: { times: number }): Promise<{ p50: number; p95: number }> => {
      const took: number[] = [];
      for (let n = 0; n < times; n += 1) {
        const talk = talks[(n * 7919) % talks.length] as Talk;
        const began = performance.now();
        if (await talk.answer()) took.push(performance.now() - began);
      }
      return { p50: quantile(took, 0.5), p95: quantile(took, 0.95) };
    },
    disconnect: (): void => {
      for (const talk of talks.splice(0)) talk.end();
    },
  };
}
