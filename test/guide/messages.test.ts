import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadMessages, readMessageFile } from "../../src/guide/messages.ts";
import { dataPath, projectFolder } from "../../src/runtime/paths.ts";
import { dataCopy } from "../data-copy.ts";

const say = loadMessages(dataPath("phrases", "en"));
const catalog = "src/guide/message-catalog.generated.ts";

test("a message is said with its placeholders filled in", () => {
  expect(say("notices.claimed", { name: "Ann" })).toContain("Ann");
  expect(say("notices.claimed", { name: "$&{name}" })).toContain("$&{name}");
});

test("an unknown key, a missing placeholder and one too many do not compile", () => {
  // @ts-expect-error: no file has this key
  say("notices.nobody-says-this");
  // @ts-expect-error: the name is missing
  say("notices.claimed");
  // @ts-expect-error: this is not its placeholder
  say("notices.claimed", { number: "1" });
  // @ts-expect-error: it has none
  say("notices.released", { name: "Ann" });
  // @ts-expect-error: there is no such file
  expect(() => readMessageFile(dataPath("phrases", "en"), "nowhere")).toThrow(
    "nowhere.json: the file is missing",
  );
});

test.each<[string, string, (text: string) => string, RegExp]>([
  [
    "without a key",
    "console",
    (text) => text.replace('"brand":', '"brands":'),
    /console\.json: console\.brand: is missing; console\.brands: no dialog/,
  ],
  [
    "without a placeholder",
    "widget",
    (text) => text.replace("{count}", "some"),
    /widget\.json: widget\.unreadMany: must use the placeholders \[count\]/,
  ],
  [
    "with one that nothing fills",
    "health",
    (text) => text.replace("TRUST_PROXY", "{proxy}"),
    /health\.json: health\.proxySeen: must use the placeholders \[\]/,
  ],
  ["with an empty text", "page", (text) => text.replace(/"lead": ".*"/, '"lead": ""'), /page\.json, lead: /],
  ["that is cut off", "mail", (text) => text.slice(0, 40), /mail\.json, line \d column \d+: /],
])("a phrase file %s is refused with its name and the place", (_, group, change, message) => {
  const folder = dataCopy({ [`phrases/en/${group}.json`]: change })("phrases", "en");
  expect(() => loadMessages(folder)).toThrow(message);
});

function catalogTool(project: string, ...args: string[]) {
  const tool = path.join(projectFolder, "tools/message-catalog.mjs");
  return spawnSync(process.execPath, [tool, ...args], { cwd: project, encoding: "utf8" });
}

test("a new message makes the catalog stale until it is made anew", () => {
  const project = mkdtempSync(path.join(tmpdir(), "catalog-"));
  onTestFinished(() => rmSync(project, { recursive: true }));
  cpSync(dataPath("phrases", "en"), path.join(project, "data/phrases/en"), { recursive: true });
  mkdirSync(path.join(project, "src/guide"), { recursive: true });
  cpSync(path.join(projectFolder, catalog), path.join(project, catalog));
  expect(catalogTool(project, "--check")).toMatchObject({ status: 0, stderr: "" });

  const file = path.join(project, "data/phrases/en/mail.json");
  const added = { ...JSON.parse(readFileSync(file, "utf8")), "a-new-one": "{b}, {a} and {b}" };
  writeFileSync(file, JSON.stringify(added));
  expect(catalogTool(project, "--check")).toMatchObject({
    status: 1,
    stderr: `${catalog} is stale: npm run messages\n`,
  });
  expect(catalogTool(project).status).toBe(0);
  expect(readFileSync(path.join(project, catalog), "utf8")).toContain('"a-new-one": ["a", "b"],');
  expect(catalogTool(project, "--check").status).toBe(0);
});
