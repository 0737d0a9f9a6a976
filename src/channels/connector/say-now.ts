import { randomUUID } from "node:crypto";
import type { Hearing } from "./hearing.ts";
import { unasked } from "./unasked.ts";

/** Says something in a talk that no turn answers, whoever speaks there. */
export async function sayNow({ store, words, now }: Hearing, talk: string, text: string): Promise<void> {
  const from = { id: "desk", name: words("copy.desk"), role: "bot" };
  const activity = { type: "message", id: randomUUID(), from, text, textFormat: "plain" };
  await store.commitTurn(unasked(talk, now(), { replies: [{ audience: "everyone", activity }] }));
}
