import type { IncomingMessage } from "node:http";
import { readJson } from "../http/body.ts";
import type { ProblemResponse } from "../http/problems.ts";
import type { Request } from "../http/route.ts";
import { bearerOf } from "../http/route.ts";
import type { DirectLineContext } from "./context.ts";
import type { Claims } from "./token.ts";

/**
 * Returns whether the page behind a request may use a token. Programs, and the desk's own reads, send no
 * origin.
 */
export function mayShow({ origins }: Pick<Claims, "origins">, { headers }: IncomingMessage): boolean {
  return origins === undefined || headers.origin === undefined || origins.includes(headers.origin);
}

/**
 * Returns the claims of a request's token; refuses a missing or invalid token, and one whose grant has ended.
 */
export async function claimsOf(
  req: IncomingMessage,
  { tokens, grants }: Pick<DirectLineContext, "tokens" | "grants">,
): Promise<Claims | ProblemResponse> {
  const token = bearerOf(req);
  if (token === null) return { refused: "no-token" };
  const claims = await tokens.read(token);
  if (claims === null || !mayShow(claims, req)) return { refused: "not-yours" };
  const holds = grants.holds(claims);
  return (typeof holds === "boolean" ? holds : await holds) ? claims : { refused: "not-yours" };
}

/**
 * Returns the claims for the conversation in the path. Responds alike to foreign and unknown conversations.
 */
export async function claimsFor(
  req: Request,
  line: Pick<DirectLineContext, "tokens" | "grants">,
): Promise<Claims | ProblemResponse> {
  const claims = await claimsOf(req, line);
  const { id } = req.params;
  return "refused" in claims || claims.conversation === id ? claims : { refused: "not-yours" };
}

/** Reads the claims of a request's token and its body; counts against the renewal limit. */
export async function readRenewal(
  req: Request,
  line: DirectLineContext,
  claimsIn: typeof claimsFor = claimsOf,
): Promise<{ claims: Claims; body: unknown } | ProblemResponse> {
  const claims = await claimsIn(req, line);
  if ("refused" in claims) return claims;
  const wait = line.rateLimits.renew(claims.conversation);
  if (wait) return wait;
  const body = await readJson(req, line.web.settings.limits.bodyBytes);
  return "refused" in body ? body : { claims, body: body.value };
}
