import type { Activity } from "../store/records.ts";
import type { TurnScope } from "./turn-scope.ts";

/** The locales that tell where somebody is: the message's own, then the conversation's. */
export const localesOf = ({ entry: { activity }, conversation }: TurnScope): string[] => [
  ...(typeof activity.locale === "string" ? [activity.locale] : []),
  conversation.locale,
];

const known = new Map<string, boolean>();

/** Whether a name is one of the time zones that this machine knows. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The time zone that a message was written in, from Bot Framework's `localTimezone`; null without one that exists. */
export function timeZoneOf({ localTimezone: name }: Activity): string | null {
  if (typeof name !== "string" || name.length > 64) return null;
  let good = known.get(name);
  if (good === undefined) {
    good = isTimeZone(name);
    if (known.size > 1000) known.clear();
    known.set(name, good);
  }
  return good ? name : null;
}
