import type { IncomingMessage } from "node:http";
import { isOwnMachine } from "./client-address.ts";
import type { ProblemResponse } from "./problems.ts";
import { statusOf } from "./problems.ts";

/** Notices that a proxy stands before the desk although `TRUST_PROXY` counts none. */
export interface UndeclaredProxy {
  /** Looks at a request that came in. */
  visited(req: IncomingMessage): void;
  /** Looks at a request that is refused. */
  refused(req: IncomingMessage, why: ProblemResponse): void;
  /** Whether there is one for all that is known: no, likely (nobody from outside reaches the desk without), or seen. */
  found(): "no" | "likely" | "seen";
}

const forwarded = [
  "x-forwarded-for",
  "forwarded",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-real-ip",
  "via",
];

/** What a proxy adds to a request, by its name, or undefined. */
export const forwardedBy = ({ headers }: IncomingMessage): string | undefined =>
  forwarded.find((name) => headers[name] !== undefined);

/**
 * Watches for a proxy that adds its headers, or that adds none but for which loopback meets a limit. `warn` hears of it
 * once in the life of the process, with what told it. `proxies`: as `TRUST_PROXY` says; with one there is nothing to notice.
 */
export function watchForProxy(
  { proxies, local, listensOn }: { proxies: number; local: boolean; listensOn: string },
  warn: (toldBy: string) => void,
): UndeclaredProxy {
  const likely = proxies === 0 && !local && (listensOn === "localhost" || isOwnMachine(listensOn));
  let seen = false;
  const notice = (toldBy: string): void => {
    if (seen) return;
    seen = true;
    warn(toldBy);
  };
  return {
    visited: (req) => {
      if (proxies > 0 || seen) return;
      const header = forwardedBy(req);
      if (header !== undefined) notice(header);
    },
    refused: (req, { refused }) => {
      if (proxies > 0 || local || seen || statusOf(refused) !== 429) return;
      if (isOwnMachine(req.socket.remoteAddress ?? "")) notice("limit met from loopback");
    },
    found: () => (seen ? "seen" : likely ? "likely" : "no"),
  };
}
