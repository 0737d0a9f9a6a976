import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { ask, conversationPath, newPass, type Pass, post, until } from "./ask.ts";
import { type EchoDesk, type EchoSettings, openEchoDesk, sayAsBot } from "./echo-desk.ts";

let desk: EchoDesk;
let pass: Pass;
const open = async (settings: Partial<EchoSettings> = {}): Promise<void> => {
  desk = await openEchoDesk(settings);
  pass = await newPass(desk);
};
afterEach(() => desk.stop());

interface Reader {
  socket: WebSocket;
  frames: { activities: { text?: string; type: string }[]; watermark: string }[];
  texts(): (string | undefined)[];
  closed: number | null;
}

/** Opens a plain socket on a conversation; resolves when it is open or refused. */
async function reader(watermark = "", headers: Record<string, string> = {}): Promise<Reader> {
  const socket = new WebSocket(
    `ws://127.0.0.1:${desk.port}${conversationPath(pass, `/stream?watermark=${watermark}&t=${pass.token}`)}`,
    { headers },
  );
  const found: Reader = {
    socket,
    frames: [],
    texts: () => found.frames.flatMap(({ activities }) => activities.map(({ text }) => text)),
    closed: null,
  };
  socket.on("message", (data) => found.frames.push(JSON.parse(String(data))));
  socket.on("close", (code) => {
    found.closed = code;
  });
  await new Promise<void>((resolve, reject) => {
    socket.on("open", resolve);
    socket.on("unexpected-response", (_, response) => {
      found.closed = response.statusCode ?? 0;
      response.resume();
      resolve();
    });
    socket.on("error", reject);
  });
  return found;
}

