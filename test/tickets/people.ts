import type { Ticket } from "../../src/store/ticket.ts";
import type { Actor } from "../../src/tickets/human-desk.ts";
import { noon, resolved, ticket } from "../store/material.ts";

const somebody = (id: string, firstName: string, role: Actor["role"]): Actor => ({ id, firstName, role });

/** An agent who has the tickets that somebody has, one who has none, and two who lead. */
export const alder = somebody("a1", "Alder", "agent");
export const birch = somebody("a2", "Birch", "agent");
export const spruce = somebody("s1", "Spruce", "supervisor");
export const oak = somebody("o1", "Oak", "owner");

/** One ticket in each state; those that somebody has, Alder has. */
export const states = {
  queued: { kind: "queued", since: noon },
  claimed: { kind: "claimed", by: alder.id, since: noon },
  waiting: { kind: "waiting", by: alder.id, since: noon },
  resolved: { ...resolved, by: alder.id },
  reopened: { kind: "reopened", since: noon },
  expired: { kind: "expired", since: noon },
  quarantined: { kind: "quarantined", since: noon, because: "network" },
} as const satisfies Record<string, Ticket["state"]>;

export type StateName = keyof typeof states;

export const inState = (name: StateName, over: Partial<Ticket> = {}): Ticket =>
  ticket(1001, "a", { state: states[name], ...over });
