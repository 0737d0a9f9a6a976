import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { KeptKey } from "../../keys/key-set.ts";
import { StateConflict } from "../../store/errors.ts";
import type { Store } from "../../store/store.ts";
import { isQuarantined, type Ticket } from "../../store/ticket.ts";
import { handoffStatus } from "../handoff-events.ts";
import type { Actor, HeldNetwork, Quarantine, SweepAct } from "../human-desk.ts";
import { type Intake, laneOf, provenMayEnter } from "../intake/intake.ts";
import { bitsFor, type ChallengedTicket, isProven, makeChallenge } from "../intake/proof-of-work.ts";
import type { TicketLimits } from "../intake/surge.ts";
import { isQueued } from "../transitions/close.ts";
import { bulkClose, isBulkClosed, letIn, undoBulkClose } from "../transitions/quarantine.ts";
import { byAgent } from "../transitions/transition.ts";
import type { TicketServiceContext, Transition, TransitionResult } from "./apply-transition.ts";

const docKey = "desk/sweeps";

const Act = z.object({
  id: z.string(),
  network: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  until: z.iso.datetime(),
  numbers: z.array(z.number().int().positive()),
});
type Act = z.infer<typeof Act>;
export const SweepsDocument = z.object({ acts: z.array(Act) });

/** Bulk closes that can still be undone. */
interface BulkCloses {
  /** Adds or replaces an act. */
  keep(act: Act): Promise<void>;
  forget(id: string): Promise<void>;
  find(id: string): Promise<Act | undefined>;
  /** Lists acts that can be undone, newest first. */
  list(): Promise<SweepAct[]>;
}

const shownAct = ({ numbers, ...act }: Act): SweepAct => ({ ...act, tickets: numbers.length });

/** Opens the stored bulk closes, shared between processes. */
function makeBulkCloses(store: Pick<Store, "readState" | "writeState">, now: () => Date): BulkCloses {
  const read = async (): Promise<{ acts: Act[]; eTag: string | null }> => {
    const stored = (await store.readState([docKey])).get(docKey);
    if (stored === undefined) return { acts: [], eTag: null };
    const at = now().toISOString();
    return {
      acts: SweepsDocument.parse(stored.value).acts.filter(({ until }) => until > at),
      eTag: stored.eTag,
    };
  };
  const change = async (make: (acts: Act[]) => Act[]): Promise<void> => {
    for (;;) {
      const { acts, eTag } = await read();
      try {
        return await store.writeState([{ key: docKey, value: { acts: make(acts) }, eTag }]);
      } catch (error) {
        if (!(error instanceof StateConflict)) throw error;
      }
    }
  };
  return {
    keep: (act) => change((acts) => [...acts.filter(({ id }) => id !== act.id), act]),
    forget: (gone) => change((acts) => acts.filter(({ id }) => id !== gone)),
    find: async (wanted) => (await read()).acts.find(({ id }) => id === wanted),
    list: async () => (await read()).acts.toReversed().map(shownAct),
  };
}

/** concurrent transitions, and maximum number of tickets per act */
const AT_ONCE = 16;
const MOST_OF_AN_ACT = 5_000;

interface Parts extends Pick<TicketServiceContext, "store" | "tickets" | "move" | "said" | "now"> {
  intake: Intake;
  limits: TicketLimits;
  key: KeptKey;
  count: (event: string) => void;
}

