import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { projectFolder } from "../src/runtime/paths.ts";
import { storeFolder } from "./cli/project.ts";

const Report = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }),
    }),
  ),
});

/** What the project's lint rules find in these files, as `rule path:line`. */
function findings(files: Record<string, readonly string[]>): string[] {
  const folder = storeFolder();
  for (const rules of ["biome.json", "biome.imports.json"])
    copyFileSync(path.join(projectFolder, rules), path.join(folder, rules));
  for (const [file, lines] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), `${lines.join("\n")}\n`);
  }
  const biome = path.join(projectFolder, "node_modules", ".bin", "biome");
  const { stdout } = spawnSync(biome, ["lint", "--reporter=json", "."], { cwd: folder, encoding: "utf8" });
  return Report.parse(JSON.parse(stdout)).diagnostics.map(
    ({ category, location }) => `${path.basename(category)} ${location.path}:${location.start.line}`,
  );
}

test("T43: the lint refuses a promise that nobody awaits, whichever file it comes from", () => {
  const found = findings({
    "src/store.ts": [
      "export interface Store { append(): Promise<void> }",
      "export async function close(): Promise<void> {}",
    ],
    "src/desk.ts": [
      'import { close, type Store } from "./store.ts";',
      "export async function stop(store: Store): Promise<void> {",
      "  store.append();",
      "  close();",
      "  void store.append();",
      "  await close();",
      "}",
    ],
  });
  expect(found.sort()).toEqual(["noFloatingPromises src/desk.ts:3", "noFloatingPromises src/desk.ts:4"]);
});

const sdk = [
  'export { TurnContext } from "botbuilder";',
  'export { Dialog } from "botbuilder-dialogs";',
  'export { TestAdapter } from "botbuilder/lib/testAdapter";',
  'export { Storage } from "botbuilder-core";',
  'export { Activity } from "botframework-schema";',
];

test.each(["src/main.ts", "src/teams/send-activity.ts", "src/tickets/ticket.ts", "dialogs/root.ts"])(
  "the SDK cannot be imported by %s",
  (file) => {
    const each = sdk.map((_, at) => `noRestrictedImports ${file}:${at + 1}`);
    expect(findings({ [file]: sdk })).toEqual(each);
  },
);

test.each(["dialogs/sdk.ts", "src/bot/adapter.ts"])(
  "the SDK can be imported by %s, where it is named",
  (file) => {
    expect(findings({ [file]: sdk })).toEqual([]);
  },
);

test("the rules of imports are those of the table", () => {
  const written = path.join(storeFolder(), "rules.json");
  spawnSync(process.execPath, [path.join(projectFolder, "tools/import-rules.mjs"), written]);
  const formatted = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
  expect(formatted(path.join(projectFolder, "biome.imports.json"))).toEqual(formatted(written));
});

const rooms = readdirSync(path.join(projectFolder, "src"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test("every room has its place in the direction of imports", () => {
  const named = readFileSync(path.join(projectFolder, "biome.imports.json"), "utf8");
  expect(rooms.filter((room) => !named.includes(`"src/${room}/**"`))).toEqual([]);
});

test.each([
  ["src/runtime/log.ts", "../config/config.ts"],
  ["src/nlu/interpret.ts", "../store/store.ts"],
  ["src/tickets/ticket.ts", "../../dialogs/root.ts"],
  ["src/privacy/eraser.ts", "../bot/bot.ts"],
  ["dialogs/root.ts", "../src/bot/bot.ts"],
  ["dialogs/interruptions/topic.ts", "../../src/http/server.ts"],
  ["src/bot/bot.ts", "../http/server.ts"],
  ["src/http/server.ts", "../api/serve.ts"],
  ["src/teams/open.ts", "../terminal/terminal.ts"],
  ["src/api/serve.ts", "../app.ts"],
  ["src/web/routes.ts", "../cli/commands/commands.ts"],
  ["src/web/console/app/desk/lists.ts", "../../../../tickets/queue.ts"],
  ["src/web/shared/card.ts", "../../store/records.ts"],
])("%s cannot import %s", (file, imported) => {
  expect(findings({ [file]: [`export { it } from "${imported}";`] })).toEqual([
    `noRestrictedImports ${file}:1`,
  ]);
});

test("an import circle is refused", () => {
  const found = findings({
    "src/guide/one.ts": ['import { two } from "./two.ts";', "export const one = (): number => two();"],
    "src/guide/two.ts": ['import { one } from "./one.ts";', "export const two = (): number => one();"],
  });
  expect(found.sort()).toEqual(["noImportCycles src/guide/one.ts:1", "noImportCycles src/guide/two.ts:1"]);
});

test("names of the old private language are refused", () => {
  const folder = storeFolder();
  const name = ["open", "Talk"].join("");
  mkdirSync(path.join(folder, "src"), { recursive: true });
  const git = (...args: string[]) => spawnSync("git", args, { cwd: folder });
  git("init");
  const word = "keeper";
  writeFileSync(
    path.join(folder, "src/turnstile.ts"),
    [
      `export const ${name} = (talkative: string) => talkative;`,
      `export const stored = { ${word}: 1 }.${word};`,
      `export interface Parts { ${word}A: string; b(${word}B: string): void }`,
      `export class Desk { readonly #${word}C = 1; constructor(readonly ${word}D: Parts) {} ${word}E() {} }`,
      `export const read = ({ ${word}F: { ${word}: ${word}G = "" } }) => [${word}G];`,
    ].join("\n"),
  );
  git("add", ".");
  const script = path.join(projectFolder, "tools/check-words.mjs");
  const { stderr, status } = spawnSync(process.execPath, [script], { cwd: folder, encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr.trim().split("\n").sort()).toEqual([
    ...["A", "B", "C", "D", "E", "G"].map(
      (end) => `src/turnstile.ts: "keeper${end}" says document writer here`,
    ),
    `src/turnstile.ts: "${name}" says conversation here`,
    'src/turnstile.ts: "src/turnstile.ts" says mutex here',
  ]);
});
