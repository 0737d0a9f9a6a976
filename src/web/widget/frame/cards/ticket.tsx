import { type FrameWords, filled } from "../words.ts";

function whereFor(contact: string, words: FrameWords): string | undefined {
  if (contact.includes("@")) return filled(words["ticketEmail"], { contact });
  return words[contact === "later" ? "ticketLater" : "ticketHere"];
}

/** A ticket: its number, and where a person will answer, while one is to come. */
export function TicketCard({
  number,
  contact,
  words,
}: {
  number: number;
  contact: string | null;
  words: FrameWords;
}) {
  return (
    <section className="card ticket" aria-label={words["ticketTitle"]}>
      <p className="card-head">{words["ticketTitle"]}</p>
      <p className="number">{filled(words["ticketNumber"], { number })}</p>
      {contact !== null && (
        <p className="where" dir="auto">
          {whereFor(contact, words)}
        </p>
      )}
    </section>
  );
}
