import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveHealth } from "../../src/http/health.ts";
import { type EchoDesk, openEchoDesk } from "../directline/echo-desk.ts";

/** Another address of this machine, where it has one. */
const beyond = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.internal === false && one.family === "IPv4")?.address;

/** The status of an answer to a request that is sent as it stands, and the code of its refusal. */
function asked(port: number, head: string, at = "127.0.0.1"): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, at, () => socket.write(`${head}\r\n\r\n`));
    socket.once("data", (data) => {
      const [, status] = /^HTTP\/1\.1 (\d+)/.exec(String(data)) ?? [];
      const [, code] = /"code":"([\w-]+)"/.exec(String(data)) ?? [];
      resolve([status, code].filter((part) => part !== undefined).join(" "));
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

const upgrade =
  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x";
const calls = [
  (host: string) => `GET / HTTP/1.1\r\nHost: ${host}`,
  (host: string) => `GET /livez HTTP/1.1\r\nHost: ${host}`,
  (host: string) => `GET /metrics HTTP/1.1\r\nHost: ${host}`,
  (host: string) => `GET /nowhere HTTP/1.1\r\nHost: ${host}`,
  (host: string) => `POST /widget/token HTTP/1.1\r\nContent-Length: 0\r\nHost: ${host}`,
  (host: string) =>
    `POST /v3/directline/conversations/x/activities HTTP/1.1\r\nContent-Length: 0\r\nHost: ${host}`,
  (host: string) => `OPTIONS /widget/token HTTP/1.1\r\nAccess-Control-Request-Method: POST\r\nHost: ${host}`,
  (host: string) => `GET /v3/directline/conversations/x/stream HTTP/1.1\r\n${upgrade}\r\nHost: ${host}`,
];
const strangers = [
  "evil.example",
  "127.0.0.1.evil.example",
  "localhost.evil.example:3978",
  "evil.example:3978",
  "127.0.0.1@evil.example",
  "192.0.2.1",
  "2130706433",
  "xlocalhost",
  "",
];
const allRefused = calls.map(() => "400 bad-host");

describe("T59: a desk of this machine alone", () => {
  let desk: EchoDesk;
  beforeAll(async () => {
    desk = await openEchoDesk();
    serveHealth(desk.web, () => true);
  });
  afterAll(() => desk.stop());

  test.each(strangers)("does not answer under the name %j, by whatever call", async (host) => {
    expect(await Promise.all(calls.map((call) => asked(desk.port, call(host))))).toEqual(allRefused);
  });
  test.each(["localhost", "LOCALHOST", "127.0.0.1", "127.8.9.1", "[::1]"])("answers as %s", async (name) => {
    for (const host of [name, `${name}:${desk.port}`]) {
      const codes = await Promise.all(calls.map((call) => asked(desk.port, call(host))));
      expect(codes.filter((code) => code.includes("bad-host"))).toEqual([]);
      expect(codes[1]).toBe("200");
    }
  });
  test("is not told otherwise by a header that proxies send", async () => {
    const head = "GET /livez HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost";
    expect(await asked(desk.port, head)).toBe("400 bad-host");
  });
});

describe("T59: a desk that people reach by a name", () => {
  let desk: EchoDesk;
  beforeAll(async () => {
    desk = await openEchoDesk({ publicUrl: "https://desk.example/help", proxies: 1 });
    serveHealth(desk.web, () => true);
  });
  afterAll(() => desk.stop());

  test.each(strangers)("does not answer under the name %j, not even by plain http", async (host) => {
    expect(await Promise.all(calls.map((call) => asked(desk.port, call(host))))).toEqual(allRefused);
    const plain = `GET / HTTP/1.1\r\nX-Forwarded-Proto: http\r\nHost: ${host}`;
    expect(await asked(desk.port, plain)).toBe("400 bad-host");
  });
  test("answers under its name and those of this machine", async () => {
    const livez = (host: string) => asked(desk.port, calls[1]?.(host) ?? "");
    for (const host of ["desk.example", "DESK.example:443", "desk.example:3978", "127.0.0.1:3978"])
      expect(await livez(host)).toBe("200");
  });
  test("believes the proxy that it trusts about what was asked for", async () => {
    const through = (told: string) =>
      asked(desk.port, `GET /livez HTTP/1.1\r\nHost: upstream\r\nX-Forwarded-Host: ${told}`);
    expect(await through("desk.example")).toBe("200");
    expect(await through("evil.example, desk.example")).toBe("200");
    expect(await through("desk.example, evil.example")).toBe("400 bad-host");
  });
});

test.runIf(beyond)("T59: probes by address are answered beyond loopback, and nothing else is", async () => {
  const desk = await openEchoDesk({ publicUrl: "https://desk.example", host: "0.0.0.0" });
  serveHealth(desk.web, () => true);
  const at = (path: string, host: string, from = beyond) =>
    asked(desk.port, `GET ${path} HTTP/1.1\r\nHost: ${host}`, from);
  for (const path of ["/livez", "/readyz"]) expect(await at(path, `${beyond}:${desk.port}`)).toBe("200");
  for (const path of ["/readyz?verbose", "/livez/", "/", "/widget.js", "/metrics"])
    expect(await at(path, `${beyond}:${desk.port}`)).toBe("400 bad-host");
  expect(await at("/livez", "evil.example", "127.0.0.1")).toBe("400 bad-host");
  await desk.stop();
});
