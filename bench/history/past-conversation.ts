import { randomUUID } from "node:crypto";
import type { Activity } from "../../src/store/records.ts";
import type { Store } from "../../src/store/store.ts";

/** How many activities a past talk leaves behind. */
export const activitiesOfConversation = 10;

const repliesOfTurn = 4;
const words = "Closing an account cannot be undone. Work history, reviews and messages stay behind. ".repeat(
  4,
);

const button = (title: string) => ({
  type: "messageBack",
  title,
  text: title,
  value: { version: "2026-11-24.1", step: "weigh.decision", nonce: "kT0cGdB1uWqP", choice: title },
});

const reply = (): Activity => ({
  type: "message",
  id: randomUUID(),
  from: { id: "exit-desk", role: "bot" },
  text: words,
  textFormat: "plain",
  suggestedActions: { to: [], actions: ["Yes", "No", "Back", "Help", "Talk to a person"].map(button) },
  channelData: {
    guide: { version: "2026-11-24.1", node: "N9", passages: ["consequences.final"], facts: ["F40"] },
  },
});

const memory = (turns: number): Record<string, unknown> => ({
  answered: turns,
  dialogStack: [{ id: "root", state: { step: "goodbye" } }],
  trail: Array.from({ length: 8 }, (_, n) => ({
    guide: "weigh",
    step: `step-${n}`,
    answer: "yes",
    before: {},
  })),
  told: Array.from({ length: 20 }, (_, n) => `consequences.passage-${n}`),
});

/** Keeps a conversation of two turns from first word to last, as the desk would have. */
export async function keepPastConversation(store: Store, at: string): Promise<void> {
  const id = randomUUID();
  const key = `directline/conversations/${id}`;
  const from = { id: `dl_${id}`, role: "user" };
  await store.openConversation({ id, channel: "directline", userId: from.id, locale: "en", startedAt: at });
  for (const said of ["hello", "delete my account"]) {
    const activity = { type: "message", id: randomUUID(), from, text: said };
    const keys = [`client:${randomUUID()}`];
    const { entry } = await store.receive(id, { activity, keys, at, needsTurn: true });
    const eTag = (await store.readState([key])).get(key)?.eTag ?? null;
    await store.commitTurn({
      conversationId: id,
      answers: entry.seq,
      at,
      replies: Array.from({ length: repliesOfTurn }, () => ({ audience: "everyone", activity: reply() })),
      state: [{ key, value: memory(entry.seq), eTag }],
      tickets: [],
      receipts: [],
      ratings: [],
      outbox: [],
    });
  }
}
