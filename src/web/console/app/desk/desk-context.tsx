import { createContext, useContext } from "react";
import { apiRequest, followStream } from "../api/request.ts";
import type { MeReply, StreamFrame, TeamReply } from "../api/schemas.ts";
import { type MessageSender, makeSender, makeTicketActions, type TicketActions } from "./actions.ts";
import { type ListLoader, loadConversation, loadTicket, makeListLoader } from "./load-lists.ts";
import { holeIn, reduceEvent } from "./reduce-event.ts";
import { type DeskState, lists, makeSignal, type Signal, stateAtFirst, useSignal } from "./state.ts";
import { makeStepUpPrompt, makeToasts, type StepUpPrompt, type Toasts } from "./toasts.ts";

const restMs = 400;

/** Makes the function that reports read positions, debounced by conversation. */
function makeSeen(csrf: string): (conversationId: string, upTo: number) => void {
  const pending = new Map<string, number>();
  return (id, upTo) => {
    const waits = pending.has(id);
    pending.set(id, Math.max(upTo, pending.get(id) ?? 0));
    if (waits) return;
    setTimeout(() => {
      const body = { upTo: pending.get(id) ?? upTo };
      pending.delete(id);
      void apiRequest(`conversations/${encodeURIComponent(id)}/read`, { body, csrf });
    }, restMs);
  };
}

/** Store of the console for the signed-in agent. */
export interface DeskStore {
  state: Signal<DeskState>;
  csrf: string;
  actions: TicketActions;
  sender: MessageSender;
  toasts: Toasts;
  stepUp: StepUpPrompt;
  lists: ListLoader;
  loadTicket(number: number): Promise<"ok" | "none" | "away">;
  loadConversation(id: string): Promise<void>;
  loadAgents(): Promise<void>;
  /** Sends a typing indicator. */
  writes(conversationId: string): void;
  /** Reports a read position. */
  sees(conversationId: string, upTo: number): void;
  /** Closes the stream. */
  leave(): void;
}

/** minimum interval between reloads of the queue, whose order the desk decides */
const queueRestMs = 1200;
const typingRestMs = 3000;

/**
 * Opens the store: loads the queue and follows the stream. Calls `hears.frame` for each frame, after the
 * state is updated.
 */
export function openDeskStore(
  { me, csrf }: { me: MeReply; csrf: string },
  callbacks: { frame(before: DeskState, frame: StreamFrame): void; signedOut(): void },
): DeskStore {
  const state = makeSignal(stateAtFirst(me));
  const toasts = makeToasts();
  const token = (): string => csrf;
  const sender = makeSender(state, token, toasts.refused);
  const loader = makeListLoader(state);
  let queueAsked = false;
  const wroteAt = new Map<string, number>();

  const queueSoon = (): void => {
    if (queueAsked) return;
    queueAsked = true;
    setTimeout(() => {
      queueAsked = false;
      void loader.load("waiting");
    }, queueRestMs);
  };

  const loadAgents = async (): Promise<void> => {
    const response = await apiRequest<TeamReply>("agents");
    if (response.kind !== "ok") return;
    const { body } = response;
    state.change((now) => {
      const role = body.agents.find(({ id }) => id === now.me.id)?.role ?? now.me.role;
      return { ...now, ...body, me: { ...now.me, role } };
    });
  };

  const anew = (): void => {
    const known = state.get();
    for (const list of lists) if (known.lists[list].loaded) void loader.load(list);
    for (const number of known.details.keys()) void loadTicket(state, number);
    for (const [id, conversation] of known.conversations)
      if (conversation.loaded === "yes") void loadConversation(state, id);
    void loadAgents();
  };

  const leave = followStream({
    frame: (frame) => {
      const before = state.get();
      const hole = holeIn(before, frame);
      if (hole !== null) void loadConversation(state, hole);
      state.change((now) => reduceEvent(now, frame, Date.now()));
      if (frame.kind === "ticket") queueSoon();
      if (frame.kind === "presence" && !before.agents.some(({ id }) => id === frame.agent)) void loadAgents();
      callbacks.frame(before, frame);
    },
    anew,
    state: (line) => {
      state.change((now) => ({ ...now, line }));
      if (line === "online") sender.hurry();
    },
    signedOut: callbacks.signedOut,
  });
  for (const list of ["waiting", "mine", "quarantined"] as const) void loader.load(list);
  void loadAgents();

  return {
    state,
    csrf,
    toasts,
    stepUp: makeStepUpPrompt(),
    sender,
    actions: makeTicketActions(state, token, toasts.refused),
    lists: loader,
    loadTicket: (number) => loadTicket(state, number),
    loadConversation: (id) => loadConversation(state, id),
    loadAgents,
    writes: (id) => {
      const now = Date.now();
      if (now - (wroteAt.get(id) ?? 0) < typingRestMs) return;
      wroteAt.set(id, now);
      void apiRequest(`conversations/${encodeURIComponent(id)}/typing`, { body: {}, csrf });
    },
    sees: makeSeen(csrf),
    leave,
  };
}

/** Context that provides the store. */
export const DeskStoreContext = createContext<DeskStore | null>(null);

/** Returns the store. Throws outside of its provider. */
export function useDesk(): DeskStore {
  const desk = useContext(DeskStoreContext);
  if (desk === null) throw new Error("useDesk must be called within DeskStoreContext");
  return desk;
}

/** Subscribes a component to a part of the state. `look` must return the same value for the same state. */
export const useKnown = <Part,>(look: (state: DeskState) => Part): Part => useSignal(useDesk().state, look);
