import { topicTitle } from "../asides.ts";
import type { World } from "../copy.ts";
import type { DialogContext } from "../sdk.ts";
import type { Turn } from "../turn.ts";
import { stepAside } from "./note.ts";
import { topic } from "./topic.ts";
import { unsure } from "./unsure.ts";

/** Asks between topics that were equally likely; those that have no title to choose by are left out. */
export async function which(
  dc: DialogContext,
  turn: Turn,
  topics: readonly string[],
  world: World,
): Promise<void> {
  const titled = topics.filter((id) => topicTitle(turn.talk, id) !== null);
  const [likeliest] = topics;
  if (titled.length > 1) return stepAside(dc, turn, "which", { which: titled });
  if (likeliest === undefined || likeliest !== titled[0]) return unsure(dc, turn);
  return topic(dc, turn, likeliest, world);
}
