import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { environment } from "../../../cli/run.ts";
import { removeAfterwards } from "../../../own/spawn.ts";
import { startBundledBrowser } from "../browser.ts";
import { smallCheckout } from "./checkout.ts";
import contents from "./contents.json" with { type: "json" };
import { unpackedChromium } from "./unpack.ts";

/** A program that leaves a mark when it is executed. */
const marking = (mark: string): string => `#!/bin/sh\necho "$0" >> ${mark}\n`;

let parent: string;
let cache: string;

beforeAll(() => {
  parent = mkdtempSync(path.join(tmpdir(), "exit-desk-cache-"));
  removeAfterwards(parent);
  cache = path.join(parent, ".cache");
});

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();

/** The folder holds what it is known to hold, nothing else, and nothing is left of the unpacking. */
function isWhole(folder: string): void {
  expect(files(path.join(folder, "program"))).toEqual(Object.keys(contents.unpacked).sort());
  expect(readdirSync(folder).filter((name) => name.startsWith("making-"))).toEqual([]);
}

test("two that want it at once unpack it into one folder of this user alone", async () => {
  const [one, other] = await Promise.all([unpackedChromium(cache), unpackedChromium(cache)]);
  expect(one).toBe(path.join(cache, "exit-desk-chromium"));
  expect(other).toBe(one);
  expect(statSync(one).mode & 0o777).toBe(0o700);
  isWhole(one);
});

/** Spoils the unpacked one, and gives where a browser that should not have been executed leaves its mark. */
async function spoiled(spoil: (program: string, away: string, mark: string) => void): Promise<string> {
  const away = mkdtempSync(path.join(tmpdir(), "exit-desk-away-"));
  onTestFinished(() => rmSync(away, { recursive: true }));
  const mark = path.join(away, "executed");
  spoil(path.join(await unpackedChromium(cache), "program"), away, mark);
  return mark;
}

test("another executable in its place is found and replaced by two at once, and never executed", async () => {
  const mark = await spoiled((program, _, mark) =>
    writeFileSync(path.join(program, "chromium"), marking(mark)),
  );
  const browsers = await Promise.all([startBundledBrowser(cache), startBundledBrowser(cache)]);
  for (const browser of browsers) {
    expect(await (await browser.newPage()).evaluate("6 * 7")).toBe(42);
    await browser.close();
  }
  expect(existsSync(mark)).toBe(false);
  isWhole(path.join(cache, "exit-desk-chromium"));
});

test("a flipped bit, a cut, a missing and a foreign file, and a link for a folder are all put right", async () => {
  await spoiled((program, away) => {
    const bytes = readFileSync(path.join(program, "chromium"));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(path.join(program, "chromium"), bytes);
    writeFileSync(path.join(program, "libEGL.so"), "");
    rmSync(path.join(program, "libvk_swiftshader.so"));
    mkdirSync(path.join(program, "libvk_swiftshader.so/deep"), { recursive: true });
    rmSync(path.join(program, "libGLESv2.so"));
    writeFileSync(path.join(program, "libm.so.6"), "planted");
    cpSync(path.join(program, "al2023"), path.join(away, "al2023"), { recursive: true });
    rmSync(path.join(program, "al2023"), { recursive: true });
    symlinkSync(path.join(away, "al2023"), path.join(program, "al2023"));
  });
  isWhole(await unpackedChromium(cache));
  expect(lstatSync(path.join(cache, "exit-desk-chromium/program/al2023")).isDirectory()).toBe(true);
});

test("a link in the place of all of it is not followed", async () => {
  const mark = await spoiled((program, away, mark) => {
    cpSync(program, path.join(away, "program"), { recursive: true });
    writeFileSync(path.join(away, "program/chromium"), marking(mark), { mode: 0o755 });
    rmSync(program, { recursive: true });
    symlinkSync(path.join(away, "program"), program);
  });
  const browser = await startBundledBrowser(cache);
  await browser.close();
  expect(existsSync(mark)).toBe(false);
  isWhole(path.join(cache, "exit-desk-chromium"));
});

test("a folder that others may change is not used", async () => {
  const open = mkdtempSync(path.join(parent, "open-"));
  mkdirSync(path.join(open, ".cache/exit-desk-chromium/program"), { recursive: true });
  chmodSync(path.join(open, ".cache/exit-desk-chromium"), 0o777);
  const folder = await unpackedChromium(path.join(open, ".cache"));
  expect(folder.startsWith(open)).toBe(false);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  isWhole(folder);
  rmSync(folder, { recursive: true });
});

test.runIf(process.getuid?.() === 0)(
  "another user opens a page from their own checkout on a machine where root was first and somebody planted a browser",
  async () => {
    const uid = 54_321;
    const shared = mkdtempSync("/tmp/exit-desk-used-");
    removeAfterwards(shared);
    chmodSync(shared, 0o1777);
    const mark = path.join(shared, "executed");
    writeFileSync(mark, "");
    chmodSync(mark, 0o666);
    for (const place of ["exit-desk-chromium-153-with-fonts", "exit-desk-chromium", "program", "."]) {
      mkdirSync(path.join(shared, place, "al2023/lib"), { recursive: true });
      writeFileSync(path.join(shared, place, "chromium"), marking(mark), { mode: 0o755 });
      for (const name of ["libnss3.so", "libnspr4.so", "libexpat.so.1"])
        writeFileSync(path.join(shared, place, "al2023/lib", name), "planted");
    }
    const { folder, program } = await smallCheckout(shared);
    const isTheirs = (file: string): void => {
      for (const entry of readdirSync(file, { recursive: true, withFileTypes: true }))
        chownSync(path.join(entry.parentPath, entry.name), uid, uid);
      chownSync(file, uid, uid);
    };
    isTheirs(folder);
    chmodSync(folder, 0o755);
    const { stdout, stderr } = spawnSync(process.execPath, [program], {
      cwd: folder,
      uid,
      gid: uid,
      env: environment({ TMPDIR: shared, HOME: "/nowhere" }),
      encoding: "utf8",
    });
    expect(stdout, stderr).toBe("shown by 42\n");
    expect(readFileSync(mark, "utf8")).toBe("");
    const made = path.join(folder, "node_modules/.cache/exit-desk-chromium");
    expect(lstatSync(made)).toMatchObject({ uid, mode: 0o40700 });
    isWhole(made);
  },
);
