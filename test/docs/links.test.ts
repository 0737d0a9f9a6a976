import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectFolder } from "../../src/runtime/paths.ts";
import { anchorsOf, linksOf, pages, proseOf, textOf } from "./pages.ts";

const README_BYTES = 6 * 1024;

test("the README has at most 6 KB", () => {
  expect(Buffer.byteLength(textOf("README.md"))).toBeLessThanOrEqual(README_BYTES);
});

/** What is wrong with a link of a page, or null. */
function fault(page: string, target: string): string | null {
  if (/^[a-z]+:/.test(target)) {
    const outside = URL.canParse(target) ? new URL(target) : null;
    return outside?.protocol === "https:" && outside.username === "" ? null : `${target} is no https address`;
  }
  const [file = "", anchor] = target.split("#");
  const to = file === "" ? page : path.posix.join(path.posix.dirname(page), decodeURI(file));
  if (to.startsWith("..") || !existsSync(path.join(projectFolder, to))) return `${target} is not there`;
  if (
    anchor !== undefined &&
    !(statSync(path.join(projectFolder, to)).isFile() && anchorsOf(to).includes(anchor))
  )
    return `${target} has no such heading`;
  return null;
}

test.each(pages)("every link of %s leads somewhere", (page) => {
  expect(linksOf(page).flatMap((target) => fault(page, target) ?? [])).toEqual([]);
});

test("a page that is not there, a heading that is not there and plain http are told", () => {
  expect(fault("docs/README.md", "nowhere.md")).toMatch(/not there/);
  expect(fault("docs/README.md", "privacy.md#nowhere")).toMatch(/no such heading/);
  expect(fault("docs/README.md", "http://example.com/")).toMatch(/no https/);
  expect(fault("docs/README.md", "privacy.md#for-how-long")).toBeNull();
});

test.each(pages)("%s is reached from the README", (page) => {
  const reached = new Set(["README.md"]);
  for (const from of reached)
    for (const target of linksOf(from)) {
      const [file = ""] = target.split("#");
      const to = path.posix.join(path.posix.dirname(from), file);
      if (file.endsWith(".md") && pages.includes(to)) reached.add(to);
    }
  expect([...reached]).toContain(page);
});

const FOLDERS = "src|dialogs|tools|data|test|bench|scripts|deploy|examples|docs";
const NAMED = new RegExp(`\`((?:${FOLDERS})/[\\w./-]*)\``, "g");
/** What a run makes, and what an earlier version had. */
const MADE = /^(data\/(store|utterances\/en\/model\.bin)|deploy\/(SCALING|SUCCESSOR)\.md)/;

test.each(pages)("the files that %s names are there", (page) => {
  const named = [...proseOf(page).matchAll(NAMED)].map(([, file = ""]) => file);
  const missing = named.filter((file) => !MADE.test(file) && !existsSync(path.join(projectFolder, file)));
  expect(missing).toEqual([]);
});

test.each(pages)("%s names no folder of a machine and no registry", (page) => {
  expect(textOf(page)).not.toMatch(/\/work\/|\/root\/|\/home\/\w|registry\.npmjs\.org|\/tmp\//);
});
