import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { serveHealth } from "../../src/http/health.ts";
import { loadProblemMessages } from "../../src/http/problems.ts";
import { makeOrigins } from "../../src/http/settings.ts";
import { ask, conversationPath, newPass, until } from "../directline/ask.ts";
import { type EchoDesk, openEchoDesk } from "../directline/echo-desk.ts";

let desk: EchoDesk;
let ready = true;
beforeAll(async () => {
  desk = await openEchoDesk({ allowedOrigins: ["https://shop.example"] });
  serveHealth(desk.web, () => ready);
  desk.web.get("/breaks", () => {
    throw new Error("planted\nsecret");
  });
});
afterAll(() => desk.stop());

test("livez answers while the process does, readyz while people can be served", async () => {
  expect((await ask(desk, "GET", "/livez")).status).toBe(200);
  expect((await ask(desk, "GET", "/readyz")).status).toBe(200);
  ready = false;
  expect((await ask(desk, "GET", "/livez")).status).toBe(200);
  expect((await ask(desk, "GET", "/readyz")).status).toBe(503);
});

test("T13, T32, T33: a route that throws answers with a fixed text and an id, and the log has it on one line", async () => {
  const { status, body } = await ask(desk, "GET", "/breaks?t=a-token");
  expect([status, body.error.code]).toEqual([500, "trouble"]);
  expect(JSON.stringify(body)).not.toContain("planted");
  const lines = desk.logged.filter((line) => line.includes("/breaks"));
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(["route failed", "refused"]);
  expect(JSON.parse(lines[1] ?? "").id).toBe(body.error.id);
  expect(lines[0]).toContain("server.test.ts");
  expect(lines.join("")).not.toMatch(/a-token|planted/);
});

test("answers say nothing about the framework and are neither sniffed, framed nor kept", async () => {
  const { headers } = await ask(desk, "GET", "/livez");
  expect(headers.get("server")).toBe(null);
  expect(headers.get("x-powered-by")).toBe(null);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
});

test("a preflight of an allowed origin names the headers that Direct Line clients send", async () => {
  const { status, headers } = await ask(desk, "OPTIONS", "/v3/directline/conversations", {
    headers: { origin: "https://shop.example", "access-control-request-method": "POST" },
  });
  expect(status).toBe(204);
  expect(headers.get("access-control-allow-origin")).toBe("https://shop.example");
  expect(headers.get("access-control-allow-headers")?.split(", ")).toEqual(
    expect.arrayContaining(["authorization", "content-type", "x-ms-bot-agent", "x-requested-with"]),
  );
  expect(headers.get("vary")).toBe("origin");
});

test("T40: a foreign origin may neither ask before, nor post, nor read", async () => {
  const origin = "https://evil.example";
  const preflight = { origin, "access-control-request-method": "POST" };
  expect((await ask(desk, "OPTIONS", "/widget/token", { headers: preflight })).status).toBe(403);
  expect((await ask(desk, "POST", "/widget/token", { headers: { origin }, body: {} })).status).toBe(403);
  const read = await ask(desk, "GET", "/livez", { headers: { origin } });
  expect(read.headers.get("access-control-allow-origin")).toBe(null);
});

test("an allowed origin and the desk's own page may talk, and read when to try again", async () => {
  for (const origin of ["https://shop.example", desk.url]) {
    const { status, headers } = await ask(desk, "POST", "/widget/token", { headers: { origin }, body: {} });
    expect([status, headers.get("access-control-allow-origin")]).toEqual([200, origin]);
    expect(headers.get("access-control-expose-headers")).toBe("retry-after");
  }
});

test("the addresses given out are those of PUBLIC_URL, else of the host asked, if it is this machine", async () => {
  const origins = makeOrigins("https://desk.example/help/", []);
  const asked = (host: string, origin?: string) =>
    ({ headers: { host, ...(origin && { origin }) } }) as never;
  expect(origins.base(asked("whatever.example"))).toBe("https://desk.example/help");
  expect(origins.allows(asked("x", "https://desk.example"))).toBe(true);
  const local = makeOrigins(null, []);
  expect(["localhost:3978", "127.0.0.1", "[::1]:80"].map((host) => local.base(asked(host)))).toEqual([
    "http://localhost:3978",
    "http://127.0.0.1",
    "http://[::1]:80",
  ]);
  expect(
    ["evil.example", "localhost.evil.example", "127.0.0.1@evil.example", ""].map((host) =>
      local.base(asked(host)),
    ),
  ).toEqual(Array(4).fill(null));
  expect(local.allows(asked("evil.example", "http://evil.example"))).toBe(false);
});

test.each<[string | null, boolean]>([
  [null, true],
  ["http://localhost:3978", true],
  ["http://LOCALHOST.", true],
  ["https://desk.localhost/help", true],
  ["http://127.0.0.1", true],
  ["http://127.255.0.9:80", true],
  ["http://0x7f000001", true],
  ["http://[::1]:3978/", true],
  ["https://desk.example.com", false],
  ["https://localhost.example.com", false],
  ["https://notlocalhost", false],
  ["https://127.0.0.1.example.com", false],
  ["https://localhost@desk.example.com", false],
  ["http://128.0.0.1", false],
  ["http://10.0.0.7", false],
  ["http://[2001:db8::1]", false],
  ["http://[::2]", false],
  ["http://0.0.0.0:3978", false],
])("PUBLIC_URL %j names this machine: %j", (publicUrl, local) => {
  expect(makeOrigins(publicUrl, []).local).toBe(local);
});

test("the domain of a widget token is absolute and ends in /v3/directline", async () => {
  expect((await newPass(desk)).domain).toBe(`${desk.url}/v3/directline`);
  const behind = await openEchoDesk({ publicUrl: "https://desk.example/" });
  const pass = await newPass(behind);
  expect(pass.domain).toBe("https://desk.example/v3/directline");
  const begun = await ask(behind, "POST", "/v3/directline/conversations", { token: pass.token });
  expect(begun.body.streamUrl).toMatch(`wss://desk.example${conversationPath(pass, "/stream?t=")}`);
  await behind.stop();
});

test("T42: a server that stops finishes what is under way, then takes nothing more", async () => {
  const stopping = await openEchoDesk();
  let finish: (() => void) | undefined;
  stopping.web.get(
    "/slow",
    () =>
      new Promise((resolve) => {
        finish = () => resolve({ status: 200, json: '"done"' });
      }),
  );
  const asked = ask(stopping, "GET", "/slow");
  await until(() => finish !== undefined);
  const stopped = stopping.stop();
  await expect(newPass(stopping)).rejects.toThrow();
  finish?.();
  expect((await asked).body).toBe("done");
  await stopped;
});

test("T42: a socket that nobody closes does not hold up a stop", async () => {
  const stopping = await openEchoDesk();
  const pass = await newPass(stopping);
  const socket = new WebSocket(
    `ws://127.0.0.1:${stopping.port}${conversationPath(pass, `/stream?t=${pass.token}`)}`,
  );
  await new Promise((resolve) => socket.once("message", resolve));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await stopping.web.close(100);
  await closed;
  await stopping.stop();
});

test("a refusal without words ends the start with file and key", async () => {
  const file = path.join(await mkdtemp(path.join(tmpdir(), "exit-desk-words-")), "refusals.json");
  await writeFile(file, JSON.stringify({ gone: "" }));
  expect(() => loadProblemMessages(file)).toThrow(/refusals\.json, [a-z-]+: /);
});
