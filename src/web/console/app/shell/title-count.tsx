import { useEffect, useMemo } from "react";
import { useKnown } from "../desk/desk-context.tsx";
import { counts } from "../desk/view-lines.ts";
import { say } from "../words/words.ts";

/** Keeps the number of tickets that want something from this agent in the page's title. */
export function TitleCount(): null {
  const lines = useKnown((state) => state.lines);
  const me = useKnown((state) => state.me);
  const lists = useKnown((state) => state.lists);
  const { waiting, owed } = useMemo(() => counts({ lines, lists, me }), [lines, lists, me]);
  const count = waiting + owed;
  useEffect(() => {
    document.title = count === 0 ? say("title") : say("titleCount", { count });
  }, [count]);
  return null;
}
