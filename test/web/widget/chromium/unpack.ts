import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { projectFolder } from "../../../../src/runtime/paths.ts";
import { removeAfterwards, spawn } from "../../../own/spawn.ts";
import contents from "./contents.json" with { type: "json" };

const bundle = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")),
  "../bin",
);
const inflate =
  'import { inflate } from "@sparticuz/chromium"; await Promise.all(process.argv.slice(1).map(inflate));';

async function hash(file: string): Promise<string> {
  const sum = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 2 ** 20 }), sum);
  return sum.digest("hex");
}

/** The files of `folder` that are not what they are known to be: missing, changed, or not of the package at all. */
async function wrong(folder: string, known: Record<string, string>): Promise<string[]> {
  const there = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  const files = new Map(
    there
      .filter((entry) => !entry.isDirectory())
      .map((entry) => [path.relative(folder, path.join(entry.parentPath, entry.name)), entry]),
  );
  const strange = [...files.keys()].filter((file) => known[file] === undefined);
  const changed = await Promise.all(
    Object.entries(known).map(async ([file, sum]) => {
      const right = files.get(file)?.isFile() && (await hash(path.join(folder, file))) === sum;
      return right ? [] : [file];
    }),
  );
  return [...strange, ...changed.flat()];
}

/** Whether nobody but this user can change what is in a folder. */
function isOwn(folder: string): boolean {
  const about = lstatSync(folder);
  return about.isDirectory() && isOurs(about.uid) && (about.mode & 0o077) === 0;
}
const isOurs = (uid: number): boolean => uid === (process.getuid?.() ?? uid);

/** A folder of this user alone: in the checkout, or for this process only where the checkout is somebody else's. */
function ownFolder(cache: string): string {
  const folder = path.join(cache, "exit-desk-chromium");
  try {
    if (isOurs(statSync(path.dirname(cache)).uid)) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (isOwn(folder)) return folder;
    }
  } catch {
    // read only, or closed to this user
  }
  const temporary = mkdtempSync(path.join(tmpdir(), "exit-desk-chromium-"));
  removeAfterwards(temporary);
  return temporary;
}

async function unpackInto(folder: string): Promise<void> {
  const doubtful = await wrong(bundle, contents.packed);
  if (doubtful.length > 0)
    throw new Error(
      `@sparticuz/chromium is not the known ${contents.version}: ${doubtful.join(", ")}; contents.json has to be made anew`,
    );
  const parts = Object.keys(contents.packed).map((name) => path.join(bundle, name));
  const child = spawn(process.execPath, ["--input-type=module", "-e", inflate, ...parts], {
    cwd: projectFolder,
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = await once(child, "exit");
  const bad = await wrong(folder, contents.unpacked);
  if (code !== 0 || bad.length > 0) throw new Error(`Chromium did not unpack: ${code} ${bad.join(", ")}`);
}

/** Puts every file in its place by itself, so that whoever does the same at the same time never finds one missing. */
function replace(from: string, to: string, files: readonly string[]): void {
  for (const file of files) {
    const target = path.join(to, file);
    if (contents.unpacked[file as keyof typeof contents.unpacked] === undefined) {
      rmSync(target, { recursive: true, force: true });
      continue;
    }
    mkdirSync(path.dirname(target), { recursive: true });
    if (existsSync(target) && lstatSync(target).isDirectory()) rmSync(target, { recursive: true });
    renameSync(path.join(from, file), target);
  }
}

/**
 * The folder of the unpacked Chromium, with `program/` of which every file has just been found to be the known one, and
 * room for a home beside it. `cache` is a folder of this user's own.
 */
export async function unpackedChromium(
  cache = path.join(projectFolder, "node_modules/.cache"),
): Promise<string> {
  const folder = ownFolder(cache);
  const program = path.join(folder, "program");
  if (existsSync(program) && !lstatSync(program).isDirectory()) rmSync(program);
  const bad = await wrong(program, contents.unpacked);
  if (bad.length === 0) return folder;
  const making = mkdtempSync(path.join(folder, "making-"));
  removeAfterwards(making);
  try {
    await unpackInto(making);
    replace(making, program, bad);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  const still = await wrong(program, contents.unpacked);
  if (still.length > 0) throw new Error(`${program} cannot be put right: ${still.join(", ")}`);
  return folder;
}
