import { type Pause, pause } from "../../../widget/frame/line/pauses.ts";
import { type Answered, ask } from "../wire/ask.ts";
import type { Cell } from "./cell.ts";
import { type DeskState, type Sending, withTalk } from "./state.ts";

/** Sends what an agent writes: shown at once, tried until the desk has it, told plainly when the desk will not take it. */
export interface Sender {
  send(conversationId: string, what: Pick<Sending, "ticket" | "kind" | "text">): void;
  again(conversationId: string, clientId: string): void;
  drop(conversationId: string, clientId: string): void;
  /** Tries at once what waits, for instance because the line is back. */
  hurry(): void;
}

const betweenTriesMs = 2000;

type NotTaken = Exclude<Answered<never>, { kind: "ok" }>;

const isFinal = (answered: NotTaken): boolean =>
  answered.kind === "refused" && answered.status < 500 && answered.status !== 429;

const deliver = (conversationId: string, { kind, ticket, text, clientId }: Sending, csrf: string) =>
  kind === "note"
    ? ask<{ seq?: number }>(`tickets/${ticket}/notes`, { body: { text }, csrf })
    : ask<{ seq?: number }>(`conversations/${encodeURIComponent(conversationId)}/messages`, {
        body: { text, clientId },
        csrf,
      });

/** Makes a sender. Within a talk one message is sent after the other. */
export function makeSender(
  cell: Cell<DeskState>,
  csrf: () => string,
  refused: (answered: NotTaken) => void,
): Sender {
  const busy = new Set<string>();
  const rests = new Set<Pause>();

  const mark = (id: string, clientId: string, change: Partial<Sending>): void =>
    cell.change((state) =>
      withTalk(state, id, ({ sending, entries }) => ({
        sending: sending
          .map((one) => (one.clientId === clientId ? { ...one, ...change } : one))
          .filter(({ seq }) => seq === null || !entries.some((entry) => entry.seq === seq)),
      })),
    );

  const next = (id: string): Sending | undefined =>
    cell
      .get()
      .talks.get(id)
      ?.sending.find(({ state }) => state === "sending" || state === "waiting");

  const work = async (id: string): Promise<void> => {
    if (busy.has(id)) return;
    busy.add(id);
    for (let first = next(id); first; first = next(id)) {
      const answered = await deliver(id, first, csrf());
      if (answered.kind === "ok") {
        mark(id, first.clientId, { state: "taken", seq: answered.body?.seq ?? null });
      } else if (first.kind === "note" || isFinal(answered)) {
        mark(id, first.clientId, { state: "failed" });
        refused(answered);
      } else {
        mark(id, first.clientId, { state: "waiting" });
        const rest = pause(betweenTriesMs);
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
      cell.change((state) => withTalk(state, id, ({ sending }) => ({ sending: [...sending, fresh] })));
      void work(id);
    },
    again: (id, clientId) => {
      mark(id, clientId, { state: "sending" });
      void work(id);
    },
    drop: (id, clientId) =>
      cell.change((state) =>
        withTalk(state, id, ({ sending }) => ({
          sending: sending.filter((one) => one.clientId !== clientId),
        })),
      ),
    hurry: () => {
      for (const rest of rests) rest.cut();
    },
  };
}
