import { readFileSync } from "node:fs";
import { z } from "zod";

/** Everything an outsider may be refused, and the HTTP status of each. */
const statuses = {
  "bad-request": 400,
  "bad-json": 400,
  "too-deep": 400,
  "too-wide": 400,
  "bad-activity": 400,
  "unknown-name": 400,
  "unusable-value": 400,
  "bad-user-id": 400,
  "bad-host": 400,
  "bad-link": 400,
  "weak-password": 400,
  "unknown-team": 400,
  "bad-address": 400,
  "bad-proof": 400,
  "no-token": 401,
  "not-signed-in": 401,
  "wrong-sign-in": 401,
  "code-needed": 401,
  "wrong-code": 401,
  "bad-microsoft-token": 401,
  "not-yours": 403,
  "not-allowed": 403,
  "not-linked": 403,
  "step-up": 403,
  "code-setup": 403,
  "no-csrf": 403,
  "foreign-token": 403,
  "bad-user-token": 403,
  "foreign-origin": 403,
  "plain-http": 403,
  gone: 404,
  "not-found": 404,
  "unknown-ticket": 404,
  "unknown-agent": 404,
  "unknown-session": 404,
  "unknown-link": 404,
  "unknown-device": 404,
  "unknown-key": 404,
  "no-person": 404,
  "unknown-act": 404,
  "wrong-method": 405,
  taken: 409,
  closed: 409,
  "not-waiting": 409,
  "no-address": 409,
  "account-exists": 409,
  "last-owner": 409,
  "entra-linked": 409,
  "identity-linked": 409,
  "no-password": 409,
  "code-required": 409,
  "link-used": 410,
  "too-large": 413,
  "wrong-type": 415,
  encoded: 415,
  "no-uploads": 415,
  "too-fast": 429,
  "locked-out": 429,
  "too-many-sockets": 429,
  busy: 429,
  trouble: 500,
  "cannot-store": 503,
  "no-room": 503,
} as const;

export type RefusalCode = keyof typeof statuses;

const Sentence = z.string().trim().min(1);

const Words = z.strictObject({
  ...(Object.fromEntries(Object.keys(statuses).map((code) => [code, Sentence])) as Record<
    RefusalCode,
    z.ZodString
  >),
  /** added where a refusal is about one property */
  which: Sentence.includes("{name}"),
});
export type RefusalWords = z.infer<typeof Words>;

/** Gives the HTTP status that goes with a refusal. */
export const statusOf = (code: RefusalCode): number => statuses[code];

/** Reads the sentence for each refusal. Throws an error that names the file and the key. */
export function loadRefusalWords(file: string): RefusalWords {
  const parsed = Words.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${file}, ${issue?.path.join(".") || "top"}: ${issue?.message}`);
}
