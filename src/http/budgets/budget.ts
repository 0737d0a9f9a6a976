import type { Origin } from "../client-address.ts";
import type { Claim, DistributedCounters, TokenBuckets } from "../distributed-counters.ts";
import type { BudgetLimits as Figures } from "../limits.ts";

interface Reservation {
  refund: () => void;
  until: number;
}

/**
 * Reserves the expected cost of pending turns until they run, so that a burst cannot be admitted before it is
 * charged.
 */
export class Reserve {
  readonly #reservations = new Map<string, Reservation[]>();

  /**
   * `forgottenMs`: age in milliseconds at which a reservation expires, because the turn ran elsewhere or
   * never.
   */
  constructor(
    private readonly forgottenMs: number,
    private readonly now: () => number,
  ) {}

  add(conversation: string, refund: () => void): void {
    this.#forget();
    const reservations = this.#reservations.get(conversation) ?? [];
    reservations.push({ refund, until: this.now() + this.forgottenMs });
    // re-inserted, so that the map stays ordered by expiry
    this.#reservations.delete(conversation);
    this.#reservations.set(conversation, reservations);
  }

  /** Releases the oldest reservation of a conversation. */
  end(conversation: string): void {
    const reservations = this.#reservations.get(conversation);
    const first = reservations?.shift();
    if (reservations?.length === 0) this.#reservations.delete(conversation);
    first?.refund();
  }

  #forget(): void {
    const now = this.now();
    for (const [conversation, reservations] of this.#reservations) {
      if ((reservations.at(-1)?.until ?? 0) > now) return;
      this.#reservations.delete(conversation);
      for (const { refund } of reservations) refund();
    }
  }
}

/** Level at which a budget is counted. */
export type Scope = "conversation" | "network" | "wide network" | "strangers";

/** The conversation and network that a cost is charged to. */
export interface Spender {
  conversation: string;
  from: Origin;
  /**
   * start of the conversation in milliseconds since 1970; null until someone has written in it, so without a
   * reserve
   */
  began: number | null;
  /** known to the desk, so exempt from the budgets of strangers */
  known: boolean;
}

/** An exhausted scope, and the seconds until it has tokens again. */
interface UsedUp {
  scope: Scope;
  seconds: number;
}

/** A budget for one consumable resource, such as bytes on disk. */
export interface Budget {
  /** Returns the exhausted scope for a spender, or null. */
  usedUp(by: Spender): UsedUp | null;
  spend(by: Spender, amount: number): void;
  /** Spends temporarily. Returns a function that refunds the amount. */
  lend(by: Spender, amount: number): () => void;
  /** Returns the share of the burst that strangers have left together; negative when they overdrew it. */
  left(): number;
}

const hourSeconds = 3600;
const everybody = "all";
/** share of the burst after which usage is shared with the other processes */
const shareFrom = 0.05;

/** Makes a budget. Known spenders are charged by conversation only. */
export function makeBudget(
  name: string,
  { reserve, ...figures }: Figures,
  counts: Pick<DistributedCounters, "buckets">,
): Budget {
  const bucketsOf = (figure: keyof typeof figures): TokenBuckets => {
    const { burst, perHour } = figures[figure];
    const options = { shareFrom, ...(figure !== "perConversation" && { reserve }) };
    return counts.buckets(`${name}.${figure}`, { burst, perSecond: perHour / hourSeconds }, options);
  };
  const conversations = bucketsOf("perConversation");
  const networks = bucketsOf("perNetwork");
  const wideNetworks = bucketsOf("perWideNetwork");
  const strangers = bucketsOf("ofStrangers");
  const all: readonly [Scope, TokenBuckets, (by: Spender) => string][] = [
    ["conversation", conversations, ({ conversation }) => conversation],
    ["network", networks, ({ from }) => from.network],
    ["wide network", wideNetworks, ({ from }) => from.wide],
    ["strangers", strangers, () => everybody],
  ];
  const own = all.slice(0, 1);
  const scopesOf = ({ known }: Spender): typeof all => (known ? own : all);
  const claimOf = ({ conversation, began }: Spender): Claim | null =>
    began === null ? null : { began, spent: conversations.spent(conversation) };
  return {
    usedUp: (by) => {
      const claim = claimOf(by);
      for (const [scope, buckets, keyOf] of scopesOf(by)) {
        const seconds = buckets.wait(keyOf(by), claim);
        if (seconds > 0) return { scope, seconds };
      }
      return null;
    },
    spend: (by, amount) => {
      const claim = claimOf(by);
      for (const [, buckets, keyOf] of scopesOf(by)) buckets.spend(keyOf(by), amount, claim);
    },
    lend: (by, amount) => {
      const claim = claimOf(by);
      const lent = scopesOf(by).map(([, buckets, keyOf]) => buckets.spend(keyOf(by), amount, claim));
      return () => {
        for (const [nth, [, buckets, keyOf]] of all.entries()) {
          const from = lent[nth];
          if (from !== undefined) buckets.refund(keyOf(by), amount, from);
        }
      };
    },
    left: () => strangers.left(everybody),
  };
}
