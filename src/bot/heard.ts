import { randomUUID } from "node:crypto";
import { distressTopic } from "../../dialogs/distress.ts";
import type { Turn } from "../../dialogs/turn.ts";
import { HEARD, type Heard } from "../desk/heard.ts";
import type { TurnCommit } from "../store/port.ts";
import { BOT_ID, type Work } from "./work.ts";

const rounded = (score: number): number => Math.round(score * 1_000) / 1_000;

/** A note for the desk on how typed words were heard; none where a button or exact words left nothing to recognise. */
export function heard({ entry }: Work, turn: Turn): TurnCommit["replies"] {
  const value = heardAs(turn);
  if (value === null) return [];
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

function heardAs({ meaning, distress, unanswered }: Turn): Heard | null {
  if (distress !== null)
    return { as: "distress", topic: distressTopic(distress), score: 1, others: [], unanswered: null };
  if (meaning === null) return null;
  const { topic, score, alternatives } = meaning.guess;
  if (score === 0 && unanswered === null) return null;
  const others = alternatives.map((other) => ({ topic: other.topic, score: rounded(other.score) }));
  return { as: meaning.kind, topic, score: rounded(score), others, unanswered };
}
