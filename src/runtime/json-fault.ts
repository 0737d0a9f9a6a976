import { printParseErrorCode, visit } from "jsonc-parser";

/** Where a text stops being JSON, counted from line 1, column 1. */
interface JsonFault {
  line: number;
  column: number;
  reason: string;
}

const firstInside = { "[": "a value", "{": 'a name in "…"' } as Record<string, string>;

/** Lists what the parser expects, by its error names; `close` ends the list or object, `last` stands before. */
const expectedTokens = (close: string, last: string): Record<string, string> => ({
  ValueExpected: "a value",
  PropertyNameExpected: 'a name in "…"',
  ColonExpected: ":",
  CommaExpected: `, or ${close}`,
  CloseBraceExpected: firstInside[last] ?? ", or }",
  CloseBracketExpected: firstInside[last] ?? ", or ]",
  EndOfFileExpected: "the end of the file",
});

const insideText = /^(?:UnexpectedEndOfString|InvalidUnicode|InvalidEscapeCharacter|InvalidCharacter)$/;

function reasonOf(error: string, found: string, could: string | undefined): string {
  const token = found === "" ? "the end of the file" : found;
  if (could !== undefined) return `expected ${could} and found ${token}`;
  if (insideText.test(error)) return "a text that is not closed properly";
  if (error === "UnexpectedEndOfNumber") return `a number that is not complete: ${token}`;
  return `unexpected ${String.fromCodePoint(found.codePointAt(0) ?? 0)}`;
}

/** Finds the first place where a text stops being JSON; undefined when it is JSON. */
export function jsonFault(json: string): JsonFault | undefined {
  const open: string[] = [];
  const end = () => void open.pop();
  let first: JsonFault | undefined;
  visit(
    json,
    {
      onObjectBegin: () => void open.push("}"),
      onObjectEnd: end,
      onArrayBegin: () => void open.push("]"),
      onArrayEnd: end,
      onError: (code, offset, length) => {
        if (first !== undefined) return;
        const error = printParseErrorCode(code);
        const read = json.slice(0, offset);
        const could = expectedTokens(open.at(-1) ?? "", read.trimEnd().at(-1) ?? "")[error];
        const lines = read.split("\n");
        const reason = reasonOf(error, json.slice(offset, offset + length), could);
        first = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, reason };
      },
    },
    { disallowComments: true },
  );
  return first;
}

/** Renders a path of keys as an editor would search for it: `[2].check.question`. */
export const placeOf = (keys: readonly PropertyKey[]): string =>
  keys
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");

/** Returns the reason in a message of zod. */
export const reasonIn = (message: string): string => message.replace(/^Invalid (input|string): /, "");
