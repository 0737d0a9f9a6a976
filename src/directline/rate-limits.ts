import type { Spender } from "../http/budgets/budget.ts";
import type { DistributedCounters } from "../http/distributed-counters.ts";
import type { Limits, Rate } from "../http/limits.ts";
import type { ProblemResponse } from "../http/problems.ts";
import type { Claims } from "./token.ts";

type ConversationOrigin = Pick<Claims, "conversation" | "user">;

/** Exemption of a conversation from the limits of its address. */
export type Exemption = Pick<Spender, "began" | "known">;
const stranger: Exemption = { began: null, known: false };

/**
 * Rate limits of Direct Line. Each call returns null or a refusal with the time to wait. `from`: as from
 * `countedAs`.
 */
export interface RateLimits {
  post(conversation: ConversationOrigin, from: string | null, exemption?: Exemption): ProblemResponse | null;
  upload(conversation: ConversationOrigin, from: string | null): ProblemResponse | null;
  read(conversation: string): ProblemResponse | null;
  /** limits new conversations */
  start(from: string | null): ProblemResponse | null;
  /** limits token renewals */
  renew(conversation: string): ProblemResponse | null;
  /** limits new links by e-mail */
  mail(conversation: string, from: string | null): ProblemResponse | null;
}

type RateName = { [Name in keyof Limits]: Limits[Name] extends Rate ? Name : never }[keyof Limits];

const refusal = (wait: number): ProblemResponse | null =>
  wait > 0 ? { refused: "too-fast", retryAfter: wait } : null;

/** Makes the rate limits of Direct Line. */
export function makeRateLimits(limits: Limits, counts: Pick<DistributedCounters, "buckets">): RateLimits {
  const per = (name: RateName): ((key: string) => number) => counts.buckets(name, limits[name]).take;
  const perAddress = (name: RateName): ((from: string | null) => number) => {
    const take = per(name);
    return (from) => (from === null ? 0 : take(from));
  };
  const posts = counts.buckets("postsPerConversation", limits.postsPerConversation);
  const postsOf = per("postsPerUser");
  const uploads = per("uploadsPerConversation");
  const reads = per("readsPerConversation");
  const renewals = per("tokensPerConversation");
  const postsFrom = counts.buckets("postsPerAddress", limits.postsPerAddress, {
    reserve: limits.postsReserve,
  });
  const mails = per("linksPerConversation");
  const mailsFrom = perAddress("linksPerAddress");
  const startsFrom = perAddress("tokensPerAddress");
  return {
    post: ({ conversation, user }, from, { began, known } = stranger) => {
      const claim = began === null ? null : { began, spent: posts.spent(conversation) };
      const wait = from === null || known ? 0 : postsFrom.take(from, claim);
      return refusal(wait || postsOf(user) || posts.take(conversation));
    },
    upload: ({ conversation }, from) =>
      refusal((from === null ? 0 : postsFrom.take(from)) || uploads(conversation)),
    read: (conversation) => refusal(reads(conversation)),
    start: (from) => refusal(startsFrom(from)),
    renew: (conversation) => refusal(renewals(conversation)),
    mail: (conversation, from) => refusal(mailsFrom(from) || mails(conversation)),
  };
}
