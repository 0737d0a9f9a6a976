import type { IncomingMessage } from "node:http";
import type { Refused } from "../../../web/answer.ts";
import { letPass, readJson } from "../../../web/body.ts";
import type { Claims, Guard } from "./guard.ts";

/** Teams documents about 100 KB for a message; it comes twice, as text and as an HTML attachment. */
const MOST_BYTES = 256 * 1024;

/** Reads what the connector sent and proves that it did. A body whose token cannot be the connector's is not kept. */
export async function admit(
  req: IncomingMessage,
  guard: Guard,
): Promise<{ claims: Claims; activity: unknown } | Refused> {
  const { authorization } = req.headers;
  if (!guard.mayCome(authorization)) {
    letPass(req);
    return { refused: "no-token" };
  }
  const body = await readJson(req, MOST_BYTES);
  if ("refused" in body) return body;
  const checked = await guard.check({ authorization, activity: body.value });
  return "refused" in checked ? checked : { ...checked, activity: body.value };
}
