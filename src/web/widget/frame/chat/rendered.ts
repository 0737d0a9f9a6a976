import { type Activity, type CardAction, commandName, isOwn } from "../../../shared/activity.ts";
import { readCard } from "../../../shared/card.ts";
import { readSource } from "../../../shared/source.ts";
import { agentIn, systemMessageOf } from "../agent/agent.ts";

/** Content type of our cards within Web Chat. */
export const ourCard = "application/x-exit-desk.card";
export const adaptiveCard = "application/vnd.microsoft.card.adaptive";

const clickable: readonly string[] = ["messageBack", "imBack", "postBack", "openUrl"];
const isCommand = (action: CardAction): boolean => commandName(action) !== null;

/** Makes a button show its title as the person's message, unless it defines another text. */
const withDisplayText = (action: CardAction): CardAction =>
  action.type === "messageBack" ? { ...action, displayText: action.displayText || action.title } : action;

/** Returns the buttons of a message: choices of the question, and commands. */
export function buttonsOf(activity: Activity): { choices: CardAction[]; commands: CardAction[] } {
  const actions = (activity.suggestedActions?.actions ?? [])
    .filter(({ type, title }) => clickable.includes(type) && typeof title === "string" && title !== "")
    .map(withDisplayText);
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

/** Returns the text of a message without the part that its card repeats. */
function besideCard({ text, channelData }: Activity): string {
  const card = readCard(channelData?.["card"]);
  const whole = text ?? "";
  return card?.kind === "draft" ? whole.replace(card.text, "").trim() : whole;
}

/** Returns the sender for messages of an agent, or of the desk, and the source of an answer. */
function originOf(activity: Activity): Record<string, unknown> {
  const [name, notice, source] = [agentIn(activity), systemMessageOf(activity), readSource(activity)];
  return {
    ...(source === null ? {} : { guide: { source } }),
    ...(name === "" ? {} : { agent: { name } }),
    ...(notice === "" ? {} : { desk: { notice } }),
  };
}

/**
 * Converts an activity for Web Chat: required fields only, plain text, nothing that could fetch from outside, and its
 * arrival order. `choices` replaces its own buttons. Returns null for hidden activities.
 */
export function toWebChat(
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
  const extras = {
    clientActivityID,
    ...(own && displayText ? { messageBack: { displayText } } : {}),
    ...(own ? {} : originOf(activity)),
    ...place,
  };
  const base = {
    type,
    id: id ?? "",
    timestamp: timestamp ?? "",
    from,
    text: own ? (activity.text ?? "") : besideCard(activity),
    textFormat: "plain",
    channelData: extras,
  };
  if (own) return base;
  return {
    ...base,
    attachments: attachmentsOf(activity),
    suggestedActions: { actions: [...choices] },
  };
}
