import { createHash } from "node:crypto";
import path from "node:path";
import { missingFacts, unfilledDrafts } from "./check/facts.ts";
import { duplicateNames, unknownNames } from "./check/names.ts";
import { type GuideContent, GuideError, readContent } from "./content-files.ts";
import type {
  Alternative,
  ChecklistItem,
  Fact,
  GuideStep,
  NodePassages,
  Passage,
  Reason,
  Restoration,
  Topic,
  TreeNode,
} from "./schema.ts";

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, canonical(inner)]);
}

/** Returns 12 hex digits that depend on what a guide says and not on how its files are laid out. */
const versionOf = (content: object): string =>
  createHash("sha256")
    .update(JSON.stringify(canonical(content)))
    .digest("hex")
    .slice(0, 12);

/** The guide of one language, as the dialogs look things up in it. Asking for a name it lacks throws. */
export interface Guide {
  /** changes with what the guide says, not with how its files are laid out */
  version: string;
  /** the language it is written in, such as `en` */
  locale: string;
  /** the topics that are offered to somebody with just a question */
  menu: readonly string[];
  reasons: readonly Reason[];
  alternatives: readonly Alternative[];
  checklist: readonly ChecklistItem[];
  steps: readonly GuideStep[];
  topics: readonly Topic[];
  passages: ReadonlyMap<string, Passage>;
  /** what must be said, and at which node of the decision tree */
  facts: readonly Fact[];
  tree: readonly TreeNode[];
  /** passages that name a click on the way to closing: for a freelancer who has decided, and nobody else */
  clicks: ReadonlySet<string>;
  restoration(id: Restoration["id"]): Restoration;
  topic(id: string): Topic;
  passage(id: string): Passage;
  /** the topic that a passage belongs to; null without a passage */
  topicOf(passage: string | undefined): string | null;
  /** the passages that are always said at a node, and those that wait behind "Tell me more"; none for most */
  node(id: string): Readonly<NodePassages[string]>;
  /** the facts that these passages state, in the order of their ids */
  factsOf(passages: readonly string[]): string[];
}

const byId = <T extends { id: string }>(things: readonly T[]): ReadonlyMap<string, T> =>
  new Map(things.map((thing) => [thing.id, thing]));

function lookUp<T>(kind: string, things: ReadonlyMap<string, T>): (id: string) => T {
  return (id) => {
    const thing = things.get(id);
    if (thing === undefined) throw new Error(`the guide has no ${kind} "${id}"`);
    return thing;
  };
}

/** Returns the ids of the passages of the steps, and of all others that state a fact of the way there. */
function clicksOf({ steps }: GuideContent, passages: ReadonlyMap<string, Passage>): Set<string> {
  const said = steps.flatMap((step) => step.passages);
  const way = steps.filter(({ node }) => node === "N11").flatMap((step) => step.passages);
  const facts = new Set(way.flatMap((id) => passages.get(id)?.facts ?? []));
  const telling = [...passages.values()].filter((passage) => passage.facts.some((fact) => facts.has(fact)));
  return new Set([...said, ...telling.map(({ id }) => id)]);
}

/** Makes checked content ready for look-up. */
function makeGuide(content: GuideContent): Guide {
  const passages = byId(content.topics.flatMap((topic) => topic.passages));
  const passage = lookUp("passage", passages);
  const nodes = new Map(Object.entries(content.nodes));
  return {
    version: versionOf(content),
    locale: content.guide.locale,
    menu: content.guide.menu,
    reasons: content.reasons,
    alternatives: content.alternatives,
    checklist: content.checklist,
    steps: content.steps,
    topics: content.topics,
    passages,
    facts: content.facts,
    tree: content.tree,
    clicks: clicksOf(content, passages),
    restoration: lookUp("restoration", byId(content.restoration)),
    topic: lookUp("topic", byId(content.topics)),
    passage,
    topicOf: (id) => id?.split(".")[0] ?? null,
    node: (id) => nodes.get(id) ?? { says: [], more: [] },
    factsOf: (ids) => [...new Set(ids.flatMap((id) => passage(id).facts))].sort(),
  };
}

/** Reads the guide in a folder, whole and checked, or throws a GuideError that names every fault. */
export async function loadGuide(folder: string): Promise<Guide> {
  const content = readContent(folder);
  const problems = [unknownNames, duplicateNames, missingFacts, unfilledDrafts].flatMap((check) =>
    check(content),
  );
  if (problems.length > 0) {
    throw new GuideError(problems.map((problem) => ({ ...problem, file: path.join(folder, problem.file) })));
  }
  return makeGuide(content);
}
