import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
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
  copyFileSync(path.join(projectFolder, "biome.json"), path.join(folder, "biome.json"));
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
