import { once } from "node:events";
import path from "node:path";
import { projectFolder } from "../../src/runtime/paths.ts";
import { spawn } from "../own/spawn.ts";

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** What a program of dist/ gets to work with. */
export interface Given {
  project?: string;
  args?: readonly string[];
  env?: Record<string, string>;
  /** what is piped into it; nothing at all when left out */
  input?: string;
}

/** Only what a test gives, so that nothing set on this machine decides how a program starts. */
export const environment = (env: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  ...env,
});

/** Runs a program of dist/ to its end. */
export async function run(
  program: string,
  { project = projectFolder, args = [], env, input }: Given,
): Promise<Ran> {
  const child = spawn(process.execPath, [path.join(project, "dist", program), ...args], {
    cwd: project,
    env: environment(env),
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ran: Ran = { code: null, stdout: "", stderr: "" };
  child.stdout.on("data", (part) => {
    ran.stdout += String(part);
  });
  child.stderr.on("data", (part) => {
    ran.stderr += String(part);
  });
  child.stdin.on("error", () => undefined).end(input);
  [ran.code] = (await once(child, "close")) as [number | null];
  return ran;
}
