import type { Messages } from "../guide/messages.ts";
import type { Sends } from "../outbox/outbox.ts";
import type { AboutToStore } from "../store/decorated-store.ts";
import type { Activity } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import { isConnectorConversation, outgoingTeamsActivity, type References } from "./references.ts";
import { SEND_KIND, sendEntry } from "./send-activity.ts";

const isForPerson = ({ audience, activity: { type, from } }: AboutToStore["said"][number]): boolean =>
  audience === "everyone" && type === "message" && from?.role !== "user";

/** Makes outbox entries for all public replies in connector conversations. */
export const sendReplies =
  (parts: { references: Pick<References, "find">; held: HeldReplies; words: Messages }): Sends =>
  async (about) => {
    const conversation = about.conversationId;
    if (!isConnectorConversation(conversation)) return [];
    const publicReplies = parts.held.rest(about, about.said.filter(isForPerson));
    const reference = publicReplies.length === 0 ? null : await parts.references.find(conversation);
    if (reference === null) return [];
    const { serviceUrl, conversationId } = reference;
    return publicReplies.map(({ activity }) =>
      sendEntry(
        { id: `${SEND_KIND}-${activity.id}`, conversationId: conversation },
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

/** An open request, and the replies that it will return. */
interface Open {
  takes: (activity: Activity) => boolean;
  ids: Set<string>;
  /** lower bound of the held replies in the log */
  after: number;
}

/** Hold of one request on replies. */
export interface ReplyHold {
  readonly holdsAny: boolean;
  /** Ends the hold, and returns the held replies that are in the log. */
  release(): Promise<Activity[]>;
}

/** Replies that an open request returns in its own response; all others go through the outbox. */
export class HeldReplies {
  readonly #open = new Map<string, Set<Open>>();

  constructor(private readonly store: Pick<Store, "readLog">) {}

  /** Starts to hold the replies of a conversation that a request accepts. */
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

  /** Returns the replies that no request holds. */
  rest({ conversationId, answers }: AboutToStore, said: readonly Said[]): readonly Said[] {
    const open = [...(this.#open.get(conversationId) ?? [])];
    return open.length === 0
      ? said
      : said.filter(({ activity }) => !this.#claim(open, activity, answers ?? 0));
  }

  #claim(open: readonly Open[], activity: Activity, answers: number): boolean {
    const taker = open.find(({ takes }) => takes(activity));
    if (taker === undefined || activity.id === undefined) return false;
    if (taker.ids.size === 0) taker.after = answers;
    taker.ids.add(activity.id);
    return true;
  }
}
