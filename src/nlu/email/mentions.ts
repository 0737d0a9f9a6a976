import { type AddressFault, emailFault } from "../../runtime/email-address.ts";

/** An address in a text, and the words of the text that it takes up. */
export interface Mention {
  address: string;
  /** it stands there just so, as a word of its own */
  asTyped: boolean;
  /** what was put right in it */
  mended: AddressFault | null;
  from: number;
  to: number;
}

/** What a text holds of addresses; `fault` is that of the first word that was meant as one and is none. */
export interface Mentions {
  words: readonly string[];
  found: readonly Mention[];
  fault: AddressFault | null;
}

/** How people say `@` and `.` where they spell an address. */
export interface SpelledSigns {
  at: ReadonlySet<string>;
  dot: ReadonlySet<string>;
}

const AT = /[@\uff20\ufe6b]/u;
const BEFORE = new Set("\"'“”‘’„«»‹›<([{*`~,;:!?¿¡|");
const AFTER = new Set("\"'“”‘’«»‹›>)]}*`~,;:!?.…|/_—–-");
const LONGEST_SPELLED = 10;
const MOST_MENTIONS = 50;
const BETWEEN_SEVERAL = /[,;|/<>()[\]{}"“”]+/u;
const ENCLOSED = /(?:^|[<([{"“«])([^<>()[\]{}"“”«»;]*@[^<>()[\]{}"“”«»;]*)/u;
const BRACKETED = /[([{<]\s?(\p{L}+)\s?[)\]}>]/gu;

/** Finds each word of a text that is an address, or would be one without what stands round it, in linear time. */
export function mentionsIn(text: string, signs: SpelledSigns): Mentions {
  const words = text.match(/\S+/gu) ?? [];
  if (!AT.test(text)) return { ...spelled(text, signs), fault: null };
  const found: Mention[] = [];
  let fault: AddressFault | null = null;
  words.forEach((word, at) => {
    if (!AT.test(word) || found.length >= MOST_MENTIONS) return;
    const read = readWord(words, at);
    if ("fault" in read) fault ??= read.fault;
    else found.push(...read);
  });
  return { words, found, fault };
}

function readWord(words: readonly string[], at: number): Mention[] | { fault: AddressFault } {
  const word = (words[at] as string).normalize("NFC");
  const tidy = tidied(word);
  const bare = stripped(tidy);
  if ((bare.startsWith("@") || bare.endsWith("@")) && emailFault(tidy) !== null)
    return joined(words, at, bare);
  const place = { from: at, to: at };
  if (bare.split("@").length > 2) {
    const each = bare.split(BETWEEN_SEVERAL).filter((part) => part.includes("@"));
    const addresses = each.flatMap((part) => addressesOf(part));
    if (each.length < 2 || addresses.length < each.length) return { fault: { kind: "several-at" } };
    return addresses.map((address) => ({ address, asTyped: false, mended: null, ...place }));
  }
  const addresses = addressesOf(tidy);
  if (addresses.length === 0)
    return {
      fault: dotFollows(words, at) ? { kind: "space" } : (emailFault(bare) ?? { kind: "no-address" }),
    };
  const asTyped = addresses.length === 1 && addresses[0] === word;
  const mended = emailFault(bare)?.kind === "comma" ? ({ kind: "comma" } as const) : unseen(word);
  return addresses.map((address) => ({ address, asTyped, mended, ...place }));
}

const unseen = (word: string): AddressFault | null => (/\p{C}/u.test(word) ? { kind: "invisible" } : null);

/** The word in the characters that addresses are written in: what keyboards and copying put in their place is undone. */
const tidied = (word: string): string =>
  word
    .replace(/[’‘´]/gu, "'")
    .replace(/[‐‑–—]/gu, "-")
    .replace(/[\u3002\uff61]/gu, ".")
    .replace(/\p{C}/gu, "")
    .normalize("NFKC");

/** The word without the quotes, brackets and stops at its ends. */
function stripped(word: string): string {
  let from = 0;
  let to = word.length;
  while (from < to && BEFORE.has(word[from] as string)) from += 1;
  while (to > from && AFTER.has(word[to - 1] as string)) to -= 1;
  const inner = word.slice(from, to);
  return inner.endsWith("'s") ? inner.slice(0, -2) : inner;
}

/** The addresses that a word may mean, the likeliest first: more than one where a sign at its beginning may belong to it. */
function addressesOf(word: string): string[] {
  const bare = stripped(word);
  const labelled = bare.replace(/^[^@]*[:=]/u, "").replace(/^([^?]*@[^?]*)\?.*$/u, "$1");
  const inner = ENCLOSED.exec(bare)?.[1] ?? bare;
  const ways = [bare, labelled, stripped(inner), beforeComma(bare), dotted(bare), word];
  const likeliest = [...new Set(ways)].find((way) => emailFault(way) === null);
  const also = [word, labelled].filter((way) => way !== likeliest && emailFault(way) === null);
  return likeliest === undefined ? [] : [...new Set([likeliest, ...also])];
}

/** "kim@example.com,thanks": what stands before a comma that comes after the `@`. */
const beforeComma = (word: string): string => word.replace(/(@[^,]*),.*$/u, "$1");

/** "kim@example,com" */
function dotted(word: string): string {
  const at = word.indexOf("@");
  return word.slice(0, at) + word.slice(at).replaceAll(",", ".");
}

/** "kim@example .com" */
const dotFollows = (words: readonly string[], at: number): boolean => /^\.(?!\.)/u.test(words[at + 1] ?? "");

/** "kim @ example.com": the words beside an `@` that stands at the edge of one. */
function joined(words: readonly string[], at: number, bare: string): Mention[] | { fault: AddressFault } {
  const from = bare.startsWith("@") ? at - 1 : at;
  const to = bare.endsWith("@") ? at + 1 : at;
  const near = (index: number): string =>
    index === at || AT.test(words[index] ?? "") ? "" : stripped(tidied(words[index] ?? ""));
  const address = `${near(from)}${bare}${near(to)}`;
  const spaced = { kind: "space" } as const;
  const isSpelledOut = from > 0 && from < at && near(from).length === 1;
  if (isSpelledOut || dotFollows(words, to)) return { fault: spaced };
  if (emailFault(address) === null) return [{ address, asTyped: false, mended: spaced, from, to }];
  const isHandle = /^@[^.@]+$/u.test(bare);
  return {
    fault: isHandle ? { kind: "no-address" } : (emailFault(bare.length > 1 ? bare : address) ?? spaced),
  };
}

/** "kim at example dot com", where it is spelled out or stands alone. */
function spelled(text: string, { at, dot }: SpelledSigns): Pick<Mentions, "words" | "found"> {
  let isBracketed = false;
  const plain = text.replace(BRACKETED, (whole, inner: string) => {
    if (!at.has(inner.toLowerCase()) && !dot.has(inner.toLowerCase())) return whole;
    isBracketed = true;
    return ` ${inner} `;
  });
  const words = plain.match(/\S+/gu) ?? [];
  const isDot = (index: number): boolean => dot.has((words[index] ?? "").toLowerCase());
  const found: Mention[] = [];
  words.forEach((word, place) => {
    if (!at.has(word.toLowerCase())) return;
    let from = place - 1;
    let to = place + 1;
    while (isDot(from - 1) && place - from < LONGEST_SPELLED) from -= 2;
    while (isDot(to + 1) && to - place < LONGEST_SPELLED) to += 2;
    if (from < 0 || to >= words.length) return;
    const part = (start: number, end: number): string =>
      words
        .slice(start, end)
        .map((one, index) => (isDot(start + index) ? "." : one))
        .join("");
    const address = stripped(tidied(`${part(from, place)}@${part(place + 1, to + 1)}`));
    const isMeant = isBracketed || to > place + 1 || words.length === 3;
    if (isMeant && emailFault(address) === null)
      found.push({ address, asTyped: false, mended: null, from, to });
  });
  return { words, found };
}
