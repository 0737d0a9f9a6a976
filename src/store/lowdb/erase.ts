import { blanked } from "../blanked.ts";
import type { Change } from "./change.ts";
import type { DocumentName } from "./document.ts";
import { homeOfState } from "./document.ts";
import type { Keeper } from "./keeper.ts";
import { readTicket, ticketChange } from "./tickets.ts";

/** Removes what a conversation left, and blanks its tickets; its id stays taken. True when there was something to erase. */
export function eraseConversation(keeper: Keeper, id: string): Promise<boolean> {
  const { books } = keeper;
  const conversation: DocumentName = `conversation:${id}`;
  return keeper.alone([conversation], async () => {
    const file = await books.conversations.look(id);
    if (file.erased || file.blank) return false;
    const states = [...file.elsewhere];
    const tickets = [...file.tickets];
    const others = [...states.map(homeOfState), ...tickets.map((number): DocumentName => `ticket:${number}`)];
    await keeper.alone(others, async () => {
      const changes: Change[] = states.map((key) => ({ do: "state", key }));
      for (const number of tickets) {
        const ticket = await readTicket(books, number);
        if (ticket !== undefined) changes.push(ticketChange(blanked(ticket)));
      }
      await keeper.write([...changes, { do: "erase", conversation: id }]);
    });
    return true;
  });
}
