import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { codeAt } from "../accounts/authenticator.ts";
import { openApi, password, type TestApi } from "./api-desk.ts";
import type { Answer, Browser } from "./browser.ts";

let api: TestApi;
let oak: Browser;
let secret: string;
let recovery: string[];
beforeAll(async () => {
  api = await openApi({ rules: { codeFor: ["owner"] } });
  oak = await api.join("Oak", "owner");
});
afterAll(() => api.stop());

/** What the authenticator shows after the next half minute, so that no code was used before. */
const nextCode = (): string => {
  api.wait(30_000);
  return codeAt(secret, api.desk.now());
};
const signIn = async (browser: Browser, given: object): Promise<Answer> => {
  const answer = await browser.post("/session", { email: "oak@desk.example", password, ...given });
  await browser.look();
  return answer;
};

test("T44: whose role needs a second factor does nothing else before they have set one", async () => {
  expect((await oak.look()).body.signIn).toMatchObject({ code: false, codeWanted: true });
  for (const refused of [await oak.get("/tickets"), await oak.get("/audit"), await oak.post("/people/find")])
    expect([refused.status, refused.body.code]).toEqual([403, "code-setup"]);
  const headers = { cookie: oak.cookie ?? "" };
  const socket = new WebSocket(`${api.url.replace("http", "ws")}/api/desk/stream`, { headers });
  const status = await new Promise((resolve) => {
    socket.on("unexpected-response", (_, response) => resolve(response.statusCode));
    socket.on("open", () => resolve("open"));
  });
  expect(status).toBe(403);
});

test("T44: one sets it with a secret of the desk's and a code of it", async () => {
  secret = (await oak.post("/totp")).body.secret;
  const wrong = await oak.ask("PUT", "/totp", { secret, code: "000000" });
  expect([wrong.status, wrong.body.code]).toEqual([401, "wrong-code"]);
  const set = await oak.ask("PUT", "/totp", { secret, code: codeAt(secret, api.desk.now()) });
  recovery = set.body.recovery;
  expect(recovery).toHaveLength(10);
  expect((await oak.look()).body.signIn).toMatchObject({ code: true, codeWanted: false });
  expect((await oak.get("/audit?limit=1")).body.lines[0].what).toBe("second factor set");
  expect(JSON.stringify((await oak.get("/agents")).body)).not.toContain(secret);
});

test("T44: the password alone opens nothing, a code opens once", async () => {
  const thief = api.browser();
  const asked = await signIn(thief, {});
  expect([asked.status, asked.body.code]).toEqual([401, "code-needed"]);
  expect((await signIn(thief, { code: "000000" })).body.code).toBe("wrong-code");
  const code = nextCode();
  const back = api.browser();
  expect((await signIn(back, { code })).status).toBe(204);
  expect((await signIn(thief, { code })).body.code).toBe("wrong-code");
  expect((await back.get("/audit")).status).toBe(200);
});

test("T44: codes are not guessed", async () => {
  const thief = api.browser();
  for (let tries = 0; tries < 5; tries++) await signIn(thief, { code: "000000" });
  const code = codeAt(secret, api.desk.now());
  expect((await signIn(thief, { code })).body.code).toBe("locked-out");
  api.wait(3_600_000);
});

test("a recovery code opens once in its place", async () => {
  const [code] = recovery;
  expect((await signIn(oak, { code })).status).toBe(204);
  expect((await signIn(api.browser(), { code })).body.code).toBe("wrong-code");
});

test("who shows anew who they are shows a code too, and without a tab the same", async () => {
  api.wait(11 * 60_000);
  expect((await oak.post("/step-up", { password })).body.code).toBe("code-needed");
  expect((await oak.post("/step-up", { password, code: nextCode() })).status).toBe(204);
  expect((await oak.post("/bearer-session", { email: "oak@desk.example", password })).body.code).toBe(
    "code-needed",
  );
});

test("whose role needs it does not remove it; an owner takes it from a colleague who has lost theirs", async () => {
  expect((await oak.ask("DELETE", "/totp")).body.code).toBe("code-required");
  const alder = await api.join("Alder", "agent");
  const own = (await alder.post("/totp")).body.secret;
  await alder.ask("PUT", "/totp", { secret: own, code: codeAt(own, api.desk.now()) });
  expect((await oak.ask("PATCH", `/agents/${alder.id}`, { totp: null })).body.agent.code).toBe(false);
  const again = await api.browser().post("/session", { email: "alder@desk.example", password });
  expect(again.status).toBe(204);
  expect((await alder.ask("DELETE", "/totp")).status).toBe(204);
});
