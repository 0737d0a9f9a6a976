import { type Activity, type CardAction, commandName, isOwn } from "../../../shared/activity.ts";
import { readCard } from "../../../shared/card.ts";
import { agentIn, systemMessageOf } from "../agent/agent.ts";

/** The content type under which a card of ours reaches its renderer. */
export const ourCard = "application/x-exit-desk.card";
export const adaptiveCard = "application/vnd.microsoft.card.adaptive";

const clickable: readonly string[] = ["messageBack", "imBack", "postBack", "openUrl"];
const isCommand = (action: CardAction): boolean => commandName(action) !== null;

/** A button whose click shows its title as the person's words, where it does not say what else to show. */
const spoken = (action: CardAction): CardAction =>
  action.type === "messageBack" ? { ...action, displayText: action.displayText || action.title } : action;

/** The buttons under a message: the choices of the question, and the commands that are always there. */
export function buttonsOf(activity: Activity): { choices: CardAction[]; commands: CardAction[] } {
  const actions = (activity.suggestedActions?.actions ?? [])
    .filter(({ type, title }) => clickable.includes(type) && typeof title === "string" && title !== "")
    .map(spoken);
  return {
    choices: actions.filter((action) => !isCommand(action)),
    commands: actions.filter(isCommand),
  };
}

function attachmentsOf(activity: Activity): { contentType: string; content: unknown }[] {
  const card = readCard(activity.channelData?.["card"]);
  if (card !== null) return [{ contentType: ourCard, content: card }];
  return (activity.attachments ?? [])
    .filter(({ contentType }) => contentType === adaptiveCard)
    .map(({ contentType, content }) => ({ contentType, content }));
}

/** The words of a message that its own card does not say already. */
function besideCard({ text, channelData }: Activity): string {
  const card = readCard(channelData?.["card"]);
  const said = text ?? "";
  return card?.kind === "draft" ? said.replace(card.text, "").trim() : said;
}

/** Who said it, where that is not the bot: an agent, or the desk itself in a notice. */
function spokenBy(activity: Activity): Record<string, unknown> {
  const [name, notice] = [agentIn(activity), systemMessageOf(activity)];
  return {
    ...(name === "" ? {} : { agent: { name } }),
    ...(notice === "" ? {} : { desk: { notice } }),
  };
}

/**
 * An activity as Web Chat gets it: only fields that it needs, text as plain text, nothing that could fetch from outside,
 * and its place in the order of arrival. `choices` are the buttons under it, its own
 * unless others are given. Null for what is not shown.
 */
export function shown(
  activity: Activity,
  order: number,
  choices: readonly CardAction[] = buttonsOf(activity).choices,
): Activity | null {
  const own = isOwn(activity);
  const { type, id, timestamp } = activity;
  const from = { id: own ? "me" : "desk", role: own ? "user" : "bot", name: "" };
  const place = { "webchat:sequence-id": order };
  if (type === "typing")
    return own ? null : { type, id: id ?? "", timestamp: timestamp ?? "", from, channelData: place };
  if (type !== "message") return null;
  const { clientActivityID, messageBack } = activity.channelData ?? {};
  const displayText = (messageBack as { displayText?: unknown } | undefined)?.displayText;
  const told = {
    clientActivityID,
    ...(own && displayText ? { messageBack: { displayText } } : {}),
    ...(own ? {} : spokenBy(activity)),
    ...place,
  };
  const base = {
    type,
    id: id ?? "",
    timestamp: timestamp ?? "",
    from,
    text: own ? (activity.text ?? "") : besideCard(activity),
    textFormat: "plain",
    channelData: told,
  };
  if (own) return base;
  return {
    ...base,
    attachments: attachmentsOf(activity),
    suggestedActions: { actions: [...choices] },
  };
}
