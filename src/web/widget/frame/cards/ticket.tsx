import { type FrameWords, filled } from "../words.ts";

/** A ticket: its number, and where a person will answer. */
export function TicketCard({
  number,
  contact,
  words,
}: {
  number: number;
  contact: string;
  words: FrameWords;
}) {
  const where = contact.includes("@")
    ? filled(words["ticketEmail"], { contact })
    : words[contact === "later" ? "ticketLater" : "ticketHere"];
  return (
    <section className="card ticket" aria-label={words["ticketTitle"]}>
      <p className="card-head">{words["ticketTitle"]}</p>
      <p className="number">{filled(words["ticketNumber"], { number })}</p>
      <p className="where" dir="auto">
        {where}
      </p>
    </section>
  );
}
