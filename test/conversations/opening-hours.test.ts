import { expect, onTestFinished, test } from "vitest";
import { dataCopy } from "../data-copy.ts";
import { TestDesk, type Visitor } from "../desk.ts";
import { alder } from "../tickets/people.ts";

const BERLIN = {
  welcomeBackHours: 24,
  timeZone: "Europe/Berlin",
  hours: { mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]], thu: [["13:00", "17:00"]] },
  holidays: ["2026-03-12"],
};

async function deskOf(settings: object): Promise<TestDesk> {
  const desk = await TestDesk.open(dataCopy({ "desk.json": () => JSON.stringify(settings) }));
  onTestFinished(() => desk.close());
  return desk;
}

/** What somebody in New York is told before they are asked whether their matter may be passed on. */
async function told(visitor: Visitor): Promise<string> {
  const replies = await visitor.post({ text: "person", localTimezone: "America/New_York" });
  expect(replies.at(-1)?.step).toBe("escalate.consent");
  return replies.map(({ text }) => text).join("\n");
}

test("in opening hours people are told until when somebody is there, by the desk's clock and by theirs", async () => {
  const desk = await deskOf(BERLIN);
  desk.desk.human.heartbeat(alder.id);
  expect(await told(await desk.talk())).toMatch(
    /our team is here until Tuesday, March 10[^.]* 5:00.PM \(Europe\/Berlin\)\. That's Tuesday, March 10[^.]* 12:00.PM for you\./i,
  );
});

test("outside of them, when somebody is there again, holidays left out", async () => {
  const desk = await deskOf(BERLIN);
  desk.wait(10);
  expect(await told(await desk.talk())).toMatch(
    /No one's here right now\. We're back Monday, March 16[^(]*9:00.AM.*5:00.PM \(Europe\/Berlin\)\. That's Monday, March 16[^.]*4:00.AM.*12:00.PM for you\./,
  );
});

test("a desk that never closes says nothing of hours, and one without a next day says that it cannot tell", async () => {
  const always = await deskOf({ welcomeBackHours: 24 });
  always.desk.human.heartbeat(alder.id);
  expect(await told(await always.talk())).not.toMatch(/somebody|nobody/i);
  const never = await deskOf({ welcomeBackHours: 24, hours: {} });
  expect(await told(await never.talk())).toMatch(/no one's here right now, and/i);
});

test("a time zone that does not exist is passed over, and the same clock is not told twice", async () => {
  const desk = await deskOf(BERLIN);
  const visitor = await desk.talk();
  await visitor.post({ text: "hello", localTimezone: "Europe/Madrid" });
  const replies = await visitor.post({ text: "person", localTimezone: "Mars/Olympus" });
  const heard = replies.map(({ text }) => text).join("\n");
  expect(heard).toMatch(/Europe\/Berlin/);
  expect(heard).not.toMatch(/for you/i);
});

test("in opening hours with nobody at the desk people are told so, and that the answer comes later", async () => {
  const desk = await deskOf(BERLIN);
  const { human } = desk.desk;
  const empty = /no one's online right now\. we'll reply here as soon as someone's back, by e-mail too/i;
  const heard = await told(await desk.talk());
  expect(heard).toMatch(empty);
  expect(heard).not.toMatch(/somebody of our desk is there|i can't estimate/i);
  human.setPresence(alder.id, "away");
  expect(await told(await desk.talk())).toMatch(empty);
  human.setPresence(alder.id, "busy");
  expect(await told(await desk.talk())).not.toMatch(/nobody/i);
  desk.wait(1);
  await human.runDueTasks();
  expect(await told(await desk.talk())).toMatch(empty);
});
