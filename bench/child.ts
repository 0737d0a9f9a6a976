import { once } from "node:events";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { spawn } from "../test/own/spawn.ts";
import type { Order, Reply } from "./orders.ts";

/** A process that the bench started and will end. */
export interface Child {
  /** the address it printed when it was ready; empty for a process that serves nothing */
  url: string;
  /** milliseconds from its start until it was ready */
  startedIn: number;
  ask<T>(name: string, given?: unknown): Promise<T>;
  /** Asks it to end, and resolves when it has. */
  stop(): Promise<void>;
}

/** What to start: a compiled file, its environment, and node's own flags. It prints `ready`, with its address if any. */
export interface Start {
  file: string;
  env?: Record<string, string>;
  flags?: string[];
  /** the folder it runs in; this process's own without one */
  cwd?: string;
}

const keptComplaints = 4000;
const witness = path.join(import.meta.dirname, "witness.mjs");

/** Starts a process with a witness inside. Rejects with what it printed to stderr when it ends before it is ready. */
export async function startChild({ file, env = {}, flags = [], cwd }: Start): Promise<Child> {
  const began = performance.now();
  const child = spawn(process.execPath, ["--expose-gc", "--import", witness, ...flags, file], {
    env: { ...process.env, ...env },
    ...(cwd !== undefined && { cwd }),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let complaints = "";
  child.stderr?.on("data", (text) => {
    complaints = `${complaints}${text}`.slice(-keptComplaints);
  });
  const open = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const ended = once(child, "exit").then(([code, signal]) => {
    const error = new Error(`${path.basename(file)} ended with ${code ?? signal}\n${complaints}`);
    for (const { reject } of open.values()) reject(error);
    return error;
  });
  child.on("message", ({ order, result, failed }: Reply) => {
    const asked = open.get(order);
    open.delete(order);
    if (failed === undefined) asked?.resolve(result);
    else asked?.reject(new Error(failed));
  });
  let orders = 0;
  const ask = <T>(name: string, given?: unknown): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      orders += 1;
      open.set(orders, { resolve: resolve as (value: unknown) => void, reject });
      child.send({ order: orders, name, given } satisfies Order);
    });
  const url = await Promise.race([readyLine(child.stdout as NodeJS.ReadableStream), ended]);
  if (url instanceof Error) throw url;
  return {
    url,
    startedIn: performance.now() - began,
    ask,
    stop: async () => {
      child.kill("SIGTERM");
      const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(force);
    },
  };
}

/** The address in the line that says ready; empty when it names none. */
function readyLine(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    let printed = "";
    output.on("data", (text) => {
      printed = `${printed}${text}`.slice(-keptComplaints);
      const line = /ready(?: (http:\/\/\S+)\/)?\n/.exec(printed);
      if (line) resolve(line[1] ?? "");
    });
  });
}
