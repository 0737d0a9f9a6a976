import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Refused } from "../../web/answer.ts";
import type { Asked } from "../../web/route.ts";
import type { Claims, Tokens } from "./token.ts";

const bearer = /^Bearer ([\w.~+/=-]{1,4096})$/i;

/** The bearer token or secret of a request, or null. */
export const bearerOf = (req: IncomingMessage): string | null =>
  bearer.exec(req.headers.authorization ?? "")?.[1] ?? null;

/** Makes a comparison with the secrets that takes the same time however much of one is right. */
export function makeSecretCheck(secrets: readonly string[]): (given: string) => boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  const wanted = secrets.map(digest);
  return (given) => wanted.filter((one) => timingSafeEqual(digest(given), one)).length > 0;
}

/** Tells whether a token may be shown by the page behind a request. Programs, and pages of ours that only read, name no origin. */
export function mayShow({ origins }: Pick<Claims, "origins">, { headers }: IncomingMessage): boolean {
  return origins === undefined || headers.origin === undefined || origins.includes(headers.origin);
}

/** What the request's token opens. Without a token, and with a bad one, nothing. */
export async function claimsOf(req: IncomingMessage, tokens: Tokens): Promise<Claims | Refused> {
  const token = bearerOf(req);
  if (token === null) return { refused: "no-token" };
  const claims = await tokens.read(token);
  return claims !== null && mayShow(claims, req) ? claims : { refused: "not-yours" };
}

/** The same, for the conversation in the path; a foreign and an unknown one are answered alike. */
export async function claimsFor(req: Asked, tokens: Tokens): Promise<Claims | Refused> {
  const claims = await claimsOf(req, tokens);
  const { id } = req.params;
  return "refused" in claims || claims.conversation === id ? claims : { refused: "not-yours" };
}
