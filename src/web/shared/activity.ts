const prefix = "command:";

/** Returns the command of a button, or null. */
export function commandName({ value }: CardAction): string | null {
  const choice = (value as { choice?: unknown } | null | undefined)?.choice;
  return typeof choice === "string" && choice.startsWith(prefix) ? choice.slice(prefix.length) : null;
}

/** Returns the button of a command among those offered. */
export const findCommand = (offered: readonly CardAction[], name: string): CardAction | null =>
  offered.find((action) => commandName(action) === name) ?? null;

/** A Direct Line button. */
export interface CardAction {
  type: string;
  title: string;
  value?: unknown;
  text?: string;
  displayText?: string;
}

/** A Direct Line activity, reduced to the fields that the widget reads. */
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

/** Returns whether the person sent an activity. */
export const isOwn = (activity: Activity): boolean => activity.from?.role === "user";

/** Returns the key by which the desk detects a redelivery. */
export const deliveryKey = (activity: Activity): string =>
  String(activity.channelData?.["clientActivityID"] ?? "");
