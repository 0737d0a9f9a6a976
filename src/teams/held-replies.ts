import type { Phrases } from "../guide/messages.ts";
import type { AboutToStore, Sends } from "../outbox/outbox.ts";
import type { Activity } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import { isConnectorTalk, outgoing, type References } from "./references.ts";
import { kind, sending } from "./send-activity.ts";

const isForPerson = ({ audience, activity: { type, from } }: AboutToStore["said"][number]): boolean =>
  audience === "everyone" && type === "message" && from?.role !== "user";

/** Wants whatever the bot, an agent or the desk says in a talk of the connector sent there. */
export const sendReplies =
  (parts: { references: Pick<References, "find">; held: HeldReplies; words: Phrases }): Sends =>
  async (about) => {
    const talk = about.conversationId;
    if (!isConnectorTalk(talk)) return [];
    const said = parts.held.rest(about, about.said.filter(isForPerson));
    const reference = said.length === 0 ? null : await parts.references.find(talk);
    if (reference === null) return [];
    const { serviceUrl, conversationId } = reference;
    return said.map(({ activity }) =>
      sending(
        { id: `${kind}-${activity.id}`, talk },
        {
          serviceUrl,
          conversationId,
          activity: outgoing(activity, reference, parts.words),
          replaces: null,
        },
      ),
    );
  };

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
