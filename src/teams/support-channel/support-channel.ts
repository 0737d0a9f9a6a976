import type { Sender } from "../../outbox/delivery.ts";
import type { Store } from "../../store/store.ts";
import type { Ticket } from "../../store/ticket.ts";
import type { IncomingActivity, Invoke, InvokeResponse } from "../incoming-activity.ts";
import { wordsOf } from "../to-activity.ts";
import {
  type AgentsParts,
  type ChooseParts,
  channelOf,
  choose,
  isChoice,
  makeAgents,
  teamRemovedFrom,
} from "./agents.ts";
import {
  type ActionResponse,
  type CardActionParts,
  handleCardAction,
  readCardAction,
} from "./card-actions.ts";
import { openChannels, openThreads } from "./channels.ts";
import { handleThreadMessage, type ThreadMessageParts } from "./thread-messages.ts";
import { threadSender } from "./thread-sender.ts";
import type { CardParts, Post } from "./ticket-post.ts";

/** Dependencies of the support channel. */
export interface SupportChannelParts extends Pick<CardParts, "words" | "names" | "consoleUrl"> {
  store: Pick<Store, "readState" | "writeState" | "readLog" | "ticket" | "conversation" | "commitTurn">;
  human: CardActionParts["human"] & ThreadMessageParts["human"] & ChooseParts["human"];
  accounts: CardActionParts["accounts"] & AgentsParts["accounts"];
  audit: AgentsParts["audit"];
  post: Post;
  now: () => number;
  log: (event: string, about: Record<string, unknown>) => void;
}

/** Teams channel for agents: a card for each ticket, and the conversation in the thread under it. */
export interface SupportChannel {
  intercept: Invoke;
  sender: Sender;
}

const answerOf = (shown: ActionResponse): InvokeResponse => {
  const [type, value] =
    "card" in shown
      ? ["application/vnd.microsoft.card.adaptive", shown.card.content]
      : ["application/vnd.microsoft.activity.message", shown.told];
  return { status: 200, body: { statusCode: 200, type, value } };
};

export function makeSupportChannel(given: SupportChannelParts): SupportChannel {
  const { store, post, log, words } = given;
  const channels = openChannels(store);
  const threads = openThreads(store);
  const parts = { ...given, channels, threads, agents: makeAgents(given) };

  /** Replies in the conversation of an activity: once, best effort. */
  const respond = async (activity: IncomingActivity, text: string): Promise<"handled"> => {
    const { conversation, recipient, serviceUrl } = activity;
    const target = { serviceUrl, conversationId: conversation.id, replaces: null };
    const message = { type: "message", from: { id: recipient.id }, text, textFormat: "plain" };
    const { delivery } = await post(target, message);
    if (delivery.kind !== "sent") log("not told in the support channel", { reason: delivery.reason });
    return "handled";
  };

  const pressed = async (
    activity: IncomingActivity,
    what: NonNullable<ReturnType<typeof readCardAction>>,
  ) => {
    const shown = await handleCardAction(parts, what, activity);
    if (activity.type === "invoke") return answerOf(shown);
    return "told" in shown ? respond(activity, shown.told) : "handled";
  };

  const inThread = async (activity: IncomingActivity, ticket: Ticket): Promise<"handled"> => {
    if (activity.type === "messageUpdate") return respond(activity, words("support-channel.edited"));
    if (activity.type !== "message") return "handled";
    const reply = await handleThreadMessage(parts, ticket, { activity, text: wordsOf(activity) ?? "" });
    return reply === null ? "handled" : respond(activity, reply);
  };

  return {
    sender: threadSender(parts),
    async intercept(activity) {
      const team = teamRemovedFrom(activity);
      if (team !== null) await channels.leave(team);
      if (activity.type === "message" && isChoice(wordsOf(activity) ?? ""))
        return respond(activity, await choose(parts, activity));
      const channel = channelOf(activity);
      if (channel === null || (await channels.find(channel.id)) === null) return "not mine";
      await channels.met(channel);
      const action = readCardAction(activity);
      if (action !== null) return pressed(activity, action);
      const number = await threads.ticketAt(activity.conversation.id);
      const ticket = number === null ? undefined : await store.ticket(number);
      return ticket === undefined ? "not mine" : inThread(activity, ticket);
    },
  };
}
