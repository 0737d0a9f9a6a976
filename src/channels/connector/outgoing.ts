import type { Phrases } from "../../guide/phrases.ts";
import type { Activity } from "../../store/activity.ts";
import { forTeams } from "./cards/for-teams.ts";
import type { Reference } from "./reference.ts";

/** Other channels of the Bot Framework show a message as Web Chat does. */
const forOthers = ({ channelData: _, ...shown }: Activity): Activity => shown;

/** A message of the log as it goes to the channel. Only the desk's own name is shown there as the sender, so an agent's stands before their words. */
export function outgoing(
  said: Activity,
  { bot, channelId, locale, scope }: Reference,
  words: Phrases,
): Activity {
  const { id: _, ...message } = channelId === "msteams" ? forTeams(said, words, scope) : forOthers(said);
  const agent = said.channelData?.["agent"] as { name: string } | undefined;
  const named = agent && { text: words("connector.agent", { name: agent.name, text: said.text ?? "" }) };
  return { ...message, ...named, from: { id: bot.id }, locale };
}
