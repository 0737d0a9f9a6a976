import type { AboutToStore } from "../../outbox/with-sends.ts";
import type { Activity } from "../../store/activity.ts";
import type { Store } from "../../store/port.ts";

type Said = AboutToStore["said"][number];

const MOST = 200;

/** A request that is open, and what of its talk goes into its answer. */
interface Open {
  takes: (activity: Activity) => boolean;
  ids: Set<string>;
  /** all that was taken comes after this seq */
  after: number;
}

/** What a request holds back. */
export interface Hold {
  readonly holdsAny: boolean;
  /** Holds no more, and gives what was held and is in the log by now. */
  release(): Promise<Activity[]>;
}

/** Replies that go into the answer of the open request that they are for; all others go through the outbox. */
export class HeldReplies {
  readonly #open = new Map<string, Set<Open>>();

  constructor(private readonly store: Pick<Store, "readLog">) {}

  /** Holds back what a request takes of a talk. */
  hold(talk: string, takes: Open["takes"]): Hold {
    const open: Open = { takes, ids: new Set(), after: 0 };
    const others = this.#open.get(talk) ?? new Set();
    this.#open.set(talk, others.add(open));
    return {
      get holdsAny() {
        return open.ids.size > 0;
      },
      release: async () => {
        others.delete(open);
        if (others.size === 0 && this.#open.get(talk) === others) this.#open.delete(talk);
        if (open.ids.size === 0) return [];
        const log = await this.store.readLog(talk, { after: open.after, limit: MOST });
        return log.map(({ activity }) => activity).filter(({ id = "" }) => open.ids.has(id));
      },
    };
  }

  /** What of this nobody holds back. */
  rest({ conversationId, answers }: AboutToStore, said: readonly Said[]): readonly Said[] {
    const open = [...(this.#open.get(conversationId) ?? [])];
    return open.length === 0
      ? said
      : said.filter(({ activity }) => !this.#taken(open, activity, answers ?? 0));
  }

  #taken(open: readonly Open[], activity: Activity, answers: number): boolean {
    const taker = open.find(({ takes }) => takes(activity));
    if (taker === undefined || activity.id === undefined) return false;
    if (taker.ids.size === 0) taker.after = answers;
    taker.ids.add(activity.id);
    return true;
  }
}
