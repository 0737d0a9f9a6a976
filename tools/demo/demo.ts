import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { WebSocket } from "ws";
import { dataPath, projectFolder } from "../../src/runtime/paths.ts";
import { playWeek } from "./play.ts";
import { readWeek, type Staff, type Week } from "./week.ts";

const ALIVE_MS = 20_000;

/**
 * Signs an agent in and sends heartbeats, so that their tickets stay assigned. Returns a function that
 * disconnects.
 */
async function attend(url: string, email: string, password: string): Promise<() => void> {
  const answer = await fetch(new URL("api/desk/session", url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`${email} was not signed in: ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const stream = new WebSocket(new URL("api/desk/stream", url), {
    headers: { cookie, origin: new URL(url).origin },
  });
  // a closed connection is expected when the desk ends
  stream.on("error", () => undefined);
  await once(stream, "open");
  const alive = (): void => stream.send('{"kind":"alive"}');
  alive();
  const beats = setInterval(alive, ALIVE_MS);
  stream.once("close", () => clearInterval(beats));
  return () => stream.terminate();
}

/** A desk on a temporary folder with a week of data. */
export class Demo {
  readonly #folder = mkdtempSync(path.join(tmpdir(), "exit-desk-demo-"));
  readonly #week: Week = readWeek(dataPath("demo", "week.json"));
  readonly #leaving: (() => void)[] = [];
  #desk: ChildProcess | undefined;
  #isStopping = false;
  /** password of all staff, generated at each start */
  readonly password = randomBytes(9).toString("base64url");

  get staff(): readonly Staff[] {
    return this.#week.staff;
  }

  /** Plays the week, starts a desk on it and signs in everyone but the owner. Returns its URL. */
  async start({ port, seed }: { port: number; seed: number }): Promise<string> {
    const { password } = this;
    await playWeek(this.#folder, this.#week, { end: new Date(), seed, password });
    const url = await this.#startDesk(port);
    for (const { email, role } of this.staff)
      if (role !== "owner") this.#leaving.push(await attend(url, email, password));
    return url;
  }

  /** Starts the desk with a clean environment. Returns its URL once it is ready. */
  async #startDesk(port: number): Promise<string> {
    const { PATH, npm_lifecycle_script } = process.env;
    const desk = spawn(process.execPath, [path.join(projectFolder, "dist/main.js")], {
      cwd: projectFolder,
      // with npm's variable set, the desk ends when this process does
      env: { PATH, npm_lifecycle_script, PORT: String(port), DATA_DIR: this.#folder, LOG_LEVEL: "silent" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#desk = desk;
    let output = "";
    return new Promise((resolve, reject) => {
      desk.once("error", reject);
      desk.once("exit", (code) => reject(new Error(`the desk ended with ${code}`)));
      desk.stdout.on("data", (chunk) => {
        output += String(chunk);
        const url = /^Exit Desk ready (\S+)$/m.exec(output)?.[1];
        if (url !== undefined) resolve(url);
      });
    });
  }

  /** Whether `stop` was called; `start` may fail then. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Resolves when the desk has ended. */
  async ended(): Promise<void> {
    if (this.#desk?.exitCode === null) await once(this.#desk, "exit");
  }

  /** Stops the desk and removes its folder. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const leave of this.#leaving) leave();
    const desk = this.#desk;
    if (desk?.exitCode === null && desk.signalCode === null) {
      desk.kill("SIGTERM");
      await once(desk, "exit");
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
