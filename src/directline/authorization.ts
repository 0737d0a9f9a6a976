import type { IncomingMessage } from "node:http";
import { readJson } from "../http/body.ts";
import type { ProblemResponse } from "../http/problems.ts";
import type { Request } from "../http/route.ts";
import { bearerOf } from "../http/route.ts";
import type { DirectLineContext } from "./context.ts";
import type { Claims } from "./token.ts";

/** Tells whether a token may be shown by the page behind a request. Programs, and pages of ours that only read, name no origin. */
export function mayShow({ origins }: Pick<Claims, "origins">, { headers }: IncomingMessage): boolean {
  return origins === undefined || headers.origin === undefined || origins.includes(headers.origin);
}

/** What the request's token opens. Without a token, with a bad one, and with one whose grant has ended, nothing. */
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

/** The same, for the conversation in the path; a foreign and an unknown one are answered alike. */
export async function claimsFor(
  req: Request,
  line: Pick<DirectLineContext, "tokens" | "grants">,
): Promise<Claims | ProblemResponse> {
  const claims = await claimsOf(req, line);
  const { id } = req.params;
  return "refused" in claims || claims.conversation === id ? claims : { refused: "not-yours" };
}

/** What the request's token opens, and the body, counted against how often a token is renewed. */
export async function readRenewal(
  req: Request,
  line: DirectLineContext,
  claimsIn: typeof claimsFor = claimsOf,
): Promise<{ claims: Claims; body: unknown } | ProblemResponse> {
  const claims = await claimsIn(req, line);
  if ("refused" in claims) return claims;
  const wait = line.allowance.renew(claims.conversation);
  if (wait) return wait;
  const body = await readJson(req, line.web.settings.limits.bodyBytes);
  return "refused" in body ? body : { claims, body: body.value };
}
