import type { Found } from "../recognizers/kinds.ts";

/**
 * Which of `count` things "the second one", "2" or "i take the last" is, counted from 0; undefined when the text says
 * anything besides. An ordinal goes before a number.
 */
export function position(
  folded: string,
  found: { ordinals: readonly Found[]; numbers: readonly Found[] },
  count: number,
  pointers: ReadonlySet<string>,
): number | undefined {
  const isOrdinal = found.ordinals.length > 0;
  const [only, ...others] = isOrdinal ? found.ordinals : found.numbers;
  if (only === undefined || others.length > 0) return undefined;
  const around = folded
    .replace(only.text, " ")
    .split(" ")
    .filter((word) => word !== "" && !pointers.has(word));
  const value = Number(only.resolution?.value);
  if (around.length > 0 || !Number.isInteger(value)) return undefined;
  const index = value === 0 && isOrdinal ? count - 1 : value - 1;
  return index >= 0 && index < count ? index : undefined;
}
