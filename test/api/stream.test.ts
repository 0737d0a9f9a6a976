import { expect, test } from "vitest";
import { StreamFrame } from "../../src/api/schemas/conversations.ts";
import { until } from "../directline/ask.ts";
import { message } from "../store/material.ts";
import { openApi } from "./api-desk.ts";
import { openStreamDesk, StreamReader } from "./stream-reader.ts";

const { api, oak, alder, birch, open, listen, say } = await openStreamDesk();
let number = 3000;

const opened = async (): Promise<number> => {
  number += 1;
  await api.openTicket(number);
  return number;
};

test("the stream begins with a hello that names everybody, then tells what happens, each frame in its form", async () => {
  const reader = await listen(oak);
  const [hello] = await reader.of("hello");
  expect(hello.agents.map(({ firstName }: { firstName: string }) => firstName)).toEqual([
    "Oak",
    "Alder",
    "Birch",
  ]);
  const ticket = await opened();
  await say(ticket, "anybody there?");
  await alder.ask("PUT", "/presence", { presence: "busy" });
  await alder.post(`/tickets/${ticket}/claim`);
  await alder.post(`/conversations/talk-${ticket}/typing`);
  await alder.post(`/conversations/talk-${ticket}/read`, { upTo: 1 });
  await Promise.all(["typing", "read", "presence"].map((kind) => reader.of(kind)));
  const about = reader.frames.filter((frame) => frame.ticket?.number === ticket);
  expect(about.map((frame) => frame.ticket.state.kind)).toEqual(["queued", "claimed"]);
  const said = (await reader.of("activity", 2)).map(({ entry }) => entry.activity.text);
  expect(said).toContain("anybody there?");
  for (const frame of reader.frames) expect(StreamFrame.parse(frame)).toEqual(frame);
  const seqs = reader.frames.slice(1).map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
});

test("T49: whoever missed more than may wait for them is to ask for everything anew", async () => {
  const small = await openApi({ limits: { waitingBytes: 20_000 } });
  const owner = await small.join("Oak", "owner");
  const reader = await StreamReader.open(small, owner);
  await reader.of("hello");
  const { seq } = reader.frames[0];
  reader.socket.terminate();
  await small.openTicket(1);
  const again = async () => {
    const back = await StreamReader.open(small, owner, seq);
    open.push(back);
    await back.of("hello");
    return back;
  };
  expect(await (await again()).of("ticket")).toHaveLength(1);
  for (let nth = 0; nth < 10; nth += 1)
    await small.store.receive("talk-1", {
      activity: message("x".repeat(4000)),
      keys: [],
      at: new Date().toISOString(),
      needsTurn: false,
    });
  const back = await again();
  await back.of("reset");
  expect(back.frames.map(({ kind }) => kind).filter((kind) => kind === "activity")).toEqual([]);
  await small.stop();
});

test("whoever comes back with the seq they have misses nothing and sees nothing twice", async () => {
  const ticket = await opened();
  const first = await listen(oak);
  await say(ticket, "one");
  const isOne = (frame: { entry?: { activity: { text: string } } }) => frame.entry?.activity.text === "one";
  await until(() => first.frames.some(isOne));
  const entry = first.frames.find(isOne);
  first.socket.terminate();
  for (const text of ["two", "three"]) await say(ticket, text);
  const again = StreamReader.open(api, oak, entry.seq);
  for (const text of ["four", "five"]) await say(ticket, text);
  const second = await again;
  open.push(second);
  const texts = (await second.of("activity", 4)).map((frame) => frame.entry.activity.text);
  expect(texts).toEqual(["two", "three", "four", "five"]);
});

test("a seq that the desk does not know any more, or never gave, is answered with a reset", async () => {
  for (const after of [1, Number.MAX_SAFE_INTEGER]) {
    const reader = await listen(oak, after);
    const [reset] = await reader.of("reset");
    expect(reset.seq).toBe(api.human.lastSeq());
    const ticket = await opened();
    await until(() => reader.frames.some((frame) => frame.ticket?.number === ticket));
  }
});

test("an agent is not shown what somebody else has, neither as it happens nor on coming back; who leads is", async () => {
  const readers = { alder: await listen(alder), birch: await listen(birch), oak: await listen(oak) };
  const [{ seq }] = await readers.birch.of("hello");
  const ticket = await opened();
  await alder.post(`/tickets/${ticket}/claim`);
  await say(ticket, "for Alder alone");
  const heard = (reader: StreamReader) =>
    reader.frames.some((frame) => frame.entry?.activity.text === "for Alder alone");
  await until(() => heard(readers.alder) && heard(readers.oak));
  const back = await StreamReader.open(api, birch, seq);
  open.push(back);
  await alder.ask("PUT", "/presence", { presence: "away" });
  for (const reader of [readers.birch, back]) {
    await reader.of("presence");
    expect(heard(reader)).toBe(false);
    const taken = reader.frames.filter((frame) => frame.ticket?.state?.kind === "claimed");
    expect(taken.at(-1)).toMatchObject({
      veiled: true,
      ticket: { number: ticket, state: { by: alder.id }, summary: "", contact: { kind: "here" } },
    });
  }
  const shown = readers.alder.frames.findLast((frame) => frame.ticket?.number === ticket);
  expect(shown).toMatchObject({ veiled: false, ticket: { summary: expect.stringMatching(/./) } });
});
