import { Button } from "@fluentui/react-components";
import { Fragment, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { speakerOf } from "../desk/speaker.ts";
import type { Talk } from "../desk/state.ts";
import { speaksFor } from "../desk/view-lines.ts";
import type { Ticket } from "../wire/shapes.ts";
import { useTicking } from "../words/ticking.tsx";
import { dayOf } from "../words/times.ts";
import { say } from "../words/words.ts";
import { SaidEntry } from "./said-entry.tsx";
import { SendingEntry } from "./sending-entry.tsx";

/** this close to the end, in pixels, counts as at the end */
const nearEnd = 80;

function useSeen(ticket: Ticket, lastSeq: number, seenUpTo: number, atEnd: boolean): void {
  const desk = useDesk();
  const isMine = useKnown(({ me }) => speaksFor(ticket) === me.id);
  useEffect(() => {
    const tell = (): void => {
      if (isMine && atEnd && lastSeq > seenUpTo && document.hasFocus())
        desk.sees(ticket.conversationId, lastSeq);
    };
    tell();
    addEventListener("focus", tell);
    return () => removeEventListener("focus", tell);
  }, [desk, ticket.conversationId, isMine, lastSeq, seenUpTo, atEnd]);
}

/** Who is writing just now. */
function Typing({ typing }: { typing: Talk["typing"] }): React.JSX.Element {
  const person = useTicking((now) => typing.person > now);
  const agent = useTicking((now) => typing.agent !== null && typing.agent.until > now);
  return (
    <p className="typing" aria-live="off">
      {person && say("personTyping")}
      {!person && agent && say("agentTyping", { name: typing.agent?.name ?? "" })}
    </p>
  );
}

/** Everything that was said, by whom, and what is on its way. */
export function Transcript({
  ticket,
  talk,
  agentNames,
}: {
  ticket: Ticket;
  talk: Talk;
  agentNames: Record<string, string>;
}): React.JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const shown = talk.entries.filter((entry) => speakerOf(entry) !== "silent");
  const lastSeq = talk.entries.at(-1)?.seq ?? 0;
  useSeen(ticket, lastSeq, talk.readUpTo.agent, atEnd);

  const toEnd = (): void => {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  };
  useEffect(() => {
    const box = scroller.current;
    if (!atEnd || !box) return;
    const resized = new ResizeObserver(() => {
      box.scrollTop = box.scrollHeight;
    });
    resized.observe(box);
    return () => resized.disconnect();
  }, [atEnd]);
  const own = talk.sending.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows what is said, not what it reads
  useLayoutEffect(() => {
    if (atEnd) toEnd();
  }, [lastSeq, talk.typing, atEnd]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the agent sends is always looked at
  useLayoutEffect(() => {
    if (own > 0) toEnd();
  }, [own]);

  return (
    <div className="transcript-frame">
      <div
        className="transcript"
        role="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={say("talkLabel", { number: ticket.number })}
        ref={scroller}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
          setAtEnd(scrollHeight - scrollTop - clientHeight < nearEnd)
        }
      >
        {shown.map((entry, at) => {
          const day = dayOf(entry.at);
          const before = shown[at - 1];
          return (
            <Fragment key={entry.seq}>
              {(!before || dayOf(before.at) !== day) && <p className="day">{day}</p>}
              <SaidEntry entry={entry} readUpTo={talk.readUpTo.person} agentNames={agentNames} />
            </Fragment>
          );
        })}
        {talk.sending.map((sending) => (
          <SendingEntry key={sending.clientId} conversationId={ticket.conversationId} sending={sending} />
        ))}
        <Typing typing={talk.typing} />
      </div>
      {!atEnd && (
        <div className="to-end">
          <Button size="small" onClick={toEnd}>
            {say("toNewest")}
          </Button>
        </div>
      )}
    </div>
  );
}
