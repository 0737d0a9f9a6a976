import { performance } from "node:perf_hooks";
import { quantile } from "../numbers.ts";
import { openDeskConversation } from "./desk-conversation.ts";
import type { Post } from "./poster.ts";

type Conversation = Awaited<ReturnType<typeof openDeskConversation>>;

const openAtOnce = 32;

/** The orders for many people who are connected and mostly say nothing. */
export function idleSockets(post: Post) {
  const conversations: Conversation[] = [];
  return {
    /** Opens so many conversations and leaves them connected. */
    connect: async ({ url, sockets }: { url: string; sockets: number }): Promise<void> => {
      const wanted = conversations.length + sockets;
      const connect = async (): Promise<void> => {
        for (let slot = conversations.length; slot < wanted; slot = conversations.length) {
          conversations.length += 1;
          conversations[slot] = await openDeskConversation(post, [url]);
        }
      };
      await Promise.all(Array.from({ length: openAtOnce }, connect));
    },
    /** Says something in one conversation after another; gives p50 and p95 of the time until the reply, in milliseconds. */
    poke: async ({ times }: { times: number }): Promise<{ p50: number; p95: number }> => {
      const took: number[] = [];
      for (let n = 0; n < times; n += 1) {
        const conversation = conversations[(n * 7919) % conversations.length] as Conversation;
        const began = performance.now();
        if (await conversation.answer()) took.push(performance.now() - began);
      }
      return { p50: quantile(took, 0.5), p95: quantile(took, 0.95) };
    },
    disconnect: (): void => {
      for (const conversation of conversations.splice(0)) conversation.end();
    },
  };
}
