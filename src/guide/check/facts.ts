import type { ContentProblem, GuideContent } from "../content-files.ts";
import type { Fact } from "../schema.ts";

const WORD = /[\p{L}\p{N}]/u;

/** Normalizes case, apostrophes and white space, which do not matter to a keyword. */
const normalizeText = (text: string): string => text.toLowerCase().replace(/['’‘]/g, "").replace(/\s+/g, " ");

function startsAWord(text: string, start: string): boolean {
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
    if (at === 0 || !WORD.test(text.charAt(at - 1))) return true;
  }
  return false;
}

/** Returns the keyword groups of a fact (`a|b|c` are alternatives) of which no word of a text begins with any. */
export function missingGroups(text: string, fact: Pick<Fact, "keywords">): string[] {
  const words = normalizeText(text);
  return fact.keywords.filter(
    (group) => !group.split("|").some((start) => startsAWord(words, normalizeText(start))),
  );
}

/** Returns the ids of the facts that a text states: each of their keyword groups has a match in it. */
export const factsIn = (text: string, facts: Iterable<Fact>): string[] =>
  [...facts].filter((fact) => missingGroups(text, fact).length === 0).map(({ id }) => id);

/** Returns the ids of all passages that the dialogs can say at a node, wherever the files name them. */
function passagesAt(content: Omit<GuideContent, "facts" | "tree" | "topics">, node: string): string[] {
  const here = <T extends { node: string; passages: string[] }>(places: T[]): string[] =>
    places.filter((place) => place.node === node).flatMap(({ passages }) => passages);
  const { restoration, checklist } = content;
  return [
    ...Object.values(content.nodes[node] ?? {}).flat(),
    ...here(content.reasons),
    ...here(
      content.reasons.flatMap(({ node, check }) =>
        (check?.options ?? []).map(({ passages }) => ({ node, passages })),
      ),
    ),
    ...here(content.alternatives),
    ...here(checklist.map(({ passages }) => ({ node: "N10", passages }))),
    ...here(content.steps),
    ...here(restoration.map((way) => ({ node: way.node, passages: [...way.passages, ...way.gather] }))),
    ...here(restoration.map(({ draft }) => ({ node: "R4", passages: draft.passages }))),
  ];
}

/** Finds facts that a passage names and does not state. */
function unstatedFacts({ topics, facts }: GuideContent): ContentProblem[] {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  return topics.flatMap(({ id: topic, passages }) =>
    passages.flatMap((passage, at) =>
      passage.facts.flatMap((id) => {
        const fact = byId.get(id);
        const missing = fact ? missingGroups(passage.text, fact) : [];
        return missing.map((group) => ({
          file: `topics/${topic}.json`,
          place: `passages[${at}].text`,
          reason: `does not state ${id}: it needs a word that begins with ${group.replaceAll("|", " or ")}`,
        }));
      }),
    ),
  );
}

/** Finds facts that no passage states, and facts of a node that nothing said there states. */
export function missingFacts(content: GuideContent): ContentProblem[] {
  const passages = new Map(
    content.topics.flatMap((topic) => topic.passages).map((passage) => [passage.id, passage]),
  );
  const stated = new Set([...passages.values()].flatMap(({ facts }) => facts));
  const nowhere = content.facts.flatMap(({ id, fact }, at) =>
    stated.has(id)
      ? []
      : [{ file: "facts.json", place: `[${at}]`, reason: `no passage states ${id}: ${fact}` }],
  );
  const notThere = content.tree.flatMap(({ id: node, facts }, at) => {
    const there = new Set(passagesAt(content, node).flatMap((id) => passages.get(id)?.facts ?? []));
    return facts
      .filter((id) => stated.has(id) && !there.has(id))
      .map((id) => ({
        file: "tree.json",
        place: `[${at}].facts`,
        reason: `nothing said at ${node} states ${id}`,
      }));
  });
  return [...unstatedFacts(content), ...nowhere, ...notThere];
}

/** Finds placeholders of a draft that no question fills, and questions whose answer the draft leaves out. */
export function unfilledDrafts({ restoration }: GuideContent): ContentProblem[] {
  return restoration.flatMap(({ draft }, at) => {
    const asked = draft.fields.map(({ id }) => id);
    const told = draft.told.map(({ id }) => id);
    const used = [...draft.template.matchAll(/\{([^{}:]*)(?::sentence)?\}/g)].map(([, name]) => name ?? "");
    const file = "restoration.json";
    return [
      ...used
        .filter((name) => !asked.includes(name) && !told.includes(name))
        .map((name) => ({ file, place: `[${at}].draft.template`, reason: `no field fills {${name}}` })),
      ...asked.flatMap((name, field) =>
        used.includes(name)
          ? []
          : [{ file, place: `[${at}].draft.fields[${field}]`, reason: `the template has no {${name}}` }],
      ),
    ];
  });
}
