import type { Activity } from "../../store/activity.ts";
import type { Actor, QueueLine } from "../human-desk.ts";
import { senderOf } from "../said/agent-says.ts";
import { placeInQueue } from "../said/events.ts";
import type { OtherProcesses } from "./other-processes.ts";

type Listener = (conversationId: string, activity: Activity) => void;

/** What people are to see at once and no log keeps. */
export class Passing {
  readonly #listeners = new Set<{ call: Listener }>();

  constructor(private readonly others: Pick<OtherProcesses, "passing">) {}

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
    const activity = { type: "typing", from: senderOf(actor) };
    this.#pass(conversationId, activity);
    this.others.passing(conversationId, activity);
  }

  /** The same from another process. Places in the queue are known in each. */
  heard(conversationId: string, activity: Activity): void {
    this.#pass(conversationId, activity);
  }

  #pass(conversationId: string, activity: Activity): void {
    for (const { call } of this.#listeners) call(conversationId, activity);
  }
}
