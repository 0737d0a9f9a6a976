import { statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { KeyKind } from "../../src/keys/key-kinds.ts";
import { ask, newPass, post } from "../directline/ask.ts";
import { storeFolder } from "./project.ts";
import { run } from "./run.ts";
import { startDesk } from "./running-desk.ts";

const hello = { type: "message", text: "hello" };

test("T48: a key is rotated in a running desk with an overlap, and at once where it has leaked", async () => {
  const dataDir = storeFolder();
  const secret = "a secret by which the keys are encrypted";
  const desk = await startDesk(dataDir, undefined, { KEYS_SECRET: secret });
  const command = (...args: string[]) =>
    run("cli/desk.js", { args, env: { DATA_DIR: dataDir, KEYS_SECRET: secret } });
  const rotate = async (...args: string[]) => JSON.parse((await command("rotate-key", ...args)).stdout);
  const pass = await newPass(desk);
  expect((await post(desk, pass, hello)).status).toBe(200);
  expect(await rotate("conversations")).toEqual({ kind: "conversations", before: expect.any(String) });
  expect((await post(desk, pass, hello)).status).toBe(200);
  expect(await rotate("conversations", "--now")).toEqual({ kind: "conversations", before: null });
  expect((await post(desk, pass, hello)).status).toBe(403);

  const { secret: fresh } = await rotate("direct-line");
  const generated = await ask(desk, "POST", "/v3/directline/tokens/generate", { token: fresh, body: {} });
  expect(generated.status).toBe(200);
  expect(statSync(path.join(dataDir, "direct-line.secret")).mode & 0o777).toBe(0o600);
  const listed = (await command("keys")).stdout;
  expect(listed.trim().split("\n")).toHaveLength(KeyKind.options.length);
  expect(listed).not.toContain(fresh);
  expect((await command("rotate-key", "nothing")).stderr).toMatch(/rotate-key: name one of direct-line/);
  await desk.stop();

  const without = await run("cli/desk.js", { args: ["keys"], env: { DATA_DIR: dataDir } });
  expect(without).toMatchObject({ code: 1, stderr: expect.stringMatching(/^KEYS_SECRET: got nothing/) });
}, 60_000);
