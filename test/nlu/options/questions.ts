import { makeDialogs } from "../../../dialogs/all.ts";
import type { ConversationTicket } from "../../../dialogs/state.ts";
import type { GuideWaterfall } from "../../../dialogs/waterfall.ts";
import { conversation, guide, lexicon } from "../../dialogs/conversation.ts";

const TICKETS: readonly (ConversationTicket | null)[] = [
  null,
  { number: 1001, contact: { kind: "here" }, state: { kind: "open", held: null } },
  { number: 1001, contact: { kind: "here" }, state: { kind: "closed", reopenable: true, ratable: true } },
];

/** Matters in which each step asks what it can ask. */
const CASES = [
  {},
  { addresses: ["a@example.org"] },
  { addresses: ["a@example.org", "b@example.org"] },
  { which: ["steps", "consequences"] },
  { restoring: { which: "deleted" } },
  { restoring: { which: "suspended" } },
  ...guide.reasons.map(({ id }) => ({ reason: id })),
];

/** Choices that are made of what was said before: addresses, topics to choose between, what was raised for later. */
export const isDynamic = (place: string, option: string): boolean =>
  option.startsWith("address-") ||
  option.startsWith("later:") ||
  (place === "which.which" && option !== "none");

/** Every question of every dialog with its options; the check of a reason is a place for each reason. */
export function allQuestions(): Map<string, Set<string>> {
  const places = new Map<string, Set<string>>();
  for (const dialog of makeDialogs(guide, lexicon).getDialogs() as GuideWaterfall[]) {
    for (const step of dialog["places"]) {
      for (const known of CASES) {
        for (const ticket of TICKETS) {
          const seen = conversation(known as never, ticket);
          const shown = step.show(seen);
          if (!("ask" in shown)) continue;
          const ofReason = dialog.id === "weigh" && step.name === "check" ? `.${seen.case.reason}` : "";
          const place = `${dialog.id}.${step.name}${ofReason}`;
          const options = places.get(place) ?? new Set();
          places.set(place, options);
          for (const { id } of shown.ask.choices) if (!isDynamic(place, id)) options.add(id);
        }
      }
    }
  }
  return places;
}
