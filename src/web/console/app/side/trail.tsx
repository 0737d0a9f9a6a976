import type { Ticket } from "../wire/shapes.ts";
import { nameOf, stepName } from "../words/names.ts";
import { say } from "../words/words.ts";

/** The steps that the person took, where they are, and what they were told of the guide. */
export function Trail({ ticket: { trail, place, told } }: { ticket: Ticket }): React.JSX.Element {
  return (
    <section>
      <h2>{say("sideTrail")}</h2>
      {trail.length === 0 && place === null && <p>{say("trailNone")}</p>}
      <ol className="trail">
        {trail.map(({ guide, step, answer, outcome }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a trail only grows, and a step may come twice
          <li key={at} data-outcome={outcome}>
            <span className="trail-step">{stepName(guide, step)}</span>
            <span className="trail-outcome">{say(`trail.${outcome}`)}</span>
            {answer !== null && <bdi className="trail-answer">{nameOf("answer", answer)}</bdi>}
          </li>
        ))}
        {place !== null && (
          <li data-outcome="now">
            <span className="trail-step">{stepName(place.guide, place.step)}</span>
            <span className="trail-outcome">{say("trailNow")}</span>
          </li>
        )}
      </ol>
      {told.passages.length > 0 && (
        <details>
          <summary>{say("sideTold")}</summary>
          <p>{say("toldVersion", { version: told.version })}</p>
          <ul>
            {told.passages.map((id) => (
              <li key={id}>{id}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
