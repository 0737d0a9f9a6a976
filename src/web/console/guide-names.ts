import type { Guide } from "../../guide/guide.ts";

type GuideParts = Pick<Guide, "topics" | "steps" | "reasons" | "alternatives" | "checklist">;

/** What topics, steps, reasons and alternatives of the guide are called, and `places` of the talk, for readers of a ticket. */
export function guideNames(
  { topics, steps, reasons, alternatives, checklist }: GuideParts,
  places: Record<string, string>,
): Record<string, string> {
  const titles = (kind: string, things: readonly { id: string; title: string }[]): [string, string][] =>
    things.map(({ id, title }) => [`${kind}.${id}`, title]);
  const named = Object.entries(places).filter(([, name]) => !name.includes("{"));
  return Object.fromEntries([
    ...titles("topic", topics),
    ...titles("step", [...steps, ...checklist]),
    ...titles("answer", [...reasons, ...alternatives]),
    ...reasons.flatMap(({ topics: of, title }) => of.map((topic) => [`reason.${topic}`, title])),
    ...named.map(([id, name]) => [`place.${id}`, name]),
  ]);
}
