import { expect, onTestFinished, test } from "vitest";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { answerByEmail } from "../../src/tickets/answer-by-email.ts";
import { Browser } from "../api/browser.ts";
import { MailServer } from "../outbox/mail-server.ts";
import { keptLog } from "../store/kept-log.ts";
import { incoming, start, ticket, turn } from "../store/material.ts";
import { Guest } from "./guest.ts";
import { storeFolder } from "./project.ts";
import { run } from "./run.ts";
import { startDesk } from "./running-desk.ts";

async function mailServer(): Promise<MailServer> {
  const server = await MailServer.open();
  onTestFinished(() => server.close());
  return server;
}

/** A store in which an answer by e-mail waits to be sent. */
async function storeWithAnswer(): Promise<string> {
  const folder = storeFolder();
  const store = await openEmbeddedStore(folder, { now: () => new Date(), log: keptLog() });
  await store.openConversation(start("talk"));
  const asked = ticket(1001, "talk", { contact: { kind: "email", address: "someone@example.org" } });
  const said = {
    type: "message",
    id: "one",
    text: "You need not close it.",
    from: { id: "agent-a1", name: "Alder" },
  };
  await store.commitTurn(turn("talk", null, { outbox: answerByEmail(asked, said) }));
  await store.close();
  return folder;
}

test("a desk that was given a mail server sends what waits, with a link that opens the talk", async () => {
  const server = await mailServer();
  const more = { SMTP_URL: server.url, MAIL_FROM: "desk@example.net" };
  const desk = await startDesk(await storeWithAnswer(), undefined, more);
  await expect.poll(() => server.taken.length).toBe(1);
  const raw = server.taken[0]?.raw.replaceAll("=\r\n", "").replaceAll("=3D", "=") ?? "";
  expect(raw).toContain("You need not close it.");
  const link = /#mode=open&link=(\S+)/.exec(raw)?.[1];
  expect(raw).toContain(`${desk.url}/widget/frame?chat#mode=open&link=`);
  const taken = await fetch(`${desk.url}/widget/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ link }),
  });
  expect(await taken.json()).toMatchObject({ conversationId: "talk" });
  expect(desk.output()).not.toContain("someone@example.org");
});

test("e-mail is offered where there is a mail server, and nowhere else", async () => {
  const server = await mailServer();
  const offered = async (more: Record<string, string>): Promise<boolean> => {
    const guest = await Guest.greet(await startDesk(storeFolder(), undefined, more));
    for (const said of ["Talk to a person", "Yes, pass it on"]) await guest.say(said);
    return guest.buttons.some(({ title }) => title === "Answer by e-mail instead");
  };
  expect(await offered({ SMTP_URL: server.url, MAIL_FROM: "desk@example.net" })).toBe(true);
  expect(await offered({})).toBe(false);
});

test("without a mail server an address is of no use, and that is said", async () => {
  const guest = await Guest.greet(await startDesk(storeFolder()));
  for (const said of ["Talk to a person", "Yes, pass it on"]) await guest.say(said);
  expect(await guest.say("someone@example.org")).toMatch(/can't send e-mail/i);
  expect(guest.place).toBe("escalate.contact");
});

test("of an address that an earlier version cut, operators read so, and its mail waits for an agent", async () => {
  const server = await mailServer();
  const folder = storeFolder();
  const store = await openEmbeddedStore(folder, { now: () => new Date(), log: keptLog() });
  await store.openConversation(start("talk"));
  await store.receive("talk", incoming("kim@example.photography", { needsTurn: false }));
  const asked = ticket(1001, "talk", { contact: { kind: "email", address: "kim@example.photog" } });
  const said = { type: "message", id: "one", text: "You need not close it.", from: { id: "agent-a1" } };
  await store.commitTurn(turn("talk", null, { tickets: [asked], outbox: answerByEmail(asked, said) }));
  await store.close();

  const command = async (...args: string[]) => {
    const ran = await run("cli/desk.js", { args, env: { DATA_DIR: folder } });
    expect(ran.code, ran.stderr).toBe(0);
    return ran.stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  };
  const suspect = { name: "XD-1001", suspicion: "not-typed", contact: { address: "kim@example.photog" } };
  expect(await command("tickets", "--suspect-addresses")).toMatchObject([suspect]);

  const more = { SMTP_URL: server.url, MAIL_FROM: "desk@example.net" };
  const desk = await startDesk(folder, undefined, more);
  expect(await command("tickets", "--suspect-addresses")).toMatchObject([suspect]);
  expect(await command("tickets")).toHaveLength(1);
  expect(await command("outbox")).toMatchObject([{ fate: "held", ticket: "XD-1001", id: "mail-one" }]);

  const oak = new Browser(desk.url);
  const token = /#owner=(\S+)/.exec(desk.output())?.[1] ?? "";
  const account = { token, email: "oak@desk.example", password: "seven green doors ajar", name: "Oak" };
  expect((await oak.post("/owner", account)).status).toBe(204);
  await oak.look();
  expect(server.attempts).toBe(0);
  const confirmed = await oak.post("/tickets/1001/address", { address: "kim@example.photography" });
  expect(confirmed.status).toBe(200);
  await expect
    .poll(() => server.commands.filter((line) => line.startsWith("RCPT")), { timeout: 10_000 })
    .toEqual(["RCPT TO:<kim@example.photography>"]);
  await expect.poll(() => command("outbox"), { timeout: 10_000 }).toEqual([]);
  expect(await command("tickets", "--suspect-addresses")).toEqual([]);
  const wrong = await run("cli/desk.js", { args: ["tickets", "--suspect"], env: { DATA_DIR: folder } });
  expect([wrong.code, wrong.stderr]).toEqual([
    1,
    expect.stringMatching(/tickets: the only option is --suspect-addresses/),
  ]);
});