test("several sockets of one talk see the same, in order, whatever the timing", async () => {
  await open();
  const readers = [await reader(), await reader()];
  const sending = (async () => {
    for (let index = 0; index < 60; index++) await sayAsBot(desk.store, pass.conversationId, [`m${index}`]);
  })();
  for (let index = 0; index < 8; index++) {
    readers.push(await reader());
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await sending;
  const wanted = ["welcome", ...Array.from({ length: 60 }, (_, index) => `m${index}`)];
  for (const each of readers) {
    await until(() => each.texts().length >= wanted.length);
    expect(each.texts()).toEqual(wanted);
    expect(each.frames.at(-1)?.watermark).toBe("61");
  }
});

test("what is said while the log is being read is not missed", async () => {
  await open({
    store: (real) => ({
      ...real,
      readLogTexts: async (id, range) => {
        const entries = await real.readLogTexts(id, range);
        await new Promise((resolve) => setTimeout(resolve, 30));
        return entries;
      },
    }),
  });
  const watching = await reader();
  for (let round = 1; round <= 5; round++) {
    await sayAsBot(desk.store, pass.conversationId, [`first ${round}`]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await sayAsBot(desk.store, pass.conversationId, [`second ${round}`]);
    await until(() => watching.texts().length === 1 + 2 * round);
  }
});

test("a reader that comes back at any watermark gets exactly the rest", async () => {
  await open();
  await reader();
  await sayAsBot(
    desk.store,
    pass.conversationId,
    Array.from({ length: 30 }, (_, index) => `m${index}`),
  );
  for (const watermark of [1, 15, 30]) {
    const back = await reader(String(watermark));
    await until(() => back.texts().at(-1) === "m29");
    expect(back.texts()).toHaveLength(31 - watermark);
  }
  const upToDate = await reader("31");
  await sayAsBot(desk.store, pass.conversationId, ["next"]);
  await until(() => upToDate.texts().length > 0);
  expect(upToDate.texts()).toEqual(["next"]);
});

test("a watermark from the future still gets what comes next", async () => {
  await open();
  const ahead = await reader("5000");
  await sayAsBot(desk.store, pass.conversationId, ["next"]);
  await until(() => ahead.texts().includes("next"));
});

test("T25: a reader that does not read is dropped, comes back without loss, and slows nobody", async () => {
  await open({ limits: { pingEveryMs: 300 } });
  const slow = await reader();
  await until(() => slow.texts().length === 1);
  slow.socket.pause();
  const large = "x".repeat(50_000);
  const texts = Array.from({ length: 400 }, (_, index) => `${index} ${large}`);
  for (const text of texts) await sayAsBot(desk.store, pass.conversationId, [text]);
  const healthy = await reader("401");
  await new Promise((resolve) => setTimeout(resolve, 1000));
  slow.socket.resume();
  await until(() => slow.closed !== null);
  expect([slow.closed, healthy.closed]).toEqual([1006, null]);
  expect(slow.texts().length).toBeLessThan(401);
  const back = await reader(slow.frames.at(-1)?.watermark);
  await until(() => slow.texts().length + back.texts().length >= 401);
  expect([...slow.texts(), ...back.texts()]).toEqual(["welcome", ...texts]);
});

test("T25: a talk has a limited number of sockets, and so has an address", async () => {
  await open({ limits: { socketsPerConversation: 3, socketsPerAddress: 4 } });
  const three = [await reader(), await reader(), await reader()];
  expect((await reader()).closed).toBe(429);
  three[0]?.socket.close();
  await until(() => three[0]?.closed !== null);
  expect((await reader()).closed).toBe(null);
  pass = await newPass(desk);
  expect((await reader()).closed).toBe(null);
  expect((await reader()).closed).toBe(429);
});

test("T25: a large frame of a client closes its socket with 1009, a flood of small ones with 1008", async () => {
  await open();
  const large = await reader();
  large.socket.send("x".repeat(5000));
  await until(() => large.closed === 1009);
  const flood = await reader();
  for (let index = 0; index < 200; index++) flood.socket.send("");
  await until(() => flood.closed === 1008);
});

test("a client's keep-alive and words in frames change nothing", async () => {
  await open();
  const quiet = await reader();
  quiet.socket.send("");
  quiet.socket.send('{"type":"message","text":"by frame"}');
  quiet.socket.send(Buffer.from([0, 1, 2]));
  await sayAsBot(desk.store, pass.conversationId, ["still here"]);
  await until(() => quiet.texts().includes("still here"));
  expect(quiet.texts()).toEqual(["welcome", "still here"]);
});

test("T40: a page of a foreign origin gets no socket, an allowed one does", async () => {
  await open({ allowedOrigins: ["https://shop.example"] });
  expect((await reader("", { origin: "https://evil.example" })).closed).toBe(403);
  expect((await reader("", { origin: "null" })).closed).toBe(403);
  expect((await reader("", { origin: "https://shop.example" })).closed).toBe(null);
  expect((await reader("", { origin: desk.url })).closed).toBe(null);
});

test("typing is passed on to open sockets and is in no log", async () => {
  await open();
  const watching = await reader();
  await until(() => watching.texts().length === 1);
  expect((await post(desk, pass, { type: "typing" })).status).toBe(200);
  await until(() => watching.frames.length === 2);
  desk.line.pass(pass.conversationId, { type: "typing", from: { id: "bot", role: "bot" } });
  await until(() => watching.frames.length === 3);
  expect(watching.frames.slice(1)).toMatchObject([
    { watermark: "1", activities: [{ type: "typing", from: { role: "user" } }] },
    { watermark: "1", activities: [{ type: "typing", from: { id: "bot", role: "bot" } }] },
  ]);
  const { body } = await ask(desk, "GET", conversationPath(pass, "/activities"), { token: pass.token });
  expect(body).toMatchObject({ watermark: "1", activities: [{ text: "welcome" }] });
});

/** Puts a person's words into the log as a channel does whose turn will answer them. */
const receive = async (text: string): Promise<number> => {
  const { entry } = await desk.store.receive(pass.conversationId, {
    activity: { type: "message", id: text, text, from: { id: "dl_a", role: "user" } },
    keys: [],
    at: new Date().toISOString(),
    needsTurn: true,
  });
  return entry.seq;
};

test("words and the answer that comes at once are shown in one frame, the words first", async () => {
  await open();
  const watching = await reader("1");
  await receive("hello");
  await sayAsBot(desk.store, pass.conversationId, ["good day", "what now?"]);
  await until(() => watching.frames.length > 0);
  expect(watching.frames).toHaveLength(1);
  expect(watching.texts()).toEqual(["hello", "good day", "what now?"]);
});

test("words whose answer takes its time are shown alone, before Direct Line clients lose patience", async () => {
  await open();
  const watching = await reader("1");
  const began = Date.now();
  await receive("hello");
  await until(() => watching.frames.length > 0);
  expect(Date.now() - began).toBeLessThan(4_000);
  expect(watching.texts()).toEqual(["hello"]);
  await sayAsBot(desk.store, pass.conversationId, ["sorry"]);
  await until(() => watching.texts().length === 2);
  expect(watching.frames.map(({ watermark }) => watermark)).toEqual(["2", "3"]);
});

test("whoever looks on is shown their place in the queue, after what the log has", async () => {
  const event = { type: "event", name: "desk.queue", value: { place: 3 } };
  await open({ place: (conversationId, line) => line.pass(conversationId, event) });
  const watching = await reader();
  await until(() => watching.frames.length === 2);
  expect(watching.frames).toMatchObject([
    { watermark: "1", activities: [{ text: "welcome" }] },
    { watermark: "1", activities: [event] },
  ]);
});

test("T42: a desk that stops closes its sockets with 1012", async () => {
  await open();
  const watching = await reader();
  desk.line.close();
  await until(() => watching.closed === 1012);
});

test("a log that cannot be read closes the socket with 1013, and the next one gets everything", async () => {
  let broken = false;
  await open({
    store: (real) => ({
      ...real,
      readLogTexts: (id, range) =>
        broken ? Promise.reject(new Error("disk")) : real.readLogTexts(id, range),
    }),
  });
  const watching = await reader();
  await until(() => watching.texts().length === 1);
  broken = true;
  await sayAsBot(desk.store, pass.conversationId, ["unread"]);
  await until(() => watching.closed === 1013);
  broken = false;
  const back = await reader("1");
  await until(() => back.texts().includes("unread"));
});

test("a path that takes no sockets answers 404 and the process lives", async () => {
  await open();
  const socket = new WebSocket(`ws://127.0.0.1:${desk.port}/nowhere`);
  const status = await new Promise((resolve) => {
    socket.on("unexpected-response", (_, response) => resolve(response.statusCode));
    socket.on("error", () => {});
  });
  expect(status).toBe(404);
  expect((await newPass(desk)).token).toBeTruthy();
});
