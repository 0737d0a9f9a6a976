import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type RealClient } from "../directline/real-client.ts";

/** ExpiredToken, FailedToConnect and Ended come after it, in the library's order. */
const GIVEN_UP = 3;

/** A person at the real Direct Line client, behind the proxy. */
export interface Widget {
  conversationId: string;
  end(): void;
  /** Says it until the desk has taken it; gives the id it has in the log. */
  say(text: string): Promise<string>;
  texts(): string[];
  /** The ids of all it has seen, in the order it saw them. */
  seen(): string[];
  isAnswered(id: string): boolean;
}

/** Opens a conversation of its own at the desk behind `url`. */
export async function openWidget(url: string): Promise<Widget> {
  const response = await fetch(`${url}/widget/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  const { conversationId, token, domain } = (await response.json()) as Record<string, string>;
  const join = (): RealClient => connect({ domain: domain ?? "", token: token ?? "", webSocket: true });
  let client = join();
  // the library's client gives up for good where its way back was answered with an error; a widget then joins anew
  const healing = setInterval(() => {
    if (client.status() >= GIVEN_UP) client = join();
  }, 500);
  const shown = (): { id?: string; type: string; replyToId?: string }[] =>
    client.seen.filter(({ type }) => type === "message");
  return {
    conversationId: conversationId ?? "",
    end: () => {
      clearInterval(healing);
      client.end();
    },
    async say(text) {
      const channelData = { clientActivityID: randomUUID() };
      for (;;) {
        const id = await client.say(text, { channelData });
        if (id !== "retry") return id;
        await sleep(300);
      }
    },
    texts: () => client.texts(),
    seen: () => shown().map(({ id }) => id ?? ""),
    isAnswered: (id) => shown().some(({ replyToId }) => replyToId === id),
  };
}
