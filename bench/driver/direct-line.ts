import { once } from "node:events";
import { WebSocket } from "ws";
import type { Activity, CardAction } from "../../src/store/activity.ts";
import type { Post } from "./poster.ts";

/** A conversation over Direct Line: words go out by POST, replies come in over a WebSocket. */
export interface Line {
  say(activity: Record<string, unknown>): Promise<void>;
  /** The buttons under the bot's next message that waits for an answer. Call it before saying what it answers. */
  nextQuestion(): Promise<CardAction[]>;
  close(): void;
}

const longestWaitMs = 20_000;

/** Begins a new conversation as the widget does: a token, the conversation, its stream. */
export async function openLine(post: Post, url: string): Promise<Line> {
  const { domain, token } = JSON.parse(await post(`${url}/widget/token`, {})) as {
    domain: string;
    token: string;
  };
  const started = JSON.parse(await post(`${domain}/conversations`, {}, token)) as {
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
  const activitiesUrl = `${domain}/conversations/${started.conversationId}/activities`;
  return {
    say: async (activity) => {
      await post(activitiesUrl, activity, started.token);
    },
    nextQuestion: () =>
      new Promise((resolve, reject) => {
        const known = asked.shift();
        if (known) return resolve(known);
        const timer = setTimeout(() => reject(new Error(`${url} gave no reply in 20 s`)), longestWaitMs);
        waiting.push((buttons) => {
          clearTimeout(timer);
          resolve(buttons);
        });
      }),
    close: () => socket.terminate(),
  };
}
