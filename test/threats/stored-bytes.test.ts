import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { projectCopy, storeFolder } from "../cli/project.ts";
import { type RunningDesk, startDesk } from "../cli/running-desk.ts";
import { json } from "../data-copy.ts";
import { ask, conversationPath, type Pass, type Reply } from "../directline/ask.ts";
import { hostSecret, voucher } from "../directline/vouchers.ts";

/*
 * Before, with the limits as they are: one network stored 143 MB in 15 s, 500 GB a day. By now one network has stored 15 MB
 * on the disk, journal and all, when it is refused, after that 20 MB an hour; 1,000 networks together 100 MB and 280 MB an
 * hour. Here the figures are a fiftieth of that, so that it does not take long.
 */

const part = 50;
const MB = 1_000_000;
/** on the disk, with the journal that is not written over yet */
const onDisk = 2.5;
const publicUrl = "https://desk.example";
const environment = {
  PUBLIC_URL: publicUrl,
  ALLOWED_ORIGINS: publicUrl,
  TRUST_PROXY: "1",
  HOST_USERS_KEY: hostSecret,
  METRICS_TOKEN: "a-token-for-metrics",
};

type Figures = Record<string, { burst: number; perHour: number }>;
const scaled = json<{ storedBytes: Figures }>(({ storedBytes }) => {
  for (const figures of Object.values(storedBytes)) {
    if (typeof figures !== "object") continue;
    figures.burst /= part;
    figures.perHour /= part;
  }
});

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(path.join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

const begin = async (desk: RunningDesk, address: string, body: object = {}): Promise<Pass> => {
  const headers = { "x-forwarded-for": address };
  const pass = (await ask(desk, "POST", "/widget/token", { body, headers })).body as Pass;
  await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token, headers });
  return pass;
};
const say = (desk: RunningDesk, pass: Pass, address: string, text = "hello"): Promise<Reply> =>
  ask(desk, "POST", conversationPath(pass, "/activities"), {
    token: pass.token,
    body: { type: "message", text },
    headers: { "x-forwarded-for": address },
  });
const long = "my account was closed and I want it back, please tell me how. ".repeat(64);

/** Writes from these addresses, many at once, until each was refused; counts what was answered. */
async function flood(desk: RunningDesk, addresses: readonly string[]): Promise<Record<string, number>> {
  const answers: Record<string, number> = {};
  const left = [...addresses];
  const from = async (address: string): Promise<void> => {
    let pass = await begin(desk, address);
    for (let refused = 0; refused < 3; ) {
      const { status, body } = await say(desk, pass, address, long);
      const name = status === 200 ? "taken" : body.error.code;
      answers[name] = (answers[name] ?? 0) + 1;
      if (status === 200) continue;
      refused += 1;
      await sleep(300);
      pass = await begin(desk, address);
      if (pass.token === undefined) return;
    }
  };
  const worker = async (): Promise<void> => {
    for (let address = left.shift(); address !== undefined; address = left.shift()) await from(address);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return answers;
}

const metric = async (desk: RunningDesk, start: string): Promise<number> => {
  const headers = { authorization: `Bearer ${environment.METRICS_TOKEN}` };
  const text = await (await fetch(`${desk.url}/metrics`, { headers })).text();
  return Number(
    text
      .split("\n")
      .find((line) => line.startsWith(start))
      ?.split(" ")
      .at(-1) ?? Number.NaN,
  );
};

test("T49: a network, and then hundreds, store what they may, and whoever is known or was there before goes on", async () => {
  const folder = storeFolder();
  const desk = await startDesk(folder, projectCopy({ "limits.json": scaled }), environment);
  const [running, home] = ["192.0.2.7", "192.0.2.8"];
  const before = await begin(desk, running);
  for (let n = 0; n < 3; n++) expect((await say(desk, before, running)).status).toBe(200);
  const vouched = await begin(desk, home, { userToken: await voucher("somebody", publicUrl) });
  await sleep(500);

  const empty = await sizeOf(folder);
  const single = await flood(desk, ["203.0.113.7"]);
  const byOne = (await sizeOf(folder)) - empty;
  expect(single["busy"]).toBe(3);
  expect(byOne).toBeGreaterThan(0.05 * MB);
  expect(byOne).toBeLessThan((onDisk * 10 * MB) / part);

  const networks = Array.from({ length: 150 }, (_, n) => `${20 + (n % 60)}.${n % 7}.${n}.9`);
  const together = await flood(desk, networks);
  await sleep(1000);
  const byAll = (await sizeOf(folder)) - empty;
  expect(together["busy"]).toBeGreaterThan(50);
  expect(byAll).toBeLessThan((onDisk * 100 * MB) / part);
  expect(await metric(desk, 'exit_desk_budget_left_ratio{budget="storedBytes"}')).toBeLessThan(0.05);
  expect(
    await metric(desk, 'exit_desk_budget_refusals_total{budget="storedBytes",scope="strangers"}'),
  ).toBeGreaterThan(0);
  expect(desk.output().match(/budget of strangers used up"/g)).toHaveLength(1);

  for (let n = 0; n < 3; n++) {
    expect((await say(desk, before, running, "how do fees work?")).status).toBe(200);
    expect((await say(desk, vouched, home, "how do fees work?")).status).toBe(200);
    await sleep(300);
  }
  process.stdout.write(
    `  one network ${(byOne / MB).toFixed(1)} MB, 150 networks together ${(byAll / MB).toFixed(1)} MB\n`,
  );
  await desk.stop();
});

test("T49: with little room on the disk strangers begin nothing, who is known does, and operators are told once", async () => {
  const all = json<{ room: Record<string, number> }>(({ room }) => {
    Object.assign(room, { newBelow: Number.MAX_SAFE_INTEGER, mostOfDisk: 1 });
  });
  const desk = await startDesk(storeFolder(), projectCopy({ "limits.json": all }), environment);
  const headers = { "x-forwarded-for": "203.0.113.7" };
  const { token } = (await ask(desk, "POST", "/widget/token", { body: {}, headers })).body as Pass;
  const refused = await ask(desk, "POST", "/v3/directline/conversations", { token, headers });
  expect([refused.status, refused.body.error.code]).toEqual([503, "no-room"]);
  const vouched = await begin(desk, "203.0.113.7", { userToken: await voucher("somebody", publicUrl) });
  expect((await say(desk, vouched, "203.0.113.7")).status).toBe(200);
  expect(desk.output().match(/"little room for data"/g)).toHaveLength(1);
  expect(await metric(desk, 'exit_desk_events_total{event="little room for data"}')).toBe(1);
  expect(await metric(desk, "exit_desk_free_bytes")).toBeGreaterThan(0);
  const ready = await fetch(`${desk.url}/readyz?verbose`, {
    headers: { authorization: `Bearer ${environment.METRICS_TOKEN}` },
  });
  expect(await ready.json()).toMatchObject({
    status: "ready",
    checks: expect.arrayContaining([expect.objectContaining({ name: "room", status: "warning" })]),
  });
  await desk.stop();
});
