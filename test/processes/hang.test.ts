import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectFolder } from "../../src/runtime/paths.ts";
import { startDesk } from "../cli/running-desk.ts";
import { startServer } from "../store/postgres/server.ts";

const json = { "content-type": "application/json" };

test("T30 while the database hangs the desk is not ready and answers 503, and goes on without a restart", async () => {
  const server = await startServer();
  const folder = await mkdtemp(join(tmpdir(), "hang-"));
  const desk = await startDesk(folder, projectFolder, {
    DATABASE_URL: await server.database(),
    LOG_LEVEL: "silent",
  });
  const ready = async () => (await fetch(`${desk.url}/readyz`)).status;
  const made = await fetch(`${desk.url}/widget/token`, { method: "POST", headers: json, body: "{}" });
  const { conversationId, token, domain } = (await made.json()) as Record<string, string>;
  const path = `${domain}/conversations/${conversationId}/activities`;
  const headers = { ...json, authorization: `Bearer ${token}` };
  const say = (id: string) =>
    fetch(path, {
      method: "POST",
      headers,
      body: JSON.stringify({ type: "message", text: "hello", channelData: { clientActivityID: id } }),
    });
  const answers = async () => {
    const { activities } = (await (await fetch(path, { headers })).json()) as {
      activities: { from: { role: string } }[];
    };
    return activities.map(({ from }) => from.role);
  };
  expect((await say("one")).status).toBe(200);
  expect(await ready()).toBe(200);
  await server.freeze();
  try {
    const [refused, red] = await Promise.all([say("two"), ready()]);
    expect([refused.status, red]).toEqual([503, 503]);
    expect(refused.headers.get("retry-after")).toMatch(/GMT$/);
    expect((await fetch(`${desk.url}/livez`)).status).toBe(200);
  } finally {
    await server.thaw();
  }
  await expect.poll(ready).toBe(200);
  expect((await say("two")).status).toBe(200);
  await expect.poll(async () => (await answers()).filter((role) => role === "user").length).toBe(2);
  await expect.poll(async () => (await answers()).at(-1)).toBe("bot");
  expect(await desk.stop()).toBe(0);
  await server.end();
  await rm(folder, { recursive: true, force: true });
});
