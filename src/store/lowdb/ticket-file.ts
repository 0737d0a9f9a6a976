import { z } from "zod";
import { Ticket } from "../ticket.ts";
import type { Change } from "./change.ts";
import type { Document } from "./document.ts";
import { type Codec, Misplaced } from "./document-file.ts";

/** One ticket, as JSON text. */
export class TicketFile implements Document {
  lsn = 0;
  ticket: string | undefined;

  constructor(readonly number: number) {}

  get bytes(): number {
    return 500 + (this.ticket?.length ?? 0);
  }

  get blank(): boolean {
    return this.ticket === undefined;
  }

  apply(change: Change): void {
    if (change.do === "ticket") this.ticket = change.ticket;
  }
}

const TicketDocument = z.object({
  kind: z.literal("ticket"),
  lsn: z.number().int().positive(),
  ticket: Ticket,
});

/** How the ticket with this number is written to its file and read back. */
export function ticketCodec(number: number): Codec<TicketFile> {
  return {
    write: ({ lsn, ticket }) => [`{"kind":"ticket","lsn":${lsn},"ticket":${ticket}}`],
    read(json) {
      const stored = TicketDocument.parse(json);
      if (stored.ticket.number !== number)
        throw new Misplaced(`holds ticket ${stored.ticket.number}, not ${number}`);
      const file = new TicketFile(number);
      file.lsn = stored.lsn;
      file.ticket = JSON.stringify(stored.ticket);
      return file;
    },
  };
}
