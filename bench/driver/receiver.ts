import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Activity } from "../../src/store/records.ts";

/** Stands where a channel's connector would: keeps what a bot sends, and answers 200. */
export interface Receiver {
  url: string;
  /** how many activities it got for this conversation */
  got(conversation: string): number;
  /** Calls back with what it gets for this conversation from now on; null: nobody any more. */
  listen(conversation: string, call: ((activity: Activity) => void) | null): void;
}

const sentTo = /^\/v3\/conversations\/([^/]+)\/activities/;

/** Starts a receiver on a free port of this machine. */
export async function startReceiver(): Promise<Receiver> {
  const kept = new Map<string, Activity[]>();
  const listeners = new Map<string, (activity: Activity) => void>();
  const server = createServer((req, res) => {
    let text = "";
    req.setEncoding("utf8");
    req.on("data", (part) => {
      text += part;
    });
    req.on("end", () => {
      const conversation = sentTo.exec(req.url ?? "")?.[1] ?? "";
      const activities = kept.get(conversation) ?? [];
      const activity = JSON.parse(text) as Activity;
      activities.push(activity);
      kept.set(conversation, activities);
      res.setHeader("content-type", "application/json");
      res.end(`{"id":"${activities.length}"}`);
      listeners.get(conversation)?.(activity);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    got: (conversation) => kept.get(conversation)?.length ?? 0,
    listen: (conversation, call) => {
      if (call === null) listeners.delete(conversation);
      else listeners.set(conversation, call);
    },
  };
}
