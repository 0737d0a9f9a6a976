import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { type Exchange, play } from "./script.ts";
import { throughTicket } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

const deletedToReview: Exchange[] = [
  ["Get an account back", /restoring (is sometimes|may be) possible/i, /did you close it/i, "restore.which"],
  ["I closed it", /as soon as possible/i, /know of a deadline/i, "restore-deleted.when"],
  ["three weeks ago", /got it, three weeks ago \(February 17, 2026\)/i, "restore-deleted.complication"],
  ["None of these", /proof of identity ready/i, /say you want your account restored/i, "draft.offer"],
  ["Yes, let's write it", /under which name/i, "draft.deleted-who"],
  ["Studio Blue", /why do you want it back/i, "draft.deleted-why-back"],
  [
    "A client asked for me again",
    /The name on the account is Studio Blue\./,
    /I closed my Upwork account around February 17, 2026\./,
    /\n\nA client asked for me again\.\n\n/,
    /ready to copy/i,
    "draft.review",
  ],
];

test("somebody who closed the account drafts a request, corrects it, and copies it", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...deletedToReview,
    ["Change something", /whole text/i, "draft.rewrite"],
    [
      "Hello Upwork, please restore the account of Studio Blue; I closed it too early.",
      /closed it too early/,
      "draft.review",
    ],
    ["Looks good", /case by case/i, /can.t give dates or promises/i, "restore.expectations"],
    [
      "send me a copy",
      /YOUR REQUEST\n\nHello Upwork, please restore the account of Studio Blue/,
      "restore.expectations",
    ],
    ["No, I'm all set", "feedback.solved"],
  ]);
});

test("an answer of the draft is corrected by going back to its question", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...deletedToReview,
    ["back", /why do you want it back/i, "draft.deleted-why-back"],
    ["I miss the work", /\n\nI miss the work\.\n\n/, "draft.review"],
    ["Ask me again", "draft.offer"],
    ["Yes, let's write it", /under which name/i, "draft.deleted-who"],
    ["Studio Green", "draft.deleted-why-back"],
    ["I miss the work", /Studio Green/, "draft.review"],
  ]);
});

test("a draft that somebody wants to write alone is not pressed on them", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...deletedToReview.slice(0, 4),
    ["No, I'll write it", /dates or promises/i, "restore.expectations"],
    ["Yes, ask a person", /wants it back/i, "escalate.consent"],
    ["No, thanks", /won't pass anything on/i],
  ]);
});

describe("how long ago an account was closed", () => {
  test.each([
    ["Today", "restore-deleted.complication"],
    ["last Tuesday", "restore-deleted.complication"],
    ["Months ago", "restore-deleted.complication"],
    ["about two years", "escalate.consent"],
    ["Years ago", "escalate.consent"],
  ])("%s leads to %s", async (said, place) => {
    const visitor = await desk.talk();
    await play(visitor, [...deletedToReview.slice(0, 2), [said, place]]);
  });

  test.each([
    ["October 3", /^Got it, October 3, 2025\./m],
    ["march 3", /^Got it, March 3\./m],
    ["not today, it was about ten days ago", /^Got it, ten days ago \(February 28, 2026\)\./m],
    ["must have been before easter", /^Got it, before Easter\./m],
    ["mid feb", /^Got it, in mid February\./m],
    ["not long ago", /^Got it, not long ago\./m],
    ["3 months after I joined", /^Got it, 3 months after I joined\./m],
    ["Today", /^Got it, today \(March 10, 2026\)\./m],
    ["I don't remember", /^That's fine, we can go on without the date\./m],
    ["idk", /^That's fine, we can go on without the date\./m],
  ])("'%s' is said back", async (said, back) => {
    const visitor = await desk.talk();
    await play(visitor, [...deletedToReview.slice(0, 2), [said, back, "restore-deleted.complication"]]);
  });

  test.each([
    ["February 1, 2026"],
    ["February 1"],
    ["feb 1"],
    ["february"],
    ["it was the 1st of february"],
    ["the second one"],
  ])("01/02 is asked back, and '%s' answers it", async (said) => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...deletedToReview.slice(0, 2),
      ["01/02", /which day do you mean/i, "restore-deleted.when-which"],
      [said, /^Got it, February 1\./m, "restore-deleted.complication"],
      ["back", "restore-deleted.when-which"],
      ["back", "restore-deleted.when"],
      ["two days ago", /two days ago \(March 8, 2026\)/, "restore-deleted.complication"],
    ]);
  });

  test("another day than the two is taken too", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...deletedToReview.slice(0, 2),
      ["01/02", "restore-deleted.when-which"],
      ["no, it was january 20", /^Got it, January 20\./m, "restore-deleted.complication"],
    ]);
  });

  test("a day told at once is asked back too", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ["i closed my account on 01/02 and want it back", /which day/i, "restore-deleted.when-which"],
      ["January 2, 2026", /^Got it, January 2\./m, "restore-deleted.complication"],
    ]);
  });

  test("a date that was understood wrongly is taken back", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...deletedToReview.slice(0, 2),
      ["yesterday", /March 9, 2026/, "restore-deleted.complication"],
      ["back", "restore-deleted.when"],
      ["two days ago", /March 8, 2026/, "restore-deleted.complication"],
    ]);
  });
});

