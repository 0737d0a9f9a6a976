import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { codeAt } from "../../accounts/authenticator.ts";
import { Browser } from "../../api/browser.ts";
import { Guest } from "../../cli/guest.ts";
import { storeFolder } from "../../cli/project.ts";
import { type RunningDesk, startDesk } from "../../cli/running-desk.ts";
import { voucher } from "../../directline/vouchers.ts";
import { MailServer } from "../../outbox/mail-server.ts";
import { startServer } from "../postgres/server.ts";
import { dumpDatabase } from "./dump.ts";
import { earlierEnvironment, earlierFolder, type Known } from "./known.ts";

/*
 * Makes data of an earlier version with its own build:
 *   EARLIER_PROJECT=<its built project> EARLIER_VERSION=<a folder beside this file> npx vitest run --config test/store/earlier/make.config.ts
 */
const project = process.env["EARLIER_PROJECT"] ?? "";
const version = process.env["EARLIER_VERSION"] ?? "";
const password = "correct horse battery";

type Conversations = Record<string, Guest>;

/** People who talk to the bot, to where each is to stand. */
async function conversation(desk: RunningDesk): Promise<Conversations> {
  const say = async (...texts: string[]): Promise<Guest> => {
    const guest = await Guest.greet(desk);
    for (const text of texts) await guest.say(text);
    return guest;
  };
  const toAPerson = ["Talk to a person", "Yes, pass it on"];
  return {
    "in the guide": await say("I want to delete my account", "fees are too high"),
    waiting: await say("I want to delete my account", ...toAPerson, "Here in this chat"),
    claimed: await say("my profile is hidden and nobody answers", ...toAPerson, "Here in this chat"),
    resolved: await say(...toAPerson, "Here in this chat"),
    distress: await say("someone hacked my account", "Yes, pass it on", "Here in this chat"),
    "by e-mail": await say(...toAPerson, "By e-mail", "kim@example.org"),
    erased: await say("my planted story"),
    held: await say("I want to take a break"),
    rated: await say("just a question", "how do fees work", "no", "No, thanks", "yes", "it was quick"),
  };
}

/** What the desk's people do. */
async function work(
  desk: RunningDesk,
  { conversations, ownerToken }: { conversations: Conversations; ownerToken: string },
) {
  const owner = new Browser(desk.url);
  const ownerIs = { email: "oak@desk.example", password };
  expect((await owner.post("/owner", { token: ownerToken, name: "Oak", ...ownerIs })).status).toBe(204);
  await owner.look();
  const link = async (name: string): Promise<string> => {
    const invited = { email: `${name}@desk.example`, name, role: "agent", teams: [] };
    const { body } = await owner.post("/agents", invited);
    return new URL(body.link).hash.replace("#account=", "");
  };
  const agent = new Browser(desk.url);
  expect((await agent.post("/account", { token: await link("alder"), name: "Alder", password })).status).toBe(
    204,
  );
  await agent.look();
  const invitation = { token: await link("clover"), email: "clover@desk.example" };
  const { secret } = (await owner.post("/totp")).body;
  expect((await owner.ask("PUT", "/totp", { secret, code: codeAt(secret, new Date()) })).status).toBe(200);

  const idOf = (name: string): string => conversations[name]?.conversationId ?? "";
  const { tickets } = (await agent.get("/tickets")).body;
  const numberOf = (name: string): number =>
    tickets.find((one: { conversationId: string }) => one.conversationId === idOf(name)).number;
  const answer = async (name: string, text: string): Promise<void> => {
    expect((await agent.post(`/tickets/${numberOf(name)}/claim`)).status).toBe(200);
    expect((await agent.post(`/conversations/${idOf(name)}/messages`, { text })).status).toBe(200);
  };
  await answer("claimed", "Hello, I am looking at your profile now.");
  await conversations["claimed"]?.post("thank you, what do you see");
  await agent.post(`/tickets/${numberOf("claimed")}/notes`, { text: "asked a colleague about the profile" });
  await agent.post(`/tickets/${numberOf("claimed")}/tags`, { tags: ["profile"] });
  await answer("by e-mail", "You need not close it.");
  await answer("resolved", "Your account can stay as it is.");
  // biome-ignore lint/suspicious/noThenProperty: the API's own word
  const resolve = { outcome: "answered their question", then: "done" };
  expect((await agent.post(`/tickets/${numberOf("resolved")}/resolve`, resolve)).status).toBe(200);
  expect((await owner.get(`/conversations/${idOf("claimed")}/activities`)).status).toBe(200);
  const about = async (what: string, person: string): Promise<void> =>
    expect((await owner.post(`/people/${what}`, { person })).status).toBe(200);
  await about("hold", idOf("held"));
  await about("erase", idOf("erased"));
  return {
    owner: { ...ownerIs, totp: secret, cookie: owner.cookie ?? "" },
    agent: { id: agent.id, email: "alder@desk.example", password, cookie: agent.cookie ?? "" },
    invitation,
    states: async () => {
      const states: Known["tickets"] = {};
      for (const { number } of tickets) {
        const { ticket } = (await owner.get(`/tickets/${number}`)).body;
        states[number] = ticket.state.kind;
      }
      return states;
    },
    sendMore: () => agent.post(`/conversations/${idOf("by e-mail")}/messages`, { text: "One more thing." }),
  };
}

