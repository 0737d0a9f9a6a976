import { useState } from "react";
import { keep, kept } from "../kept.ts";

/** What an agent can write: to the person, or for colleagues alone. */
export type Mode = "reply" | "note";

/** A text that is kept until it is sent, over reloads too. */
export function useDraft(ticket: number, mode: Mode): [string, (text: string) => void] {
  const name = `draft.${ticket}.${mode}`;
  const [drafts, setDrafts] = useState<Record<string, string>>({});
  const stored = kept(name);
  const draft = drafts[name] ?? (typeof stored === "string" ? stored : "");
  return [
    draft,
    (text) => {
      keep(name, text === "" ? null : text);
      setDrafts((all) => ({ ...all, [name]: text }));
    },
  ];
}
