import { isOpen, type Ticket } from "../store/ticket.ts";
import type { Person, Role } from "./person.ts";
import type { ReadingRules } from "./reading-rules.ts";

const ranks: Record<Role, number> = { agent: 0, supervisor: 1, owner: 2 };

/** Tells whether a role includes what another may do. */
export const isAtLeast = (role: Role, least: Role): boolean => ranks[role] >= ranks[least];

/** The role that includes the others; null for none. */
export const highestRole = (roles: readonly Role[]): Role | null =>
  roles.reduce<Role | null>((best, role) => (best !== null && isAtLeast(best, role) ? best : role), null);

/** The id of the agent who has the ticket now; null when nobody does. */
export const holderOf = ({ state }: Pick<Ticket, "state">): string | null =>
  state.kind === "claimed" || state.kind === "waiting" ? state.by : null;

const work: readonly string[] = ["claimed", "replied", "resolved"];

/** Tells whether somebody has worked on a ticket. */
const workedOn = (id: string, { audit }: Pick<Ticket, "audit">): boolean =>
  audit.some(({ who, what }) => who.kind === "agent" && who.id === id && work.includes(what));

/** Agents do not read what somebody else has nor, where the desk wants it so, what others closed; supervisors and owners read everything. */
export function mayRead(
  { id, role }: Pick<Person, "id" | "role">,
  ticket: Pick<Ticket, "state" | "audit">,
  { closedByOthers }: Pick<ReadingRules, "closedByOthers">,
): boolean {
  if (isAtLeast(role, "supervisor")) return true;
  if (!isOpen(ticket)) return closedByOthers === "everybody" || workedOn(id, ticket);
  const holder = holderOf(ticket);
  return holder === null || holder === id;
}

/** Owners invite everybody, supervisors invite agents. */
export const mayInvite = (inviter: Role, invited: Role): boolean =>
  inviter === "owner" || (inviter === "supervisor" && invited === "agent");
