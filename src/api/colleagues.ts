import { firstNameOf, isAtLeast, type Person } from "../accounts/account.ts";
import { ticketSpeaker } from "../store/ticket.ts";
import type { Actor } from "../tickets/human-desk.ts";
import type { ApiDesk } from "./api-context.ts";
import type { Colleague } from "./schemas/accounts.ts";

/** Converts an account into an actor of the human desk. */
export const actorOf = (person: Person): Actor => ({
  id: person.id,
  firstName: firstNameOf(person),
  role: person.role,
});

type Needs = Pick<ApiDesk, "accounts" | "human"> & { store: Pick<ApiDesk["store"], "openTickets"> };

/**
 * Lists the staff with their load. Only supervisors and owners see addresses, linked accounts and disabled
 * people.
 */
export async function colleagues(
  { accounts, human, store }: Needs,
  reader: Pick<Person, "role">,
): Promise<Colleague[]> {
  const leads = isAtLeast(reader.role, "supervisor");
  const load = new Map<string, number>();
  for (const ticket of await store.openTickets()) {
    const holder = ticketSpeaker(ticket);
    if (holder !== null) load.set(holder, (load.get(holder) ?? 0) + 1);
  }
  const { people } = await accounts.people();
  return people
    .filter(({ disabled }) => leads || !disabled)
    .map((person) => ({
      id: person.id,
      name: person.name,
      firstName: firstNameOf(person),
      ...(leads && { email: person.email, entra: person.entra, code: person.totp !== null }),
      role: person.role,
      teams: person.teams,
      presence: human.presence(person.id),
      load: load.get(person.id) ?? 0,
      disabled: person.disabled,
    }));
}
