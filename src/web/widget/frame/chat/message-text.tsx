import { Fragment } from "react";
import { useWord } from "./context.ts";
import { splitLinks } from "./export-page.ts";

/** Renders a text with its line breaks. Links are clickable if `linked`. */
export function MessageText({ text, linked }: { text: string; linked: boolean }) {
  const word = useWord();
  return (
    <div className="said" dir="auto">
      {(linked ? splitLinks(text) : [{ text, href: null }]).map((part, place) =>
        part.href === null ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text never changes its parts
          <Fragment key={place}>{part.text}</Fragment>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text never changes its parts
          <a key={place} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
            <span className="unseen"> {word("opensInNewTab")}</span>
          </a>
        ),
      )}
    </div>
  );
}
