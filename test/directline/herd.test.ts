import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { conversationPath, newPass, type Pass, until } from "./ask.ts";
import { type EchoDesk, openEchoDesk, sayAsBot } from "./echo-desk.ts";

const herd = 60;

/** Opens the socket of a conversation, and tells what it is sent and as what it ends. */
function listen(desk: EchoDesk, pass: Pass, watermark: string) {
  const socket = new WebSocket(
    `ws://127.0.0.1:${desk.port}${conversationPath(pass, `/stream?watermark=${watermark}&t=${pass.token}`)}`,
  );
  onTestFinished(() => socket.terminate());
  const texts: string[] = [];
  socket.on("message", (data) => {
    for (const { text } of JSON.parse(String(data)).activities) texts.push(text);
  });
  return { texts, ended: once(socket, "close").then(([code]) => code) };
}

test("T26: who comes back after a restart, all at once, misses nothing and costs the store three reads each", async () => {
  const first = await openEchoDesk();
  const passes = await Promise.all(Array.from({ length: herd }, () => newPass(first)));
  const before = passes.map((pass) => listen(first, pass, ""));
  await until(() => before.every(({ texts }) => texts.length === 1));
  await first.stop();
  expect(await Promise.all(before.map(({ ended }) => ended))).toEqual(Array(herd).fill(1012));

  let reads = 0;
  const desk = await openEchoDesk({
    folder: first.folder,
    store: (real) => ({
      ...real,
      conversation: (...asked) => {
        reads += 1;
        return real.conversation(...asked);
      },
      readLogTexts: (...asked) => {
        reads += 1;
        return real.readLogTexts(...asked);
      },
    }),
  });
  for (const { conversationId } of passes) await sayAsBot(desk.store, conversationId, ["meanwhile"]);
  const after = passes.map((pass) => listen(desk, pass, "1"));
  await until(() => after.every(({ texts }) => texts.length > 0));
  expect(after.map(({ texts }) => texts)).toEqual(Array(herd).fill(["meanwhile"]));
  expect(reads).toBe(3 * herd);
  await desk.stop();
});
