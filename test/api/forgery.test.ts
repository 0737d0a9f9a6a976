import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi, password, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

let api: TestApi;
let oak: Browser;
beforeAll(async () => {
  api = await openApi({ allowedOrigins: ["https://shop.example"] });
  oak = await api.join("Oak", "owner");
});
afterAll(() => api.stop());

test("T40: a write without the session's token, or with another's, is refused, and a read is not", async () => {
  const browser = await api.join("Alder", "agent");
  const { csrf } = browser;
  for (const header of [null, `${csrf}x`, oak.csrf]) {
    browser.csrf = header;
    const { status, body } = await browser.ask("PUT", "/presence", { presence: "away" });
    expect([status, body.code]).toEqual([403, "no-csrf"]);
  }
  expect((await browser.get("/agents")).status).toBe(200);
  browser.csrf = csrf;
  expect((await browser.ask("PUT", "/presence", { presence: "away" })).status).toBe(204);
});

test("T40: a form is refused everywhere, also where nobody has to be signed in", async () => {
  const raw = "email=oak%40desk.example&password=x";
  for (const type of ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"]) {
    const headers = { "content-type": type };
    for (const path of ["/session", "/owner", "/account"])
      expect((await api.browser().post(path, {}, { raw, headers })).status).toBe(415);
    expect((await oak.post("/agents", {}, { raw, headers })).status).toBe(415);
  }
});

test("T40: neither a foreign page nor one that may embed the widget calls the desk's API", async () => {
  for (const origin of ["https://evil.example", "https://shop.example", "null"]) {
    const headers = { origin };
    expect((await oak.ask("PUT", "/presence", { presence: "away" }, { headers })).body.code).toBe(
      "foreign-origin",
    );
    expect((await api.browser().post("/session", { email: "x", password }, { headers })).status).toBe(403);
    expect((await oak.get("/session", { headers })).status).toBe(403);
  }
  const headers = { origin: api.url };
  expect((await oak.ask("PUT", "/presence", { presence: "available" }, { headers })).status).toBe(204);
});
