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

/** Thrown when a command names no person, or an unknown one. */
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
      `${command}: name the person by a conversation id, a user id, XD-1001 or an e-mail address`,
    );
  const conversations = await conversationsOfPerson(store, read.data[0]);
  if (conversations.length === 0) throw new NoPerson(`${command}: no conversations of ${read.data[0]}`);
  return conversations;
}

const operator = { who: { kind: "operator" }, from: null } as const;

/** Exports a person's data: a line for each conversation, then the counts. */
export async function* exportPerson(privacy: Privacy, args: unknown): AsyncGenerator<object> {
  const conversations = await conversationsAsked(privacy, "export", args);
  const exported = yield* exportConversations(privacy, conversations, operator);
  yield { exported };
}

/** Erases a person's conversations that are not held: a line for each, then the counts and the receipt. */
export async function* erasePerson(privacy: Privacy, args: unknown): AsyncGenerator<object> {
  const conversations = await conversationsAsked(privacy, "erase", args);
  const { receipt, erased } = yield* eraseConversations(privacy, conversations, operator);
  yield { receipt, erased, seeAlso: "docs/privacy.md: what is kept, and what to do about backups" };
}

/** Holds a person's conversations: nothing erases them until they are released. */
export async function holdPerson(privacy: Privacy, args: unknown): Promise<object> {
  const conversations = await conversationsAsked(privacy, "hold", args);
  return { talks: conversations.length, held: await holdConversations(privacy, conversations, operator) };
}

/** Releases the hold on a person's conversations. */
export async function releasePerson(privacy: Privacy, args: unknown): Promise<object> {
  const conversations = await conversationsAsked(privacy, "release", args);
  return {
    talks: conversations.length,
    released: await releaseConversations(privacy, conversations, operator),
  };
}

/** Runs retention once. With --dry-run it only lists the conversations that are due. */
export async function* retain(privacy: Privacy, args: unknown): AsyncGenerator<object> {
  const read = RetentionArgs.safeParse(args);
  if (!read.success) throw new NoPerson("retention: the only option is --dry-run");
  if (read.data.length === 0) {
    yield { ...(await privacy.retain()) };
    return;
  }
  const { due, conversations } = await privacy.due();
  yield* due;
  yield { dryRun: true, talks: conversations, due: due.length };
}
