import { type Delay, delay } from "../../../shared/retry-delay.ts";
import { type ApiReply, apiRequest } from "../api/request.ts";
import type { PresenceReply, Priority, ReplyBody, Ticket, TicketContinuation } from "../api/schemas.ts";
import { lineOf, withLine } from "./lists.ts";
import type { Signal } from "./state.ts";
import { type DeskState, type Sending, withConversation } from "./state.ts";

/** Sends the agent's messages: shown immediately, retried until accepted, and marked when refused. */
export interface MessageSender {
  send(conversationId: string, what: Pick<Sending, "ticket" | "kind" | "text">): void;
  again(conversationId: string, clientId: string): void;
  drop(conversationId: string, clientId: string): void;
  /** Retries immediately, for example after a reconnect. */
  hurry(): void;
}

const betweenTriesMs = 2000;

type NotTaken = Exclude<ApiReply<never>, { kind: "ok" }>;

const isFinal = (answered: NotTaken): boolean =>
  answered.kind === "refused" && answered.status < 500 && answered.status !== 429;

const deliver = (conversationId: string, { kind, ticket, text, clientId }: Sending, csrf: string) =>
  kind === "note"
    ? apiRequest<ReplyBody<"NoteAnswer">>(`tickets/${ticket}/notes`, { body: { text, clientId }, csrf })
    : apiRequest<ReplyBody<"SentMessage">>(`conversations/${encodeURIComponent(conversationId)}/messages`, {
        body: { text, clientId },
        csrf,
      });

/** Makes a sender. Messages of one conversation are sent in order. */
export function makeSender(
  signal: Signal<DeskState>,
  csrf: () => string,
  refused: (answered: NotTaken) => void,
): MessageSender {
  const busy = new Set<string>();
  const rests = new Set<Delay>();

  const mark = (id: string, clientId: string, change: Partial<Sending>): void =>
    signal.change((state) =>
      withConversation(state, id, ({ sending, entries }) => ({
        sending: sending
          .map((one) => (one.clientId === clientId ? { ...one, ...change } : one))
          .filter(({ seq }) => seq === null || !entries.some((entry) => entry.seq === seq)),
      })),
    );

  const next = (id: string): Sending | undefined =>
    signal
      .get()
      .conversations.get(id)
      ?.sending.find(({ state }) => state === "sending" || state === "waiting");

  const work = async (id: string): Promise<void> => {
    if (busy.has(id)) return;
    busy.add(id);
    for (let first = next(id); first; first = next(id)) {
      const response = await deliver(id, first, csrf());
      if (response.kind === "ok") {
        mark(id, first.clientId, { state: "taken", seq: response.body?.seq ?? null });
      } else if (isFinal(response)) {
        mark(id, first.clientId, { state: "failed" });
        refused(response);
      } else {
        mark(id, first.clientId, { state: "waiting" });
        const rest = delay(betweenTriesMs);
        rests.add(rest);
        await rest.over;
        rests.delete(rest);
      }
    }
    busy.delete(id);
  };

  return {
    send: (id, { ticket, kind, text }) => {
      const fresh: Sending = {
        clientId: crypto.randomUUID(),
        kind,
        ticket,
        text,
        at: new Date().toISOString(),
        state: "sending",
        seq: null,
      };
      signal.change((state) =>
        withConversation(state, id, ({ sending }) => ({ sending: [...sending, fresh] })),
      );
      void work(id);
    },
    again: (id, clientId) => {
      mark(id, clientId, { state: "sending" });
      void work(id);
    },
    drop: (id, clientId) =>
      signal.change((state) =>
        withConversation(state, id, ({ sending }) => ({
          sending: sending.filter((one) => one.clientId !== clientId),
        })),
      ),
    hurry: () => {
      for (const rest of rests) rest.cut();
    },
  };
}

/** Ticket actions. Each resolves to whether it succeeded; refusals go to `refused`. */
export interface TicketActions {
  claim(number: number): Promise<boolean>;
  release(number: number): Promise<boolean>;
  letIn(number: number): Promise<boolean>;
  transfer(number: number, to: string, note: string | null): Promise<boolean>;
  resolve(number: number, outcome: string, then: TicketContinuation): Promise<boolean>;
  setPriority(number: number, priority: Priority): Promise<boolean>;
  setTags(number: number, tags: readonly string[]): Promise<boolean>;
  confirmAddress(number: number, address: string): Promise<boolean>;
  setPresence(presence: PresenceReply): Promise<boolean>;
}

type Refusal = (answered: Exclude<ApiReply<never>, { kind: "ok" }>) => void;

/** Returns the state with an updated ticket; an older revision changes nothing. */
function withTicket(state: DeskState, ticket: Ticket): DeskState {
  const detail = state.details.get(ticket.number);
  if (detail && detail.ticket.revision > ticket.revision) return state;
  return {
    ...withLine(state, lineOf(ticket, state.lines.get(ticket.number))),
    details: detail ? new Map(state.details).set(ticket.number, { ...detail, ticket }) : state.details,
  };
}

/** Makes the ticket actions. */
export function makeTicketActions(
  signal: Signal<DeskState>,
  csrf: () => string,
  refused: Refusal,
): TicketActions {
  const move = async (number: number, name: string, body: object): Promise<boolean> => {
    const response = await apiRequest<ReplyBody<"TicketAnswer">>(`tickets/${number}/${name}`, {
      body,
      csrf: csrf(),
    });
    if (response.kind === "ok") {
      signal.change((state) => withTicket(state, response.body.ticket));
      return true;
    }
    refused(response);
    return false;
  };
  return {
    claim: (number) => move(number, "claim", {}),
    release: (number) => move(number, "release", {}),
    letIn: (number) => move(number, "let-in", {}),
    transfer: (number, to, note) => move(number, "transfer", { to, ...(note !== null && { note }) }),
    resolve: (number, outcome, then) => move(number, "resolve", { outcome, then }),
    setPriority: (number, priority) => move(number, "priority", { priority }),
    setTags: (number, tags) => move(number, "tags", { tags }),
    confirmAddress: (number, address) => move(number, "address", { address }),
    setPresence: async (presence) => {
      const response = await apiRequest("presence", { method: "PUT", body: { presence }, csrf: csrf() });
      if (response.kind !== "ok") {
        refused(response);
        return false;
      }
      signal.change((state) => ({ ...state, me: { ...state.me, presence } }));
      return true;
    },
  };
}
