import fc from "fast-check";
import { expect, test } from "vitest";
import { projectFolder } from "../../src/project-folder.ts";
import { newPass, type Pass } from "../channels/direct-line/ask.ts";
import { Guest } from "../cli/guest.ts";
import { storeFolder } from "../cli/project.ts";
import { type RunningDesk, startDesk } from "../cli/running-desk.ts";
import { throughTicket } from "../conversations/ways.ts";
import { Browser } from "../web/desk/browser.ts";
import { type Known, type OpenApiDocument, type Request, requests, routesOf } from "./requests.ts";
import { type Answer, send } from "./send.ts";

const total = Number(process.env["FUZZ_REQUESTS"] ?? 2000);
const seed = Number(process.env["FUZZ_SEED"] ?? 1);
const AT_ONCE = 8;
const ROUND = 500;
const password = "correct horse battery";
/** signs tokens of talks, and lets servers ask for some */
const secret = "a secret of tests";
/** opens tokens with which a host page vouches for people */
const hostKey = "a key of tests that is long enough";

const internals =
  /node_modules|\bat \S+ \(|\.[jt]s:\d|\bSELECT\b|\bENOENT\b|(Syntax|Type|Range|Reference|Zod)Error/;

/** An owner, signed in, whatever was done to their sessions meanwhile. */
async function signIn(owner: Browser, email: string): Promise<void> {
  if ((await owner.look()).status === 200) return;
  await owner.post("/session", { email, password });
  await owner.look();
}

/** Owners of a new desk: each may write only so much, and all of them together more. */
async function openOwners(desk: RunningDesk, count: number): Promise<Browser[]> {
  const first = new Browser(desk.url);
  const token = /#owner=(\S+)/.exec(desk.output())?.[1];
  await first.post("/owner", { token, email: "0@desk.example", password, name: "Oak" });
  await first.look();
  const owners = [first];
  for (let one = 1; one < count; one++) {
    const email = `${one}@desk.example`;
    const { link } = (await first.post("/agents", { email, name: "Oak", role: "owner", teams: [] })).body;
    const owner = new Browser(desk.url);
    await owner.post("/account", { token: link.split("#account=")[1], password, name: "Oak" });
    await owner.look();
    owners.push(owner);
  }
  return owners;
}

const shownBy = ({ as }: Request, pass: Pass, { cookie, csrf }: Browser): Record<string, string> =>
  ({
    agent: { cookie: cookie ?? "", "x-csrf-token": csrf ?? "" },
    person: { authorization: `Bearer ${pass.token}` },
    server: { authorization: `Bearer ${secret}` },
    forger: { authorization: `Bearer ${pass.token}x`, cookie: `${cookie}x`, "x-csrf-token": "x" },
    stranger: {},
  })[as];

/** What is wrong with an answer to an outsider, or null. */
function faultOf(
  request: Request,
  { status, type, text }: Answer,
  secrets: readonly string[],
): string | null {
  const told = `${request.as} ${request.method} ${request.path} ${request.body}: ${status} ${text.slice(0, 500)}`;
  if (status >= 500) return told;
  if (!type.includes("json") || request.path.startsWith("/api/openapi")) return null;
  return internals.test(text) || secrets.some((secret) => text.includes(secret)) ? told : null;
}

test(`${total} requests to all routes get no 5xx and tell nothing of the inside`, {
  timeout: 60 * 60_000,
}, async () => {
  const folder = storeFolder();
  const desk = await startDesk(folder, undefined, {
    LOG_LEVEL: "warn",
    DIRECT_LINE_SECRET: secret,
    HOST_USERS_KEY: hostKey,
  });
  const owners = await openOwners(desk, 6);
  const person = await Guest.greet(desk);
  for (const [said] of [["person"], ...throughTicket] as const) await person.say(said);
  const document = (await (await fetch(`${desk.url}/api/openapi.json`)).json()) as OpenApiDocument;

  const faults: string[] = [];
  const reached = new Set<string>();
  for (let done = 0; done < total; done += ROUND) {
    const owner = owners[(done / ROUND) % owners.length] as Browser;
    await signIn(owner, `${owners.indexOf(owner)}@desk.example`);
    const pass = await newPass(desk);
    const known: Known = { conversation: pass.conversationId, number: "1001", id: owner.id };
    const round = fc.sample(requests(document, known), { seed: seed + done, numRuns: ROUND }).values();
    const work = async (): Promise<void> => {
      for (const request of round) {
        const answer = await send(desk.url, request, shownBy(request, pass, owner));
        const fault = faultOf(request, answer, [folder, projectFolder, secret, hostKey]);
        if (fault !== null) faults.push(fault);
        if (![401, 429].includes(answer.status)) reached.add(request.route);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  expect(faults).toEqual([]);
  expect(routesOf(document).filter((route) => !reached.has(route))).toEqual([]);
  expect(
    desk
      .output()
      .split("\n")
      .filter((line) => line.includes('"level":50')),
  ).toEqual([]);
  expect(await (await Guest.greet(desk)).say("will my reviews disappear")).toMatch(/reviews/i);
  expect(await desk.stop()).toBe(0);
});
