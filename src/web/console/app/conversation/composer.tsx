import { Button } from "@fluentui/react-components";
import { useEffect, useRef, useState } from "react";
import type { Ticket } from "../api/schemas.ts";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { isClosed, isWaiting, speaksFor } from "../desk/view-lines.ts";
import { say } from "../i18n/messages.ts";
import { goTo } from "../shell/route.ts";
import { useKeys } from "../shell/shortcut-dialog.tsx";
import { keepDraft, type Mode, useDraft, WritingField } from "./writing-field.tsx";

const modes = [
  ["reply", "modeReply"],
  ["note", "modeNote"],
] as const;

/** Returns why the agent cannot reply now; null when they can. */
function useHindrance(ticket: Ticket): string | null {
  const by = speaksFor(ticket);
  const me = useKnown((state) => state.me);
  const name = useKnown(({ agents }) => agents.find(({ id }) => id === by)?.firstName ?? say("otherAgent"));
  if (by === me.id) return null;
  if (isClosed(ticket)) return say("closedTicket");
  return by === null ? say("botSpeaks") : say("otherSpeaks", { name });
}

/** Renders the composer: replies for the assignee, notes for everyone. */
export function Composer({ ticket }: { ticket: Ticket }): React.JSX.Element {
  const { sender, actions, writes } = useDesk();
  const hindrance = useHindrance(ticket);
  const [chosen, choose] = useState<Mode>("reply");
  const mode: Mode = hindrance === null ? chosen : "note";
  const draft = useDraft(ticket, mode);
  const field = useRef<HTMLTextAreaElement>(null);

  const closed = isClosed(ticket);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an unsent answer goes when the ticket is closed, not when it changes
  useEffect(() => {
    if (closed) keepDraft(ticket, "reply", "");
  }, [closed]);

  const turnTo = (next: Mode): void => {
    choose(next);
    field.current?.focus();
  };
  const claim = async (): Promise<void> => {
    if (!(await actions.claim(ticket.number))) return;
    choose("reply");
    goTo({ page: "tickets", view: "mine", ticket: ticket.number });
    field.current?.focus();
  };
  useKeys({
    r: () => turnTo("reply"),
    n: () => turnTo("note"),
    c: isWaiting(ticket) ? () => void claim() : undefined,
  });

  const send = (): void => {
    const text = draft.trim();
    if (text === "") return;
    sender.send(ticket.conversationId, { ticket: ticket.number, kind: mode, text });
    keepDraft(ticket, mode, "");
  };

  return (
    <section className="composer" data-mode={mode} aria-label={say("modeLabel")}>
      {hindrance !== null && (
        <div className="hindrance">
          <p>{hindrance}</p>
          {isWaiting(ticket) && (
            <Button appearance="primary" onClick={() => void claim()}>
              {say("claim")}
            </Button>
          )}
        </div>
      )}
      <div className="writing">
        <fieldset className="modes" aria-label={say("modeLabel")}>
          {modes.map(([one, word]) => (
            <button
              key={one}
              type="button"
              aria-pressed={mode === one}
              disabled={one === "reply" && hindrance !== null}
              onClick={() => turnTo(one)}
            >
              {say(word)}
            </button>
          ))}
        </fieldset>
        <WritingField
          field={field}
          mode={mode}
          text={draft}
          onText={(text) => {
            keepDraft(ticket, mode, text);
            if (mode === "reply" && text !== "" && !text.startsWith("/")) writes(ticket.conversationId);
          }}
          onSend={send}
        />
      </div>
    </section>
  );
}
