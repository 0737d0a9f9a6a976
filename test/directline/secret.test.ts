import { chmod, mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import { directLineSecret } from "../../src/directline/desk-keys.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "exit-desk-secret-"));
  file = path.join(folder, "direct-line.secret");
});

test("a secret is made at the first start, kept, and readable by its owner alone", async () => {
  const made = directLineSecret(folder, null);
  expect(made.length).toBeGreaterThanOrEqual(43);
  expect((await readFile(file, "utf8")).trim()).toBe(made);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(directLineSecret(folder, null)).toBe(made);
});

test("a configured secret wins and is written nowhere", async () => {
  expect(directLineSecret(folder, "a-configured-secret-of-mine")).toBe("a-configured-secret-of-mine");
  await expect(stat(file)).rejects.toThrow(/ENOENT/);
});

test("an empty secret file ends the start with its name and is left as it is", async () => {
  await writeFile(file, "\n");
  expect(() => directLineSecret(folder, null)).toThrow(file);
  expect(await readFile(file, "utf8")).toBe("\n");
});

test("a secret file that others may read is closed to them", async () => {
  const made = directLineSecret(folder, null);
  await chmod(file, 0o644);
  expect(directLineSecret(folder, null)).toBe(made);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
