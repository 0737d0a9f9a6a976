import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkStore } from "../../../src/store/check.ts";
import { openEmbeddedStore } from "../../../src/store/lowdb/open.ts";
import type { Store } from "../../../src/store/port.ts";
import { keptLog } from "../kept-log.ts";
import { bundle } from "./bundle.ts";
import { inFolder } from "./folder.ts";

const kills = Number(process.env["STORE_KILLS"] ?? 25);
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
async function verify(store: Store, noted: Acknowledged): Promise<{ messages: number; open: number }> {
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
  return { messages: messages.length, open: open.length };
}

test(
  `T01 after ${kills} kills under 8 writers everything acknowledged is there, nothing twice`,
  {
    timeout: 60_000 + kills * 5_000,
  },
  () =>
    inFolder(async (folder) => {
      const noted: Acknowledged = { received: new Map(), answered: [], tickets: new Map() };
      const log = keptLog();
      let cutOff = 0;
      for (let round = 1; round <= kills; round += 1) {
        await writeAndKill(folder, round, noted);
        if (round % 5 !== 0 && round !== kills) continue;
        const store = await openEmbeddedStore(folder, { now: () => new Date(), log });
        cutOff += (await verify(store, noted)).open;
        await store.close();
      }
      const { findings, counts } = await checkStore(folder);
      expect(findings.filter(({ kind }) => kind !== "repair")).toEqual([]);
      const messages = [...noted.received.values()].flat().length;
      process.stdout.write(
        `  ${kills} kills: ${messages} messages, ${noted.answered.length} answered turns and ${noted.tickets.size} tickets ` +
          `acknowledged, 0 lost, 0 doubled; ${cutOff} turns found cut off; ${counts.entries} entries in the logs\n`,
      );
      expect(messages).toBeGreaterThan(kills);
    }),
);
