import type { Visited } from "./address.ts";
import type { Refused } from "./answer.ts";
import { bearerOf, makeSecretCheck } from "./bearer.ts";
import { forwardedBy } from "./untold-proxy.ts";

/**
 * Makes the check of what operators alone may read: it takes `METRICS_TOKEN` and, while `PUBLIC_URL` is unset or names
 * this machine (`local`), programs of this machine without one. `token` null: nobody else.
 */
export function operatorsOnly(token: string | null, local: boolean): (req: Visited) => Refused | null {
  const isToken = makeSecretCheck(token === null ? [] : [token]);
  return (req) => {
    const given = bearerOf(req);
    if (given !== null && isToken(given)) return null;
    if (!local) return { refused: "no-token" };
    if (given !== null) return { refused: "not-yours" };
    return req.isExempt === true && forwardedBy(req) === undefined ? null : { refused: "no-token" };
  };
}
