import { hits } from "./hits.ts";
import type { Secret } from "./secret.ts";

const shapes = [
  /\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/gu,
  /\b(?:sk|pk|rk|ghp|gho|ghs|ghu|github_pat|glpat|xox[abpr]|AKIA|AIza)[-_]?[A-Za-z\d_-]{12,}/gu,
  /(?<=\bbearer\s{1,3})[\w.~+/=-]{8,}/giu,
  /(?<=\b(?:api[ _-]?key|access[ _-]?token|auth[ _-]?token|refresh[ _-]?token|client[ _-]?secret|secret[ _-]?key)\s{0,2}(?:is\s|[:=])\s{0,2})[^\s,;]{6,}/giu,
  /(?<=\b(?:verification|security|auth|authentication|login|2fa|otp|one[- ]time) (?:code|pin)\s{0,2}(?:is\s|:)?\s{0,2})\d{4,8}\b/giu,
];
const longWord = /[A-Za-z\d+/_=-]{32,}/gu;

/** Keys and tokens: JSON web tokens, keys with a known beginning, bearer and one-time codes, long hex and base64. */
export function findTokens(text: string): Secret[] {
  const named = shapes.flatMap((shape) => hits(text, shape));
  const random = hits(text, longWord).filter((hit) => looksRandom(hit[0]));
  return [...named, ...random].map((hit) => ({
    kind: "token",
    start: hit.index,
    end: hit.index + hit[0].length,
  }));
}

function looksRandom(word: string): boolean {
  if (/^[\da-f]{32,}$/iu.test(word)) return /\d/.test(word) && /[a-f]/iu.test(word);
  const digits = word.match(/\d/g)?.length ?? 0;
  return digits >= 3 && /[a-z]/.test(word) && /[A-Z]/.test(word) && !/\//.test(word.slice(0, 2));
}
