import type { IncomingMessage, ServerResponse } from "node:http";
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
      } else send(res, answer);
    } catch (error) {
      const about = aboutError(error);
      settings.log.error({ route: path, ...about }, "route failed");
      refuse(res, meanings[about.code ?? ""] ?? { refused: "trouble" }, path, settings);
    }
  };
}
