// A desk in a separate process, with V8's call counts (Chrome DevTools Protocol, Profiler domain).
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { SourceMap } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import WebSocket from "ws";

export const project = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/**
 * Starts a script as a desk with its own data folder; it ends with this process. Returns the first match of each
 * pattern in its output, and the call counter.
 */
export async function startCountedDesk(script, patterns, env = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "turn-path-"));
  const desk = spawn(process.execPath, ["--inspect=127.0.0.1:0", path.join(project, script)], {
    cwd: project,
    env: { ...process.env, PORT: "0", DATA_DIR: folder, LOG_LEVEL: "silent", ...env },
  });
  process.on("exit", () => {
    desk.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  let said = "";
  const waitFor = (pattern) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(said);
        if (found) resolve(found[1]);
      };
      for (const stream of [desk.stdout, desk.stderr]) stream.on("data", look);
      desk.once("exit", () => reject(new Error(`the desk ended:\n${said}`)));
      look();
    });
  for (const stream of [desk.stdout, desk.stderr])
    stream.on("data", (chunk) => {
      said += chunk;
    });
  const ask = await inspect(await waitFor(/Debugger listening on (ws:\S+)/));
  const found = [];
  for (const pattern of patterns) found.push(await waitFor(pattern));
  return { found, count: (name, work) => count(ask, name, work) };
}

/** Connects to a process that waits for a debugger. Returns the function that sends commands. */
async function inspect(url) {
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.once("open", resolve));
  let lastId = 0;
  const waiting = new Map();
  socket.on("message", (data) => {
    const { id, result } = JSON.parse(String(data));
    waiting.get(id)?.(result);
  });
  const ask = (method, params = {}) =>
    new Promise((resolve) => {
      lastId += 1;
      waiting.set(lastId, resolve);
      socket.send(JSON.stringify({ id: lastId, method, params }));
    });
  await ask("Profiler.enable");
  return ask;
}

const maps = new Map();
const mapOf = (file) => {
  if (!maps.has(file))
    maps.set(
      file,
      existsSync(`${file}.map`)
        ? { map: new SourceMap(JSON.parse(readFileSync(`${file}.map`, "utf8"))), starts: lineStarts(file) }
        : null,
    );
  return maps.get(file);
};
function lineStarts(file) {
  const starts = [0];
  const text = readFileSync(file, "utf8");
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
function sourceOf(file, offset) {
  const known = mapOf(file);
  if (!known) return null;
  const { map, starts } = known;
  let line = starts.length - 1;
  for (let low = 0, high = starts.length - 1; low <= high; ) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= offset) [line, low] = [middle, middle + 1];
    else high = middle - 1;
  }
  const entry = map.findEntry(line, offset - starts[line]);
  return entry?.originalSource?.replace(/^(\.\.\/)+/, "") ?? null;
}

const roomOf = (file) =>
  file.startsWith("src/")
    ? file
        .split("/")
        .slice(0, file.split("/").length > 2 ? 2 : 1)
        .join("/")
    : file.split("/")[0];
const importsOf = (file) =>
  [
    ...readFileSync(path.join(project, file), "utf8").matchAll(
      /^(?:import|export) (?!type)[^;]*? from "(\.[^"]+)"/gms,
    ),
  ].map(([, to]) => path.posix.join(path.posix.dirname(file), to));

/** Returns the project's functions that ran since the count began, by file. */
async function count(ask, name, work) {
  await ask("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  await ask("Profiler.takePreciseCoverage");
  await work();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const { result } = await ask("Profiler.takePreciseCoverage");
  await ask("Profiler.stopPreciseCoverage");
  const functions = new Map();
  for (const { url: script, functions: ran } of result) {
    if (!script.startsWith("file:") || script.includes("node_modules")) continue;
    for (const { ranges } of ran) {
      if (ranges[0].count === 0) continue;
      const source = sourceOf(fileURLToPath(script), ranges[0].startOffset);
      if (source === null || !/^(src|dialogs)\//.test(source)) continue;
      functions.set(source, (functions.get(source) ?? 0) + 1);
    }
  }
  const files = new Set(functions.keys());
  const edges = [...files].flatMap((file) =>
    importsOf(file)
      .filter((to) => files.has(to))
      .map((to) => [file, to]),
  );
  const calls = new Set(edges.map(([from]) => from));
  const changes = edges.filter(([from, to]) => roomOf(from) !== roomOf(to) && calls.has(to));
  const leaves = [...files].filter((file) => !calls.has(file));
  const total = [...functions.values()].reduce((sum, each) => sum + each, 0);
  console.log(
    `${name}: ${files.size} files (${leaves.length} of them leaves), ${total} functions, ${changes.length} room changes`,
  );
  if (process.argv.includes("--files"))
    console.log(
      [...files]
        .sort()
        .map((file) => `  ${file}`)
        .join("\n"),
    );
}
