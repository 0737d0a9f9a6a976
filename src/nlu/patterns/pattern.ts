/** What may stand for a name in a pattern, such as `<kin>`, as patterns themselves. */
export type WordClasses = ReadonlyMap<string, readonly string[]>;

/** Thrown for a pattern that cannot be read; the message quotes it. */
export class PatternError extends Error {
  readonly code = "pattern";
}

/** A pattern, compiled, and the words of which any text that it fits has one. */
export interface Pattern {
  fits: RegExp;
  /** exact words, or beginnings of words with a "*" behind */
  cues: readonly string[];
  /** the words with which all that it fits begins; null: any, or a beginning of a word */
  firsts: ReadonlySet<string> | null;
  /** whether it fits at the start of a sentence only */
  atStart: boolean;
}

type Part =
  | { kind: "word"; text: string }
  | { kind: "any"; options: readonly (readonly Part[])[]; optional: boolean }
  | { kind: "other"; source: string };

/** one word of a text in which " . " ends each sentence */
const WORD = "[^ .]+ ";
const TOKEN = /\s*(?:(~\d{1,2})|<([\w-]+)>|([\p{L}\p{N}]+\*?)|([()[\]|^$#.]))/uy;
const START = "(?<=\\. )";
const END = "(?=\\. )";
const SIGNS: Readonly<Record<string, string>> = {
  "^": START,
  $: END,
  ".": "\\. ",
  "#": "\\p{N}[^ .]* ",
};

/**
 * Compiles word patterns for texts as `sentences` gives them. A pattern is a row of words: `stem*` is any word that
 * begins so, `#` a number, `(a|b c)` one of these, `[a|b]` one of these or nothing, `<name>` a class, `~3` up to three
 * words of the same sentence, `.` the end of one, `^` and `$` where one begins and ends. Gaps are bounded, so that a
 * search takes linear time; they end before the words `gapEndsAt`. What stands before a ` < ` must come before, what
 * stands after a ` > ` must come next; neither is part of what is found. Throws a PatternError.
 */
export function compilePatterns(
  patterns: readonly string[],
  classes: WordClasses,
  gapEndsAt: readonly string[] = [],
): Pattern[] {
  const gap = gapEndsAt.length === 0 ? WORD : `(?!(?:${gapEndsAt.join("|")}) )${WORD}`;
  const known = new Map<string, Part>();
  const classOf = (name: string, pattern: string): Part => {
    const members = classes.get(name);
    if (members === undefined) throw new PatternError(`"${pattern}": there is no class <${name}>`);
    const part = known.get(name) ?? {
      kind: "any",
      options: members.map((member) => partsOf(member, classOf, gap)),
      optional: false,
    };
    known.set(name, part);
    return part;
  };
  const read = patterns.map((pattern) => {
    const [found, next] = halves(pattern, " > ");
    const [said, before] = halves(found.split(" < ").reverse().join(" > "), " > ");
    const [parts, ahead, behind] = [said, next, before].map((part) => partsOf(part, classOf, gap));
    return { pattern, parts: parts ?? [], ahead: ahead ?? [], behind: behind ?? [] };
  });
  const howOften = countWords(read.map(({ parts, ahead, behind }) => [...behind, ...parts, ...ahead]));
  return read.map(({ pattern, parts, ahead, behind }) => {
    const cues = rarest([...behind, ...parts, ...ahead], howOften);
    if (cues === null) throw new PatternError(`"${pattern}": has no word that must be there`);
    const next = ahead.length === 0 ? "" : `(?=${sourceOf(ahead)})`;
    const fits = new RegExp(`(?<= ${sourceOf(behind)})${sourceOf(parts)}${next}`, "gu");
    return { fits, cues, firsts: firstWords(parts), atStart: isStart(parts[0]) };
  });
}

function halves(pattern: string, sign: string): [string, string] {
  const [first = "", second = ""] = pattern.split(sign);
  return [first, second];
}

function partsOf(pattern: string, classOf: (name: string, pattern: string) => Part, gap: string): Part[] {
  const tokens = tokensOf(pattern);
  let at = 0;
  const options = (end: string | undefined): Part[][] => {
    const found: Part[][] = [[]];
    for (;;) {
      const token = tokens[at];
      at += 1;
      if (token === end) return found;
      if (token === "|") found.push([]);
      else if (token === undefined || token === ")" || token === "]")
        throw new PatternError(`"${pattern}": brackets do not match`);
      else found.at(-1)?.push(partOf(token));
    }
  };
  const partOf = (token: string): Part => {
    if (token === "(" || token === "[")
      return { kind: "any", options: options(token === "(" ? ")" : "]"), optional: token === "[" };
    if (token.startsWith("<")) return classOf(token.slice(1), pattern);
    if (token.startsWith("~")) return { kind: "other", source: `(?:${gap}){0,${token.slice(1)}}` };
    const sign = SIGNS[token];
    return sign === undefined ? { kind: "word", text: token } : { kind: "other", source: sign };
  };
  const [only, ...more] = options(undefined);
  return only !== undefined && more.length === 0
    ? only
    : [{ kind: "any", options: [only ?? [], ...more], optional: false }];
}

function tokensOf(pattern: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const [, gap, name, word, sign] = TOKEN.exec(pattern) ?? [];
    const token = gap ?? (name === undefined ? (word ?? sign) : `<${name}`);
    if (token === undefined) throw new PatternError(`"${pattern}": cannot read "${pattern.slice(from)}"`);
    tokens.push(token);
  }
  return tokens;
}

const sourceOf = (parts: readonly Part[]): string => parts.map(sourceOfPart).join("");

function sourceOfPart(part: Part): string {
  switch (part.kind) {
    case "word":
      return part.text.endsWith("*") ? `${part.text.slice(0, -1)}[^ .]* ` : `${part.text} `;
    case "any":
      return `(?:${part.options.map(sourceOf).join("|")})${part.optional ? "?" : ""}`;
    case "other":
      return part.source;
    default:
      return part satisfies never;
  }
}

const isStart = (part: Part | undefined): boolean => part?.kind === "other" && part.source === START;

/** The words with which what the parts fit begins; null when it may be any. */
function firstWords(parts: readonly Part[]): ReadonlySet<string> | null {
  const firsts = new Set<string>();
  return addFirsts(parts, firsts) === "ends" ? firsts : null;
}

/** Adds them, and tells whether the parts always have one, may have none, or may begin with any. */
function addFirsts(parts: readonly Part[], firsts: Set<string>): "ends" | "goes-on" | "any" {
  for (const part of parts) {
    if (part.kind === "other" && !isStart(part) && part.source !== END) return "any";
    if (part.kind === "other") continue;
    if (part.kind === "word") {
      if (part.text.endsWith("*")) return "any";
      firsts.add(part.text);
      return "ends";
    }
    const options = part.options.map((option) => addFirsts(option, firsts));
    if (options.includes("any")) return "any";
    if (!part.optional && !options.includes("goes-on")) return "ends";
  }
  return "goes-on";
}

/** In how many patterns each word stands. */
function countWords(patterns: readonly (readonly Part[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const wordsOf = (parts: readonly Part[]): string[] =>
    parts.flatMap((part) =>
      part.kind === "word" ? [part.text] : part.kind === "any" ? part.options.flatMap(wordsOf) : [],
    );
  for (const parts of patterns)
    for (const word of new Set(wordsOf(parts))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Of the words that must be there, those that stand in the fewest patterns; null when none must. */
function rarest(parts: readonly Part[], howOften: ReadonlyMap<string, number>): string[] | null {
  const weight = (words: readonly string[]): number =>
    words.reduce((sum, word) => sum + (howOften.get(word) ?? 0) ** 2, 0);
  let best: string[] | null = null;
  for (const part of parts) {
    const words = part.kind === "word" ? [part.text] : part.kind === "any" ? ofEach(part, howOften) : null;
    if (words !== null && (best === null || weight(words) < weight(best))) best = words;
  }
  return best;
}

function ofEach(
  { options, optional }: Extract<Part, { kind: "any" }>,
  howOften: ReadonlyMap<string, number>,
): string[] | null {
  if (optional) return null;
  const words = options.map((option) => rarest(option, howOften));
  return words.includes(null) ? null : words.flatMap((some) => some ?? []);
}
