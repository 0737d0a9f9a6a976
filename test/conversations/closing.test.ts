import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Reply, TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { throughSteps, throughTicket, toChecklist, toDecision, toSteps, toStepsByItem } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

const tellsClick = (replies: readonly Reply[]) =>
  replies.some(({ passages }) => passages.some((id) => desk.content.guide.clicks.has(id)));

test("a freelancer is led from the yes to the last click, and asked whether it helped", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toSteps,
    ...throughSteps,
    ["All done", "feedback.solved"],
    ["Partly", /what was missing/i, "feedback.comment"],
    ["the menu was hard to find", /noted/i],
  ]);
  expect(await desk.store.ratings(visitor.id)).toMatchObject([
    { solved: "partly", comment: "the menu was hard to find" },
  ]);
});

test("the short list leads to the same last warning before the last click", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toSteps,
    ["The short list", /profile picture.*settings.*password.*contact info.*close my account/is, "steps.list"],
    [
      "I'm there",
      /reason for leaving/i,
      /the next click closes your account/i,
      /can.t be undone/i,
      "steps.last-warning",
    ],
    ["No, keep my account", /your account stays/i, "feedback.solved"],
  ]);
});

test("somebody who regrets the last click is led to getting the account back", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toSteps,
    ...throughSteps,
    ["I want it back", /as soon as possible/i, /how long ago/i, "restore-deleted.when"],
  ]);
});

describe("the account type", () => {
  test.each([
    ["A client company", "client", "client company"],
    ["An agency", "agency", "agency"],
    ["I'm on a team", "team", "member of a team"],
  ])("%s leads to a person with what is known, and never to a click", async (title, type, named) => {
    const visitor = await desk.talk();
    await play(visitor, toDecision);
    const replies = [
      ...(await play(visitor, [
        ["Yes, delete it", "close.account-type"],
        [
          title,
          /only know the steps for freelancer accounts/i,
          new RegExp(`Account: ${named}`),
          "escalate.consent",
        ],
      ])),
      ...(await play(visitor, throughTicket)),
    ];
    expect(tellsClick(replies)).toBe(false);
    const [ticket] = await desk.tickets(visitor.id);
    expect(ticket).toMatchObject({
      goal: "delete",
      accountType: type,
      place: { guide: "close", step: "account-type" },
    });
  });
});

describe("the checklist", () => {
  test.each([
    ["checklist.contracts", 0, "Not yet", /agree with each client/i],
    ["checklist.payments", 1, "Something is pending", /let the pending payments/i],
    ["checklist.clients", 3, "Not yet", /agree with them/i],
    ["checklist.files", 4, "Not yet", /send the files/i],
    ["checklist.invoices", 5, "Not yet", /ask first/i],
    ["checklist.commitments", 6, "Something is left", /finish those first/i],
  ])("parks the talk at %s and goes on from there", async (place, ticked, notYet, what) => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...toStepsByItem.slice(0, toChecklist.length + ticked),
      [notYet, what, /no hurry, your place is saved/i, place],
    ]);
    const next = toStepsByItem[toChecklist.length + ticked];
    await play(visitor, next ? [next] : []);
  });

  test.each([
    ["There's a dispute", 0],
    ["Dispute or money owed", 1],
    ["Paid plan or Connects", 6],
  ])("%s is no matter of the guide, and the item is asked again afterwards", async (title, ticked) => {
    const visitor = await desk.talk();
    await play(visitor, toStepsByItem.slice(0, toChecklist.length + ticked));
    const before = visitor.place;
    await play(visitor, [
      [title, /our team can take over/i, /still open/i, "escalate.consent"],
      ...throughTicket,
      ["Continue here", /ready\?/i, before],
    ]);
  });
});

test("a paid plan told at the question about all the rest brings a person, and each item is asked afterwards", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toSteps.slice(0, -1),
    ["Paid plan or Connects", /our team can take over/i, /still open/i, "escalate.consent"],
    ...throughTicket,
    ["Continue here", "checklist.clients"],
    ["They know, or none", "checklist.files"],
    ["All delivered, or none", "checklist.invoices"],
    ["All settled, or none", /ready\?/i, "checklist.commitments"],
  ]);
});

test.each([
  ["profile-picture", "I can't log in", 0],
  ["profile-picture", "My screen looks different", 0],
  ["password", "Google or Apple sign-in", 2],
  ["close-my-account", "My screen looks different", 4],
  ["last-warning", "My screen looks different", 5],
])("at the click %s, '%s' brings a person and no invented menu", async (step, title, clicked) => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toSteps,
    ...throughSteps.slice(0, clicked + 1),
    [title, /your screen isn't the one i/i, "escalate.consent"],
    ["No, thanks", /ok, i won't pass anything on/i, `steps.${step}`],
  ]);
});

test("a receipt keeps what was advised and accepted, and comes with the copy", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["Close my account"],
    ["Bad reviews or feedback"],
    ["It was unfair"],
    ["Rethink my strategy"],
    ["No, carry on"],
    ["No, unlikely"],
    ["Yes, delete it", "close.account-type"],
  ]);
  const [receipt, ...more] = await desk.store.receipts(visitor.id);
  expect(more).toEqual([]);
  expect(receipt).toMatchObject({
    guideVersion: desk.content.guide.version,
    at: desk.time,
    reason: "feedback",
    alternatives: [{ id: "strategy", answer: "declined" }],
    accepted: "Yes, delete it",
  });
  expect(receipt?.advised).toEqual(
    expect.arrayContaining(["decide.three", "alt_strategy.ideas", ...desk.content.guide.node("N8").says]),
  );
  expect(receipt?.advised.filter((id) => desk.content.guide.clicks.has(id))).toEqual([]);
  const copy = (await visitor.say("send me a copy")).map(({ text }) => text).join("\n");
  expect(copy).toContain(receipt?.id);
  expect(copy).toContain(desk.content.guide.version);
  expect(copy).toContain("March 10, 2026");
  expect(copy).toContain("Bad reviews or feedback");
});

test("anything but an explicit yes leaves no receipt", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toDecision,
    ["I'm not sure", "weigh.plans"],
    ["I'm not sure"],
    ["No, keep my account"],
  ]);
  expect(await desk.store.receipts(visitor.id)).toEqual([]);
});
