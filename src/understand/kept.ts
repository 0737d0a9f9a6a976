import { clean } from "./clean.ts";
import { mask } from "./mask.ts";

/** A text of an agent as it may be kept: secrets masked, like everybody's. */
export const kept = (text: string): string => mask(clean(text)).text;
