// Counts what one warm turn runs: `npm run turn-path` after a build. It drives a running desk over Direct Line and over its
// console's API, and reads V8's precise call counts (Chrome DevTools Protocol, Profiler domain).
// A room change is an import between two files that ran, of which the files stand in different rooms; files that run nothing
// else of ours (leaf look-ups) are counted apart.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { SourceMap } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import WebSocket from "ws";

const project = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const folder = mkdtempSync(path.join(os.tmpdir(), "turn-path-"));
const desk = spawn(process.execPath, ["--inspect=127.0.0.1:0", path.join(project, "dist/main.js")], {
  cwd: project,
  env: { ...process.env, PORT: "0", DATA_DIR: folder, LOG_LEVEL: "silent" },
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
      if (found) resolve(found);
    };
    for (const stream of [desk.stdout, desk.stderr]) stream.on("data", look);
    desk.once("exit", () => reject(new Error(`the desk ended:\n${said}`)));
    look();
  });
for (const stream of [desk.stdout, desk.stderr])
  stream.on("data", (chunk) => {
    said += chunk;
  });

const [, inspector] = await waitFor(/Debugger listening on (ws:\S+)/);
const [, url] = await waitFor(/Exit Desk ready (\S+)/);
const [, owner] = await waitFor(/Owner link: \S+#owner=(\S+)/);

const socket = new WebSocket(inspector);
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

const json = async (response) => {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? null : response.json();
};
const post = (address, body, headers = {}) =>
  fetch(new URL(address, url), {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  }).then(json);

const { conversationId, token } = await post("widget/token", {});
const activities = `v3/directline/conversations/${conversationId}/activities`;
const bearer = { authorization: `Bearer ${token}` };
let watermark = "";
/** Reads on until the bot has said something new and is done with it. */
async function answered() {
  for (let tries = 0; tries < 200; tries += 1) {
    const page = await fetch(new URL(`${activities}?watermark=${watermark}`, url), { headers: bearer }).then(
      json,
    );
    watermark = page.watermark ?? watermark;
    if (page.activities.some(({ from }) => from.role === "bot")) return page.activities;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("no answer");
}
const say = async (text) => {
  await post(activities, { type: "message", from: { id: "person" }, text }, bearer);
  return answered();
};

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

/** What ran since the count began, as files and functions of ours. */
async function count(name, work) {
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

await answered();
for (const text of ["I want to delete my account", "back", "I want to delete my account", "back"])
  await say(text);
await count("a turn over Direct Line", () => say("I want to delete my account"));

for (const text of ["person", "yes", "here"]) await say(text);
await post("api/desk/owner", {
  token: owner,
  email: "owner@desk.test",
  password: "a long owner password",
  name: "Olive",
});
const signedIn = await fetch(new URL("api/desk/session", url), {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ email: "owner@desk.test", password: "a long owner password" }),
});
const cookie = signedIn.headers
  .getSetCookie()
  .map((each) => each.split(";")[0])
  .join("; ");
const { csrf } = await fetch(new URL("api/desk/session", url), { headers: { cookie } }).then(json);
const agent = { cookie, "x-csrf-token": csrf };
const tickets = await fetch(new URL("api/desk/tickets?state=waiting", url), { headers: { cookie } }).then(
  json,
);
const number = tickets.tickets[0]?.number;
if (number === undefined) throw new Error("no ticket was opened");
await count("an agent's claim", () => post(`api/desk/tickets/${number}/claim`, {}, agent));
const reply = () =>
  post(`api/desk/conversations/${conversationId}/messages`, { text: "Hello, how can I help?" }, agent);
await reply();
await count("an agent's reply", reply);
process.exit(0);
