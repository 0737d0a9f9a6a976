import type { Problem } from "./error.ts";
import { type Content, entriesOf } from "./files.ts";
import { placeOf } from "./read-file.ts";

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

/** The lists of choices that stand at one question, with their places. */
function questionsOf(content: Content): { file: string; keys: PropertyKey[]; choices: readonly Sayable[] }[] {
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

/** Ids that two things share, and words that two choices of one question share. */
export function doubledNames(content: Content): Problem[] {
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
