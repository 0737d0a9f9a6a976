import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { GuideError, type Problem } from "./error.ts";
import { readFile } from "./read-file.ts";
import {
  About,
  Alternative,
  ChecklistItem,
  Fact,
  NodePassages,
  Reason,
  Restoration,
  Step,
  Topic,
  TreeNode,
} from "./schema.ts";

const Files = z.object({
  guide: About,
  reasons: z.array(Reason).min(1),
  alternatives: z.array(Alternative).min(1),
  checklist: z.array(ChecklistItem).min(1),
  steps: z.array(Step).min(1),
  restoration: z.array(Restoration).length(2),
  nodes: NodePassages,
  facts: z.array(Fact).min(1),
  tree: z.array(TreeNode).min(1),
});

/** All that the files of a guide say: each file by its name, and the topics in the order of theirs. */
export type Content = z.infer<typeof Files> & { topics: Topic[] };

const jsonFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".json") && !name.startsWith("."))
        .sort()
    : [];

const strays = (folder: string): Problem[] =>
  jsonFiles(folder)
    .filter((name) => !(path.basename(name, ".json") in Files.shape))
    .map((name) => ({
      file: path.join(folder, name),
      place: "",
      reason: `not a file of the guide, which has ${Object.keys(Files.shape).join(", ")} and the folder topics`,
    }));

const misnamed = (file: string, { id }: Topic): Problem[] =>
  path.basename(file) === `${id}.json`
    ? []
    : [{ file, place: "id", reason: `the topic "${id}" belongs in a file called ${id}.json` }];

/** Reads every file of a guide, or throws a GuideError with all that is wrong in them. */
export function readContent(folder: string): Content {
  const problems = strays(folder);
  const content: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(Files.shape)) {
    const read = readFile<unknown>(path.join(folder, `${name}.json`), schema);
    if ("data" in read) content[name] = read.data;
    else problems.push(...read.problems);
  }
  const topics = jsonFiles(path.join(folder, "topics")).flatMap((name) => {
    const file = path.join(folder, "topics", name);
    const read = readFile(file, Topic);
    problems.push(...("data" in read ? misnamed(file, read.data) : read.problems));
    return "data" in read ? [read.data] : [];
  });
  if (problems.length > 0) throw new GuideError(problems);
  return { ...(content as z.infer<typeof Files>), topics };
}

/** What each file holds, by its path in the folder. */
export const entriesOf = ({ topics, ...files }: Content): [string, unknown][] => [
  ...Object.entries(files).map(([name, value]): [string, unknown] => [`${name}.json`, value]),
  ...topics.map((topic): [string, unknown] => [`topics/${topic.id}.json`, topic]),
];
