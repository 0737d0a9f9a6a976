import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { connect as connectPlain } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { readTls } from "../../src/config/server-config.ts";
import { until } from "../directline/ask.ts";
import { type EchoDesk, openEchoDesk } from "../directline/echo-desk.ts";
import { writeCertificate } from "./certificate.ts";

let folder: string;
let desk: EchoDesk;
let first: Awaited<ReturnType<typeof writeCertificate>>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "exit-desk-tls-"));
  first = await writeCertificate(folder, "first");
  desk = await openEchoDesk({ tls: first });
});
afterAll(async () => {
  await desk.stop();
  await rm(folder, { recursive: true });
});

const shaken = (): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: desk.port, host: "127.0.0.1", rejectUnauthorized: false }, () =>
      resolve(socket),
    );
    socket.once("error", reject);
  });
const nameShown = async (): Promise<unknown> => {
  const socket = await shaken();
  const { subject } = socket.getPeerCertificate();
  socket.destroy();
  return subject.CN;
};
const ask = (method: string, at: string, body = ""): Promise<{ res: IncomingMessage; text: string }> =>
  new Promise((resolve, reject) => {
    const options = { method, ca: first.pem, headers: { "content-type": "application/json" }, agent: false };
    const req = request(`https://localhost:${desk.port}${at}`, options, async (res) => {
      let text = "";
      for await (const part of res) text += part;
      resolve({ res, text });
    });
    req.once("error", reject);
    req.end(body);
  });

test("the desk itself speaks https: pages hear that it is so for a year, and talks get addresses of https and wss", async () => {
  const { res, text } = await ask("POST", "/widget/token", "{}");
  expect(res.statusCode).toBe(200);
  expect(res.headers["strict-transport-security"]).toBe("max-age=31536000");
  const { domain, token, conversationId } = JSON.parse(text);
  expect(domain).toBe(`https://localhost:${desk.port}/v3/directline`);
  const url = `wss://localhost:${desk.port}/v3/directline/conversations/${conversationId}/stream?t=${token}`;
  const socket = new WebSocket(url, { ca: first.pem });
  const [data] = await new Promise<unknown[]>((resolve) =>
    socket.once("message", (...said) => resolve(said)),
  );
  expect(JSON.parse(String(data)).activities[0].text).toBe("welcome");
  socket.terminate();
});

test("T24: a connection that shakes no hands is cut", async () => {
  const limits = { headersMs: 500 };
  const impatient = await openEchoDesk({ tls: first, limits });
  const silent = connectPlain(impatient.port, "127.0.0.1");
  silent.on("error", () => undefined);
  await new Promise((resolve) => silent.once("close", resolve));
  await impatient.stop();
});

test("what is no TLS at all is cut, and the process lives", async () => {
  const plain = await fetch(`http://127.0.0.1:${desk.port}/livez`).catch((error: unknown) => error);
  expect(plain).toBeInstanceOf(Error);
  expect((await ask("POST", "/widget/token", "{}")).res.statusCode).toBe(200);
});

test("a renewed certificate is shown to who comes, while who is there goes on; half of one changes nothing", async () => {
  const there = await shaken();
  expect(await nameShown()).toBe("first");
  await writeFile(first.key, "not a key");
  const told = () => desk.logged.some((line) => line.includes("certificate not renewed"));
  await expect.poll(told).toBe(true);
  expect(await nameShown()).toBe("first");
  await writeCertificate(folder, "second");
  await expect.poll(nameShown).toBe("second");
  const answer = new Promise((resolve) => there.once("data", (data) => resolve(String(data).slice(0, 12))));
  there.write("GET /widget HTTP/1.1\r\nHost: localhost\r\n\r\n");
  expect(await answer).toBe("HTTP/1.1 404");
  there.destroy();
});

test("files that are not there, or do not belong together, end the start with the variables", async () => {
  expect(() => readTls({ cert: "/nowhere.crt", key: first.key })).toThrow(/^TLS_CERT, TLS_KEY: .*nowhere/);
  const folder = await mkdtemp(path.join(tmpdir(), "exit-desk-tls-"));
  const other = await writeCertificate(folder, "other");
  expect(() => readTls({ cert: first.cert, key: other.key })).toThrow(/^TLS_CERT, TLS_KEY: .*mismatch/);
  await rm(folder, { recursive: true });
});

test("T52, T53: over https too connections held open keep nobody out, and a reader that does not read is cut", async () => {
  const own = await writeCertificate(folder, "held");
  const small = await openEchoDesk({ tls: own, limits: { connections: 40, stalledMs: 800 } });
  const { port } = small;
  const held = Array.from({ length: 60 }, () =>
    connect({ port, host: "127.0.0.1", rejectUnauthorized: false }),
  );
  for (const socket of held) socket.on("error", () => {}).on("secureConnect", () => socket.write("GET / HT"));
  await until(() => held.filter(({ destroyed }) => destroyed).length >= 20);
  const asked = { method: "POST", ca: own.pem, agent: false, port, path: "/widget/token" };
  const pass = await new Promise<{ conversationId: string; token: string }>((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const req = request({ ...asked, host: "localhost", headers }, async (res) => {
      let text = "";
      for await (const part of res) text += part;
      resolve(JSON.parse(text));
    });
    req.once("error", reject);
    req.end("{}");
  });
  const path = `/v3/directline/conversations/${pass.conversationId}/stream?t=${pass.token}`;
  const deaf = connect({ port, host: "127.0.0.1", rejectUnauthorized: false }, () =>
    deaf.write(
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    ),
  );
  const ended = new Promise((resolve) => deaf.once("close", resolve));
  deaf.on("error", () => {}).resume();
  await ended;
  expect(small.web.upgrades.count()).toBe(0);
  for (const socket of held) socket.destroy();
  await small.stop();
});
