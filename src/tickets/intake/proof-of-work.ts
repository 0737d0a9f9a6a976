import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/**
 * A proof of work: for each of `puzzles` numbers from 0 on, a nonce with which the SHA-256 of
 * `<challenge>:<number>:<nonce>` begins with `bits` zero bits.
 */
export interface Challenge {
  challenge: string;
  puzzles: number;
  bits: number;
  expiresAt: string;
}

/** What a client posts: the challenge as it came, and a nonce for each puzzle in order. */
export const Proof = z.strictObject({
  challenge: z.string().max(200),
  nonces: z.array(z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)).max(64),
});
export type Proof = z.infer<typeof Proof>;

/** several small puzzles take about the same time for everybody; a single large one is a lottery */
const PUZZLES = 16;
const FEWEST_BITS = 12;
/** about a second of one thread of a browser on a usual computer */
const MOST_BITS = 16;
const LIFE_MS = 5 * 60_000;

/** What a challenge is made for. It is of no use for anything else, and not twice: a ticket that is let in is not `since` then any more. */
export interface ChallengedTicket {
  conversationId: string;
  number: number;
  /** since when it is in quarantine */
  since: string;
}

/** How hard it is by how far the rate is above what is usual. */
export const bitsFor = ({ recent, usual }: { recent: number; usual: number }): number =>
  Math.min(MOST_BITS, FEWEST_BITS + Math.max(0, Math.floor(Math.log2(recent / Math.max(1, usual)))) * 2);

/** Half of the HMAC, so that all that is hashed is one block of SHA-256. */
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

/** Tells whether the challenge was made for this ticket and every puzzle of it is solved; costs one HMAC and at most as many hashes as there are puzzles. */
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
