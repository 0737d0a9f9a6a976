import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { projectFolder } from "../../src/runtime/paths.ts";
import { openPostgresStore } from "../../src/store/postgres/open.ts";
import { run } from "../cli/run.ts";
import { type RunningDesk, startDesk } from "../cli/running-desk.ts";
import { ask, conversationPath, newPass, post } from "../directline/ask.ts";
import { hostSecret, voucher } from "../directline/vouchers.ts";
import { keptLog } from "../store/kept-log.ts";
import { startServer } from "../store/postgres/server.ts";

const hello = { type: "message", text: "hello" };
const soon = { timeout: 20_000, interval: 100 };

test("T48: three processes have the same keys, and hear at once of one that is rotated or void", async () => {
  const server = await startServer();
  const databaseUrl = await server.database();
  const folders: string[] = [];
  const env = {
    DATABASE_URL: databaseUrl,
    KEYS_SECRET: "a secret by which the keys are encrypted",
    HOST_USERS_KEY: hostSecret,
    PUBLIC_URL: "http://desk.localhost",
  };
  const begin = async (): Promise<RunningDesk> => {
    const folder = await mkdtemp(join(tmpdir(), "process-"));
    folders.push(folder);
    return startDesk(folder, projectFolder, env);
  };
  const desks = await Promise.all([begin(), begin(), begin()]);
  const [one, two, three] = desks as [RunningDesk, RunningDesk, RunningDesk];
  const rotate = async (...args: string[]): Promise<{ before: string | null; secret?: string }> =>
    JSON.parse((await run("cli/desk.js", { args: ["rotate-key", ...args], env })).stdout);
  const statuses = (token: string, pass: Awaited<ReturnType<typeof newPass>>) =>
    Promise.all(desks.map(async (desk) => (await post(desk, { ...pass, token }, hello)).status));

  const pass = await newPass(one);
  expect(await statuses(pass.token, pass)).toEqual([200, 200, 200]);
  const sockets = desks.map((desk) => {
    const path = conversationPath(pass, `/stream?watermark=0&t=${pass.token}`);
    return new WebSocket(`${desk.url.replace("http", "ws")}${path}`);
  });
  await Promise.all(sockets.map((socket) => once(socket, "open")));

  expect((await rotate("conversations")).before).toMatch(/^20/);
  const fresh = (
    await ask(two, "POST", "/widget/token", {
      body: { conversationId: pass.conversationId, token: pass.token },
    })
  ).body.token;
  await expect.poll(() => statuses(fresh, pass), soon).toEqual([200, 200, 200]);
  expect(await statuses(pass.token, pass)).toEqual([200, 200, 200]);
  expect(sockets.map(({ readyState }) => readyState)).toEqual([1, 1, 1]);

  const closed = Promise.all(sockets.map((socket) => once(socket, "close")));
  expect((await rotate("conversations", "--now")).before).toBe(null);
  expect((await closed).map(([code]) => code)).toEqual([1008, 1008, 1008]);
  for (const token of [pass.token, fresh]) expect(await statuses(token, pass)).toEqual([403, 403, 403]);

  const { secret = "" } = await rotate("direct-line");
  const generate = (token: string) => () =>
    Promise.all(
      desks.map(async (desk) => {
        const path = "/v3/directline/tokens/generate";
        return (await ask(desk, "POST", path, { token, body: {} })).status;
      }),
    );
  await expect.poll(generate(secret), soon).toEqual([200, 200, 200]);
  await rotate("direct-line", "--now");
  await expect.poll(generate(secret), soon).toEqual([403, 403, 403]);

  const userToken = await voucher("alder", env.PUBLIC_URL);
  const { body: known } = await ask(one, "POST", "/widget/token", { body: { userToken } });
  expect(await statuses(known.token, known)).toEqual([200, 200, 200]);
  const out = await voucher("alder", env.PUBLIC_URL, { says: { signedOut: true } });
  expect((await ask(two, "POST", "/widget/signed-out", { body: { userToken: out } })).status).toBe(200);
  await expect.poll(() => statuses(known.token, known), soon).toEqual([403, 403, 403]);

  const store = await openPostgresStore(databaseUrl, { log: keptLog() });
  const kept = (await store.readState(["desk/keys"])).get("desk/keys")?.value;
  expect(Object.keys(kept ?? {})).toEqual(["sealed"]);
  await store.close();
  const without = await run("cli/desk.js", {
    args: ["keys"],
    env: { ...env, KEYS_SECRET: "another secret by which nothing was encrypted" },
  });
  expect(without).toMatchObject({ code: 1, stderr: expect.stringMatching(/^KEYS_SECRET: got a value/) });
  for (const desk of [one, two, three]) expect(await desk.stop()).toBe(0);
  await server.end();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}, 180_000);
