import { describe, expect, test } from "vitest";
import { commandFaults } from "../../tools/documents/commands.ts";
import { mapFaults } from "../../tools/documents/folders.ts";
import { linkFault, missingFiles, pageFaults } from "../../tools/documents/links.ts";
import { anchorsOf, blocksOf, linksOf, pages, textOf } from "../../tools/documents/pages.ts";

const MAP = "docs/architecture/README.md";

test("every page is found, with its links, headings and blocks", () => {
  expect(pages).toEqual(
    expect.arrayContaining(["README.md", "CONTRIBUTING.md", "docs/guides/teams.md", MAP]),
  );
  expect(linksOf("README.md")).toEqual(
    expect.arrayContaining(["docs/pictures/widget.png", "docs/README.md#reference"]),
  );
  expect(anchorsOf("docs/guides/backup-restore.md")).toContain("move-to-postgresql-or-back");
  expect(blocksOf("docs/guides/teams.md").map(({ info }) => info)).toEqual(["sh", "sh run"]);
});

test("links, anchors and files of all pages are there, and the README has at most 6 KB", () => {
  expect(pageFaults()).toEqual([]);
});

test("the map says what each folder owns, and names no other", () => {
  expect(mapFaults(textOf(MAP))).toEqual([]);
});

test("every shell block is marked as runnable or listed with a reason, and names scripts that are there", () => {
  expect(commandFaults()).toEqual([]);
});

describe("what is wrong is told", () => {
  test.each([
    ["nowhere.md", /nowhere\.md is not there/],
    ["../../outside.md", /is not there/],
    ["privacy.md#nowhere", /has no such heading/],
    ["guides#nowhere", /has no such heading/],
    ["http://example.com/", /is no https address/],
    ["https://somebody@example.com/", /is no https address/],
  ])("a link to %s", (target, says) => {
    expect(linkFault("docs/README.md", target)).toMatch(says);
  });

  test.each(["privacy.md#for-how-long", "../README.md", "https://example.com/", "#guides"])(
    "and nothing of a link to %s",
    (target) => {
      expect(linkFault("docs/README.md", target)).toBeNull();
    },
  );

  test("a file that is not there", () => {
    expect(missingFiles("`src/main.ts`, `src/nowhere/`, `data/store`")).toEqual(["src/nowhere/"]);
  });

  test("a folder without an owner, and an owner without a folder", () => {
    const map = textOf(MAP).replace(/^\| `src\/bot\/` .*$/m, "| `src/nowhere/` | owns nothing at all |");
    expect(mapFaults(map)).toEqual([`${MAP}: say what src/bot/ owns`, `${MAP}: src/nowhere/ is not there`]);
  });
});
