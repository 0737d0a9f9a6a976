import type { Phrases } from "../../../guide/phrases.ts";
import type { Arrived } from "../arrived.ts";
import type { Agents } from "./agents.ts";
import { channelOf } from "./arrival.ts";
import { type BringWaitingParts, bringWaiting } from "./bring-waiting.ts";
import type { Channels } from "./channels.ts";

export interface ChooseParts extends BringWaitingParts {
  channels: Pick<Channels, "choose">;
  agents: Agents;
  words: Phrases;
}

/** Whether somebody says where new tickets are to go. */
export const isChoice = (text: string): boolean => /^\/?desk\s+here\W*$/i.test(text.trim());

/** Makes the channel in which an owner says so the one to which tickets go, those that wait already too. Gives what they are told. */
export async function choose(parts: ChooseParts, activity: Arrived): Promise<string> {
  const { channels, agents, words } = parts;
  const channel = channelOf(activity);
  if (channel === null) return words("support-channel.not-a-channel");
  const about = { channel: channel.id };
  const actor = await agents.find(activity, { ...about, tried: "desk here" });
  if (actor?.role !== "owner") {
    if (actor !== null) await agents.did(actor, "support channel refused", about);
    return words("support-channel.owners-only");
  }
  await channels.choose(channel);
  await agents.did(actor, "support channel chosen", about);
  await bringWaiting(parts);
  return words("support-channel.chosen");
}
