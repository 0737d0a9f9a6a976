import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkStore } from "../../../src/store/check.ts";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import type { Store } from "../../../src/store/store.ts";
import { spawn } from "../../own/spawn.ts";
import { keptLog } from "../kept-log.ts";
import { bundle } from "./bundle.ts";
import { inFolder } from "./folder.ts";

const folders = 8;
/** of one folder: what is verified grows with each */
const kills = 25;
let program: string;

beforeAll(async () => {
  program = await bundle(new URL("writers.ts", import.meta.url));
});
afterAll(() => rm(dirname(program), { recursive: true, force: true }));

interface Acknowledged {
  /** texts of messages, by conversation */
  received: Map<string, string[]>;
  answered: string[];
  tickets: Map<number, string>;
}

/** Lets eight writers write and kills them with SIGKILL at a random moment. Notes what they were told is kept. */
async function writeAndKill(folder: string, round: number, noted: Acknowledged): Promise<void> {
  const child = spawn(process.execPath, [program, folder, String(round)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    const told = JSON.parse(line);
    if (told.ready) killLater(child);
    if (told.received) noted.received.set(told.id, [...(noted.received.get(told.id) ?? []), told.received]);
    if (told.answered) noted.answered.push(told.answered);
    if (told.ticket) noted.tickets.set(told.ticket, told.answered);
  }
  expect((await exit)[1]).toBe("SIGKILL");
}

function killLater(child: ChildProcess): void {
  setTimeout(() => child.kill("SIGKILL"), 2 + Math.random() ** 2 * 400);
}

/** Checks that every acknowledged thing is there once, and that all answers belong to a message. */
async function verify(store: Store, noted: Acknowledged): Promise<{ open: number }> {
  const texts = new Map<string, number>();
  for await (const { id } of store.conversations()) {
    const entries = await store.readLog(id, { after: 0, limit: 10_000 });
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    for (const { activity } of entries)
      texts.set(activity.text ?? "", (texts.get(activity.text ?? "") ?? 0) + 1);
  }
  expect([...texts].filter(([, times]) => times > 1)).toEqual([]);
  const received = [...noted.received.values()].flat();
  expect(received.filter((text) => !texts.has(text))).toEqual([]);
  for (const ordinal of ["first", "second"]) {
    expect(noted.answered.filter((text) => !texts.has(`${ordinal} answer to ${text}`))).toEqual([]);
  }
  for (const [number, summary] of noted.tickets)
    expect(await store.ticket(number)).toMatchObject({ summary });
  const messages = [...texts.keys()].filter((text) => !text.includes("answer to "));
  const open = messages.filter((text) => !texts.has(`first answer to ${text}`));
  expect((await store.pendingTurns()).length).toBe(open.length);
  return { open: open.length };
}

/** Gives what was acknowledged, and how many turns were found cut off, after all of one folder's kills. */
async function killAgainAndAgain(folder: string): Promise<{ noted: Acknowledged; cutOff: number }> {
  const noted: Acknowledged = { received: new Map(), answered: [], tickets: new Map() };
  const log = keptLog();
  let cutOff = 0;
  for (let round = 1; round <= kills; round += 1) {
    await writeAndKill(folder, round, noted);
    if (round % 5 !== 0) continue;
    const store = await openEmbeddedStore(folder, { now: () => new Date(), log });
    cutOff += (await verify(store, noted)).open;
    await store.close();
  }
  const { findings } = await checkStore(folder);
  expect(findings.filter(({ kind }) => kind !== "repair")).toEqual([]);
  return { noted, cutOff };
}

test(`T01 after ${folders * kills} kills under 8 writers everything acknowledged is there, nothing twice`, {
  timeout: folders * kills * 5_000,
}, async () => {
  const sum = { messages: 0, answered: 0, tickets: 0, cutOff: 0 };
  for (let folder = 1; folder <= folders; folder += 1) {
    const { noted, cutOff } = await inFolder(killAgainAndAgain);
    sum.messages += [...noted.received.values()].flat().length;
    sum.answered += noted.answered.length;
    sum.tickets += noted.tickets.size;
    sum.cutOff += cutOff;
  }
  process.stdout.write(
    `  ${folders * kills} kills: ${sum.messages} messages, ${sum.answered} answered turns and ${sum.tickets} tickets ` +
      `acknowledged, 0 lost, 0 doubled; ${sum.cutOff} turns found cut off\n`,
  );
  expect(sum.messages).toBeGreaterThan(folders * kills);
});
