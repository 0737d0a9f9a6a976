import { randomUUID } from "node:crypto";
import type { Turn } from "../../dialogs/turn.ts";
import { HEARD, type Heard } from "../desk/heard.ts";
import type { TurnCommit } from "../store/port.ts";
import { BOT_ID, type Work } from "./work.ts";

const rounded = (score: number): number => Math.round(score * 1_000) / 1_000;

/** A note for the desk on how typed words were heard; none where a button or exact words left nothing to recognise. */
export function heard({ entry }: Work, { meaning, unanswered }: Turn): TurnCommit["replies"] {
  if (meaning === null) return [];
  const { topic, score, alternatives } = meaning.guess;
  if (score === 0 && unanswered === null) return [];
  const value: Heard = {
    as: meaning.kind,
    topic,
    score: rounded(score),
    others: alternatives.map((other) => ({ topic: other.topic, score: rounded(other.score) })),
    unanswered,
  };
  const activity = {
    type: "event",
    name: HEARD,
    id: randomUUID(),
    from: { id: BOT_ID, role: "bot" },
    ...(entry.activity.id ? { replyToId: entry.activity.id } : {}),
    value,
  };
  return [{ audience: "desk", activity }];
}
