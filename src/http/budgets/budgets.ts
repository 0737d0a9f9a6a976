import type { TurnQueue } from "../../bot/turn-queue.ts";
import type { Log } from "../../runtime/log.ts";
import type { Store } from "../../store/store.ts";
import type { DistributedCounters } from "../distributed-counters.ts";
import type { Limits } from "../limits.ts";
import type { ProblemResponse } from "../problems.ts";
import { type Budget, makeBudget, Reserve, type Scope, type Spender } from "./budget.ts";
import type { FreeDisk } from "./free-disk.ts";
import { type HeldMemory, makeHeldMemory } from "./held-memory.ts";

/**
 * Charges stored bytes and CPU time to the last speaker of a conversation. Marks speakers as known once an
 * agent claims their ticket.
 */
export function chargeConversations(
  budgets: Pick<Budgets, "spend" | "know" | "endTurn">,
  store: Pick<Store, "watchStored" | "watchTickets">,
  turns: Pick<TurnQueue, "watch">,
): void {
  store.watchStored((conversation, bytes) => budgets.spend("storedBytes", conversation, bytes));
  turns.watch((_, cpuMs, conversation) => {
    budgets.spend("cpuMs", conversation, cpuMs);
    budgets.endTurn(conversation);
  });
  store.watchTickets(({ conversationId, firstClaimedAt }) => {
    if (firstClaimedAt !== null) budgets.know(conversationId);
  });
}

/** Resources that incoming messages consume. */
export const resources = ["storedBytes", "cpuMs"] as const;
export type Resource = (typeof resources)[number];

/** The budgets of a process: consumption of scarce resources by strangers. */
export interface Budgets {
  /** Returns a refusal when a budget is exhausted; otherwise records the spender for later charges. */
  admit(what: "open" | "speak", by: Spender): ProblemResponse | null;
  /** Returns the last spender of a conversation in this process. */
  spender(conversation: string): Spender | undefined;
  /** Exempts a conversation from the budgets of strangers from now on. */
  know(conversation: string): void;
  /** Reserves the usual cost of a turn until one has run. */
  reserveTurn(conversation: string): void;
  endTurn(conversation: string): void;
  /** Charges a cost to the last speaker of a conversation. */
  spend(resource: Resource, conversation: string, amount: number): void;
  /** Returns the share of the burst that strangers have left together. */
  left(resource: Resource): number;
  /** bytes held for slow readers and incomplete requests */
  memory: HeldMemory;
}

const remembered = 20_000;
/** approximate upper bound of a turn's cost */
const usualCost: Record<Resource, number> = { storedBytes: 8000, cpuMs: 5 };
const forgottenMs = 60_000;
/** share of the budget that must be free again before the next alarm */
const recoveredFrom = 0.5;
const shortestSeconds = 5;
const longestSeconds = 900;
const roomSeconds = 60;

/** Makes the budgets. Calls `refused` on each refusal; logs once when strangers together exhaust a budget. */
export function makeBudgets(
  limits: Pick<Limits, Resource | "memoryBytes">,
  counts: Pick<DistributedCounters, "buckets">,
  {
    log,
    room,
    refused,
  }: {
    log: Log;
    room?: Pick<FreeDisk, "allows"> | undefined;
    refused?: ((resource: Resource | "room", scope: Scope) => void) | undefined;
  },
): Budgets {
  const budgets: Record<Resource, Budget> = {
    storedBytes: makeBudget("storedBytes", limits.storedBytes, counts),
    cpuMs: makeBudget("cpuMs", limits.cpuMs, counts),
  };
  const spenders = new Map<string, Spender>();
  const reserve = new Reserve(forgottenMs, Date.now);
  const alarmed = new Set<Resource>();

  const alarm = (resource: Resource): void => {
    if (alarmed.has(resource)) return;
    alarmed.add(resource);
    log.warn({ resource }, "budget of strangers used up");
  };
  const clearAlarms = (): void => {
    for (const resource of alarmed) {
      if (budgets[resource].left() < recoveredFrom) continue;
      alarmed.delete(resource);
      log.info({ resource }, "budget of strangers not used up any more");
    }
  };
  /**
   * Records the last spender; a conversation keeps its `known` and `began` when it moves to another network.
   */
  const recordSpender = (by: Spender): void => {
    const before = spenders.get(by.conversation);
    spenders.delete(by.conversation);
    spenders.set(by.conversation, {
      ...by,
      known: by.known || before?.known === true,
      began: by.began ?? before?.began ?? null,
    });
    const [oldest] = spenders.keys();
    if (spenders.size > remembered && oldest !== undefined) spenders.delete(oldest);
  };
  const refusal = (what: "open" | "speak", by: Spender): ProblemResponse | null => {
    if (room !== undefined && !room.allows(what, by)) {
      refused?.("room", "strangers");
      return { refused: "no-room", retryAfter: roomSeconds };
    }
    for (const resource of resources) {
      const usedUp = budgets[resource].usedUp(by);
      if (usedUp === null) continue;
      refused?.(resource, usedUp.scope);
      if (usedUp.scope === "strangers") alarm(resource);
      const retryAfter = Math.min(Math.max(usedUp.seconds, shortestSeconds), longestSeconds);
      return { refused: "busy", retryAfter };
    }
    return null;
  };
  return {
    admit: (what, by) => {
      if (alarmed.size > 0) clearAlarms();
      const found = refusal(what, by);
      if (found === null) recordSpender(by);
      return found;
    },
    spender: (conversation) => spenders.get(conversation),
    know: (conversation) => {
      const by = spenders.get(conversation);
      if (by !== undefined) spenders.set(conversation, { ...by, known: true });
    },
    reserveTurn: (conversation) => {
      const by = spenders.get(conversation);
      if (by === undefined) return;
      const spent = resources.map((resource) => budgets[resource].lend(by, usualCost[resource]));
      reserve.add(conversation, () => {
        for (const giveBack of spent) giveBack();
      });
    },
    endTurn: (conversation) => reserve.end(conversation),
    spend: (resource, conversation, amount) => {
      const by = spenders.get(conversation);
      if (by !== undefined) budgets[resource].spend(by, amount);
    },
    left: (resource) => budgets[resource].left(),
    memory: makeHeldMemory(limits.memoryBytes),
  };
}
