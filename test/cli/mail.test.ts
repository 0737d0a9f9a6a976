import { expect, onTestFinished, test } from "vitest";
import { answerByMail } from "../../src/desk/answer-by-mail.ts";
import { openEmbeddedStore } from "../../src/store/lowdb/open.ts";
import { MailServer } from "../outbox/mail-server.ts";
import { keptLog } from "../store/kept-log.ts";
import { start, ticket, turn } from "../store/material.ts";
import { Guest } from "./guest.ts";
import { storeFolder } from "./project.ts";
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
  await store.commitTurn(turn("talk", null, { outbox: answerByMail(asked, said) }));
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
    return guest.buttons.some(({ title }) => title === "By e-mail");
  };
  expect(await offered({ SMTP_URL: server.url, MAIL_FROM: "desk@example.net" })).toBe(true);
  expect(await offered({})).toBe(false);
});

test("without a mail server an address is of no use, and that is said", async () => {
  const guest = await Guest.greet(await startDesk(storeFolder()));
  for (const said of ["Talk to a person", "Yes, pass it on"]) await guest.say(said);
  expect(await guest.say("someone@example.org")).toMatch(/cannot send e-mail/i);
  expect(guest.place).toBe("escalate.contact");
});
