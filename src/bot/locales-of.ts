import type { Work } from "./work.ts";

/** The locales that tell where somebody is: the message's own, then the talk's. */
export const localesOf = ({ entry: { activity }, conversation }: Work): string[] => [
  ...(typeof activity.locale === "string" ? [activity.locale] : []),
  conversation.locale,
];
