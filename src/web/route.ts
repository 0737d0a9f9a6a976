import type { IncomingMessage, ServerResponse } from "node:http";
import { originOf } from "./address.ts";
import { type Answer, type Refused, refuse, send } from "./answer.ts";
import { aboutError } from "./log.ts";
import type { WebSettings } from "./settings.ts";

/** A request whose path the router has read. */
export type Asked = IncomingMessage & { params: Record<string, string> };

/** What serves a route: it gives the answer, and writes nothing itself. */
export type Handle = (req: Asked) => Answer | Promise<Answer>;

/** What the store's own errors, by their code, mean to an outsider. */
const meanings: Record<string, Refused> = {
  "store-unavailable": { refused: "cannot-store", retryAfter: 5 },
  "no-such-conversation": { refused: "gone" },
};

/** answers whose reader may take their time unnoticed, in characters */
const small = 16 * 1024;

/** Counts a long answer as held in memory until its reader has taken it, or is gone. */
function holdUntilTaken(req: Asked, res: ServerResponse, bytes: number, { memory }: WebSettings): void {
  if (memory === undefined || res.destroyed) return;
  const from = originOf(req);
  memory.hold(from, bytes);
  res.once("close", () => memory.hold(from, -bytes));
}

/** Makes the framework's handler of a route; whatever it throws becomes a fixed text with an id. */
export function route(
  path: string,
  handle: Handle,
  settings: WebSettings,
): (req: Asked, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    try {
      const answer = await handle(req);
      if ("refused" in answer) {
        settings.untoldProxy?.refused(req, answer);
        refuse(res, answer, path, settings);
      } else {
        if ("json" in answer && answer.json.length > small)
          holdUntilTaken(req, res, answer.json.length, settings);
        send(res, answer);
      }
    } catch (error) {
      const about = aboutError(error);
      settings.log.error({ route: path, ...about }, "route failed");
      refuse(res, meanings[about.code ?? ""] ?? { refused: "trouble" }, path, settings);
    }
  };
}
