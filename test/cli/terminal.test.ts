import { describe, expect, test } from "vitest";
import { z } from "zod";
import { Guest } from "./guest.ts";
import { storeFolder } from "./project.ts";
import { run } from "./run.ts";
import { startDesk } from "./running-desk.ts";

const lines = (...said: string[]) => `${said.join("\n")}\n`;
const Named = /npm run chat -- (\S+)/;

describe("npm run chat from a pipe", () => {
  test("answers each line, takes numbers for choices, and ends at the end of input", async () => {
    const ran = await run("cli/chat.js", {
      env: { DATA_DIR: storeFolder() },
      input: lines("1", "I'd rather not say", "No, carry on", "no", "no"),
    });
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    const said = [
      /what do you need\?/i,
      / {2}1\. Close my account\n {2}2\. Take a break/,
      /\(also: .*Talk to a person.*\)/,
      /making you want to leave\?/i,
      /would one of these suit you\?/i,
      /might you come back/i,
      /deleting can.t be undone/i,
      /still want to delete/i,
      /your account stays/i,
    ];
    let at = 0;
    for (const pattern of said) {
      const found = ran.stdout.slice(at).search(pattern);
      expect(found, `${pattern} after:\n${ran.stdout.slice(0, at)}`).toBeGreaterThanOrEqual(0);
      at += found;
    }
  });

  test("without a line greets and ends", async () => {
    const ran = await run("cli/chat.js", { env: { DATA_DIR: storeFolder() }, input: "" });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/i'm a bot, not upwork, and/i);
  });

  test("passes over blank lines, and shows what cards hold as text", async () => {
    const ran = await run("cli/chat.js", {
      env: { DATA_DIR: storeFolder() },
      input: lines(
        "",
        "Close my account",
        "  ",
        "I'd rather not say",
        "No, carry on",
        "No, unlikely",
        "Yes, delete it",
        "A freelancer account",
      ),
    });
    expect(ran.code).toBe(0);
    expect(ran.stdout).not.toMatch(/could you say it another way/i);
    expect(ran.stdout).toMatch(/are all your contracts closed\?\n {2}1\. All closed, or none/i);
  });

  test("goes on with the same talk when it is named", async () => {
    const env = { DATA_DIR: storeFolder() };
    const first = await run("cli/chat.js", { env, input: lines("Close my account") });
    const id = Named.exec(first.stdout)?.[1] ?? "";
    const second = await run("cli/chat.js", { env, args: [id], input: lines("Bad reviews or feedback") });
    expect(second.stdout).toMatch(/making you want to leave.*unfair, or fair but painful/is);
  });

  test("with --verbose tells of each line how it was heard, and of an answer where it is from", async () => {
    const env = { DATA_DIR: storeFolder() };
    const input = lines("how do connects work", "1", "will my reviews disappear");
    const verbose = await run("cli/chat.js", { env, args: ["--verbose"], input });
    expect(verbose).toMatchObject({ code: 0, stderr: "" });
    expect(verbose.stdout.match(/^\[.*\]$/gm)).toEqual([
      expect.stringMatching(/^\[a topic: ask not_in_guide; not_in_guide [01]\.\d\d\]$/),
      "[taken word for word]",
      expect.stringMatching(/^\[a topic: ask consequences; consequences [01]\.\d\d\]$/),
    ]);
    const plain = await run("cli/chat.js", { env, input });
    expect(plain.stdout).not.toMatch(/^\[/m);
    const footnote = /^ {2}\(from our guide: What deleting takes away · version [0-9a-f]{4}\)$/m;
    expect(verbose.stdout).toMatch(footnote);
    expect(plain.stdout).not.toMatch(footnote);
  });

  test("an unknown option is refused with the usage", async () => {
    const ran = await run("cli/chat.js", { env: { DATA_DIR: storeFolder() }, args: ["--loud"], input: "" });
    expect(ran).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/--verbose/) });
  });

  test("joins the desk that runs on the folder", async () => {
    const store = storeFolder();
    const desk = await startDesk(store);
    const ran = await run("cli/chat.js", { env: { DATA_DIR: store }, input: lines("Get an account back") });
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toMatch(/did you close it/i);
    expect(await desk.stop()).toBe(0);
  });
});

const Listed = z.object({
  name: z.string(),
  conversationId: z.string(),
  channel: z.string(),
  contact: z.object({ kind: z.string() }),
  ratings: z.array(z.object({ solved: z.string(), comment: z.string().nullable() })),
  receipts: z.array(z.object({ accepted: z.string() })),
});
const listed = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .filter(Boolean)
    .map((line) => Listed.parse(JSON.parse(line)));

test("npm run -s desk -- unanswered lists what found no answer, with and without a running desk", async () => {
  const env = { DATA_DIR: storeFolder() };
  await run("cli/chat.js", { env, input: lines("how do connects work") });
  const desk = await startDesk(env.DATA_DIR);
  const guest = await Guest.greet(desk);
  expect(await guest.say("How do connects work?")).toMatch(/i don't have a reliable answer/i);
  const live = await run("cli/desk.js", { env, args: ["unanswered"] });
  expect(live).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(live.stdout)).toEqual({
    text: "How do connects work?",
    kind: "not_in_guide",
    count: 2,
    lastAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  await desk.stop();
  expect((await run("cli/desk.js", { env, args: ["unanswered"] })).stdout).toBe(live.stdout);
});

describe("npm run -s desk -- tickets", () => {
  test("lists tickets with ratings as JSON lines, with and without a running desk", async () => {
    const env = { DATA_DIR: storeFolder() };
    expect(await run("cli/desk.js", { env, args: ["tickets"] })).toMatchObject({ code: 0, stdout: "" });
    await run("cli/chat.js", {
      env,
      input: lines(
        "Just a question",
        "No more questions",
        "No, that's all",
        "Partly",
        "more detail please",
        "person",
        "Yes, pass it on",
        "Here in this chat",
      ),
    });
    const desk = await startDesk(env.DATA_DIR);
    const guest = await Guest.greet(desk);
    for (const said of ["person", "Yes, pass it on", "When I come back"]) await guest.say(said);
    const live = await run("cli/desk.js", { env, args: ["tickets"] });
    expect(live).toMatchObject({ code: 0, stderr: "" });
    expect(listed(live.stdout)).toMatchObject([
      { channel: "terminal", ratings: [{ solved: "partly", comment: "more detail please" }] },
      { conversationId: guest.conversationId, contact: { kind: "later" }, ratings: [] },
    ]);
    await desk.stop();
    expect((await run("cli/desk.js", { env, args: ["tickets"] })).stdout).toBe(live.stdout);
  });
});
