import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Stands where a channel's connector would: keeps what a bot sends, and answers 200. */
export interface Receiver {
  url: string;
  /** how many activities it got for this conversation */
  got(conversation: string): number;
}

const sentTo = /^\/v3\/conversations\/([^/]+)\/activities/;

/** Starts a receiver on a free port of this machine. */
export async function startReceiver(): Promise<Receiver> {
  const kept = new Map<string, unknown[]>();
  const server = createServer((req, res) => {
    let text = "";
    req.setEncoding("utf8");
    req.on("data", (part) => {
      text += part;
    });
    req.on("end", () => {
      const conversation = sentTo.exec(req.url ?? "")?.[1] ?? "";
      const activities = kept.get(conversation) ?? [];
      activities.push(JSON.parse(text));
      kept.set(conversation, activities);
      res.setHeader("content-type", "application/json");
      res.end(`{"id":"${activities.length}"}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    got: (conversation) => kept.get(conversation)?.length ?? 0,
  };
}
