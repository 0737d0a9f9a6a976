import type { BesideKind } from "../../../dialogs/beside-agent.ts";
import { commandOfButton } from "../../../dialogs/button.ts";
import type { Turn } from "../../../dialogs/turn.ts";
import type { Activity } from "../../store/records.ts";
import { activitiesOf } from "./activities.ts";

/** What the desk says beside an agent, as notices to both: with the buttons of its question alone, and after them the bot's question where the conversation is the bot's again. */
export function besideActivities(turn: Turn, kind: BesideKind, ticket: number): Activity[] {
  const said = activitiesOf(turn);
  const ownQuestion = kind === "withdrawn" && turn.open !== null ? said.length - 1 : said.length;
  return said.map((activity, at) => (at < ownQuestion ? asNotice(activity, kind, ticket) : activity));
}

function asNotice(activity: Activity, notice: BesideKind, ticket: number): Activity {
  const actions = (activity.suggestedActions?.actions ?? []).filter(
    (action) => commandOfButton(action) === null,
  );
  return {
    ...activity,
    suggestedActions: { to: [], actions },
    channelData: { ...activity.channelData, desk: { notice, ticket } },
  };
}

/** Whether an activity is the desk's question back to a wish beside an agent. */
export const asksBeside = ({ channelData }: Activity): boolean =>
  ASKS.has((channelData?.["desk"] as { notice?: unknown } | undefined)?.notice);

const ASKS: ReadonlySet<unknown> = new Set(["ask-erase", "ask-withdraw"] satisfies BesideKind[]);
