import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultLimits } from "../../src/http/limits.ts";
import { conversationPath, newPass, type Pass, until } from "../directline/ask.ts";
import { type EchoDesk, openEchoDesk } from "../directline/echo-desk.ts";

let desk: EchoDesk;
let pass: Pass;
beforeAll(async () => {
  desk = await openEchoDesk({ limits: { headersMs: 800, requestMs: 1200, connections: 20 } });
  pass = await newPass(desk);
});
afterAll(() => desk.stop());

const open = (): Promise<Socket> =>
  new Promise((resolve) => {
    const socket = connect(desk.port, "127.0.0.1", () => resolve(socket));
    socket.on("error", () => {});
  });

/** How many milliseconds pass until the desk closes the line. */
const closedAfter = (socket: Socket): Promise<number> => {
  const began = Date.now();
  socket.resume();
  return new Promise((resolve) => socket.once("close", () => resolve(Date.now() - began)));
};

test("T24: silence, endless headers and an open body are cut, while others are served", async () => {
  const headers = await open();
  headers.write("GET /livez HTTP/1.1\r\nHost: localhost\r\n");
  const dripping = setInterval(() => headers.write("X-A: b\r\n"), 100);
  const body = await open();
  body.write(
    `POST ${conversationPath(pass, "/activities")} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${pass.token}\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{`,
  );
  const trickling = setInterval(() => body.write(" "), 100);
  const all = Promise.all([await open(), headers, body].map(closedAfter));
  expect((await newPass(desk)).token).toBeTruthy();
  const times = await all;
  clearInterval(dripping);
  clearInterval(trickling);
  for (const time of times) expect(time).toBeLessThan(10_000);
});

test("T24: the limits as they are set out of the box cut within 30 s", () => {
  const lateness = Math.min(2000, defaultLimits.headersMs / 4);
  expect(defaultLimits.headersMs + lateness).toBeLessThan(30_000);
  expect(defaultLimits.requestMs + lateness).toBeLessThan(30_000);
});

test("T26: connections beyond the limit are closed at once, and there is room again when some go", async () => {
  const held = await Promise.all(Array.from({ length: 40 }, open));
  for (const socket of held) socket.resume();
  await until(() => held.filter(({ closed }) => closed).length >= 20);
  expect(held.filter(({ closed }) => !closed)).not.toEqual([]);
  for (const socket of held) socket.destroy();
  await until(() =>
    newPass(desk).then(
      ({ token }) => token !== "",
      () => false,
    ),
  );
});
