import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { fingerprint } from "../store/faults/damage.ts";
import { framesOf } from "../store/faults/left-by.ts";
import { Guest } from "./guest.ts";
import { storeFolder } from "./project.ts";
import { type Ran, run } from "./run.ts";
import { type RunningDesk, startDesk } from "./running-desk.ts";

/** The newest segment of a store's journal. */
function newestSegment(folder: string): string {
  const names = readdirSync(path.join(folder, "journal")).sort();
  return path.join(folder, "journal", names.at(-1) ?? "");
}

function edit(file: string, how: (bytes: Buffer) => Buffer): void {
  writeFileSync(file, how(readFileSync(file)));
}

async function talkedTo(folder: string): Promise<RunningDesk> {
  const desk = await startDesk(folder);
  const guest = await Guest.greet(desk);
  await guest.say("I want to delete my account");
  await guest.say("bad reviews");
  return desk;
}

const inStore = (DATA_DIR: string) => ({
  check: (...args: string[]): Promise<Ran> => run("cli/store-check.js", { args, env: { DATA_DIR } }),
  start: (): Promise<Ran> => run("main.js", { env: { DATA_DIR, PORT: "0" } }),
});

test("T01 a desk that was stopped finds its last record damaged: it does not start, and a salvage brings out the rest", async () => {
  const folder = storeFolder();
  expect(await (await talkedTo(folder)).stop()).toBe(0);
  const { check, start } = inStore(folder);
  const sound = await check();
  expect(sound).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^1 conversations, \d+ entries, 0 tickets\n$/),
  });

  const file = newestSegment(folder);
  const at = readFileSync(file).length - (framesOf(readFileSync(file)).at(-1)?.length ?? 0);
  edit(file, (bytes) => Buffer.from(bytes.map((byte, place) => (place === at + 50 ? byte ^ 1 : byte))));
  const before = await fingerprint(folder);
  expect(await start()).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(
      new RegExp(`^{[^\\n]*"desk starting"}\\n${file} is damaged at byte ${at}, .*store:restore.*--salvage`),
    ),
  });
  expect(await check()).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(new RegExp(`^broken: ${file} is damaged at byte ${at}`)),
  });

  const to = path.join(storeFolder(), "salvaged");
  const salvaged = await check("--salvage", to);
  expect(salvaged.stdout).toMatch(new RegExp(`^lost: ${file} .* records: \\d+\\)$`, "m"));
  expect(salvaged.stdout).toMatch(new RegExp(`^brought into ${to}: 1 conversations, `, "m"));
  const [, entries = 0] = /^not brought out.* (\d+) entries/m.exec(salvaged.stdout) ?? [];
  expect(Number(entries)).toBeGreaterThan(0);
  expect(salvaged.code).toBe(3);
  expect(await fingerprint(folder)).toEqual(before);

  expect(await inStore(to).check()).toMatchObject({ code: 0 });
  expect(existsSync(path.join(to, "direct-line.secret"))).toBe(
    existsSync(path.join(folder, "direct-line.secret")),
  );
  const again = await startDesk(to);
  expect(await again.stop()).toBe(0);
});

test("T01 a desk that was killed cuts a torn last record off, as it was never acknowledged for sure", async () => {
  const folder = storeFolder();
  await (await talkedTo(folder)).kill();
  const { check } = inStore(folder);
  expect(await check()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^not sealed: /) });
  edit(newestSegment(folder), (bytes) => bytes.subarray(0, -3));
  expect(await check()).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^repair: .* no whole record/),
  });
  const again = await startDesk(folder);
  expect(again.output()).toContain("no whole record");
  expect(await again.stop()).toBe(0);
  expect(await check()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 conversations/) });
});

test("T01 killed right after a start that wrote nothing, or after its first words, a desk starts again", async () => {
  const folder = storeFolder();
  expect(await (await talkedTo(folder)).stop()).toBe(0);
  for (let times = 0; times < 2; times += 1) {
    const desk = await startDesk(folder);
    await desk.kill();
    expect(await inStore(folder).check()).toMatchObject({ code: 0 });
  }
  const desk = await startDesk(folder);
  await Guest.greet(desk);
  await desk.kill();
  expect(await (await startDesk(folder)).stop()).toBe(0);
});

test("a salvage of a sound store ends with 0, and is refused where it would do harm", async () => {
  const folder = storeFolder();
  const desk = await talkedTo(folder);
  const { check } = inStore(folder);
  const to = path.join(storeFolder(), "out");
  expect(await check("--salvage", to)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`process ${desk.pid}`),
  });
  expect(existsSync(to)).toBe(false);
  expect(await desk.stop()).toBe(0);

  const before = await fingerprint(folder);
  for (const inside of [folder, path.join(folder, "inside", "it")])
    expect(await check("--salvage", inside)).toMatchObject({ code: 1, stdout: "" });
  const used = storeFolder();
  appendFileSync(path.join(used, "mine"), "x");
  expect(await check("--salvage", used)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("not empty"),
  });
  expect(readdirSync(used)).toEqual(["mine"]);
  for (const args of [["--salvage"], ["--salvage", ""], ["--savage", to]])
    expect(await check(...args)).toMatchObject({ code: 2, stdout: "" });
  const nowhere = path.join(used, "nowhere");
  expect(await inStore(nowhere).check("--salvage", to)).toMatchObject({ code: 1 });
  expect(existsSync(nowhere)).toBe(false);
  expect(existsSync(to)).toBe(false);

  expect(await check("--salvage", to)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^brought into /),
  });
  expect(await fingerprint(folder)).toEqual(before);
  expect((await inStore(to).check()).stdout).toBe((await check()).stdout);
});

test("a backup of a running desk is sealed, and a restore tells of what is damaged in it", async () => {
  const folder = storeFolder();
  const desk = await talkedTo(folder);
  const backup = path.join(storeFolder(), "backup");
  expect(await run("cli/store-backup.js", { args: [backup], env: { DATA_DIR: folder } })).toMatchObject({
    code: 0,
  });
  expect(await inStore(backup).check()).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^1 conversations/),
  });
  expect(await desk.stop()).toBe(0);
  const restored = path.join(storeFolder(), "restored");
  const restore = (DATA_DIR: string) => run("cli/store-restore.js", { args: [backup], env: { DATA_DIR } });
  expect(await restore(restored)).toMatchObject({ code: 0 });
  edit(newestSegment(backup), (bytes) => bytes.subarray(0, -1));
  expect(await restore(`${restored} again`)).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^broken: /),
  });
});
