import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { addressOf } from "../../src/http/client-address.ts";
import { resolveClient } from "../../src/http/trusted-proxies.ts";
import { ask, conversationPath, newPass } from "../directline/ask.ts";
import { type EchoDesk, openEchoDesk } from "../directline/echo-desk.ts";

/** The address of a request that came to the desk from 192.0.2.1 with this header. */
function seen(forwarded: string | undefined, hops: number): string {
  const req = { headers: { "x-forwarded-for": forwarded }, socket: { remoteAddress: "192.0.2.1" } } as never;
  resolveClient(req, hops);
  return addressOf(req);
}

test.each([
  ["203.0.113.7", 1, "203.0.113.7"],
  ["198.51.100.9, 203.0.113.7", 1, "203.0.113.7"],
  ["198.51.100.9,203.0.113.7 , 192.0.2.8", 2, "203.0.113.7"],
  ["2001:db8::7", 1, "2001:db8::7"],
  ["[2001:db8::7]:4711", 1, "2001:db8::7"],
  ["203.0.113.7:4711", 1, "203.0.113.7"],
  ["203.0.113.7", 0, "192.0.2.1"],
  ["203.0.113.7", 2, "192.0.2.1"],
  ["unknown", 1, "192.0.2.1"],
  ["203.0.113.7, _hidden", 1, "192.0.2.1"],
  ["", 1, "192.0.2.1"],
  [undefined, 1, "192.0.2.1"],
])("%j with %i proxies is from %s", (forwarded, hops, address) => {
  expect(seen(forwarded, hops)).toBe(address);
});

describe("behind one proxy", () => {
  let desk: EchoDesk;
  beforeAll(async () => {
    desk = await openEchoDesk({
      publicUrl: "https://desk.example",
      proxies: 1,
      limits: { tokensPerAddress: { burst: 2, perSecond: 0.01 }, socketsPerAddress: 1 },
    });
  });
  afterAll(() => desk.stop());

  const start = async (forwarded: string): Promise<number> =>
    (await ask(desk, "POST", "/widget/token", { headers: { "x-forwarded-for": forwarded }, body: {} }))
      .status;

  test("T38: who comes through it is limited by their own address, whatever they claim before it", async () => {
    expect([await start("203.0.113.7"), await start("198.51.100.1, 203.0.113.7")]).toEqual([200, 200]);
    expect(await start("127.0.0.1, 203.0.113.7")).toBe(429);
    expect(await start("203.0.113.8")).toBe(200);
  });

  test("T25: so are their sockets", async () => {
    const pass = await newPass(desk);
    const open = (from: string): Promise<number> =>
      new Promise((resolve) => {
        const socket = new WebSocket(
          `ws://127.0.0.1:${desk.port}${conversationPath(pass, "/stream")}?t=${pass.token}`,
          { headers: { "x-forwarded-for": from } },
        );
        socket.once("open", () => resolve(101));
        socket.on("error", () => {});
        socket.once("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
      });
    expect([await open("203.0.113.7"), await open("203.0.113.7")]).toEqual([101, 429]);
    expect(await open("203.0.113.8")).toBe(101);
  });

  test("a page that it let in without encryption is led to https, and nothing is taken that way", async () => {
    const plain = { "x-forwarded-proto": "http", "x-forwarded-for": "203.0.113.9" };
    const page = await fetch(`${desk.url}/console?in=teams`, { headers: plain, redirect: "manual" });
    expect([page.status, page.headers.get("location")]).toEqual([
      308,
      "https://desk.example/console?in=teams",
    ]);
    const post = await ask(desk, "POST", "/widget/token", { headers: plain, body: {} });
    expect([post.status, post.body.error.code]).toEqual([403, "plain-http"]);
    const encrypted = { ...plain, "x-forwarded-proto": "https" };
    const answer = await ask(desk, "POST", "/widget/token", { headers: encrypted, body: {} });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("strict-transport-security")).toBe("max-age=31536000");
  });
});

test("T25: sockets from loopback are counted as one address, for a proxy may stand there", async () => {
  const desk = await openEchoDesk({ publicUrl: "https://desk.example", limits: { socketsPerAddress: 2 } });
  const pass = await newPass(desk);
  const open = (): Promise<number> =>
    new Promise((resolve) => {
      const url = `ws://127.0.0.1:${desk.port}${conversationPath(pass, "/stream")}?t=${pass.token}`;
      const socket = new WebSocket(url).on("open", () => resolve(101)).on("error", () => {});
      socket.once("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
    });
  expect([await open(), await open(), await open()]).toEqual([101, 101, 429]);
  await desk.stop();
});

test("without TRUST_PROXY nobody says where they come from, nor how", async () => {
  const desk = await openEchoDesk({ publicUrl: "https://desk.example" });
  const headers = { "x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "http" };
  expect((await ask(desk, "POST", "/widget/token", { headers, body: {} })).status).toBe(200);
  await desk.stop();
});
