import type { Messages } from "../guide/messages.ts";
import type { Sends } from "../outbox/outbox.ts";
import type { AboutToStore } from "../store/decorated-store.ts";
import type { Activity } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import { isConnectorConversation, outgoingTeamsActivity, type References } from "./references.ts";
import { SEND_KIND, sending } from "./send-activity.ts";

const isForPerson = ({ audience, activity: { type, from } }: AboutToStore["said"][number]): boolean =>
  audience === "everyone" && type === "message" && from?.role !== "user";

/** Wants whatever the bot, an agent or the desk says in a conversation of the connector sent there. */
export const sendReplies =
  (parts: { references: Pick<References, "find">; held: HeldReplies; words: Messages }): Sends =>
  async (about) => {
    const conversation = about.conversationId;
    if (!isConnectorConversation(conversation)) return [];
    const said = parts.held.rest(about, about.said.filter(isForPerson));
    const reference = said.length === 0 ? null : await parts.references.find(conversation);
    if (reference === null) return [];
    const { serviceUrl, conversationId } = reference;
    return said.map(({ activity }) =>
      sending(
        { id: `${SEND_KIND}-${activity.id}`, talk: conversation },
        {
          serviceUrl,
          conversationId,
          activity: outgoingTeamsActivity(activity, reference, parts.words),
          replaces: null,
        },
      ),
    );
  };

type Said = AboutToStore["said"][number];

const MOST = 200;

/** A request that is open, and what of its conversation goes into its answer. */
interface Open {
  takes: (activity: Activity) => boolean;
  ids: Set<string>;
  /** all that was taken comes after this seq */
  after: number;
}

/** What a request holds back. */
export interface ReplyHold {
  readonly holdsAny: boolean;
  /** Holds no more, and gives what was held and is in the log by now. */
  release(): Promise<Activity[]>;
}

/** Replies that go into the answer of the open request that they are for; all others go through the outbox. */
export class HeldReplies {
  readonly #open = new Map<string, Set<Open>>();

  constructor(private readonly store: Pick<Store, "readLog">) {}

  /** Holds back what a request takes of a conversation. */
  hold(conversation: string, takes: Open["takes"]): ReplyHold {
    const open: Open = { takes, ids: new Set(), after: 0 };
    const others = this.#open.get(conversation) ?? new Set();
    this.#open.set(conversation, others.add(open));
    return {
      get holdsAny() {
        return open.ids.size > 0;
      },
      release: async () => {
        others.delete(open);
        if (others.size === 0 && this.#open.get(conversation) === others) this.#open.delete(conversation);
        if (open.ids.size === 0) return [];
        const log = await this.store.readLog(conversation, { after: open.after, limit: MOST });
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
