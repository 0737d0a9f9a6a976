import type { Phrases } from "../../guide/phrases.ts";
import type { AboutToStore, Sends } from "../../outbox/with-sends.ts";
import type { HeldReplies } from "./held-replies.ts";
import { outgoing } from "./outgoing.ts";
import type { References } from "./references.ts";
import { kind, sending } from "./send.ts";
import { isConnectorTalk } from "./talk-id.ts";

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
