import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestDesk } from "../desk.ts";
import { type Exchange, play } from "./script.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

const toField: Exchange[] = [
  ["Get an account back", "restore.which"],
  ["Upwork suspended me", "restore-suspended.notice"],
  ["Yes, I have it", "restore-suspended.fixed"],
  ["Partly", "restore-suspended.complication"],
  ["None of these", "draft.offer"],
  ["Yes, let's write it", /what does the notice say/i, "draft.suspended-notice"],
];
const toReview: Exchange[] = [
  ...toField,
  ["It says I shared my Skype name before the contract began.", "draft.suspended-fixed"],
  ["deleted the messages, and told jon that money is pending", "draft.suspended-commitment"],
  ["keep all messages on Upwork", "draft.suspended-change"],
  ["I read the rules before I write", "draft.review"],
];
const deleted: Exchange[] = [
  ["Get an account back", "restore.which"],
  ["I closed it", "restore-deleted.when"],
  ["January 3", "restore-deleted.complication"],
  ["None of these", "draft.offer"],
  ["Yes, let's write it", "draft.deleted-who"],
  ["my name is jo smith", "draft.deleted-why-back"],
  ["because a client asked for me", "draft.review"],
];

test("a letter is whole sentences made of what was said", async () => {
  const visitor = await desk.talk();
  const replies = await play(visitor, toReview);
  expect(replies.at(-1)?.text).toContain(
    [
      "Hello,",
      "My account is suspended. The notice says that I shared my Skype name before the contract began. I'd like to ask you to restore it.",
      "Since then I have deleted the messages, and told jon that money is pending. I will keep all messages on Upwork. I read the rules before I write.",
      "I'd be grateful if you would review my case. Please tell me if you need anything else from me.",
      "Thank you",
    ].join("\n\n"),
  );
});

test("the other letter too, with the day that was told before", async () => {
  const visitor = await desk.talk();
  const replies = await play(visitor, deleted);
  expect(replies.at(-1)?.text).toContain(
    [
      "Hello,",
      "I closed my Upwork account on January 3, 2026. I'd like to have it restored. The name on the account is Jo Smith.",
      "I'd like to have it back because a client asked for me.",
      "I'm ready to verify my identity. I'd be grateful if you would tell me what to do next.",
      "Thank you,\nJo Smith",
    ].join("\n\n"),
  );
});

describe("what nobody knows is left out", () => {
  test.each(["idk", "skip", "Leave it out", "not sure tbh", "i forgot", "rather not say"])(
    "%s",
    async (said) => {
      const visitor = await desk.talk();
      const replies = await play(visitor, [
        ...toField,
        [said, "draft.suspended-fixed"],
        [said, "draft.suspended-commitment"],
        [said, "draft.suspended-change"],
        [said, "draft.review"],
      ]);
      expect(replies.at(-1)?.text).toContain(
        "My account is suspended. I'd like to ask you to restore it.\n\nI'd be grateful if you would review my case.",
      );
    },
  );

  test("and so is a day that nobody remembers", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...deleted.slice(0, 2),
      ["I don't remember", /we can go on without the date/i, "restore-deleted.complication"],
      ...deleted.slice(3, 6),
      ["I miss the work", /I don't remember exactly when I closed my Upwork account\./, "draft.review"],
    ]);
  });
});

test.each([
  ["I have a screenshot", /i can't open pictures or files/i],
  ["its a picture, a screenshot of it", /i can't open pictures or files/i],
  ["👍", /^ok\./im],
  ["hmm", /take your time/i],
])("at a field '%s' is no part of the letter", async (said, answer) => {
  const visitor = await desk.talk();
  await play(visitor, [...toField, [said, answer, "draft.suspended-notice"]]);
});

const NOTICE = `From: Upwork <donotreply@upwork.com>
Subject: Your account has been suspended

Dear freelancer,

We have suspended your account because you violated section 4.2 of our Terms of Service by asking a client to pay elsewhere.

Sincerely,
Upwork Trust & Safety`;

test("a pasted notice fills the letter with the sentence that tells why", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toField,
    [NOTICE, "draft.suspended-fixed"],
    ["idk", "draft.suspended-commitment"],
    ["idk", "draft.suspended-change"],
    [
      "idk",
      /The notice says: “We have suspended your account because you violated section 4\.2 of our Terms of Service by asking a client to pay elsewhere\.” I'd like/,
      "draft.review",
    ],
  ]);
});

test("a notice pasted where it is asked whether there is one is the answer", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toField.slice(0, 2),
    [
      "Dear freelancer, we have suspended your account due to unusual activity. Upwork Trust & Safety",
      /due to unusual activity/i,
      "restore-suspended.fixed",
    ],
    ...toField.slice(3, 5),
    ["Yes, let's write it", "draft.suspended-fixed"],
  ]);
});

