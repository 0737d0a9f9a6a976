import { type ContentProblem, entriesOf, type GuideContent, placeOf } from "../content-files.ts";

interface Sayable {
  id: string;
  title: string;
  words: string[];
}

function doubles(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}

const sayings = (choices: readonly Sayable[]): string[] =>
  choices.flatMap(({ title, words }) => [...new Set([title, ...words].map((said) => said.toLowerCase()))]);

/** Lists the choices of each question, with their places. */
function questionsOf(
  content: GuideContent,
): { file: string; keys: PropertyKey[]; choices: readonly Sayable[] }[] {
  return [
    { file: "reasons.json", keys: [], choices: content.reasons },
    { file: "alternatives.json", keys: [], choices: content.alternatives },
    ...content.reasons.map(({ check }, at) => ({
      file: "reasons.json",
      keys: [at, "check"],
      choices: check?.options ?? [],
    })),
    ...content.checklist.map(({ options }, at) => ({ file: "checklist.json", keys: [at], choices: options })),
    ...content.steps.map(({ options }, at) => ({ file: "steps.json", keys: [at], choices: options })),
    ...content.restoration.flatMap(({ questions }, at) =>
      questions.map(({ options }, question) => ({
        file: "restoration.json",
        keys: [at, "questions", question],
        choices: options,
      })),
    ),
  ];
}

/** Finds ids that two things share, and words that two choices of one question share. */
export function duplicateNames(content: GuideContent): ContentProblem[] {
  const ids = entriesOf(content).flatMap(([file, value]) =>
    Array.isArray(value)
      ? doubles(value.map(({ id }) => id)).map((id) => ({
          file,
          place: "",
          reason: `"${id}" is there twice`,
        }))
      : [],
  );
  const passages = content.topics.flatMap((topic) => topic.passages);
  const inTopics = content.topics.flatMap(({ id: topic, passages: own }) => {
    const file = `topics/${topic}.json`;
    return own.flatMap(({ id }, at) => {
      const place = placeOf(["passages", at, "id"]);
      if (!id.startsWith(`${topic}.`))
        return [{ file, place, reason: `the id of a passage here begins with "${topic}."` }];
      const twice = passages.filter((other) => other.id === id).length > 1;
      return twice ? [{ file, place, reason: `"${id}" is there twice` }] : [];
    });
  });
  const inQuestions = questionsOf(content).flatMap(({ file, keys, choices }) => [
    ...doubles(choices.map(({ id }) => id)).map((id) => ({
      file,
      place: placeOf(keys),
      reason: `two choices are called "${id}"`,
    })),
    ...doubles(sayings(choices)).map((said) => ({
      file,
      place: placeOf(keys),
      reason: `two choices are meant by "${said}"`,
    })),
  ]);
  return [...ids, ...inTopics, ...inQuestions];
}

/** The keys of the files whose values are names, and what they name. */
const NAMES: Readonly<Record<string, string>> = {
  passages: "passage",
  answer: "passage",
  gather: "passage",
  topics: "topic",
  menu: "topic",
  topic: "topic",
  alternatives: "alternative",
  node: "node",
  facts: "fact",
};

type Known = ReadonlyMap<string, ReadonlySet<string>>;

function knownNames({ topics, alternatives, tree, facts }: GuideContent): Known {
  const ids = (places: readonly { id: string }[]) => new Set(places.map(({ id }) => id));
  return new Map([
    ["passage", ids(topics.flatMap(({ passages }) => passages))],
    ["topic", ids(topics)],
    ["alternative", ids(alternatives)],
    ["node", ids(tree)],
    ["fact", ids(facts)],
  ]);
}

/** Finds every unknown name in a value, with its place; `kind` is what a text here would name. */
function unknownNamesIn(
  value: unknown,
  known: Known,
  keys: PropertyKey[] = [],
  kind?: string,
): Omit<ContentProblem, "file">[] {
  if (typeof value === "string") {
    const fits = kind === undefined || known.get(kind)?.has(value);
    return fits ? [] : [{ place: placeOf(keys), reason: `there is no ${kind} "${value}"` }];
  }
  if (Array.isArray(value))
    return value.flatMap((item, at) => unknownNamesIn(item, known, [...keys, at], kind));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    unknownNamesIn(inner, known, [...keys, key], NAMES[key]),
  );
}

/** Finds names of passages, topics, alternatives, nodes and facts that are used but not defined. */
export function unknownNames(content: GuideContent): ContentProblem[] {
  const names = knownNames(content);
  const inFiles = entriesOf(content).flatMap(([file, value]) =>
    unknownNamesIn(value, names).map((found) => ({ file, ...found })),
  );
  const inNodes = Object.entries(content.nodes).flatMap(([node, passages]) => [
    ...unknownNamesIn(node, names, [node], "node"),
    ...unknownNamesIn(passages.says, names, [node, "says"], "passage"),
    ...unknownNamesIn(passages.more, names, [node, "more"], "passage"),
  ]);
  return [...inFiles, ...inNodes.map((found) => ({ file: "nodes.json", ...found }))];
}
