import { z } from "zod";
import type { Refused } from "../../web/answer.ts";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

type Names = ReadonlyMap<string, string>;

/** Whether all names are in the desk's spelling, or unknown: most bodies need not be copied. */
const isWellSpelt = (given: object, names: Names): boolean => {
  for (const sent in given) if ((names.get(sent.toLowerCase()) ?? sent) !== sent) return false;
  return true;
};

/** The same object in the desk's spelling of the known names, and the names that were there twice. */
function respell(
  given: Record<string, unknown>,
  names: Names,
): { value: Record<string, unknown>; twice: string[] } {
  const found = new Map<string, unknown>();
  const twice: string[] = [];
  for (const [sent, value] of Object.entries(given)) {
    const name = names.get(sent.toLowerCase()) ?? sent;
    if (found.has(name)) twice.push(sent);
    else found.set(name, value);
  }
  return { value: Object.fromEntries(found), twice };
}

/** Reads the property names of an object without regard to case, as the service does; one that is there twice is an issue. */
export const anyCase = <S extends z.ZodObject>(schema: S) => {
  const names = new Map(Object.keys(schema.shape).map((name) => [name.toLowerCase(), name]));
  return z.preprocess((given, context) => {
    if (!isObject(given) || isWellSpelt(given, names)) return given;
    const { value, twice } = respell(given, names);
    if (twice.length > 0) context.issues.push({ code: "unrecognized_keys", keys: twice, input: given });
    return value;
  }, schema);
};

const longest = 100;

/** A property by the names that the sender wrote, such as `User.Id`; `body` for all of it. */
export function asSent(body: unknown, path: readonly PropertyKey[]): string {
  const names: string[] = [];
  let at = body;
  for (const part of path) {
    if (!isObject(at)) break;
    const wanted = String(part);
    const name = Object.hasOwn(at, wanted)
      ? wanted
      : (Object.keys(at).find((one) => isSame(one, wanted)) ?? wanted);
    names.push(name);
    at = at[name];
  }
  return names.length === 0 ? "body" : names.join(".").slice(0, longest);
}

/** A refusal that says which property of a body it is about. */
type About = Required<Pick<Refused, "refused" | "name">>;

/** What is wrong with a body, by the first issue: the property, and whether its name or its value cannot be understood. */
export function fault(body: unknown, { issues: [issue] }: z.ZodError): About {
  const path = issue?.path ?? [];
  return issue?.code === "unrecognized_keys"
    ? { refused: "unknown-name", name: asSent(body, [...path, issue.keys[0] ?? ""]) }
    : { refused: "unusable-value", name: asSent(body, path) };
}
