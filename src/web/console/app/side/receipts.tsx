import type { Receipt } from "../wire/shapes.ts";
import { nameOf } from "../words/names.ts";
import { dayAndTime } from "../words/times.ts";
import { say } from "../words/words.ts";

/** What the person was advised and accepted before they decided. */
export function Receipts({ receipts }: { receipts: readonly Receipt[] }): React.JSX.Element | null {
  if (receipts.length === 0) return null;
  return (
    <section>
      <h2>{say("sideReceipts")}</h2>
      <ul className="receipts">
        {receipts.map(({ id, at, accepted, reason }) => (
          <li key={id}>
            <time dateTime={at}>{dayAndTime(at)}</time>
            <span>{say("receiptAccepted", { what: nameOf("answer", accepted) })}</span>
            {reason !== null && <span>{nameOf("answer", reason)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
