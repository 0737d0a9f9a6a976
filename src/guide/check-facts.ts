import type { Problem } from "./error.ts";
import type { Content } from "./files.ts";
import { groupsMissing } from "./keywords.ts";
import { saidAt } from "./said-at.ts";

/** Facts that a passage names and does not state. */
function unstated({ topics, facts }: Content): Problem[] {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  return topics.flatMap(({ id: topic, passages }) =>
    passages.flatMap((passage, at) =>
      passage.facts.flatMap((id) => {
        const fact = byId.get(id);
        const missing = fact ? groupsMissing(passage.text, fact) : [];
        return missing.map((group) => ({
          file: `topics/${topic}.json`,
          place: `passages[${at}].text`,
          reason: `does not state ${id}: it needs a word that begins with ${group.replaceAll("|", " or ")}`,
        }));
      }),
    ),
  );
}

/** Facts that no passage states, and facts of a node that nothing said there states. */
export function missingFacts(content: Content): Problem[] {
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
    const there = new Set(saidAt(content, node).flatMap((id) => passages.get(id)?.facts ?? []));
    return facts
      .filter((id) => stated.has(id) && !there.has(id))
      .map((id) => ({
        file: "tree.json",
        place: `[${at}].facts`,
        reason: `nothing said at ${node} states ${id}`,
      }));
  });
  return [...unstated(content), ...nowhere, ...notThere];
}
