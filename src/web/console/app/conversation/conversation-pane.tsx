import { Button, Spinner } from "@fluentui/react-components";
import { ArrowLeftRegular } from "@fluentui/react-icons/svg/arrow-left";
import { Fragment, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Ticket, TicketReply } from "../api/schemas.ts";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import {
  type ConversationView,
  entrySpeaker,
  unknownConversation,
  useSignal,
  type View,
} from "../desk/state.ts";
import { speaksFor } from "../desk/view-lines.ts";
import { dayOf, say } from "../i18n/messages.ts";
import { useTicking } from "../queue/ticket-list.tsx";
import { goTo } from "../shell/route.ts";
import { changeSettings, settings, useKeys } from "../shell/shortcut-dialog.tsx";
import { SidePane } from "../side/side-pane.tsx";
import { Composer } from "./composer.tsx";
import { LogEntryView, SendingEntry } from "./entry.tsx";
import { ConversationHeader } from "./header.tsx";

/** distance from the end, in pixels, that counts as at the end */
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

/** Shows who is typing. */
function Typing({ typing }: { typing: ConversationView["typing"] }): React.JSX.Element {
  const person = useTicking((now) => typing.person > now);
  const agent = useTicking((now) => typing.agent !== null && typing.agent.until > now);
  return (
    <p className="typing" aria-live="off">
      {person && say("personTyping")}
      {!person && agent && say("agentTyping", { name: typing.agent?.name ?? "" })}
    </p>
  );
}

/** Renders the transcript, with pending messages. */
function Transcript({
  ticket,
  conversation,
  agentNames,
}: {
  ticket: Ticket;
  conversation: ConversationView;
  agentNames: Record<string, string>;
}): React.JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const shown = conversation.entries.filter((entry) => entrySpeaker(entry) !== "silent");
  const lastSeq = conversation.entries.at(-1)?.seq ?? 0;
  useSeen(ticket, lastSeq, conversation.readUpTo.agent, atEnd);

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
  const own = conversation.sending.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows what is said, not what it reads
  useLayoutEffect(() => {
    if (atEnd) toEnd();
  }, [lastSeq, conversation.typing, atEnd]);
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
              <LogEntryView entry={entry} readUpTo={conversation.readUpTo.person} agentNames={agentNames} />
            </Fragment>
          );
        })}
        {conversation.sending.map((sending) => (
          <SendingEntry key={sending.clientId} conversationId={ticket.conversationId} sending={sending} />
        ))}
        <Typing typing={conversation.typing} />
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

/** Loading state of a ticket; "none": it does not exist, or is hidden. */
type Looked =
  | { kind: "asking" }
  | { kind: "none" }
  | { kind: "veiled"; by: string | null }
  | { kind: "ticket"; detail: TicketReply; conversation: ConversationView };

/** Loads a ticket with its conversation, and follows its changes. */
function useConversation(number: number): Looked {
  const desk = useDesk();
  const detail = useKnown((state) => state.details.get(number));
  const line = useKnown((state) => state.lines.get(number));
  const online = useKnown((state) => state.line === "online");
  const conversationId = detail?.ticket.conversationId;
  const conversation = useKnown(
    (state) => state.conversations.get(conversationId ?? "") ?? unknownConversation,
  );
  const [isThere, setThere] = useState(true);
  const revision = line?.revision ?? 0;

  useEffect(() => {
    if (detail === undefined && (online || revision === 0)) {
      void desk.loadTicket(number).then((found) => setThere(found !== "none"));
    }
  }, [desk, number, detail, online, revision]);
  useEffect(() => {
    if (conversationId !== undefined && (online || conversation.loaded === "no"))
      void desk.loadConversation(conversationId);
  }, [desk, conversationId, online, conversation.loaded]);

  if (detail !== undefined && conversation.loaded !== "refused")
    return { kind: "ticket", detail, conversation };
  if (isThere && conversation.loaded !== "refused") return { kind: "asking" };
  const by = line && "by" in line.state ? line.state.by : null;
  return by === null ? { kind: "none" } : { kind: "veiled", by };
}

const narrow = matchMedia("(max-width: 1199px)");

const listen = (listener: () => void): (() => void) => {
  narrow.addEventListener("change", listener);
  return () => narrow.removeEventListener("change", listener);
};

/** Returns whether the details are open: a setting on wide screens, an overlay on narrow ones. */
function useDetails(): [boolean, (on: boolean) => void] {
  const isNarrow = useSyncExternalStore(listen, () => narrow.matches);
  const beside = useSignal(settings, ({ details }) => details);
  const [over, setOver] = useState(false);
  return isNarrow ? [over, setOver] : [beside, (on) => changeSettings({ details: on })];
}

/** Renders the page of an open ticket: conversation, actions and details. */
export function ConversationPane({ number, view }: { number: number; view: View }): React.JSX.Element {
  const looked = useConversation(number);
  const [details, show] = useDetails();
  useKeys({ d: () => show(!details) });

  if (looked.kind !== "ticket") {
    return (
      <main className="talk-none" id="talk" tabIndex={-1}>
        <BackButton view={view} />
        {looked.kind === "asking" && <Spinner label={say("loading")} />}
        {looked.kind === "none" && <p role="status">{say("noTicket", { number })}</p>}
        {looked.kind === "veiled" && <Veiled by={looked.by} />}
      </main>
    );
  }
  const { detail, conversation } = looked;
  return (
    <>
      <main className="talk" id="talk" tabIndex={-1} aria-label={say("talkLabel", { number })}>
        <ConversationHeader
          detail={detail}
          back={<BackButton view={view} />}
          details={details}
          onDetails={show}
        />
        <Transcript ticket={detail.ticket} conversation={conversation} agentNames={detail.agentNames} />
        <Composer ticket={detail.ticket} />
      </main>
      {details && (
        <SidePane detail={detail} entries={conversation.entries} view={view} onClose={() => show(false)} />
      )}
    </>
  );
}

const BackButton = ({ view }: { view: View }): React.JSX.Element => (
  <Button
    className="talk-back"
    appearance="subtle"
    icon={<ArrowLeftRegular />}
    aria-label={say("back")}
    onClick={() => goTo({ page: "tickets", view, ticket: null })}
  />
);

function Veiled({ by }: { by: string | null }): React.JSX.Element {
  const name = useKnown(({ agents }) => agents.find(({ id }) => id === by)?.firstName ?? say("otherAgent"));
  return <p role="status">{say("talkRefused", { name })}</p>;
}
