import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/**
 * Proof of work: for each puzzle number from 0, a nonce such that the SHA-256 of `<challenge>:<number>:<nonce>` starts
 * with `bits` zero bits.
 */
export interface Challenge {
  challenge: string;
  puzzles: number;
  bits: number;
  expiresAt: string;
}

/** Solution of a client: the challenge, and a nonce for each puzzle in order. */
export const Proof = z.strictObject({
  challenge: z.string().max(200),
  nonces: z.array(z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)).max(64),
});
export type Proof = z.infer<typeof Proof>;

/** several small puzzles even out the solving time, which varies widely for a single large one */
const PUZZLES = 16;
const FEWEST_BITS = 12;
/** about one second on one browser thread of a typical computer */
const MOST_BITS = 16;
const LIFE_MS = 5 * 60_000;

/** Ticket that a challenge is bound to. Release changes `since`, so a proof works once. */
export interface ChallengedTicket {
  conversationId: string;
  number: number;
  /** start of the quarantine */
  since: string;
}

/** Returns the difficulty, which grows with the ratio to the usual rate. */
export const bitsFor = ({ recent, usual }: { recent: number; usual: number }): number =>
  Math.min(MOST_BITS, FEWEST_BITS + Math.max(0, Math.floor(Math.log2(recent / Math.max(1, usual)))) * 2);

/** Returns a truncated HMAC, so that the hashed input fits into one SHA-256 block. */
const marked = (key: Buffer, of: ChallengedTicket, head: string): string =>
  createHmac("sha256", key)
    .update(JSON.stringify([of.conversationId, of.number, of.since, head]))
    .digest()
    .subarray(0, 16)
    .toString("base64url");

/** Makes the challenge of a ticket. */
export function makeChallenge(key: Buffer, of: ChallengedTicket, bits: number, now: number): Challenge {
  const until = now + LIFE_MS;
  const head = `${until.toString(36)}.${bits}`;
  return {
    challenge: `${head}.${marked(key, of, head)}`,
    puzzles: PUZZLES,
    bits,
    expiresAt: new Date(until).toISOString(),
  };
}

/** Verifies a proof for a ticket. Costs one HMAC, and one hash per puzzle. */
export function isProven(key: Buffer, of: ChallengedTicket, proof: Proof, now: number): boolean {
  const { challenge, nonces } = proof;
  const [, head = "", until = "", bits = "", mac = ""] =
    /^(([0-9a-z]{1,11})\.(\d{1,2}))\.([\w-]{22})$/.exec(challenge) ?? [];
  const [given, good] = [Buffer.from(mac), Buffer.from(marked(key, of, head))];
  if (given.length !== good.length || !timingSafeEqual(given, good)) return false;
  if (Number.parseInt(until, 36) < now || nonces.length !== PUZZLES) return false;
  return nonces.every((nonce, puzzle) => leadingZeros(`${challenge}:${puzzle}:${nonce}`) >= Number(bits));
}

const leadingZeros = (text: string): number =>
  Math.clz32(createHash("sha256").update(text).digest().readUInt32BE(0));
