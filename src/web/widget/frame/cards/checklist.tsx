import { useSyncExternalStore } from "react";
import { useShared, useWord } from "../chat/context.ts";
import { filled } from "../words.ts";
import type { ChecklistLine } from "./card.ts";

const stateWords = { done: "itemDone", open: "itemOpen", todo: "itemTodo" } as const;

function Lines({ items }: { items: readonly ChecklistLine[] }) {
  const word = useWord();
  return (
    <ul className="checklist">
      {items.map(({ id, title, state }) => (
        <li key={id} className={state}>
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <circle cx="10" cy="10" r="8.5" />
            {state === "done" && <path d="M6 10.5l2.8 2.8L14.2 7.5" />}
            {state === "open" && <path d="M10 5.8v5M10 13.8v.2" />}
          </svg>
          <bdi>{title}</bdi>
          <span className="unseen">, {word(stateWords[state])}</span>
        </li>
      ))}
    </ul>
  );
}

/** The checklist: in full and ticked in place where it was shown first, folded where it comes again. */
export function Checklist({ items, messageId }: { items: readonly ChecklistLine[]; messageId: string }) {
  const { checklists } = useShared();
  const word = useWord();
  useSyncExternalStore(checklists.watch, checklists.version);
  const now = checklists.asOfNow(items);
  const done = now.filter(({ state }) => state === "done").length;
  const progress = filled(word("checklistProgress"), { done, all: now.length });
  const head = (
    <>
      <span className="card-title">{word("checklistTitle")}</span>{" "}
      <span className="progress">{progress}</span>
    </>
  );
  const meter = (
    <span className="meter" style={{ "--part": done / now.length } as object} aria-hidden="true" />
  );
  if (checklists.isFirst(messageId, items)) {
    return (
      <section className="card" aria-label={word("checklistTitle")}>
        <p className="card-head">{head}</p>
        {meter}
        <Lines items={now} />
      </section>
    );
  }
  return (
    <details className="card folded">
      <summary className="card-head">{head}</summary>
      {meter}
      <Lines items={now} />
    </details>
  );
}
