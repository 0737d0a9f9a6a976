import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type RealClient } from "../channels/direct-line/real-client.ts";

/** A person at the real Direct Line client, behind the proxy. */
export interface Widget {
  conversationId: string;
  client: RealClient;
  /** Says it until the desk has taken it; gives the id it has in the log. */
  say(text: string): Promise<string>;
  /** The ids of all it has seen, in the order it saw them. */
  seen(): string[];
  isAnswered(id: string): boolean;
}

/** Opens a talk of its own at the desk behind `url`. */
export async function openWidget(url: string): Promise<Widget> {
  const response = await fetch(`${url}/widget/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  const { conversationId, token, domain } = (await response.json()) as Record<string, string>;
  const client = connect({ domain: domain ?? "", token: token ?? "", webSocket: true });
  const shown = (): { id?: string; type: string; replyToId?: string }[] =>
    client.seen.filter(({ type }) => type === "message");
  return {
    conversationId: conversationId ?? "",
    client,
    async say(text) {
      const channelData = { clientActivityID: randomUUID() };
      for (;;) {
        const id = await client.say(text, { channelData });
        if (id !== "retry") return id;
        await sleep(300);
      }
    },
    seen: () => shown().map(({ id }) => id ?? ""),
    isAnswered: (id) => shown().some(({ replyToId }) => replyToId === id),
  };
}
