import { afterAll, beforeAll, expect, test } from "vitest";
import { type AuditLog, makeAuditRecorder, openAuditLog } from "../../src/audit/audit-log.ts";
import { Outbox } from "../../src/outbox/outbox.ts";
import { erasureSender } from "../../src/privacy/data-subject-requests.ts";
import { openHolds } from "../../src/privacy/eraser.ts";
import { openPrivacy } from "../../src/privacy/privacy.ts";
import { Retention } from "../../src/tickets/settings.ts";
import { TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { throughTicket } from "./ways.ts";

let desk: TestDesk;
let auditLog: AuditLog;
const gone: string[] = [];
const now = () => new Date(desk.time);

/** Does what committed turns left to be done. */
async function sendAll(): Promise<void> {
  const { store } = desk;
  const record = makeAuditRecorder(auditLog, () => undefined);
  const retention = Retention.parse({});
  const { eraser } = openPrivacy({
    store,
    auditLog,
    record,
    retention,
    now,
    onErased: (id) => void gone.push(id),
  });
  const senders = new Map([["erase", erasureSender(eraser, 0)]]);
  const outbox = new Outbox({
    store,
    senders: senders,
    now,
    pause: async () => undefined,
    log: () => undefined,
  });
  await outbox.start();
  while ((await store.unsent()).length > 0) await new Promise(setImmediate);
  await outbox.stop();
}

beforeAll(async () => {
  desk = await TestDesk.open();
  auditLog = openAuditLog(desk.store, now);
});
afterAll(() => desk.close());

test("a chat is deleted after a plain yes, under the number that the person was told", async () => {
  const visitor = await desk.talk();
  const asked = await play(visitor, [
    ["delete my chat", /we keep only your ticket number/i, "erase.confirm"],
  ]);
  expect(asked.at(-1)?.text).toMatch(/receipt/i);
  await play(visitor, [["sounds ok i guess", "erase.confirm"]]);
  const told = await play(visitor, [["Yes, delete this chat", /ER-\w{8}/, "erase.gone"]]);
  const number = /ER-\w{8}/.exec(told.map(({ text }) => text).join())?.[0];
  await sendAll();
  expect(await desk.store.conversation(visitor.id)).toBe("erased");
  expect(await desk.store.readLog(visitor.id, { after: 0, limit: 10 })).toEqual([]);
  expect(gone).toContain(visitor.id);
  const [line] = await auditLog.newest({ limit: 1 });
  expect(line).toMatchObject({
    who: { kind: "person" },
    what: "person erased",
    about: { receipt: number, conversation: visitor.id },
  });
});

test("a no keeps the chat and goes on where it was", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["delete my chat", "erase.confirm"],
    ["No, keep it", /nothing is deleted/i, "root.fork"],
  ]);
  await sendAll();
  expect(await desk.store.conversation(visitor.id)).toMatchObject({ id: visitor.id });
});

test("an open ticket is closed with the chat, and nothing of the person stays in it", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["I want to talk to a human being about my frozen withdrawal", "escalate.consent"],
    ...throughTicket,
  ]);
  const [before] = await desk.tickets(visitor.id);
  expect(before?.state.kind).toBe("queued");
  await play(visitor, [
    ["delete my chat", "erase.confirm"],
    ["yes", "erase.gone"],
  ]);
  await sendAll();
  const [left] = await desk.tickets(visitor.id);
  expect(left).toMatchObject({ number: before?.number, state: { kind: "expired" }, userId: "", summary: "" });
  expect(JSON.stringify(left)).not.toMatch(/frozen|withdrawal/);
  expect(await desk.store.openTickets()).toEqual([]);
});

test("what is put on hold after the yes stays, and the audit log says so", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["delete my chat", "erase.confirm"],
    ["yes", "erase.gone"],
  ]);
  await openHolds(desk.store, now).hold([{ id: visitor.id, userId: "" }]);
  await sendAll();
  expect(await desk.store.conversation(visitor.id)).toMatchObject({ id: visitor.id });
  expect(await auditLog.newest({ limit: 1 })).toMatchObject([{ what: "erasure refused" }]);
});
