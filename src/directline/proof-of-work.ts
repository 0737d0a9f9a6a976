import { type HttpResponse, ok } from "../http/problems.ts";
import type { Request } from "../http/route.ts";
import { Proof } from "../tickets/intake/proof-of-work.ts";
import { claimsFor, readRenewal } from "./authorization.ts";
import type { DirectLineContext } from "./context.ts";

/**
 * `GET /conversations/:id/challenge`: returns the proof of work that releases the conversation's ticket from
 * quarantine; `null` when none is required.
 */
export const giveChallenge =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    const claims = await claimsFor(req, line);
    if ("refused" in claims) return claims;
    const wait = line.rateLimits.renew(claims.conversation);
    if (wait) return wait;
    return ok({ challenge: (await line.quarantine?.challenge(claims.conversation)) ?? null });
  };

/**
 * `POST /conversations/:id/challenge` with `{challenge, nonces}`: verifies a proof, and returns whether the
 * ticket is queued.
 */
export const takeProof =
  (line: DirectLineContext) =>
  async (req: Request): Promise<HttpResponse> => {
    const read = await readRenewal(req, line, claimsFor);
    if ("refused" in read) return read;
    const proof = Proof.safeParse(read.body);
    if (!proof.success) return { refused: "bad-proof" };
    const came = (await line.quarantine?.prove(read.claims.conversation, proof.data)) ?? "let-in";
    return came === "wrong" ? { refused: "bad-proof" } : ok({ queued: came === "let-in" });
  };
