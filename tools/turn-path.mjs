// Counts what one warm turn runs: `npm run turn-path` after a build. It drives a running desk over Direct Line, over its
// console's API and over Teams, and reads V8's precise call counts.
// A room change is an import between two files that ran, of which the files stand in different rooms; files that run nothing
// else of ours (leaf look-ups) are counted apart.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { project, startCountedDesk } from "./turn-path/counted-desk.mjs";

const {
  found: [url, owner],
  count,
} = await startCountedDesk("dist/main.js", [/Exit Desk ready (\S+)/, /Owner link: \S+#owner=(\S+)/]);

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

// Teams: the desk of the benchmark and tests, with a local connector and token issuer
await build({
  absWorkingDir: project,
  entryPoints: { desk: "bench/connector/main.ts", person: "tools/turn-path/teams-person.ts" },
  outdir: "dist/turn-path",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  sourcemap: "linked",
});
const { openTeamsPerson } = await import(pathToFileURL(path.join(project, "dist/turn-path/person.mjs")).href);
const { person, heard, settings } = await openTeamsPerson(() => teams.found[0]);
const teams = await startCountedDesk("dist/turn-path/desk.mjs", [/ready (\S+)\//], {
  BENCH_ISSUER: JSON.stringify(settings),
});
await heard(() => person.install());
for (const text of ["I want to delete my account", "back", "I want to delete my account", "back"])
  await heard(() => person.say(text));
await teams.count("a message in Teams", () => heard(() => person.say("I want to delete my account")));
process.exit(0);
