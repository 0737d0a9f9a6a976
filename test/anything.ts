import fc from "fast-check";

/** A text with something put into it or cut out of it, anywhere. */
export const damaged = (whole: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      whole,
      fc.nat(),
      fc.constantFrom("", ",", '"', "}", "]", ":", "0", "-", "\\", "\u007f", "\n"),
      fc.nat(2),
    )
    .map(([text, at, put, cut]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + cut);
    });

/** Names that mean something to every object. */
const hostileName = fc.constantFrom("__proto__", "constructor", "prototype", "toString", "", "0");

/** Any value that JSON can hold, also under names that mean something to every object. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ stringUnit: "binary", maxDepth: 4 }),
  fc
    .tuple(hostileName, fc.jsonValue({ maxDepth: 2 }))
    .map(([name, value]) => JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`)),
);

/** A good value of which one part, at any depth, has been replaced by something else. */
export const nearly = (good: unknown): fc.Arbitrary<unknown> =>
  fc.tuple(fc.constantFrom(...placesIn(good)), anyJson).map(([place, other]) => replaced(good, place, other));

type Place = readonly string[];

function placesIn(value: unknown, place: Place = []): Place[] {
  const parts = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [place, ...parts.flatMap(([key, part]) => placesIn(part, [...place, key]))];
}

function replaced(value: unknown, [key, ...rest]: Place, other: unknown): unknown {
  if (key === undefined) return other;
  const part = replaced((value as Record<string, unknown>)[key], rest, other);
  return Array.isArray(value) ? value.with(Number(key), part) : { ...(value as object), [key]: part };
}
