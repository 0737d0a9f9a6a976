import type { Activity } from "../store/activity.ts";
import type { Conversation } from "../store/records.ts";

/** What every channel needs of the desk: a way in. Reading goes through the store's log. */
export interface Door {
  /** Makes sure the conversation exists; a new one gets the welcome, once. */
  open(
    start: Pick<Conversation, "id" | "channel" | "userId" | "locale">,
  ): Promise<{ created: boolean } | "erased">;
  /**
   * Takes an activity in: text cleaned and capped, secrets masked, appended, durable. The turn runs afterwards.
   * Gives the id under which the entry is in the log. Throws StoreUnavailable when it cannot be kept.
   */
  post(
    conversationId: string,
    activity: Activity,
    keys: readonly string[],
  ): Promise<{ id: string; duplicate: boolean }>;
}
