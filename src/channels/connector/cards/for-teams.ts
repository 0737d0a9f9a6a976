import type { Phrases } from "../../../guide/phrases.ts";
import type { Activity } from "../../../store/activity.ts";

/** A message of the log as Teams shows it: its words, its card and its buttons, without what only the desk and its widget need. */
export const forTeams = ({ channelData: _, ...shown }: Activity, _words: Phrases): Activity => shown;
