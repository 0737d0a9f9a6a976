import { type Activity, isOwn } from "../../../shared/activity.ts";

const restMs = 400;

/** Reports the read position with a short delay, each value once. */
export function makeReadMarks(tell: (upTo: number) => void): (watermark: string) => void {
  let told = 0;
  let read = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  return (watermark) => {
    read = Math.max(read, Number(watermark) || 0);
    if (read === told || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      told = read;
      tell(told);
    }, restMs);
  };
}

/** Who serves the person: the bot, an agent, or the queue. `place` and `waitMs` are null while unknown. */
export type AgentState =
  | { kind: "bot" }
  | { kind: "waiting"; place: number | null; waitMs: number | null }
  | { kind: "agent"; name: string };

type Fields = { [name: string]: unknown };

const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** Returns the first name of the agent who sent an activity, or "". */
export const agentIn = ({ channelData }: Activity): string => text(fields(channelData?.["agent"])["name"]);

/** Returns the kind of a system message, or "". */
export const systemMessageOf = ({ channelData }: Activity): string =>
  text(fields(channelData?.["desk"])["notice"]);

/** Returns whether the bot's open question stays open after a system message. */
export const leavesQuestionOpen = (activity: Activity): boolean =>
  ["released", "lease-ended", "next-in-line", "let-in", "swept", "sweep-undone"].includes(
    systemMessageOf(activity),
  );

const waiting: AgentState = { kind: "waiting", place: null, waitMs: null };

/** Returns the state after a system message. */
function afterNotice(notice: string, activity: Activity, before: AgentState): AgentState {
  const name = text(fields(fields(activity.channelData?.["desk"])["agent"])["name"]);
  switch (notice) {
    case "claimed":
      return { kind: "agent", name };
    case "transferred":
      return name === "" ? waiting : { kind: "agent", name };
    case "released":
    case "lease-ended":
    case "let-in":
    case "sweep-undone":
      return waiting;
    case "next-in-line":
      return { kind: "waiting", place: 1, waitMs: before.kind === "waiting" ? before.waitMs : null };
    case "resolved":
    case "expired":
    case "swept":
      return { kind: "bot" };
    default:
      return before;
  }
}

/** Returns the state after an activity. The person's own activities do not change it. */
export function agentAfter(before: AgentState, activity: Activity): AgentState {
  if (isOwn(activity)) return before;
  const notice = systemMessageOf(activity);
  if (notice !== "") return afterNotice(notice, activity, before);
  if (activity.type === "event" && activity["name"] === "handoff.initiate") return waiting;
  if (activity.type === "event" && activity["name"] === "handoff.status")
    return fields(activity.value)["state"] === "failed" ? { kind: "bot" } : before;
  if (activity.type === "event" && activity["name"] === "desk.queue" && before.kind !== "agent") {
    const { place, expectedMs } = fields(activity.value);
    return { kind: "waiting", place: number(place), waitMs: number(expectedMs) };
  }
  return before;
}
