import { isOwnMachine } from "../../web/address.ts";
import type { Refused } from "../../web/answer.ts";
import { makeBuckets } from "../../web/buckets.ts";
import type { Limits, Rate } from "../../web/limits.ts";

/** Says whether one more is allowed: null, or the refusal with the time to wait. */
export interface Allowance {
  post(conversation: string, address: string): Refused | null;
  read(conversation: string): Refused | null;
  /** a new talk */
  start(address: string): Refused | null;
  /** another token for a talk */
  renew(conversation: string): Refused | null;
}

const refusal = (wait: number): Refused | null =>
  wait > 0 ? { refused: "too-fast", retryAfter: wait } : null;

/** Makes the counters of the Direct Line door. */
export function makeAllowance(limits: Limits, now: () => number): Allowance {
  const perAddress = (rate: Rate): ((address: string) => number) => {
    const take = makeBuckets(rate, now);
    return (address) => (isOwnMachine(address) ? 0 : take(address));
  };
  const posts = makeBuckets(limits.postsPerConversation, now);
  const reads = makeBuckets(limits.readsPerConversation, now);
  const renewals = makeBuckets(limits.tokensPerConversation, now);
  const postsFrom = perAddress(limits.postsPerAddress);
  const startsFrom = perAddress(limits.tokensPerAddress);
  return {
    post: (conversation, address) => refusal(postsFrom(address) || posts(conversation)),
    read: (conversation) => refusal(reads(conversation)),
    start: (address) => refusal(startsFrom(address)),
    renew: (conversation) => refusal(renewals(conversation)),
  };
}
