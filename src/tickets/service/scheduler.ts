import type { Activity } from "../../store/records.ts";
import { type Ticket, ticketSpeaker } from "../../store/ticket.ts";
import { botEvent } from "../handoff-events.ts";
import type { QueueLine } from "../human-desk.ts";
import type { Intake } from "../intake/intake.ts";
import { leaseEnded } from "../transitions/claim.ts";
import { expire, expiresAt, isBroken, isQueued, promiseBroken } from "../transitions/close.ts";
import { actedInTeams } from "../transitions/transition.ts";
import type { TicketServiceContext, Transition } from "./apply-transition.ts";

/** A due task of a ticket. */
type DueTask = "lease-ended" | "promise-broken" | "expired";

interface DueRules {
  leaseMs: number;
  /** lease of an agent whose last action was in Teams */
  leaseInTeamsMs: number;
  expireDays: number;
  /** last heartbeat of an agent, in ms since the epoch */
  lastHeartbeat: (agent: string) => number;
}

/** Returns the due task of a ticket, or null. */
function dueTasks(ticket: Ticket, now: Date, rules: DueRules): DueTask | null {
  const { state } = ticket;
  if (state.kind === "claimed") {
    const since = Math.max(Date.parse(state.since), rules.lastHeartbeat(state.by));
    const leaseMs = actedInTeams(ticket, state.by) ? rules.leaseInTeamsMs : rules.leaseMs;
    if (now.getTime() - since > leaseMs) return "lease-ended";
  }
  if (isBroken(ticket, now)) return "promise-broken";
  const expires = expiresAt(ticket, rules.expireDays);
  return expires !== null && expires <= now.getTime() ? "expired" : null;
}

const EVERY_MS = 1_000;

interface SchedulerParts
  extends Pick<TicketServiceContext, "tickets" | "agentPresence" | "peers" | "move" | "said" | "now">,
    Omit<DueRules, "lastHeartbeat"> {
  intake: Pick<Intake, "round">;
  log: (event: string, about: Record<string, unknown>) => void;
}

/** Makes the scheduler. It scans the open tickets every second and runs due tasks. */
export function makeScheduler({
  tickets,
  agentPresence,
  peers,
  move,
  said,
  now,
  intake,
  leaseMs,
  leaseInTeamsMs,
  expireDays,
  log,
}: SchedulerParts) {
  const rules = {
    leaseMs,
    leaseInTeamsMs,
    expireDays,
    lastHeartbeat: (agent: string) => agentPresence.lastHeartbeat(agent),
  };
  const toEveryone = (activity: Activity) => ({ audience: "everyone" as const, activity });
  const transitions: Record<DueTask, (number: number) => Transition> = {
    "lease-ended": (number) => ({
      decide: (ticket, at) =>
        dueTasks(ticket, at, rules) === "lease-ended" ? leaseEnded(ticket, at) : { refused: "not-waiting" },
      says: () => [toEveryone(said["lease-ended"](number))],
    }),
    "promise-broken": (number) => ({
      decide: promiseBroken,
      says: () => [botEvent("desk.promise-broken", { ticket: number })],
    }),
    expired: (number) => ({
      decide: (ticket, at) => expire(ticket, expireDays, at),
      says: () => [botEvent("desk.expired", { ticket: number })],
    }),
  };

  const run = async (number: number, transition: Transition): Promise<void> => {
    try {
      await move(number, transition);
    } catch (error) {
      log("ticket not attended to", { ticket: number, error });
    }
  };

  /** Returns whether the agent of a ticket is present in another process. */
  const isElsewhere = async (ticket: Ticket): Promise<boolean> => {
    const agent = ticketSpeaker(ticket);
    if (agent === null) return false;
    agentPresence.recordRemote(agent, await peers.lastHeartbeat(agent));
    return dueTasks(ticket, now(), rules) !== "lease-ended";
  };

  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const once = async (): Promise<void> => {
    await tickets.ready();
    agentPresence.expire();
    intake.round();
    for (const ticket of tickets.open) {
      const task = dueTasks(ticket, now(), rules);
      if (task === "lease-ended" && (await isElsewhere(ticket))) continue;
      if (task !== null) await run(ticket.number, transitions[task](ticket.number));
    }
  };
  return {
    once,
    start(): void {
      timer ??= setInterval(() => {
        running ??= once()
          .catch((error: unknown) => log("round not finished", { error }))
          .finally(() => {
            running = null;
          });
      }, EVERY_MS).unref();
    },
    async stop(): Promise<void> {
      clearInterval(timer);
      await running;
    },
    /** Tells a person once that they are first in the queue. */
    nextInLine: ({ ticket: { number } }: QueueLine): Promise<void> =>
      run(number, {
        decide: (ticket) =>
          isQueued(ticket)
            ? { ticket: { ...ticket, revision: ticket.revision + 1 } }
            : { refused: "not-waiting" },
        says: () => [toEveryone(said["next-in-line"](number))],
        keys: [`next-in-line:${number}`],
      }),
  };
}
