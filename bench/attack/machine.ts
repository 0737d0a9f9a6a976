import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const pageBytes = 4096;
const msPerTick = 10;
const quietMs = 150;
const established = "01";

/** Bytes that the kernel holds for TCP on the whole machine. */
export const tcpMemory = (): number =>
  pageBytes * Number(/^TCP:.* mem (\d+)/m.exec(readFileSync("/proc/net/sockstat", "utf8"))?.[1]);

/** Bytes of memory that a process has. */
export const residentOf = (pid: number): number =>
  1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);

/** Milliseconds of processor time that a process has used. */
const cpuOf = (pid: number): number => {
  const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "";
  const [user, system] = afterName.split(" ").slice(11, 13).map(Number);
  return msPerTick * ((user ?? 0) + (system ?? 0));
};

/** Waits until a process has hardly worked for a second. */
export async function untilQuiet(pid: number): Promise<void> {
  for (let before = cpuOf(pid); ; before = cpuOf(pid)) {
    await sleep(1000);
    if (cpuOf(pid) - before < quietMs) return;
  }
}

/** How many files, and with them sockets, each process may have open. */
export const openFilesLimit = (): number =>
  Number(/^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1]);

/** Connections that a server on a port has open, as the kernel tells. */
export function connectionsOn(port: number): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const lines = readFileSync("/proc/net/tcp", "utf8").split("\n").slice(1);
  return lines.filter((line) => {
    const [, from = "", , state] = line.trim().split(/\s+/);
    return from.endsWith(local) && state === established;
  }).length;
}

/** Bytes of all files below a folder; what goes away meanwhile is not counted. */
export function bytesBelow(folder: string): number {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const found = statSync(path.join(folder, name), { throwIfNoEntry: false });
    if (found?.isFile()) bytes += found.size;
  }
  return bytes;
}
