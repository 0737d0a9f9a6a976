import type { AuditEvent } from "../../audit/audit-entry.ts";
import { addressOf } from "../../http/client-address.ts";
import {
  conversationsOfPerson,
  eraseConversations,
  exportConversations,
  holdConversations,
  releaseConversations,
} from "../../privacy/data-subject-requests.ts";
import type { Conversation } from "../../store/records.ts";
import { ticketName } from "../../tickets/ticket.ts";
import type { ApiDesk } from "../api-context.ts";
import { type Endpoint, type EndpointInput, endpoint, type Principal } from "../endpoint.ts";
import {
  ErasedPerson,
  ExportedPerson,
  type FoundConversation,
  FoundPerson,
  HeldPerson,
  WhosePerson,
} from "../schemas/people-data.ts";
import { readerOf } from "../visibility.ts";

type PersonRequest = Pick<EndpointInput<{ person: string }, undefined>, "body" | "req"> & Principal;
type By = Pick<AuditEvent, "who" | "from">;

const byOf = ({ me, req }: PersonRequest): By => ({
  who: { kind: "agent", id: me.id },
  from: addressOf(req),
});

/** Collects the values and the result of a generator. */
async function drained<Each, End>(all: AsyncGenerator<Each, End>): Promise<{ each: Each[]; end: End }> {
  const each: Each[] = [];
  for (;;) {
    const next = await all.next();
    if (next.done) return { each, end: next.value };
    each.push(next.value);
  }
}

/** Defines the endpoints for personal data, owners only: find, export, erase, hold. */
export function peopleDataEndpoints({
  privacy,
  readings,
}: Pick<ApiDesk, "privacy" | "readings">): Endpoint[] {
  const { store, holds } = privacy;
  const about = { method: "post", least: "owner", body: WhosePerson } as const;

  const found = async (conversation: Conversation): Promise<FoundConversation> => ({
    id: conversation.id,
    channel: conversation.channel,
    startedAt: conversation.startedAt,
    entries: conversation.lastSeq,
    tickets: (await store.ticketsOf(conversation.id)).map(({ number }) => ticketName(number)),
    held: await holds.holds(conversation),
  });
  /** Runs an action on all conversations of a person, or refuses when there are none. */
  const withConversations =
    <A>(work: (conversations: Conversation[], by: By) => Promise<A>) =>
    async (request: PersonRequest): Promise<{ value: A } | { refused: "no-person" }> => {
      const conversations = await conversationsOfPerson(store, request.body.person);
      return conversations.length === 0
        ? { refused: "no-person" }
        : { value: await work(conversations, byOf(request)) };
    };

  return [
    endpoint({
      ...about,
      path: "/people/find",
      stepUp: true,
      summary:
        "Finds a person's conversations by a conversation's id, their id, XD-1001 or an e-mail address",
      answer: FoundPerson,
      problems: ["no-person"],
      handle: async ({ me, req, body }) => {
        const conversations = await conversationsOfPerson(store, body.person);
        await readings.lookedFor(
          readerOf(me, req),
          conversations.map(({ id }) => id),
        );
        if (conversations.length === 0) return { refused: "no-person" };
        return { value: { talks: await Promise.all(conversations.map(found)) } };
      },
    }),
    endpoint({
      ...about,
      path: "/people/export",
      summary: "Exports everything a person may have of their conversations",
      stepUp: true,
      answer: ExportedPerson,
      problems: ["no-person"],
      handle: withConversations(async (conversations, by) => {
        const { each, end } = await drained(exportConversations(privacy, conversations, by));
        return { talks: each, exported: end };
      }),
    }),
    endpoint({
      ...about,
      path: "/people/erase",
      summary: "Erases a person's conversations that are not held, for good, under one receipt number",
      stepUp: true,
      answer: ErasedPerson,
      problems: ["no-person"],
      handle: withConversations(
        async (conversations, by) => (await drained(eraseConversations(privacy, conversations, by))).end,
      ),
    }),
    endpoint({
      ...about,
      path: "/people/hold",
      summary: "Holds all conversations of a person",
      stepUp: true,
      answer: HeldPerson,
      problems: ["no-person"],
      handle: withConversations(async (conversations, by) => ({
        talks: conversations.length,
        changed: await holdConversations(privacy, conversations, by),
      })),
    }),
    endpoint({
      ...about,
      path: "/people/release",
      summary: "Releases the hold on a person's conversations",
      stepUp: true,
      answer: HeldPerson,
      problems: ["no-person"],
      handle: withConversations(async (conversations, by) => ({
        talks: conversations.length,
        changed: await releaseConversations(privacy, conversations, by),
      })),
    }),
  ];
}
