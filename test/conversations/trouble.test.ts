import { expect, onTestFinished, test } from "vitest";
import type { AppContent } from "../../src/app.ts";
import { StateConflict, StoreUnavailable } from "../../src/store/errors.ts";
import { TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { throughTicket, toChecklist, toDecision } from "./ways.ts";

/** A guide whose lookup of one node breaks, as a fault in a step would. */
const breaking =
  (node: string) =>
  (content: AppContent): AppContent => ({
    ...content,
    guide: {
      ...content.guide,
      node: (id) => {
        if (id === node) throw new RangeError(`nothing works at ${node}`);
        return content.guide.node(id);
      },
    },
  });

const broken = async (node: string): Promise<TestDesk> => {
  const desk = await TestDesk.open(undefined, breaking(node));
  onTestFinished(() => desk.close());
  return desk;
};

test("T13, T31: a step that throws is apologised for with an id; the message and the place are kept", async () => {
  const desk = await broken("N7");
  const visitor = await desk.talk();
  await play(visitor, toDecision.slice(0, 2));
  const replies = await visitor.click("No, carry on");
  expect(replies).toHaveLength(1);
  const id = /mention ([0-9a-f]{8})\./.exec(replies[0]?.text ?? "")?.[1];
  expect(id).toBeDefined();
  expect(replies[0]?.text).not.toMatch(/RangeError|nothing works|at .*\.ts/);
  expect(replies[0]?.offersPerson).toBe(true);

  const log = await desk.store.readLog(visitor.id, { after: 0, limit: 500 });
  expect(log.findLast(({ activity }) => activity.from?.role === "user")?.activity.text).toBe("No, carry on");
  expect((await desk.store.parkedTurns()).map(({ reason }) => reason)).toEqual([
    `${id} RangeError: nothing works at N7`,
  ]);
  const seq = log.findLast(({ activity }) => activity.from?.role === "user")?.seq;
  expect(desk.logged.filter(({ event }) => event === "turn retried")).toMatchObject(
    [1, 2].map((attempt) => ({
      about: { conversationId: visitor.id, seq, attempt, error: { name: "RangeError" } },
      level: undefined,
    })),
  );
  expect(desk.logged.filter(({ event }) => event === "turn parked")).toMatchObject([
    {
      about: {
        conversationId: visitor.id,
        id,
        error: expect.objectContaining({
          name: "RangeError",
          stack: expect.stringMatching(/weigh-options\.ts/),
        }),
      },
    },
  ]);

  await play(visitor, [
    ["help", "alternatives.offer"],
    ["person", "escalate.consent"],
  ]);
});

test("T13 the button under the apology brings the person it offers", async () => {
  const desk = await broken("N7");
  const visitor = await desk.talk();
  await play(visitor, toDecision.slice(0, 2));
  await visitor.click("No, carry on");
  await play(visitor, [["Talk to a person", "escalate.consent"], ...throughTicket]);
  expect(await desk.tickets(visitor.id)).toHaveLength(1);
});

test("a turn that fails leaves nothing behind: no half reply, no ticket, no receipt", async () => {
  const desk = await broken("N10");
  const visitor = await desk.talk();
  await play(visitor, toChecklist.slice(0, -1));
  const replies = await visitor.click("A freelancer account");
  expect(replies).toHaveLength(1);
  await play(visitor, [["help", "close.account-type"]]);
  expect(await desk.store.receipts(visitor.id)).toHaveLength(1);
  expect(await desk.tickets(visitor.id)).toEqual([]);
});

test("after the fault is mended the same answer works", async () => {
  const desk = await broken("N7");
  const visitor = await desk.talk();
  await play(visitor, toDecision.slice(0, 2));
  const answer = visitor.button("No, carry on");
  await visitor.press(answer);
  await desk.restart({ change: (content) => content });
  await visitor.press(answer);
  expect(visitor.place).toBe("weigh.plans");
});

test("T31: one talk's fault does not touch another's", async () => {
  const desk = await broken("N7");
  const [hit, other] = [await desk.talk(), await desk.talk()];
  await play(hit, toDecision.slice(0, 2));
  await hit.click("No, carry on");
  await play(other, [["Get an account back", "restore.which"]]);
});

test("a turn that an agent overtook runs again, and only a log for debugging tells of it", async () => {
  const desk = await TestDesk.open();
  onTestFinished(() => desk.close());
  const visitor = await desk.talk();
  const commit = desk.store.commitTurn.bind(desk.store);
  let conflicts = 4;
  desk.store.commitTurn = (turn) => {
    conflicts -= 1;
    return conflicts < 0 ? commit(turn) : Promise.reject(new StateConflict("moved meanwhile"));
  };
  await play(visitor, [["person"]]);
  const retried = desk.logged.filter(({ event }) => event === "turn retried");
  expect(retried.map(({ about, level }) => [about["attempt"], level])).toEqual(
    [1, 2, 3, 4].map((attempt) => [attempt, "debug"]),
  );
  expect(await desk.store.parkedTurns()).toEqual([]);
});

test("a store that cannot be written is waited for, and the turn is answered when it can", async () => {
  let away = true;
  const desk = await TestDesk.open(undefined, (content) => content);
  onTestFinished(() => desk.close());
  const reserve = desk.store.reserveTicketNumber.bind(desk.store);
  desk.store.reserveTicketNumber = () =>
    away ? Promise.reject(new StoreUnavailable("disk full")) : reserve();
  const visitor = await desk.talk();
  await play(visitor, [["person"]]);
  const answered = visitor.click("Yes, pass it on");
  await expect.poll(() => desk.logged.map(({ event }) => event)).toContain("turn waits for the store");
  away = false;
  expect((await answered).at(-1)?.step).toBe("escalate.contact");
  expect(await desk.tickets(visitor.id)).toHaveLength(1);
  expect(await desk.store.parkedTurns()).toEqual([]);
});
