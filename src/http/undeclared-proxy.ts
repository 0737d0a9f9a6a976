import type { IncomingMessage } from "node:http";
import { isOwnMachine } from "./client-address.ts";
import type { ProblemResponse } from "./problems.ts";
import { statusOf } from "./problems.ts";

/** Detects a proxy in front of the desk although `TRUST_PROXY` is 0. */
export interface UndeclaredProxy {
  /** Inspects an incoming request. */
  visited(req: IncomingMessage): void;
  /** Inspects a refused request. */
  refused(req: IncomingMessage, why: ProblemResponse): void;
  /** Returns the finding. `likely`: the desk listens on loopback, but has a public URL. */
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

/** Returns the name of a header that proxies add, or undefined. */
export const forwardedBy = ({ headers }: IncomingMessage): string | undefined =>
  forwarded.find((name) => headers[name] !== undefined);

/**
 * Detects proxies by their headers, or by a rate limit that loopback reaches. Calls `warn` once per process with the
 * evidence. Detects nothing when `proxies` (`TRUST_PROXY`) is set.
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
