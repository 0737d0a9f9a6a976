import type { IncomingMessage } from "node:http";
import { isOwnMachine } from "./address.ts";
import { told } from "./proxies.ts";
import type { WebSettings } from "./settings.ts";

const probes: ReadonlySet<string | undefined> = new Set(["/livez", "/readyz"]);

/**
 * Tells whether a request was meant for this desk. A page whose name was made to lead to this machine (DNS rebinding)
 * names itself as `Host`, and is not heard. A proxy that is trusted may say in `X-Forwarded-Host` what it was asked for.
 * Orchestrators probe a process by its address: `/livez` and `/readyz` answer them where the desk listens beyond loopback.
 */
export function isForDesk(
  req: IncomingMessage,
  { origins, proxies = 0 }: Pick<WebSettings, "origins" | "proxies">,
): boolean {
  const { host } = req.headers;
  if (host === undefined || origins.knows(host)) return true;
  const forwarded = req.headers["x-forwarded-host"];
  if (proxies > 0 && origins.knows(told(forwarded, proxies) ?? told(forwarded, 1) ?? "")) return true;
  return probes.has(req.url) && !isOwnMachine(req.socket.localAddress ?? "127.0.0.1");
}
