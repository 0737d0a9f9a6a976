import type { Done } from "../audit/audit-line.ts";
import type { Conversation } from "../store/records.ts";
import type { Gone, NotErased } from "./eraser.ts";
import { erasureNumber } from "./erasure-number.ts";
import type { Privacy } from "./privacy.ts";
import { type TalkCopy, talkCopy } from "./talk-copy.ts";

/** Who does it for a person, and from where. */
type By = Pick<Done, "who" | "from">;

/** How much was handed out. */
export type Exported = Record<"talks" | "said" | "receipts" | "ratings" | "tickets", number>;

/** What came of an erasure: how much is gone, under which number, and how many talks are held and stay. */
export interface Erased {
  receipt: string;
  erased: Record<"talks" | "entries" | "receipts" | "ratings" | "tickets" | "held", number>;
}

const aboutTalks = (talks: readonly Conversation[]) => ({ talks: talks.map(({ id }) => id).join(" ") });

/** Everything a person may have of their talks, one after the other, and then how much it was; noted before any of it is handed out. */
export async function* exportTalks(
  { store, record }: Pick<Privacy, "store" | "record">,
  talks: readonly Conversation[],
  by: By,
): AsyncGenerator<TalkCopy, Exported> {
  await record({ ...by, what: "person exported", about: aboutTalks(talks) });
  const exported = { talks: 0, said: 0, receipts: 0, ratings: 0, tickets: 0 };
  for (const talk of talks) {
    const copy: TalkCopy = await talkCopy(store, talk);
    exported.talks += 1;
    for (const part of ["said", "receipts", "ratings", "tickets"] as const)
      exported[part] += copy[part].length;
    yield copy;
  }
  return exported;
}

/** Erases all of these talks that are not held, one after the other, and then how much it was, under one number. */
export async function* eraseTalks(
  { eraser }: Pick<Privacy, "eraser">,
  talks: readonly Conversation[],
  { who, from }: By,
): AsyncGenerator<{ conversationId: string } & (Gone | NotErased), Erased> {
  const receipt = erasureNumber();
  const erased = { talks: 0, entries: 0, receipts: 0, ratings: 0, tickets: 0, held: 0 };
  for (const { id } of talks) {
    const gone = await eraser.erase(id, receipt, who, from);
    yield { conversationId: id, ...gone };
    if ("refused" in gone) {
      if (gone.refused === "held") erased.held += 1;
      continue;
    }
    erased.talks += 1;
    erased.entries += gone.entries;
    erased.receipts += gone.receipts;
    erased.ratings += gone.ratings;
    erased.tickets += gone.tickets.length;
  }
  return { receipt, erased };
}

/** Keeps talks from being erased, by anybody and by retention, until they are released. Gives how many were not held before. */
export async function holdTalks(
  { holds, record }: Pick<Privacy, "holds" | "record">,
  talks: readonly Conversation[],
  by: By,
): Promise<number> {
  const held = await holds.hold(talks);
  await record({ ...by, what: "person held", about: aboutTalks(talks) });
  return held;
}

/** Lets retention and erasure have talks again. Gives how many were held. */
export async function releaseTalks(
  { holds, record }: Pick<Privacy, "holds" | "record">,
  talks: readonly Conversation[],
  by: By,
): Promise<number> {
  const released = await holds.release(talks);
  await record({ ...by, what: "person released", about: aboutTalks(talks) });
  return released;
}
