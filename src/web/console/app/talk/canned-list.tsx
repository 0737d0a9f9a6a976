import { useEffect, useState } from "react";
import { ask } from "../wire/ask.ts";
import type { CannedReply } from "../wire/shapes.ts";
import { say } from "../words/words.ts";

const restMs = 120;

/** The canned replies that fit; none while `query` is null. */
export function useCanned(query: string | null): readonly CannedReply[] {
  const [canned, setCanned] = useState<readonly CannedReply[]>([]);
  useEffect(() => {
    if (query === null) {
      setCanned([]);
      return;
    }
    let wanted = true;
    const timer = setTimeout(async () => {
      const answered = await ask<{ canned: CannedReply[] }>(`canned?q=${encodeURIComponent(query)}`);
      if (wanted && answered.kind === "ok") setCanned(answered.body.canned);
    }, restMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [query]);
  return canned;
}

/** The id of an option in the list, for the field that moves through it. */
export const optionId = (at: number): string => `canned-${at}`;

/** Canned replies to choose from, above the field. */
export function CannedList({
  canned,
  query,
  marked,
  onTake,
}: {
  canned: readonly CannedReply[];
  query: string;
  marked: number;
  onTake(at: number): void;
}): React.JSX.Element {
  useEffect(() => {
    document.getElementById(optionId(marked))?.scrollIntoView({ block: "nearest" });
  }, [marked]);
  return (
    <div className="canned">
      <div id="canned" role="listbox" tabIndex={0} aria-label={say("cannedLabel")}>
        {canned.map(({ id, title, text, from }, at) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the marked option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field's keys do the same
          <div
            key={id}
            id={optionId(at)}
            role="option"
            aria-selected={at === marked}
            onClick={() => onTake(at)}
          >
            <strong>{title}</strong>
            <span className="canned-from">{say(`cannedFrom.${from}`)}</span>
            <span className="canned-text">{text}</span>
          </div>
        ))}
      </div>
      {canned.length === 0 && <p role="status">{say("cannedNone", { query })}</p>}
    </div>
  );
}
