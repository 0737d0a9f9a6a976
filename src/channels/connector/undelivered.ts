import { randomUUID } from "node:crypto";
import type { Phrases } from "../../guide/phrases.ts";
import type { OutboxFate, Store } from "../../store/port.ts";
import type { OutboxEntry } from "../../store/records.ts";
import { kind, Send } from "./send.ts";
import { unasked } from "./unasked.ts";

export interface UndeliveredParts {
  store: Pick<Store, "conversation" | "commitTurn">;
  words: Phrases;
}

/** Notes in a talk, for whoever of the desk's people has its open ticket, what perhaps did not reach the person (THREATS.md: T09). */
export const noteUndelivered =
  ({ store, words }: UndeliveredParts) =>
  async (entry: OutboxEntry, { kind: fate, at }: OutboxFate): Promise<void> => {
    if (entry.kind !== kind || fate === "sent") return;
    const { activity, replaces } = Send.parse(entry.payload);
    const talk = await store.conversation(entry.conversationId);
    if (replaces !== null || typeof talk !== "object" || talk.ticket === null) return;
    const text = words(`connector.${fate}`, { text: activity.text ?? String(activity["summary"] ?? "") });
    const from = { id: "desk", name: words("copy.desk"), role: "bot" };
    const note = { type: "message", id: randomUUID(), from, text, textFormat: "plain" };
    const said = { audience: "desk" as const, activity: { ...note, channelData: { note: true } } };
    await store.commitTurn(unasked(entry.conversationId, Date.parse(at), { replies: [said] }));
  };
