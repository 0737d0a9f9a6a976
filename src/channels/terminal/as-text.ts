import type { Card } from "../../../dialogs/card.ts";
import { cardWords } from "../../../dialogs/card-words.ts";
import { commandOfButton } from "../../../dialogs/commands.ts";
import type { Phrases } from "../../guide/phrases.ts";
import type { Activity, CardAction } from "../../store/activity.ts";

const isCommand = (action: CardAction): boolean => commandOfButton(action) !== null;

/** The buttons that a number picks, when a message brings buttons at all. */
export const choicesOf = (activity: Activity): CardAction[] | undefined =>
  activity.suggestedActions?.actions.filter((action) => !isCommand(action));

/** The words of a message, with the name of the agent who speaks, or set apart as a notice of the desk. */
function saidBy({ channelData, from, text = "" }: Activity, words: Phrases): string {
  if (channelData?.["agent"]) return words("terminal.agent", { name: from?.name ?? "", text });
  return channelData?.["desk"] ? words("terminal.notice", { text }) : text;
}

/** A card by the line; a draft stands in the message's own words. */
function cardLines(card: Card | undefined, words: Phrases): string[] {
  if (card === undefined || card.kind === "draft") return [];
  const { heading, lines } = cardWords(card, words);
  return [...[heading, ...lines].map((line) => `  ${line}`), ""];
}

/** A message for a terminal: its card, its words, its choices by number, and the commands in one line. */
export function asText(activity: Activity, words: Phrases): string {
  const numbered = (choicesOf(activity) ?? []).map(({ title }, at) => `  ${at + 1}. ${title}`);
  const commands = (activity.suggestedActions?.actions ?? []).filter(isCommand).map(({ title }) => title);
  const also = commands.length > 0 ? [`  (${words("terminal.also")} ${commands.join(", ")})`] : [];
  const card = cardLines(activity.channelData?.["card"] as Card | undefined, words);
  return [...card, saidBy(activity, words), ...numbered, ...also, ""].join("\n");
}
