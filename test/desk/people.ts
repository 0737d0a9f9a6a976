import type { Actor } from "../../src/desk/human-desk.ts";
import type { Ticket } from "../../src/store/ticket.ts";
import { noon, resolved, ticket } from "../store/material.ts";

const somebody = (id: string, firstName: string, role: Actor["role"]): Actor => ({ id, firstName, role });

/** An agent who has the tickets that somebody has, one who has none, and two who lead. */
export const ana = somebody("a1", "Ana", "agent");
export const ben = somebody("a2", "Ben", "agent");
export const sue = somebody("s1", "Sue", "supervisor");
export const olga = somebody("o1", "Olga", "owner");

/** One ticket in each state; those that somebody has, Ana has. */
export const states = {
  queued: { kind: "queued", since: noon },
  claimed: { kind: "claimed", by: ana.id, since: noon },
  waiting: { kind: "waiting", by: ana.id, since: noon },
  resolved: { ...resolved, by: ana.id },
  reopened: { kind: "reopened", since: noon },
  expired: { kind: "expired", since: noon },
} as const satisfies Record<string, Ticket["state"]>;

export type StateName = keyof typeof states;

export const inState = (name: StateName, over: Partial<Ticket> = {}): Ticket =>
  ticket(1001, "a", { state: states[name], ...over });
