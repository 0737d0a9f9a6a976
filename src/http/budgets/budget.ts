import type { Origin } from "../client-address.ts";
import type { Claim, DistributedCounters, TokenBuckets } from "../distributed-counters.ts";
import type { BudgetLimits as Figures } from "../rate-limits.ts";

interface Aside {
  giveBack: () => void;
  until: number;
}

/** What turns that are yet to run will cost, set aside until they have run: else whoever is fast would have much admitted before it costs anything. */
export class Reserve {
  readonly #asides = new Map<string, Aside[]>();

  /** `forgotten`: after so many milliseconds a turn is taken to have run, in another process or not at all. */
  constructor(
    private readonly forgottenMs: number,
    private readonly now: () => number,
  ) {}

  add(conversation: string, giveBack: () => void): void {
    this.#forget();
    const asides = this.#asides.get(conversation) ?? [];
    asides.push({ giveBack, until: this.now() + this.forgottenMs });
    // the last to be added is the last to be looked at
    this.#asides.delete(conversation);
    this.#asides.set(conversation, asides);
  }

  /** One turn of a conversation has run. */
  end(conversation: string): void {
    const asides = this.#asides.get(conversation);
    const first = asides?.shift();
    if (asides?.length === 0) this.#asides.delete(conversation);
    first?.giveBack();
  }

  #forget(): void {
    const now = this.now();
    for (const [conversation, asides] of this.#asides) {
      if ((asides.at(-1)?.until ?? 0) > now) return;
      this.#asides.delete(conversation);
      for (const { giveBack } of asides) giveBack();
    }
  }
}

/** Where a budget is counted. */
export type Scope = "conversation" | "network" | "wide network" | "strangers";

/** Who takes something: in which conversation and from where. */
export interface Spender {
  conversation: string;
  from: Origin;
  /** when the conversation began, in milliseconds since 1970, once it is known to have been spoken in; else null: it has no reserve */
  began: number | null;
  /** somebody whom the desk knows: nothing that strangers take is taken from them */
  known: boolean;
}

/** Of which scope there is nothing left, and for how many seconds. */
interface UsedUp {
  scope: Scope;
  seconds: number;
}

/** What may be taken of one thing that is used up, such as bytes on the disk. */
export interface Budget {
  /** Tells what is used up for somebody, or null. */
  usedUp(by: Spender): UsedUp | null;
  spend(by: Spender, amount: number): void;
  /** Spends for a while. What it gives takes that back. */
  lend(by: Spender, amount: number): () => void;
  /** How much strangers have left together, as a share of what they may take at once; negative: they owe it. */
  left(): number;
}

const hourSeconds = 3600;
const everybody = "all";
/** of a burst, after which the other processes are told */
const tellFrom = 0.05;

/** Makes a budget by its figures. Whoever is known is counted by their conversation alone. */
export function makeBudget(
  name: string,
  { reserve, ...figures }: Figures,
  counts: Pick<DistributedCounters, "buckets">,
): Budget {
  const bucketsOf = (figure: keyof typeof figures): TokenBuckets => {
    const { burst, perHour } = figures[figure];
    const options = { tellFrom, ...(figure !== "perConversation" && { reserve }) };
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
    began === null ? null : { began, taken: conversations.taken(conversation) };
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
          if (from !== undefined) buckets.giveBack(keyOf(by), amount, from);
        }
      };
    },
    left: () => strangers.left(everybody),
  };
}
