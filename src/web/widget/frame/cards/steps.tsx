import { useWord } from "../chat/context.ts";
import { filled } from "../words.ts";

/** Where somebody is on the way through the steps. */
export function Steps({ at, of, title }: { at: number; of: number; title: string }) {
  const word = useWord();
  return (
    <section className="card steps">
      <p className="card-head">
        <span className="progress">{filled(word("stepAt"), { at, of })}</span>
      </p>
      <span className="dots" aria-hidden="true">
        {Array.from({ length: of }, (_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
          <i key={place} className={place + 1 < at ? "past" : place + 1 === at ? "now" : ""} />
        ))}
      </span>
      {title !== "" && (
        <p className="card-title" dir="auto">
          {title}
        </p>
      )}
    </section>
  );
}
