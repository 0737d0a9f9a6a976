import { once } from "node:events";
import path from "node:path";
import { onTestFinished } from "vitest";
import { projectFolder } from "../../src/runtime/paths.ts";
import { storeFolder } from "../cli/project.ts";
import { environment } from "../cli/run.ts";
import { type RunningDesk, startDesk } from "../cli/running-desk.ts";
import { spawn } from "../own/spawn.ts";

/** An example's server in a process of its own. */
export interface RunningExample {
  /** everything it has printed */
  output(): string;
  /** Gives the first match in what it prints, once it is there. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Starts examples/<name>/server.mjs on a free port; it is ended with the test. */
export async function startExample(name: string, env: Record<string, string> = {}): Promise<RunningExample> {
  const child = spawn(process.execPath, [path.join(projectFolder, "examples", name, "server.mjs")], {
    env: environment({ PORT: "0", ...env }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null) return;
    const closed = once(child, "close");
    child.kill("SIGTERM");
    await closed;
  });
  let output = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += String(chunk);
      for (const listener of listeners) listener();
    });
  const printed = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(output);
        if (found === null) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      child.once("close", (code) => reject(new Error(`${name} ended with ${code}: ${output}`)));
      look();
    });
  const example = { output: () => output, printed };
  await printed(/^Example ready/m);
  return example;
}

/**
 * Starts an example that is told the desk's address, and a desk that is told the example's: the desk gets its port in a
 * first run, and comes back on it.
 */
export async function startWithDesk(
  name: string,
  env: Record<string, string> = {},
): Promise<{ example: RunningExample; origin: string; desk: RunningDesk }> {
  const folder = storeFolder();
  const before = await startDesk(folder);
  await before.stop();
  const example = await startExample(name, { DESK_URL: before.url, ...env });
  const [, origin = ""] = await example.printed(/^Example ready (http:\S+)\/$/m);
  const PORT = new URL(before.url).port;
  return {
    example,
    origin,
    desk: await startDesk(folder, projectFolder, { PORT, ALLOWED_ORIGINS: origin, ...env }),
  };
}
