import { once } from "node:events";
import { WebSocket } from "ws";
import type { Activity, CardAction } from "../../src/store/records.ts";
import type { Post } from "./poster.ts";

/** A conversation over Direct Line: words go out by POST, replies come in over a WebSocket. */
export interface Line {
  conversationId: string;
  say(activity: Record<string, unknown>): Promise<void>;
  /** The buttons under the bot's next message that waits for an answer. Call it before saying what it answers. */
  nextQuestion(): Promise<CardAction[]>;
  close(): void;
}

const longestWaitMs = 20_000;

/**
 * Begins a new conversation as the widget does: a token, the conversation, its stream. Each message goes to the next of
 * the desk's processes, as it would behind a balancer without stickiness; the stream stays at the first.
 */
export async function openLine(post: Post, urls: readonly string[]): Promise<Line> {
  const doors = urls.map((url) => `${url}/v3/directline/conversations`);
  const { token } = JSON.parse(await post(`${urls[0]}/widget/token`, {})) as { token: string };
  const started = JSON.parse(await post(doors[0] ?? "", {}, token)) as {
    conversationId: string;
    token: string;
    streamUrl: string;
  };
  const socket = new WebSocket(started.streamUrl, { perMessageDeflate: false });
  const asked: CardAction[][] = [];
  const waiting: ((buttons: CardAction[]) => void)[] = [];
  socket.on("message", (frame) => {
    const { activities } = JSON.parse(String(frame)) as { activities: Activity[] };
    for (const { type, suggestedActions } of activities) {
      if (type !== "message" || suggestedActions === undefined) continue;
      const next = waiting.shift();
      if (next) next(suggestedActions.actions);
      else asked.push(suggestedActions.actions);
    }
  });
  await once(socket, "open");
  let said = 0;
  return {
    conversationId: started.conversationId,
    say: async (activity) => {
      said += 1;
      await post(
        `${doors[said % doors.length]}/${started.conversationId}/activities`,
        activity,
        started.token,
      );
    },
    nextQuestion: () =>
      new Promise((resolve, reject) => {
        const known = asked.shift();
        if (known) return resolve(known);
        const timer = setTimeout(() => reject(new Error(`${urls[0]} gave no reply in 20 s`)), longestWaitMs);
        waiting.push((buttons) => {
          clearTimeout(timer);
          resolve(buttons);
        });
      }),
    close: () => socket.terminate(),
  };
}
