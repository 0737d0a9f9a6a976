import type { Guide } from "../../guide/guide.ts";

/** What topics, steps, reasons and alternatives of the guide are called, for people who read a ticket. */
export function guideNames({
  topics,
  steps,
  reasons,
  alternatives,
  checklist,
}: GuideParts): Record<string, string> {
  const titles = (kind: string, things: readonly { id: string; title: string }[]): [string, string][] =>
    things.map(({ id, title }) => [`${kind}.${id}`, title]);
  return Object.fromEntries([
    ...titles("topic", topics),
    ...titles("step", [...steps, ...checklist]),
    ...titles("answer", [...reasons, ...alternatives]),
  ]);
}

type GuideParts = Pick<Guide, "topics" | "steps" | "reasons" | "alternatives" | "checklist">;
