import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, conversationPath, newPass, type Pass, post, type Reply } from "../directline/ask.ts";
import { type EchoDesk, openEchoDesk } from "../directline/echo-desk.ts";

let desk: EchoDesk;
let pass: Pass;
beforeAll(async () => {
  desk = await openEchoDesk();
  pass = await newPass(desk);
});
afterAll(() => desk.stop());

const send = (body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Reply> =>
  ask(desk, "POST", conversationPath(pass, "/activities"), { token: pass.token, body, headers });
const nested = (levels: number): string =>
  `{"type":"message","value":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
const wide = (values: number): string =>
  JSON.stringify({ type: "message", text: "wide", value: Array(values).fill(1) });
const message = JSON.stringify({ type: "message", text: "fine" });

test.each<[string, number, string, () => Promise<Reply>]>([
  ["T14: gzip", 415, "encoded", () => send(gzipSync(message), { "content-encoding": "gzip" })],
  ["T14: broken gzip", 415, "encoded", () => send("not gzip", { "content-encoding": "gzip" })],
  [
    "T14: a gzip bomb",
    415,
    "encoded",
    () => send(gzipSync("x".repeat(80_000_000)), { "content-encoding": "gzip" }),
  ],
  ["T14: any encoding", 415, "encoded", () => send(message, { "content-encoding": "br, deflate" })],
  [
    "T14: more than 64 KB",
    413,
    "too-large",
    () => send(JSON.stringify({ type: "message", text: "x".repeat(70_000) })),
  ],
  ["T14: 20 MB", 413, "too-large", () => send(new Uint8Array(20_000_000))],
  [
    "T14: multipart on a JSON route",
    415,
    "wrong-type",
    () => send(message, { "content-type": "multipart/form-data; boundary=x" }),
  ],
  [
    "T40: a form",
    415,
    "wrong-type",
    () => send("type=message&text=x", { "content-type": "application/x-www-form-urlencoded" }),
  ],
  ["plain text", 415, "wrong-type", () => send(message, { "content-type": "text/plain" })],
  [
    "another charset",
    415,
    "wrong-type",
    () => send(message, { "content-type": "application/json; charset=utf-16" }),
  ],
  ["T15: 10,000 levels", 400, "too-deep", () => send(nested(10_000))],
  ["T15: 33 levels", 400, "too-deep", () => send(nested(33))],
  ["T15: 10,000 values", 400, "too-wide", () => send(wide(10_000))],
  ["4,900 values, for their length", 413, "too-large", () => send(wide(4900))],
  ["T15: 6,000 empty lists", 400, "too-wide", () => send(`[${"[],".repeat(6000)}0]`)],
  ["half of a JSON", 400, "bad-json", () => send('{"type":"message"')],
  ["a byte order mark", 400, "bad-json", () => send(`\ufeff${message}`)],
  ["nothing but spaces", 400, "bad-json", () => send("   ")],
])("%s is refused with %i %s", async (_, status, code, sending) => {
  const { status: got, body, headers } = await sending();
  expect([got, body.error.code]).toEqual([status, code]);
  expect(body.error).toEqual({ code, message: expect.any(String), id: expect.stringMatching(/^[\w-]{36}$/) });
  expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
});

test.each([
  ["32 levels", nested(32)],
  ["brackets within texts", JSON.stringify({ type: "message", text: `"[{\\`.repeat(200) })],
  ["1,000 values", wide(1000)],
  ["commas within texts", JSON.stringify({ type: "message", text: ",{[".repeat(9000) })],
  ["a body of almost 64 KB", JSON.stringify({ type: "message", text: "x".repeat(65_000) })],
])("%s is taken", async (_, body) => {
  expect((await send(body, { "content-type": "Application/JSON; charset=UTF-8" })).status).toBe(200);
});

test("T14: none of this costs memory", async () => {
  const bomb = gzipSync("x".repeat(80_000_000));
  const before = process.memoryUsage().rss;
  for (let round = 0; round < 10; round++) {
    await send(bomb, { "content-encoding": "gzip" });
    await send(new Uint8Array(1_000_000));
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
});

test("T14: a body without a length is cut off at 64 KB", async () => {
  const chunk = `1000\r\n${"x".repeat(4096)}\r\n`;
  const head = `POST ${conversationPath(pass, "/activities")} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${pass.token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
  expect(await raw(`${head}${chunk.repeat(20)}`)).toMatch(/^HTTP\/1\.1 413 /);
});

test.each([
  ["__proto__", '{"type":"message","text":"x","value":{"__proto__":{"polluted":1},"kept":1}}'],
  [
    "constructor",
    '{"type":"message","text":"x","value":{"constructor":{"prototype":{"polluted":1}},"kept":1}}',
  ],
  ["escaped __proto__", '{"type":"message","text":"x","value":{"\\u005f_proto__":{"polluted":1},"kept":1}}'],
])("T23: the key %s is dropped before anybody sees it", async (_, body) => {
  const { id } = (await send(body)).body;
  const { activities } = (
    await ask(desk, "GET", conversationPath(pass, "/activities"), { token: pass.token })
  ).body;
  expect(activities.find((activity: { id: string }) => activity.id === id).value).toEqual({ kept: 1 });
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("T23: those words may be said", async () => {
  const text = "my prototype has a constructor and __proto__ \u00e9";
  const { id } = (await post(desk, pass, { type: "message", text })).body;
  const { activities } = (
    await ask(desk, "GET", conversationPath(pass, "/activities"), { token: pass.token })
  ).body;
  expect(activities.find((activity: { id: string }) => activity.id === id).text).toBe(text);
});

/** Sends bytes as they are and gives what comes back until the line is closed or has answered. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(desk.port, "127.0.0.1", () => socket.write(bytes));
    socket.once("data", (data) => {
      resolve(String(data));
      socket.destroy();
    });
    socket.once("error", reject);
    socket.once("close", () => resolve(""));
  });
}

const get = (target: string, host: string): string => `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;

test.each([
  [get("/", "["), 400],
  [get("/", "1.2.3.4.5"), 400],
  [get("/", "a b"), 400],
  [get("/", "x:99999"), 400],
  [get("http://[/", "localhost"), 400],
  [get("*", "localhost"), 400],
  ["OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 400],
  [get("//evil.example/", "localhost"), 404],
  [get("/%", "localhost"), 404],
  [get("/v3/directline/conversations/%zz/activities", "localhost"), 404],
  [get("/v3/directline/conversations/__proto__", "localhost"), 401],
  ["BREW /livez HTTP/1.1\r\nHost: localhost\r\n\r\n", 400],
  ["POST /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 404],
  ["PUT /widget/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 405],
])("%j answers %i and the process lives", async (bytes, status) => {
  expect(await raw(bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect((await newPass(desk)).token).toBeTruthy();
});