test.each(["Lost the e-mail address", "My link expired", "Hiring and working account"])(
  "%s brings a person, and the request is written all the same",
  async (complication) => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...deletedToReview.slice(0, 3),
      [complication, /a reliable answer for that case/i, "escalate.consent"],
      ...throughTicket,
      ["Continue here", "draft.offer"],
    ]);
    expect(await desk.tickets(visitor.id)).toMatchObject([
      { goal: "restore", summary: expect.stringContaining(complication) },
    ]);
  },
);

const suspendedToReview: Exchange[] = [
  ["Get an account back", "restore.which"],
  ["Upwork suspended me", /only upwork can lift/i, /can.t promise/i, "restore-suspended.notice"],
  ["Yes, I have it", "restore-suspended.fixed"],
  ["Partly", "restore-suspended.complication"],
  ["None of these", /keep the notice/i, "draft.offer"],
  ["Yes, let's write it", /what does the notice say/i, "draft.suspended-notice"],
  ["Two profiles", /what have you fixed since/i, "draft.suspended-fixed"],
  ["I closed the second one", /follow Upwork's rules/i, "draft.suspended-commitment"],
  ["One account and no more", /differently/i, "draft.suspended-change"],
  [
    "I read the terms before I click",
    /The notice says: “Two profiles\.” I'd like/,
    /I closed the second one\. One account and no more\. I read the terms before I click\./,
    "draft.review",
  ],
];

test("somebody who was suspended drafts a request, corrects it, and is promised nothing", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...suspendedToReview,
    ["Dear support, my second profile is gone and I will keep to one.", "draft.rewrite-confirm"],
    ["Yes, use it", /my second profile is gone/, "draft.review"],
    ["too short", /tell me what to change/i, /my second profile is gone/, "draft.review"],
    ["Looks good", /case by case/i, "restore.expectations"],
    ["No, I'm all set", "feedback.solved"],
  ]);
});

test.each([
  "Money is stuck",
  "Contracts are running",
  "Upwork's decision was final",
  "There's an ID check",
  "There's another account",
])("a suspension with '%s' brings a person", async (complication) => {
  const visitor = await desk.talk();
  await play(visitor, [...suspendedToReview.slice(0, 4), [complication, "escalate.consent"]]);
});

test.each(["Private or locked out", "I'm not sure"])(
  "who ended the account: '%s' is no matter of the guide",
  async (said) => {
    const visitor = await desk.talk();
    await play(visitor, [
      ["Get an account back"],
      [said, /closed or suspended accounts/i, "escalate.consent"],
    ]);
  },
);

test.each([
  ["my account was suspended", /only upwork can lift/i, "restore-suspended.notice"],
  ["i deleted my account and want it back", /as soon as possible/i, "restore-deleted.when"],
])("'%s' skips the question who ended it", async (said, answer, place) => {
  const visitor = await desk.talk();
  await play(visitor, [[said, answer, place]]);
});
