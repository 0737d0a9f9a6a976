import { once } from "node:events";
import { WebSocket } from "ws";
import { openAccountServices } from "../../../src/accounts/open-accounts.ts";
import { openPostgresStore } from "../../../src/store/postgres/open.ts";
import { Browser } from "../../../test/api/browser.ts";
import { fixedKeys } from "../../../test/fixed-keys.ts";
import { ticket, turn } from "../../../test/store/material.ts";
import type { Server } from "../../../test/store/postgres/server.ts";
import type { Child } from "../../child.ts";
import { openLine } from "../../driver/direct-line.ts";
import { makePoster } from "../../driver/poster.ts";
import { quantile, shown } from "../../numbers.ts";
import { type Figure, figure } from "../../report.ts";
import { startDesk, withFolder } from "../../variants.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const owner = { email: "oak@desk.example", password: "seven green doors ajar" };
const longestWaitMs = 5000;
const mostP95Ms = 150;

/** Makes the owner of the desk in this database. */
async function makeOwner(url: string): Promise<void> {
  const store = await openPostgresStore(url, { log: quiet });
  const { accounts } = openAccountServices(store, fixedKeys("bench"), () => new Date());
  await accounts.takeOwner({ ...owner, name: "Oak", token: (await accounts.ownerToken()) ?? "" });
  await store.close();
}

async function ask(agent: Browser, path: string, body?: unknown): Promise<void> {
  const { status } = await agent.post(path, body);
  if (status >= 300) throw new Error(`POST ${path} was answered with ${status}`);
}

/** Opens a ticket of this conversation, which the owner has claimed. */
async function claimTicket(url: string, conversationId: string, agent: Browser): Promise<void> {
  const store = await openPostgresStore(url, { log: quiet });
  const number = await store.reserveTicketNumber();
  await store.commitTurn(turn(conversationId, null, { tickets: [ticket(number, conversationId)] }));
  await store.close();
  await ask(agent, `/tickets/${number}/claim`);
}

/** Resolves with the moment at which a console is shown each text. */
async function openConsole(agent: Browser): Promise<(text: string) => Promise<number>> {
  const headers = { cookie: agent.cookie ?? "" };
  const socket = new WebSocket(`${agent.url.replace("http", "ws")}/api/desk/stream`, { headers });
  const waiting = new Map<string, (at: number) => void>();
  socket.on("message", (frame) => {
    const event = JSON.parse(String(frame));
    if (event.kind === "activity") waiting.get(event.entry.activity.text)?.(performance.now());
  });
  await once(socket, "message");
  return (text) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`"${text}" was not at the console`)), longestWaitMs);
      waiting.set(text, (at) => {
        clearTimeout(timer);
        resolve(at);
      });
    });
}

/** How long a message takes from a widget on one process to a console on another. */
export const measureReach = (server: Server, messages: number): Promise<Figure> =>
  withFolder(async (folder) => {
    const url = await server.database();
    await makeOwner(url);
    const desks: Child[] = [];
    try {
      for (let n = 0; n < 2; n += 1) desks.push(await startDesk(folder, url));
      const [here, there] = desks as [Child, Child];
      const agent = new Browser(there.url);
      await ask(agent, "/session", owner);
      await agent.look();
      const line = await openLine(makePoster(), [here.url]);
      await line.nextQuestion();
      await claimTicket(url, line.conversationId, agent);
      const shownAt = await openConsole(agent);
      const took: number[] = [];
      for (let n = 0; n < messages; n += 1) {
        const text = `message ${n}`;
        const [began, shown] = [performance.now(), shownAt(text)];
        await line.say({ type: "message", text, channelData: { clientActivityID: text } });
        took.push((await shown) - began);
      }
      line.close();
      const goal = { most: mostP95Ms };
      const detail = `median ${shown(quantile(took, 0.5))} ms of ${messages}`;
      return figure(
        "widget on one process to console on another, p95",
        quantile(took, 0.95),
        " ms",
        goal,
        detail,
      );
    } finally {
      await Promise.all(desks.map((desk) => desk.stop()));
    }
  });