test.each([
  ["the mail only says unusual activity", /“Unusual activity\.”/, /The notice says: “Unusual activity\.”/],
  [
    "yeah i have the email, they said i broke the rules",
    /“I broke the rules”/,
    /The notice says that I broke the rules\./,
  ],
])("what a notice says is told at once and not asked again: %s", async (said, back, inLetter) => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toField.slice(0, 2),
    [said, back, "restore-suspended.fixed"],
    ...toField.slice(3, 5),
    ["Yes, let's write it", "draft.suspended-fixed"],
    ["idk", "draft.suspended-commitment"],
    ["idk", "draft.suspended-change"],
    ["idk", inLetter, "draft.review"],
  ]);
});

test.each(["perfect, thats right", "ok good now", "looks great, thanks", "Looks good"])(
  "'%s' ends the letter",
  async (said) => {
    const visitor = await desk.talk();
    await play(visitor, [...toReview, [said, "restore.expectations"]]);
  },
);

test.each(["not good", "is it good?", "good but too cold", "hmm"])("'%s' does not end it", async (said) => {
  const visitor = await desk.talk();
  await play(visitor, [...toReview, [said, "draft.review"]]);
});

test("'i dont like it' asks for the letter as it should be, and ends nothing", async () => {
  const visitor = await desk.talk();
  await play(visitor, [...toReview, ["i dont like it", "draft.rewrite"]]);
});

describe("the finished letter is corrected by talking", () => {
  test.each<[string, RegExp, RegExp?]>([
    ["change jon to john", /told john that/, /told jon /],
    ["its WhatsApp, not Skype", /my WhatsApp name/, /Skype/],
    ["it was not Skype but Zoom", /my Zoom name/, /Skype/],
    ["make it shorter", /Please review my case\./, /Please tell me if you need anything else/],
    ["make it more polite", /Dear Upwork support team,.*very grateful/s],
    ["add that I paid", /I read the rules before I write\.\n\nI paid\.\n\nI'd be grateful/],
    ["remove the part about money", /Here's the new version/, /money/],
    ["no just fix the grammar", /don't see a slip/],
    ["my name is Jane, not Jo", /Thank you,\nJane/],
    ["the notice is wrong, it should be two profiles", /The notice says: “Two profiles\.”/, /Skype/],
    ["it was suspended on", /tell me what to change/i],
    ["change Paris to Rome", /can't find “Paris”.*Skype/s],
    ["remove the part about my dog", /don't see a part about dog.*Skype/s],
    ["make it longer", /what should I add/i],
    ["the date is wrong, it was january 3", /My account was suspended on January 3, 2026\./],
  ])("%s", async (said, has, hasNot) => {
    const visitor = await desk.talk();
    const replies = await play(visitor, [...toReview, [said, has, "draft.review"]]);
    const letter = replies.at(-1)?.text ?? "";
    expect(letter).toMatch(/^Hello|^Dear/);
    if (hasNot) expect(letter).not.toMatch(hasNot);
  });

  test("what was wrong is asked again where the right one was not said", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...deleted,
      ["go back i spelled my name wrong", /which name/i, "draft.deleted-who"],
      ["Joe Smith", /The name on the account is Joe Smith.*Thank you,\nJoe Smith/s, "draft.review"],
      ["the date is wrong", /when did you close/i, "draft.deleted-when"],
      ["january 4", /on January 4, 2026/, "draft.review"],
      ["add that I paid my fees", /I paid my fees\./, "draft.review"],
      [
        "my name is wrong, its Jane",
        /The name on the account is Jane.*I paid my fees.*Thank you,\nJane/s,
        "draft.review",
      ],
      ["back", /I paid my fees.*Thank you,\nJoe Smith/s, "draft.review"],
    ]);
  });

  test("several changes stay together", async () => {
    const visitor = await desk.talk();
    const replies = await play(visitor, [
      ...toReview,
      ["change jon to John", "draft.review"],
      ["make it shorter", "draft.review"],
      ["add that I'm sorry", "draft.review"],
      ["Looks good", "restore.expectations"],
      ["send me a copy", /told John that.*I'm sorry\..*Please review my case/s],
    ]);
    const [letter = ""] = replies
      .map(({ text }) => text)
      .join("\n")
      .split("OUR CONVERSATION");
    expect(letter).not.toMatch(/anything else from me/);
  });
});

describe("while answers are asked for", () => {
  test.each<[string, RegExp]>([
    ["my name is wrong, its Jane", /that's changed/i],
    ["change jo smith to Jane", /that's changed/i],
    ["add that I paid", /I'll add that/i],
    ["make it shorter", /finish it first/i],
  ])("'%s' corrects what was said", async (said, answer) => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...deleted.slice(0, 6),
      [said, answer, "draft.deleted-why-back"],
      ["I miss the work", /I miss the work\./, "draft.review"],
    ]);
  });
});

describe("a whole letter sent unasked", () => {
  const own = "Dear support, my second profile is gone and I will keep to one.";
  test("takes the place of the other one after a yes", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...toReview,
      [own, /use that as your letter/i, "draft.rewrite-confirm"],
      ["yes", /^Dear support, my second profile is gone/m, "draft.review"],
    ]);
  });
  test("and does not after a no", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ...toReview,
      [own, "draft.rewrite-confirm"],
      ["no", /shared my Skype name/, "draft.review"],
    ]);
  });
});
