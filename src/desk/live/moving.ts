import type { Activity } from "../../store/activity.ts";
import { speakerOf } from "../../store/ticket.ts";
import type { Actor, HumanDesk, Moved } from "../human-desk.ts";
import { confirmAddress } from "../moves/address.ts";
import { claim } from "../moves/claim.ts";
import { resolve } from "../moves/close.ts";
import { release, takeBack, transfer } from "../moves/give-away.ts";
import { setPriority, setTags } from "../moves/tend.ts";
import { agentNote } from "../said/agent-says.ts";
import { handoffStatus, toldToBot } from "../said/events.ts";
import type { DeskContext } from "./context.ts";
import type { Made, Wish } from "./mover.ts";

type Moving = Pick<
  HumanDesk,
  "claim" | "release" | "transfer" | "resolve" | "setPriority" | "setTags" | "confirmAddress" | "dismiss"
>;

const toEveryone = (activity: Activity) => ({ audience: "everyone" as const, activity });

const moved = (made: Made): Moved => ("refused" in made ? made : { ticket: made.ticket });

/** The moves that agents ask for, with what the person is told of them. */
export function moving({
  store,
  move,
  said,
  roster,
}: Pick<DeskContext, "store" | "move" | "said" | "roster">): Moving {
  const by = async (actor: Actor, number: number, wish: Wish): Promise<Moved> => {
    roster.beat(actor.id);
    return moved(await move(number, wish));
  };
  const joined = (number: number, { firstName }: Actor) => [
    handoffStatus("accepted"),
    toEveryone(said.claimed(number, firstName)),
  ];
  return {
    claim: (number, actor) =>
      by(actor, number, {
        decide: (ticket, now) => claim(ticket, actor, now),
        says: () => joined(number, actor),
      }),
    release: (number, actor) =>
      by(actor, number, {
        decide: (ticket, now) => release(ticket, actor, now),
        says: () => [toEveryone(said.released(number))],
      }),
    transfer: (number, actor, to, note) =>
      by(actor, number, {
        decide: (ticket, now) => transfer(ticket, actor, to, now),
        says: (_, before) => [
          ...(note === null
            ? []
            : [{ audience: "desk" as const, activity: agentNote(actor, { text: note }) }]),
          ...("agent" in to && speakerOf(before) === null
            ? joined(number, to.agent)
            : [toEveryone(said.transferred(number, to))]),
        ],
      }),
    resolve: (number, actor, outcome, onward) =>
      by(actor, number, {
        decide: (ticket, now) => resolve(ticket, actor, outcome, onward, now),
        says: () => [
          toEveryone(said.resolved(number, actor.firstName)),
          handoffStatus("completed"),
          toldToBot("desk.returned", { ticket: number, onward }),
        ],
      }),
    dismiss: async (agent, actor) => {
      roster.leave(agent);
      for (const { number } of (await store.openTickets()).filter((ticket) => speakerOf(ticket) === agent))
        await move(number, {
          decide: (ticket, now) => takeBack(ticket, agent, actor, now),
          says: () => [toEveryone(said["lease-ended"](number))],
        });
    },
    setPriority: (number, actor, priority) =>
      by(actor, number, { decide: (ticket, now) => setPriority(ticket, actor, priority, now) }),
    setTags: (number, actor, tags) =>
      by(actor, number, { decide: (ticket, now) => setTags(ticket, actor, tags, now) }),
    confirmAddress: (number, actor, address) =>
      by(actor, number, { decide: (ticket, now) => confirmAddress(ticket, actor, address, now) }),
  };
}
