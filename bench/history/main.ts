import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { answerOrders } from "../orders.ts";
import { hurriedDisk } from "./hurried-disk.ts";
import { keepPastConversation } from "./past-conversation.ts";

/** What a stretch of appends cost each, in milliseconds: by the clock and of the processor. */
export interface AppendCost {
  clock: number;
  cpu: number;
}

const lanes = 32;
const appendsOfConversation = 20;
const hurried = { on: true };
const quiet = { info: () => undefined, warn: () => undefined, error: fail };
const store = await openEmbeddedStore(process.env["BENCH_STORE"] ?? "", {
  now: () => new Date(),
  log: quiet,
  disk: hurriedDisk(hurried),
});

function fail(about: unknown, text: string): never {
  throw new Error(`${text}: ${JSON.stringify(about)}`);
}

/** Runs `work` so often, several at a time. */
async function sideBySide(times: number, work: () => Promise<void>): Promise<void> {
  let left = times;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function appendConversation(): Promise<void> {
  const id = randomUUID();
  const at = new Date().toISOString();
  const from = { id: `dl_${id}`, role: "user" };
  await store.openConversation({ id, channel: "directline", userId: from.id, locale: "en", startedAt: at });
  for (let n = 0; n < appendsOfConversation; n += 1) {
    const activity = { type: "message", id: randomUUID(), from, text: "will my reviews disappear?" };
    await store.receive(id, { activity, keys: [`client:${activity.id}`], at, needsTurn: false });
  }
}

answerOrders(
  {
    /** Keeps so many past conversations, without waiting for the disk. */
    fill: async ({ conversations }: { conversations: number }): Promise<void> => {
      hurried.on = true;
      await sideBySide(conversations, () => keepPastConversation(store, new Date().toISOString()));
    },
    /** Appends about so many activities, each durable before the next one of its conversation. */
    append: async ({ activities }: { activities: number }): Promise<AppendCost> => {
      hurried.on = false;
      const conversations = Math.ceil(activities / appendsOfConversation);
      const cpu = process.cpuUsage();
      const began = performance.now();
      await sideBySide(conversations, appendConversation);
      const clock = performance.now() - began;
      const { user, system } = process.cpuUsage(cpu);
      const appends = conversations * appendsOfConversation;
      return { clock: clock / appends, cpu: (user + system) / 1000 / appends };
    },
    /** Resolves when no checkpoint is being written. */
    settle: () => store.whileFrozen(async () => undefined),
  },
  { stay: true },
);
process.stdout.write("ready\n");
