import { useKnown } from "../desk/desk-context.tsx";
import type { Ticket } from "../wire/shapes.ts";
import { dayAndTime } from "../words/times.ts";
import { say } from "../words/words.ts";

/** Who did what to the ticket, newest first. */
export function History({
  audit,
  names,
}: {
  audit: Ticket["audit"];
  names: Record<string, string>;
}): React.JSX.Element {
  const agents = useKnown((state) => state.agents);
  const nameOf = (who: Ticket["audit"][number]["who"]): string =>
    who.kind === "agent"
      ? (names[who.id] ?? agents.find(({ id }) => id === who.id)?.firstName ?? say("otherAgent"))
      : say(`who.${who.kind}`);
  return (
    <section>
      <details>
        <summary>{say("sideHistory")}</summary>
        <ul className="history">
          {audit.toReversed().map(({ at, who, what }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id, and the list is drawn whole
            <li key={index}>
              <time dateTime={at}>{dayAndTime(at)}</time> {nameOf(who)}: {say(`what.${what}`)}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
