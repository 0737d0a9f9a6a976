import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { makeMicrosoftSignIn } from "../../src/accounts/microsoft-sign-in.ts";
import { appId, objectId, openTenant, type Tenant, tenantId } from "../accounts/tenant.ts";
import { openApi, password, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

let tenant: Tenant;
let api: TestApi;
let oak: Browser;
let alder: Browser;

beforeAll(async () => {
  tenant = await openTenant();
  api = await openApi({
    microsoft: makeMicrosoftSignIn(
      { appId, tenantId, host: null, authority: tenant.authority },
      () => new Date(),
    ),
  });
  oak = await api.join("Oak", "owner");
  alder = await api.join("Alder", "agent");
  await oak.ask("PATCH", `/agents/${alder.id}`, { entra: { tenant: tenantId, objectId } });
});
afterAll(async () => {
  await api.stop();
  await tenant.stop();
});

const withBearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe("a session without a cookie", () => {
  test("is begun with e-mail address and password, gives no cookie and opens what the cookie opens", async () => {
    const tab = api.browser();
    const made = await tab.post("/bearer-session", { email: "alder@desk.example", password });
    expect([made.status, made.headers.get("set-cookie")]).toEqual([200, null]);
    const seen = await tab.get("/session", withBearer(made.body.token));
    expect(seen.body.agent.id).toBe(alder.id);
    const headers = { ...withBearer(made.body.token).headers, "x-csrf-token": seen.body.csrf };
    expect((await tab.ask("PUT", "/presence", { presence: "busy" }, { headers })).status).toBe(204);
    expect(
      (await tab.ask("PUT", "/presence", { presence: "busy" }, withBearer(made.body.token))).status,
    ).toBe(403);
    expect((await tab.ask("DELETE", "/session", undefined, { headers })).status).toBe(204);
    expect((await tab.get("/session", withBearer(made.body.token))).status).toBe(401);
  });

  test("is not begun with a wrong password, nor by a page of somebody else", async () => {
    const tab = api.browser();
    const wrong = await tab.post("/bearer-session", { email: "alder@desk.example", password: "wrong" });
    expect([wrong.status, wrong.body.code]).toEqual([401, "wrong-sign-in"]);
    const foreign = { headers: { origin: "https://teams.microsoft.com" } };
    const asked = await tab.post("/bearer-session", { email: "alder@desk.example", password }, foreign);
    expect([asked.status, asked.body.code]).toEqual([403, "foreign-origin"]);
  });

  test("listens to the desk by a protocol that names it, and not by another", async () => {
    const made = await api.browser().post("/bearer-session", { email: "alder@desk.example", password });
    const first = (protocols: string[]) =>
      new Promise<string>((resolve, reject) => {
        const socket = new WebSocket(`${api.url.replace("http", "ws")}/api/desk/stream`, protocols);
        socket.on("error", reject);
        socket.on("close", (code) => resolve(String(code)));
        socket.on("message", (data) => {
          resolve(`${socket.protocol} ${JSON.parse(String(data)).kind}`);
          socket.terminate();
        });
      });
    expect(await first(["exit-desk", `bearer.${made.body.token}`])).toBe("exit-desk hello");
    expect(await first(["exit-desk", `bearer.${"x".repeat(43)}`])).toBe("4401");
  });
});

describe("who comes with a token of Teams", () => {
  test("and is linked to that account is signed in, which stands in the log", async () => {
    const tab = api.browser();
    const made = await tab.post("/microsoft-session", { token: await tenant.sign() });
    expect([made.status, made.headers.get("set-cookie")]).toEqual([200, null]);
    expect((await tab.get("/session", withBearer(made.body.token))).body.agent.id).toBe(alder.id);
    expect(
      api.logged.some((line) => line.includes("signed in by Microsoft") && line.includes(alder.id)),
    ).toBe(true);
  });

  test("and is linked to nobody is told what to do, which stands in the log", async () => {
    const stranger = "00000000-1111-4222-8333-444444444444";
    const made = await api
      .browser()
      .post("/microsoft-session", { token: await tenant.sign({ oid: stranger }) });
    expect([made.status, made.body.code]).toEqual([403, "not-linked"]);
    expect(
      api.logged.some((line) => line.includes("unknown Microsoft account") && line.includes(stranger)),
    ).toBe(true);
  });

  test("that is forged gets nothing", async () => {
    const made = await api
      .browser()
      .post("/microsoft-session", { token: await tenant.sign({}, { stranger: true }) });
    expect([made.status, made.body.code]).toEqual([401, "bad-microsoft-token"]);
  });

  test("gets nothing where the desk is no app at Microsoft", async () => {
    const plain = await openApi();
    const made = await plain.browser().post("/microsoft-session", { token: await tenant.sign() });
    expect([made.status, made.body.code]).toEqual([401, "bad-microsoft-token"]);
    await plain.stop();
  });

  test("but works here no more gets nothing", async () => {
    await oak.ask("PATCH", `/agents/${alder.id}`, { disabled: true });
    const made = await api.browser().post("/microsoft-session", { token: await tenant.sign() });
    expect([made.status, made.body.code]).toEqual([403, "not-linked"]);
  });
});
