import { z } from "zod";
import { PersonEmail, PersonName, Role } from "../../src/accounts/account.ts";
import { readSettingsFile } from "../../src/runtime/json-file.ts";
import { TicketContinuation } from "../../src/store/ticket.ts";

const Staff = z.strictObject({ name: PersonName, email: PersonEmail, role: Role });
export type Staff = z.infer<typeof Staff>;

const by = z.string();
const text = z.string().min(1);

/** An agent's act on the ticket of a conversation; `by` and `to` are first names. */
const AgentAct = z.discriminatedUnion("does", [
  z.strictObject({ by, does: z.literal("claim") }),
  z.strictObject({ by, does: z.literal("release") }),
  z.strictObject({ by, does: z.literal("say"), text }),
  z.strictObject({ by, does: z.literal("note"), text }),
  z.strictObject({ by, does: z.literal("tags"), tags: z.array(z.string()) }),
  z.strictObject({ by, does: z.literal("transfer"), to: z.string(), text }),
  z.strictObject({ by, does: z.literal("resolve"), outcome: text, onward: TicketContinuation }),
]);
export type AgentAct = z.infer<typeof AgentAct>;

/** A message of the visitor, or a random one of several. A message equal to a button's title presses it. */
const Said = z.union([text, z.array(text).min(1)]);

const Wait = z.strictObject({ hours: z.number().positive() });

const Week = z.strictObject({
  staff: z.array(Staff).min(1),
  /** conversations with a ticket, each played once */
  stories: z.array(
    z.strictObject({
      hoursAgo: z.number().positive(),
      /** address of the visitor; absent: a unique one */
      network: z.ipv4().optional(),
      acts: z.array(z.union([Said, Wait, AgentAct])),
    }),
  ),
  /** conversations with the bot alone, each played `count` times at random times */
  visits: z.array(z.strictObject({ count: z.number().int().positive(), acts: z.array(Said) })),
});
export type Week = z.infer<typeof Week>;

/** Loads the week of the demo. Throws an error that names the place. */
export const readWeek = (file: string): Week => readSettingsFile(file, Week);

/** One act with its time; `visitor` numbers the conversations. */
export interface ScheduledAct {
  at: Date;
  visitor: number;
  network: string;
  act: string | AgentAct;
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const WEEK_HOURS = 7 * 24;

/** Returns a random time in the last seven days, rarely at night (UTC). */
function drawMoment(end: Date, random: () => number): number {
  for (;;) {
    const at = end.getTime() - (1 + random() * (WEEK_HOURS - 1)) * HOUR_MS;
    const hour = new Date(at).getUTCHours();
    if ((hour >= 7 && hour < 22) || random() < 0.2) return at;
  }
}

/** Range of the delay before an act, in seconds. */
const pauses: Record<"said" | AgentAct["does"], [number, number]> = {
  said: [8, 60],
  claim: [60, 420],
  release: [60, 180],
  say: [30, 110],
  note: [10, 40],
  tags: [5, 15],
  transfer: [20, 60],
  resolve: [20, 60],
};

/** Schedules all acts of a week, the oldest first and none after `end`. */
export function schedule({ stories, visits }: Week, end: Date, random: () => number): ScheduledAct[] {
  const between = ([least, most]: [number, number]): number => least + random() * (most - least);
  const drawn = (said: string | string[]): string =>
    typeof said === "string" ? said : (said[Math.floor(random() * said.length)] ?? "");
  // stories come first, so that their random numbers do not depend on the time of day
  const all = [
    ...stories.map((story) => ({ ...story, hoursAgo: story.hoursAgo as number | null })),
    ...visits.flatMap(({ count, acts }) =>
      Array.from({ length: count }, () => ({ acts, network: undefined, hoursAgo: null })),
    ),
  ];
  return all
    .flatMap(({ acts, hoursAgo, network }, visitor) => {
      let at = hoursAgo === null ? drawMoment(end, random) : end.getTime() - hoursAgo * HOUR_MS;
      return acts.flatMap((act): ScheduledAct[] => {
        if (typeof act === "object" && "hours" in act) {
          at += act.hours * HOUR_MS;
          return [];
        }
        const isAgent = typeof act === "object" && "does" in act;
        at += between(pauses[isAgent ? act.does : "said"]) * SECOND_MS;
        return [
          {
            at: new Date(Math.min(at, end.getTime())),
            visitor,
            network: network ?? `198.51.100.${visitor}`,
            act: isAgent ? act : drawn(act),
          },
        ];
      });
    })
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}
