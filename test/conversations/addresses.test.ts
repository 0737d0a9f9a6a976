import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestDesk, type Visitor } from "../desk.ts";
import { play } from "./script.ts";

let desk: TestDesk;
beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

const KIM = "kim@example.com";
const LEE = "lee@example.org";

/** Somebody who is asked for their address. */
async function asked(first = "person"): Promise<Visitor> {
  const visitor = await desk.talk();
  await play(visitor, [[first], ["Yes, pass it on", "escalate.contact"], ["Answer by e-mail instead"]]);
  return visitor;
}

const contactOf = async ({ id }: Visitor) => (await desk.tickets(id))[0]?.contact;
const confirmed = (address: string) => ({ kind: "email", address, checked: true });

describe("an address that is all they say is taken whole", () => {
  test.each([
    "kim@example.photography",
    "käthe@example.com",
    "kim.o'brien@example.co.uk",
    "kim@müller.example",
    "kim+desk@mail.example.co.uk",
    "用户@例え.テスト",
    "kim@example.travelersinsurance",
  ])("%s", async (address) => {
    const visitor = await asked();
    await play(visitor, [[address, /also goes to/i, "escalate.waiting"]]);
    expect(await contactOf(visitor)).toEqual(confirmed(address));
  });
});

describe("one that stands among other words is asked back", () => {
  test.each([
    ["not kim@example.com but lee@example.org", LEE],
    ["don't use kim@example.com, use lee@example.org", LEE],
    ["lee@example.org instead of kim@example.com", LEE],
    ["kim@example.com is wrong, use lee@example.org", LEE],
    ["it's kim@example.com.", KIM],
    ["my mail is kim@example.com thanks", KIM],
    ["Kim <kim@example.com>", KIM],
    ["mailto:kim@example.com", KIM],
    ["kim at example dot com", KIM],
    ["kim＠example.com", KIM],
    ["kim.o’brien@example.co.uk", "kim.o'brien@example.co.uk"],
  ])("%s", async (said, address) => {
    const visitor = await asked();
    const replies = await visitor.say(said);
    expect(replies.at(-1)).toMatchObject({ step: "escalate.email-confirm", text: `Is it ${address}?` });
    expect(await contactOf(visitor)).toEqual({ kind: "here" });
    await play(visitor, [["yes", "escalate.waiting"]]);
    expect(await contactOf(visitor)).toEqual(confirmed(address));
  });

  test.each([
    ["kim@example.com.", /dot at the end.*is it kim@example\.com\?/is],
    ["kim @ example.com", /a space in.*is it kim@example\.com\?/is],
    ["kim@example,com", /a comma in.*is it kim@example\.com\?/is],
  ])("%s, and it is said why", async (said, answer) => {
    const visitor = await asked();
    await play(visitor, [
      [said, answer, "escalate.email-confirm"],
      ["Another address", "escalate.email"],
    ]);
    expect(await contactOf(visitor)).toEqual({ kind: "here" });
  });

  test("at the question how to be answered, too", async () => {
    const visitor = await desk.talk();
    await play(visitor, [
      ["person"],
      ["Yes, pass it on"],
      ["write to kim@example.com", /is it kim@example\.com/i, "escalate.email-confirm"],
      ["Yes, that's it", "escalate.waiting"],
    ]);
    expect(await contactOf(visitor)).toEqual(confirmed(KIM));
  });
});

test("of two each has a button, and neither is taken by itself", async () => {
  const visitor = await asked();
  await visitor.say("kim@example.com or lee@example.org");
  expect(visitor.place).toBe("escalate.email-confirm");
  const titles = visitor.buttons.map(({ title }) => title);
  expect(titles.slice(0, 3)).toEqual([KIM, LEE, "Another address"]);
  await play(visitor, [[LEE, "escalate.waiting"]]);
  expect(await contactOf(visitor)).toEqual(confirmed(LEE));
});

test.each(["the second one", LEE, "lee@example.org please"])("of two one can be named: %s", async (said) => {
  const visitor = await asked();
  await play(visitor, [["kim@example.com lee@example.org", "escalate.email-confirm"]]);
  await visitor.say(said);
  expect(visitor.place).toBe("escalate.waiting");
  expect(await contactOf(visitor)).toEqual(confirmed(LEE));
});

