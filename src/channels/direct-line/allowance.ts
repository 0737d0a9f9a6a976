import { countedAs } from "../../web/address.ts";
import type { Refused } from "../../web/answer.ts";
import type { Counts } from "../../web/counts.ts";
import type { Limits } from "../../web/limits.ts";
import type { Claims } from "./token.ts";

type Talk = Pick<Claims, "conversation" | "user">;

/** Says whether one more is allowed: null, or the refusal with the time to wait. */
export interface Allowance {
  post(talk: Talk, address: string): Refused | null;
  upload(talk: Talk, address: string): Refused | null;
  read(conversation: string): Refused | null;
  /** a new talk */
  start(address: string): Refused | null;
  /** another token for a talk */
  renew(conversation: string): Refused | null;
}

type RateName = { [Name in keyof Limits]: Limits[Name] extends number ? never : Name }[keyof Limits];

const refusal = (wait: number): Refused | null =>
  wait > 0 ? { refused: "too-fast", retryAfter: wait } : null;

/** Makes the counters of the Direct Line door. */
export function makeAllowance(limits: Limits, counts: Pick<Counts, "buckets">): Allowance {
  const per = (name: RateName): ((key: string) => number) => counts.buckets(name, limits[name]).take;
  const perAddress = (name: RateName): ((address: string) => number) => {
    const take = per(name);
    return (address) => {
      const from = countedAs(address);
      return from === null ? 0 : take(from);
    };
  };
  const posts = per("postsPerConversation");
  const postsOf = per("postsPerUser");
  const uploads = per("uploadsPerConversation");
  const reads = per("readsPerConversation");
  const renewals = per("tokensPerConversation");
  const postsFrom = perAddress("postsPerAddress");
  const startsFrom = perAddress("tokensPerAddress");
  return {
    post: ({ conversation, user }, address) =>
      refusal(postsFrom(address) || postsOf(user) || posts(conversation)),
    upload: ({ conversation }, address) => refusal(postsFrom(address) || uploads(conversation)),
    read: (conversation) => refusal(reads(conversation)),
    start: (address) => refusal(startsFrom(address)),
    renew: (conversation) => refusal(renewals(conversation)),
  };
}
