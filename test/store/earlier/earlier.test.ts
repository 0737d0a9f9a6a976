import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeAt } from "../../accounts/authenticator.ts";
import { Browser } from "../../api/browser.ts";
import { Guest } from "../../cli/guest.ts";
import { run } from "../../cli/run.ts";
import { voucher } from "../../directline/vouchers.ts";
import { earlierVersions } from "./known.ts";
import { type Opened, openEarlier } from "./opened.ts";

const minuteMs = 60_000;

const kinds = earlierVersions.flatMap((version) => [
  { version, kind: "folder" as const },
  { version, kind: "database" as const },
]);

describe.each(kinds)("data of the version $version, in a $kind", ({ version, kind }) => {
  let opened: Opened;
  let owner: Browser;
  let agent: Browser;
  beforeAll(async () => {
    opened = await openEarlier(version, kind);
    owner = new Browser(opened.desk.url);
    agent = new Browser(opened.desk.url);
  });
  afterAll(() => opened.end());

  const guest = (name: string): Promise<Guest> => {
    const pass = opened.known.guests[name];
    if (pass === undefined) throw new Error(`nobody is called ${name}`);
    return Guest.back(opened.desk, pass);
  };
  const idOf = (name: string): string => opened.known.guests[name]?.conversationId ?? "";
  const exchange = async (body: object, origin?: string) => {
    const headers = { "content-type": "application/json", ...(origin && { origin }) };
    const answer = await fetch(`${opened.desk.url}/widget/token`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  test("who was signed in still is", async () => {
    owner.cookie = opened.known.owner.cookie;
    agent.cookie = opened.known.agent.cookie;
    expect((await owner.look()).body.agent).toMatchObject({ email: opened.known.owner.email, role: "owner" });
    expect((await agent.look()).body.agent).toMatchObject({ id: opened.known.agent.id, role: "agent" });
  });

  test("each ticket is in the state in which it was", async () => {
    const states: Record<string, string> = {};
    for (const number of Object.keys(opened.known.tickets))
      states[number] = (await owner.get(`/tickets/${number}`)).body.ticket.state.kind;
    expect(states).toEqual(opened.known.tickets);
    expect(Object.values(states).sort()).toEqual(["claimed", "queued", "queued", "resolved", "waiting"]);
  });

  test("passwords and codes of an authenticator open what they opened", async () => {
    const { email, password, totp } = opened.known.owner;
    const other = new Browser(opened.desk.url);
    expect((await other.post("/session", { email, password })).body.code).toBe("code-needed");
    expect((await other.post("/session", { email, password, code: codeAt(totp, opened.now) })).status).toBe(
      204,
    );
    const colleague = new Browser(opened.desk.url);
    const { agent: known } = opened.known;
    expect((await colleague.post("/session", { email: known.email, password: known.password })).status).toBe(
      204,
    );
    expect((await colleague.look()).body.agent.id).toBe(known.id);
  });

  /** Presses the first button of the newest message whose choice is this, or is no command. */
  const press = (person: Guest, choice = /^(?!command:)/): Promise<string> => {
    const button = person.buttons.find(({ value }) => choice.test((value as { choice: string }).choice));
    if (button === undefined) throw new Error("there is no such button");
    return person.say(button.title);
  };

  test("a conversation goes on where it stood, by a button that the version before made", async () => {
    for (const name of ["in the guide", "held"]) {
      const person = await guest(name);
      const place = opened.known.guests[name]?.place;
      expect(person.place).toBe(place);
      expect(await press(person)).not.toBe("");
      expect(person.place).not.toBe(place);
    }
  });

  test("who waits is told of their ticket", async () => {
    for (const name of ["waiting", "distress"])
      expect(await press(await guest(name), /^command:human$/)).toMatch(/XD-100\d/);
  });

  test("an agent goes on with whom they had, and the bot says nothing", async () => {
    const person = await guest("claimed");
    const id = idOf("claimed");
    const before = (await agent.get(`/conversations/${id}/activities`)).body;
    expect(JSON.stringify(before)).toContain("asked a colleague about the profile");
    await person.post("are you still there?");
    expect((await agent.post(`/conversations/${id}/messages`, { text: "Yes, I am here." })).status).toBe(200);
    const texts = async (): Promise<string> =>
      JSON.stringify((await agent.get(`/conversations/${id}/activities?after=${before.lastSeq}`)).body);
    expect(await texts()).toMatch(/are you still there\?.*Yes, I am here\./);
    expect(await texts()).not.toContain('"from":"bot"');
  });

  test("an erased conversation stays erased, a rated one can be read", async () => {
    const { conversationId, token } = opened.known.guests["erased"] ?? {};
    const headers = { authorization: `Bearer ${token}` };
    const erased = `${opened.desk.url}/v3/directline/conversations/${conversationId}/activities`;
    expect((await fetch(erased, { headers })).status).toBe(404);
    expect(await (await guest("rated")).say("hello")).not.toBe("");
    const { ticket } = (await owner.get("/tickets/1003")).body;
    expect(ticket.csat).toMatchObject({ score: 5, comment: "quick and kind" });
  });

  test("tokens, links and invitations that were signed before are taken", async () => {
    const { guests, mailLink, invitation, hostUser, at } = opened.known;
    const { conversationId, token } = guests["waiting"] ?? {};
    expect(await exchange({ conversationId, token })).toMatchObject({
      status: 200,
      body: { conversationId },
    });
    expect((await exchange({ link: mailLink })).body).toMatchObject({ conversationId: idOf("by e-mail") });
    const expires = new Date(Date.parse(at) + 30 * minuteMs);
    const userToken = await voucher(hostUser.sub, opened.desk.url, { expires });
    expect((await exchange({ userToken }, opened.desk.url)).body).toMatchObject({
      conversationId: hostUser.conversationId,
    });
    const clover = new Browser(opened.desk.url);
    const account = { token: invitation.token, name: "Clover", password: "seven green doors ajar" };
    expect((await clover.post("/account", account)).status).toBe(204);
    expect((await clover.look()).body.agent.email).toBe(invitation.email);
  });

  test("what waited to be sent is sent", async () => {
    await expect.poll(() => opened.mail.taken.map(({ raw }) => raw).join()).toContain("One more thing.");
    await expect.poll(() => opened.hooked.join()).toContain("XD-1001");
  });

  test("the audit log is whole, and goes on", async () => {
    expect((await owner.get("/audit/check")).body).toMatchObject({ fault: null });
    const { lines } = (await owner.get("/audit?limit=100")).body;
    expect(lines.map(({ what }: { what: string }) => what)).toEqual(
      expect.arrayContaining([
        "owner made",
        "person held",
        "person erased",
        "second factor set",
        "signed in",
      ]),
    );
  });

  test("search finds what was said before", async () => {
    const found = async (): Promise<number[]> => {
      const { body } = await owner.get("/search?q=profile");
      return body.hits.map(({ ticket }: { ticket: { number: number } }) => ticket.number);
    };
    await expect.poll(found).toContain(1002);
  });

  test("the desk stops, and a check of the store finds nothing wrong", async () => {
    expect(await opened.desk.stop()).toBe(0);
    if (kind === "database") return;
    const checked = await run("cli/store-check.js", { env: { DATA_DIR: opened.folder } });
    expect(checked).toMatchObject({ code: 0, stderr: "" });
  });
});
