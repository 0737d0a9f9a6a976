import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import { build } from "esbuild";
import type { TeamsConfig } from "../../../src/config/teams-config.ts";
import { projectFolder } from "../../../src/runtime/paths.ts";
import type { OutboxTrouble } from "../../../src/store/store.ts";
import { spawn } from "../../own/spawn.ts";

const program = path.join(projectFolder, "dist/test/desk-program.mjs");

/** Makes the program that plain Node can run. */
export const buildProgram = () =>
  build({
    entryPoints: [new URL("desk-program.ts", import.meta.url).pathname],
    outfile: program,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    logLevel: "error",
  });

/** A desk in a process of its own that is killed and started again, on the same store. */
export class KilledDesk {
  url = "";
  #child: ChildProcess | undefined;
  #lines: Interface | undefined;

  constructor(
    private readonly folder: string,
    private readonly settings: TeamsConfig,
  ) {}

  async start(): Promise<void> {
    const args = [program, this.folder, JSON.stringify(this.settings)];
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout });
    this.url = await this.#line();
  }

  /** SIGKILL, wherever it is. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  }

  /** Waits until everything is answered and sent, and gives what was not surely sent. */
  async settled(): Promise<OutboxTrouble[]> {
    this.#child?.stdin?.write("\n");
    return JSON.parse(await this.#line());
  }

  async #line(): Promise<string> {
    const [line] = await once(this.#lines as Interface, "line");
    return line;
  }
}
