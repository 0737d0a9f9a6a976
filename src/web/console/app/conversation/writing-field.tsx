import { Button } from "@fluentui/react-components";
import { SendRegular } from "@fluentui/react-icons/svg/send";
import { TextBulletListSquareRegular } from "@fluentui/react-icons/svg/text-bullet-list-square";
import { type KeyboardEvent, type RefObject, useEffect, useState } from "react";
import { apiRequest } from "../api/request.ts";
import type { CannedReply, ReplyBody, Ticket } from "../api/schemas.ts";
import { useDesk } from "../desk/desk-context.tsx";
import { makeSignal, type Signal, useSignal } from "../desk/state.ts";
import { say } from "../i18n/messages.ts";
import { readLocal, writeLocal } from "../local-storage.ts";

/** Kind of message: to the person, or a note for colleagues. */
export type Mode = "reply" | "note";

type Of = Pick<Ticket, "number" | "audit">;

const changed: Signal<Record<string, string>> = makeSignal({});

/** Returns the storage key of a draft. A reopened ticket starts with an empty reply. */
function nameOf({ number, audit }: Of, mode: Mode): string {
  if (mode === "note") return `draft.${number}.note`;
  return `draft.${number}.${audit.filter(({ what }) => what === "reopened").length}.reply`;
}

function textOf(name: string, drafts: Record<string, string>): string {
  const stored = drafts[name] ?? readLocal(name);
  return typeof stored === "string" ? stored : "";
}

/** Stores a draft across reloads; an empty one is removed. */
export function keepDraft(ticket: Of, mode: Mode, text: string): void {
  const name = nameOf(ticket, mode);
  writeLocal(name, text === "" ? null : text);
  changed.change((drafts) => ({ ...drafts, [name]: text }));
}

/** Returns the draft of a ticket. */
export function useDraft(ticket: Of, mode: Mode): string {
  const name = nameOf(ticket, mode);
  return useSignal(changed, (drafts) => textOf(name, drafts));
}

const restMs = 120;

/** Searches canned replies; none while `query` is null. */
function useCanned(query: string | null): readonly CannedReply[] {
  const [canned, setCanned] = useState<readonly CannedReply[]>([]);
  useEffect(() => {
    if (query === null) {
      setCanned([]);
      return;
    }
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const response = await apiRequest<ReplyBody<"CannedReplies">>(`canned?q=${encodeURIComponent(query)}`);
      if (isCurrent && response.kind === "ok") setCanned(response.body.canned);
    }, restMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [query]);
  return canned;
}

/** Returns the element id of an option. */
const optionId = (at: number): string => `canned-${at}`;

/** Renders the list of canned replies above the field. */
function CannedList({
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

interface FieldParts {
  field: RefObject<HTMLTextAreaElement>;
  mode: Mode;
  text: string;
  onText(text: string): void;
  onSend(): void;
}

const longest = 4000;

/** Renders the text field of the composer. A leading slash searches canned replies. */
export function WritingField({ field, mode, text, onText, onSend }: FieldParts): React.JSX.Element {
  const { toasts } = useDesk();
  const [dismissed, setDismissed] = useState(false);
  const query = text.startsWith("/") && !dismissed ? text.slice(1).trim() : null;
  const canned = useCanned(query);
  const [at, setAt] = useState(0);
  const marked = Math.min(at, canned.length - 1);

  const change = (next: string): void => {
    if (!next.startsWith("/")) setDismissed(false);
    setAt(0);
    onText(next);
  };
  const take = (index: number): void => {
    const reply = canned[index];
    if (reply) change(reply.text);
    field.current?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const sends = event.key === "Enter" && !event.shiftKey;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (query !== null && step !== undefined && canned.length > 0) {
      setAt((marked + step + canned.length) % canned.length);
    } else if (query !== null && event.key === "Escape") setDismissed(true);
    else if (query !== null && canned.length > 0 && (sends || event.key === "Tab")) take(marked);
    else if (sends) onSend();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const refuseFiles = (event: { preventDefault(): void }, files: FileList | undefined): void => {
    if (!files || files.length === 0) return;
    event.preventDefault();
    toasts.tell("warning", say("attachmentsRefused"));
  };

  const isNote = mode === "note";
  return (
    <div className="field">
      {query !== null && <CannedList canned={canned} query={query} marked={marked} onTake={take} />}
      <textarea
        ref={field}
        rows={3}
        maxLength={longest}
        dir="auto"
        value={text}
        aria-label={say(isNote ? "noteLabel" : "replyLabel")}
        placeholder={say(isNote ? "noteHint" : "replyHint")}
        aria-controls={query === null ? undefined : "canned"}
        aria-autocomplete="list"
        aria-activedescendant={query !== null && marked >= 0 ? optionId(marked) : undefined}
        onChange={({ currentTarget }) => change(currentTarget.value)}
        onKeyDown={press}
        onPaste={(event) => refuseFiles(event, event.clipboardData.files)}
        onDrop={(event) => refuseFiles(event, event.dataTransfer.files)}
      />
      <div className="field-actions">
        <Button
          appearance="subtle"
          icon={<TextBulletListSquareRegular />}
          aria-label={say("cannedOpen")}
          title={say("cannedOpen")}
          onClick={() => {
            setDismissed(false);
            if (text === "") change("/");
            field.current?.focus();
          }}
        />
        <Button
          appearance={isNote ? "secondary" : "primary"}
          icon={<SendRegular />}
          disabledFocusable={text.trim() === ""}
          onClick={onSend}
        >
          {say(isNote ? "saveNote" : "send")}
        </Button>
      </div>
    </div>
  );
}
