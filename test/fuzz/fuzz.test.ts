import fc from "fast-check";
import { expect, test } from "vitest";
import { projectFolder } from "../../src/runtime/paths.ts";
import { Browser } from "../api/browser.ts";
import { Guest } from "../cli/guest.ts";
import { storeFolder } from "../cli/project.ts";
import { type RunningDesk, startDesk } from "../cli/running-desk.ts";
import { throughTicket } from "../conversations/ways.ts";
import { newPass, type Pass } from "../directline/ask.ts";
import { type Known, type OpenApiDocument, type Request, requests, routesOf } from "./requests.ts";
import { type Answer, send } from "./send.ts";

const total = Number(process.env["FUZZ_REQUESTS"] ?? 2000);
const seed = Number(process.env["FUZZ_SEED"] ?? 1);
const AT_ONCE = 8;
const ROUND = 500;
const password = "correct horse battery";
/** signs tokens of conversations, and lets servers ask for some */
const secret = "a-secret-of-tests";
/** opens tokens with which a host page vouches for people */
const hostKey = "a key of tests that is long enough";

const internals =
  /node_modules|\bat \S+ \(|\.[jt]s:\d|\bSELECT\b|\bENOENT\b|(Syntax|Type|Range|Reference|Zod)Error/;

/** Signs somebody in anew, whatever was done to their sessions meanwhile. */
async function signIn(browser: Browser, email: string): Promise<void> {
  await browser.post("/session", { email, password });
  await browser.look();
}

const emailOf = (one: number): string => `${one}@desk.example`;

/** Owners of a new desk: each may write only so much, and all of them together more. */
async function openOwners(desk: RunningDesk, count: number): Promise<Browser[]> {
  const first = new Browser(desk.url);
  const token = /#owner=(\S+)/.exec(desk.output())?.[1];
  await first.post("/owner", { token, email: emailOf(0), password, name: "Oak" });
  await first.look();
  const owners = [first];
  for (let one = 1; one < count; one++) {
    const wish = { email: emailOf(one), name: "Oak", role: "owner", teams: [] };
    const { link } = (await first.post("/agents", wish)).body;
    const owner = new Browser(desk.url);
    await owner.post("/account", { token: link.split("#account=")[1], password, name: "Oak" });
    await owner.look();
    owners.push(owner);
  }
  return owners;
}

const sessionOf = ({ cookie, csrf }: Browser): Record<string, string> => ({
  cookie: cookie ?? "",
  "x-csrf-token": csrf ?? "",
});

const shownBy = (as: Request["as"], pass: Pass, owner: Browser, leaver: Browser): Record<string, string> =>
  ({
    owner: sessionOf(owner),
    leaver: sessionOf(leaver),
    person: { authorization: `Bearer ${pass.token}` },
    server: { authorization: `Bearer ${secret}` },
    forger: { authorization: `Bearer ${pass.token}x`, cookie: `${owner.cookie}x`, "x-csrf-token": "x" },
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

/** What came of all requests. */
interface Tally {
  faults: string[];
  /** routes that did more than refuse whoever asked */
  reached: Set<string>;
  statuses: Map<number, number>;
}

/** Sends requests, eight at a time. */
async function sendAll(
  url: string,
  sample: readonly Request[],
  shown: (request: Request) => Record<string, string>,
  { faults, reached, statuses }: Tally,
  secrets: readonly string[],
): Promise<void> {
  const left = sample.values();
  const work = async (): Promise<void> => {
    for (const request of left) {
      const answer = await send(url, request, shown(request));
      const fault = faultOf(request, answer, secrets);
      if (fault !== null) faults.push(fault);
      if (![401, 429].includes(answer.status)) reached.add(request.route);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

const told = ({ reached, statuses }: Tally): string =>
  `${[...statuses.values()].reduce((sum, count) => sum + count, 0)} requests, ${reached.size} routes: ${[
    ...statuses,
  ]
    .sort()
    .map(([status, count]) => `${count} of ${status}`)
    .join(", ")}\n`;

test(`${total} requests to all routes get no 5xx and tell nothing of the inside`, {
  timeout: 2 * 60 * 60_000,
}, async () => {
  const folder = storeFolder();
  const desk = await startDesk(folder, undefined, {
    LOG_LEVEL: "warn",
    DIRECT_LINE_SECRET: secret,
    HOST_USERS_KEY: hostKey,
  });
  const [leaver, ...owners] = (await openOwners(desk, 7)) as [Browser, ...Browser[]];
  const person = await Guest.greet(desk);
  for (const [said] of [["person"], ...throughTicket] as const) await person.say(said);
  const document = (await (await fetch(`${desk.url}/api/openapi.json`)).json()) as OpenApiDocument;

  const tally: Tally = { faults: [], reached: new Set(), statuses: new Map() };
  for (let done = 0; done < total; done += ROUND) {
    const turn = (done / ROUND) % owners.length;
    const owner = owners[turn] as Browser;
    await signIn(owner, emailOf(turn + 1));
    await signIn(leaver, emailOf(0));
    const pass = await newPass(desk);
    const known: Known = { conversation: pass.conversationId, number: "1001", id: leaver.id };
    const sample = fc.sample(requests(document, known), { seed: seed + done, numRuns: ROUND });
    const shown = (request: Request) => shownBy(request.as, pass, owner, leaver);
    await sendAll(desk.url, sample, shown, tally, [folder, projectFolder, secret, hostKey]);
    if ((done + ROUND) % 5000 === 0) process.stdout.write(told(tally));
  }
  process.stdout.write(told(tally));
  expect(tally.faults).toEqual([]);
  expect(routesOf(document).filter((route) => !tally.reached.has(route))).toEqual([]);
  const failed = desk
    .output()
    .split("\n")
    .filter((line) => line.includes('"level":50'));
  expect(failed).toEqual([]);
  expect(await (await Guest.greet(desk)).say("will my reviews disappear")).toMatch(/reviews/i);
  expect(await desk.stop()).toBe(0);
});
