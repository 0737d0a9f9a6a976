import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { GuideError } from "../../src/guide/content-files.ts";
import { loadGuide } from "../../src/guide/guide.ts";
import { damaged, nearly } from "../anything.ts";
import { guideFolder } from "./folder.ts";

/** What comes of a guide: it is loaded, or refused by a file's name and a reason. */
async function loadedOr(folder: string): Promise<"loaded" | "refused"> {
  try {
    await loadGuide(folder);
    return "loaded";
  } catch (error) {
    expect(error).toBeInstanceOf(GuideError);
    for (const { file: named, reason } of (error as GuideError).problems)
      expect([named, reason]).toEqual([expect.stringMatching(/\.json$/), expect.stringMatching(/\w/)]);
    return "refused";
  }
}

test.each(["reasons.json", "steps.json", "tree.json", "facts.json", "nodes.json", "topics/steps.json"])(
  "a %s of which any part is something else is loaded, or refused with a place and a reason",
  async (file) => {
    const folder = guideFolder();
    const text = readFileSync(path.join(folder, file), "utf8");
    const other = fc.oneof(
      nearly(JSON.parse(text)).map((value) => JSON.stringify(value)),
      damaged(fc.constant(text)),
    );
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(other, async (content) => {
        writeFileSync(path.join(folder, file), content);
        if ((await loadedOr(folder)) === "refused") refused++;
      }),
      { numRuns: 40 },
    );
    expect(refused).toBeGreaterThan(10);
  },
);
