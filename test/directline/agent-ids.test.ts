import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { agentMessage } from "../../src/tickets/handoff-events.ts";
import { ask, conversationPath, newPass, until } from "./ask.ts";
import { type EchoDesk, openEchoDesk, sayAsBot } from "./echo-desk.ts";

const account = "acaac7b153326d08";
let desk: EchoDesk;
beforeAll(async () => {
  desk = await openEchoDesk();
});
afterAll(() => desk.stop());

/** A conversation in which an agent has spoken, as every version stored it. */
async function spoken(): Promise<Awaited<ReturnType<typeof newPass>>> {
  const pass = await newPass(desk);
  await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token });
  const said = agentMessage({ id: account, firstName: "Alder" } as never, { type: "message", text: "hello" });
  await sayAsBot(desk.store, pass.conversationId, ["hello"], said);
  return pass;
}

test("T48: people see an agent under an id of its own, the same within a conversation alone, and never the account's", async () => {
  const [one, two] = [await spoken(), await spoken()];
  const froms: unknown[] = [];
  for (const pass of [one, one, two]) {
    const { body } = await ask(desk, "GET", conversationPath(pass, "/activities"), { token: pass.token });
    expect(JSON.stringify(body)).not.toContain(account);
    const last = body.activities.at(-1);
    expect(last).toMatchObject({ text: "hello", from: { name: "Alder", role: "bot" } });
    expect(last.from.id).toBe(`agent-${last.channelData.agent.id}`);
    froms.push(last.from.id);
  }
  expect(froms[0]).toBe(froms[1]);
  expect(froms[0]).not.toBe(froms[2]);
  const kept = await desk.store.readLog(one.conversationId, { after: 0, limit: 10 });
  expect(kept.at(-1)?.activity.from?.id).toBe(`agent-${account}`);
});

test("T48: neither do they over a socket, nor when an agent types", async () => {
  const pass = await spoken();
  const frames: string[] = [];
  const socket = new WebSocket(
    `ws://127.0.0.1:${desk.port}${conversationPath(pass, `/stream?t=${pass.token}`)}`,
  );
  socket.on("message", (data) => frames.push(String(data)));
  await until(() => frames.join().includes('"hello"'));
  desk.line.pass(pass.conversationId, { type: "typing", from: { id: `agent-${account}`, role: "bot" } });
  await until(() => frames.join().includes('"typing"'));
  expect(frames.join()).not.toContain(account);
  expect(frames.join().match(/"agent-[\w-]{16}"/g)?.length).toBeGreaterThanOrEqual(2);
  socket.terminate();
});

test("what a person writes about agents is passed on as it is", async () => {
  const pass = await spoken();
  const text = `who is "agent-${account}"?`;
  await ask(desk, "POST", conversationPath(pass, "/activities"), {
    token: pass.token,
    body: { type: "message", text },
  });
  const { body } = await ask(desk, "GET", conversationPath(pass, "/activities"), { token: pass.token });
  expect(body.activities.map((activity: { text: string }) => activity.text)).toContain(text);
});
