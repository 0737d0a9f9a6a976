import { z } from "zod";
import { erasureNumber } from "../privacy/erasure-number.ts";
import type { Privacy } from "../privacy/privacy.ts";
import { type TalkCopy, talkCopy } from "../privacy/talk-copy.ts";
import { talksOf } from "../privacy/talks-of.ts";
import type { Conversation } from "../store/records.ts";

const Person = z.tuple([z.string().min(1)]);
const RetentionArgs = z.union([z.tuple([]), z.tuple([z.literal("--dry-run")])]);

/** Thrown when a command does not say whose data, or nobody has such. */
class NoPerson extends Error {
  readonly code = "no-person";
}

async function talksAsked({ store }: Privacy, command: string, args: unknown): Promise<Conversation[]> {
  const read = Person.safeParse(args);
  if (!read.success)
    throw new NoPerson(
      `${command}: say whose, by the id of a talk or a person, XD-1001, or an e-mail address`,
    );
  const talks = await talksOf(store, read.data[0]);
  if (talks.length === 0) throw new NoPerson(`${command}: there is no talk of ${read.data[0]}`);
  return talks;
}

/** Everything a person may have, a line for each talk, and then how much it was. */
export async function* exportPerson(privacy: Privacy, args: unknown): AsyncGenerator<object> {
  const talks = await talksAsked(privacy, "export", args);
  const counts = { talks: 0, said: 0, receipts: 0, ratings: 0, tickets: 0 };
  for (const talk of talks) {
    const copy: TalkCopy = await talkCopy(privacy.store, talk);
    counts.talks += 1;
    for (const part of ["said", "receipts", "ratings", "tickets"] as const) counts[part] += copy[part].length;
    yield copy;
  }
  const about = { talks: talks.map(({ id }) => id).join(" ") };
  await privacy.record({ who: { kind: "operator" }, from: null, what: "person exported", about });
  yield { exported: counts };
}

/** Erases all talks of a person that are not held, a line for each, and then how much it was, under one number. */
export async function* erasePerson(privacy: Privacy, args: unknown): AsyncGenerator<object> {
  const talks = await talksAsked(privacy, "erase", args);
  const receipt = erasureNumber();
  const counts = { talks: 0, entries: 0, receipts: 0, ratings: 0, tickets: 0, held: 0 };
  for (const { id } of talks) {
    const gone = await privacy.eraser.erase(id, receipt, { kind: "operator" });
    yield { conversationId: id, ...gone };
    if ("refused" in gone) {
      if (gone.refused === "held") counts.held += 1;
      continue;
    }
    counts.talks += 1;
    counts.entries += gone.entries;
    counts.receipts += gone.receipts;
    counts.ratings += gone.ratings;
    counts.tickets += gone.tickets.length;
  }
  yield { receipt, erased: counts, seeAlso: "PRIVACY.md: what is kept, and what to do about backups" };
}

/** Keeps a person's talks from being erased, by anybody and by retention, until they are released. */
export async function holdPerson(privacy: Privacy, args: unknown): Promise<object> {
  const talks = await talksAsked(privacy, "hold", args);
  const held = await privacy.holds.hold(talks);
  const about = { talks: talks.map(({ id }) => id).join(" ") };
  await privacy.record({ who: { kind: "operator" }, from: null, what: "person held", about });
  return { talks: talks.length, held };
}

/** Lets retention and erasure have a person's talks again. */
export async function releasePerson(privacy: Privacy, args: unknown): Promise<object> {
  const talks = await talksAsked(privacy, "release", args);
  const released = await privacy.holds.release(talks);
  const about = { talks: talks.map(({ id }) => id).join(" ") };
  await privacy.record({ who: { kind: "operator" }, from: null, what: "person released", about });
  return { talks: talks.length, released };
}

/** Runs retention once; with --dry-run a line for each talk that is due, and nothing is removed. */
export async function* retain(privacy: Privacy, args: unknown): AsyncGenerator<object> {
  const read = RetentionArgs.safeParse(args);
  if (!read.success) throw new NoPerson("retention: takes --dry-run or nothing");
  if (read.data.length === 0) {
    yield { ...(await privacy.retain()) };
    return;
  }
  const { due, talks } = await privacy.due();
  yield* due;
  yield { dryRun: true, talks, due: due.length };
}
