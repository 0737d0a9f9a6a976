import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { bitsFor, isProven, makeChallenge } from "../../../src/tickets/intake/proof-of-work.ts";
import { solve as solveInWidget } from "../../../src/web/widget/frame/directline/proof-of-work.ts";
import { solve } from "./solve.ts";

const key = randomBytes(32);
const now = Date.parse("2026-03-20T12:00:00.000Z");
const of = { conversationId: "a", number: 1001, since: "2026-03-20T11:59:00.000Z" };
const bits = 6;
const challenge = makeChallenge(key, of, bits, now);
const proof = solve(challenge);

test("a solved challenge is proven, also by the widget's own hash", async () => {
  expect(isProven(key, of, proof, now)).toBe(true);
  expect(await solveInWidget(challenge)).toEqual(proof.nonces);
});

test.each<[string, () => boolean]>([
  ["for another conversation", () => isProven(key, { ...of, conversationId: "b" }, proof, now)],
  ["for another ticket", () => isProven(key, { ...of, number: 1002 }, proof, now)],
  ["for the ticket's next time in quarantine", () => isProven(key, { ...of, since: "later" }, proof, now)],
  ["under another key", () => isProven(randomBytes(32), of, proof, now)],
  ["after five minutes", () => isProven(key, of, proof, now + 5 * 60_000 + 1)],
  ["with a nonce too few", () => isProven(key, of, { ...proof, nonces: proof.nonces.slice(1) }, now)],
  ["with one too many", () => isProven(key, of, { ...proof, nonces: [...proof.nonces, 1] }, now)],
  [
    "with fewer bits than were asked for",
    () => {
      const easy = challenge.challenge.replace(`.${bits}.`, ".0.");
      return isProven(key, of, { challenge: easy, nonces: proof.nonces }, now);
    },
  ],
  [
    "with nonces of another challenge",
    () => {
      const other = makeChallenge(key, of, 20, now + 1);
      return isProven(key, of, { challenge: other.challenge, nonces: proof.nonces }, now);
    },
  ],
  ["of nothing", () => isProven(key, of, { challenge: "", nonces: [] }, now)],
])("it proves nothing %s", (_what, proven) => {
  expect(proven()).toBe(false);
});

test("it is harder the further the rate is above what is usual, up to an end", () => {
  const asked = [20, 39, 40, 80, 160, 100_000].map((recent) => bitsFor({ recent, usual: 20 }));
  expect(asked).toEqual([12, 12, 14, 16, 16, 16]);
});
