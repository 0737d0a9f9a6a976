import { Components, hooks } from "botframework-webchat-component";
import { useEffect, useRef, useState } from "react";
import type { CardAction } from "../../../shared/activity.ts";
import { useWord } from "./context.ts";

/** Choices that are shown before "more options". */
const MOST_SHOWN = 5;

/** Identifies choices: the same question asked again has the same ones. */
const keyOf = (actions: readonly unknown[]): string => JSON.stringify(actions);

/** Renders the choices of the open question; what is more than five waits behind a button. */
export function Choices() {
  const word = useWord();
  const [actions, setActions] = hooks.useSuggestedActions() as unknown as [
    CardAction[],
    (actions: CardAction[]) => void,
  ];
  const [all, setAll] = useState<CardAction[]>([]);
  const unfolded = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  const key = keyOf(actions);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the actions
  useEffect(() => {
    if (key === keyOf(all.slice(0, MOST_SHOWN)) || (unfolded.current && key === keyOf(all))) return;
    unfolded.current = false;
    // one button alone would be put behind another one
    const isFolding = actions.length > MOST_SHOWN + 1;
    setAll(isFolding ? actions : []);
    if (isFolding) setActions(actions.slice(0, MOST_SHOWN));
  }, [key]);
  const unfold = (): void => {
    unfolded.current = true;
    setActions(all);
    setTimeout(() => box.current?.querySelectorAll("button")[MOST_SHOWN]?.focus());
  };
  const isFolded = all.length > 0 && actions.length > 0 && actions.length < all.length;
  return (
    <div ref={box}>
      <Components.SuggestedActions className="choices" />
      {isFolded && (
        <div className="quiet">
          <button type="button" className="unfold" aria-expanded={false} onClick={unfold}>
            {word("moreChoices")}
          </button>
        </div>
      )}
    </div>
  );
}
