import { expect, test } from "vitest";
import { until } from "../directline/ask.ts";
import { Guest } from "./guest.ts";
import { storeFolder } from "./project.ts";
import { run } from "./run.ts";
import { startDesk } from "./running-desk.ts";

test("a person's data is exported, held, released and erased through the socket of a running desk", async () => {
  const dataDir = storeFolder();
  const desk = await startDesk(dataDir);
  const guest = await Guest.greet(desk);
  await guest.say("my planted story");
  const command = async (...args: string[]) => {
    const ran = await run("cli/desk.js", { args, env: { DATA_DIR: dataDir } });
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    return ran.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  };
  const id = guest.conversationId;
  const exported = await command("export", id);
  expect(JSON.stringify(exported)).toContain("my planted story");
  expect(exported.at(-1)).toMatchObject({ exported: { talks: 1 } });
  expect(await command("hold", id)).toEqual([{ talks: 1, held: 1 }]);
  expect((await command("erase", id)).at(-1)).toMatchObject({ erased: { talks: 0, held: 1 } });
  expect(await command("release", id)).toEqual([{ talks: 1, released: 1 }]);
  expect(await command("retention", "--dry-run")).toEqual([{ dryRun: true, talks: 1, due: 0 }]);
  expect(await command("retention")).toEqual([{ skipped: "first" }]);
  expect((await command("erase", id)).at(-1)).toMatchObject({ erased: { talks: 1, held: 0 } });
  const unknown = await run("cli/desk.js", { args: ["export", id], env: { DATA_DIR: dataDir } });
  expect(unknown).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining(id) });
  await desk.stop();
});

test("a chat that is deleted by its person is gone in seconds, and its widget is shown out", async () => {
  const dataDir = storeFolder();
  const desk = await startDesk(dataDir);
  const guest = await Guest.greet(desk);
  await guest.say("delete my chat");
  await guest.say("Yes, delete this chat");
  await until(() => guest.isGone());
  await desk.stop();
});
