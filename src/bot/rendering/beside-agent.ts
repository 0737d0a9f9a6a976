import type { BesideKind } from "../../../dialogs/beside-agent.ts";
import type { TurnScope } from "../../../dialogs/turn-scope.ts";
import type { Activity } from "../../store/records.ts";
import { activitiesOf } from "./activities.ts";
import { buttonsUnder, suggest } from "./buttons.ts";

/**
 * Renders the desk's messages beside an agent as notices to both. After a withdrawal, the bot's own question follows
 * as usual.
 */
export function besideActivities(turn: TurnScope, kind: BesideKind): Activity[] {
  const ticket = turn.ticket?.number ?? 0;
  const said = activitiesOf(turn);
  const ownQuestion = kind === "withdrawn" && turn.open !== null ? said.length - 1 : said.length;
  return said.map((activity, at) => (at < ownQuestion ? asNotice(activity, kind, ticket) : activity));
}

function asNotice(activity: Activity, notice: BesideKind, ticket: number): Activity {
  return {
    ...activity,
    ...suggest(buttonsUnder(activity)?.answers ?? []),
    channelData: { ...activity.channelData, desk: { notice, ticket } },
  };
}

/** Reports whether an activity is the desk's confirmation of a wish beside an agent. */
export const asksBeside = ({ channelData }: Activity): boolean =>
  ASKS.has((channelData?.["desk"] as { notice?: unknown } | undefined)?.notice);

const ASKS: ReadonlySet<unknown> = new Set(["ask-erase", "ask-withdraw"] satisfies BesideKind[]);
