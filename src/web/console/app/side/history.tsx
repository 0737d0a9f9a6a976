import { useKnown } from "../desk/desk-context.tsx";
import type { Ticket } from "../wire/shapes.ts";
import { outcomeName, priorityName } from "../words/names.ts";
import { dayAndTime } from "../words/times.ts";
import { say } from "../words/words.ts";

type Line = Ticket["audit"][number];

/** A rating and its comment are one line. */
const isTold = ({ what, about }: Line): boolean => what !== "rated" || about["score"] !== undefined;

/** What exactly was done, where the audit has it. */
function More({
  what,
  about,
  names,
}: Pick<Line, "what" | "about"> & { names: Record<string, string> }): React.JSX.Element | null {
  const team = useKnown(({ teams }) => teams.find(({ id }) => id === about["team"])?.title ?? about["team"]);
  const agent = useKnown(({ agents }) => agents.find(({ id }) => id === about["agent"])?.firstName);
  const { from, to, score, outcome, agent: id } = about;
  const more = [
    what === "priority-set" &&
      from &&
      to &&
      say("whatFromTo", { from: priorityName(from), to: priorityName(to) }),
    what === "transferred" && say("whatTo", { to: team ?? (id && names[id]) ?? agent ?? say("otherAgent") }),
    (what === "released" || what === "lease-ended") && id && (names[id] ?? agent),
    what === "resolved" && outcome && outcomeName(outcome),
    what === "rated" && score && say("csatScore", { score }),
  ].find((text) => typeof text === "string" && text !== "");
  return more ? <bdi>, {more}</bdi> : null;
}

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
          {audit
            .filter(isTold)
            .toReversed()
            .map(({ at, who, what, about }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id, and the list is drawn whole
              <li key={index}>
                <time dateTime={at}>{dayAndTime(at)}</time> {nameOf(who)}: {say(`what.${what}`)}
                <More what={what} about={about} names={names} />
              </li>
            ))}
        </ul>
      </details>
    </section>
  );
}
