import type { AuditLine } from "../wire/shapes.ts";
import { say, type WordKey } from "../words/words.ts";

/** What was done, in words. */
export const deedName = (what: string): string => say(`deed.${what}` as WordKey) || what;

/** Who did it, in words. */
export const doerName = ({ who }: AuditLine, names: Record<string, string>): string =>
  who.kind === "agent" ? (names[who.id] ?? who.id) : say(`doer.${who.kind}`);
