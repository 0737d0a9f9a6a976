import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Actor } from "../../src/tickets/human-desk.ts";
import { ticket, turn } from "../store/material.ts";
import { startDesk, type TestDesk } from "../web/widget/desk.ts";
import { ask, conversationPath, newPass, post, until } from "./ask.ts";

let desk: TestDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.remove());

const alder: Actor = { id: "acaac7b153326d08", firstName: "Alder", role: "supervisor" };
const birch: Actor = { id: "b1c2d3e4f5061728", firstName: "Birch", role: "supervisor" };
const moved = (made: object): void => expect(made).not.toHaveProperty("refused");

/** A conversation with two agents in it, from the claim to the end, as a client may see it. */
async function seenOf(number: number): Promise<{ all: string; alders: Set<string> }> {
  const pass = await newPass(desk);
  const frames: string[] = [];
  await post(desk, pass, { type: "message", text: "hello" });
  const stream = conversationPath(pass, `/stream?watermark=0&t=${pass.token}`);
  const socket = new WebSocket(`${desk.url.replace("http", "ws")}${stream}`);
  socket.on("message", (data) => frames.push(String(data)));
  const { conversationId } = pass;
  await desk.store.commitTurn(turn(conversationId, null, { tickets: [ticket(number, conversationId)] }));
  moved(await desk.human.claim(number, alder));
  const said = { type: "message", text: "let me look" };
  moved(await desk.human.reply(number, alder, said, "key"));
  await desk.human.typing(number, alder);
  await desk.human.note(number, alder, { text: "only for us" }, null);
  moved(await desk.human.transfer(number, alder, { agent: birch }, null));
  moved(await desk.human.reply(number, birch, { type: "message", text: "here is Birch" }, null));
  moved(await desk.human.resolve(number, birch, "answered", "done"));
  await until(() => frames.join("").includes("here is Birch") && frames.join("").includes('"completed"'));
  const { token } = pass;
  const pages = await Promise.all(
    [conversationPath(pass, "/activities"), conversationPath(pass), "/widget/devices"].map((path) =>
      ask(desk, "GET", path, { token }),
    ),
  );
  const copy = await fetch(`${desk.url}/widget/copy/${conversationId}?as=json`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(copy.status).toBe(200);
  socket.terminate();
  const all = [...frames, ...pages.map(({ body }) => JSON.stringify(body)), await copy.text()].join("\n");
  expect(all).toContain("let me look");
  const { activities } = pages[0]?.body ?? {};
  type Seen = { from: { id: string; name?: string } };
  const alders = (activities as Seen[])
    .filter(({ from }) => from.name === "Alder")
    .map(({ from }) => from.id);
  return { all, alders: new Set(alders) };
}

test("T48: no door tells a person the account of an agent, from the claim to the end of their conversation", async () => {
  const [one, two] = [await seenOf(5001), await seenOf(5002)];
  for (const { all, alders } of [one, two]) {
    for (const { id } of [alder, birch]) expect(all).not.toContain(id);
    expect(alders.size).toBe(1);
  }
  expect([...one.alders]).not.toEqual([...two.alders]);
});
