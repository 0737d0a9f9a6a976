import type { Card } from "../../../widget/frame/cards/card.ts";
import { say } from "../words/words.ts";

/** What a card of the bot showed the person, as text. */
export function CardInWords({ card }: { card: Card }): React.JSX.Element {
  switch (card.kind) {
    case "checklist":
      return (
        <div className="card-words">
          <p>{say("card.checklist")}</p>
          <ul>
            {card.items.map(({ id, title, state }) => (
              <li key={id}>
                {title}: {say(`item.${state}`)}
              </li>
            ))}
          </ul>
        </div>
      );
    case "steps":
      return (
        <p className="card-words">{say("card.steps", { at: card.at, of: card.of, title: card.title })}</p>
      );
    case "draft":
      return (
        <div className="card-words">
          <p>{say("card.draft")}</p>
          <p className="words">{card.text}</p>
        </div>
      );
    case "ticket":
      return <p className="card-words">{say("card.ticket", { number: card.number })}</p>;
    case "csat":
      return <p className="card-words">{say("card.ticket", { number: card.ticket })}</p>;
    default:
      return card satisfies never;
  }
}
