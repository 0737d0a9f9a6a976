import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../directline/ask.ts";
import { openApi, password, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

let api: TestApi;
let oak: Browser;
beforeAll(async () => {
  api = await openApi();
  oak = await api.join("Oak", "owner");
});
afterAll(() => api.stop());

const signedIn = async (email = "oak@desk.example"): Promise<Browser> => {
  const browser = api.browser();
  expect((await browser.post("/session", { email, password })).status).toBe(204);
  await browser.look();
  return browser;
};

test("T44: the session's cookie is for this host's own pages, unseen by scripts, and no other page gets it", async () => {
  const { status, headers, body } = await api
    .browser()
    .post("/session", { email: " OAK@desk.example ", password });
  expect([status, body]).toEqual([204, null]);
  const [cookie = "", device = ""] = headers.getSetCookie();
  expect(device.split("; ").slice(1)).toEqual(["Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=34560000"]);
  expect(device).toMatch(/^exit_desk_device=[\w.-]{80,};/);
  expect(cookie.split("; ").slice(1)).toEqual(["Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=604800"]);
  expect(cookie).toMatch(/^exit_desk_session=[\w-]{43};/);
});

test("where the desk is reached over https the cookie is for https alone", async () => {
  const secure = await openApi({ publicUrl: "https://desk.example/" });
  const token = await secure.desk.accounts.ownerToken();
  const owner = { token, email: "oak@desk.example", password, name: "Oak" };
  const { headers } = await secure.browser().post("/owner", owner);
  expect(headers.get("set-cookie")).toMatch(/^__Host-exit_desk_session=[\w-]{43}; Path=\/;.*; Secure$/);
  await secure.stop();
});

test("T44: over https a cookie that another host of the domain could have set signs nobody in", async () => {
  const secure = await openApi({ publicUrl: "https://desk.example/" });
  const { cookie, url } = await secure.join("Oak", "owner");
  const session = (header: string | null) =>
    fetch(`${url}/api/desk/session`, { headers: { cookie: header ?? "" } }).then(({ status }) => status);
  expect(await session(cookie)).toBe(200);
  expect(await session(cookie?.replace("__Host-", "") ?? null)).toBe(401);
  await secure.stop();
});

test("who is signed in is told, with the token for writes, and a look does not sign anybody in", async () => {
  const { status, body } = await oak.look();
  expect(status).toBe(200);
  expect(body.agent).toEqual({
    id: oak.id,
    email: "oak@desk.example",
    name: "Oak",
    firstName: "Oak",
    role: "owner",
    teams: [],
    presence: "offline",
  });
  expect(body.csrf).toMatch(/^[\w-]{43}$/);
  expect((await api.browser().look()).status).toBe(401);
});

test("a wrong password, an unknown address and a wrong form say no in the same words", async () => {
  const wrong = await api.browser().post("/session", { email: "oak@desk.example", password: "wrong" });
  const unknown = await api.browser().post("/session", { email: "nobody@desk.example", password });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect({ ...wrong.body, instance: "" }).toEqual({ ...unknown.body, instance: "" });
  expect((await api.browser().post("/session", { email: "oak@desk.example" })).status).toBe(400);
});

test("T44: signing out ends this session, signing out everywhere ends all of one's own", async () => {
  const alder = await api.join("Alder", "agent");
  const [here, there, elsewhere] = [
    await signedIn("alder@desk.example"),
    await signedIn("alder@desk.example"),
    await signedIn("alder@desk.example"),
  ];
  const cookie = here.cookie;
  expect((await here.ask("DELETE", "/session")).headers.get("set-cookie")).toMatch(/=; .*Max-Age=0/);
  here.cookie = cookie;
  expect((await here.look()).status).toBe(401);
  const { sessions } = (await there.get("/sessions")).body;
  expect(sessions.map(({ current }: { current: boolean }) => current).sort()).toEqual([false, false, true]);
  expect((await there.ask("DELETE", "/sessions")).status).toBe(204);
  expect([(await elsewhere.look()).status, (await alder.look()).status]).toEqual([401, 401]);
  expect((await oak.look()).status).toBe(200);
});

test("one sees where one is signed in, from where and with what, and ends one session alone", async () => {
  const [here, there] = [await signedIn(), api.browser()];
  await there.post(
    "/session",
    { email: "oak@desk.example", password },
    { headers: { "user-agent": "Birch 1.0" } },
  );
  await there.look();
  const { sessions } = (await here.get("/sessions")).body;
  const birch = sessions.find(({ browser }: { browser: string }) => browser === "Birch 1.0");
  expect(birch).toMatchObject({
    by: "password",
    from: expect.stringMatching(/127\.0\.0\.1$/),
    current: false,
  });
  expect((await here.ask("DELETE", `/sessions/${birch.id}`)).status).toBe(204);
  expect([(await there.look()).status, (await here.look()).status]).toEqual([401, 200]);
  expect((await here.ask("DELETE", `/sessions/${birch.id}`)).body.code).toBe("unknown-session");
});

test("T44: an owner ends a session of somebody else, nobody else can, and the log has it", async () => {
  const spruce = await api.join("Spruce", "supervisor");
  const { id } = spruce;
  const [session] = (await oak.get(`/agents/${spruce.id}/sessions`)).body.sessions;
  const own = (await oak.get("/sessions")).body.sessions[0];
  expect((await spruce.ask("DELETE", `/sessions/${own.id}`)).status).toBe(404);
  expect((await spruce.ask("DELETE", `/agents/${oak.id}/sessions/${own.id}`)).status).toBe(403);
  expect((await oak.ask("DELETE", `/agents/${spruce.id}/sessions/${session.id}`)).status).toBe(204);
  expect((await spruce.look()).status).toBe(401);
  const [line] = await api.desk.auditLog.newest({ limit: 1 });
  expect(line).toMatchObject({ what: "session ended", about: { id, session: session.id } });
});

test("T44: somebody who is disabled is out at once and cannot come back", async () => {
  const birch = await api.join("Birch", "agent");
  const { id } = birch;
  expect((await oak.ask("PATCH", `/agents/${id}`, { disabled: true })).body.agent.disabled).toBe(true);
  expect((await birch.look()).status).toBe(401);
  const back = await api.browser().post("/session", { email: "birch@desk.example", password });
  expect([back.status, back.body.code]).toEqual([401, "wrong-sign-in"]);
  expect((await oak.ask("PATCH", `/agents/${id}`, { disabled: false })).status).toBe(200);
  expect((await signedIn("birch@desk.example")).id).toBe(id);
});

test("T44: whoever is invited joins with the link, and sees what their role sees", async () => {
  const asked = { email: "clover@desk.example", name: "Clover", role: "agent", teams: ["billing"] };
  const { link } = (await oak.post("/agents", asked)).body;
  const [page, token] = link.split("#account=");
  expect(page).toBe(`${api.url}/console/`);
  const clover = api.browser();
  const weak = await clover.post("/account", { token, password: "too short", name: "Clover" });
  expect([weak.status, weak.body.code]).toEqual([400, "weak-password"]);
  expect((await clover.post("/account", { token, password, name: "Clover Example" })).status).toBe(204);
  const { agent } = (await clover.look()).body;
  expect(agent).toMatchObject({ firstName: "Clover", role: "agent", teams: ["billing"] });
  expect((await clover.get("/agents")).body.agents[0].email).toBe(undefined);
  expect((await oak.get("/agents")).body.agents[0].email).toBe("oak@desk.example");
  const again = await clover.post("/account", { token, password, name: "Clover" });
  expect([again.status, again.body.code]).toEqual([410, "link-used"]);
  expect((await oak.post("/agents", { ...asked, email: "d@desk.example", teams: ["none"] })).body.code).toBe(
    "unknown-team",
  );
});

test("T44: what is done to accounts stands in the audit log and in the operator's, by ids and without names", async () => {
  const lines = (await api.desk.auditLog.newest({ limit: 200 })).reverse();
  const about = (event: string) => lines.filter(({ what }) => what === event);
  const who = { kind: "agent", id: oak.id };
  expect(about("owner made")).toEqual([expect.objectContaining({ who, from: expect.stringContaining(".") })]);
  expect(about("agent changed")).toContainEqual(
    expect.objectContaining({ who, about: expect.objectContaining({ disabled: "true" }) }),
  );
  expect(about("invited")).toContainEqual(
    expect.objectContaining({
      who,
      about: { invitation: expect.any(String), role: "agent", teams: "billing" },
    }),
  );
  expect(JSON.stringify(lines)).not.toMatch(/@desk\.example|Clover/);
  expect(api.logged.map((line) => JSON.parse(line).msg)).toContain("agent changed");
  expect(about("joined").length).toBeGreaterThan(0);
  expect(about("signed in").length).toBeGreaterThan(0);
  expect(about("signed out everywhere")).toHaveLength(1);
  expect(api.logged.join()).not.toMatch(/@desk\.example|Clover/);
});

test("T33: no password, token or cookie stands in the log", async () => {
  const browser = await signedIn();
  await ask(api, "GET", "/api/desk/nothing?t=planted-token", { headers: { cookie: browser.cookie ?? "" } });
  const log = api.logged.join("\n");
  expect(log).toContain("refused");
  for (const secret of [password, browser.cookie?.split("=")[1] ?? "", browser.csrf ?? "", "planted-token"])
    expect(log).not.toContain(secret);
});
