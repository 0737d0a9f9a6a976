import type { Refused } from "../../web/answer.ts";
import type { Counts } from "../../web/counts.ts";
import type { Limits, Rate } from "../../web/limits.ts";
import type { Claims } from "./token.ts";

type Talk = Pick<Claims, "conversation" | "user">;

/** Says whether one more is allowed: null, or the refusal with the time to wait. `from`: as `countedAs` gives it. */
export interface Allowance {
  post(talk: Talk, from: string | null): Refused | null;
  upload(talk: Talk, from: string | null): Refused | null;
  read(conversation: string): Refused | null;
  /** a new talk */
  start(from: string | null): Refused | null;
  /** another token for a talk */
  renew(conversation: string): Refused | null;
  /** a new link to the address of a ticket */
  mail(conversation: string, from: string | null): Refused | null;
}

type RateName = { [Name in keyof Limits]: Limits[Name] extends Rate ? Name : never }[keyof Limits];

const refusal = (wait: number): Refused | null =>
  wait > 0 ? { refused: "too-fast", retryAfter: wait } : null;

/** Makes the counters of the Direct Line door. */
export function makeAllowance(limits: Limits, counts: Pick<Counts, "buckets">): Allowance {
  const per = (name: RateName): ((key: string) => number) => counts.buckets(name, limits[name]).take;
  const perAddress = (name: RateName): ((from: string | null) => number) => {
    const take = per(name);
    return (from) => (from === null ? 0 : take(from));
  };
  const posts = per("postsPerConversation");
  const postsOf = per("postsPerUser");
  const uploads = per("uploadsPerConversation");
  const reads = per("readsPerConversation");
  const renewals = per("tokensPerConversation");
  const postsFrom = perAddress("postsPerAddress");
  const mails = per("linksPerConversation");
  const mailsFrom = perAddress("linksPerAddress");
  const startsFrom = perAddress("tokensPerAddress");
  return {
    post: ({ conversation, user }, from) => refusal(postsFrom(from) || postsOf(user) || posts(conversation)),
    upload: ({ conversation }, from) => refusal(postsFrom(from) || uploads(conversation)),
    read: (conversation) => refusal(reads(conversation)),
    start: (from) => refusal(startsFrom(from)),
    renew: (conversation) => refusal(renewals(conversation)),
    mail: (conversation, from) => refusal(mailsFrom(from) || mails(conversation)),
  };
}
