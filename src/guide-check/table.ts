import type { Findings } from "./findings.ts";

/** The crawl as an editor reads it: each fact with the step that says it, each node, and what is missing. */
export function table(found: Findings): { text: string; complete: boolean } {
  const said = found.facts.filter(({ saidAt }) => saidAt !== null);
  const reached = found.nodes.filter(({ turns }) => turns > 0);
  const lines = [
    ...found.facts.map(({ id, fact, saidAt }) => `${id}  ${(saidAt ?? "NOT SAID").padEnd(36)} ${fact}`),
    "",
    ...found.nodes.map(
      ({ id, title, turns }) => `${id.padEnd(4)} ${String(turns || "NEVER").padStart(6)} turns  ${title}`,
    ),
    "",
    ...found.unwarned.map((place) => `reached without hearing the consequences: ${place}`),
    `${found.turns} turns through ${found.places} places`,
    `${said.length} of ${found.facts.length} facts, ${reached.length} of ${found.nodes.length} nodes`,
    "",
  ];
  const complete =
    said.length === found.facts.length &&
    reached.length === found.nodes.length &&
    found.unwarned.length === 0;
  return { text: lines.join("\n"), complete };
}