/** Runs a transition on many tickets with bounded concurrency. Returns the numbers that were changed. */
async function each(
  numbers: readonly number[],
  move: (number: number) => Promise<boolean>,
): Promise<number[]> {
  const left = [...numbers];
  const done: number[] = [];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      if (await move(next)) done.push(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return done.sort((one, other) => one - other);
}

const isMoved = (made: TransitionResult): boolean => !("refused" in made);

/** Groups quarantined tickets by network, the largest group first. */
function byNetwork(open: readonly Ticket[]): HeldNetwork[] {
  const networks = new Map<string | null, HeldNetwork>();
  for (const { network, distress, openedAt, state } of open) {
    if (state.kind !== "quarantined") continue;
    const { because } = state;
    const first = {
      network,
      tickets: 0,
      distress: 0,
      queued: 0,
      oldest: openedAt,
      newest: openedAt,
      because,
    };
    const known = networks.get(network) ?? first;
    const moments = [openedAt, known.oldest, known.newest].sort();
    networks.set(network, {
      ...known,
      because,
      tickets: known.tickets + 1,
      distress: known.distress + (distress === null ? 0 : 1),
      oldest: moments[0] ?? openedAt,
      newest: moments.at(-1) ?? openedAt,
    });
  }
  for (const ticket of open) {
    const known = networks.get(ticket.network);
    if (known && ticket.network !== null && isQueued(ticket) && ticket.firstClaimedAt === null)
      known.queued += 1;
  }
  return [...networks.values()].sort((one, other) => other.tickets - one.tickets);
}

/** Makes the quarantine actions. */
export function quarantineActions(parts: Parts): Quarantine {
  const { store, tickets, move, said, now, intake, limits, key, count } = parts;
  const sweeps = makeBulkCloses(store, now);
  const open = async (): Promise<Ticket[]> => {
    await tickets.ready();
    return tickets.open;
  };
  const notice = (kind: Parameters<typeof said.quarantine>[0], { number }: Ticket) => ({
    audience: "everyone" as const,
    activity: said.quarantine(kind, number),
  });
  const letting = (who: Ticket["audit"][number]["who"], since?: string): Transition => ({
    decide: (ticket, at) =>
      since !== undefined && ticket.state.since !== since
        ? { refused: "not-waiting" }
        : letIn(ticket, who, at),
    says: (ticket) => [notice("let-in", ticket)],
  });
  const sweeping = (wanted: Parameters<typeof bulkClose>[1], act: string, actor: Actor): Transition => ({
    decide: (ticket, at) => bulkClose(ticket, wanted, act, byAgent(actor), at),
    says: (ticket) => [notice("swept", ticket), handoffStatus("failed")],
  });
  const undoing = (act: string, actor: Actor): Transition => ({
    decide: (ticket, at) => undoBulkClose(ticket, act, byAgent(actor), at),
    says: (ticket) => [notice("sweep-undone", ticket)],
  });
  /** Returns the conversation's ticket that waits for a proof of work, or null. */
  const challenged = async (conversationId: string) => {
    const conversation = await store.conversation(conversationId);
    if (conversation === undefined || conversation === "erased" || conversation.ticket === null) return null;
    const ticket = await store.ticket(conversation.ticket);
    if (ticket?.state.kind !== "quarantined" || ticket.state.because !== "rate") return null;
    const { number, state } = ticket;
    const of: ChallengedTicket = { conversationId, number, since: state.since };
    return { talk: conversation, of, pressure: intake.look(laneOf(ticket)) };
  };

  return {
    tickets: async () => (await open()).filter(isQuarantined).sort((a, b) => b.number - a.number),
    networks: async () => byNetwork(await open()),
    letIn: async (number, actor) => {
      const made = await move(number, letting(byAgent(actor)));
      return "refused" in made ? made : { ticket: made.ticket };
    },
    letInNetwork: async (network, actor) => {
      const quarantined = (await open()).filter(
        (ticket) => isQuarantined(ticket) && ticket.network === network,
      );
      const numbers = quarantined.map(({ number }) => number);
      return (await each(numbers, async (number) => isMoved(await move(number, letting(byAgent(actor))))))
        .length;
    },
    sweep: async (network, actor, also) => {
      const filter = { network, ...also };
      const all = (await open()).filter((ticket) => isBulkClosed(ticket, filter)).map(({ number }) => number);
      const at = now();
      const begun = {
        id: randomUUID(),
        network,
        by: actor.id,
        at: at.toISOString(),
        until: new Date(at.getTime() + limits.undoMinutes * 60_000).toISOString(),
        numbers: all.slice(0, MOST_OF_AN_ACT),
      };
      // stored before any ticket is closed, so that an interrupted act can be undone
      if (all.length > 0) await sweeps.keep(begun);
      const closed = await each(begun.numbers, async (number) =>
        isMoved(await move(number, sweeping(filter, begun.id, actor))),
      );
      const act = { ...begun, numbers: closed };
      if (closed.length < begun.numbers.length) await sweeps.keep(act);
      count("tickets swept");
      return { act: shownAct(act), left: all.length - closed.length };
    },
    undo: async (id, actor) => {
      const act = await sweeps.find(id);
      if (act === undefined) return null;
      const undone = await each(act.numbers, async (number) => {
        try {
          return isMoved(await move(number, undoing(id, actor)));
        } catch (error) {
          // the person has opened another ticket meanwhile
          if (error instanceof StateConflict) return false;
          throw error;
        }
      });
      await sweeps.forget(id);
      return undone.length;
    },
    acts: () => sweeps.list(),
    challenge: async (conversationId) => {
      const challengedTicket = await challenged(conversationId);
      return (
        challengedTicket &&
        makeChallenge(await key(), challengedTicket.of, bitsFor(challengedTicket.pressure), now().getTime())
      );
    },
    prove: async (conversationId, proof) => {
      const challengedTicket = await challenged(conversationId);
      if (challengedTicket === null) return "let-in";
      if (!isProven(await key(), challengedTicket.of, proof, now().getTime())) {
        count("proof refused");
        return "wrong";
      }
      if (!provenMayEnter(Date.parse(challengedTicket.talk.startedAt), challengedTicket.pressure))
        return "waits";
      await move(challengedTicket.of.number, letting({ kind: "desk" }, challengedTicket.of.since));
      count("ticket let in by proof");
      return "let-in";
    },
  };
}
