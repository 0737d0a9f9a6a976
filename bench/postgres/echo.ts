import { randomUUID } from "node:crypto";
import type { Store, TurnStart } from "../../src/store/store.ts";

const lanes = 8;
const turnsOfConversation = 20;
const said = "A line of about the length that people write when they ask how their account is closed. ";
const memory = { trail: Array.from({ length: 40 }, (_, n) => ({ step: `step-${n}`, answer: "yes" })) };

const activity = (role: "user" | "bot", text: string) => ({
  type: "message",
  id: randomUUID(),
  from: { id: role, role },
  text,
});

/** A conversation in which each message is answered by two, with a state of 2 KB: what the store does of a turn, without a bot. */
async function conversation(store: Store): Promise<void> {
  const id = randomUUID();
  const at = new Date().toISOString();
  const key = `bench/conversations/${id}`;
  await store.openConversation({ id, channel: "bench", userId: `u ${id}`, locale: "en", startedAt: at });
  for (let n = 0, eTag: string | null = null; n < turnsOfConversation; n += 1) {
    let start: TurnStart | undefined;
    const begun = (given: TurnStart): void => {
      start = given;
    };
    const claim = { by: `${id} ${n}`, leaseMs: 10_000, begun };
    const incoming = { activity: activity("user", said), keys: [`client:${n}`], at, needsTurn: true, claim };
    const { entry } = await store.receive(id, incoming);
    if (start === undefined) throw new Error("a turn did not begin with its entry");
    const stored = (tag: string): void => {
      eTag = tag;
    };
    const replies = [1, 2].map(() => ({
      audience: "everyone" as const,
      activity: activity("bot", said.repeat(8)),
    }));
    await store.commitTurn({
      conversationId: id,
      answers: entry.seq,
      by: claim.by,
      at,
      replies,
      state: [{ key, value: memory, eTag, stored }],
      tickets: [],
      receipts: [],
      ratings: [],
      outbox: [],
    });
  }
}

/** Has so many conversations, several at a time; gives the number of turns. */
export async function echo(store: Store, conversations: number): Promise<number> {
  let left = conversations;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await conversation(store);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return conversations * turnsOfConversation;
}
