import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { Browser } from "../api/browser.ts";
import { until } from "../directline/ask.ts";
import { run } from "./run.ts";
import { startDesk } from "./running-desk.ts";

const owner = { email: "oak@desk.example", password: "correct horse battery", name: "Oak" };
const linkIn = (output: string): RegExpExecArray | null => /^Owner link: (\S+)$/m.exec(output);

test("a desk without an owner prints the link that makes one at each start, and with an owner it does not", async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "exit-desk-owner-"));
  const first = await startDesk(dataDir);
  await until(() => linkIn(first.output()) !== null);
  const [page, token] = linkIn(first.output())?.[1]?.split("#owner=") ?? [];
  expect(page).toBe(`${first.url}/console/`);
  await first.stop();

  const second = await startDesk(dataDir);
  await until(() => linkIn(second.output()) !== null);
  const browser = new Browser(second.url);
  expect((await browser.post("/owner", { ...owner, token })).status).toBe(204);
  expect((await browser.look()).body.agent).toMatchObject({ role: "owner", email: owner.email });
  expect((await browser.post("/owner", { ...owner, token })).status).toBe(410);
  const made = await run("cli/desk.js", { args: ["sign-in-link", owner.email], env: { DATA_DIR: dataDir } });
  expect(JSON.parse(made.stdout).link).toMatch(`${second.url}/console/#sign-in=`);
  await second.stop();

  const third = await startDesk(dataDir);
  const again = new Browser(third.url);
  again.cookie = browser.cookie;
  expect((await again.look()).status).toBe(200);
  await third.stop();
  expect(linkIn(third.output())).toBe(null);
});
