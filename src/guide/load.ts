import path from "node:path";
import { doubledNames } from "./check-doubles.ts";
import { unfilledDrafts } from "./check-drafts.ts";
import { missingFacts } from "./check-facts.ts";
import { unknownNames } from "./check-names.ts";
import { GuideError } from "./error.ts";
import { readContent } from "./files.ts";
import { type Guide, makeGuide } from "./guide.ts";

export type { Guide } from "./guide.ts";

/** Reads the guide in a folder, whole and checked, or throws a GuideError that names every fault. */
export async function loadGuide(folder: string): Promise<Guide> {
  const content = readContent(folder);
  const problems = [unknownNames, doubledNames, missingFacts, unfilledDrafts].flatMap((check) =>
    check(content),
  );
  if (problems.length > 0) {
    throw new GuideError(problems.map((problem) => ({ ...problem, file: path.join(folder, problem.file) })));
  }
  return makeGuide(content);
}
