import { placesOf } from "../../../dialogs/dialog-stack.ts";
import type { ConversationState } from "../../../dialogs/state.ts";
import type { Activity } from "../../../src/store/records.ts";
import { inBot } from "../../../tools/guide-check/bot.ts";
import { crawl, makeTurns, type RunTurn, type Stop } from "../../../tools/guide-check/crawl.ts";

/** A question of the guide, with the state of a conversation in which it is open. */
export interface Place {
  name: string;
  stop: Stop;
}

/** What a message led to. `sideAnswered`: the guide was asked something since the question. */
export interface Exchange {
  place: string;
  before: Stop;
  after: Stop;
  said: readonly Activity[];
}

/** The open question of a state as `dialog.step`. */
export const placeIn = ({ dialogStack }: ConversationState): string =>
  (placesOf(dialogStack).at(-1) ?? "").replace("*", "");

/** The check of a reason is a place for each reason. */
function nameOf({ state }: Stop): string {
  const place = placeIn(state);
  return place === "weigh.check" ? `${place}.${state.case.reason}` : place;
}

/** Gives every question of the guide that buttons reach, with the longest way that the crawl went to it, and the bot. */
export const withPlaces = (
  use: (places: readonly Place[], runTurn: RunTurn) => Promise<void>,
): Promise<void> =>
  inBot(async (parts, now) => {
    const places = new Map<string, Place>();
    for (const { stop } of await crawl(parts, now)) {
      const name = nameOf(stop);
      if (stop.open === null) continue;
      const known = places.get(name);
      if (known === undefined || known.stop.state.trail.length < stop.state.trail.length)
        places.set(name, { name, stop });
    }
    await use([...places.values()], makeTurns(parts, now).runTurn);
  });
