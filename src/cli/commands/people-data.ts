import { z } from "zod";
import {
  eraseTalks,
  exportTalks,
  holdTalks,
  releaseTalks,
  talksOf,
} from "../../privacy/data-subject-requests.ts";
import type { Privacy } from "../../privacy/privacy.ts";
import type { Conversation } from "../../store/records.ts";

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

const operator = { who: { kind: "operator" }, from: null } as const;

/** Everything a person may have, a line for each talk, and then how much it was. */
export async function* exportPerson(privacy: Privacy, args: unknown): AsyncGenerator<object> {
  const talks = await talksAsked(privacy, "export", args);
  const exported = yield* exportTalks(privacy, talks, operator);
  yield { exported };
}

/** Erases all talks of a person that are not held, a line for each, and then how much it was, under one number. */
export async function* erasePerson(privacy: Privacy, args: unknown): AsyncGenerator<object> {
  const talks = await talksAsked(privacy, "erase", args);
  const { receipt, erased } = yield* eraseTalks(privacy, talks, operator);
  yield { receipt, erased, seeAlso: "PRIVACY.md: what is kept, and what to do about backups" };
}

/** Keeps a person's talks from being erased, by anybody and by retention, until they are released. */
export async function holdPerson(privacy: Privacy, args: unknown): Promise<object> {
  const talks = await talksAsked(privacy, "hold", args);
  return { talks: talks.length, held: await holdTalks(privacy, talks, operator) };
}

/** Lets retention and erasure have a person's talks again. */
export async function releasePerson(privacy: Privacy, args: unknown): Promise<object> {
  const talks = await talksAsked(privacy, "release", args);
  return { talks: talks.length, released: await releaseTalks(privacy, talks, operator) };
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
