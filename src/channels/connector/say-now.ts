import { randomUUID } from "node:crypto";
import type { Hearing } from "./hearing.ts";

/** Says something in a talk that no turn answers, whoever speaks there. */
export async function sayNow({ store, words, now }: Hearing, talk: string, text: string): Promise<void> {
  const from = { id: "desk", name: words("copy.desk"), role: "bot" };
  await store.commitTurn({
    conversationId: talk,
    answers: null,
    at: new Date(now()).toISOString(),
    replies: [
      {
        audience: "everyone",
        activity: { type: "message", id: randomUUID(), from, text, textFormat: "plain" },
      },
    ],
    state: [],
    tickets: [],
    receipts: [],
    ratings: [],
    outbox: [],
  });
}
