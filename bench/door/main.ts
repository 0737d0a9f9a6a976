/*
 * The desk's door with nothing behind it: the same calls and about the same words, no bot, no rules, nothing kept. What a
 * turn costs here is what Node's HTTP server and the `ws` library cost, and the most that a desk on them could do.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { type Question, readScript } from "../script.ts";

const script = readScript("data/guide/en");
const conversations = new Map<string, { asked: number; socket?: WebSocket }>();
const sockets = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false });

const button = (title: string, choice: string) => ({
  type: "messageBack",
  title,
  text: title,
  value: { version: "695b22dccc63", step: "steps.reason-prompt", nonce: "cb27ca81bfad", choice },
});
const commands = ["Back", "Help", "Talk to a person", "Send me a copy", "Start over", "Cancel"].map((title) =>
  button(title, `command:${title}`),
);

function page(question: Question | undefined, watermark: number): string {
  const choices = question === undefined ? [] : (question.choices ?? ["Yes", "No"]);
  const actions = [...choices.map((title) => button(title, title)), ...commands];
  const text = question?.text ?? "Goodbye";
  const said = { type: "message", id: randomUUID(), text, suggestedActions: { to: [], actions } };
  return JSON.stringify({ activities: [said], watermark: String(watermark) });
}

function sendNext(id: string): void {
  const conversation = conversations.get(id);
  if (conversation === undefined) return;
  conversation.asked += 1;
  conversation.socket?.send(page(script[conversation.asked - 1], conversation.asked));
}

const conversation = /^\/v3\/directline\/conversations\/([\w-]+)\//;

function answer(req: IncomingMessage): unknown {
  if (req.url === "/widget/token") return { token: randomUUID() };
  const id = conversation.exec(req.url ?? "")?.[1];
  if (id !== undefined) {
    setImmediate(sendNext, id);
    return { id: randomUUID() };
  }
  const begun = randomUUID();
  conversations.set(begun, { asked: 0 });
  const streamUrl = `ws://${req.headers.host}/v3/directline/conversations/${begun}/stream`;
  return { conversationId: begun, token: randomUUID(), streamUrl };
}

const server = createServer((req: IncomingMessage, res: ServerResponse) => {
  const pieces: Buffer[] = [];
  req.on("data", (piece: Buffer) => pieces.push(piece));
  req.on("end", () => {
    JSON.parse(Buffer.concat(pieces).toString());
    const json = JSON.stringify(answer(req));
    res.writeHead(200, ["content-type", "application/json", "content-length", String(json.length)]);
    res.end(json);
  });
});
server.on("upgrade", (req, raw, head) => {
  const id = conversation.exec(req.url ?? "")?.[1] ?? "";
  sockets.handleUpgrade(req, raw, head, (socket) => {
    conversations.set(id, { asked: 0, socket });
    socket.on("close", () => conversations.delete(id));
    sendNext(id);
  });
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`);
});
