import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Reply, TestDesk } from "../desk.ts";
import { type Exchange, play } from "./script.ts";
import { toChecklist, toDecision } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

const EAGER = [
  "just give me the steps",
  "where do i click to close it",
  "which menu has the delete option",
  "how can i delete my upwork account",
  "what happens when i press close account",
  "walk me through deleting my account",
];

const expectNoClick = (replies: readonly Reply[], said: string) => {
  const told = replies.flatMap(({ passages }) => passages).filter((id) => desk.content.guide.clicks.has(id));
  expect(told, `after "${said}"`).toEqual([]);
  expect(replies.map(({ text }) => text).join("\n"), `after "${said}"`).not.toMatch(
    /contact info|profile picture|"settings"|"close account"/i,
  );
};

const stages: [string, Exchange[]][] = [
  ["at the fork", []],
  ...toDecision.map(([said, place], at): [string, Exchange[]] => [
    `after "${said}", at ${String(place)}`,
    toDecision.slice(0, at + 1),
  ]),
  ["among the alternatives", [...toDecision.slice(0, 2), ["Show all alternatives", "alternatives.all"]]],
  ["among the questions", [["Just a question", "question.first"]]],
  ["at the account type", [...toDecision, ["Yes, delete it", "close.account-type"]]],
  ["after an agency was named", [...toDecision, ["Yes, delete it"], ["An agency", "escalate.consent"]]],
  ["after a yes that was cancelled", [...toChecklist, ["cancel", "root.fork"]]],
  ["while restoring", [["Get an account back"], ["I closed it", "restore-deleted.when"]]],
];

describe.each(stages)("%s", (_, way) => {
  test.each(EAGER)("'%s' brings no click", async (said) => {
    const visitor = await desk.talk();
    await play(visitor, way);
    expectNoClick(await visitor.say(said), said);
  });
});

test("a freelancer who has said yes is told where to click when asked", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ...toChecklist,
    ["which menu has the delete option", /profile picture.*contact info/is, "checklist.contracts"],
  ]);
});

const SUSPENDED: [string, Exchange[]][] = [
  ["as a reason", [["Close my account"], ["My account is suspended", "weigh.check"]]],
  [
    "as a reason that is confirmed",
    [["Close my account"], ["My account is suspended"], ["It's suspended", "restore-suspended.notice"]],
  ],
  [
    "with money stuck",
    [["Close my account"], ["My account is suspended"], ["Money or contracts stuck", "escalate.consent"]],
  ],
  [
    "as the account to get back",
    [["Get an account back"], ["Upwork suspended me", "restore-suspended.notice"]],
  ],
  ["in words at the fork", [["im suspended so i want to delete", "weigh.check"]]],
  [
    "in words at the checklist",
    [
      ...toChecklist,
      ["im suspended so i want to delete", "weigh.check"],
      ["It's suspended", "restore-suspended.notice"],
    ],
  ],
];

describe.each(SUSPENDED)("somebody who names a suspension %s", (_, way) => {
  test.each([...EAGER, "im suspended so i want to delete"])("hears of no click after '%s'", async (said) => {
    const visitor = await desk.talk();
    await play(visitor, way);
    expectNoClick(await visitor.say(said), said);
  });

  test("comes back to restoring after a cancel, whatever is clicked", async () => {
    const visitor = await desk.talk();
    await play(visitor, way);
    if (visitor.place === "weigh.check") await visitor.click("It's suspended");
    for (const choice of ["Close my account", "Take a break"]) {
      await play(visitor, [
        ["cancel", "root.fork"],
        [choice, /is it suspended/i, "weigh.check"],
      ]);
      expect(visitor.buttons.map(({ title }) => title)).toContain("It's suspended");
    }
    expectNoClick(await visitor.say("which menu has the delete option"), "which menu has the delete option");
  });
});

test.each(["im suspended so i want to delete", "yes delete it, they suspended me anyway"])(
  "'%s' at the decision is no yes: restoring comes first",
  async (said) => {
    const visitor = await desk.talk();
    await play(visitor, [...toDecision, [said, /try restoring it first/i, "weigh.check"]]);
    expect(await desk.store.receipts(visitor.id)).toEqual([]);
  },
);

test("somebody who finds that the account was never suspended may go on", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["Close my account"],
    ["My account is suspended"],
    ["Only private or restricted", "escalate.consent"],
    ["No, thanks", "root.again"],
    ["Close my account", "weigh.reason"],
  ]);
});
