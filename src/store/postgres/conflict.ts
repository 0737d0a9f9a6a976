import pg from "pg";
import type { StateWrite } from "../port.ts";
import { conversationOfState } from "../state-home.ts";
import { NoSuchConversation, StateConflict } from "../store-errors.ts";

/** What a desk_ function raised, as the port says it; any other error as it is. */
export function conflictOf(error: unknown, writes: readonly StateWrite[]): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const key = error.detail === undefined ? undefined : (writes[Number(error.detail)]?.key ?? "");
  if (error.code === "XD410") return new NoSuchConversation(conversationOfState(key ?? "") ?? "");
  return error.code === "XD409" ? new StateConflict(key ?? error.message) : error;
}
