import type { View } from "../desk/state.ts";
import { writeRoute } from "../shell/route.ts";
import type { TicketLine } from "../wire/shapes.ts";
import { subjectOf } from "../words/names.ts";
import { dayOf } from "../words/times.ts";
import { say } from "../words/words.ts";

/** The other tickets of the same person. */
export function Others({
  others,
  view,
}: {
  others: readonly TicketLine[];
  view: View;
}): React.JSX.Element | null {
  if (others.length === 0) return null;
  return (
    <section>
      <h2>{say("sideOthers")}</h2>
      <ul className="others">
        {others.map((other) => (
          <li key={other.number}>
            <a href={writeRoute({ page: "tickets", view, ticket: other.number })}>
              {say("number", { number: other.number })} {subjectOf(other)}
            </a>
            <span>
              {say(`state.${other.state.kind}`)}, {dayOf(other.openedAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
