const prefix = "command:";

/** The command that a button stands for, or null. */
export function commandName({ value }: CardAction): string | null {
  const choice = (value as { choice?: unknown } | null | undefined)?.choice;
  return typeof choice === "string" && choice.startsWith(prefix) ? choice.slice(prefix.length) : null;
}

/** The button of a command among those that were offered. */
export const findCommand = (offered: readonly CardAction[], name: string): CardAction | null =>
  offered.find((action) => commandName(action) === name) ?? null;

/** A button as Direct Line carries it. */
export interface CardAction {
  type: string;
  title: string;
  value?: unknown;
  text?: string;
  displayText?: string;
}

/** An activity as Direct Line carries it: the fields that the widget looks at. */
export interface Activity {
  type: string;
  id?: string;
  timestamp?: string;
  from?: { id?: string; role?: string; name?: string };
  text?: string;
  textFormat?: string;
  value?: unknown;
  suggestedActions?: { actions?: CardAction[] };
  attachments?: { contentType: string; content?: unknown }[];
  channelData?: Record<string, unknown>;
  [other: string]: unknown;
}

/** Tells whether the person in the conversation said it. */
export const isOwn = (activity: Activity): boolean => activity.from?.role === "user";

/** The key by which the desk tells a second delivery of a message. */
export const deliveryKey = (activity: Activity): string =>
  String(activity.channelData?.["clientActivityID"] ?? "");
