import { type AddressFault, comparableEmail, emailFault } from "../../runtime/email-address.ts";
import type { EmailInterpretation } from "../interpretation.ts";
import type { EmailLexicon, Lexicon } from "../lexicon.ts";
import { normalize } from "../normalize.ts";
import { type Mention, mentionsIn } from "./mentions.ts";

const END_OF_CLAUSE = /[.,;:!?…)—–]["'”’]*$|^[-—–]+$/u;
const ARROW = /^[-=]*>$|^[→⇒]$/u;
const FAR = 10;

/** Which of the addresses in a text the person says are not to be used: "not a@…", "instead of a@…", "a@… is wrong". */
function deniedOf(
  words: readonly string[],
  found: readonly Mention[],
  how: EmailLexicon,
): ReadonlySet<string> {
  const denied = new Set<string>();
  let wasDenied = false;
  /** the words between it and this one were about the address before */
  let isSpent = false;
  found.forEach((mention, index) => {
    const before = wordsBefore(words, mention, found[index - 1]);
    const after = wordsAfter(words, mention, found[index + 1], how.fillers);
    const goesOn = before.isNext && wasDenied && isOnly(before.said, how.goesOn);
    const isWrong = isDeniedAfter(after, how);
    wasDenied =
      goesOn ||
      isWrong ||
      (!(isSpent && before.isNext) && isDeniedBefore(before.said, how)) ||
      isChanged(before, after, how);
    isSpent = isWrong;
    if (wasDenied) denied.add(mention.address);
  });
  return denied;
}

interface Before {
  said: string[];
  /** nothing but these words stands between this address and the one before */
  isNext: boolean;
}

interface After {
  said: string[];
  /** the clause goes on to another address */
  isNext: boolean;
  isArrow: boolean;
}

/** The words of the same clause that come before an address. */
function wordsBefore(words: readonly string[], { from }: Mention, previous: Mention | undefined): Before {
  const stop = previous && previous.from !== from ? previous.to : -1;
  const said: string[] = [];
  let at = from - 1;
  for (; at > stop && said.length < FAR; at -= 1) {
    const word = words[at] ?? "";
    const isLabel = word.endsWith(":") && said.length === 0;
    if (END_OF_CLAUSE.test(word) && !isLabel) return { said, isNext: false };
    said.unshift(...normalize(word).split(" ").filter(Boolean));
    if (/^["“]?\(/u.test(word)) return { said, isNext: false };
  }
  return { said, isNext: stop >= 0 && at === stop && !END_OF_CLAUSE.test(words[stop] ?? "") };
}

/** The words that come after an address, up to the end of their clause; a pause right after it does not end it. */
function wordsAfter(
  words: readonly string[],
  { from, to }: Mention,
  next: Mention | undefined,
  fillers: ReadonlySet<string>,
): After {
  const stop = next && next.from > to ? next.from : words.length;
  const isArrow = ARROW.test(words[to + 1] ?? "") && to + 2 === stop;
  const said: string[] = [];
  if (next?.from === from || /[.!…][)"'”’]*$/u.test(words[to] ?? ""))
    return { said, isNext: false, isArrow: false };
  for (let at = to + 1; at < stop && said.length < FAR; at += 1) {
    const word = words[at] ?? "";
    said.push(...normalize(word).split(" ").filter(Boolean));
    if (END_OF_CLAUSE.test(word) && said.some((one) => !fillers.has(one)))
      return { said, isNext: false, isArrow };
  }
  return { said, isNext: stop < words.length, isArrow };
}

const isOnly = (said: readonly string[], words: ReadonlySet<string>): boolean =>
  said.length > 0 && said.every((word) => words.has(word));

const ends = (said: string, phrase: string): boolean => said === phrase || said.endsWith(` ${phrase}`);

const longestThat = (phrases: ReadonlySet<string>, fits: (phrase: string) => boolean): number =>
  Math.max(0, ...[...phrases].filter(fits).map(({ length }) => length));

/** The nearest word that denies or affirms decides; "use" affirms unless it is itself denied. */
function isDeniedBefore(said: readonly string[], { denies, affirms, uses, forbids }: EmailLexicon): boolean {
  for (let end = said.length; end > 0; end -= 1) {
    const upTo = said.slice(0, end).join(" ");
    const denied = longestThat(denies, (phrase) => ends(upTo, phrase));
    const affirmed = longestThat(affirms, (phrase) => ends(upTo, phrase));
    if (denied > 0 || affirmed > 0) return denied > affirmed;
    if (uses.has(said[end - 1] ?? ""))
      return said.slice(Math.max(0, end - 3), end - 1).some((word) => forbids.has(word));
  }
  return false;
}

/** "… is wrong", "… which I don't use"; "don't use" right before another address is about that one. */
function isDeniedAfter(
  { said, isNext }: After,
  { denies, affirms, isWrong, fillers }: EmailLexicon,
): boolean {
  let begin = 0;
  while (fillers.has(said[begin] ?? "")) begin += 1;
  const rest = said.slice(begin).join(" ");
  const starts = (phrase: string): boolean => `${rest} `.startsWith(`${phrase} `);
  if ([...isWrong].some(starts)) return true;
  const denied = longestThat(denies, (phrase) => phrase !== "not" && starts(phrase));
  return !isNext && denied > longestThat(affirms, starts);
}

/** "change a@… to b@…", "from a@… to b@…", "a@… -> b@…" */
function isChanged(
  { said }: Before,
  { said: after, isNext, isArrow }: After,
  { changes, becomes, fillers }: EmailLexicon,
): boolean {
  if (isArrow) return true;
  const last = said.findLast((word) => !fillers.has(word)) ?? "";
  return isNext && changes.has(last) && becomes.has(after[0] ?? "");
}

const MOST = 4;

/** Reads the addresses in all of a text. Nothing is taken without being asked back but a text that is one address as it stands. */
export function addressesIn(
  text: string,
  words: Pick<Lexicon, "addresses" | "yes" | "no">,
): EmailInterpretation {
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
  { addresses }: Pick<Lexicon, "addresses">,
): AddressUse {
  const { words: said, found } = mentionsIn(text, addresses);
  const denied = new Set([...deniedOf(said, found, addresses)].map(comparableEmail));
  const named = new Set(found.map((mention) => comparableEmail(mention.address)));
  const wanted = comparableEmail(address);
  if (!named.has(wanted)) return "absent";
  if (denied.has(wanted)) return "denied";
  return [...named].some((other) => other !== wanted && !denied.has(other)) ? "among" : "only";
}

/** A stop after an address ends a sentence, unless the address is all that was said. */
const endingDot = (word: string): AddressFault | null =>
  emailFault(word)?.kind === "dot-last" ? { kind: "dot-last" } : null;

function beginsWith(text: string, { yes, no }: Pick<Lexicon, "yes" | "no">): "yes" | "no" | null {
  const [first = ""] = normalize(text.slice(0, 40)).split(" ");
  if (yes.has(first)) return "yes";
  return no.has(first) ? "no" : null;
}
