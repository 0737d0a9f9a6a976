import type { IncomingMessage } from "node:http";
import type { Beginning } from "../../people/session.ts";
import { addressOf } from "../address.ts";

const longestName = 300;

/** How a session begins that a request asks for. */
export const beginningOf = (req: IncomingMessage, by: Beginning["by"]): Beginning => ({
  by,
  from: addressOf(req),
  provider: null,
  browser: (req.headers["user-agent"] ?? "").slice(0, longestName),
});
