import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type AttackedDesk, attackDesk } from "./attacked-desk.ts";
import { connectionsOn, residentOf, tcpMemory, untilQuiet } from "./machine.ts";
import { addressOf, FloodProxy, keepAt, Stranger } from "./stranger.ts";

/** What readers that never read cost: bytes at the worst moment, more than before. */
export interface Stuck {
  readers: number;
  kernel: number;
  process: number;
  /** how many are open yet at the end, and when all were closed at last: seconds after the last one came, or null */
  left: number;
  closedAfter: number | null;
}

const perConversation = 12;
const long = "漢".repeat(4000);

/** A pong that nobody asked for, masked as a client's frames are. */
const pong = (): Buffer => Buffer.concat([Buffer.from([0x8a, 0x88, 0, 0, 0, 0]), randomBytes(8)]);

/** Opens the stream of a conversation and never reads from it. */
function readNothing(
  { port }: AttackedDesk,
  { conversationId, token }: Stranger,
  from: string,
): Promise<Socket> {
  const key = randomBytes(16).toString("base64");
  const path = `/v3/directline/conversations/${conversationId}/stream?watermark=0&t=${token}`;
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${from}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
        () => resolve(socket),
      );
    });
    socket.on("error", () => resolve(socket)).pause();
  });
}

/** Has so many readers that never read of conversations with `messages` long entries, and looks on for so many seconds. */
export const stuckReaders = (
  tree: string,
  { readers, messages, seconds }: { readers: number; messages: number; seconds: number },
): Promise<Stuck> =>
  attackDesk(tree, { TRUST_PROXY: "1", LOG_LEVEL: "silent" }, async (desk) => {
    const proxy = new FloodProxy(desk.url);
    const conversations = Math.ceil(readers / perConversation);
    const opened: Stranger[] = [];
    await keepAt(
      16,
      () => opened.length >= conversations,
      async (nth) => {
        const stranger = await Stranger.begin(proxy, addressOf(nth % 1000));
        if (stranger === null || opened.length >= conversations) return sleep(50);
        opened.push(stranger);
        for (let posts = 0; posts < messages; posts += 1) await stranger.say(long);
      },
    );
    proxy.end();
    await untilQuiet(desk.pid);
    const before = { kernel: tcpMemory(), process: residentOf(desk.pid), sockets: connectionsOn(desk.port) };
    const sockets: Socket[] = [];
    const chatter = setInterval(() => {
      for (const socket of sockets) if (!socket.destroyed) socket.write(pong());
    }, 2000);
    const found: Stuck = { readers: 0, kernel: 0, process: 0, left: 0, closedAfter: null };
    const look = (): void => {
      found.left = connectionsOn(desk.port) - before.sockets;
      found.readers = Math.max(found.readers, found.left);
      found.kernel = Math.max(found.kernel, tcpMemory() - before.kernel);
      found.process = Math.max(found.process, residentOf(desk.pid) - before.process);
    };
    for (let nth = 0; nth < readers; nth += 1) {
      const conversation = opened[nth % conversations] as Stranger;
      sockets.push(await readNothing(desk, conversation, addressOf((nth % conversations) % 1000)));
      if (nth % 200 === 199) look();
    }
    const began = Date.now();
    while (found.closedAfter === null && Date.now() - began < seconds * 1000) {
      await sleep(250);
      look();
      if (found.left <= 0) found.closedAfter = (Date.now() - began) / 1000;
    }
    clearInterval(chatter);
    for (const socket of sockets) socket.destroy();
    return found;
  });
