import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi, password, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

let api: TestApi;
let oak: Browser;
let alder: Browser;
beforeAll(async () => {
  api = await openApi({ rules: { stepUpMinutes: 5 } });
  oak = await api.join("Oak", "owner");
  alder = await api.join("Alder", "agent");
  api.wait(5 * 60_000);
});
afterAll(() => api.stop());

const rank = async (role: string) => oak.ask("PATCH", `/agents/${alder.id}`, { role });

test("T44: a session that was signed in a while ago changes no role, invites nobody and exports nothing", async () => {
  const invited = { email: "new@desk.example", name: "New", role: "agent", teams: [] };
  for (const refused of [
    await rank("owner"),
    await oak.post("/agents", invited),
    await oak.post("/audit/export"),
  ])
    expect([refused.status, refused.body.code]).toEqual([403, "step-up"]);
  expect((await alder.look()).body.agent.role).toBe("agent");
  expect((await oak.get("/audit")).status).toBe(200);
});

test("whoever may not do it at all is told so, and not asked for a password", async () => {
  expect((await alder.post("/audit/export")).body.code).toBe("not-allowed");
});

test("T44: a wrong password opens nothing, the right one opens it for this session and for a while", async () => {
  const other = api.browser();
  await other.post("/session", { email: "oak@desk.example", password });
  await other.look();
  api.wait(5 * 60_000);
  expect((await oak.post("/step-up", { password: "wrong" })).body.code).toBe("wrong-sign-in");
  expect((await rank("supervisor")).body.code).toBe("step-up");
  expect((await oak.post("/step-up", { password })).status).toBe(204);
  expect((await rank("supervisor")).body.agent.role).toBe("supervisor");
  expect((await other.post("/audit/export")).body.code).toBe("step-up");
  const { provenUntil } = (await oak.look()).body.signIn;
  expect(Date.parse(provenUntil)).toBeGreaterThan(Date.now());
  api.wait(5 * 60_000);
  expect((await rank("agent")).body.code).toBe("step-up");
  expect((await api.desk.auditLog.newest({ limit: 3 })).map(({ what }) => what)).toContain("signed in again");
});

test("T44: passwords are not guessed there either", async () => {
  for (let tries = 0; tries < 5; tries++) await oak.post("/step-up", { password: "wrong" });
  expect((await oak.post("/step-up", { password })).body.code).toBe("locked-out");
});
