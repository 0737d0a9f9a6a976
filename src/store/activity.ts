/** A Bot Framework activity as the desk keeps it: the fields it relies on, and whatever else a channel sent. */
export interface Activity {
  type: string;
  id?: string;
  timestamp?: string;
  from?: { id: string; name?: string; role?: string };
  conversation?: { id: string };
  channelId?: string;
  locale?: string;
  text?: string;
  textFormat?: string;
  value?: unknown;
  attachments?: { contentType: string; content?: unknown; name?: string }[];
  suggestedActions?: { to?: string[]; actions: CardAction[] };
  inputHint?: string;
  name?: string;
  replyToId?: string;
  channelData?: Record<string, unknown>;
  [other: string]: unknown;
}

/** A button: `value` comes back unchanged when it is clicked. */
export interface CardAction {
  type: string;
  title: string;
  value?: unknown;
  text?: string;
  displayText?: string;
}
