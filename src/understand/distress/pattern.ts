/** What may stand for a name in a pattern, such as `<kin>`, as patterns themselves. */
export type WordClasses = ReadonlyMap<string, readonly string[]>;

/** Thrown for a pattern that cannot be read; the message quotes it. */
export class PatternError extends Error {
  readonly code = "distress-pattern";
}

/** one word of a text in which " . " ends each sentence */
const WORD = "[^ .]+ ";
const TOKEN = /\s*(?:(~\d{1,2})|<([\w-]+)>|([\p{L}\p{N}]+\*?)|([()[\]|^$#.]))/uy;

/**
 * Compiles word patterns into one regular expression for texts as `sentences` gives them. A pattern is a row of words:
 * `stem*` is any word that begins so, `#` a number, `(a|b c)` one of these, `[a|b]` one of these or nothing, `<name>`
 * a class, `~3` up to three words of the same sentence, `.` the end of one, `^` and `$` where one begins and ends. Gaps are
 * bounded, so that a search takes linear time. Throws a PatternError.
 */
export function compilePatterns(patterns: readonly string[], classes: WordClasses): RegExp {
  const compiled = new Map<string, string>();
  const classOf = (name: string, pattern: string): string => {
    const members = classes.get(name);
    if (members === undefined) throw new PatternError(`"${pattern}": there is no class <${name}>`);
    const known = compiled.get(name) ?? group(members.map((member) => compile(member, classOf)));
    compiled.set(name, known);
    return known;
  };
  return new RegExp(`(?<= )${group(patterns.map((pattern) => compile(pattern, classOf)))}`, "gu");
}

const group = (alternatives: readonly string[]): string => `(?:${alternatives.join("|")})`;

function compile(pattern: string, classOf: (name: string, pattern: string) => string): string {
  const tokens = tokensOf(pattern);
  let at = 0;
  const alternation = (end: string | undefined): string => {
    const alternatives = [""];
    for (;;) {
      const token = tokens[at];
      at += 1;
      if (token === end) return alternatives.length === 1 ? (alternatives[0] ?? "") : group(alternatives);
      if (token === "|") alternatives.push("");
      else if (token === undefined || token === ")" || token === "]")
        throw new PatternError(`"${pattern}": brackets do not match`);
      else alternatives[alternatives.length - 1] += element(token);
    }
  };
  const element = (token: string): string => {
    if (token === "(") return group([alternation(")")]);
    if (token === "[") return `${group([alternation("]")])}?`;
    if (token === "^") return "(?<=\\. )";
    if (token === "$") return "(?=\\. )";
    if (token === ".") return "\\. ";
    if (token === "#") return "\\p{N}[^ .]* ";
    if (token.startsWith("~")) return `(?:${WORD}){0,${token.slice(1)}}`;
    if (token.startsWith("<")) return classOf(token.slice(1), pattern);
    return token.endsWith("*") ? `${token.slice(0, -1)}[^ .]* ` : `${token} `;
  };
  return alternation(undefined);
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
