import type { Activity } from "../../store/activity.ts";
import type { Actor, QueueLine } from "../human-desk.ts";
import { senderOf } from "../said/agent-says.ts";
import { placeInQueue } from "../said/events.ts";

type Listener = (conversationId: string, activity: Activity) => void;

/** What people are to see at once and no log keeps. */
export class Passing {
  readonly #listeners = new Set<{ call: Listener }>();

  /** Returns how to stop. */
  watch(call: Listener): () => void {
    const listener = { call };
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  place = (line: QueueLine): void => this.#pass(line.ticket.conversationId, placeInQueue(line));

  typing(conversationId: string, actor: Actor): void {
    this.#pass(conversationId, { type: "typing", from: senderOf(actor) });
  }

  #pass(conversationId: string, activity: Activity): void {
    for (const { call } of this.#listeners) call(conversationId, activity);
  }
}
