const TOKEN =
  /[{}[\],:]|"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;
const SPACE = /[ \t\r\n]*/y;

interface Token {
  text: string;
  at: number;
}

class Fault extends Error {
  constructor(
    readonly at: number,
    readonly reason: string,
  ) {
    super(reason);
  }
}

const quoted = (text: string): string => (text === "" ? "the end of the file" : text);

function reader(json: string): () => Token {
  let at = 0;
  return () => {
    SPACE.lastIndex = at;
    at += SPACE.exec(json)?.[0].length ?? 0;
    if (at === json.length) return { text: "", at };
    TOKEN.lastIndex = at;
    const text = TOKEN.exec(json)?.[0];
    if (text === undefined) {
      const open = json[at] === '"';
      throw new Fault(
        at,
        open
          ? "a text that is not closed properly"
          : `unexpected ${String.fromCodePoint(json.codePointAt(at) ?? 0)}`,
      );
    }
    const token = { text, at };
    at += text.length;
    return token;
  };
}

function members(next: () => Token, close: "]" | "}", one: (first: Token) => void): void {
  let token = next();
  if (token.text === close) return;
  for (;;) {
    one(token);
    token = next();
    if (token.text === close) return;
    if (token.text !== ",")
      throw new Fault(token.at, `expected , or ${close} and found ${quoted(token.text)}`);
    token = next();
  }
}

function member(key: Token, next: () => Token): void {
  if (!key.text.startsWith('"'))
    throw new Fault(key.at, `expected a name in "…" and found ${quoted(key.text)}`);
  const colon = next();
  if (colon.text !== ":") throw new Fault(colon.at, `expected : and found ${quoted(colon.text)}`);
  value(next(), next);
}

function value(first: Token, next: () => Token): void {
  if (first.text === "[") members(next, "]", (item) => value(item, next));
  else if (first.text === "{") members(next, "}", (key) => member(key, next));
  else if (first.text === "" || /^[\]},:]$/.test(first.text)) {
    throw new Fault(first.at, `expected a value and found ${quoted(first.text)}`);
  }
}

/** Where a text stops being JSON, counted from line 1, column 1; undefined when it is JSON. */
export function jsonFault(json: string): { line: number; column: number; reason: string } | undefined {
  try {
    const next = reader(json);
    value(next(), next);
    const rest = next();
    if (rest.text !== "") throw new Fault(rest.at, `expected the end of the file and found ${rest.text}`);
    return undefined;
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    const before = json.slice(0, fault.at).split("\n");
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, reason: fault.reason };
  }
}
