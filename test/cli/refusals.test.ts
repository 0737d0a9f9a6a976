import { cpSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { type Edits, json } from "../data-copy.ts";
import { projectCopy, storeFolder } from "./project.ts";
import { run } from "./run.ts";
import { startDesk } from "./running-desk.ts";

describe("the desk does not start", () => {
  test.each([
    ["PORT", "nineteen", /^PORT: got "nineteen", expected a whole number from 0 to 65535\n$/],
    ["HOST", "0.0.0.0", /^HOST: got "0\.0\.0\.0", .*PUBLIC_URL.*\n$/],
    ["DATABASE_URL", "mysql://desk:hunter2@db/desk", /^DATABASE_URL: got a value, expected an address.*\n$/],
    ["DIRECT_LINE_SECRET", "short", /^DIRECT_LINE_SECRET: got a value, expected at least 16 characters\n$/],
  ])("with a wrong %s, which one line names", async (name, value, line) => {
    const ran = await run("main.js", { env: { DATA_DIR: storeFolder(), PORT: "0", [name]: value } });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(line);
    expect(ran.stderr).not.toContain("hunter2");
    expect(ran.stdout).not.toContain("ready");
  });

  test.each<[string, Edits, RegExp]>([
    ["a cut guide file", { "guide/en/steps.json": (text) => text.slice(0, 200) }, /guide\/en\/steps\.json/],
    [
      "a passage that names no fact of the guide",
      { "guide/en/topics/decide.json": (text) => text.replace('"F08"', '"F99"') },
      /guide\/en\/topics\/decide\.json.*F99/s,
    ],
    [
      "a step that says a passage that is not there",
      { "guide/en/steps.json": (text) => text.replace("steps_navigate.log-in", "steps_navigate.logging-in") },
      /guide\/en\/steps\.json.*steps_navigate\.logging-in/s,
    ],
    [
      "a phrase that is missing",
      { "phrases/en/root.json": (text) => text.replace('"fork":', '"fork2":') },
      /phrases\/en\/root\.json: root\.fork: is missing; root\.fork2: no dialog says this/,
    ],
    [
      "a phrase without its placeholder",
      { "phrases/en/escalate.json": (text) => text.replace("{number}", "") },
      /phrases\/en\/escalate\.json: escalate\.opened: must use the placeholders \[number\]/,
    ],
    [
      "an empty phrase",
      { "phrases/en/stay.json": (text) => text.replace(/"door-open": ".*"/, '"door-open": " "') },
      /phrases\/en\/stay\.json, door-open/,
    ],
    ["a cut phrase file", { "phrases/en/copy.json": () => "{" }, /phrases\/en\/copy\.json/],
    [
      "wrong hours of welcoming back",
      { "desk.json": () => '{ "welcomeBackHours": 0 }' },
      /desk\.json, welcomeBackHours/,
    ],
    [
      "a setting nobody knows",
      { "desk.json": () => '{ "welcomeBackHours": 24, "clock": 8 }' },
      /desk\.json, top.*clock/,
    ],
    [
      "a ready answer without words",
      { "canned/en.json": json<{ text?: string }[]>(([first]) => [{ ...first, text: undefined }]) },
      /canned\/en\.json, \[0\]\.text/,
    ],
    ["cut ready answers", { "canned/en.json": () => "[" }, /canned\/en\.json, line 1/],
    [
      "a cut list of scripts",
      { "languages/scripts.json": (text) => text.slice(0, 90) },
      /languages\/scripts\.json, line 4 column 17: a text that is not closed properly/,
    ],
    [
      "a pattern of another language that cannot be read",
      { "acts/es/person.txt": () => "hablar (con" },
      /acts\/es\/person\.txt: "hablar \(con": brackets do not match/,
    ],
    ["cut settings", { "desk.json": () => "{" }, /desk\.json/],
  ])("with %s, and the message names the file", async (_, edits, message) => {
    const ran = await run("main.js", {
      project: projectCopy(edits),
      env: { DATA_DIR: storeFolder(), PORT: "0" },
    });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr).not.toMatch(/^ {4}at /m);
    expect(ran.stdout).not.toContain("ready");
  });

  test("on a folder that another desk has, and names that one", async () => {
    const store = storeFolder();
    const first = await startDesk(store);
    const second = await run("main.js", { env: { DATA_DIR: store, PORT: "0" } });
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/\d+/);
    expect(second.stderr).toContain(store);
    expect((await fetch(`${first.url}/livez`)).status).toBe(200);
  });

  test("on a port that is taken", async () => {
    const first = await startDesk(storeFolder());
    const second = await run("main.js", { env: { DATA_DIR: storeFolder(), PORT: new URL(first.url).port } });
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(
      new RegExp(
        `^PORT: got ${new URL(first.url).port}, which is not available on 127.0.0.1 \\(EADDRINUSE\\)$`,
        "m",
      ),
    );
  });
});

test("a command the desk does not have is named with those it has", async () => {
  const ran = await run("cli/desk.js", { args: ["tikets"], env: { DATA_DIR: storeFolder() } });
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toMatch(/desk -- tikets: the commands are .*tickets/);
});

test("a project without its data says which file is missing", async () => {
  const project = projectCopy();
  const bare = storeFolder();
  for (const part of ["package.json", "dist"])
    cpSync(path.join(project, part), path.join(bare, part), { recursive: true });
  cpSync(path.join(project, "node_modules"), path.join(bare, "node_modules"), {
    verbatimSymlinks: true,
    recursive: true,
  });
  const ran = await run("main.js", { project: bare, env: { DATA_DIR: path.join(bare, "store"), PORT: "0" } });
  expect(ran.code).toBe(1);
  expect(ran.stderr).toMatch(/desk\.json/);
});
