import { type AddressFault, comparable, faultOf } from "../../mail-address/mail-address.ts";
import { fold } from "../fold.ts";
import type { Words } from "../words.ts";
import { deniedOf } from "./denied.ts";
import { mentionsIn } from "./mentions.ts";

/** What a text says of e-mail addresses. */
export type HeardAddress =
  /** the text is this address and nothing else */
  | { kind: "whole"; address: string }
  /** one or more that the person may mean, to be asked back; `fault` is what is wrong with the text as it stands */
  | { kind: "unsure"; addresses: readonly string[]; fault: AddressFault | null; begins: "yes" | "no" | null }
  /** only such as are not to be used */
  | { kind: "denied" }
  | { kind: "refused"; fault: AddressFault }
  | { kind: "none" };

const MOST = 4;

/** Reads the addresses in all of a text. Nothing is taken without being asked back but a text that is one address as it stands. */
export function addressesIn(text: string, words: Pick<Words, "addresses" | "yes" | "no">): HeardAddress {
  const { words: said, found, fault } = mentionsIn(text, words.addresses);
  const [first] = found;
  if (found.length === 1 && said.length === 1 && first?.asTyped)
    return { kind: "whole", address: first.address };
  if (first === undefined) return fault === null ? { kind: "none" } : { kind: "refused", fault };
  const denied = deniedOf(said, found, words.addresses);
  const left = found.filter(({ address }) => !denied.has(address));
  const [likeliest] = left;
  if (likeliest === undefined) return { kind: "denied" };
  return {
    kind: "unsure",
    addresses: [...new Set(left.map(({ address }) => address))].slice(0, MOST),
    fault: likeliest.mended ?? (said.length === 1 ? endingDot(said[0] as string) : null),
    begins: beginsWith(text, words),
  };
}

/** How a text speaks of an address: as the only one to be used, as one of several, as one that is not to be used, or not at all. */
export type AddressUse = "only" | "among" | "denied" | "absent";

/** How a text speaks of this address. */
export function addressUse(
  text: string,
  address: string,
  { addresses }: Pick<Words, "addresses">,
): AddressUse {
  const { words: said, found } = mentionsIn(text, addresses);
  const denied = new Set([...deniedOf(said, found, addresses)].map(comparable));
  const named = new Set(found.map((mention) => comparable(mention.address)));
  const wanted = comparable(address);
  if (!named.has(wanted)) return "absent";
  if (denied.has(wanted)) return "denied";
  return [...named].some((other) => other !== wanted && !denied.has(other)) ? "among" : "only";
}

/** A stop after an address ends a sentence, unless the address is all that was said. */
const endingDot = (word: string): AddressFault | null =>
  faultOf(word)?.kind === "dot-last" ? { kind: "dot-last" } : null;

function beginsWith(text: string, { yes, no }: Pick<Words, "yes" | "no">): "yes" | "no" | null {
  const [first = ""] = fold(text.slice(0, 40)).split(" ");
  if (yes.has(first)) return "yes";
  return no.has(first) ? "no" : null;
}
