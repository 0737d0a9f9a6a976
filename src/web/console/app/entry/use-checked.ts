import { useEffect, useState } from "react";
import { ask } from "../wire/ask.ts";
import type { CheckedLink } from "../wire/shapes.ts";
import type { WordKey } from "../words/words.ts";
import type { EntryLink } from "./entry-link.ts";

/** Looks at a link before it is taken up: null without one, "gone" when it was used or is too old. */
export function useChecked(
  link: EntryLink,
  onTrouble: (word: WordKey) => void,
): CheckedLink | "asking" | "gone" | null {
  const [checked, setChecked] = useState<CheckedLink | "asking" | "gone" | null>(link && "asking");
  useEffect(() => {
    if (link === null) {
      setChecked(null);
      return;
    }
    void ask<CheckedLink>("link", { body: { token: link.token } }).then((answered) => {
      if (answered.kind === "ok") setChecked(answered.body);
      else {
        onTrouble(answered.kind === "away" || answered.status >= 500 ? "entryAway" : "linkGone");
        setChecked("gone");
      }
    });
  }, [link, onTrouble]);
  return checked;
}
