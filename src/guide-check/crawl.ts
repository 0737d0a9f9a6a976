import type { ButtonValue } from "../../dialogs/button.ts";
import { commandOf } from "../../dialogs/commands.ts";
import { emptyState, type TalkState } from "../../dialogs/state.ts";
import { DeskAdapter } from "../bot/adapter.ts";
import { type BotParts, makeBot } from "../bot/bot.ts";
import type { Work } from "../bot/work.ts";
import type { Activity } from "../store/activity.ts";

/** One turn the crawl made: from where, by what, what was said, and where it ended. */
export interface Edge {
  from: string;
  to: string;
  by: string;
  said: readonly Activity[];
  state: TalkState;
}

const CONVERSATION = {
  id: "crawl",
  channel: "crawl",
  userId: "dl_crawl",
  locale: "en",
  startedAt: "2000-01-01T00:00:00.000Z",
  lastSeq: 0,
  ticket: null,
  agent: null,
};

/** What is typed where a question takes words instead of a button. */
const TYPED = ["three weeks ago", "someone@example.org", "It is in my own words."];

/** What makes two talks alike for the crawl: where they stand, and what decides the way from there. */
function placeOf(state: TalkState): string {
  const { reason, decided, suspended, restoring } = state.case;
  const aside = state.dialogStack.findLast((dialog) => dialog.state["aside"] === true);
  const stack = aside ? [aside, state.dialogStack.at(-1) as typeof aside] : state.dialogStack;
  const at = stack.map(({ id, state: { step } }) => `${id}.${String(step)}`).join(" > ");
  const weighing = stack.some(({ id }) => id === "weigh");
  const way = [weighing ? reason : null, aside ? null : decided, suspended, restoring["which"] ?? null];
  return JSON.stringify([at, ...way]);
}

interface Stop {
  place: string;
  state: TalkState;
  buttons: readonly { title: string; value: ButtonValue }[];
  takesWords: boolean;
}

async function turn(
  run: (work: Work) => Promise<void>,
  state: TalkState,
  activity: Activity,
  seq: number,
  now: Date,
): Promise<{ said: Activity[]; stop: Stop }> {
  const work: Work = {
    conversation: CONVERSATION,
    entry: {
      seq,
      at: now.toISOString(),
      audience: "everyone",
      activity: { id: `crawl-${seq}`, ...activity },
    },
    now,
    replies: [],
    state: { value: structuredClone(state), eTag: null },
    turn: null,
  };
  await run(work);
  const after = work.state?.value as TalkState;
  const buttons = (work.replies.at(-1)?.suggestedActions?.actions ?? []) as unknown as Stop["buttons"];
  const takesWords = work.turn?.open?.ask.takes !== "choice";
  return { said: work.replies, stop: { place: placeOf(after), state: after, buttons, takesWords } };
}

const inputsOf = (stop: Stop): Activity[] => [
  ...stop.buttons
    .filter(({ value }) => !["copy", "restart"].includes(commandOf(value.choice) ?? ""))
    .map(({ title, value }) => ({ type: "message", text: title, value })),
  ...(stop.takesWords ? TYPED.map((text) => ({ type: "message", text })) : []),
];

/** Walks the real bot through every button of every place it can reach, and through typed words; gives all turns made. */
export async function crawl(parts: BotParts, now: Date): Promise<Edge[]> {
  const adapter = new DeskAdapter("crawl");
  const bot = makeBot(parts);
  const run = (work: Work) => adapter.run(work, bot);
  const first = await turn(run, emptyState(parts.guide.version, now), { type: "conversationUpdate" }, 1, now);
  const edges: Edge[] = [
    { from: "", to: first.stop.place, by: "start", said: first.said, state: first.stop.state },
  ];
  const seen = new Set([first.stop.place]);
  const open: Stop[] = [first.stop];
  for (let stop = open.shift(); stop; stop = open.shift()) {
    for (const input of inputsOf(stop)) {
      const next = await turn(run, stop.state, input, stop.state.answered + 1, now);
      edges.push({
        from: stop.place,
        to: next.stop.place,
        by: input.text ?? "",
        said: next.said,
        state: next.stop.state,
      });
      if (seen.has(next.stop.place)) continue;
      seen.add(next.stop.place);
      open.push(next.stop);
    }
  }
  return edges;
}