describe("one that cannot be written to is refused with the reason, and asked for again", () => {
  test.each([
    ["kim@example..com", /two dots in a row/i],
    ["kim..lee@example.com", /two dots in a row/i],
    [".kim@example.com", /dot at the start/i],
    ["kim.@example.com", /dot right before the @/i],
    ["kim@.example.com", /dot right after the @/i],
    ["kim@localhost", /part after the @ has no dot/i],
    ["kim@", /nothing after the @/i],
    ["@example.com", /nothing before the @/i],
    ["kim@lee@example.com", /more than one @/i],
    [`${"k".repeat(65)}@example.com`, /too long/i],
    ["kim@127.0.0.1", /has to be a name/i],
    ['"kim"@example.com', /quotation marks/i],
    ["kim(home)lee@example.com", /“\(” can't be part/i],
    ["kim@example.com谢谢", /domain name/i],
  ])("%s", async (said, reason) => {
    const visitor = await asked();
    await play(visitor, [
      [said, reason, "escalate.email"],
      [KIM, "escalate.waiting"],
    ]);
    expect(await contactOf(visitor)).toEqual(confirmed(KIM));
  });
});

test.each(["not kim@example.com", "don't use kim@example.com", "anything but kim@example.com please"])(
  "%s: another one is asked for",
  async (said) => {
    const visitor = await asked();
    await play(visitor, [[said, /not that one/i, "escalate.email"]]);
    expect(visitor.buttons.map(({ title }) => title)).not.toContain(KIM);
    expect(await contactOf(visitor)).toEqual({ kind: "here" });
  },
);

test("an address in the middle of a long message is read", async () => {
  const visitor = await asked();
  const much = "so much has happened since then and it goes on ".repeat(42).slice(0, 1_980);
  await play(visitor, [
    [
      `${much} not kim@example.com but lee@example.org ${much}`.slice(0, 4_000),
      /is it lee@/i,
      "escalate.email-confirm",
    ],
  ]);
});

describe("while it is asked back", () => {
  const confirming = async (): Promise<Visitor> => {
    const visitor = await asked();
    await play(visitor, [["it's kim@example.com ok", "escalate.email-confirm"]]);
    return visitor;
  };

  test("another one among words is asked back again", async () => {
    const visitor = await confirming();
    await play(visitor, [
      ["no, it's lee@example.org", /is it lee@example\.org/i, "escalate.email-confirm"],
      ["yes", "escalate.waiting"],
    ]);
    expect(await contactOf(visitor)).toEqual(confirmed(LEE));
  });

  test("another one alone is taken", async () => {
    const visitor = await confirming();
    await play(visitor, [[LEE, "escalate.waiting"]]);
    expect(await contactOf(visitor)).toEqual(confirmed(LEE));
  });

  test.each(["yes kim@example.com", "yes, it is kim@example.com.", "kim@example.com"])(
    "%s is a yes",
    async (said) => {
      const visitor = await confirming();
      await play(visitor, [[said, "escalate.waiting"]]);
      expect(await contactOf(visitor)).toEqual(confirmed(KIM));
    },
  );

  test.each(["no", "nope", "no kim@example.com", "not kim@example.com"])("%s is no yes", async (said) => {
    const visitor = await confirming();
    await visitor.say(said);
    expect(visitor.place).toMatch(/^escalate\.email(-confirm)?$/);
    expect(await contactOf(visitor)).toEqual({ kind: "here" });
  });

  test("what is not clear takes nothing, and back leads back", async () => {
    const visitor = await confirming();
    await play(visitor, [
      ["hm", "escalate.email-confirm"],
      ["back", "escalate.email"],
    ]);
    expect(await contactOf(visitor)).toEqual({ kind: "here" });
  });
});

test("an address that was mentioned at the beginning is asked about before it is used", async () => {
  const visitor = await desk.talk();
  await play(visitor, [
    ["i want to delete my account, you can reach me at kim@example.com", /making you want to leave/i],
    ["person", "escalate.consent"],
    ["Yes, pass it on", "escalate.contact"],
    [
      "Answer by e-mail instead",
      /mentioned an e-mail address.*is it kim@example\.com/is,
      "escalate.email-confirm",
    ],
    ["no", "escalate.email"],
    [LEE, "escalate.waiting"],
  ]);
  expect(await contactOf(visitor)).toEqual(confirmed(LEE));
});

test("somebody who waits can change the address, which is read the same way", async () => {
  const visitor = await asked();
  await play(visitor, [
    [KIM, "escalate.waiting"],
    ["Another address", "escalate.email"],
    ["not kim@example.com but lee@example.org", "escalate.email-confirm"],
    ["yes", /also goes to lee@example\.org/i, "escalate.waiting"],
  ]);
  expect(await contactOf(visitor)).toEqual(confirmed(LEE));
});
