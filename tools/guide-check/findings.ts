import { factsIn } from "../../src/guide/check/facts.ts";
import type { Fact, TreeNode } from "../../src/guide/schema.ts";
import type { Activity } from "../../src/store/records.ts";
import type { Edge } from "./crawl.ts";

/** Result of the guide check. */
interface Findings {
  facts: { id: string; fact: string; saidAt: string | null }[];
  nodes: { id: string; title: string; turns: number }[];
  /** places at or after the decision that can be reached without the consequences */
  unwarned: string[];
  places: number;
  turns: number;
}

const wordsOf = (activity: Activity): string =>
  [activity.text ?? "", ...(activity.suggestedActions?.actions ?? []).map(({ title }) => title)].join("\n");

interface RestsOn {
  node: string | null;
  step: string;
}
const restsOn = (activity: Activity) => activity.channelData?.["guide"] as RestsOn;

const PAST_DECISION = /\b(weigh\.decision|close\.|checklist\.|steps\.)/;

/** Returns the places at or after the decision that are reachable without a message of N8. */
function unwarned(edges: readonly Edge[]): string[] {
  const reached = new Set([""]);
  const wrong = new Set<string>();
  for (let grew = true; grew; ) {
    grew = false;
    for (const { from, to, said } of edges) {
      if (!reached.has(from) || reached.has(to) || said.some((activity) => restsOn(activity).node === "N8"))
        continue;
      reached.add(to);
      grew = true;
      if (PAST_DECISION.test(JSON.parse(to)[0])) wrong.add(to);
    }
  }
  return [...wrong];
}

/** Compares a crawl with the guide's facts and nodes. */
export function findings(
  edges: readonly Edge[],
  facts: readonly Fact[],
  tree: readonly TreeNode[],
): Findings {
  const passages = edges.flatMap((edge) => edge.said);
  const where = new Map<string, string>();
  for (const text of new Set(passages.map(wordsOf))) {
    for (const id of factsIn(text, facts)) if (!where.has(id)) where.set(id, text);
  }
  const stepOf = (text: string | undefined) => {
    const found = text === undefined ? undefined : passages.find((activity) => wordsOf(activity) === text);
    return found ? restsOn(found).step : null;
  };
  return {
    facts: facts.map(({ id, fact }) => ({ id, fact, saidAt: stepOf(where.get(id)) })),
    nodes: tree.map(({ id, title }) => ({
      id,
      title,
      turns: edges.filter((edge) => edge.said.some((one) => restsOn(one).node === id)).length,
    })),
    unwarned: unwarned(edges),
    places: new Set(edges.map(({ to }) => to)).size,
    turns: edges.length,
  };
}

/** Renders the findings: each fact with its step, each node, and what is missing. */
export function table(found: Findings): { text: string; complete: boolean } {
  const passages = found.facts.filter(({ saidAt }) => saidAt !== null);
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
    `${passages.length} of ${found.facts.length} facts, ${reached.length} of ${found.nodes.length} nodes`,
    "",
  ];
  const complete =
    passages.length === found.facts.length &&
    reached.length === found.nodes.length &&
    found.unwarned.length === 0;
  return { text: lines.join("\n"), complete };
}
