import { beforeEach, expect, test } from "vitest";
import type { TeamsPerson } from "../teams-person.ts";
import type { AgentsDesk } from "./agents-desk.ts";
import { deskForEach } from "./desk-for-each.ts";
import type { TeamsAgent } from "./teams-agent.ts";

const each = deskForEach();
let desk: AgentsDesk;
let oak: TeamsAgent;
let person: TeamsPerson;
beforeEach(() => {
  ({ desk, oak } = each);
  person = desk.person();
});

const notes = async (): Promise<string[]> => {
  const conversation = (await desk.store.ticket(1001))?.conversationId ?? "";
  const log = await desk.store.readLog(conversation, { after: 0, limit: 500 });
  return log
    .filter(({ audience, activity }) => audience === "desk" && activity.channelData?.["note"] === true)
    .map(({ activity: { text = "" } }) => text);
};

test.each([
  [500, "The customer may have received this once, twice or not at all: Oak: Good morning."],
  [403, "The customer hasn't received this: Oak: Good morning."],
])(
  "T09 an answer that meets a %i is told to the agents, in the console and in the thread",
  async (status, told) => {
    await oak.mention("/desk here");
    const thread = await desk.asksForPerson(person);
    await oak.press(thread, "Claim");
    await desk.running.settled();
    desk.teams.manners = [{ kind: "status", status, keeps: false }];
    await oak.write(thread, "Good morning.");
    await expect.poll(notes).toEqual([told]);
    await expect.poll(() => oak.lines(thread).at(-1)).toContain(told);
    expect(person.heard.join()).not.toContain("Good morning");
    expect(person.heard.join()).not.toContain("reached the person");
  },
);

test("without an open ticket nobody is told", async () => {
  await person.install();
  await desk.running.settled();
  desk.teams.manners = [{ kind: "status", status: 403, keeps: false }];
  await person.say("help");
  await desk.running.settled();
  expect(await desk.store.outboxTroubles()).toHaveLength(1);
  await desk.asksForPerson(person);
  expect(await notes()).toEqual([]);
});
