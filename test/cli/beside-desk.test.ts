import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { Browser } from "../api/browser.ts";
import { until } from "../directline/ask.ts";
import { startServer } from "../store/postgres/server.ts";
import { Guest } from "./guest.ts";
import { storeFolder } from "./project.ts";
import { run } from "./run.ts";
import { startDesk } from "./running-desk.ts";

test("with a database the commands work beside a running desk, and it notices at once what they did", async () => {
  const server = await startServer();
  const database = { DATABASE_URL: await server.database() };
  const desk = await startDesk(storeFolder(), undefined, database);
  await until(() => /#owner=\S+/.test(desk.output()));
  const command = async (...args: string[]) => {
    const env = { DATA_DIR: storeFolder(), PUBLIC_URL: desk.url, ...database };
    const ran = await run("cli/desk.js", { args, env });
    expect(ran.code, ran.stderr).toBe(0);
    return ran.stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  };

  const guest = await Guest.greet(desk);
  await guest.say("my planted story");
  const id = guest.conversationId;
  expect(JSON.stringify(await command("export", id))).toContain("my planted story");
  expect((await command("erase", id)).at(-1)).toMatchObject({ erased: { talks: 1, held: 0 } });
  expect(await guest.isGone()).toBe(true);
  expect(await command("outcomes")).toEqual([]);

  const oak = new Browser(desk.url);
  const token = /#owner=(\S+)/.exec(desk.output())?.[1] ?? "";
  const account = { token, email: "oak@desk.example", password: "seven green doors ajar", name: "Oak" };
  expect((await oak.post("/owner", account)).status).toBe(204);
  const stream = new WebSocket(`${desk.url.replace("http", "ws")}/api/desk/stream`, {
    headers: { cookie: oak.cookie ?? "" },
  });
  let closed = 0;
  stream.on("close", (code) => {
    closed = code;
  });
  await new Promise((resolve) => stream.once("message", resolve));
  const [{ link }] = await command("sign-in-link", account.email);
  const chosen = { token: /#sign-in=(\S+)/.exec(link)?.[1], password: "seven blue doors ajar" };
  expect((await oak.post("/sign-in", chosen)).status).toBe(204);
  await until(() => closed !== 0);
  expect(closed).toBe(4401);

  for (const program of ["cli/store-check.js", "cli/store-backup.js"])
    expect(
      await run(program, { args: ["copy"], env: { DATA_DIR: storeFolder(), ...database } }),
    ).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^DATABASE_URL is set: .*pg_dump\n$/),
    });
  expect(await desk.stop()).toBe(0);
  await server.end();
});