async function hostUser(desk: RunningDesk): Promise<Known["hostUser"]> {
  const sub = "customer-17";
  const response = await fetch(`${desk.url}/widget/token`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: desk.url },
    body: JSON.stringify({ userToken: await voucher(sub, desk.url) }),
  });
  expect(response.status).toBe(200);
  return { sub, conversationId: ((await response.json()) as { conversationId: string }).conversationId };
}

/** Runs a desk of the earlier version through all of it, and stops it. */
async function live(dataDir: string, more: Record<string, string>): Promise<Known> {
  const mail = await MailServer.open();
  const env = {
    ...earlierEnvironment,
    SMTP_URL: mail.url,
    TICKET_WEBHOOK_URL: "http://127.0.0.1:9/hook",
    ...more,
  };
  const desk = await startDesk(dataDir, project, env);
  await expect.poll(desk.output).toMatch(/#owner=/);
  const ownerToken = /#owner=(\S+)/.exec(desk.output())?.[1] ?? "";
  const conversations = await conversation(desk);
  const done = await work(desk, { conversations, ownerToken });
  await expect.poll(() => mail.taken.length).toBe(1);
  const raw = mail.taken[0]?.raw.replaceAll("=\r\n", "").replaceAll("=3D", "=") ?? "";
  await mail.close();
  await done.sendMore();
  const { resolved } = conversations;
  await resolved?.hear(({ activities }) =>
    activities.some(({ suggestedActions }) => (suggestedActions?.actions.length ?? 0) > 5),
  );
  for (const text of ["5", "quick and kind"]) await resolved?.say(text);
  const host = await hostUser(desk);
  await sleep(500);
  const tickets = await done.states();
  expect(await desk.stop()).toBe(0);
  const { states: _, sendMore: __, ...people } = done;
  return {
    at: new Date().toISOString(),
    guests: Object.fromEntries(
      Object.entries(conversations).map(([name, { pass, place }]) => [name, { ...pass, place }]),
    ),
    hostUser: host,
    ...people,
    tickets,
    mailLink: /#mode=open&link=(\S+)/.exec(raw)?.[1] ?? "",
  };
}

const write = (name: string, content: string | Uint8Array): void =>
  writeFileSync(earlierFolder(version, name), content);
const writeKnown = (name: string, known: Known): void => write(name, `${JSON.stringify(known, null, 2)}\n`);

test("a data folder", async () => {
  const folder = storeFolder();
  const known = await live(folder, {});
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const files = names.map((entry) => path.join(entry.parentPath, entry.name));
  const mtime = new Date(known.at);
  write(
    "folder.zip",
    zipSync(
      Object.fromEntries(
        files.map((file) => [path.relative(folder, file), [readFileSync(file), { mtime, level: 9 }]]),
      ),
    ),
  );
  writeKnown("folder.json", known);
});

test("a database", async () => {
  const server = await startServer();
  const url = await server.database();
  const known = await live(storeFolder(), { DATABASE_URL: url });
  write("database.json.gz", gzipSync(JSON.stringify(await dumpDatabase(url)), { level: 9 }));
  writeKnown("database.json", known);
  await server.end();
});
