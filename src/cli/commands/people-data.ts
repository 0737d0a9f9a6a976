import { z } from "zod";
import {
  conversationsOfPerson,
  eraseConversations,
  exportConversations,
  holdConversations,
  releaseConversations,
} from "../../privacy/data-subject-requests.ts";
import type { Privacy } from "../../privacy/privacy.ts";
import type { Conversation } from "../../store/records.ts";

const Person = z.tuple([z.string().min(1)]);
const RetentionArgs = z.union([z.tuple([]), z.tuple([z.literal("--dry-run")])]);

/** Thrown when a command does not say whose data, or nobody has such. */
class NoPerson extends Error {
  readonly code = "no-person";
}

async function conversationsAsked(
  { store }: Privacy,
  command: string,
  args: unknown,
): Promise<Conversation[]> {
  const read = Person.safeParse(args);
  if (!read.success)
    throw new NoPerson(
      `${command}: say whose, by the id of a talk or a person, XD-1001, or an e-mail address`,
    );
  const conversations = await conversationsOfPerson(store, read.data[0]);
  if (conversations.length === 0) throw new NoPerson(`${command}: there is no talk of ${read.data[0]}`);
  return conversations;
}

const operator = { who: { kind: "operator" }, from: null } as const;

/** Everything a person may have, a line for each conversation, and then how much it was. */
export async function* exportPerson(privacy: Privacy, args: unknown): AsyncGenerator<object> {
  const conversations = await conversationsAsked(privacy, "export", args);
  const exported = yield* exportConversations(privacy, conversations, operator);
  yield { exported };
}

/** Erases all conversations of a person that are not held, a line for each, and then how much it was, under one number. */
export async function* erasePerson(privacy: Privacy, args: unknown): AsyncGenerator<object> {
  const conversations = await conversationsAsked(privacy, "erase", args);
  const { receipt, erased } = yield* eraseConversations(privacy, conversations, operator);
  yield { receipt, erased, seeAlso: "docs/privacy.md: what is kept, and what to do about backups" };
}

/** Keeps a person's conversations from being erased, by anybody and by retention, until they are released. */
export async function holdPerson(privacy: Privacy, args: unknown): Promise<object> {
  const conversations = await conversationsAsked(privacy, "hold", args);
  return { talks: conversations.length, held: await holdConversations(privacy, conversations, operator) };
}

/** Lets retention and erasure have a person's conversations again. */
export async function releasePerson(privacy: Privacy, args: unknown): Promise<object> {
  const conversations = await conversationsAsked(privacy, "release", args);
  return {
    talks: conversations.length,
    released: await releaseConversations(privacy, conversations, operator),
  };
}

/** Runs retention once; with --dry-run a line for each conversation that is due, and nothing is removed. */
export async function* retain(privacy: Privacy, args: unknown): AsyncGenerator<object> {
  const read = RetentionArgs.safeParse(args);
  if (!read.success) throw new NoPerson("retention: takes --dry-run or nothing");
  if (read.data.length === 0) {
    yield { ...(await privacy.retain()) };
    return;
  }
  const { due, talks: conversations } = await privacy.due();
  yield* due;
  yield { dryRun: true, talks: conversations, due: due.length };
}
