import { randomUUID } from "node:crypto";
import type { Activity } from "../../store/activity.ts";
import type { Actor } from "../human-desk.ts";

/** An agent as the sender of an activity: their first name is all that people see. */
export const senderOf = ({ id, firstName }: Actor) => ({ id: `agent-${id}`, name: firstName, role: "bot" });

const agentData = ({ id, firstName }: Actor) => ({ agent: { id, name: firstName } });

/** What an agent says to the person, plain text under their own name. */
export const agentMessage = (actor: Actor, { text, channelData }: Activity): Activity => ({
  type: "message",
  id: randomUUID(),
  from: senderOf(actor),
  text: text ?? "",
  textFormat: "plain",
  channelData: { ...channelData, ...agentData(actor) },
});

/** What an agent notes for the desk's people alone. */
export const agentNote = (
  actor: Actor,
  { text, channelData }: Pick<Activity, "text" | "channelData">,
): Activity => ({
  type: "message",
  id: randomUUID(),
  from: senderOf(actor),
  text: text ?? "",
  textFormat: "plain",
  channelData: { ...channelData, note: true, ...agentData(actor) },
});
