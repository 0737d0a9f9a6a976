import type { Store } from "../../store/port.ts";
import type { Conversation } from "../../store/records.ts";
import type { Arrived } from "./arrived.ts";
import { personOf } from "./as-said.ts";
import { referenceOf } from "./reference.ts";
import type { References } from "./references.ts";
import { talkId } from "./talk-id.ts";

const remembered = 10_000;

type Start = Pick<Conversation, "id" | "channel" | "userId" | "locale">;

/** Finds the desk's talk for a conversation of a channel. */
export class Talks {
  /** the talks in which something was said, by their place in the channel */
  readonly #known = new Map<string, Start>();

  constructor(
    private readonly parts: {
      store: Pick<Store, "conversation" | "openConversation">;
      references: References;
      /** milliseconds since 1970 */
      now: () => number;
    },
  ) {}

  /** The talk, which begins here when it is new (`silent`: nothing was said in it yet). Where it is answered is kept first. */
  async enter(activity: Arrived, tenantId: string | undefined): Promise<{ start: Start; silent: boolean }> {
    const known = this.#known.get(placeOf(activity));
    const entered = known === undefined ? await this.#open(activity) : { start: known, silent: false };
    await this.parts.references.keep(entered.start.id, referenceOf(activity, tenantId));
    if (!entered.silent) this.#remember(placeOf(activity), entered.start);
    return entered;
  }

  /** The talk's id, if there is one. */
  async find(activity: Arrived): Promise<string | null> {
    const known = this.#known.get(placeOf(activity));
    if (known !== undefined) return known.id;
    for (let life = 0; ; life += 1) {
      const id = talkId(addressOf(activity), life);
      const talk = await this.parts.store.conversation(id);
      if (talk !== "erased") return talk === undefined ? null : id;
    }
  }

  /** Forgets a talk that was erased: the next word in its place begins a new one. */
  forget(talk: string): void {
    for (const [place, known] of this.#known) if (known.id === talk) this.#known.delete(place);
    this.parts.references.forget(talk);
  }

  async #open(activity: Arrived): Promise<{ start: Start; silent: boolean }> {
    const { store, now } = this.parts;
    const { channelId: channel, locale = "en" } = activity;
    const startedAt = new Date(now()).toISOString();
    for (let life = 0; ; life += 1) {
      const start = { id: talkId(addressOf(activity), life), channel, userId: personOf(activity), locale };
      const opened = await store.openConversation({ ...start, startedAt });
      if (opened !== "erased") return { start, silent: opened.conversation.lastSeq === 0 };
    }
  }

  #remember(place: string, start: Start): void {
    if (this.#known.size >= remembered) this.#known.clear();
    this.#known.set(place, start);
  }
}

const addressOf = ({ channelId, conversation }: Arrived) => ({ channelId, conversationId: conversation.id });

const placeOf = (activity: Arrived): string => JSON.stringify(addressOf(activity));
