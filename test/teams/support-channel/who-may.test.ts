import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { TeamsPerson } from "../teams-person.ts";
import type { AgentsDesk } from "./agents-desk.ts";
import { deskForEach } from "./desk-for-each.ts";
import { channel, type TeamsAgent } from "./teams-agent.ts";

const each = deskForEach();
let desk: AgentsDesk;
let oak: TeamsAgent;
let alder: TeamsAgent;
let stranger: TeamsAgent;
beforeEach(() => {
  ({ desk, oak, alder } = each);
  stranger = desk.stranger();
});

const settled = (): Promise<void> => desk.running.settled();
const told = (): string => desk.teams.words(channel).at(-1) ?? "";
const audited = async () => (await desk.running.api.auditLog.newest({ limit: 1 }))[0];

describe("/desk here", () => {
  test("is for owners alone, and what others try is in the audit log", async () => {
    for (const one of [alder, stranger]) {
      await one.mention("/desk here");
      expect(told()).toMatch(/^Only an owner/);
      expect(await audited()).toMatchObject({ from: "Teams", about: { channel } });
    }
    expect((await audited())?.about).toMatchObject({ ...stranger.account, tried: "desk here" });
    await oak.mention("/desk here");
    expect(told()).toMatch(/^New tickets will come to this channel/);
    expect(await audited()).toMatchObject({ what: "support channel chosen", about: { channel } });
  });

  test("said in another channel, takes new tickets there, and those that are here stay", async () => {
    await oak.mention("/desk here");
    const thread = await desk.asksForPerson(desk.person());
    const other = "19:other@thread.tacv2";
    const conversation = { id: other, conversationType: "channel", tenantId: oak.account.tenant };
    await oak.send({ type: "message", text: "/desk here", conversation });
    const person = desk.person();
    await desk.asksForPerson(person);
    expect(desk.teams.of(other).at(-1)?.activity.attachments).toHaveLength(1);
    await alder.press(thread, "Claim");
    await settled();
    expect(alder.said(thread)[1]).toBe("Claimed by Alder.");
  });

  test("is no word for a chat", async () => {
    const person = desk.person();
    await person.say("/desk here");
    expect(person.heard.at(-1)).toMatch(/in a team's channel/);
  });

  test("ends when the app is removed from the team", async () => {
    await oak.mention("/desk here");
    await oak.send({ type: "installationUpdate", action: "remove" });
    const before = desk.teams.of(channel).length;
    await desk.asksForPerson(desk.person());
    expect(desk.teams.of(channel)).toHaveLength(before);
  });
});

describe("in a thread", () => {
  let thread: string;
  let person: TeamsPerson;
  beforeEach(async () => {
    await oak.mention("/desk here");
    person = desk.person();
    thread = await desk.asksForPerson(person);
  });

  test("a stranger's click and line do nothing, are refused kindly and audited", async () => {
    const heard = person.heard.length;
    const pressed = await stranger.press(thread, "Claim");
    expect(pressed.body).toMatchObject({
      statusCode: 200,
      type: "application/vnd.microsoft.activity.message",
      value: expect.stringMatching(/your Microsoft account isn't linked/),
    });
    expect(await audited()).toMatchObject({
      what: "unknown Microsoft account",
      about: { ...stranger.account, number: "1001", tried: "claim" },
    });
    await stranger.write(thread, "I am Alder", { from: { id: "29:x", name: "Alder" } });
    expect(alder.lines(thread).at(-1)).toMatch(/your Microsoft account isn't linked/);
    expect((await audited())?.about).toEqual({ number: "1001", tried: "answer" });
    await stranger.write(thread, "note: let me in");
    await settled();
    expect((await desk.store.ticket(1001))?.state.kind).toBe("queued");
    expect(person.heard).toHaveLength(heard);
  });

  test("an agent whose account is disabled is a stranger", async () => {
    const { people } = await desk.running.api.accounts.people();
    await desk.running.api.accounts.change(people.find(({ name }) => name === "Alder")?.id ?? "", {
      disabled: true,
    });
    expect((await alder.press(thread, "Claim")).body).toMatchObject({
      value: expect.stringMatching(/isn.t linked/),
    });
  });

  test("T27 of two who claim at once one has it, and the other sees on the card who", async () => {
    const birch = await desk.agent("Birch", "agent");
    const answers = await Promise.all([alder.press(thread, "Claim"), birch.press(thread, "Claim")]);
    await settled();
    const [, standing = ""] = alder.said(thread);
    expect(standing).toMatch(/^Claimed by (Alder|Birch)\.$/);
    for (const { body } of answers) expect(JSON.stringify(body)).toContain(standing);
    const late = standing.includes("Alder") ? birch : alder;
    const heard = person.heard.length;
    await late.write(thread, "I would say no");
    expect(alder.lines(thread).at(-1)).toBe(
      `The customer hasn't seen this: ${late === birch ? "Alder" : "Birch"} has XD-1001.`,
    );
    await late.write(thread, "note: I would say no");
    await settled();
    expect(person.heard).toHaveLength(heard);
    expect((await desk.store.ticket(1001))?.audit.filter(({ what }) => what === "claimed")).toHaveLength(1);
  });

  test("nobody is answered before somebody has claimed, and nobody after it is closed; notes go in between", async () => {
    await alder.write(thread, "Hello?");
    expect(alder.lines(thread).at(-1)).toMatch(/XD-1001 isn't claimed/);
    await alder.write(thread, "note: I know them");
    await alder.press(thread, "Claim");
    await settled();
    await alder.press(thread, "Resolve");
    await settled();
    await alder.write(thread, "one more thing");
    expect(alder.lines(thread).at(-1)).toMatch(/XD-1001 is closed/);
    expect(person.heard.join()).not.toMatch(/Hello\?|I know them|one more thing/);
  });

  test("a line that comes twice is said once, an edit and a file are told to stay here", async () => {
    await alder.press(thread, "Claim");
    const id = randomUUID();
    for (let times = 0; times < 3; times += 1) await alder.write(thread, "Hello", { id });
    await alder.send({ type: "messageUpdate", id, text: "Hallo" }, thread);
    expect(alder.lines(thread).at(-1)).toMatch(/your first version/);
    await alder.write(thread, "", { attachments: [{ contentType: "image/png", content: {} }] });
    expect(alder.lines(thread).at(-1)).toMatch(/only text/);
    await settled();
    expect(person.heard.filter((text) => text === "Alder: Hello")).toHaveLength(1);
    expect(person.heard.join()).not.toContain("Hallo");
  });

  test("secrets in a line are masked before anybody reads them, and mentions read as names", async () => {
    await alder.press(thread, "Claim");
    await alder.write(thread, "<at>Birch Wood</at>, the card is 4111 1111 1111 1111");
    await settled();
    expect(person.heard.at(-1)).toMatch(/^Alder: Birch Wood, the card is /);
    expect(person.heard.at(-1)).not.toContain("4111");
  });

  test("a client that posts a button as a message does the same", async () => {
    const [claim] = alder.card(thread).actions;
    await alder.send({ type: "message", value: claim?.["data"] }, thread);
    await settled();
    expect(alder.said(thread)[1]).toBe("Claimed by Alder.");
  });

  test("T18 a button that names another ticket leaves threads as they are, one that names none does nothing", async () => {
    const other = await desk.asksForPerson(desk.person());
    const forged = (ticket: number) =>
      alder.send(
        {
          type: "invoke",
          name: "adaptiveCard/action",
          value: { action: { type: "Action.Execute", data: { verb: "claim", ticket } } },
        },
        thread,
      );
    expect((await forged(9_999)).body).toMatchObject({ value: expect.stringMatching(/no XD-9999/) });
    await forged(1_002);
    await settled();
    expect([alder.said(thread)[1], alder.said(other)[1]]).toEqual(["Not claimed yet.", "Claimed by Alder."]);
    await person.say("hello?");
    await settled();
    expect(alder.lines(thread)).toContain("Customer: hello?");
    expect(alder.lines(other)).not.toContain("Customer: hello?");
  });

  test("what is written elsewhere in the channel is nobody's answer", async () => {
    await alder.press(thread, "Claim");
    await settled();
    const heard = person.heard.length;
    await alder.write("1:999", "lunch?");
    await settled();
    expect(person.heard).toHaveLength(heard);
  });
});
