import { type ConversationState, emptyState } from "../../dialogs/state.ts";
import type { Prompt } from "../../dialogs/step.ts";
import type { AskDesk, TurnServices } from "../../dialogs/turn-input.ts";
import { TurnScope } from "../../dialogs/turn-scope.ts";
import { DeskAdapter } from "../../src/bot/adapter.ts";
import { type BotParts, makeBot } from "../../src/bot/bot.ts";
import { type ButtonValue, commandOf } from "../../src/bot/rendering/buttons.ts";
import { turnCommit } from "../../src/bot/turn-commit.ts";
import type { Act } from "../../src/nlu/interpretation.ts";
import type { Activity, LogEntry } from "../../src/store/records.ts";
import type { Ticket } from "../../src/store/ticket.ts";
import type { Outlook } from "../../src/tickets/availability.ts";

/** One turn of the crawl: start, input, messages and end. */
export interface Edge {
  from: string;
  to: string;
  by: string;
  said: readonly Activity[];
  state: ConversationState;
  stop: Stop;
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

/** Wait estimate for the crawl; every way of contact is available. */
const OUTLOOK: Outlook = {
  place: 1,
  expectedMs: null,
  until: null,
  attendance: { kind: "always" },
  manned: true,
  timeZone: "UTC",
  mail: true,
};

/** Texts that are typed where a question takes free text. */
const TYPED = ["three weeks ago", "someone@example.org", "It is in my own words."];

/** Returns the key of a place: the dialog stack, and the state that decides the further way. */
function placeOf(state: ConversationState): string {
  const { reason, decided, suspended, restoring } = state.case;
  const aside = state.dialogStack.findLast((dialog) => dialog.state["aside"] === true);
  const stack = aside ? [aside, state.dialogStack.at(-1) as typeof aside] : state.dialogStack;
  const at = stack.map(({ id, state: { step } }) => `${id}.${String(step)}`).join(" > ");
  const weighing = stack.some(({ id }) => id === "weigh");
  const way = [weighing ? reason : null, aside ? null : decided, suspended, restoring["which"] ?? null];
  return JSON.stringify([at, ...way]);
}

/** Where a turn ended: the state, from which any number of turns can begin, and the open question. */
export interface Stop {
  place: string;
  state: ConversationState;
  ticket: Ticket | null;
  buttons: readonly { title: string; value: ButtonValue }[];
  open: Prompt | null;
  /** how the message of the turn was read */
  act: Act | null;
}

/** Runs a turn that begins where another one ended, which stays as it is. */
export type RunTurn = (
  from: Pick<Stop, "state" | "ticket">,
  activity: Activity,
) => Promise<{ said: Activity[]; stop: Stop }>;

async function take(
  run: (turn: TurnScope) => Promise<void>,
  services: TurnServices,
  { state, ticket }: Pick<Stop, "state" | "ticket">,
  activity: Activity,
  seq: number,
  now: Date,
): Promise<{ said: Activity[]; stop: Stop }> {
  const entry: LogEntry = {
    seq,
    at: now.toISOString(),
    audience: "everyone",
    activity: { id: `crawl-${seq}`, ...activity },
  };
  const input = { conversation: CONVERSATION, entry, now, stored: new Map(), ticket, reopenDays: 1 };
  const turn = new TurnScope({ ...input, commit: async () => [] }, services);
  turn.load(structuredClone(state), null, ticket);
  await run(turn);
  const [changed] = turnCommit(turn).tickets;
  const buttons = (turn.replies.at(-1)?.suggestedActions?.actions ?? []) as unknown as Stop["buttons"];
  return {
    said: turn.replies,
    stop: {
      place: placeOf(turn.state),
      state: turn.state,
      ticket: changed ?? ticket,
      buttons,
      open: turn.open,
      act: turn.act,
    },
  };
}

const inputsOf = (stop: Stop): Activity[] => [
  ...stop.buttons
    .filter(({ value }) => !["copy", "restart"].includes(commandOf(value.choice) ?? ""))
    .map(({ title, value }) => ({ type: "message", text: title, value })),
  ...(stop.open?.takes !== "choice" ? TYPED.map((text) => ({ type: "message", text })) : []),
];

/** Dependencies of the crawl: the bot's parts, and its messages. */
type CrawlParts = BotParts & Pick<TurnServices, "guide" | "words" | "others"> & Pick<AskDesk, "crisisLine">;

/** The bot as the crawl talks to it, and the state of a conversation that has not begun. */
export function makeTurns(
  parts: CrawlParts,
  now: Date,
): { runTurn: RunTurn; begun: Pick<Stop, "state" | "ticket"> } {
  const { guide, words, others, crisisLine, store } = parts;
  const adapter = new DeskAdapter("crawl");
  const bot = makeBot(parts);
  const services: TurnServices = {
    guide,
    words,
    others,
    desk: {
      reserveTicketNumber: () => store.reserveTicketNumber(),
      crisisLine,
      outlook: async () => OUTLOOK,
      admit: async () => ({ network: null, held: null }),
    },
  };
  return {
    runTurn: (from, activity) =>
      take((scope) => adapter.run(scope, bot), services, from, activity, from.state.answered + 1, now),
    begun: { state: emptyState(guide.version, now), ticket: null },
  };
}

/** Crawls the bot through every reachable button and through typed texts. Returns all turns. */
export async function crawl(parts: CrawlParts, now: Date): Promise<Edge[]> {
  const { runTurn, begun } = makeTurns(parts, now);
  const first = await runTurn(begun, { type: "conversationUpdate" });
  const edges: Edge[] = [
    {
      from: "",
      to: first.stop.place,
      by: "start",
      said: first.said,
      state: first.stop.state,
      stop: first.stop,
    },
  ];
  const seen = new Set([first.stop.place]);
  /** what waits behind "Tell me more" is heard once, wherever it was left out */
  const heard = new Set<string>();
  const hear = async (stop: Stop): Promise<void> => {
    const waiting = stop.state.more.join();
    const button = stop.buttons.find(({ value }) => commandOf(value.choice) === "more");
    if (button === undefined || heard.has(waiting)) return;
    heard.add(waiting);
    const { said, stop: next } = await runTurn(stop, {
      type: "message",
      text: button.title,
      value: button.value,
    });
    edges.push({ from: stop.place, to: next.place, by: button.title, said, state: next.state, stop: next });
    await hear(next);
  };
  await hear(first.stop);
  const open: Stop[] = [first.stop];
  for (let stop = open.shift(); stop; stop = open.shift()) {
    for (const input of inputsOf(stop)) {
      const { said, stop: next } = await runTurn(stop, input);
      edges.push({
        from: stop.place,
        to: next.place,
        by: input.text ?? "",
        said,
        state: next.state,
        stop: next,
      });
      await hear(next);
      if (seen.has(next.place)) continue;
      seen.add(next.place);
      open.push(next);
    }
  }
  return edges;
}
