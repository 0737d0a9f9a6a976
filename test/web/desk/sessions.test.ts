import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "../../channels/direct-line/ask.ts";
import { openApi, password, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

let api: TestApi;
let olga: Browser;
beforeAll(async () => {
  api = await openApi({ allowedOrigins: ["https://shop.example"] });
  olga = await api.join("Olga", "owner");
});
afterAll(() => api.stop());

const signedIn = async (email = "olga@desk.example"): Promise<Browser> => {
  const browser = api.browser();
  expect((await browser.post("/session", { email, password })).status).toBe(204);
  await browser.look();
  return browser;
};

test("T44: the session's cookie is for this host's own pages, unseen by scripts, and no other page gets it", async () => {
  const { status, headers, body } = await api
    .browser()
    .post("/session", { email: " OLGA@desk.example ", password });
  expect([status, body]).toEqual([204, null]);
  const cookie = headers.get("set-cookie") ?? "";
  expect(cookie.split("; ").slice(1)).toEqual(["Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=604800"]);
  expect(cookie).toMatch(/^exit_desk_session=[\w-]{43};/);
});

test("where the desk is reached over https the cookie is for https alone", async () => {
  const secure = await openApi({ publicUrl: "https://desk.example/" });
  const token = await secure.desk.accounts.ownerToken();
  const owner = { token, email: "olga@desk.example", password, name: "Olga" };
  const { headers } = await secure.browser().post("/owner", owner);
  expect(headers.get("set-cookie")).toMatch(/; Secure$/);
  await secure.stop();
});

test("who is signed in is told, with the token for writes, and a look does not sign anybody in", async () => {
  const { status, body } = await olga.look();
  expect(status).toBe(200);
  expect(body.agent).toEqual({
    id: olga.id,
    email: "olga@desk.example",
    name: "Olga",
    firstName: "Olga",
    role: "owner",
    teams: [],
    presence: "offline",
  });
  expect(body.csrf).toMatch(/^[\w-]{43}$/);
  expect((await api.browser().look()).status).toBe(401);
});

test("a wrong password, an unknown address and a wrong form say no in the same words", async () => {
  const wrong = await api.browser().post("/session", { email: "olga@desk.example", password: "wrong" });
  const unknown = await api.browser().post("/session", { email: "nobody@desk.example", password });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect({ ...wrong.body, instance: "" }).toEqual({ ...unknown.body, instance: "" });
  expect((await api.browser().post("/session", { email: "olga@desk.example" })).status).toBe(400);
});

test("T40: a write without the session's token, or with another's, is refused, and a read is not", async () => {
  const browser = await signedIn();
  const { csrf } = browser;
  for (const header of [null, `${csrf}x`, olga.csrf]) {
    browser.csrf = header;
    const { status, body } = await browser.ask("PUT", "/presence", { presence: "away" });
    expect([status, body.code]).toEqual([403, "no-csrf"]);
  }
  expect((await browser.get("/agents")).status).toBe(200);
  browser.csrf = csrf;
  expect((await browser.ask("PUT", "/presence", { presence: "away" })).status).toBe(204);
});

test("T40: a form is refused everywhere, also where nobody has to be signed in", async () => {
  const raw = "email=olga%40desk.example&password=x";
  for (const type of ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"]) {
    const headers = { "content-type": type };
    for (const path of ["/session", "/owner", "/account"])
      expect((await api.browser().post(path, {}, { raw, headers })).status).toBe(415);
    expect((await olga.post("/agents", {}, { raw, headers })).status).toBe(415);
  }
});

test("T40: neither a foreign page nor one that may embed the widget calls the desk's API", async () => {
  for (const origin of ["https://evil.example", "https://shop.example", "null"]) {
    const headers = { origin };
    expect((await olga.ask("PUT", "/presence", { presence: "away" }, { headers })).body.code).toBe(
      "foreign-origin",
    );
    expect((await api.browser().post("/session", { email: "x", password }, { headers })).status).toBe(403);
    expect((await olga.get("/session", { headers })).status).toBe(403);
  }
  const headers = { origin: api.url };
  expect((await olga.ask("PUT", "/presence", { presence: "available" }, { headers })).status).toBe(204);
});

test("signing out ends this session, signing out everywhere ends all of one's own", async () => {
  const ana = await api.join("Ana", "agent");
  const [here, there, elsewhere] = [
    await signedIn("ana@desk.example"),
    await signedIn("ana@desk.example"),
    await signedIn("ana@desk.example"),
  ];
  const cookie = here.cookie;
  expect((await here.ask("DELETE", "/session")).headers.get("set-cookie")).toMatch(/=; .*Max-Age=0/);
  here.cookie = cookie;
  expect((await here.look()).status).toBe(401);
  const { sessions } = (await there.get("/sessions")).body;
  expect(sessions.map(({ current }: { current: boolean }) => current).sort()).toEqual([false, false, true]);
  expect((await there.ask("DELETE", "/sessions")).status).toBe(204);
  expect([(await elsewhere.look()).status, (await ana.look()).status]).toEqual([401, 401]);
  expect((await olga.look()).status).toBe(200);
});

test("somebody who is disabled is out at once and cannot come back", async () => {
  const ben = await api.join("Ben", "agent");
  const { id } = ben;
  expect((await olga.ask("PATCH", `/agents/${id}`, { disabled: true })).body.agent.disabled).toBe(true);
  expect((await ben.look()).status).toBe(401);
  const back = await api.browser().post("/session", { email: "ben@desk.example", password });
  expect([back.status, back.body.code]).toEqual([401, "wrong-sign-in"]);
  expect((await olga.ask("PATCH", `/agents/${id}`, { disabled: false })).status).toBe(200);
  expect((await signedIn("ben@desk.example")).id).toBe(id);
});

test("whoever is invited joins with the link, and sees what their role sees", async () => {
  const asked = { email: "cleo@desk.example", name: "Cleo", role: "agent", teams: ["billing"] };
  const { link } = (await olga.post("/agents", asked)).body;
  const [page, token] = link.split("#account=");
  expect(page).toBe(`${api.url}/console/`);
  const cleo = api.browser();
  const weak = await cleo.post("/account", { token, password: "too short", name: "Cleo" });
  expect([weak.status, weak.body.code]).toEqual([400, "weak-password"]);
  expect((await cleo.post("/account", { token, password, name: "Cleo Example" })).status).toBe(204);
  const { agent } = (await cleo.look()).body;
  expect(agent).toMatchObject({ firstName: "Cleo", role: "agent", teams: ["billing"] });
  expect((await cleo.get("/agents")).body.agents[0].email).toBe(undefined);
  expect((await olga.get("/agents")).body.agents[0].email).toBe("olga@desk.example");
  const again = await cleo.post("/account", { token, password, name: "Cleo" });
  expect([again.status, again.body.code]).toEqual([410, "link-used"]);
  expect((await olga.post("/agents", { ...asked, email: "d@desk.example", teams: ["none"] })).body.code).toBe(
    "unknown-team",
  );
});

describe("T44: an account whose password is guessed at", () => {
  let guarded: TestApi;
  beforeAll(async () => {
    guarded = await openApi();
    await guarded.join("Olga", "owner");
  });
  afterAll(() => guarded.stop());
  const guess = (email: string, given = "wrong wrong wrong") =>
    guarded.browser().post("/session", { email, password: given });

  test("is locked after five attempts, for the right password too, and says when it opens", async () => {
    for (let count = 0; count < 5; count++) expect((await guess("olga@desk.example")).status).toBe(401);
    const { status, headers, body } = await guess("olga@desk.example", password);
    expect([status, body.code]).toEqual([429, "locked-out"]);
    const wait = Date.parse(headers.get("retry-after") ?? "") - Date.now();
    expect(wait).toBeGreaterThan(20_000);
    expect(wait).toBeLessThan(32_000);
    expect((await guess("other@desk.example")).status).toBe(401);
    guarded.wait(31_000);
    expect((await guess("olga@desk.example", password)).status).toBe(204);
  });

  test("gets no more guesses by many at once", async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => guess("many@desk.example")));
    const compared = answers.filter(({ status }) => status === 401).length;
    expect(compared).toBeGreaterThan(0);
    expect(compared).toBeLessThanOrEqual(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(30 - compared);
  });
});

test("T33: no password, token or cookie stands in the log", async () => {
  const browser = await signedIn();
  await ask(api, "GET", "/api/desk/nothing?t=planted-token", { headers: { cookie: browser.cookie ?? "" } });
  const log = api.logged.join("\n");
  expect(log).toContain("refused");
  for (const secret of [password, browser.cookie?.split("=")[1] ?? "", browser.csrf ?? "", "planted-token"])
    expect(log).not.toContain(secret);
});
