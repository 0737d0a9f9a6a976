import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { jsonFault, placeOf, reasonIn } from "../runtime/json-fault.ts";
import {
  About,
  Alternative,
  ChecklistItem,
  Fact,
  GuideStep,
  NodePassages,
  Reason,
  Restoration,
  Topic,
  TreeNode,
} from "./schema.ts";

/** One thing that is wrong in the guide: the file, the place in it (empty: the whole file), and the reason. */
export interface ContentProblem {
  file: string;
  place: string;
  reason: string;
}

/** Thrown instead of a half-loaded guide. The message has one line a problem: `file, place: reason`. */
export class GuideError extends Error {
  readonly code = "guide";
  constructor(readonly problems: readonly ContentProblem[]) {
    super(problems.map(({ file, place, reason }) => `${file}${place && `, ${place}`}: ${reason}`).join("\n"));
  }
}

/** Reads and validates a file. Returns its data, or everything that is wrong with it. */
export function readFile<T>(
  file: string,
  schema: z.ZodType<T>,
): { data: T } | { problems: ContentProblem[] } {
  if (!existsSync(file)) return { problems: [{ file, place: "", reason: "the file is missing" }] };
  const json = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  const fault = jsonFault(json);
  if (fault) {
    return { problems: [{ file, place: `line ${fault.line} column ${fault.column}`, reason: fault.reason }] };
  }
  const parsed = schema.safeParse(JSON.parse(json));
  if (parsed.success) return { data: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => ({
    file,
    place: placeOf(path),
    reason: reasonIn(message),
  }));
  return { problems };
}

const Files = z.object({
  guide: About,
  reasons: z.array(Reason).min(1),
  alternatives: z.array(Alternative).min(1),
  checklist: z.array(ChecklistItem).min(1),
  steps: z.array(GuideStep).min(1),
  restoration: z.array(Restoration).length(2),
  nodes: NodePassages,
  facts: z.array(Fact).min(1),
  tree: z.array(TreeNode).min(1),
});

/** All that the files of a guide say: each file by its name, and the topics in the order of theirs. */
export type GuideContent = z.infer<typeof Files> & { topics: Topic[] };

const jsonFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".json") && !name.startsWith("."))
        .sort()
    : [];

const strays = (folder: string): ContentProblem[] =>
  jsonFiles(folder)
    .filter((name) => !(path.basename(name, ".json") in Files.shape))
    .map((name) => ({
      file: path.join(folder, name),
      place: "",
      reason: `not a file of the guide, which has ${Object.keys(Files.shape).join(", ")} and the folder topics`,
    }));

const checkTopicName = (file: string, { id }: Topic): ContentProblem[] =>
  path.basename(file) === `${id}.json`
    ? []
    : [{ file, place: "id", reason: `the topic "${id}" belongs in a file called ${id}.json` }];

/** Reads every file of a guide, or throws a GuideError with all that is wrong in them. */
export function readContent(folder: string): GuideContent {
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
    problems.push(...("data" in read ? checkTopicName(file, read.data) : read.problems));
    return "data" in read ? [read.data] : [];
  });
  if (problems.length > 0) throw new GuideError(problems);
  return { ...(content as z.infer<typeof Files>), topics };
}

/** Lists the content of each file, by its path in the folder. */
export const entriesOf = ({ topics, ...files }: GuideContent): [string, unknown][] => [
  ...Object.entries(files).map(([name, value]): [string, unknown] => [`${name}.json`, value]),
  ...topics.map((topic): [string, unknown] => [`topics/${topic.id}.json`, topic]),
];
