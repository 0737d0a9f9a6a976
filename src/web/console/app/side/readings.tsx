import type { LogEntry } from "../api/schemas.ts";
import { displayName, say, timeOfDay, type WordKey } from "../i18n/messages.ts";

/** A message of the person, and the acts in it that the bot answered. */
interface Reading {
  seq: number;
  at: string;
  said: string;
  acts: readonly { act: string; id?: string }[];
}

/** Readings shown, counted from the newest. */
const MOST = 12;
/** characters of a message */
const LONGEST = 80;

const actNames: Record<string, WordKey> = {
  answer: "act.answer",
  correct: "act.correct",
  ask: "act.ask",
  wish: "act.wish",
  command: "act.command",
  unsure: "act.unsure",
  wait: "act.wait",
  acknowledge: "act.acknowledge",
  feeling: "act.feeling",
  distress: "act.distress",
  language: "act.language",
  unclear: "act.unclear",
};

/** Returns the acts that a bot message carries, or null. */
function actsIn({ activity }: LogEntry): Reading["acts"] | null {
  const guide = activity.channelData?.["guide"] as { heard?: unknown } | undefined;
  return Array.isArray(guide?.heard) ? (guide.heard as Reading["acts"]) : null;
}

/** Returns how each message of the person was read, the newest last. */
export function readingsIn(entries: readonly LogEntry[]): Reading[] {
  const readings: Reading[] = [];
  let asked: LogEntry | null = null;
  for (const entry of entries) {
    if (entry.activity.type !== "message") continue;
    if (entry.activity.from?.role === "user") asked = entry;
    const acts = asked === null ? null : actsIn(entry);
    if (asked === null || acts === null) continue;
    const text = asked.activity.text ?? "";
    const said = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
    if (said !== "") readings.push({ seq: asked.seq, at: asked.at, said, acts });
    asked = null;
  }
  return readings.slice(-MOST);
}

const actName = ({ act, id }: Reading["acts"][number]): string => {
  const key = actNames[act];
  const name = key === undefined ? act : say(key);
  return id === undefined ? name : say("actOn", { act: name, what: displayName("answer", id) });
};

/** Shows how the bot interpreted the person's messages; null without any. */
export function Readings({ entries }: { entries: readonly LogEntry[] }): React.JSX.Element | null {
  const readings = readingsIn(entries);
  if (readings.length === 0) return null;
  return (
    <section>
      <details>
        <summary>{say("sideReadings")}</summary>
        <ul className="readings">
          {readings.map(({ seq, at, said, acts }) => (
            <li key={seq}>
              <time dateTime={at}>{timeOfDay(at)}</time> <bdi className="reading-said">{said}</bdi>
              <span className="reading-acts">{acts.map(actName).join(" · ")}</span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
